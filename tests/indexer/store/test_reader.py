from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InvalidPinpoint, UnknownPinpoint
from indexer.records import Acronym, Sense
from indexer.store.filters import Filters
from indexer.store.format import ReportEntry, Source
from indexer.store.reader import IndexReader
from tests.support.builders import (
    DIMENSION,
    make_entry,
    make_paragraph,
    make_report,
    make_report_entry,
    make_source,
    small_reports,
    source_bytes,
    write_small_index,
)

LATE = "northmoor-2018-08-24"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


def ids(reader: IndexReader, rows: list[int]) -> list[str]:
    return [paragraph.id for paragraph in reader.by_rows(rows)]


def test_reports_and_paragraphs_come_back_in_order(index: Path) -> None:
    with IndexReader.open(index, verify=True) as reader:
        made = small_reports()
        assert reader.reports() == tuple(item.report for item in made)
        for report, anomalies, entries in made:
            assert reader.report(report.id) == report
            assert reader.anomalies(report.id) == anomalies
            assert reader.paragraphs(report.id) == tuple(item.paragraph for item in entries)
        assert len(reader) == 9
        assert reader.dimension == DIMENSION


def test_each_row_has_the_spans_and_vectors_of_its_paragraph(index: Path) -> None:
    with IndexReader.open(index) as reader:
        entries = [entry for item in small_reports() for entry in item.entries]
        for row, entry in enumerate(entries):
            assert reader.row(entry.paragraph.id) == row
            assert reader.get(entry.paragraph.id) == entry.paragraph
            assert reader.spans(row) == entry.spans
            np.testing.assert_array_equal(reader.vector(row), entry.vector)
            np.testing.assert_allclose(reader.sentence_vectors(row), entry.sentence_vectors, atol=1e-3)
            assert reader.sentence_vectors(row).dtype == np.float32
        assert reader.vectors([3, 0, 3]).shape == (3, DIMENSION)
        np.testing.assert_array_equal(reader.vectors([3, 0])[1], entries[0].vector)


