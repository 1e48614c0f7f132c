"""A saved id that leads nowhere is answered with what it may be now, and nothing is guessed beyond that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.errors import UnknownPinpoint
from indexer.store.reader import IndexReader
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    folder = tmp_path_factory.mktemp("heirs") / "index"
    entries = []
    for published in (date(2018, 8, 24), date(2022, 5, 4)):
        report = make_report("Saltby", published, framework="ilacs", urn="80002")
        paragraphs = [
            make_paragraph(report, 1, "Visits are timely."),
            make_paragraph(report, 2, "Improve supervision.", kind="recommendation"),
        ]
        entries.append(make_report_entry(report, paragraphs))
    write_small_index(folder, entries)
    with IndexReader.open(folder) as opened:
        yield opened


def remedy(reader: IndexReader, identity: str) -> str:
    with pytest.raises(UnknownPinpoint) as raised:
        reader.get(identity)
    return raised.value.remedy


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ("saltby-2018-08-24/para-2", "that number is also in saltby-2018-08-24/rec-2"),
        ("saltby-2018-08-24/part2-rec-2", "that number is also in saltby-2018-08-24/rec-2"),
        ("saltby-2018-08-20/para-1", "its date may have been corrected: look at saltby-2018-08-24"),
        ("saltby-2018-08-24-2/para-1", "its date may have been corrected: look at saltby-2018-08-24"),
        ("saltby-2019-01-01/para-1", "of that authority it holds saltby-2018-08-24, saltby-2022-05-04"),
    ],
)
def test_what_it_may_be_now_is_named(reader: IndexReader, identity: str, said: str) -> None:
    assert said in remedy(reader, identity)


def test_a_number_that_is_nowhere_names_no_other(reader: IndexReader) -> None:
    assert "also in" not in remedy(reader, "saltby-2018-08-24/para-9")
    assert "corrected" not in remedy(reader, "wexcombe-2018-08-24/para-1")
