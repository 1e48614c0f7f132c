"""The tile map of England: one tile for each authority, by what its reports say or how it was judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from indexer.authorities.register import Register
from indexer.dates import day
from indexer.kinds.table import framework
from indexer.records import GRADES, Report
from search_api.comparison.crosswalk import judged, stage_of

from .grid import of_today, places
from .records import SIDE_LABELS, SIDES, Cell, Matrix, Tile, TileMap

Shown = Literal["side", "mention", "grade"]
SHOWN: tuple[Shown, ...] = ("side", "mention", "grade")
SHOWN_LABELS: dict[Shown, str] = {
    "side": "what the newest report says of it",
    "mention": "how many reports mention it",
    "grade": "the latest overall grade",
}
_SIDE_LETTERS = {"praised": "P", "criticised": "C", "both": "B", "mentioned": "M", "not mentioned": "–"}
_GRADE_LETTERS = {
    "outstanding": "O", "good": "G", "requires improvement": "R", "adequate": "A", "inadequate": "I",
}  # fmt: skip
_MENTIONED = {
    "all": "mentioned in every report", "some": "mentioned in some reports", "none": "mentioned in none",
}  # fmt: skip

# state, letter, sentence, the reports that it rests on, year of the one that tells it
_Told = tuple[str, str, str, tuple[Report, ...], str]
_NOTHING: _Told = ("", "", "No report within these filters.", (), "")


def of_matter(matrix: Matrix, shown: Shown, register: Register) -> TileMap:
    """matrix: by authority. shown: "side", of the newest report of each, or "mention", of all its reports."""
    cells = {name: matrix.totals[name] for name in matrix.rows}
    if shown == "mention":
        words: Mapping[str, str] = _MENTIONED
        letters = {"all": "●", "some": "◐", "none": "–"}
        told = {name: _mention(cell) for name, cell in cells.items()}
        title = f"Reports that mention ‘{matrix.label}’, by authority"
    else:
        words, letters = {side: SIDE_LABELS[side] for side in SIDES}, _SIDE_LETTERS
        told = {name: _side(cell) for name, cell in cells.items()}
        title = f"What the newest report of each authority says of ‘{matrix.label}’"
    return _map(title, shown, told, words, letters, register, matrix.whole.reports)


def of_grades(reports: Iterable[Report], register: Register) -> TileMap:
    """By the overall grade that each authority was given last, by an inspection of all its services."""
    held: dict[str, list[Report]] = {}
    every = tuple(reports)
    for report in sorted(every, key=lambda item: (item.published, item.id)):
        if not report.superseded_by and stage_of(report) is not None:
            held.setdefault(report.authority, []).append(report)
    told = {name: _grade(found) for name, found in held.items()}
    words = {grade: grade for grade in GRADES if grade in _GRADE_LETTERS} | {"none": "no overall grade"}
    letters = _GRADE_LETTERS | {"none": "N"}
    return _map(
        "The overall grade that each authority was given last", "grade", told, words, letters, register, every
    )


def _map(
    title: str,
    shown: Shown,
    told: Mapping[str, _Told],
    words: Mapping[str, str],
    letters: Mapping[str, str],
    register: Register,
    reports: Iterable[Report],
) -> TileMap:
    regions = {item.name: item.region for item in of_today(register)}
    tiles = tuple(
        Tile(
            place.code, place.authority, regions.get(place.authority, ""), place.column, place.row,
            *told.get(place.authority, _NOTHING),
        )
        for place in places()
    )  # fmt: skip
    counts = Counter(tile.state for tile in tiles)
    legend = [(state, letters[state], words[state], counts[state]) for state in words if counts[state]]
    if counts[""]:
        legend.append(("", "", "no report", counts[""]))
    named = {tile.authority for tile in tiles}
    beside = tuple(sorted({report.authority for report in reports} - named))
    return TileMap(title, shown, tiles, tuple(legend), beside, _notes(shown, beside))


def _notes(shown: Shown, beside: tuple[str, ...]) -> tuple[str, ...]:
    notes = ["Each authority is one tile of the same size, near its neighbours; it shows no distance."]
    if shown == "grade":
        notes.append(
            "Inspections since April 2026 give no overall grade: the tile then has the grade before it, and "
            "its year. Grades of different years and frameworks stand side by side here."
        )
    if shown == "side":
        notes.append("Reports of different years and kinds stand side by side here; the tile says the year.")
    if beside:
        notes.append(f"Not on the map, as the council is not one of today’s: {', '.join(beside)}.")
    return tuple(notes)


def _side(cell: Cell) -> _Told:
    newest = max(cell.reports, key=lambda report: (report.published, report.id), default=None)
    if newest is None:
        return _NOTHING
    found = next((item for item in cell.speaking if item.report.id == newest.id), None)
    state = found.side if found else "not mentioned"
    sentences = len(found.said) if found else 0
    said = f"{SIDE_LABELS[state]}, in {sentences} sentence{'' if sentences == 1 else 's'}" if found else state
    detail = f"{said[:1].upper()}{said[1:]}: report published {day(newest.published)}."
    return state, _SIDE_LETTERS[state], detail, (newest,), str(newest.published.year)


def _mention(cell: Cell) -> _Told:
    if not cell.searched:
        return _NOTHING
    state = "none" if not cell.mentioned else "all" if cell.mentioned == cell.searched else "some"
    detail = f"Mentioned in {cell.mentioned} of {cell.searched} report{'' if cell.searched == 1 else 's'}."
    return state, f"{cell.mentioned}/{cell.searched}", detail, cell.reports, ""


def _grade(reports: list[Report]) -> _Told:
    """reports: of one authority that judge anything, oldest first."""
    whole = [item for item in reports if framework(item.framework).grades_all and not _is_part(item)]
    graded = [item for item in whole if judged("overall", item)[1] is not None]
    if not whole:
        return _NOTHING
    if not graded:
        newest = whole[-1]
        detail = f"No overall grade: report published {day(newest.published)}."
        return "none", "N", detail, (newest,), str(newest.published.year)
    last = graded[-1]
    judgement = judged("overall", last)[1]
    grade = judgement.grade if judgement else ""
    detail = f"{grade[:1].upper()}{grade[1:]}: report published {day(last.published)}."
    if whole[-1].id != last.id:
        detail += f" The report of {day(whole[-1].published)} gives no overall grade."
    return grade, _GRADE_LETTERS[grade], detail, (last,), str(last.published.year)


def _is_part(report: Report) -> bool:
    return bool(framework(report.framework).part_only)
