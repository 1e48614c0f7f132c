"""What a user says of a file is remembered with it, and changes nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from indexer.given import Given, given_by
from indexer.pipeline.run import index_paths
from indexer.pipeline.summary import IndexSummary
from indexer.store.reader import IndexReader
from tests.support.encoders import HashEncoder
from tests.support.small_pdfs import lines_of_text, pdf_bytes

GIVEN = Given("generic", "Northmoor", date(2019, 5, 7))
TEXT = [f"1.{n} Children of this place are seen often enough, as matter {n} shows." for n in range(1, 6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "review.pdf").write_bytes(pdf_bytes(lines_of_text("Review of harbours", *TEXT)))
    return made


def run(path: Path, given: Given | None = None) -> IndexSummary:
    return index_paths([path], path.parent.parent / "index" if path.is_file() else path.parent / "index",
                       HashEncoder, given=given, workers=1)  # fmt: skip


def held(index: Path) -> Mapping[str, tuple[str, str]]:
    with IndexReader.open(index) as reader:
        return {it.report or it.reason: (it.given, Path(it.path).name) for it in reader.sources()}


@pytest.mark.slow
def test_a_file_is_refused_until_its_kind_is_given_and_then_remembered(folder: Path) -> None:
    index = folder.parent / "index"
    (refused,) = run(folder).refused
    assert refused.reason.startswith("not an inspection report, as its first pages name no inspection")
    assert "--kind generic" in refused.reason
    assert run(folder / "review.pdf", GIVEN).indexed == 1
    assert held(index) == {"northmoor-2019-05-07": (GIVEN.spell(), "review.pdf")}
    run(folder)
    again = run(folder)
    assert (again.indexed, again.unchanged, again.published) == (0, 1, False)
    (folder / "review.pdf").write_bytes(pdf_bytes(lines_of_text("Review of harbours", *TEXT[:4])))
    assert run(folder).indexed == 1  # other bytes under the same name
    (folder / "review.pdf").rename(folder / "renamed.pdf")
    assert run(folder).refused == ()
    assert held(index) == {"northmoor-2019-05-07": (GIVEN.spell(), "renamed.pdf")}
    other = Given("generic", "Saltby", date(2020, 1, 1))
    assert run(folder / "renamed.pdf", other).indexed == 1
    assert list(held(index)) == ["saltby-2020-01-01"]
    assert len(run(folder, Given()).refused) == 1  # --kind auto


@pytest.mark.slow
def test_of_equal_bytes_the_file_of_which_something_is_said_counts(folder: Path) -> None:
    (folder / "a.pdf").write_bytes((folder / "review.pdf").read_bytes())
    run(folder)
    summary = run(folder / "review.pdf", GIVEN)
    assert (summary.indexed, summary.reports) == (1, 1)


def test_it_is_spelled_in_one_way() -> None:
    for given in (Given(), GIVEN, Given("generic"), Given("generic", "", date(2020, 1, 2))):
        assert Given.parse(given.spell()) == given
    assert Given().spell() == ""
    with pytest.raises(ValueError, match="not what a user says"):
        Given.parse("[1]")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("sif", None, None), "is no kind to read a file as"),
        ((None, "Northmoor", None), "without a kind"),
        ((None, None, "2019-05-07"), "without a kind"),
        (("auto", "Northmoor", None), "not used with --kind auto"),
        (("generic", "…", None), "no name of an authority"),
        (("generic", None, "7 May 2019"), "not a date that Pinpoint can read: write it as in 2019-05-07"),
        (("generic", None, "2019-02-30"), "not a date that Pinpoint can read: write it as in 2019-05-07"),
    ],
)
def test_what_cannot_be_used_is_refused(
    typed: tuple[str | None, str | None, str | None], problem: str
) -> None:
    with pytest.raises(InvalidRequest, match=problem):
        given_by(*typed)


def test_what_is_typed() -> None:
    assert given_by(None, None, None) is None
    assert given_by("auto", None, None) == Given()
    assert given_by("generic", " Northmoor ", "2019-05-07") == GIVEN
