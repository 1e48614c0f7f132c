"""The matrix: what is counted, of how many, and where nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer.records import report_of
from search_api.comparison.matrix.matrix import Matrices
from search_api.comparison.matrix.records import Matrix
from search_api.comparison.matter import term
from search_api.index.index import Index
from search_api.question.request import Request

from .judged import entry, finding, opened, report

GOOD, BAD, BOTH = (
    "Neglect is recognised well.",
    "Neglect is not recognised.",
    "Neglect is known but not acted on.",
)
PLAIN = "A group meets about neglect."
OTHER = "Care plans are clear."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """South West: 2016 with a criticism, 2018 with both, 2021 with nothing. North East: 2018."""
    made = [
        (report("Torbay", "2016-01-05", "sif"), [BAD, OTHER]),
        (report("Torbay", "2018-08-24"), [GOOD, BAD]),
        (report("Plymouth", "2018-09-24", "sif"), [PLAIN]),
        (report("Plymouth", "2021-01-24"), [OTHER]),
        (report("Durham", "2018-03-01"), [BOTH, OTHER]),
        (report("Northmoor", "2021-03-01"), [GOOD]),
    ]
    entries = [
        entry(item, *(finding(item, number, text) for number, text in enumerate(texts, start=1)))
        for item, texts in made
    ]
    with opened(tmp_path_factory.mktemp("matrix"), entries) as found:
        yield found


def sides(index: Index, asked: Sequence[tuple[int, int]]) -> list[str]:
    """As the words of these tests say, whatever an encoder would."""
    named = {GOOD: "praise", BAD: "criticism", BOTH: "mixed", PLAIN: "neutral"}
    texts = index.reader.texts_of([row for row, _ in asked])
    return [named[text] for text in texts]


def made(index: Index, by: str = "all", request: Request | None = None, about: str = "neglect") -> Matrix:
    matrices = Matrices(index.reader, index.holdings, lambda asked: sides(index, asked))
    return matrices.of(term(index.searcher, about, request or Request()), by)  # type: ignore[arg-type]


def figures(matrix: Matrix, row: str, year: str) -> tuple[int, int, int, int]:
    """mentioned, of, praised, criticised."""
    cell = matrix.cell(row, year)
    return cell.mentioned, cell.searched, cell.praised, cell.criticised


def test_each_figure_stands_beside_the_reports_there_are(index: Index) -> None:
    found = made(index)
    [row] = found.rows
    assert figures(found, row, "2016") == (1, 1, 0, 1)
    assert figures(found, row, "2018") == (
        3,
        3,
        2,
        2,
    )  # one praises and criticises, one does both in a sentence
    assert figures(found, row, "2021") == (1, 2, 1, 0)
    assert found.headline == (
        "‘neglect’ is mentioned in 5 of 6 reports: praised in 3, criticised in 3. "
        "A report may do both, or neither."
    )


def test_a_year_without_a_report_is_no_zero(index: Index) -> None:
    found = made(index)
    assert [column.name for column in found.columns] == ["2016", "2017", "2018", "2019", "2020", "2021"]
    assert found.cell(found.rows[0], "2019").searched == 0
    assert found.cell(found.rows[0], "2019").leaning == ""
    assert (found.rows[0], "2019") not in found.cells


def test_years_with_other_kinds_of_report_are_marked(index: Index) -> None:
    marked = {column.name: column.breaks for column in made(index).columns}
    assert marked == {"2016": False, "2017": False, "2018": True, "2019": False, "2020": False, "2021": True}
    assert any("does not compare" in note for note in made(index).notes)
    since = made(index, request=Request(since="2021"))
    assert not any("does not compare" in note for note in since.notes)


def test_rows_by_region_and_by_authority(index: Index) -> None:
    by_region = made(index, "region")
    assert by_region.rows == ("North East", "South West", "Region not known")
    assert figures(by_region, "South West", "2018") == (2, 2, 1, 1)
    assert figures(by_region, "Region not known", "2021") == (1, 1, 1, 0)
    by_authority = made(index, "authority")
    assert by_authority.rows == ("Durham", "Northmoor", "Plymouth", "Torbay")
    assert by_authority.cell("Plymouth", "2021").leaning == "not mentioned"
    assert by_authority.totals["Torbay"].leaning == "criticised"


def test_the_parts_add_up_to_the_whole(index: Index) -> None:
    for by in ("all", "region", "authority"):
        found = made(index, by)
        for name in ("searched", "mentioned", "praised", "criticised"):
            whole = getattr(found.whole, name)
            assert sum(getattr(cell, name) for cell in found.cells.values()) == whole
            assert sum(getattr(cell, name) for cell in found.totals.values()) == whole
            assert sum(getattr(cell, name) for cell in found.years.values()) == whole


def test_the_sentences_of_a_cell_are_those_that_name_the_matter(index: Index) -> None:
    found = made(index)
    matrices = Matrices(index.reader, index.holdings, lambda asked: sides(index, asked))
    quoted = list(matrices.quoted(found.cell(found.rows[0], "2018").speaking))
    assert [(item.report.id, item.quote, item.side) for item in quoted] == [
        ("plymouth-2018-09-24", PLAIN, "neutral"),
        ("torbay-2018-08-24", GOOD, "praise"),
        ("torbay-2018-08-24", BAD, "criticism"),
        ("durham-2018-03-01", BOTH, "mixed"),
    ]
    worse = matrices.quoted(found.whole.speaking, "criticism")
    assert {item.quote for item in worse} == {BAD, BOTH}
    for item in quoted:
        assert index.reader.get(item.paragraph.id).text[slice(*item.span)] == item.quote


def test_what_nobody_mentions_is_counted_as_none_of_all(index: Index) -> None:
    found = made(index, about="unicorns")
    assert (found.whole.mentioned, found.whole.searched) == (0, 6)
    assert "not mentioned in the 6 reports" in found.headline


def test_longer_kinds_of_report_are_said(tmp_path: Path) -> None:
    entries = []
    for turn in range(3):
        long, short = (
            report("Torbay", f"201{turn + 4}-01-05", "sif"),
            report("Torbay", f"20{turn + 19}-01-05"),
        )
        entries += [entry(long, *(finding(long, number) for number in range(1, 9))), entry(short)]
    with opened(tmp_path, entries) as index:
        matter = term(index.searcher, "leaders", Request())
        notes = (
            Matrices(index.reader, index.holdings, lambda asked: ["neutral"] * len(asked)).of(matter).notes
        )
    assert any("Longer reports mention more" in note and "8" in note for note in notes)


def test_the_sentences_of_a_matter_are_read_once_and_those_of_other_filters_apart(index: Index) -> None:
    asked: list[int] = []

    def counted(said: Sequence[tuple[int, int]]) -> list[str]:
        asked.append(len(said))
        return sides(index, said)

    matrices = Matrices(index.reader, index.holdings, counted)
    for request in (Request(), Request(), Request(since="2021")):
        matter = term(index.searcher, "neglect", request)
        assert set(matrices.speaking(matter)) == {
            report_of(item.id) for item in index.reader.by_rows(matter.rows)
        }
    assert asked == [6, 1]
