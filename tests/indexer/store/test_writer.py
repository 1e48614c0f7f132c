from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer import files
from indexer.errors import IndexLocked, IndexNotFound, PublishFailed
from indexer.store.format import DATA_FILES, DATABASE, GENERATIONS, SOURCES, ReportEntry, Source
from indexer.store.npy import END
from indexer.store.reader import IndexReader
from indexer.store.writer import locked, write_generation
from indexer.words.analyser import terms
from tests.support.builders import (
    DIMENSION,
    current_generation,
    make_entry,
    make_paragraph,
    make_report,
    make_report_entry,
    make_source,
    small_reports,
    write_small_index,
)

REPORT = make_report()


def test_the_manifest_says_what_was_written(tmp_path: Path) -> None:
    sources = [make_source(item.report) for item in small_reports()]
    refused = Source("/reports/web page.pdf", "/reports", "0" * 64, 12, 1, "test-1", None, "not a PDF")
    manifest = write_small_index(tmp_path / "index", sources=[*sources, refused])
    counts = manifest.counts
    assert (counts.reports, counts.paragraphs, counts.sentences) == (3, 9, 14)
    assert (counts.sources, counts.refused) == (4, 1)
    folder = current_generation(tmp_path / "index")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*DATA_FILES, "manifest.json"])
    for name, facts in manifest.files.items():
        data = (folder / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (facts.sha256, facts.size)
    with IndexReader.open(tmp_path / "index") as reader:
        assert reader.manifest == manifest


def test_all_is_on_the_disk_before_it_is_pointed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, str]] = []
    monkeypatch.setattr(files, "before_step", lambda step, path: steps.append((step, path.name)))
    manifest = write_small_index(tmp_path / "index")
    renamed, pointed = steps.index(("rename", manifest.generation)), steps.index(("replace", "CURRENT"))
    unfinished = f"{manifest.generation}.tmp"
    for step in [*(("sync", name) for name in (*DATA_FILES, "manifest.json")), ("sync folder", unfinished)]:
        assert steps.index(step) < renamed
    for name in manifest.kept:
        assert steps.index(("sync", f"{name}.tmp")) < steps.index(("rename", name)) < renamed
    assert steps[renamed + 1] == ("sync folder", "generations")
    assert steps.index(("sync", "CURRENT.tmp")) in range(renamed, pointed)
    assert steps[pointed + 1 :] == [("sync folder", "index")]
    created = {name for step, name in steps if step == "create"}
    assert created == {name for step, name in steps if step == "sync"}


def test_the_arrays_are_what_numpy_reads(tmp_path: Path) -> None:
    write_small_index(tmp_path / "index")
    folder = current_generation(tmp_path / "index")
    texts = [item.paragraph.text for report in small_reports() for item in report.entries]
    postings = sum(len(set(terms(text))) for text in texts)
    arrays = {
        name: np.load(folder / name, allow_pickle=False) for name in DATA_FILES if name.endswith(".npy")
    }
    assert {name: (array.dtype.str, array.shape) for name, array in arrays.items()} == {
        "paragraphs.npy": ("<f4", (9, DIMENSION)),
        "sentences.npy": ("<f2", (14, DIMENSION)),
        "sentence_offsets.npy": ("<i8", (10,)),
        "lexical_rows.npy": ("<i4", (postings,)),
        "lexical_weights.npy": ("<f4", (postings,)),
    }
    ordered = [item for report in small_reports() for item in report.entries]
    np.testing.assert_array_equal(arrays["paragraphs.npy"], np.stack([item.vector for item in ordered]))


def test_rows_follow_authority_and_date_whatever_the_order_given(tmp_path: Path) -> None:
    write_small_index(tmp_path / "one", small_reports())
    write_small_index(tmp_path / "two", small_reports()[::-1])
    names = [
        name for name in DATA_FILES if name != DATABASE
    ]  # the sources keep the order given, in the database
    first, second = current_generation(tmp_path / "one"), current_generation(tmp_path / "two")
    assert [(first / name).read_bytes()[:-END] for name in names] == [
        (second / name).read_bytes()[:-END] for name in names
    ]
    with IndexReader.open(tmp_path / "one") as one, IndexReader.open(tmp_path / "two") as two:
        assert one.by_rows(range(9)) == two.by_rows(range(9))
        assert [report.id for report in two.reports()] == [
            "northmoor-2016-01-05",
            "northmoor-2018-08-24",
            "saltby-2022-05-16",
        ]


