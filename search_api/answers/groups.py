"""A question about several authorities, inspections or matters, each of which is answered by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.dates import day
from indexer.records import Report
from search_api.answers.quotations.order import balanced, by_report, spread
from search_api.answers.quotations.ranks import Ranks
from search_api.answers.quotations.records import Passage
from search_api.question.mentions.kinds import find_words
from search_api.question.words import GENERIC, STOP_WORDS, words
from search_api.retrieval.results import Understood

_MOST = 6  # authorities or inspections that are set side by side
_HEAD_WORDS = 6  # before the first of two matters that share them
_COMPARES = re.compile(
    r"\b(?:vs\.?|versus|v|compare[ds]?|comparing|comparison|better|worse|differ\w*|than|or|between)\b", re.I
)
_CHANGES = re.compile(
    r"\b(?:fix(?:ed)?|sort(?:ed)?\s+out|got(?:ten)?|getting|get\s+(?:better|worse)|improv(?:e|ed|ing)|better|worse|still|"
    r"chang(?:e|ed|ing|es)|progress(?:ed)?|over\s+time|trends?|compared?|vs\.?|versus|do(?:ne)?\s+anything|address(?:ed)?|"
    r"resolv(?:e|ed)|tackl(?:e|ed)|put\s+right|any\s+(?:better|worse)|over\s+the\s+years|history|timeline|no\s+longer|yet|develop(?:ed)?|deteriorat\w+|declin\w+)\b",
    re.IGNORECASE,
)
_HEADS = r"(?:how|what|where|who|when|why|which|is|are|was|were|do|does|did|has|have|their|its|his|her)"
_TWO_QUESTIONS = re.compile(
    rf"^(?P<one>.+?)(?:[,;]\s*and|\s+and(?=\s+(?:how|what|where|why|which|who)\b)|\?(?:\s*and)?|;)\s+"
    rf"(?P<two>{_HEADS}\b.+)$",
    re.IGNORECASE,
)
_TWO_FOR = re.compile(
    r"^(?P<head>.+?)\s+(?P<prep>for|of|about|on|in)\s+(?P<one>[^,;]+?),?\s+and\s+(?P=prep)\s+(?P<two>.+)$",
    re.I,
)
_LEANING_WORDS = """
    leaders council it one ones anyone nobody someone everyone elsewhere since exactly known both still
    problem problems put right sorted done fixed better worse improved addressed resolved happened changed
    case true today now so
