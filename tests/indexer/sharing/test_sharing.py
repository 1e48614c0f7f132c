"""What was packed is unpacked the same and can be updated; an index gives way only when told."""

from __future__ import annotations

import errno
import gzip
import shutil
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer import files
from indexer.cli.app import main
from indexer.errors import (
    CorruptIndex,
    IndexLocked,
    IndexNotReadable,
    InvalidRequest,
    ModelUnavailable,
    PublishFailed,
)
from indexer.pipeline.summary import Silent
from indexer.sharing import encoders
from indexer.sharing.packing import pack_index
from indexer.sharing.unpacking import Replacing, unpack_index
from indexer.store.format import CURRENT, GENERATIONS, SOURCES
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from indexer.store.writer import locked
from tests.reliability.scene import indexed, leftovers
from tests.support.builders import (
    current_generation,
    make_paragraph,
    make_report,
    make_report_entry,
    write_small_index,
)
from tests.support.encoders import HashEncoder, WordEncoder
from tests.support.scripts.obedient_reader import write_report

from .conftest import MODEL, content


def test_what_was_packed_is_unpacked_byte_for_byte(tmp_path: Path, index: Path, archive: Path) -> None:
    there = tmp_path / "there"
    unpacked = unpack_index(archive, there, model=MODEL)
    assert content(there) == content(index)
    assert (unpacked.reports, unpacked.paragraphs, unpacked.sources) == (3, 9, 3)
    assert (unpacked.published, unpacked.replaced, unpacked.signed_by) == (True, None, "")
    assert check(there) == []


def test_the_archive_is_a_plain_tar_with_the_list_first(tmp_path: Path, index: Path, archive: Path) -> None:
    with tarfile.open(archive, "r:") as tar:
        names = tar.getnames()
        database = tar.extractfile("generation/reports.sqlite.gz")
        assert database is not None
        unpacked = gzip.decompress(database.read())
    assert names[:3] == ["pinpoint.json", "generation/manifest.json", "generation/reports.sqlite.gz"]
    assert unpacked == (current_generation(index) / "reports.sqlite").read_bytes()
    assert names[-3:] == [f"sources/{path.name}" for path in sorted((index / SOURCES).iterdir())]


def test_the_same_index_gives_the_same_files(tmp_path: Path, index: Path, archive: Path) -> None:
    pack_index(index, tmp_path / "again.pinpoint")
    with tarfile.open(archive, "r:") as one, tarfile.open(tmp_path / "again.pinpoint", "r:") as two:
        assert [item.tobuf() for item in one][1:] == [item.tobuf() for item in two][1:]


def test_an_index_that_is_there_is_replaced_only_when_told(tmp_path: Path, archive: Path) -> None:
    there = tmp_path / "there"
    own = make_report("Wexcombe", date(2020, 3, 4))
    write_small_index(there, [make_report_entry(own, [make_paragraph(own, 1, "Visits are regular.")])])
    before, asked = content(there), list[Replacing]()
    with pytest.raises(InvalidRequest, match=r"1 report, built .*without wexcombe-2020-03-04: add --yes"):
        unpack_index(archive, there, model=MODEL)

    def no(found: Replacing) -> bool:
        asked.append(found)
        return False

    with pytest.raises(InvalidRequest):
        unpack_index(archive, there, model=MODEL, replace=no)
    assert content(there) == before
    assert [(found.reports, found.lost) for found in asked] == [(1, ("wexcombe-2020-03-04",))]
    unpacked = unpack_index(archive, there, model=MODEL, replace=True)
    assert unpacked.replaced == asked[0]
    assert len(list((there / GENERATIONS).iterdir())) == 2  # readers of the one before go on
    assert (len(IndexReader.open(there)), check(there), leftovers(there)) == (9, [], [])


def test_where_later_generations_were_it_gets_a_later_number(tmp_path: Path, archive: Path) -> None:
    there = tmp_path / "there"
    for _ in range(3):
        write_small_index(there)
    with IndexReader.open(there) as reader:
        paragraphs = list(reader.paragraphs("northmoor-2018-08-24"))
    unpacked = unpack_index(archive, there, model=MODEL, replace=True)
    assert unpacked.generation.startswith("gen-000004-")
    assert check(there) == []
    with IndexReader.open(there, verify=True) as reader:
        assert list(reader.paragraphs("northmoor-2018-08-24")) == paragraphs
    again = unpack_index(archive, there, model=MODEL)
    assert (again.published, again.generation) == (False, unpacked.generation)


