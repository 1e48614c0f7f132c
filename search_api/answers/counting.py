"""How often is it mentioned? What a question counts, by year where that is asked, and in which reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.records import Report, report_of
from search_api.question.mentions.dates import EACH_YEAR
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.lexical import written_otherwise

if TYPE_CHECKING:
    from indexer.store.reader import IndexReader
    from search_api.question.mentions.mention import Mention
    from search_api.retrieval.matters import Mentions
    from search_api.retrieval.results import Understood

NOT_COUNTED = (
    "Pinpoint cannot count how many reports say this, as each uses its own words. These passages answer best."
)

_MOST_NAMED = 12  # reports that are named without being asked for
_MOST_ASKED = 60  # and where the question asks which they are
_LONGEST = 5  # words of what can be counted word for word

_VERBS = (
    r"mention(?:s|ed|ing)?|talk(?:s|ed|ing)?\s+(?:of|about)|refer(?:s|red|ring)?\s+to|nam(?:e|es|ed|ing)|discuss\w*|"
    r"speak(?:s|ing)?\s+(?:of|about)|(?:say|says|said|saying)\s+(?:\w+\s+)?about|contain(?:s|ing)?|cover(?:s|ed|ing)?|"
    r"(?:us(?:e|es|ed|ing)|with|contain(?:s|ing)?|includ(?:e|es|ing))\s+the\s+(?:exact\s+)?(?:words?|phrase|term|expression)"
)
_COUNTED = re.compile(
    rf"\b(?:{_VERBS})\s+(?!(?:more|less|it|them|this|that)\b)(?P<what>[^,;?.!:()]+)", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have)\s+(?!(?:it|they|this|that|these|those)\b)(?P<what>[^,;?.!:()]+?)\s+"
    r"(?:mentioned|named|discussed|referred\s+to|(?:com|crop|turn|pop|show)(?:e|es|s|ped)?\s+up|came\s+up|appear(?:s|ed)?|"
    r"feature[ds]?|(?:get|got|gets)\s+(?:a\s+)?(?:mention(?:s|ed)?|talked\s+about))\b",
    re.I,
)
_HEAD = re.compile(r"\W*(?P<what>(?:[^\s,;?.!:]+\s+){0,4}[^\s,;?.!:]+)\s*(?:\s[-–—]\s|:\s)", re.IGNORECASE)
_NOT_ITS_OWN = re.compile(
    r"\s+(?:[-–—]\s|and\s+(?:how|which|in|what|who|where|has|have|is|are|do|does)\b|as\s+(?:the|a|an|its|their)\b|"
    r"(?:in\s+)?(?:per|each|every|by|a)\s+year\b|year\s+(?:by|on)\s+year\b|over\s+(?:time|the\s+years)\b|at\s+all\b|"
    r"altogether\b|in\s+total\b|anywhere\b|by\s+name\b|please\b).*$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\bwhich\s+(?:ones|reports?|councils?|authorities)\b|\bwhere\b|\blist\b|\bname\s+them\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"\b(?:or|and)\b|/|,", re.IGNORECASE)  # "violence or abuse" is no phrase of reports
# "Is it dying out?", "mainly the newer ones?"
_OVER_TIME = re.compile(
    r"\b(?:mainly|mostly|just|only|all)\s+(?:(?:in|from)\s+)?(?:the\s+)?(?:newer|new|recent|more\s+recent|latest|older|old|early|earlier)\b|"
    r"\b(?:dying|died|dies|going|gone|dropp(?:ed|ing)|fad(?:ed|ing)|tail(?:ed|ing))\s+(?:out|off|away)\b|"
    r"\b(?:more|less)\s+(?:often|common|frequent(?:ly)?)\b|\b(?:increas|decreas|ris|fall|grow)(?:e|es|ed|ing)\b|\btrends?\b",
    re.IGNORECASE,
)
_QUOTES = "\"'‘’“” "


def counted_words(text: str) -> str:
    """What a question asks the mentions of, as typed; "" where no verb says it. text: without its filters."""
    found = _PASSIVE.search(text) or _COUNTED.search(text) or _HEAD.match(text)
    if not found:
        return ""
    what = _NOT_ITS_OWN.sub("", f"{found['what'].rstrip()} ").strip(_QUOTES)
    what = re.sub(r"^(?:the\s+(?:words?|phrase|term)\s+|the\s+|an?\s+)", "", what, flags=re.IGNORECASE).strip(
        _QUOTES
    )
    return "" if STOP_WORDS.issuperset(words(what)) else what


def word_for_word(what: str) -> bool:
    """Whether it is short enough to be looked for as it stands, and one thing."""
    return _is_short(what) and not _SEVERAL.search(what)


def as_typed(what: str, reader: IndexReader) -> bool:
    """Whether it can be counted as it stands: two things ("safe and sound") where reports print them so."""
    return word_for_word(what) or (_is_short(what) and bool(len(reader.phrase(what, 1))))


def _is_short(what: str) -> bool:
    return 0 < len(what.split()) <= _LONGEST and '"' not in what


def published_then(mentions: Sequence[Mention], reports: Sequence[Report]) -> list[Report]:
    """The reports published in the years that the question names.

    One inspected in a year and published in the next is counted in the next, as `by_year` counts it.
    """
    dated = [item for item in mentions if item.field == "published"]
    closed = [item for item in dated if all(item.members)]
    opened = [item for item in dated if not all(item.members)]

    def fits(report: Report) -> bool:
        day = report.published.isoformat()
        within = [
            since <= day and (not until or day <= until) for since, until in (item.members for item in closed)
        ]
        return (any(within) or not closed) and all(
            (not since or day >= since) and (not until or day <= until)
            for since, until in (item.members for item in opened)
        )

    return [report for report in reports if fits(report)]


def details(matter: Mentions, text: str, searched: Sequence[Report]) -> tuple[str, ...]:
    """By year and in which reports, one sentence each, as far as the question asks, or they are few."""
    remarks = []
    if EACH_YEAR.search(text) or _OVER_TIME.search(text):
        remarks.append(_by_year(matter, searched))
    most = _MOST_ASKED if _WHICH.search(text) else _MOST_NAMED
    if 1 < len(matter.reports) <= most or (len(matter.reports) == 1 and len(searched) > 1):
        newest = sorted(matter.reports, key=lambda report: (report.published, report.id), reverse=True)
        named = "; ".join(f"{report.authority} {report.published.year}" for report in newest)
        remarks.append(f"Mentioned in: {named}.")
    return tuple(remarks)


def spelt_otherwise(reader: IndexReader, understood: Understood, matter: Mentions) -> tuple[str, ...]:
    """Where the name is written as two words or as one, and is not counted so: "Mocking Bird"."""
    inside = understood.scope.rows
    said = []
    for item in written_otherwise(reader, matter.subjects[0].typed, ()):
        other = item.alternatives[0]
        rows = np.array(sorted({row for row, _ in reader.phrase_texts(other)}), np.int64)
        rows = np.setdiff1d(rows if inside is None else np.intersect1d(rows, inside), matter.counted)
        if len(rows):
            reports = {report_of(found.id) for found in reader.by_rows(rows.tolist())}
            where = f"{_many(len(rows), 'more paragraph')} of {_many(len(reports), 'report')}"
            said.append(f"It is also written ‘{other}’, in {where}; these are not counted.")
    return tuple(said)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _by_year(matter: Mentions, searched: Sequence[Report]) -> str:
    """As in "Reports that mention it, by year of publication: 3 of 12 in 2018; none of 9 in 2019"."""
    of = Counter(report.published.year for report in searched)
    held = Counter(report.published.year for report in matter.reports)
    years = "; ".join(f"{held[year] or 'none'} of {of[year]} in {year}" for year in sorted(of))
    return f"Reports that mention it, by year of publication: {years}."
