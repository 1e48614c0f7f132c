"""Folders to an index: what is new is read, what is not is taken over, and all of it is said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from indexer.pipeline.journal import JOURNAL
from indexer.sandbox.limits import ReadLimits
from indexer.store.reader import IndexReader
from tests.support.encoders import HashEncoder
from tests.support.index_bench import Bench, counts
from tests.support.scripts import obedient_reader
from tests.support.scripts.obedient_reader import write, write_report

pytestmark = pytest.mark.slow


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_folder_of_reports(bench: Bench) -> None:
    write_report(bench.reports / "a/1.pdf", "Saltby", "2022-05-16", "Visits are regular.", "Plans are clear.")
    write_report(bench.reports / "b/2.pdf", "Northmoor", "2018-08-24", "Staff know children well.")
    (bench.reports / "README.md").write_text("Reports.")
    bad = write(bench.reports / "c.pdf", "refuse it")
    summary = bench.run()
    assert counts(summary) == (2, 0, 0, 1)
    assert (summary.reports, summary.paragraphs, summary.embedded, summary.passed_over) == (2, 3, 3, 1)
    assert summary.refused == ((str(bad), "told to refuse: it"),)
    assert bench.texts() == {
        "northmoor-2018-08-24/para-1": "Staff know children well.",
        "saltby-2022-05-16/para-1": "Visits are regular.",
        "saltby-2022-05-16/para-2": "Plans are clear.",
    }
    assert not (bench.index / JOURNAL).exists()


def test_vectors_are_those_of_the_text(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "Visits are regular. Plans are clear.")
    write_report(bench.reports / "2.pdf", "Northmoor", "2018-08-24", "Staff know children well.")
    bench.run()
    with IndexReader.open(bench.index) as reader:
        for row in range(len(reader)):
            text = reader.by_rows([row])[0].text
            assert reader.vector(row) == pytest.approx(bench.encoder.encode_query(text))
            for vector, (start, end) in zip(reader.sentence_vectors(row), reader.spans(row), strict=True):
                assert vector == pytest.approx(bench.encoder.encode_query(text[start:end]), abs=1e-3)


def test_nothing_changed(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    write(bench.reports / "bad.pdf", "refuse it")
    write(bench.reports / "again/1.pdf", "report Saltby 2022-05-16", "Visits are regular. Plans are clear.")
    first = bench.run()
    for path in bench.reports.rglob("*.pdf"):
        os.utime(path, (1, 1))
    second = bench.run()
    assert counts(second) == (0, 1, 0, 1)
    assert (second.published, second.embedded, second.generation) == (False, 0, first.generation)
    assert (second.refused, second.duplicates) == (first.refused, first.duplicates)


def test_adding_replacing_and_removing(bench: Bench) -> None:
    for number in range(1, 5):
        write_report(
            bench.reports / f"{number}.pdf", "Saltby", f"202{number}-05-16", f"Text {number}.", "Same."
        )
    assert bench.run().embedded == 5  # "Same." once
    (bench.reports / "1.pdf").unlink()
    write_report(bench.reports / "2.pdf", "Saltby", "2022-05-16", "Text 2.", "New here.")
    write_report(bench.reports / "5.pdf", "Saltby", "2025-05-16", "Text 1.", "Also new.")
    summary = bench.run()
    assert counts(summary) == (2, 2, 1, 0)
    assert summary.embedded == 2
    assert sorted(bench.texts().values()) == sorted(
        ["Text 2.", "New here.", "Text 3.", "Same.", "Text 4.", "Same.", "Text 1.", "Also new."]
    )


def test_a_report_that_becomes_unreadable(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    write_report(bench.reports / "2.pdf", "Northmoor", "2018-08-24")
    bench.run()
    (bench.reports / "1.pdf").write_bytes(b"")
    summary = bench.run()
    assert counts(summary) == (0, 1, 0, 1)
    assert summary.refused[0].reason == "the file is empty"


def test_other_roots_stay_and_only_takes_them_out(bench: Bench) -> None:
    one = write_report(bench.reports / "a/1.pdf", "Saltby", "2022-05-16", "First.").parent
    two = write_report(bench.reports / "b/2.pdf", "Northmoor", "2018-08-24", "Second.").parent
    assert counts(bench.run(one)) == (1, 0, 0, 0)
    summary = bench.run(two)
    assert (counts(summary), summary.reports) == ((1, 0, 0, 0), 2)
    (two / "2.pdf").unlink()
    assert counts(bench.run(one)) == (0, 1, 0, 0)  # what is elsewhere is not looked at
    assert set(bench.texts().values()) == {"First.", "Second."}
    summary = bench.run(one, only=True)
    assert (counts(summary), summary.embedded) == ((0, 1, 1, 0), 0)
    assert set(bench.texts().values()) == {"First."}


def test_a_folder_within_an_indexed_one_and_around_it(bench: Bench) -> None:
    inner = write_report(bench.reports / "a/b/1.pdf", "Saltby", "2022-05-16").parent
    write_report(bench.reports / "2.pdf", "Northmoor", "2018-08-24")
    assert bench.run(inner).reports == 1
    assert counts(bench.run()) == (1, 1, 0, 0)
    with IndexReader.open(bench.index) as reader:
        assert reader.manifest.roots == (bench.reports.resolve().as_posix(),)
        assert {source.root for source in reader.sources()} == set(reader.manifest.roots)
    write_report(inner / "3.pdf", "Wexcombe", "2019-01-01")
    summary = bench.run(inner)
    assert (counts(summary), summary.reports) == ((1, 1, 0, 0), 3)
    with IndexReader.open(bench.index) as reader:
        assert len(reader.manifest.roots) == 1


def test_the_same_bytes_twice(bench: Bench) -> None:
    one = write_report(bench.reports / "a/1.pdf", "Saltby", "2022-05-16")
    (bench.reports / "b").mkdir()
    two = shutil.copy(one, bench.reports / "b/copy.pdf")
    summary = bench.run()
    assert (counts(summary), summary.reports) == ((1, 0, 0, 0), 1)
    assert summary.duplicates == ((str(two), str(one), "same bytes"),)
    one.unlink()
    summary = bench.run()
    assert (counts(summary), summary.duplicates, summary.embedded) == ((1, 0, 0, 0), (), 0)


def test_the_same_bytes_under_another_root(bench: Bench) -> None:
    one = write_report(bench.reports / "a/1.pdf", "Saltby", "2022-05-16")
    (bench.reports / "b").mkdir()
    two = Path(shutil.copy(one, bench.reports / "b/1.pdf"))
    bench.run(one.parent)
    summary = bench.run(two.parent)
    assert (counts(summary), summary.reports, summary.embedded) == ((0, 0, 0, 0), 1, 0)
    assert [item.path for item in summary.duplicates] == [str(two)]
    one.unlink()
    write_report(one.parent / "2.pdf", "Wexcombe", "2022-05-16")
    assert bench.run(one.parent).reports == 2
    assert counts(bench.run(two.parent)) == (0, 1, 0, 0)


def test_two_reports_of_one_day(bench: Bench) -> None:
    write_report(bench.reports / "2.pdf", "Saltby", "2022-05-16", "The second.")
    bench.run()
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16", "The first.")
    summary = bench.run()
    assert (counts(summary), summary.embedded) == ((1, 1, 0, 0), 1)
    later = {"saltby-2022-05-16/para-1": "The first.", "saltby-2022-05-16-2/para-1": "The second."}
    assert bench.texts() == later
    assert not bench.run().published
    (bench.reports / "1.pdf").unlink()
    bench.run()
    assert bench.texts() == {"saltby-2022-05-16/para-1": "The second."}
    with IndexReader.open(bench.index) as reader:
        assert reader.anomalies("saltby-2022-05-16") == ()


def test_an_exported_text_and_its_pdf(bench: Bench) -> None:
    text = write_report(bench.reports / "a.txt", "Saltby", "2022-05-16", "Visits  are regular.")
    assert counts(bench.run()) == (1, 0, 0, 0)
    pdf = write_report(bench.reports / "b.pdf", "Saltby", "2022-05-16", "Visits are regular.")
    summary = bench.run()
    assert (counts(summary), summary.reports) == ((1, 0, 0, 0), 1)
    assert summary.duplicates == ((str(text), str(pdf), "same report"),)
    with IndexReader.open(bench.index) as reader:
        assert reader.report("saltby-2022-05-16").media == "pdf"
    assert not bench.run().published
    pdf.unlink()
    assert counts(bench.run()) == (1, 0, 1, 0)
    with IndexReader.open(bench.index) as reader:
        assert reader.report("saltby-2022-05-16").media == "text"


def test_a_name_may_say_what_the_bytes_do_not(bench: Bench) -> None:
    bad = write(bench.reports / "a.pdf", "named Saltby", "Visits are regular.")
    summary = bench.run()
    assert [item.reason for item in summary.refused] == ["no publication date: put it into the name"]
    good = bad.rename(bench.reports / "b 2022-05-16.pdf")
    assert counts(bench.run()) == (1, 0, 0, 0)
    shutil.copy(good, bad)
    summary = bench.run()
    assert (counts(summary), summary.reports) == ((0, 1, 0, 0), 1)
    assert summary.duplicates == ((str(bad), str(good), "same bytes"),)
    good.rename(bench.reports / "b 2023-05-16.pdf")
    summary = bench.run()
    assert list(bench.texts()) == ["saltby-2023-05-16/para-1"]
    assert summary.embedded == 0


def test_a_refusal_is_remembered_until_something_that_it_rests_on_changes(bench: Bench) -> None:
    marks = bench.reports.parent / "marks"
    marks.mkdir()
    write(bench.reports / "x.pdf", f"count {marks}")
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    first = bench.run().refused[0].reason
    (marks / "one").touch()
    write_report(bench.reports / "2.pdf", "Saltby", "2023-05-16")
    assert bench.run().refused[0].reason == first
    other = bench.run(limits=ReadLimits(pages=900)).refused[0].reason
    assert other != first
    assert other.endswith("1 marks")


def test_what_did_not_end_in_time_is_tried_again(bench: Bench) -> None:
    write(bench.reports / "x.pdf", "sleep 600")
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    limits = ReadLimits(wall_seconds=1)
    assert bench.run(limits=limits).refused[0].reason == "reading it did not end within 1 seconds"
    again = bench.run(limits=limits)
    assert (counts(again), again.published) == ((0, 1, 0, 1), False)


def test_a_new_parser_reads_everything_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    bench.run()
    monkeypatch.setattr(obedient_reader, "PARSER_VERSION", "obedient-2")
    summary = bench.run()
    assert (counts(summary), summary.published, summary.embedded) == ((1, 0, 0, 0), True, 0)
    assert not bench.run().published


@pytest.mark.parametrize(
    "other", [HashEncoder(name="other"), HashEncoder(revision="2"), HashEncoder(dimension=48)]
)
def test_another_model_embeds_everything_again(bench: Bench, other: HashEncoder) -> None:
    elsewhere = write_report(bench.reports / "a/1.pdf", "Saltby", "2022-05-16", "One.", "Two.").parent
    here = write_report(bench.reports / "b/2.pdf", "Northmoor", "2018-08-24", "Three.").parent
    bench.run(elsewhere)
    bench.encoder = other
    summary = bench.run(here)
    assert (counts(summary), summary.embedded) == ((1, 0, 0, 0), 3)
    with IndexReader.open(bench.index) as reader:
        assert (reader.manifest.encoder_name, reader.dimension) == (other.name, other.dimension)


def test_a_folder_that_became_empty_is_taken_for_a_share_that_is_not_there(bench: Bench) -> None:
    report = write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    bench.run()
    report.unlink()
    summary = bench.run()
    assert (counts(summary), summary.reports, summary.published) == ((0, 0, 0, 1), 1, False)
    assert summary.refused[0].reason == (
        "no report in this folder: it holds no file that could be one (.pdf, .docx, .html, .htm, .txt); "
        "the 1 file indexed from it before stay in the index (--only takes them out)"
    )


def test_a_path_that_is_gone_takes_nothing_with_it(bench: Bench) -> None:
    write_report(bench.reports / "1.pdf", "Saltby", "2022-05-16")
    bench.run()
    bench.reports.rename(bench.reports.with_name("unplugged"))
    summary = bench.run()
    assert (counts(summary), summary.reports, summary.published) == ((0, 0, 0, 1), 1, False)
    assert summary.refused[0].reason == (
        "there is no such file or folder; the 1 file indexed from it before stay in the index "
        "(--only takes them out)"
    )


def test_an_update_gives_what_a_fresh_index_would(bench: Bench, tmp_path: Path) -> None:
    for number in range(6):
        write_report(
            bench.reports / f"{number % 2}/{number}.pdf",
            "Saltby",
            f"202{number % 3}-05-16",
            f"Text {number}.",
        )
    bench.run()
    (bench.reports / "0/0.pdf").unlink()
    write_report(bench.reports / "0/1.txt", "Saltby", "2021-05-16", "Text 1.")
    write_report(bench.reports / "1/9.pdf", "Wexcombe", "2024-05-16", "Text 9.")
    bench.run()
    updated = bench.texts()
    bench.index = tmp_path / "fresh"
    bench.run()
    assert bench.texts() == updated