def test_a_damaged_index_is_replaced_by_the_same_one_whole(
    tmp_path: Path, index: Path, archive: Path
) -> None:
    kept = next((index / SOURCES).iterdir())
    kept.write_bytes(b"altered")
    unpacked = unpack_index(archive, index, model=MODEL, replace=True)
    assert (unpacked.published, check(index)) == (True, [])
    (index / CURRENT).write_text("nonsense\n")
    with pytest.raises(InvalidRequest, match="an index that cannot be read"):
        unpack_index(archive, index, model=MODEL)
    unpack_index(archive, index, model=MODEL, replace=True)
    assert check(index) == []


def test_while_another_process_writes_nothing_is_unpacked(tmp_path: Path, archive: Path) -> None:
    there = tmp_path / "there"
    with locked(there), pytest.raises(IndexLocked):
        unpack_index(archive, there, model=MODEL)
    assert content(there) == {}


def test_what_is_published_while_one_thinks_is_not_replaced(tmp_path: Path, archive: Path) -> None:
    there = tmp_path / "there"
    write_small_index(there)

    def think(_: Replacing) -> bool:
        write_small_index(there)
        return True

    with pytest.raises(PublishFailed, match="changed meanwhile"):
        unpack_index(archive, there, model=MODEL, replace=think)
    assert (there / CURRENT).read_text().startswith("gen-000002-")


def test_somebody_s_folder_is_left_alone(tmp_path: Path, archive: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "notes.txt").write_text("mine")
    before = content(there)
    with pytest.raises(PublishFailed, match="is no index and holds other things"):
        unpack_index(archive, there, model=MODEL)
    assert content(there) == before


def test_a_disk_without_room_is_told_first(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(PublishFailed, match=r"needs 17 MB, and the disk of .* has 1 MB left"):
        unpack_index(archive, tmp_path / "there", model=MODEL)
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("without", [True, False])
def test_an_unpacked_index_is_updated_by_indexing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: bool
) -> None:
    """Without the reports' files too; those that are found again are kept from then on."""
    here, reports, more = tmp_path / "here", tmp_path / "reports", tmp_path / "more"
    write_report(
        reports / "1.pdf", "Saltby", "2020-05-16", "Managers review plans.", "Work at MARAC is prompt."
    )
    write_report(reports / "2.pdf", "Northmoor", "2021-05-16", "Plans for children are good.")
    indexed([reports], tmp_path / "made")
    pack_index(tmp_path / "made", tmp_path / "made.pinpoint", sources=not without)
    monkeypatch.setattr(encoders, "load_encoder", lambda _: HashEncoder())
    unpack_index(tmp_path / "made.pinpoint", here, model=MODEL)
    assert len(list((here / SOURCES).iterdir())) == (0 if without else 2)
    assert check(here) == []
    reports.rename(tmp_path / "elsewhere")  # a colleague has none of the analyst's folders
    write_report(more / "3.pdf", "Wexcombe", "2022-05-16", "Return home interviews are prompt.")
    summary = indexed([more], here)
    assert (summary.published, summary.reports, summary.indexed) == (True, 3, 1)
    assert (check(here), leftovers(here)) == ([], [])
    assert len(list((here / SOURCES).iterdir())) == (1 if without else 3)
    indexed([tmp_path / "elsewhere"], here)
    assert len(list((here / SOURCES).iterdir())) == 3
    assert check(here) == []


def test_a_file_that_the_index_lost_is_still_missed(tmp_path: Path, index: Path) -> None:
    next((index / SOURCES).iterdir()).unlink()
    assert any("missing" in problem for problem in check(index))
    with pytest.raises(CorruptIndex, match=r"a report's file is missing .* pack --without-sources"):
        pack_index(index, tmp_path / "small.pinpoint")
    assert not (tmp_path / "small.pinpoint").exists()
    pack_index(index, tmp_path / "small.pinpoint", sources=False)


