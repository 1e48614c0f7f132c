"""Indexes of earlier formats, as they were written then: refused in words, and replaced only on demand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from indexer.cli import app
from indexer.errors import IncompatibleIndex
from indexer.store.format import FORMAT_VERSION, GENERATIONS, LOCK, MANIFEST, VERSIONS_READ
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.encoders import HashEncoder
from tests.support.paths import TESTS

FROZEN = TESTS / "index_versions"
EARLIER = range(1, FORMAT_VERSION)


def copy_of(version: int, folder: Path) -> Path:
    return shutil.copytree(FROZEN / f"v{version}", folder / "index")


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_index_of_every_earlier_version_is_kept() -> None:
    assert {path.name for path in FROZEN.iterdir() if path.is_dir()} == {f"v{number}" for number in EARLIER}
    for number in EARLIER:
        (manifest,) = (FROZEN / f"v{number}" / GENERATIONS).glob(f"*/{MANIFEST}")
        assert json.loads(manifest.read_bytes())["format_version"] == number


@pytest.mark.parametrize("version", EARLIER)
@pytest.mark.parametrize("verify", [False, True])
def test_an_earlier_version_is_incompatible_and_not_corrupt(
    tmp_path: Path, version: int, verify: bool
) -> None:
    index = copy_of(version, tmp_path)
    before = contents(index)
    said = (
        f"has format version {version}, this program reads {VERSIONS_READ}: "
        "`pinpoint index --rebuild` reads the indexed folders again"
    )
    with pytest.raises(IncompatibleIndex, match=said):
        IndexReader.open(index, verify=verify)
    with pytest.raises(IncompatibleIndex, match=said):
        check(index)
    assert contents(index) == before


@pytest.mark.slow
@pytest.mark.parametrize("version", EARLIER)
def test_an_earlier_version_is_replaced_only_when_told_to(
    tmp_path: Path,
    samples: Path,
    version: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda model, *, progress: HashEncoder())
    index = copy_of(version, tmp_path)
    before = contents(index)
    report = next(samples.rglob("*2019.pdf"))
    command = ["index", str(report), "--index", str(index), "--json"]
    for options, said in (
        ([], "`pinpoint index --rebuild` reads the indexed folders again"),
        (["--rebuild"], "/reports, which was indexed before, cannot be read"),
    ):
        assert app.main([*command, *options]) == 3
        error = capfd.readouterr().err
        assert f"format version {version}" in error
        assert said in error
        assert {path: data for path, data in contents(index).items() if path.name != LOCK} == before
    assert app.main([*command, "--rebuild", "--only"]) == 0
    told = capfd.readouterr()
    assert f"format version {version}" in told.err
    assert check(index) == []
    with IndexReader.open(index, verify=True) as reader:
        assert [source.path for source in reader.sources()] == [report.as_posix()]
        assert len(reader.paragraphs(reader.reports()[0].id)) == len(reader) > 10
        assert reader.lexical_scores({"child": 1.0}).any()
