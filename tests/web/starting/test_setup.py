"""`pinpoint setup`: what is chosen, fetched and indexed; stopped and gone on; refused where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import typer

from indexer.authorities.fetching import fetch
from indexer.cli.progress import about
from indexer.dates import day as written
from search_api.cli.app import run
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES
from tests.support.report_server import ReportServer, serving, whole
from web.starting import setup as setup_command
from web.starting.choice import Choice, begin, begun

REPORTS = (("99902", "Saltby", "2019-07-22"), ("99903", "Wexcombe", "2013-06-28"))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReportServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_, **__: HashEncoder())
    with serving() as running:
        yield running


@pytest.fixture
def typed(server: ReportServer, tmp_path: Path) -> list[str]:
    """The options of a run on a catalogue of two reports, which takes no pause and opens no pages."""
    rows = ["urn,authority,published,url"]
    for urn, name, day in REPORTS:
        [path] = [path for path in SAMPLES.rglob("*.pdf") if _is(path, urn, day)]
        rows.append(f"{urn},{name},{day},{server.publish(f'/{name}', whole(path.read_bytes()))}")
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("\n".join(rows) + "\n", encoding="utf-8")
    places = ["--into", str(tmp_path / "reports"), "--index", str(tmp_path / "index")]
    return ["setup", "--no-pages", "--pause", "0", "--catalogue", str(catalogue), *places]


def _is(path: Path, urn: str, day: str) -> bool:
    words = written(date.fromisoformat(day)).lower()
    return path.parent.name.startswith(urn) and words in path.name.lower()


def asked_for(server: ReportServer) -> list[str]:
    return [path for path, _ in server.asked]


def held(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> int:
    capfd.readouterr()
    assert run(["info", "--json", "--index", str(tmp_path / "index")]) == 0
    reports: int = json.loads(capfd.readouterr().out)["reports"]
    return reports


def test_what_is_named_is_fetched_and_indexed(
    typed: list[str], server: ReportServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*typed, "--authority", "Saltby"]) == 0
    said = capfd.readouterr()
    assert asked_for(server) == ["/Saltby"]
    assert "1 report in " in said.err
    assert "Ctrl-C stops it" in said.err
    assert "holds 1 report with" in said.out
    assert held(tmp_path, capfd) == 1
    assert begun(tmp_path / "reports") is None


def test_stopped_while_it_downloads_it_goes_on_where_it_was(
    typed: list[str],
    server: ReportServer,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(publications: Sequence[object], *given: object, **more: object) -> Iterator[object]:
        yield from fetch(publications[:1], *given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(setup_command, "fetch_publications", stopped)
    assert run([*typed, "--all"]) == 130
    assert "run `pinpoint setup` again to go on" in capfd.readouterr().err
    monkeypatch.undo()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_, **__: HashEncoder())
    assert run(typed) == 0  # what was chosen is remembered; nobody is asked, as there is no terminal
    assert "Going on with the reports of all authorities" in capfd.readouterr().err
    assert sorted(asked_for(server)) == ["/Saltby", "/Wexcombe"]
    assert held(tmp_path, capfd) == 2


def test_what_could_not_be_downloaded_is_gone_on_with(
    server: ReportServer, typed: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server.publish("/Saltby", whole(b"<!doctype html><title>Not found</title>"))
    assert run([*typed, "--all"]) == 1
    assert begun(tmp_path / "reports") == Choice(everything=True)
    assert "run `pinpoint setup` again later" in capfd.readouterr().err


def test_without_a_terminal_nothing_is_asked(typed: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(typed) == 2
    assert "say which reports: --authority NAME, --region REGION or --all" in capfd.readouterr().err


@pytest.mark.parametrize(("name", "status"), [("Atlantis", 2), ("Plymouth", 3)])
def test_a_name_without_reports_is_refused(
    name: str, status: int, typed: list[str], server: ReportServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run([*typed, "--authority", name]) == status
    assert name in capfd.readouterr().err
    assert server.asked == []


def test_without_a_connection_it_ends_at_once_and_can_be_gone_on_with(
    typed: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str], server: ReportServer
) -> None:
    with serving() as gone:
        base = gone.base
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(catalogue.read_text("utf-8").replace(server.base, base), encoding="utf-8")
    assert run([*typed, "--all"]) == 3
    err = capfd.readouterr().err
    assert "pinpoint: no internet connection, or a proxy is needed" in err
    assert "Traceback" not in err
    assert begun(tmp_path / "reports") == Choice(everything=True)


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ("1\nAtlantis\nSaltby, Wexcombe\n", Choice(authorities=("Saltby", "Wexcombe"))),
        ("9\n3\n", Choice(everything=True)),
    ],
)
def test_at_a_terminal_it_asks_until_it_is_told(
    answers: str, chosen: Choice, typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = iter(answers.splitlines())
    seen: list[Choice] = []
    monkeypatch.setattr(setup_command, "can_ask", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(given))

    def begin(_: Path, choice: Choice) -> None:
        seen.append(choice)
        raise typer.Exit

    monkeypatch.setattr(setup_command, "begin", begin)
    assert run(typed) == 0
    assert seen == [chosen]
    assert list(given) == []


def test_what_was_begun_is_offered(
    typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ReportServer
) -> None:
    begin(tmp_path / "reports", Choice(authorities=("Saltby",)))
    said: list[str] = []

    def confirm(words: str, **_: object) -> bool:
        said.append(words)
        return True

    monkeypatch.setattr(setup_command, "can_ask", lambda: True)
    monkeypatch.setattr("typer.confirm", confirm)
    assert run(typed) == 0
    assert said == ["Go on with the reports of Saltby?"]
    assert asked_for(server) == ["/Saltby"]


@pytest.mark.parametrize("kept", ["", "[]", '{"authorities": 3}', '{"authorities": []}'])
def test_what_was_kept_may_be_anything(kept: str, tmp_path: Path) -> None:
    (tmp_path / ".pinpoint-setup.json").write_text(kept, encoding="utf-8")
    assert begun(tmp_path) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "less than a minute"), (70, "about a minute"), (600, "about 10 minutes"), (9000, "about 2 hours")],
)
def test_times_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert about(seconds) == words
