"""Which settings are in force: options before the environment, that before the file, that before defaults."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer import configuration
from indexer.errors import InvalidRequest
from indexer.locations import default_index, keys_file
from search_api.cli import app
from search_api.settings import load_settings, table


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file in force, empty."""
    place = tmp_path / "pinpoint.toml"
    place.write_text("", encoding="utf-8")
    monkeypatch.setenv("PINPOINT_CONFIG", str(place))
    return place


def test_an_option_goes_before_the_environment_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().serve_port == 8765
    file.write_text("serve_port = 1\nserve_rate = 2.5\n")
    assert load_settings().serve_port == 1
    monkeypatch.setenv("PINPOINT_SERVE_PORT", "2")
    assert load_settings().serve_port == 2
    assert load_settings(serve_port=3).serve_port == 3
    assert load_settings(serve_port=None).serve_rate == 2.5


def test_folders_of_the_file_are_beside_it_and_for_every_command(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINPOINT_INDEX", raising=False)
    monkeypatch.delenv("PINPOINT_KEYS", raising=False)
    file.write_text('index = "national"\nkeys = "/etc/keys.json"\n')
    assert load_settings().index == default_index() == file.parent / "national"
    assert keys_file() == Path("/etc/keys.json")
    monkeypatch.setenv("PINPOINT_INDEX", "/else")
    assert load_settings().index == default_index() == Path("/else")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("serve_rat = 1", "there is no setting 'serve_rat': did you mean serve_rate?"),
        ("colour = 1", "there is no setting 'colour': `pinpoint config show` lists all"),
        ("[serve]\nrate = 1", "there is no setting 'serve'"),
        ("serve_rate = -1", "serve_rate = -1 cannot be used: Input should be greater than or equal to 0"),
        ("serve_rate = often", "is not TOML"),
        ('serve_root_path = "/a b"', "write a path of letters"),
        ("index = 3", "index = 3 cannot be used"),
    ],
)
def test_a_slip_in_the_file_is_said_with_the_file_and_what_is_meant(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(InvalidRequest) as caught:
        load_settings()
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_misspelt_variable_is_refused_and_one_of_others_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    # As containers are told of a service of that name.
    monkeypatch.setenv("PINPOINT_PORT_8765_TCP", "tcp://10.0.0.1:8765")
    monkeypatch.setenv("PINPOINT_SERVICE_HOST", "10.0.0.1")
    assert load_settings().serve_port == 8765
    monkeypatch.setenv("PINPOINT_SERVE_BRUST", "5")
    with pytest.raises(InvalidRequest, match="did you mean PINPOINT_SERVE_BURST"):
        load_settings()


def test_a_file_that_was_named_and_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINPOINT_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(InvalidRequest, match=r"none\.toml cannot be read"):
        load_settings()


def test_a_folder_that_may_not_be_looked_into_has_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stat(path: Any, **options: Any) -> os.stat_result:
        if str(path).endswith(configuration.NAME):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **options)

    real = os.stat
    monkeypatch.delenv("PINPOINT_CONFIG", raising=False)
    monkeypatch.setattr(configuration, "user_config_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(os, "stat", stat)
    assert configuration.settings_file() is None


def test_a_folder_that_is_no_text_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The commands that write an index read it without the other settings."""
    (tmp_path / configuration.NAME).write_text("index = 5")
    monkeypatch.setenv("PINPOINT_CONFIG", str(tmp_path / configuration.NAME))
    with pytest.raises(InvalidRequest, match=r"index in .* is not text"):
        configuration.folder_said("index")


def test_no_file_is_read_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / configuration.NAME
    own.write_text("serve_port = 1")
    monkeypatch.setattr(configuration, "user_config_path", lambda *_, **__: tmp_path)
    monkeypatch.delenv("PINPOINT_CONFIG", raising=False)
    assert configuration.settings_file() == own
    monkeypatch.setenv("PINPOINT_CONFIG", "")
    assert configuration.settings_file() is None
    assert load_settings().serve_port == 8765


def test_config_show_reads_the_file_a_few_times_at_most(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("serve_port = 1\n")
    reads: list[str] = []

    def counted(text: str) -> dict[str, Any]:
        reads.append(text)
        return loads(text)

    loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", counted)
    assert app.run(["config", "show"]) == 0
    assert 0 < len(reads) < 10


def test_config_show_says_where_each_value_is_from_and_is_a_file_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_text('serve_rate = 5\npublic_url = "https://me:secret@x.gov.uk/p"\n')
    for name in [
        name for name in os.environ if name.startswith("PINPOINT_") and name != configuration.VARIABLE
    ]:
        monkeypatch.delenv(name)  # of whoever runs the tests
    monkeypatch.setenv("PINPOINT_SERVE_BURST", "7")
    assert app.run(["config", "show"]) == 0
    shown = capfd.readouterr().out
    assert f"# settings file: {file}" in shown
    assert "serve_rate = 5.0 # file" in shown
    assert "serve_burst = 7 # environment" in shown
    assert "# serve_port = 8765\n" in shown
    assert "secret" not in shown
    assert len(shown.splitlines()) == len(table()) + 1
    monkeypatch.delenv("PINPOINT_SERVE_BURST")
    file.write_text(shown.replace("********@", ""))
    assert load_settings().serve_burst == 7
    assert app.run(["config", "show", "--json", "--set"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {item["name"]: item["from"] for item in found["settings"]} == dict.fromkeys(
        ("public_url", "serve_rate", "serve_burst"), "file"
    )


def test_the_password_of_an_index_is_never_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for address in ("postgresql://reader:sesame@db/reports", "postgresql:///x?host=/run&password=sesame"):
        monkeypatch.setenv("PINPOINT_INDEX", address)
        for options in ([], ["--json"]):
            assert app.run(["config", "show", *options]) == 0
            shown = capfd.readouterr().out
            assert "sesame" not in shown
            assert "postgresql://" in shown
