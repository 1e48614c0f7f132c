"""What themes give: the vocabulary, what is said of one, and which reports say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field

from indexer.records import Report
from search_api.schemas.base import CoverageReply, Iso, Json, OfGeneration, Reply, Span, coverage_json
from search_api.schemas.paragraphs import ParagraphReply, followed_up, paragraph_json
from search_api.spoken.records import Quoted, ReportOn, Silence, Speaking, ThemeCount
from search_api.themes.records import Theme


class ThemeReply(Reply):
    """A theme of practice."""

    key: str = Field(description="The value of the filter `theme`.")
    name: str
    definition: str
    synonyms: list[str] = Field(description="Names; a sentence that prints one mentions the theme.")
    paragraphs: int = Field(description="Paragraphs within the filters that speak of it.")
    reports: int = Field(description="Reports that hold them.")


class ThemesReply(OfGeneration):
    """The vocabulary of themes, in its order."""

    themes: list[ThemeReply]
    note: str = Field(description="What to know of the counts; '' for nothing.")

    @classmethod
    def of(cls, counted: Iterable[ThemeCount], note: str, generation: str) -> ThemesReply:
        """The reply of this generation."""
        return cls.model_validate(themes_json(counted, note) | {"generation": generation})


class ThemeSentenceReply(ParagraphReply):
    """A sentence, with its paragraph."""

    quote: str = Field(description="The sentence: `span` of `text`.")
    span: Span
    score: float = Field(
        description="Of a theme how likely the sentence speaks of it: tagged from 0.5. Of a term its cosine."
    )
    named: bool = Field(description="Whether the sentence prints a name of the matter.")
    side: str = Field(description="'praise', 'criticism', 'mixed' or 'neutral'; '' if unknown.")


class ReportedReply(Reply):
    """A report in short."""

    id: str
    authority: str
    published: Iso


class SpeakingReply(OfGeneration):
    """What is said of a theme, one sentence of each paragraph, the newest report first."""

    theme: ThemeReply
    text: str = Field(description="The counts as one sentence.")
    reports: list[ReportedReply]
    sentences: list[ThemeSentenceReply]
    total: int = Field(description="Paragraphs that speak of it.")
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, found: Speaking, generation: str, limit: int, offset: int) -> SpeakingReply:
        """The reply of this generation. limit, offset: as asked for."""
        given = speaking_json(found)
        given |= {
            "generation": generation,
            "limit": limit,
            "offset": offset,
            "sentences": [_followed(item) for item in found.sentences],
            "coverage": CoverageReply.of(found.coverage),
        }
        return cls.model_validate(given)


class ReportOnReply(Reply):
    """One report on a matter."""

    report: ReportedReply
    paragraphs: int = Field(
        description="Paragraphs within the filters that mention it; 0 of a silent report."
    )
    quoted: ThemeSentenceReply | None = Field(
        description="The sentence that mentions it and comes nearest; of a silent report the nearest miss."
    )
    to_check: bool = Field(description="Whether pages of the report are to be checked against the PDF.")


class SilenceReply(OfGeneration):
    """Which reports mention a theme or a term, and which do not."""

    label: str
    theme: str = Field(description="The key of the theme; '' for a term.")
    names: list[str] = Field(description="What was looked for.")
    text: str = Field(description="The counts as one sentence.")
    mentioned: list[ReportOnReply]
    in_other_words: list[ReportOnReply] = Field(
        description="That print no name, and speak of it all the same."
    )
    perhaps: list[ReportOnReply] = Field(
        description="With a sentence that may speak of it, the nearest first: read it before you count."
    )
    silent: list[ReportOnReply]
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(cls, found: Silence, generation: str) -> SilenceReply:
        """The reply of this generation."""
        given = silence_json(found) | {
            "generation": generation,
            "coverage": CoverageReply.of(found.coverage),
        }
        for part in ("mentioned", "in_other_words", "perhaps", "silent"):
            for plain, item in zip(given[part], getattr(found, part), strict=True):
                plain["quoted"] = None if item.quoted is None else _followed(item.quoted)
        return cls.model_validate(given)


def themes_json(counted: Iterable[ThemeCount], note: str) -> Json:
    """{themes: [{key, name, definition, synonyms, paragraphs, reports}], note}."""
    return {
        "themes": [_theme(item.theme, item.paragraphs, item.reports) for item in counted],
        "note": note,
    }


def speaking_json(found: Speaking) -> Json:
    """{theme, text, reports, sentences, total, notes, coverage}."""
    return {
        "theme": _theme(found.theme, found.paragraphs, len(found.reports)),
        "text": found.sentence,
        "reports": [_report(item) for item in found.reports],
        "sentences": [_quoted(item) for item in found.sentences],
        "total": found.paragraphs,
        "notes": list(found.notes),
        "coverage": coverage_json(found.coverage),
    }


def silence_json(found: Silence) -> Json:
    """{label, theme, names, text, mentioned, in_other_words, perhaps, silent, notes, coverage}."""
    return {
        "label": found.label,
        "theme": found.theme,
        "names": list(found.names),
        "text": found.sentence,
        "mentioned": _on(found.mentioned),
        "in_other_words": _on(found.in_other_words),
        "perhaps": _on(found.perhaps),
        "silent": _on(found.silent),
        "notes": list(found.notes),
        "coverage": coverage_json(found.coverage),
    }


def _theme(theme: Theme, paragraphs: int, reports: int) -> Json:
    return {
        "key": theme.key,
        "name": theme.name,
        "definition": theme.definition,
        "synonyms": list(theme.synonyms),
        "paragraphs": paragraphs,
        "reports": reports,
    }


def _report(report: Report) -> Json:
    return {"id": report.id, "authority": report.authority, "published": report.published.isoformat()}


def _on(reports: Sequence[ReportOn]) -> list[Json]:
    return [
        {
            "report": _report(item.report),
            "paragraphs": item.paragraphs,
            "quoted": None if item.quoted is None else _quoted(item.quoted),
            "to_check": item.to_check,
        }
        for item in reports
    ]


def _quoted(item: Quoted) -> Json:
    return paragraph_json(item.report, item.paragraph, item.anomalies) | {
        "quote": item.text,
        "span": list(item.span),
        "score": item.score,
        "named": item.named,
        "side": item.side,
    }


def _followed(item: Quoted) -> Json:
    return _quoted(item) | followed_up(item.report, item.paragraph)
