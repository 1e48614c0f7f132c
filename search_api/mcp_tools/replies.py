"""What the tools reply: what the HTTP API does, with what an assistant need not read left to its count.

The short fields come first, so that the first page of a long reply says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from indexer.anomalies import Noted
from indexer.records import Paragraph, Report
from indexer.words.acronyms import acronym_key
from search_api.citations import cite
from search_api.index.index import Index
from search_api.index.records import InContext
from search_api.question.request import EVERYTHING
from search_api.question.scope import coverage
from search_api.references.addresses import link
from search_api.schemas.answers import AnswerReply
from search_api.schemas.base import CoverageReply, iso
from search_api.schemas.comparing.contrast import ContrastReply
from search_api.schemas.comparing.lineage import lineage_json
from search_api.schemas.comparing.praised import PraisedReply
from search_api.schemas.comparing.similar import SimilarReply, WeakToStrongReply
from search_api.schemas.comparing.themes import SilenceReply, SpeakingReply, ThemesReply
from search_api.schemas.paragraphs import paragraph_fields, paragraph_json
from search_api.schemas.reports import acronyms_json, outline_json, report_fields
from search_api.schemas.search import SearchReply

from .arguments import (
    AcronymArguments,
    AskArguments,
    ContrastArguments,
    LineageArguments,
    ParagraphArguments,
    PraisedArguments,
    ReportArguments,
    ReportsArguments,
    SearchArguments,
    SilenceArguments,
    SimilarArguments,
    ThemeArguments,
    WeakToStrongArguments,
    told_apart,
)

Json = dict[str, Any]

# Fields that may be long; they come last, in this order.
_LONG = (
    "coverage", "mentions", "judgements", "nearest_miss", "view", "passages", "results", "sides", "own",
    "others", "anomalies", "paragraphs", "before", "after", "reports", "acronyms", "silent", "perhaps",
    "in_other_words", "mentioned", "sentences", "themes", "recommendations",
)  # fmt: skip
_OF_THE_REPORT = frozenset({"authority", "report", "published"})


def search(index: Index, given: SearchArguments) -> Json:
    """Paragraphs that match a query."""
    request = told_apart(given.request(), index.holdings)
    result = index.find(given.q, request, given.limit, given.offset)
    return _whole(SearchReply.of(result, index.generation, given.limit, given.offset).model_dump(), index)


def ask(index: Index, given: AskArguments) -> Json:
    """Sentences that answer a question."""
    request = told_apart(given.request(), index.holdings)
    answer = index.answer(given.q, request, given.limit, follows=given.follows)
    return _whole(AnswerReply.of(answer, index.generation).model_dump(), index)


def paragraph(index: Index, given: ParagraphArguments) -> Json:
    """One paragraph in full with what stands around it."""
    found = index.get(given.id, given.context)
    return _whole(
        _fields(found, found.paragraph)
        | {
            "generation": index.generation,
            "citation": found.citation(given.style),
            "link": link(found.report, found.paragraph, index.settings.public_url),
            "footnotes": list(found.paragraph.footnotes),
            "linked": list(found.paragraph.linked),
            "before": [_fields(found, other) for other in found.before],
            "after": [_fields(found, other) for other in found.after],
            "coverage": _covered(index, [found.report], 1),
        },
        index,
    )


def report(index: Index, given: ReportArguments) -> Json:
    """One report: its facts, what a reader should know of it, and its paragraphs in reading order."""
    outline = index.report(given.id.strip())
    kept = [item for item in outline.paragraphs if not given.kind or item.kind in given.kind]
    facts = outline_json(outline.report, (), outline.anomalies)
    return _whole(
        report_fields(outline.report)
        | {
            "generation": index.generation,
            "total": len(kept),
            "anomalies": facts["anomalies"],
            "paragraphs": [_of_report(outline.report, item, index.reader.noted) for item in kept],
            "coverage": _covered(index, [outline.report], len(kept)),
        },
        index,
    )


def similar(index: Index, given: SimilarArguments) -> Json:
    """The nearest paragraphs of other reports."""
    request = told_apart(given.request(), index.holdings)
    result = index.similar_to(
        given.id, request, whose=given.authorities, side=given.side, scope=given.scope, common=given.common,
        limit=given.limit, offset=given.offset,
    )  # fmt: skip
    return _whole(SimilarReply.of(result, index.generation, given.limit, given.offset).model_dump(), index)


def weak_to_strong(index: Index, given: WeakToStrongArguments) -> Json:
    """Who turned a weakness into a strength."""
    result = index.turned(given.about, scope=given.scope, limit=given.limit, offset=given.offset)
    return _whole(
        WeakToStrongReply.of(result, index.generation, given.limit, given.offset).model_dump(), index
    )


def contrast(index: Index, given: ContrastArguments) -> Json:
    """What sections of two grades say about one subject."""
    request = told_apart(given.request(), index.holdings)
    found = index.contrasted(given.about, request, (given.one, given.other), given.limit, given.offset)
    return _whole(ContrastReply.of(found, index.generation, given.limit, given.offset).model_dump(), index)


def praised(index: Index, given: PraisedArguments) -> Json:
    """Who is praised for what one authority is criticised for."""
    request = told_apart(given.request(), index.holdings)
    found = index.praised_for(given.about, request, given.whose, given.limit)
    return _whole(PraisedReply.of(found, index.generation).model_dump(), index)


def lineage(index: Index, given: LineageArguments) -> Json:
    """What became of an authority's recommendations, the best evidence of each verdict."""
    found = index.lineage(given.authority)
    kept = tuple(row for row in found.rows if row.report.published.year >= int(given.since or 0))
    plain = lineage_json(replace(found, rows=kept))
    covered = _covered(index, list(found.reports), len(kept))
    return _whole(plain | {"generation": index.generation, "coverage": covered, "total": len(kept)}, index)


