"""What changed in the judgements of an authority from one inspection to the next."""

from __future__ import annotations

from indexer.records import Framework, Report

_RANKS = {"inadequate": 0, "requires improvement": 1, "adequate": 1, "good": 2, "outstanding": 3}


_STEPS = {1: "one grade", 2: "two grades", 3: "three grades"}


# What the overall grade of these is about; of the others it is about all services for children.
_PART_ONLY: dict[Framework, str] = {
    "protection": "the protection of children only",
    "looked_after": "services for looked after children only",
    "lscb": "the Local Safeguarding Children Board only",
    "other": "something else, or it is not known what",
}


def change(before: Report | None, after: Report) -> str:
    """What became of the overall grade, in one sentence; a comparison that would mislead is not made."""
    if before is None:
        return "The earliest inspection here."
    old, new = overall(before), overall(after)
    if not new:
        return "It prints no overall grade: nothing to compare with the one before."
    if not old:
        return "The inspection before it prints no overall grade: nothing to compare with."
    if before.framework != after.framework:
        partial = [item for item in (before, after) if item.framework in _PART_ONLY]
        if partial:
            said = " and ".join(
                f"the overall grade of {item.published.year} is about {_PART_ONLY[item.framework]}"
                for item in partial
            )
            return f"Not compared with the inspection before: {said}."
    if old == new:
        return f"The same overall grade as the inspection before: {_named(new)}."
    if {old, new} == {"adequate", "requires improvement"}:
        return (
            f"Overall from {_named(old)} to {_named(new)}: grades were renamed and redefined between the "
            "two, so that neither is the higher."
        )
    steps = _RANKS[new] - _RANKS[old]
    way = "higher" if steps > 0 else "lower"
    return f"Overall from {_named(old)} to {_named(new)}: {_STEPS[abs(steps)]} {way}."


def _named(grade: str) -> str:
    return grade[:1].upper() + grade[1:]


def overall(report: Report) -> str:
    """The overall grade in the words of GRADES, "" where none is printed."""
    return next((item.grade for item in report.judgements if item.area == "overall"), "")
