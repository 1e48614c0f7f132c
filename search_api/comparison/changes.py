"""What changed in the judgements of an authority from one inspection to the next."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.kinds.table import framework
from indexer.records import Report

_STEPS = {1: "one grade", 2: "two grades", 3: "three grades"}


def change(earlier: Sequence[Report], after: Report) -> str:
    """What became of the overall grade, in one sentence; a comparison that would mislead is not made.

    earlier: the authority's inspections before, oldest first. The last of a kind that grades counts.
    """
    if not framework(after.framework).grades_all:
        return "This kind of inspection gives no overall grade."
    if not earlier:
        return "The earliest inspection in this list."
    before = next((item for item in reversed(earlier) if framework(item.framework).grades_all), None)
    if before is None:
        return "The earliest inspection in this list that can give an overall grade."
    old, new = overall(before), overall(after)
    if not new:
        return "We found no overall grade in this report, so we cannot compare it with the inspection before."
    if not old:
        return "We found no overall grade for the inspection before, so we cannot compare the two."
    was, now = framework(before.framework), framework(after.framework)
    if was.inspectorate != now.inspectorate:
        return f"Not compared with the inspection before, which was carried out by {was.inspectorate}."
    if was.name != now.name:
        partial = [(item, kind) for item, kind in ((before, was), (after, now)) if kind.part_only]
        if partial:
            said = " and ".join(
                f"the {item.published.year} overall grade covers {kind.part_only}" for item, kind in partial
            )
            return f"Not compared with the inspection before, because {said}."
    if old == new:
        return f"Same overall grade as the inspection before: {_named(new)}."
    if {old, new} == {"adequate", "requires improvement"}:
        return (
            f"Overall grade changed from {_named(old)} to {_named(new)}. Ofsted renamed and redefined its "
            "grades between the two inspections, so neither grade is higher."
        )
    before_rank, after_rank = was.rank(old), now.rank(new)
    if before_rank is None or after_rank is None or was.grades != now.grades:
        return "Not compared with the inspection before, because its grades are on a different scale."
    steps = after_rank - before_rank
    way = "Up" if steps > 0 else "Down"
    far = _STEPS.get(abs(steps), f"{abs(steps)} grades")
    return f"{way} {far} overall, from {_named(old)} to {_named(new)}."


def _named(grade: str) -> str:
    return grade[:1].upper() + grade[1:]


def overall(report: Report) -> str:
    """The overall grade in the words of GRADES, "" where none is printed."""
    return next((item.grade for item in report.judgements if item.area == "overall"), "")
