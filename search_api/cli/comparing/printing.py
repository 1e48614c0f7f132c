"""Tables over many reports for people: movements of grades, the matrix, the map, each with ids to follow."""

from __future__ import annotations

from rich.text import Text

from indexer.dates import day
from indexer.kinds.table import AREA_LABELS, FRAMEWORK_LABELS
from indexer.terminal import one_line, printable
from search_api.citations import cite
from search_api.cli.printing import Printer
from search_api.comparison.grades.records import Move, Moves, Printed, TimeLine
from search_api.comparison.matrix.records import Cell, Matrix, TileMap
from search_api.index.index import Index


class MovesPrinter(Printer):
    """Movements of grades and the time line of an authority."""

    def moves(
        self, index: Index, found: Moves, line: TimeLine | None, limit: int | None, offset: int
    ) -> None:
        """The headline, the moves, those that do not compare, the time line, what was searched."""
        placed = index.movements.placed
        self._notes(found.scope.notes)
        self._line(found.headline, "bold")
        self._line(found.summary)
        self._line()
        for move in found.rows[offset : None if limit is None else offset + limit]:
            self._move(placed(move))
        if found.uncompared:
            self._uncompared(found)
        if line is not None:
            self._time_line(line)
        self._line(found.scope.coverage.text, "dim")

    def _move(self, move: Move) -> None:
        self._line(f"{move.authority}, {move.area}: {move.words}", "bold")
        for item in (move.before, move.after):
            self._body(Text(one_line(f"{_printed(item)}, printed as ‘{item.judgement.printed_name}’")))
            self._body(Text(item.paragraph or item.report.id, "cyan"))
            if item.check:
                self._body(Text(one_line(item.check), "yellow"))
        if move.compared.why:
            self._body(Text(one_line(move.compared.why), "dim"))
        if move.between:
            named = ", ".join(day(report.published) for report in move.between)
            self._body(Text(f"Inspections between, without such a grade: {named}.", "dim"))
        self._line()

    def _uncompared(self, found: Moves) -> None:
        count = len(found.uncompared)
        noun = "pair" if count == 1 else "pairs"
        self._line(f"Not counted: {count} {noun} with these grades that do not compare.", "bold")
        for move in found.uncompared:
            pair = f"{_printed(move.before)} and {_printed(move.after)}"
            self._line(one_line(f"{move.authority}, {move.area}: {pair}. {move.compared.why}"))
        self._line()

    def _time_line(self, line: TimeLine) -> None:
        self._line(f"{line.authority}, all inspections, oldest first", "bold")
        for stop in line.stops:
            self._line(f"{day(stop.report.published)}, {stop.stage}  {stop.report.id}")
            for name, item in stop.grades.items():
                why = stop.compared[name].why if name in stop.compared else ""
                self._body(Text(one_line(f"{AREA_LABELS[name]}: {item.grade}. {why}".rstrip())))
        self._line()


class MatrixPrinter(Printer):
    """A matrix, and the sentences behind it."""

    def matrix(self, index: Index, found: Matrix, *, quotes: bool) -> None:
        """Rows and years with a report; quotes: all sentences too."""
        self._notes(found.scope.notes)
        self._line(found.headline, "bold")
        if found.names:
            self._line(f"Counted as: {', '.join(found.names)}.", "dim")
        for note in found.notes:
            self._line(note, "dim")
        self._line()
        for row in found.rows:
            if found.by != "all":
                self._line(f"{row}: {_counts(found.totals[row])}", "bold")
            for column in found.columns:
                cell = found.cell(row, column.name)
                if cell.searched:
                    mark = "|" if column.breaks else " "
                    kinds = "; ".join(column.kinds)
                    self._line(f"{mark} {column.name}  {_counts(cell)}  ({kinds})")
        self._line()
        if quotes:
            self._quotes(index, found)
        else:
            self._line("Add --quotes to read the sentences, with their paragraphs.", "dim")
        self._line(found.scope.coverage.text, "dim")

    def _quotes(self, index: Index, found: Matrix) -> None:
        for item in index.matrices.quoted(found.whole.speaking):
            side = item.side or "side not known"
            self._line(one_line(f"{side}: {cite(item.report, item.paragraph)}"))
            self._body(Text(f"“{printable(item.quote)}”"))
            self._body(Text(item.paragraph.id, "cyan"))
            self._check(item.anomalies)
        self._line()


class TilePrinter(Printer):
    """The tile map in words."""

    def tiles(self, found: TileMap) -> None:
        """The legend, then each authority with a report, what the legend has first first."""
        self._line(found.title, "bold")
        for _, letter, words, count in found.legend:
            self._line(f"{letter or ' '}  {words}: {count}")
        self._line()
        for tile in found.by_state:
            named = ", ".join(report.id for report in tile.reports)
            self._line(one_line(f"{tile.letter} {tile.authority}: {tile.detail}  {named}"))
        self._line()
        for note in found.notes:
            self._line(note, "dim")


def _printed(item: Printed) -> str:
    kind = FRAMEWORK_LABELS[item.report.framework]
    return f"{item.grade} ({kind}, published {day(item.report.published)})"


def _counts(cell: Cell) -> str:
    return (
        f"{cell.mentioned} of {cell.searched} mention it, {cell.praised} praise it, "
        f"{cell.criticised} criticise it"
    )