"""
_LEANING = frozenset(_LEANING_WORDS.split())
_PRONOUN = re.compile(r"\b(?:them|it|they|this|these|those)\b", re.IGNORECASE)
_WHOSE = re.compile(r"^(?:their|its)\b", re.IGNORECASE)
_OWNER = re.compile(r"^(?P<owner>.*?(?:s['’]|['’]s))\s")


@dataclass(frozen=True, slots=True)
class Part:
    """understood: the question, narrowed to one authority, report or matter. name: of that, for the user.
    grade: of the report, where it is one and has one.

    compared: whether the others ask the same of other reports. newest: whether newer reports come first.
    over_time: whether the parts are inspections of one authority.
    """

    understood: Understood
    name: str
    compared: bool
    newest: bool = False
    over_time: bool = False
    grade: str = ""

    @property
    def label(self) -> str:
        """As in "Torbay, 24 August 2018, judged good overall"."""
        return f"{self.name}, judged {self.grade} overall" if self.grade else self.name


def parts_of(understood: Understood, searcher: Ranks) -> tuple[Part, ...]:
    """Two or more, or none where the question asks for one thing of all reports."""
    return (
        by_question(understood, searcher)
        or _by_authority(understood, searcher)
        or _by_report(understood, searcher)
        or _by_matter(understood, searcher)
    )


def by_subject(passages: Sequence[Passage], part: Part, room: int) -> tuple[Passage, ...]:
    """The passages of a part, at most `room`; of the newest report first where that is asked."""
    chosen = balanced(passages, room) if part.compared else spread(passages, room)
    if not part.newest:
        return by_report(chosen)
    return tuple(sorted(by_report(chosen), key=lambda item: item.report.published, reverse=True))


def newest_only(understood: Understood, parts: Sequence[Part]) -> tuple[str, ...]:
    """A sentence where of authorities that are compared one report alone was searched."""
    if not all(part.compared and not part.over_time for part in parts):
        return ()
    asked = {report.authority for report in understood.scope.reports}
    left = [part.name for part in parts if len(part.understood.scope.reports) == 1 and part.name in asked]
    more = [name for name in left if sum(item.authority == name for item in understood.scope.reports) > 1]
    return (f"Of {' and '.join(more)} only the newest report is compared.",) if more else ()


def remark_on(part: Part) -> str:
    """What is said of a part that is not answered."""
    if part.compared:
        return f"No passage near enough to quote was found for {part.label}; it may be told in other words."
    return f"No passage was found that answers this part by itself: {part.label}."


def by_question(understood: Understood, searcher: Ranks) -> tuple[Part, ...]:
    """Each of two questions that are of other reports or other kinds of paragraph, read by itself.

    "… in Leeds, and … in Hull?"; "what was good in Essex in 2023, and what was it told to fix?". What one of
    them does not say of the authority or the date is taken from the other. None where both are of the same.
    """
    texts = two_matters(understood.parsed.text)
    if not texts or understood.request.literal or (_leans(texts[1]) and not _kind_of(texts[1])):
        return ()
    request = understood.request
    first, second = texts
    two = searcher.understand(searcher.completed(first, second), request)
    one = searcher.understand(first, request)
    if not one.question.authorities:
        one = searcher.understand(searcher.completed(second, first), request)
    if any(item.scope.empty for item in (one, two)) or not _differ(one, two):
        return ()
    return tuple(
        Part(item, f"‘{text}’", compared=False) for item, text in zip((one, two), texts, strict=True)
    )


def _kind_of(text: str) -> bool:
    """Whether it asks for paragraphs of one kind."""
    return any(item.field == "kind" for item in find_words(text, ()))


def _differ(one: Understood, two: Understood) -> bool:
    kinds = [item.scope.chosen.of("kind") for item in (one, two)]
    of = [{report.id for report in item.scope.reports} for item in (one, two)]
    return kinds[0] != kinds[1] or of[0] != of[1]


def _by_authority(understood: Understood, searcher: Ranks) -> tuple[Part, ...]:
    named = [item for item in understood.question.mentions if item.field == "authority" and not item.excluded]
    names = list(dict.fromkeys(name for item in named for name in item.members))
    reports = understood.scope.reports
    of = {name: [report for report in reports if report.authority == name] for name in names}
    if not 1 < len(names) <= _MOST or not all(of.values()):
        return ()
    if not understood.question.said("published") and _COMPARES.search(understood.parsed.text):
        of = {name: _newest(understood, searcher, reports) for name, reports in of.items()}
    return tuple(
        Part(searcher.narrowed(understood, of[name]), name, compared=True, newest=True) for name in names
    )


def _newest(understood: Understood, searcher: Ranks, reports: Sequence[Report]) -> list[Report]:
    """The newest report, if it mentions what is asked and that has a name; else all."""
    newest = max(reports, key=lambda report: (report.published, report.id))
    matters = searcher.mentions(searcher.narrowed(understood, [newest]))
    return [newest] if matters and all(len(matter.rows) for matter in matters) else list(reports)


def _by_report(understood: Understood, searcher: Ranks) -> tuple[Part, ...]:
    if not _CHANGES.search(understood.parsed.text) and not _of_several_times(understood):
        return ()
    reports = sorted(understood.scope.reports, key=lambda report: report.published, reverse=True)
    one = len({report.authority for report in reports}) == 1
    if one and (before := _baseline(understood, searcher, reports[-1])):
        reports.append(before)
    if not one or not 1 < len(reports) <= _MOST:
        return ()
    # "Did it sort out the problems?" asks for what is well as much as for what is not.
    understood = replace(understood, question=replace(understood.question, polarity=""))
    return tuple(
        Part(
            searcher.narrowed(understood, [report]), f"{report.authority}, {day(report.published)}",
            compared=True, over_time=True, grade=_overall(report),
        )
        for report in reports
    )  # fmt: skip


def _of_several_times(understood: Understood) -> bool:
    """Whether it names the times of several inspections: "in 2017, 2022 and 2026", "2019 and the latest"."""
    mentions = understood.question.mentions
    years = [item for item in mentions if item.field == "published" and all(item.members)]
    newest = any(item.field == "report" and item.members == ("latest",) for item in mentions)
    return len(years) + newest > 1


def _baseline(understood: Understood, searcher: Ranks, earliest: Report) -> Report | None:
    """Of "after 2020" the report of 2020, which the change is measured from."""
    since = understood.question.since
    if not since:
        return None
    year = (date.fromisoformat(since) - timedelta(days=1)).year
    before = [
        report for report in searcher.reader.reports()
        if report.authority == earliest.authority and report.published.year == year
        and report.published < earliest.published
    ]  # fmt: skip
    return max(before, key=lambda report: report.published, default=None)


def _by_matter(understood: Understood, searcher: Ranks) -> tuple[Part, ...]:
    """Each question of two by itself; none where the second leans on the first and only asks more of it."""
    texts = two_matters(understood.question.rest)
    if not texts or _leans(texts[1]):
        return ()
    # "… and who was keeping an eye on them?" asks more of the same paragraphs.
    if _PRONOUN.search(texts[1]) and not searcher.listed(searcher.about(understood, texts[1])):
        return ()
    parts = []
    for text in texts:
        about = searcher.about(understood, text)
        about = replace(about, question=replace(about.question, polarity=side_of(text)))
        parts.append(Part(about, f"‘{text}’", compared=False))
    return tuple(parts)


def both_sides(understood: Understood) -> Understood:
    """Without its side, where only the second of two questions takes one, of the matter of the first.

    Else itself.

    "Which councils pay for driving lessons, and who was criticised for it?"
    """
    texts = two_matters(understood.question.rest)
    if not texts or not _leans(texts[1]) or not side_of(texts[1]) or side_of(texts[0]):
        return understood
    return replace(understood, question=replace(understood.question, polarity=""))


def side_of(text: str) -> str:
    """The one side that a text takes, "strength" or "weakness"; "" for none or both."""
    said = {item.value for item in find_words(text, ()) if item.field == "polarity"}
    return said.pop() if len(said) == 1 else ""


def _leans(text: str) -> bool:
    """Whether it names no matter of its own: "what was done about it?"."""
    said = {word for item in find_words(text, ()) if item.field == "polarity" for word in words(item.text)}
    return all(word in STOP_WORDS | GENERIC | said | _LEANING or word.isdigit() for word in words(text))


def two_matters(text: str) -> tuple[str, ...]:
    """The two questions that a text asks, each whole by itself; () for one."""
    found = _TWO_FOR.match(text)
    if found and len(found["head"].split()) <= _HEAD_WORDS:
        return (
            f"{found['head']} {found['prep']} {found['one']}",
            f"{found['head']} {found['prep']} {found['two']}",
        )
    found = _TWO_QUESTIONS.match(text)
    if not found:
        return ()
    one, two = found["one"].strip(), found["two"].strip()
    owner = _OWNER.match(one)
    if owner and _WHOSE.match(two):
        two = _WHOSE.sub(owner["owner"], two, count=1)
    return one, two


def _overall(report: Report) -> str:
    return next((item.grade for item in report.judgements if item.area == "overall"), "")
