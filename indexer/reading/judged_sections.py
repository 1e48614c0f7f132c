"""Whether the sections of a report bear out its cover: the same grades, and findings under each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.kinds.table import AREA_LABELS
from indexer.records import Anomaly, Area, Grade

_WHOLE = "overall"  # has a grade, but seldom a section of its own


@dataclass(slots=True)
class JudgedSections:
    """What the headings say of each area that is judged, and the ids of the findings below them."""

    stated: list[tuple[Area, Grade, int | None]] = field(default_factory=list)
    findings: dict[Area, list[str]] = field(default_factory=dict)

    def state(self, area: Area | None, grade: Grade | None, page: int | None) -> None:
        """A heading of the area gives a grade. page: from 1; None in a text report."""
        if area is not None and grade is not None:
            self.stated.append((area, grade, page))

    def add(self, area: Area | None, paragraph: str) -> None:
        """The finding of that id stands below a heading of the area."""
        if area is not None:
            self.findings.setdefault(area, []).append(paragraph)

    def anomalies(self, cover: Mapping[Area, Grade]) -> Iterator[Anomaly]:
        """Grades that differ from the cover's, and areas that the cover judges and no finding is about."""
        for area, grade, page in dict.fromkeys(self.stated):
            if area in cover and cover[area] != grade:
                yield Anomaly(
                    "grades differ",
                    page,
                    f"{AREA_LABELS[area]}: {cover[area]} on the cover, {grade} at its section",
                    tuple(self.findings.get(area, ())),
                )
        for area in cover:
            if area != _WHOLE and area not in self.findings:
                yield Anomaly("no findings", None, f"{AREA_LABELS[area]} is judged, and no finding was read")
