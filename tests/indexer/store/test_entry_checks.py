from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import Float32Array
from indexer.errors import MisalignedRows
from indexer.records import Box, Paragraph
from indexer.store.format import Entry, ReportEntry, Source
from indexer.store.writer import check_report
from tests.support.builders import (
    DIMENSION,
    make_entry,
    make_paragraph,
    make_report,
    make_report_entry,
    make_source,
    small_reports,
    write_small_index,
)

REPORT = make_report()


def with_entry(entry: Entry) -> ReportEntry:
    return ReportEntry(REPORT, (), (entry,))


def entry(**changes: object) -> Entry:
    return replace(make_entry(make_paragraph(REPORT, 1, "One thing. Another thing.")), **changes)  # type: ignore[arg-type]


def paragraph(**changes: object) -> Paragraph:
    return replace(make_paragraph(REPORT, 1, "One thing. Another thing."), **changes)  # type: ignore[arg-type]


def vector(value: float = 0.25, *, dtype: type = np.float32, size: int = DIMENSION) -> Float32Array:
    return np.full(size, value, dtype=dtype)


SENTENCES = np.full((2, DIMENSION), 0.25, dtype=np.float32)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (with_entry(entry(vector=vector(size=DIMENSION + 1))), r"vector of float32 \(17,\)"),
        (with_entry(entry(vector=vector(dtype=np.float64))), "vector of float64"),
        (with_entry(entry(vector=vector(np.nan))), "length nan"),
        (with_entry(entry(vector=vector(np.inf))), "length inf"),
        (with_entry(entry(vector=vector(0.0))), "length 0.0000"),
        (with_entry(entry(vector=vector(0.3))), "length 1.2000"),
        (with_entry(entry(sentence_vectors=SENTENCES[:1])), "2 sentences and vectors"),
        (with_entry(entry(sentence_vectors=SENTENCES[:, :8])), r"float32 \(2, 8\)"),
        (with_entry(entry(sentence_vectors=SENTENCES.astype(np.float64))), "float64"),
        (with_entry(entry(sentence_vectors=SENTENCES * 2)), "length 2.0000"),
        (with_entry(entry(sentence_vectors=SENTENCES * np.nan)), "length nan"),
        (with_entry(entry(spans=((0, 10),))), "1 sentences and vectors"),
        (with_entry(entry(spans=((0, 10), (11, 26)))), r"span \(11, 26\) in 25 characters"),
        (with_entry(entry(spans=((11, 25), (0, 10)))), r"span \(0, 10\)"),
        (with_entry(entry(spans=((0, 10), (9, 25)))), r"span \(9, 25\)"),
        (with_entry(entry(spans=((0, 0), (11, 25)))), r"span \(0, 0\)"),
        (with_entry(entry(spans=((-1, 10), (11, 25)))), r"span \(-1, 10\)"),
        (with_entry(entry(paragraph=paragraph(number=2))), "para-1 is given to finding 2"),
        (with_entry(entry(paragraph=paragraph(kind="context"))), "para-1 is given to context 1"),
        (
            with_entry(entry(paragraph=paragraph(id="saltby-2018-08-24/para-1"))),
            "given to finding 1 of northmoor",
        ),
        (with_entry(entry(paragraph=paragraph(id=f"{REPORT.id}/para-01"))), "para-01 is given to"),
        (with_entry(entry(paragraph=paragraph(id="para-1"))), "not the id of a paragraph"),
        (
            with_entry(entry(paragraph=paragraph(id=f"{REPORT.id}/para-{10**10}", number=10**10))),
            "a number over",
        ),
        (with_entry(entry(paragraph=paragraph(grade="a\0b"))), "NUL"),
        (with_entry(entry(paragraph=paragraph(section=("\ud800",)))), "half a character pair"),
        (with_entry(entry(paragraph=paragraph(boxes=(Box(1, 0.0, float("nan"), 1.0, 1.0),)))), "not finite"),
        (ReportEntry(replace(REPORT, id="northmoor"), (), ()), "not the id of a report"),
        (ReportEntry(replace(REPORT, sha256="abc"), (), ()), "'abc' for a SHA-256"),
        (ReportEntry(replace(REPORT, sha256="../" + "a" * 61), (), ()), "for a SHA-256"),
        (ReportEntry(replace(REPORT, media="tape"), (), ()), "media 'tape'"),  # type: ignore[arg-type]
        (ReportEntry(replace(REPORT, title="\0"), (), ()), "NUL"),
        (ReportEntry(replace(REPORT, framework="harbour"), (), ()), "the framework 'harbour'"),
    ],
)
def test_records_that_do_not_fit_together_are_refused(tmp_path: Path, wrong: ReportEntry, said: str) -> None:
    with pytest.raises(MisalignedRows, match=said):
        check_report(wrong, DIMENSION)
    with pytest.raises(MisalignedRows, match=said):
        write_small_index(tmp_path / "index", [wrong])
    assert not (tmp_path / "index").exists()


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    twice = make_paragraph(REPORT, 1)
    with pytest.raises(MisalignedRows, match="para-1 occurs twice"):
        write_small_index(
            tmp_path / "index", [make_report_entry(REPORT, [twice, make_paragraph(REPORT, 2), twice])]
        )
    one = make_report_entry(REPORT, [])
    with pytest.raises(MisalignedRows, match="northmoor-2018-08-24 occurs twice"):
        write_small_index(tmp_path / "index", [one, one])


def without_report(sources: list[Source]) -> list[Source]:
    return [replace(sources[0], report=None, reason="the file is empty"), *sources[1:]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sources: sources[1:], "no source has the bytes of northmoor-2016-01-05"),
        (without_report, "no source has the bytes of northmoor-2016-01-05"),
        (lambda sources: [replace(sources[0], sha256="0" * 64), *sources[1:]], "no source has the bytes of"),
        (lambda sources: [*sources, sources[0]], "occurs twice"),
        (
            lambda sources: [*sources, replace(sources[0], path="x", report="wexcombe-2020-02-02")],
            "names the report",
        ),
    ],
)
def test_sources_and_reports_must_agree(
    tmp_path: Path, change: Callable[[list[Source]], list[Source]], said: str
) -> None:
    sources = [make_source(item.report) for item in small_reports()]
    with pytest.raises(MisalignedRows, match=said):
        write_small_index(tmp_path / "index", sources=change(sources))


def test_a_dimension_of_zero_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MisalignedRows, match="dimension is 0"):
        write_small_index(tmp_path / "index", [], dimension=0)
