"""`pinpoint publish`, and `pinpoint index` with an address: what is said, and where the index is made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from indexer.cli.app import main
from indexer.errors import CorruptIndex, EngineUnavailable, InvalidRequest, NothingPublished
from indexer.sharing.renewing import renew
from indexer.store.backends import address as addresses
from indexer.store.backends.address import Address
from indexer.store.backends.kept import KeptFiles
from indexer.store.backends.protocol import Note, Opened
from indexer.store.backends.replacing import lost_reports
from indexer.store.database import RecordStore
from indexer.store.format import DATABASE, GENERATIONS, PARAGRAPH_VECTORS
from indexer.store.generations import checked_manifest, current_name, generation_folder
from indexer.store.postings import LexicalStore
from indexer.store.reader import IndexReader
from indexer.store.vectors import VectorStore
from indexer.store.verify import check
from indexer.store.writer import locked
from tests.support.builders import flip, small_reports, write_small_index
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES

PLACE = "postgresql://writer:sesame@db.example.gov.uk/reports"


class Taker:
    """Stands in for an engine: takes what is published, and says how far it is."""

    def __init__(self, address: Address, fault: Exception | None = None) -> None:
        self.address = address
        self.taken: list[Path] = []
        self._fault = fault

    def open(self) -> Opened:
        raise NothingPublished("there is no index there", "make one")

    def current(self) -> str:
        if self._fault is not None:
            raise self._fault
        raise NothingPublished("there is no index there", "make one")

    def publish(self, index: Path, note: Note) -> str:
        if self._fault is not None:
            raise self._fault
        for done in range(4):
            note("paragraphs", done, 3)
        self.taken.append(index)
        return current_name(index)


@pytest.fixture
def taker(monkeypatch: pytest.MonkeyPatch) -> Taker:
    found = Taker(Address(PLACE))
    monkeypatch.setattr("indexer.cli.share.engine_at", lambda _address: found)
    return found


def test_an_index_is_published_and_the_password_never_said(
    taker: Taker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write_small_index(tmp_path / "index").generation
    assert main(["publish", "--to", PLACE, "--index", str(tmp_path / "index")]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("postgresql://writer:***@db.example.gov.uk/reports holds what ")
    assert name in said.out
    assert "sesame" not in said.out + said.err
    assert main(["publish", "--to", PLACE, "--index", str(tmp_path / "index"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "address": "postgresql://writer:***@db.example.gov.uk/reports",
        "generation": name,
    }
    assert taker.taken == 2 * [tmp_path / "index"]


def test_without_an_index_the_engine_is_not_troubled(
    taker: Taker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--to", PLACE, "--index", str(tmp_path / "index")]) == 3
    assert "there is no index" in capsys.readouterr().err
    assert taker.taken == []


def test_a_folder_is_no_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_small_index(tmp_path / "index")
    assert main(["publish", "--to", str(tmp_path), "--index", str(tmp_path / "index")]) == 3
    assert "--to takes an address" in capsys.readouterr().err


def test_an_engine_that_is_away_is_one_line_and_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = EngineUnavailable("db.example.gov.uk does not answer", "start it, or mend the address")
    monkeypatch.setattr("indexer.cli.share.engine_at", lambda address: Taker(address, away))
    write_small_index(tmp_path / "index")
    assert main(["publish", "--to", PLACE, "--index", str(tmp_path / "index")]) == 3
    assert capsys.readouterr().err.splitlines()[-1].startswith("pinpoint: db.example.gov.uk does not answer")


def test_reports_are_indexed_in_a_folder_and_published(
    taker: Taker, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_, **__: HashEncoder())
    monkeypatch.setattr(
        "indexer.cli.index.staging_folder", lambda text: tmp_path / "staging" / str("sesame" in text)
    )
    report = next(SAMPLES.rglob("*.pdf"))
    assert main(["index", str(report), "--index", PLACE]) == 0
    assert taker.taken == [tmp_path / "staging" / "False"]
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "Published at postgresql://writer:***@db.example.gov.uk/reports."
    assert main(["index", str(report), "--index", PLACE, "--staging", str(tmp_path / "here")]) == 0
    assert current_name(tmp_path / "here")


def test_the_folder_of_an_address_is_the_same_with_and_without_its_password() -> None:
    plain = "postgresql://writer@db.example.gov.uk/reports"
    assert Address(PLACE).without_password() == Address(plain).without_password() == plain
    assert addresses.shown_place(Path(PLACE)) == "postgresql://writer:***@db.example.gov.uk/reports"


class Folder(Taker):
    """Stands in for an engine that holds the index of a folder."""

    def __init__(self, held: Path) -> None:
        super().__init__(Address(PLACE))
        self._held = held

    def current(self) -> str:
        return current_name(self._held)

    def open(self) -> Opened:
        generation = generation_folder(self._held, self.current())
        manifest = checked_manifest(generation, verify=True)
        records = RecordStore(generation / DATABASE, self.current())
        return Opened(
            manifest,
            records,
            VectorStore(generation, manifest),
            LexicalStore(generation, manifest, records),
            KeptFiles(self._held, manifest),
        )


def test_reports_that_others_put_there_are_not_lost_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_index(tmp_path / "theirs")
    there = Folder(tmp_path / "theirs")
    monkeypatch.setattr("indexer.cli.share.engine_at", lambda _address: there)
    write_small_index(tmp_path / "mine", small_reports()[:1])
    command = ["publish", "--to", PLACE, "--index", str(tmp_path / "mine")]
    assert main(command) == 3
    said = capsys.readouterr().err
    assert "holds 2 reports that the index in" in said
    assert "northmoor-2018-08-24" in said
    assert "--yes" in said
    assert "sesame" not in said
    assert there.taken == []
    assert main([*command, "--yes"]) == 0
    assert there.taken == [tmp_path / "mine"]


def test_what_was_taken_out_of_the_same_folder_is_no_loss(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_small_index(index)
    there = Folder(tmp_path / "copy")
    shutil.copytree(index, tmp_path / "copy")
    write_small_index(index, small_reports()[:1])
    assert lost_reports(there, index) == ()


def test_more_reports_are_no_loss(tmp_path: Path) -> None:
    write_small_index(tmp_path / "theirs", small_reports()[:1])
    write_small_index(tmp_path / "mine")
    assert lost_reports(Folder(tmp_path / "theirs"), tmp_path / "mine") == ()


def test_again_gives_the_index_a_new_name_and_changes_nothing_else(taker: Taker, tmp_path: Path) -> None:
    index = tmp_path / "index"
    before = write_small_index(index).generation
    with IndexReader.open(index) as old:
        assert main(["publish", "--to", PLACE, "--index", str(index), "--again"]) == 0
        assert taker.taken == [index]
        with IndexReader.open(index, verify=True) as new:
            assert new.generation > before
            rows = range(len(old))
            assert new.by_rows(rows) == old.by_rows(rows)
            assert new.reports() == old.reports()
    assert check(index) == []


def test_a_damaged_index_is_not_given_a_new_name(tmp_path: Path) -> None:
    index = tmp_path / "index"
    name = write_small_index(index).generation
    flip(generation_folder(index, name) / PARAGRAPH_VECTORS, 200, 1)
    with pytest.raises(CorruptIndex):
        renew(index)
    assert current_name(index) == name
    assert [path.name for path in (index / GENERATIONS).iterdir()] == [name]


def test_commands_that_write_a_folder_refuse_an_address_and_make_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidRequest, match="needs an index folder"), locked(Path(PLACE)):
        pass
    assert list(tmp_path.iterdir()) == []
