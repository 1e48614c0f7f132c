"""`pinpoint publish`, and `pinpoint index` with an address: what is said, and where the index is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli.app import main
from indexer.errors import EngineUnavailable
from indexer.store.backends import address as addresses
from indexer.store.backends.address import Address
from indexer.store.backends.protocol import Note
from indexer.store.generations import current_name
from tests.support.builders import write_small_index
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES

PLACE = "postgresql://writer:sesame@db.example.gov.uk/reports"


class Taker:
    """Stands in for an engine: takes what is published, and says how far it is."""

    def __init__(self, address: Address, fault: Exception | None = None) -> None:
        self.address = address
        self.taken: list[Path] = []
        self._fault = fault

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
    assert addresses.place_of(Path(PLACE)) == "postgresql://writer:***@db.example.gov.uk/reports"
