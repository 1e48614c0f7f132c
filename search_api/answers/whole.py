"""Answers made of whole paragraphs: those that are named, lists, and the reasons for a grade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from indexer.dates import day
from indexer.kinds.table import AREAS_OF_JUDGEMENT, HEADINGS, framework
from indexer.records import Area, Kind, Paragraph, Report, report_of
from search_api.question.scope import covering, narrowed
from search_api.retrieval.results import Understood
from search_api.sides.model import ASKS

from .asks import asks_for_earlier
from .boards import asks_only_of_board, leaves_out_board
from .intents import Intent
from .judgements import Premise, newest_first, premise, without_overall
from .quotations.order import CONCERNS, STRENGTHS
from .quotations.passages import Choice, make_passage
from .quotations.ranks import Ranks
from .quotations.records import Answer, Evidence, Group

NOT_ANSWERED = "No passage was found that answers this."
_OF_AREA = 12  # findings of the section on what is judged, those that tell most of the grade
_OF_SUMMARY = 2  # and of the summary
_REASONS = 8  # findings quoted for a grade, beside the summary
_BOARDS_NOUN = "recommendation for the safeguarding board"
_HEADS_BOARD = re.compile("|".join(item.pattern for item in HEADINGS if item.role == "lscb"), re.IGNORECASE)
# What the vector of a question was taken to ask for is said: no words of it tell.
_TAKEN = {
    "list": "This was read as a question for everything that needs to improve.",
    "strengths": "This was read as a question about all that is done well.",
    "weaknesses": "This was read as a question about all that is wanting.",
    "grade": "This was read as a question about grades.",
    "why": "This was read as a question about the reasons for a grade.",
}
_NONE_SAID = {  # by whether praise is asked for
    True: "We found no sentence of praise in the newest report, of {}.",
    False: "We found no sentence of criticism in the newest report, of {}.",
}
_NOUNS = {"recommendation": "recommendation", "improvement": "area for improvement"}


class WholeParagraphs:
    """Quotes whole paragraphs of one searcher's index. Shareable between threads."""

    def __init__(self, searcher: Ranks) -> None:
        self._searcher = searcher

    def quoted(
        self,
        understood: Understood,
        rows: Sequence[int],
        otherwise: Sequence[str],
        printing: str = "",
        telling: Mapping[int, tuple[int, ...]] = MappingProxyType({}),
    ) -> Answer:
        """Paragraphs in the order given; `otherwise` is said where there is none.

        printing: quote the first sentence that prints this, of a paragraph that has one. telling: row -> the
        places of the sentences that answer, where not all of the paragraph does.
        """
        reader, coverage = self._searcher.reader, understood.scope.coverage
        passages = []
        for row, paragraph, stored in zip(rows, reader.by_rows(rows), reader.spans_of(rows), strict=True):
            spans = stored or ((0, len(paragraph.text)),)
            report = reader.report(report_of(paragraph.id))
            held = [
                place for place, (start, end) in enumerate(spans) if printing in paragraph.text[start:end]
            ]
            first, last = (held[0], held[0]) if printing and held else (0, len(spans) - 1)
            best = telling.get(row) or tuple(range(first, last + 1))
            whole = Choice(min(best), max(best), best, 1.0, 1.0)
            passages.append(make_passage(paragraph, report, spans, whole, 1.0))
        text, evidence = "" if passages else " ".join(otherwise), Evidence(1.0 if passages else 0.0)
        found = tuple(passages)
        return Answer(understood.query, understood, bool(found), found, None, coverage, text, evidence)

    def listed(self, understood: Understood) -> Answer:
        """All that the reports recommend or say needs to improve, counted, the newest report first.

        With the report before, where the question compares the two.
        """
        reports = list(understood.scope.reports)
        if asks_for_earlier(understood):
            reports += self._beside(reports)
        newest = sorted(dict.fromkeys(reports), key=lambda report: report.published, reverse=True)
        asked = {report: _of_whom(understood.parsed.text, self._asked_of(report)) for report in newest}
        reader = self._searcher.reader
        rows = [reader.row(item.id) for items in asked.values() for item in items]
        none = f"The {'report has' if len(newest) == 1 else 'reports have'} no recommendations."
        scope = covering(understood.scope, reader, [narrowed(understood.scope, reader, newest)])
        answer = self.quoted(replace(understood, scope=scope), rows, (none,))
        return replace(
            answer, remarks=tuple(_counted(report, asked[report]) for report in newest) if rows else ()
        )

    def of_intent(self, understood: Understood, intent: Intent, limit: int) -> Answer | None:
        """A list, one side of the newest report, grades or their reasons.

        None for a subject, or without a cover that judges what is asked.
        """
        answer = self._of_intent(understood, intent, limit)
        return replace(answer, remarks=(_TAKEN[intent], *answer.remarks)) if answer else None

    def _of_intent(self, understood: Understood, intent: Intent, limit: int) -> Answer | None:
        if intent == "list":
            return self._newest_list(understood)
        if intent in ("strengths", "weaknesses"):
            return self.of_side(understood, intent == "strengths", limit)
        if intent == "why" and (taken := premise(understood, self._searcher.reader.reports(), sure=True)):
            return self.of_grade(understood, taken)
        if intent == "grade" and (graded := newest_first(understood.scope.reports, understood.parsed.text)):
            answer = self.quoted(understood, (), ())
            return replace(answer, answered=True, judgements=graded, remarks=without_overall(graded))
        return None

    def _newest_list(self, understood: Understood) -> Answer | None:
        """What the newest report of each authority asks for, where no report is named; otherwise of all."""
        if any(item.field != "authority" for item in understood.question.filters):
            return self.listed(understood)
        newest: dict[str, Report] = {}
        for report in sorted(understood.scope.reports, key=lambda report: (report.published, report.id)):
            if self._asked_of(report):
                newest[report.authority] = report
        if not newest:
            return None
        scope = narrowed(understood.scope, self._searcher.reader, list(newest.values()))
        answer = self.listed(replace(understood, scope=scope))
        if len(newest) == len(understood.scope.reports):
            return answer
        newer = "Only the newest report that asks for anything is listed. Name a year for an earlier one."
        return replace(answer, remarks=(*answer.remarks, newer))

    def of_side(self, understood: Understood, good: bool, limit: int) -> Answer:
        """What the newest report finds well, or wanting, where no matter is named."""
        newest = max(understood.scope.reports, key=lambda report: (report.published, report.id))
        rows = [self._searcher.reader.row(item.id) for item in self._furthest(newest, good)]
        telling = self._telling(rows, good)
        none = _NONE_SAID[good].format(day(newest.published)) if rows else NOT_ANSWERED
        if telling is not None:
            rows = [row for row in rows if telling[row]]
        chosen, rest = sorted(rows[:limit]), sorted(rows[limit:])
        answer = self.quoted(understood, chosen, (none,), telling=telling or {})
        if not answer.answered:
            return answer
        of = f"These are from the newest report, of {day(newest.published)}."
        answer = replace(answer, remarks=(of,) if len(understood.scope.reports) > 1 else ())
        if telling is None:
            return answer
        further = self.quoted(understood, rest, (), telling=telling).passages
        ids = tuple(item.paragraph.id for item in answer.passages)
        return replace(answer, groups=(Group(STRENGTHS if good else CONCERNS, len(rows), ids, further),))

    def of_grade(self, understood: Understood, taken: Premise) -> Answer:
        """The cover; and where the question has it right, what the report gives as reasons."""
        reader, report = self._searcher.reader, taken.report
        remarks = (taken.correction,) if taken.correction else ()
        rows = self._reasons(taken) if taken.holds else []
        answer = self.quoted(understood, [reader.row(item.id) for item in rows], ())
        return replace(answer, answered=True, text="", judgements=(report,), remarks=remarks)

    def _beside(self, reports: Sequence[Report]) -> Iterable[Report]:
        """Of an authority with one report in question, the report before it that asks for something.

        Of its earliest report, which has none before, the newest.
        """
        for report in reports:
            others = [
                item for item in self._searcher.reader.reports()
                if item.authority == report.authority and item.id != report.id and self._asked_of(item)
            ]  # fmt: skip
            if sum(item.authority == report.authority for item in reports) == 1 and others:
                # A full inspection follows another, not a visit between the two.
                others = [
                    item for item in others
                    if item.judgements
                    and framework(item.framework).apart == framework(report.framework).apart
                ] or others  # fmt: skip
                before = [item for item in others if item.published < report.published]
                after = [item for item in others if item.published > report.published]
                yield max(after or before, key=lambda item: (item.published, item.id))

    def _asked_of(self, report: Report) -> list[Paragraph]:
        return [item for item in self._searcher.reader.paragraphs(report.id) if item.kind in ASKS]

    def _reasons(self, taken: Premise) -> list[Paragraph]:
        """The summary, the findings furthest to the side of the grade, and what needs to improve."""
        whole = self._searcher.reader.paragraphs(taken.report.id)
        good = taken.good
        if taken.area != "overall" and (said := _of_area(whole, taken.area, asks=() if good else ASKS)):
            findings = [item for item in said if item.kind == "finding"]
            if len(findings) > _OF_AREA:
                telling = {item.id for item in self._leaning(findings, good)[:_OF_AREA]}
                said = [item for item in said if item.kind != "finding" or item.id in telling]
            return said
        chosen = {item.id for item in self._furthest(taken.report, good)[:_REASONS]}
        asks = () if good else ASKS
        return [item for item in whole if item.kind in ("summary", *asks) or item.id in chosen]

    def _telling(self, rows: Sequence[int], good: bool) -> dict[int, tuple[int, ...]] | None:
        """Row -> places of its sentences that take the side; None where no side is known."""
        spans = self._searcher.reader.spans_of(rows)
        sentences = [(row, at) for row, held in zip(rows, spans, strict=True) for at in range(len(held))]
        labels = self._searcher.labels(sentences)
        if not any(labels):
            return None
        sides = ("praise" if good else "criticism", "mixed")
        found: dict[int, tuple[int, ...]] = dict.fromkeys(rows, ())
        for (row, at), label in zip(sentences, labels, strict=True):
            if label in sides:
                found[row] += (at,)
        return found

    def _furthest(self, report: Report, good: bool) -> list[Paragraph]:
        """Findings, those that lean furthest to one side first, those of each section in turn."""
        findings = [
            item for item in self._searcher.reader.paragraphs(report.id)
            if item.kind == "finding" and not _of_board(item)
        ]  # fmt: skip
        of_section: Counter[tuple[str, ...]] = Counter()
        turns = []
        for rank, item in enumerate(self._leaning(findings, good)):
            section = item.section[:1]
            turns.append((of_section[section], rank, item))
            of_section[section] += 1
        return [item for *_, item in sorted(turns, key=lambda turn: turn[:2])]

    def _leaning(self, findings: Sequence[Paragraph], good: bool) -> list[Paragraph]:
        """In order of how far they lean to one side."""
        said = self._searcher.sides([self._searcher.reader.row(item.id) for item in findings])
        order = sorted(range(len(findings)), key=lambda place: said[place] if good else -said[place])
        return [findings[place] for place in order]


