"""An evidence brief: sentences of reports with what a reader needs to cite them, and counts. Records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from indexer.records import Anomaly, Paragraph, Report
from search_api.comparison.matrix.records import SIDES, Side, Speaking
from search_api.question.records import Coverage
from search_api.spoken.records import ThemeCount


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A sentence, `paragraph.text[slice(*span)]`.

    side: "praise", "criticism", "mixed" or "neutral"; "" where nothing is known. score: of the nearest
    sentences by meaning their cosine, of praise elsewhere the cosine with the nearest criticism; 0 where none
    was taken. but: of praise a criticism on the same subject in the same report.
    """

    paragraph: Paragraph
    report: Report
    span: tuple[int, int]
    side: str = ""
    anomalies: tuple[Anomaly, ...] = ()
    score: float = 0.0
    but: Evidence | None = None

    @property
    def quote(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one report says. side: of the report as a whole. sides: how many sentences that speak of the
    subject are read as "praise", "criticism", "mixed" or "neutral", "" for not known. shown: those that are
    quoted, in reading order.
    """

    report: Report
    side: Side
    sides: Mapping[str, int] = field(default_factory=dict)
    shown: tuple[Evidence, ...] = ()

    @property
    def sentences(self) -> int:
        """How many speak of the subject."""
        return sum(self.sides.values())


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The reports of some authorities. name: of the group for readers, as in "Statistical neighbours".

    authorities: that have a report here; missing: those of the group that have none. reports: how many.
    speaking: those that speak of the subject. newest: of each authority with a report that speaks of it the
    newest such, by authority; later: how many newer ones it has. silent: authorities none of whose reports
    does.
    """

    name: str
    authorities: tuple[str, ...]
    missing: tuple[str, ...]
    reports: int
    speaking: tuple[Speaking, ...]
    newest: tuple[Speaking, ...] = ()
    silent: tuple[str, ...] = ()
    later: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[Side, int]:
        """How many reports say what, each in one of SIDES; they add up to `reports`."""
        found = Counter[Side](item.side for item in self.speaking)
        found["not mentioned"] = self.reports - len(self.speaking)
        return {side: found[side] for side in SIDES}


@dataclass(frozen=True, slots=True, eq=False)
class Recommended:
    """Something that is asked for: a sentence, and those of other reports that say nearly the same.

    alike: those sentences, one of each report, the nearest first. score: of each the cosine.
    """

    evidence: Evidence
    alike: tuple[Evidence, ...] = ()

    @property
    def reports(self) -> int:
        """Reports that ask for it, the quoted one among them."""
        return 1 + len(self.alike)


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """All of a brief.

    subject: as it is called. theme: its key, "" for a term; definition: of the theme; names: what was looked
    for of a term. region: of the authority, "" where the register does not know it. own: its reports, newest
    first. groups: its own reports, its statistical neighbours, the rest of its region, all other authorities.
    near: what near_whose, its neighbours or else its region, were told, by side.
    elsewhere: one praise of each other authority. praised, clear, others: how many are praised in the newest
    report that takes a side, how many of those without criticism, and how many have a report.
    recommended: by other authorities' reports, of which `recommending` ask for something on the subject.
    nearest: where no report speaks of it, the sentences that come nearest by meaning; themes: what its
    reports do speak of, most paragraphs first. named: where no praise or criticism of others is quoted, the
    sentences that only name it. notes: one sentence each. made: the day.
    """

    subject: str
    theme: str
    definition: str
    authority: str
    region: str
    own: tuple[Told, ...]
    groups: tuple[Group, ...]
    near: Mapping[str, tuple[Evidence, ...]]
    near_whose: str
    elsewhere: tuple[Evidence, ...]
    praised: int
    clear: int
    others: int
    recommended: tuple[Recommended, ...]
    recommending: int
    made: date
    coverage: Coverage
    generation: str
    names: tuple[str, ...] = ()
    nearest: tuple[Evidence, ...] = ()
    themes: tuple[ThemeCount, ...] = ()
    named: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """As in "Neglect in Northmoor: what inspectors found"."""
        return f"{self.subject[:1].upper()}{self.subject[1:]}: what inspectors found in {self.authority}"

    @property
    def speaks(self) -> bool:
        """Whether any report of the authority speaks of the subject."""
        return any(item.sentences or item.side != "not mentioned" for item in self.own)