def test_an_index_of_nothing(tmp_path: Path) -> None:
    write_small_index(tmp_path / "index", [])
    with IndexReader.open(tmp_path / "index", verify=True) as reader:
        assert len(reader) == 0
        assert reader.reports() == ()
        assert reader.nearest(np.ones(DIMENSION, dtype=np.float32), 5) == []
        assert reader.keyword(["marac"], 5) == []
        assert reader.facets() == {name: {} for name in ("authority", "framework", "kind", "report", "year")}
        assert dict(reader.vectors_by_text()) == {}
    write_small_index(tmp_path / "index", [make_report_entry(REPORT, [])])
    with IndexReader.open(tmp_path / "index") as reader:
        assert reader.paragraphs(REPORT.id) == ()


def test_a_paragraph_without_a_sentence_keeps_its_row(tmp_path: Path) -> None:
    blank = make_entry(make_paragraph(REPORT, 1, " "), spans=())
    write_small_index(
        tmp_path / "index", [ReportEntry(REPORT, (), (blank, make_entry(make_paragraph(REPORT, 2))))]
    )
    with IndexReader.open(tmp_path / "index") as reader:
        assert reader.sentence_vectors(0).shape == (0, DIMENSION)
        assert reader.spans(0) == ()
        assert reader.sentence_vectors(1).shape == (2, DIMENSION)


def test_two_generations_are_kept_and_the_sources_that_they_need(tmp_path: Path) -> None:
    index = tmp_path / "index"
    made = [make_report("Saltby", date(2020, 1, day)) for day in range(1, 5)]
    names = []
    for report in made:
        names.append(
            write_small_index(index, [make_report_entry(report, [make_paragraph(report)])]).generation
        )
    assert [name[:10] for name in names] == ["gen-000001", "gen-000002", "gen-000003", "gen-000004"]
    assert sorted(path.name for path in (index / GENERATIONS).iterdir()) == names[2:]
    assert {path.name for path in (index / SOURCES).iterdir()} == {f"{item.sha256}.pdf" for item in made[2:]}


def test_sources_are_all_kept_while_one_generation_cannot_say_what_it_needs(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_small_index(index)
    (current_generation(index) / "manifest.json").write_bytes(b"damaged")
    write_small_index(index, [])
    assert len(list((index / SOURCES).iterdir())) == 3
    write_small_index(index, [])
    assert list((index / SOURCES).iterdir()) == []


def test_a_damaged_pointer_loses_no_generation(tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = write_small_index(index)
    (index / "CURRENT").write_text("../../elsewhere\n")
    second = write_small_index(index)
    assert {path.name for path in (index / GENERATIONS).iterdir()} == {first.generation, second.generation}
    with IndexReader.open(index) as reader:
        assert reader.generation == second.generation


def test_a_report_kept_from_before_needs_no_file(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_small_index(index)
    reports = small_reports()
    arguments = {"encoder_name": "", "encoder_revision": "", "dimension": DIMENSION, "parser": ""}
    sources = [make_source(item.report) for item in reports]
    write_generation(index, reports=reports, sources=sources, source_files={}, **arguments)  # type: ignore[arg-type]
    damaged = index / SOURCES / f"{reports[0].report.sha256}.pdf"
    damaged.write_bytes(b"damaged")
    with pytest.raises(PublishFailed, match="northmoor-2016-01-05 is neither given nor in"):
        write_generation(index, reports=reports, sources=sources, source_files={}, **arguments)  # type: ignore[arg-type]
    write_small_index(index)
    assert hashlib.sha256(damaged.read_bytes()).hexdigest() == reports[0].report.sha256


def test_a_file_that_changed_since_it_was_read_is_not_kept(tmp_path: Path) -> None:
    folder = tmp_path / "index-files"
    folder.mkdir()
    (folder / "saltby-2022-05-16.pdf").write_bytes(b"%PDF other bytes")
    with pytest.raises(PublishFailed, match="changed while it was being indexed"):
        write_small_index(tmp_path / "index")
    assert list((tmp_path / "index" / SOURCES).iterdir()) == []
    with pytest.raises(IndexNotFound):
        IndexReader.open(tmp_path / "index")


def test_a_file_that_vanished_is_a_failed_publication(tmp_path: Path) -> None:
    item = small_reports()[0]
    gone = {item.report.sha256: tmp_path / "gone.pdf"}
    with pytest.raises(PublishFailed, match="there is no such file"):
        write_generation(
            tmp_path / "index",
            reports=[item],
            sources=[make_source(item.report)],
            encoder_name="",
            encoder_revision="",
            dimension=DIMENSION,
            parser="",
            source_files=gone,
        )


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    index = tmp_path / "deep" / "index"
    with locked(index):
        with pytest.raises(IndexLocked, match="another process"), locked(index):
            pytest.fail("held twice")
        write_small_index(index)
    with locked(index):
        pass


def test_a_lock_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PublishFailed, match="could not be written"), locked(tmp_path / "file" / "index"):
        pytest.fail("locked")