def reports(index: Index, given: ReportsArguments) -> Json:
    """The reports within the filters."""
    scope = index.scope(told_apart(given.request(), index.holdings))
    kept = scope.reports[given.offset : given.offset + given.limit]
    return _whole(
        {
            "generation": index.generation,
            "total": len(scope.reports),
            "offset": given.offset,
            "notes": list(scope.notes),
            "coverage": CoverageReply.of(scope.coverage).model_dump(),
            "reports": [_brief(item) for item in kept],
        },
        index,
    )


def acronyms(index: Index, given: AcronymArguments) -> Json:
    """What the acronyms of the reports stand for."""
    wanted = acronym_key(given.short.strip())
    kept = [item for item in index.reader.acronyms() if not wanted or acronym_key(item.short) == wanted]
    return _whole({"generation": index.generation, "total": len(kept)} | acronyms_json(kept), index)


def themes(index: Index, given: ThemeArguments) -> Json:
    """The vocabulary of themes, or what is said of one."""
    if not given.theme.strip():
        counted = index.speaking.counts()
        listed = ThemesReply.of(counted, index.themes.note, index.generation).model_dump()
        return _whole(listed, index)
    found = index.speaking.of(given.theme, EVERYTHING, given.limit, given.offset)
    return _whole(SpeakingReply.of(found, index.generation, given.limit, given.offset).model_dump(), index)


def silence(index: Index, given: SilenceArguments) -> Json:
    """Which reports mention a matter, and which do not."""
    request = told_apart(given.request(), index.holdings)
    found = index.silence.on(given.about, request, as_term=given.term)
    return _whole(SilenceReply.of(found, index.generation).model_dump(), index)


def _whole(content: Json, index: Index) -> Json:
    """In the order to be read, and with reports as their number where they are only counted."""
    understood = content.get("understood")
    if understood and understood["reports"] is not None:
        left = [index.reader.report(name) for name in understood["reports"]]
        content = content | {"understood": understood | {"reports": counted(left)}}
    return {name: content[name] for name in sorted(content, key=lambda name: _place(name, content[name]))}


def _place(name: str, value: object) -> int:
    return _LONG.index(name) + 1 if name in _LONG and isinstance(value, list | dict) else 0


def counted(found: Iterable[Report]) -> str:
    """As in "17 reports of 2019 to 2025"."""
    years = sorted(item.published.year for item in found)
    if not years:
        return "no reports"
    noun = "report" if len(years) == 1 else "reports"
    when = f"{years[0]}" if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    return f"{len(years):,} {noun} of {when}"


def _covered(index: Index, found: list[Report], paragraphs: int) -> Json:
    return CoverageReply.of(coverage(found, paragraphs, index.reader)).model_dump()


def _brief(item: Report) -> Json:
    """What tells a report from others; `report` has the rest."""
    return {
        "id": item.id,
        "authority": item.authority,
        "framework": item.framework,
        "inspection_end": iso(item.inspection_end),
        "published": iso(item.published),
        "judgements": [f"{judged.area}: {judged.printed_grade}" for judged in item.judgements],
    }


def _fields(found: InContext, item: Paragraph) -> Json:
    return paragraph_fields(found.report, item, found.anomalies.get(item.id, ()))


def _of_report(item: Report, part: Paragraph, noted: Noted) -> Json:
    """A paragraph within its report, whose own facts are said once."""
    plain = paragraph_json(item, part, noted.touching(part))
    own = {name: value for name, value in plain.items() if name not in _OF_THE_REPORT}
    return own | {"grade": part.grade, "citation": cite(item, part)}
