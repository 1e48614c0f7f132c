"""The command `pinpoint key`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.locations import keys_file
from search_api.access.keys import KeyStore
from search_api.cli import app
from search_api.settings import load_settings

Result = tuple[int, str, str]


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINPOINT_KEYS", str(tmp_path / "keys.json"))
    return tmp_path / "keys.json"


def pinpoint(capfd: pytest.CaptureFixture[str], *arguments: str) -> Result:
    status = app.run(["key", *arguments])
    out, err = capfd.readouterr()
    return status, out, err


def test_add_list_revoke(keys: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "add", "Council portal")
    assert status == 0
    secret = out.strip()  # and nothing else, for a script to take
    key = KeyStore(keys).find(secret)
    assert key is not None
    assert "cannot be shown again" in err
    assert secret not in err
    status, out, err = pinpoint(capfd, "list")
    assert (status, err) == (0, "")
    assert out == f"{key.id}  {key.created}  Council portal\n"
    assert pinpoint(capfd, "revoke", key.id) == (0, f"Revoked {key.id} (Council portal).\n", "")
    assert KeyStore(keys).find(secret) is None
    status, out, err = pinpoint(capfd, "list")
    assert (status, out) == (0, "")
    assert "`pinpoint key add`" in err


def test_json(keys: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "add", "notebook", "--json")
    made = json.loads(out)
    assert (status, err, list(made)) == (0, "", ["id", "name", "created", "key"])
    assert KeyStore(keys).find(made["key"])
    listed = json.loads(pinpoint(capfd, "list", "--json")[1])
    assert listed == {"keys": [{name: made[name] for name in ("id", "name", "created")}]}
    assert json.loads(pinpoint(capfd, "revoke", made["id"], "--json")[1])["revoked"] is True


def test_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments, status, said in (
        (("revoke", "00000000"), 2, "no key has the id '00000000': `pinpoint key list` shows the ids"),
        (("add", " "), 2, "1 to 80 characters"),
        (("add",), 2, "NAME"),
        (("steal",), 2, "steal"),
    ):
        found, out, err = pinpoint(capfd, *arguments)
        assert (found, out) == (status, "")
        assert said in err
        assert err.count("\n") == 1


def test_a_damaged_file_is_one_line(keys: Path, capfd: pytest.CaptureFixture[str]) -> None:
    keys.write_text("{")
    status, out, err = pinpoint(capfd, "list")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert str(keys) in err


def test_the_server_and_the_command_use_the_same_file(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().keys == keys_file() == keys
    monkeypatch.delenv("PINPOINT_KEYS")
    assert load_settings().keys == keys_file() != keys
    assert keys_file().name == "keys.json"


def test_the_help_names_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, "--help")
    assert status == 0
    for command in ("add", "list", "revoke"):
        assert f"  {command} " in out
