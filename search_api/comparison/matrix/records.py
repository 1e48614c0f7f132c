"""A matrix of reports: who mentions a matter, praises it or criticises it, with the sentences as proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.arrays import Int64Array
from indexer.kinds.table import FRAMEWORK_LABELS
from indexer.records import Anomaly, Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.question.records import Scope

By = Literal["all", "region", "authority"]
BY: tuple[By, ...] = ("all", "region", "authority")
BY_LABELS: dict[By, str] = {"all": "all reports", "region": "regions", "authority": "authorities"}
NO_REGION = "Region not known"

# What a report says of the matter as a whole.
Side = Literal["praised", "criticised", "both", "mentioned", "not mentioned"]
SIDES: tuple[Side, ...] = ("praised", "criticised", "both", "mentioned", "not mentioned")
SIDE_LABELS: dict[str, str] = {
    "praised": "praised only",
    "criticised": "criticised only",
    "both": "praised and criticised",
    "mentioned": "mentioned, neither praised nor criticised",
    "not mentioned": "not mentioned",
    "": "no report",
}
# Of a kind of report, where there is no room for its label.
_SHORT = {FRAMEWORK_LABELS["sif"]: "SIF", FRAMEWORK_LABELS["ilacs"]: "ILACS"}
_PRAISE, _CRITICISM = ("praise", "mixed"), ("criticism", "mixed")


class Matter(Protocol):
    """A theme or a term, and what speaks of it: `search_api.comparison.matter.Matter`.

    subject: as asked. theme: its key, "" for a term. names: what was looked for of a term. scope: what the
    filters leave. rows: of the paragraphs within it that speak of the subject, ascending.
    """

    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def theme(self) -> str: ...  # noqa: D102
    @property
    def names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def scope(self) -> Scope: ...  # noqa: D102
    @property
    def rows(self) -> Int64Array: ...  # noqa: D102

    def sentences(
        self, reader: IndexReader, rows: Int64Array
    ) -> Iterator[tuple[int, int, tuple[int, int], str]]:
        """Of those rows the sentences that speak of it: row, place among the row's, span, words."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that speaks of the matter: `span` of the text of the paragraph in that row of the index.

    side: "praise", "criticism", "mixed" or "neutral"; "" where nothing is known. score: of a theme, how sure
    it is that the sentence speaks of it, from 0 to 1; 1 for a term, which it prints.
    """

    row: int
    span: tuple[int, int]
    side: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Speaking:
    """A report that speaks of the matter, and where. said: in reading order, at least one."""

    report: Report
    said: tuple[Said, ...]

    @property
    def praised(self) -> bool:
        """Whether any sentence praises, one that also criticises among them."""
        return any(item.side in _PRAISE for item in self.said)

    @property
    def criticised(self) -> bool:
        """Whether any sentence criticises, one that also praises among them."""
        return any(item.side in _CRITICISM for item in self.said)

    @property
    def side(self) -> Side:
        """What the report says as a whole."""
        if self.praised:
            return "both" if self.criticised else "praised"
        return "criticised" if self.criticised else "mentioned"


@dataclass(frozen=True, slots=True)
class Cell:
    """Of one row and one column. reports: all, whatever they say. speaking: those that mention the matter."""

    reports: tuple[Report, ...] = ()
    speaking: tuple[Speaking, ...] = ()

    @property
    def searched(self) -> int:
        """Reports there are: the denominator. 0 says nothing of the matter."""
        return len(self.reports)

    @property
    def mentioned(self) -> int:
        """Reports that mention it."""
        return len(self.speaking)

    @property
    def praised(self) -> int:
        """Reports that praise it, whatever else they say of it."""
        return sum(item.praised for item in self.speaking)

    @property
    def criticised(self) -> int:
        """Reports that criticise it, whatever else they say of it."""
        return sum(item.criticised for item in self.speaking)

    @property
    def leaning(self) -> str:
        """What more of its reports do, by the names of SIDES; "both" for as many; "" without a report."""
        if not self.searched:
            return ""
        if not self.mentioned:
            return "not mentioned"
        if self.praised == self.criticised:
            return "both" if self.praised else "mentioned"
        return "praised" if self.praised > self.criticised else "criticised"

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of the paragraphs that speak of it, each once, in reading order by report."""
        return tuple(dict.fromkeys(item.row for found in self.speaking for item in found.said))