def test_a_damaged_index_is_not_packed(tmp_path: Path, index: Path) -> None:
    path = current_generation(index) / "sentences.npy"
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    with pytest.raises(CorruptIndex):
        pack_index(index, tmp_path / "small.pinpoint")
    assert [path.name for path in tmp_path.iterdir()] == ["index", "index-files"] or not list(
        tmp_path.glob("small*")
    )


@pytest.mark.parametrize("when", ["packing the index", "packing the reports' files", "writing"])
def test_what_cannot_be_read_is_not_said_of_the_archive(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    class Disk(Silent):
        """Its faults begin with a stage of the work."""

        stage_now = ""

        def stage(self, name: str, total: int) -> None:
            self.stage_now = name.removesuffix(" (MB)")

        def read(self, path: Path) -> Iterator[bytes]:
            if self.stage_now == when:
                raise OSError(errno.EIO, "Input/output error", str(path))
            return whole(path)

    whole, disk = files.read_chunks, Disk()
    monkeypatch.setattr(files, "read_chunks", disk.read)
    with pytest.raises(IndexNotReadable, match=f"{index}.* cannot be read"):
        pack_index(index, tmp_path / "x.pinpoint", progress=disk)
    assert not list(tmp_path.glob("x*"))


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, index: Path, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(InvalidRequest, match="is there already: name another file with --to, or add --yes"):
        pack_index(index, archive)
    assert archive.read_bytes() == before
    pack_index(index, archive, replace_file=True)
    with pytest.raises(InvalidRequest, match="there is no folder"):
        pack_index(index, tmp_path / "none" / "x.pinpoint")


@pytest.mark.parametrize(
    ("here", "problem"),
    [
        ({"revision": "0" * 64}, "of other weights"),
        ({"dimension": 17}, "of other weights"),
        ({"name": "another"}, "of other weights than another here"),
    ],
)
def test_an_index_of_other_weights_is_refused(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, here: dict[str, object], problem: str
) -> None:
    encoder = WordEncoder()
    vars(encoder).update(here)
    monkeypatch.setattr(encoders, "load_encoder", lambda _: encoder)
    with pytest.raises(ModelUnavailable, match=problem):
        unpack_index(archive, tmp_path / "there", model=MODEL)
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("pinpoint-encoder-1", "made with pinpoint-encoder-1, and this version of Pinpoint has"),
        ("pinpoint-encoder-2", "of other weights"),
        ("someone/some-model", "the model someone/some-model, which is not part of Pinpoint"),
        (
            "/home/someone/model",
            "which is not part of Pinpoint: if you have that model, name it with --model",
        ),
    ],
)
def test_a_model_that_a_file_names_is_never_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, problem: str
) -> None:
    write_small_index(tmp_path / "index", encoder_name=name)
    pack_index(tmp_path / "index", tmp_path / "x.pinpoint")
    monkeypatch.setattr(encoders, "load_encoder", lambda _: pytest.fail("loaded"))
    with pytest.raises(ModelUnavailable, match=problem):
        unpack_index(tmp_path / "x.pinpoint", tmp_path / "there")


def test_what_is_not_there_is_said(tmp_path: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["info", "--index", str(index)])
    assert "pictures" not in capsys.readouterr().out
    main(["pack", "--to", str(tmp_path / "x.pinpoint"), "--without-sources", "--index", str(index)])
    assert "without the reports' files" in (said := capsys.readouterr().out)
    assert "It says where the reports lay: /reports" in said
    there = str(tmp_path / "there")
    assert main(["unpack", str(tmp_path / "x.pinpoint"), "--model", MODEL, "--index", there]) == 0
    main(["info", "--index", there])
    assert "of 3 of the 3 reports are not here: no pictures of their pages" in capsys.readouterr().out


def test_the_command_asks_nobody_where_nobody_sits(
    tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    write_small_index(there)
    before = content(there)
    command = ["unpack", str(archive), "--model", MODEL, "--index", str(there)]
    assert main(command) == 3
    assert "holds an index of 3 reports, built" in (said := capsys.readouterr().err)
    assert said.endswith("add --yes to replace it, or name another folder\n")
    assert content(there) == before
    assert main([*command, "--yes"]) == 0
    assert "3 reports with 9 paragraphs and 3 files of reports. It was built" in capsys.readouterr().out
