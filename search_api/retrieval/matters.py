"""What a question is about and what mentions it: records, handed on from one stage to the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from indexer.arrays import Int64Array
from indexer.dates import day
from indexer.records import Report

_MARKS = "'‘’"
_MANY_MORE = 1.5  # times as many paragraphs as print what was typed, from which on it is said


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """typed: the stretch of the question. names: as it is called, `typed` first. rows: of the paragraphs that
    print any of them, ascending. related: other words in which findings about it are often written. named:
    whether a list of the field or the reports' own definitions know it, or the reports print it as a phrase;
    a single word left over is not. listed: whether it is more than such a phrase. strict: those of the names
    that are counted: what was typed, its acronym or long form, and what shares its telling word. apart: rows
    that print the two halves of a name apart, each by any of its names.
    """

    typed: str
    names: tuple[str, ...]
    rows: Int64Array
    related: tuple[str, ...] = ()
    named: bool = True
    listed: bool = True
    strict: tuple[str, ...] = ()
    apart: Int64Array = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """What mentions one matter that is asked about, within one scope.

    subjects: all of which a paragraph must mention. rows: of those paragraphs, ascending; related_rows: of
    those that only use related words. missing: subjects that no paragraph of the scope mentions. reports:
    that hold any of `counted`, in the index's order. searched: reports in the scope. exact: whether every
    subject has a name, so that counts are exact. counted: rows that print the subject as it was typed, as
    its acronym or long form, or as another of its names with the same telling word: what a search of the PDF
    would find. apart_rows: that print the halves of a name apart ("care leavers … accommodation") and none
    of its names. Other names ("extra-familial harm" for contextual safeguarding) are in `rows` only. holding:
    reports that hold any of `rows`.
    """

    subjects: tuple[Subject, ...]
    rows: Int64Array
    related_rows: Int64Array
    missing: tuple[Subject, ...]
    reports: tuple[Report, ...]
    searched: int
    exact: bool
    counted: Int64Array
    holding: tuple[Report, ...]
    apart_rows: Int64Array = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def label(self) -> str:
        """As typed, without marks around it."""
        return " … ".join(subject.typed.strip(_MARKS) for subject in self.subjects)

    @property
    def countable(self) -> bool:
        """Whether its mentions are counted exactly: one subject, with a name."""
        return self.exact and len(self.subjects) == 1

    @property
    def many(self) -> str:
        """As in "3 paragraphs"."""
        return f"{len(self.counted):,} paragraph{'' if len(self.counted) == 1 else 's'}"

    @property
    def sentence(self) -> str:
        """What was counted, for the user; "" where that cannot be said exactly."""
        if not self.countable or not len(self.counted):
            return ""
        reports = len(self.reports)
        newest = max(report.published for report in self.reports)
        first = min(report.published for report in self.reports)
        when = f"{first.year} to {newest.year}" if first.year != newest.year else str(first.year)
        start = f"‘{self.label}’ is mentioned in {self.many}"
        if self.searched == 1:
            return f"{start} of {self.reports[0].authority}’s report of {day(newest)}."
        return f"{start} of {reports:,} of {self.searched:,} reports ({when}){self._otherwise}."

    @property
    def _otherwise(self) -> str:
        """Of a matter that is mostly called by other names, which no search of the PDF for it would find."""
        return "; other names for it are searched and not counted" if self.called_otherwise else ""

    @property
    def called_otherwise(self) -> bool:
        """Whether many paragraphs that mention it call it by other names, which are not counted."""
        return len(self.rows) >= _MANY_MORE * len(self.counted)

    @property
    def names(self) -> tuple[str, ...]:
        """What was counted, for a matter of one subject: what was typed first, then its other names."""
        return self.subjects[0].strict if len(self.subjects) == 1 else ()

    @property
    def by_year(self) -> dict[str, int]:
        """Reports by the year of publication, the latest first."""
        years = Counter(str(report.published.year) for report in self.reports)
        return dict(sorted(years.items(), reverse=True))

    @property
    def authorities(self) -> tuple[str, ...]:
        """That have any of the reports, each once, in order."""
        return tuple(dict.fromkeys(report.authority for report in self.reports))