@dataclass(frozen=True, slots=True)
class Column:
    """A year of publication. kinds: of the reports in it, for readers, in the order of the table of kinds.

    breaks: its kinds of report are not those of the last year before it that has any, so that the two figures
    do not compare like with like.
    """

    name: str
    kinds: tuple[str, ...]
    breaks: bool = False

    @property
    def short(self) -> str:
        """Its kinds in a word or two: "SIF", "SIF, ILACS", "other", "several"; "" without a report."""
        names = dict.fromkeys(_SHORT.get(kind, "other") for kind in self.kinds)
        return ", ".join(names) if len(names) <= 2 else "several"


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """label: the matter as asked. theme: key of the theme, "" for a term. names: what was looked for of it.

    rows: by name. columns: every year from the first to the last, in order. cells: (row, column name) ->
    cell, of those with a report. totals: of each row. years: of each column. whole: all of it in one cell.
    notes: what must be known before figures are compared.
    """

    label: str
    theme: str
    names: tuple[str, ...]
    by: By
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, Cell]
    years: Mapping[str, Cell]
    whole: Cell
    scope: Scope
    notes: tuple[str, ...] = ()

    def cell(self, row: str, column: str) -> Cell:
        """The cell, empty where there is no report."""
        return self.cells.get((row, column), Cell())

    @property
    def headline(self) -> str:
        """As in "‘neglect’ is mentioned in 270 of 284 reports: praised in 120, criticised in 150."."""
        held = self.whole
        if not held.searched:
            return "No report is within these filters."
        of = f"{held.searched:,} report{'' if held.searched == 1 else 's'}"
        if not held.mentioned:
            return f"‘{self.label}’ is not mentioned in the {of} within these filters."
        return (
            f"‘{self.label}’ is mentioned in {held.mentioned:,} of {of}: praised in {held.praised:,}, "
            f"criticised in {held.criticised:,}. A report may do both, or neither."
        )


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a cell with what a reader needs to cite it. anomalies: those that touch its paragraph."""

    report: Report
    paragraph: Paragraph
    span: tuple[int, int]
    side: str
    score: float
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Tile:
    """One authority on the map. column, row: its place, from 0 at the north-west. code: three letters.

    state: key of what the map shows, "" for no report that tells; letter: the same as the tile prints it.
    detail: one sentence. reports: those that the state rests on. year: of the report that tells it, "".
    """

    code: str
    authority: str
    region: str
    column: int
    row: int
    state: str
    letter: str
    detail: str
    reports: tuple[Report, ...] = ()
    year: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TileMap:
    """title: what is shown. legend: (state, letter, words, tiles of it), those that no tile has left out.

    beside: authorities with a report that have no tile, as a council that is no more.
    """

    title: str
    by: str
    tiles: tuple[Tile, ...]
    legend: tuple[tuple[str, str, str, int], ...]
    beside: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def by_state(self) -> tuple[Tile, ...]:
        """The tiles of authorities with a report in the order of the legend, then as on the map."""
        order = [state for state, *_ in self.legend]
        held = (tile for tile in self.tiles if tile.reports)
        return tuple(sorted(held, key=lambda tile: order.index(tile.state)))


def joined(cells: Iterable[Cell]) -> Cell:
    """Several cells as one."""
    held = list(cells)
    return Cell(
        tuple(report for cell in held for report in cell.reports),
        tuple(item for cell in held for item in cell.speaking),
    )


@dataclass(frozen=True, slots=True)
class OfYear:
    """The reports of one year: all that were searched, and those that mention the matter, with strengths and
    concerns.

    paragraphs: of each of them, how many mention it. newest: row of the first in the newest report with one.
    """

    searched: int
    mentioning: int
    strengths: int
    concerns: int
    paragraphs: tuple[int, ...]
    newest: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A matter by year of publication. sentence: its numbers. years: of each column with a report."""

    label: str
    sentence: str
    columns: tuple[Column, ...]
    years: Mapping[str, OfYear]
    notes: tuple[str, ...]
