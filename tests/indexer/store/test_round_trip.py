"""Whatever valid records are written, the same records are read."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.records import (
    AREAS,
    FRAMEWORKS,
    GRADES,
    KINDS,
    Anomaly,
    Box,
    Judgement,
    Paragraph,
    Pinpoint,
    Report,
    report_id,
)
from indexer.store.filters import Filters
from indexer.store.format import ReportEntry, source_file
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import make_entry, make_report_entry, make_source, source_bytes, write_small_index

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
PATH_TEXT = st.text(st.characters(exclude_categories=(), exclude_characters="\0"), max_size=20)
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
PAGES = st.one_of(st.none(), st.integers(1, 500))
POINTS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def paragraphs(draw: st.DrawFn, report: str) -> Paragraph:
    pinpoint = Pinpoint(
        report=report,
        kind=draw(st.sampled_from(KINDS)),
        number=draw(st.integers(0, 2**31 - 1)),
        part=draw(st.sampled_from(["", "lscb", "part2"])),
        section=draw(st.sampled_from(["", "executive", "looked-after"])),
        repeat=draw(st.sampled_from(["", "b"])),
        printed=draw(st.booleans()),
    )
    return Paragraph(
        id=str(pinpoint),
        kind=pinpoint.kind,
        number=pinpoint.number,
        printed=pinpoint.printed,
        part=pinpoint.part,
        section=tuple(draw(st.lists(TEXT, max_size=3))),
        grade=draw(TEXT),
        page_first=draw(PAGES),
        page_last=draw(PAGES),
        text=draw(TEXT),
        boxes=tuple(
            draw(st.lists(st.builds(Box, st.integers(1, 3), POINTS, POINTS, POINTS, POINTS), max_size=5))
        ),
        footnotes=tuple(draw(st.lists(TEXT, max_size=2))),
        linked=tuple(draw(st.lists(st.integers(1, 200), max_size=3))),
        recommendation_mark=draw(st.booleans()),
    )


@st.composite
def reports(draw: st.DrawFn, authority: str) -> ReportEntry:
    published = draw(DAYS)
    identity = report_id(authority, published)
    report = Report(
        id=identity,
        authority=authority,
        urn=draw(TEXT),
        title=draw(TEXT),
        framework=draw(st.sampled_from(FRAMEWORKS)),
        inspection_start=draw(st.one_of(st.none(), DAYS)),
        inspection_end=draw(st.one_of(st.none(), DAYS)),
        published=published,
        published_source=draw(TEXT),
        lead_inspector=draw(TEXT),
        judgements=tuple(
            draw(
                st.lists(
                    st.builds(Judgement, st.sampled_from(AREAS), TEXT, st.sampled_from(GRADES), TEXT),
                    max_size=3,
                )
            )
        ),
        pages=draw(PAGES),
        source=identity + draw(PATH_TEXT),
        sha256=source_sha256(identity),
        media=draw(st.sampled_from(["pdf", "text"])),
    )
    held = draw(st.lists(paragraphs(identity), max_size=5, unique_by=lambda item: item.id))
    anomalies = draw(st.lists(st.builds(Anomaly, TEXT, PAGES, TEXT), max_size=2))
    return make_report_entry(report, held, anomalies)


def source_sha256(identity: str) -> str:
    return hashlib.sha256(source_bytes(identity)).hexdigest()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.tuples(reports("Northmoor"), reports("St. Saltby & Wexcombe's")), root=PATH_TEXT)
def test_records_come_back_as_they_were(made: tuple[ReportEntry, ...], root: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        index = Path(name) / "index"
        sources = [make_source(item.report, root) for item in made]
        write_small_index(index, made, sources=sources)
        assert check(index) == []
        with IndexReader.open(index, verify=True) as reader:
            assert reader.reports() == tuple(item.report for item in made)
            assert list(reader.sources()) == sources
            rows = iter(range(len(reader)))
            for report, anomalies, entries in made:
                assert reader.anomalies(report.id) == anomalies
                assert reader.paragraphs(report.id) == tuple(entry.paragraph for entry in entries)
                selected = reader.select(Filters(reports=frozenset({report.id})))
                assert selected is not None
                for entry, row in zip(entries, selected.tolist(), strict=True):
                    assert row == next(rows) == reader.row(entry.paragraph.id)
                    assert reader.spans(row) == entry.spans
                    np.testing.assert_array_equal(reader.vector(row), entry.vector)
                    halved = make_entry(entry.paragraph).sentence_vectors.astype(np.float16)
                    np.testing.assert_array_equal(reader.sentence_vectors(row), halved.astype(np.float32))
                path = reader.source_path(report.sha256)
                assert path is not None
                assert path.name == source_file(report.sha256, report.media)
                assert path.read_bytes() == source_bytes(report.id)