def _of_area(whole: Sequence[Paragraph], area: Area, asks: Container[Kind]) -> list[Paragraph]:
    """What a report says of one area that it judges: in the summary, in its section, in what it asks for."""
    asked = next((item.asked for item in AREAS_OF_JUDGEMENT if item.name == area), "")
    named = re.compile(rf"\b(?:{asked})\b", re.IGNORECASE) if asked else None
    if named is None:
        return []
    section = [
        item for item in whole if item.kind in ("summary", "finding") and named.search(" ".join(item.section))
    ]
    summary = [
        item for item in whole
        if item.kind == "summary" and item not in section and named.search(item.text)
    ][:_OF_SUMMARY]  # fmt: skip
    wanting = [item for item in whole if item.kind in asks and named.search(item.text)]
    return [*summary, *section, *wanting] if section else []


def _of_whom(text: str, items: list[Paragraph]) -> list[Paragraph]:
    """What the council or the safeguarding board alone was told, where only that is wanted; else all."""
    if leaves_out_board(text):
        return [item for item in items if not _of_board(item)]
    if asks_only_of_board(text):
        return [item for item in items if _of_board(item)] or items
    return items


def _of_board(item: Paragraph) -> bool:
    """Whether it stands in the part on a safeguarding board, which may go on in the report's own numbers."""
    return bool(item.part) or any(_HEADS_BOARD.fullmatch(name) for name in item.section)


def _counted(report: Report, items: Sequence[Paragraph]) -> str:
    """As in "Torbay, 24 February 2026: 3 areas for improvement." Those of a safeguarding board apart."""
    own = Counter(_NOUNS[item.kind] for item in items if not _of_board(item))
    board = sum(1 for item in items if _of_board(item))
    said = [_number(count, noun) for noun, count in own.items()]
    if board:
        said.append(f"{board} for the safeguarding board" if said else _number(board, _BOARDS_NOUN))
    return f"{report.authority}, {day(report.published)}: {' and '.join(said or ['no recommendations'])}."


def _number(count: int, noun: str) -> str:
    first, *rest = noun.split(" ", 1)
    plural = " ".join((f"{first}s", *rest))
    return f"{count} {noun if count == 1 else plural}"