def test_by_rows_keeps_the_order_asked_for(index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert ids(reader, [8, 0, 8]) == [
            "saltby-2022-05-16/para-1",
            "northmoor-2016-01-05/para-27",
            "saltby-2022-05-16/para-1",
        ]
        assert reader.by_rows([]) == []
        assert len(reader.by_rows(list(range(9)) * 200)) == 1800
        for row in (-1, 9):
            with pytest.raises(IndexError, match="not within 0 and 8"):
                reader.by_rows([row])
            with pytest.raises(IndexError):
                reader.vector(row)


def test_neighbours_stay_within_the_report(index: Path) -> None:
    with IndexReader.open(index) as reader:
        before, after = reader.neighbours(f"{LATE}/para-27")
        assert before is not None
        assert after is not None
        assert (before.id, after.id) == (f"{LATE}/rec-6", f"{LATE}/para-28")
        assert reader.neighbours(f"{LATE}/rec-6")[0] is None
        assert reader.neighbours(f"{LATE}/lscb-para-4")[1] is None


def test_an_unknown_paragraph_is_told_which_numbers_there_are(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for look_up in (reader.get, reader.row, reader.neighbours):
            with pytest.raises(UnknownPinpoint) as raised:
                look_up(f"{LATE}/para-6")
            assert str(raised.value) == (
                f"{LATE} has no para-6: it has finding 27-28; recommendation 6; "
                f"that number is also in {LATE}/rec-6"
            )
        with pytest.raises(UnknownPinpoint, match="it has finding 4"):
            reader.get(f"{LATE}/lscb-para-5")
        with pytest.raises(UnknownPinpoint, match="no summary-executive-1"):
            reader.get("saltby-2022-05-16/summary-executive-1")
        with pytest.raises(
            UnknownPinpoint, match=r"of that authority it holds northmoor-2016-01-05, northmoor-2018"
        ):
            reader.get("northmoor-2019-08-25/para-27")
        with pytest.raises(UnknownPinpoint, match=r"no report .wexcombe-2020-02-02.: .index.reports"):
            reader.paragraphs("wexcombe-2020-02-02")
        with pytest.raises(UnknownPinpoint):
            reader.anomalies("")
        with pytest.raises(InvalidPinpoint):
            reader.get("paragraph 27")


def test_an_id_is_never_matched_loosely(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for near in (f"{LATE}/PARA-27", f"{LATE}/para-27 ", f"{LATE}/para-027", f"{LATE}/para-27' OR '1'='1"):
            with pytest.raises((UnknownPinpoint, InvalidPinpoint)):
                reader.get(near)


def test_sources_come_back_with_names_that_are_not_utf8(tmp_path: Path) -> None:
    names = [
        "/reports/it's \udcff (1).pdf",
        "/reports/two\nlines.pdf",
        "/reports/\U0001f4c4.pdf",
        "\\\\?\\x\ud83d",
    ]
    refused = [
        Source(name, "/reports\udce9", "0" * 64, 2**40, -1, "1", None, f"{name} is empty") for name in names
    ]
    sources = [make_source(item.report) for item in small_reports()]
    write_small_index(tmp_path / "index", sources=[*refused, *sources])
    with IndexReader.open(tmp_path / "index", verify=True) as reader:
        assert reader.sources() == (*refused, *sources)


def test_the_file_of_a_report_is_kept(index: Path) -> None:
    with IndexReader.open(index) as reader:
        path = reader.source_path(reader.report(LATE).sha256)
        assert path is not None
        assert path.read_bytes() == source_bytes(LATE)
        assert reader.source_path("0" * 64) is None
        assert reader.source_path("../CURRENT") is None
        path.unlink()
        assert reader.source_path(reader.report(LATE).sha256) is None


def test_rows_by_text_let_vectors_be_used_again(tmp_path: Path) -> None:
    reports = small_reports()
    same = replace(reports[2].entries[0].paragraph, text=reports[0].entries[0].paragraph.text)
    entries = (replace(reports[0].entries[0], paragraph=same), *reports[2].entries[1:])
    write_small_index(tmp_path / "index", [*reports[:2], reports[2]._replace(entries=entries)])
    with IndexReader.open(tmp_path / "index") as reader:
        rows = reader.vectors_by_text()
        assert len(rows) == 8
        assert rows[hashlib.sha256(same.text.encode()).hexdigest()] == 0
        for digest, row in rows.items():
            assert hashlib.sha256(reader.by_rows([row])[0].text.encode()).hexdigest() == digest


def test_sentence_vectors_are_given_as_they_are_kept(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for row in range(len(reader)):
            kept = reader.stored_sentences(row)
            assert kept.dtype == np.float16
            assert kept.flags.owndata  # a reader that is closed takes nothing with it
            np.testing.assert_array_equal(kept.astype(np.float32), reader.sentence_vectors(row))
        with pytest.raises(IndexError):
            reader.stored_sentences(len(reader))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(reports=frozenset({"saltby-2022-05-16"})), [6, 7, 8]),
        (Filters(reports=frozenset({"Saltby-2022-05-16"})), []),
        (Filters(reports=frozenset()), []),
        (Filters(reports=frozenset({"northmoor-2016-01-05", "saltby-2022-05-16"})), [0, 1, 6, 7, 8]),
        (Filters(kinds=frozenset({"finding"})), [0, 1, 3, 4, 5, 8]),
        (
            Filters(
                reports=frozenset({"northmoor-2016-01-05", "northmoor-2018-08-24"}),
                kinds=frozenset({"recommendation", "improvement"}),
            ),
            [2],
        ),
        (Filters(kinds=frozenset({"nonsense"})), []),
    ],
)
def test_select(index: Path, filters: Filters, expected: list[int]) -> None:
    with IndexReader.open(index) as reader:
        rows = reader.select(filters)
        assert rows is not None
        assert rows.dtype == np.int64
        assert rows.tolist() == expected


def test_no_filter_selects_everything_without_naming_it(index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.select(Filters()) is None


def test_facets(index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.facets() == {
            "authority": {"Northmoor": 6, "Saltby": 3},
            "framework": {"ilacs": 3, "sif": 2, "sif_reinspection": 4},
            "kind": {"finding": 6, "improvement": 1, "recommendation": 1, "summary": 1},
            "report": {"northmoor-2016-01-05": 2, "northmoor-2018-08-24": 4, "saltby-2022-05-16": 3},
            "year": {"2016": 2, "2018": 4, "2022": 3},
        }
        assert reader.facets([0, 8]) == {
            "authority": {"Northmoor": 1, "Saltby": 1},
            "framework": {"ilacs": 1, "sif": 1},
            "kind": {"finding": 2},
            "report": {"northmoor-2016-01-05": 1, "saltby-2022-05-16": 1},
            "year": {"2016": 1, "2022": 1},
        }
        assert reader.facets([])["kind"] == {}


def test_a_closed_reader_says_so(index: Path) -> None:
    reader = IndexReader.open(index)
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.get(f"{LATE}/para-27")


def test_many_threads_share_a_reader(index: Path) -> None:
    wrong: list[object] = []
    with IndexReader.open(index) as reader:
        expected = [
            reader.get(f"{LATE}/para-27"),
            reader.keyword(["marac"], 9),
            reader.nearest(reader.vector(3), 9),
        ]

        every_report = frozenset(report.id for report in reader.reports())

        def look() -> None:
            for _ in range(50):
                row = reader.row(f"{LATE}/para-27")
                found = [
                    reader.by_rows([row])[0],
                    reader.keyword(["marac"], 9),
                    reader.nearest(reader.vector(row), 9, reader.select(Filters(every_report))),
                ]
                if found != expected:
                    wrong.append(found)

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_sentence_vectors_of_several_rows_at_once(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for rows in ([4], [8, 0, 3, 3], list(range(9)), []):
            vectors, bounds = reader.sentences_of(rows)
            assert (vectors.dtype.str, vectors.shape[1]) == ("<f4", DIMENSION)
            assert bounds.shape == (len(rows) + 1,)
            assert (bounds[0], bounds[-1]) == (0, len(vectors))
            for place, row in enumerate(rows):
                held = vectors[bounds[place] : bounds[place + 1]]
                np.testing.assert_array_equal(held, reader.sentence_vectors(row))
        for row in (-1, 9):
            with pytest.raises(IndexError, match="not within 0 and 8"):
                reader.sentences_of([0, row])


def test_paragraphs_without_a_sentence_have_no_vectors_among_the_others(tmp_path: Path) -> None:
    report = make_report()
    entries = (
        make_entry(make_paragraph(report, 1, "One. Two.")),
        make_entry(make_paragraph(report, 2, "Nothing"), spans=()),
        make_entry(make_paragraph(report, 3, "Three.")),
    )
    write_small_index(tmp_path / "bare", [ReportEntry(report, (), entries)])
    with IndexReader.open(tmp_path / "bare") as reader:
        vectors, bounds = reader.sentences_of([1, 0, 1, 2])
        assert bounds.tolist() == [0, 0, 2, 2, 3]
        np.testing.assert_array_equal(vectors[2:], reader.sentence_vectors(2))


def test_acronyms_are_those_that_the_reports_define(index: Path, tmp_path: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.acronyms() == ()  # MARAC is spelled out in a footnote only
    early, late = make_report("Saltby", date(2016, 1, 5)), make_report("Saltby", date(2018, 8, 24))
    texts = {
        early: ["The tide panel (TP) met.", "Safe harbour hubs (SHHs) opened; an SHH is warm."],
        late: ["The TP met. Each tide panel (TP) is new.", "The tower project (TP) began."],
    }
    made = [
        make_report_entry(
            report, [make_paragraph(report, number, text) for number, text in enumerate(held, 1)]
        )
        for report, held in texts.items()
    ]
    write_small_index(tmp_path / "other", made)
    with IndexReader.open(tmp_path / "other") as reader:
        assert reader.acronyms() == (
            Acronym("SHH", (Sense("Safe harbour hubs", 1, f"{early.id}/para-2"),), 1),
            Acronym(
                "TP",
                (
                    Sense("tide panel", 2, f"{early.id}/para-1"),
                    Sense("tower project", 1, f"{late.id}/para-2"),
                ),
                3,
            ),
        )
