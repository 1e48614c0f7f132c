"""Follows the recommendations of an authority, and any one paragraph, through its inspections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.records import Report, report_of
from indexer.store.reader import IndexReader
from search_api.comparison.crosswalk import reviews_board
from search_api.question.expansions import counted_senses, load_terms
from search_api.retrieval.labels import Labels

from .matching import Near, Target
from .matters import Matters
from .passages import ADVICE, Centres, Passages, centres_of, names_a_board, of_a_boards_work, passages_of
from .records import Beside, Elsewhere, Followed, Lineage, Match, Outcome
from .verdicts import BOUNDS, FAR, decide
from .words import said, turns

_SHOWN = 3  # matches of a paragraph that are shown of one inspection
_CLOSE = 0.06  # what scores so much less than the best of its report is no answer beside it
_NO_BOARD = "Inspections of this kind do not review the Local Safeguarding Children Board."


class _Asked(NamedTuple):
    """A paragraph within its report's passages."""

    passages: Passages
    place: int


class Tracker:
    """Of one open index. Derived from the index alone; threads may share it."""

    def __init__(self, reader: IndexReader, labels: Labels) -> None:
        self._reader, self._labels = reader, labels

    def of_authority(self, authority: str) -> Lineage:
        """Every recommendation and bullet of its reports against its later ones.

        Reports that another replaced are left out, which a note says. An authority without reports gives
        no rows.
        """
        every, reports = self._reports(authority)
        held = [self._passages(report) for report in reports]
        rows = [row for at, passages in enumerate(held) for row in self._rows(passages, held[at + 1 :])]
        replaced = len(every) - len(reports)
        notes = (f"{replaced} {'report was' if replaced == 1 else 'reports were'} replaced and left out.",)
        return Lineage(authority, tuple(reports), tuple(rows), notes if replaced else ())

    def latest(self, authority: str) -> tuple[Followed, ...]:
        """Of the newest report with recommendations or bullets that a later one followed, each against the
        authority's last report alone: what `of_authority` says last of them. () where there is none.
        """
        _, reports = self._reports(authority)
        last = reports[-1] if reports else None
        for report in reversed(reports[:-1]):
            if last is None or report.published >= last.published:
                continue
            passages = self._passages(report)
            if any(paragraph.kind in ADVICE for paragraph in passages.paragraphs):
                return tuple(self._rows(passages, [self._passages(last)]))
        return ()

    def _reports(self, authority: str) -> tuple[list[Report], list[Report]]:
        """All of an authority, and those that no other replaced, oldest first."""
        every = [report for report in self._reader.reports() if report.authority == authority]
        left = (report for report in every if not report.superseded_by)
        return every, sorted(left, key=lambda item: (item.published, item.id))

    def _rows(self, passages: Passages, after: Sequence[Passages]) -> list[Followed]:
        """Each recommendation and bullet of a report against those that were published later."""
        later = [Target(other) for other in after if other.report.published > passages.report.published]
        return [
            Followed(
                passages.report,
                paragraph,
                tuple(self._outcome(_Asked(passages, place), target) for target in later),
                self._reader.noted.touching(paragraph),
            )
            for place, paragraph in enumerate(passages.paragraphs)
            if paragraph.kind in ADVICE
        ]

    def elsewhere(self, paragraph_id: str) -> tuple[Elsewhere, ...]:
        """What each other report of the authority says on a paragraph's matter, whatever its side, by date.

        Raises InvalidPinpoint and UnknownPinpoint as IndexReader.get.
        """
        paragraph = self._reader.get(paragraph_id)
        report = self._reader.report(report_of(paragraph.id))
        reports = sorted(
            (
                item
                for item in self._reader.reports()
                if item.authority == report.authority and item.id != report.id
            ),
            key=lambda item: (item.published, item.id),
        )
        own = self._passages(report)
        place = next((at for at, item in enumerate(own.paragraphs) if item.id == paragraph.id), None)
        if place is None:  # of a kind that is not compared
            return tuple(Elsewhere(report, ()) for report in reports)
        asked = _Asked(own, place)
        return tuple(self._said_there(asked, report) for report in reports)

    def _said_there(self, asked: _Asked, report: Report) -> Elsewhere:
        target = Target(self._passages(report))
        found = self._matches(asked, target, target.near(asked.passages, asked.place, FAR))
        near = tuple(item for item in found if item.score >= found[0].score - _CLOSE)[:_SHOWN]
        return Elsewhere(report, near, "" if near else self._silent(asked, report))

    def _outcome(self, asked: _Asked, target: Target) -> Outcome:
        near = target.near(asked.passages, asked.place, FAR)
        report = target.passages.report
        return decide(
            report,
            self._matches(asked, target, near),
            closest=near[0].score if near else 0.0,
            why_silent=self._silent(asked, report),
        )

    def _matches(self, asked: _Asked, target: Target, found: Sequence[Near]) -> list[Match]:
        """Of what was found those that are near enough and on the same matter."""
        kind = asked.passages.paragraphs[asked.place].kind
        least = BOUNDS.asked if kind in ADVICE else BOUNDS.found
        near = [item for item in found if item.score >= least and self._may(asked, target, item)]
        there = target.passages
        spots = [(int(there.rows[item.place]), int(there.places[item.sentence])) for item in near]
        besides = [_beside(there, item, at) for item, (_, at) in zip(near, spots, strict=True)]
        more = [(row, at) for (row, _), places in zip(spots, besides, strict=True) for at in places]
        every = (*spots, *more)
        sides = dict(zip(every, self._labels.of(every), strict=True))
        own = asked.passages
        return [
            Match(
                row=row,
                paragraph=(paragraph := there.paragraphs[item.place]),
                report=there.report,
                span=(span := there.spans[item.place][at]),
                source_span=own.spans[asked.place][int(own.places[item.source])],
                score=min(item.score, 1.0),
                side=sides[row, at],
                matters=item.shared,
                covered=round(item.covered, 3),
                told=round(item.told, 3),
                subject=item.subject,
                beside=tuple(Beside(there.spans[item.place][other], sides[row, other]) for other in places),
                said=said(paragraph.text[slice(*span)]).words,
                anomalies=self._reader.noted.touching(paragraph),
            )
            for item, (row, at), places in zip(near, spots, besides, strict=True)
        ]

    def _may(self, asked: _Asked, target: Target, near: Near) -> bool:
        """Whether it may answer: of a safeguarding board's own work only what names a board does."""
        if not near.shared:  # nothing is asserted from likeness alone
            return False
        if near.covered < BOUNDS.covered and near.score < BOUNDS.near:
            return False
        own, there = asked.passages, target.passages
        if not own.board[asked.place]:
            return not there.board[near.place]
        if not of_a_boards_work(own.paragraphs[asked.place].text):
            return True
        return there.board[near.place] or names_a_board(there.paragraphs[near.place].text)

    def _silent(self, asked: _Asked, report: Report) -> str:
        return _NO_BOARD if asked.passages.board[asked.place] and not reviews_board(report) else ""

    def _passages(self, report: Report) -> Passages:
        return passages_of(self._reader, report, self._centres, self._matters)

    @cached_property
    def _centres(self) -> Centres:
        return centres_of(self._reader)

    @cached_property
    def _matters(self) -> Matters:
        acronyms = [
            (item.short, [sense.expansion for sense in counted_senses(item)])
            for item in self._reader.acronyms()
        ]
        return Matters(load_terms().forms, acronyms)


def _beside(there: Passages, near: Near, at: int) -> list[int]:
    """Places of the sentences of its paragraph that count with the one at `at`: they are nearly as near, name
    the same matter, or follow one that does and take back what it says.
    """
    spans, text = there.spans[near.place], there.paragraphs[near.place].text
    held = [(int(there.places[number]), number) for number in np.flatnonzero(there.of == near.place).tolist()]
    names = {place: there.named[number] for place, number in held}
    terms = {place: there.named[number] | there.stems[number] for place, number in held}
    nearly = {int(there.places[number]) for number in near.others}
    counted = {at, *nearly, *(place for place in terms if near.telling & terms[place])}
    for place in sorted(counted):
        following = place + 1
        if following < len(spans) and turns(text[slice(*spans[following])]):
            on = frozenset[str]().union(*(terms.get(other, frozenset()) for other in counted))
            # What names another matter, and nothing of this one, takes back nothing of it.
            if on & terms.get(following, frozenset()) or not names.get(following):
                counted.add(following)
    return sorted(counted - {at})
