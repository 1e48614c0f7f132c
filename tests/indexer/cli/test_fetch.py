"""`pinpoint fetch` as a user meets it: what it prints, what it leaves, how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from indexer.authorities.catalogue import Publication
from indexer.authorities.fetching import Outcome
from indexer.cli import fetch as fetch_command
from tests.support.report_server import Answer, ReportServer, made_up_pdf, serving, status, whole

PLACES = (
    ("9001", "northmoor", "2018-08-24"),
    ("9002", "saltby", "2022-01-31"),
    ("80572", "torbay", "2024-03-01"),
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReportServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as running:
        yield running


class Command:
    """Runs the command with its own catalogue of three reports."""

    def __init__(self, server: ReportServer, folder: Path) -> None:
        self.server = server
        self.into = folder / "reports"
        self.catalogue = folder / "catalogue.csv"
        rows = (f"{urn},{name},{day},{server.base}/{name}\n" for urn, name, day in PLACES)
        self.catalogue.write_text("urn,authority,published,url\n" + "".join(rows), "utf-8")
        for _, name, _ in PLACES:
            server.publish(f"/{name}", whole(made_up_pdf(name)))
        self.app = typer.Typer()
        self.app.callback()(lambda: None)
        self.app.command("fetch")(fetch_command.fetch)

    def answer(self, name: str, *answers: Answer) -> None:
        self.server.publish(f"/{name}", *answers)

    def __call__(self, *options: str) -> Result:
        paths = ["--catalogue", str(self.catalogue), "--into", str(self.into), "--pause", "0"]
        return CliRunner().invoke(self.app, ["fetch", *paths, *options])

    def json(self, *options: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self("--json", *options).stdout)
        return document

    def files(self) -> list[str]:
        return sorted(path.parent.name for path in self.into.rglob("*.pdf"))


@pytest.fixture
def command(server: ReportServer, tmp_path: Path) -> Command:
    return Command(server, tmp_path)


def test_what_was_chosen_is_fetched(command: Command) -> None:
    result = command("--authority", "Torbay Council", "--authority", "Northmoor")
    assert result.exit_code == 0
    assert command.files() == ["80572_torbay", "9001_northmoor"]
    assert result.stdout.startswith("2 fetched (80,000 bytes), 0 already here, 0 refused in ")
    assert result.stderr.count("fetched ") == 2


def test_the_whole_catalogue_is_fetched_only_if_asked_for(command: Command) -> None:
    result = command()
    assert result.exit_code == 2
    assert "the whole catalogue, 3 reports" in " ".join(result.stderr.replace("│", " ").split())
    assert command.server.asked == []
    assert command("--all").exit_code == 0
    assert len(command.files()) == 3


@pytest.mark.parametrize(
    ("options", "places"),
    [
        (["--region", "south west"], ["80572_torbay"]),
        (["--since", "2022"], ["80572_torbay", "9002_saltby"]),
        (["--until", "2022"], ["9001_northmoor", "9002_saltby"]),
        (["--since", "2018-08-25", "--until", "2024-02-29"], ["9002_saltby"]),
        (["--latest"], ["80572_torbay", "9001_northmoor", "9002_saltby"]),
    ],
)
def test_filters_choose(command: Command, options: Sequence[str], places: list[str]) -> None:
    assert command(*options).exit_code == 0
    assert command.files() == places


def test_the_json_is_one_document_alone(command: Command) -> None:
    command.answer("saltby", status(404))
    command("--authority", "Northmoor")
    result = command("--all", "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document.pop("seconds") >= 0
    torbay = command.into / "80572_torbay" / "children's services inspection - 01 march 2024.pdf"
    northmoor = command.into / "9001_northmoor" / "children's services inspection - 24 august 2018.pdf"
    saltby = command.into / "9002_saltby" / "children's services inspection - 31 january 2022.pdf"
    base = command.server.base
    assert document == {
        "fetched": 1,
        "already_here": 1,
        "refused": [
            {
                "path": str(saltby),
                "url": f"{base}/saltby",
                "reason": "not published there any more (404 Not Found)",
            }
        ],
        "elsewhere": [],
        "bytes": 40_000,
        "files": [
            {
                "path": str(torbay),
                "url": f"{base}/torbay",
                "authority": "torbay",
                "published": "2024-03-01",
                "kind": "inspection",
                "page": "",
                "redirects": [],
            },
            {
                "path": str(northmoor),
                "url": f"{base}/northmoor",
                "authority": "northmoor",
                "published": "2018-08-24",
                "kind": "inspection",
                "page": "",
                "redirects": [],
            },
        ],
    }
    assert f"refused {base}/saltby: not published" in result.stderr


def test_a_dry_run_asks_the_server_nothing(command: Command) -> None:
    command("--authority", "Northmoor")
    asked = len(command.server.asked)
    document = command.json("--all", "--dry-run")
    assert [row["url"].rpartition("/")[2] for row in document["would_fetch"]] == ["saltby", "torbay"]
    assert document["already_here"] == 1
    result = command("--all", "--dry-run")
    assert result.exit_code == 0
    assert f"{command.server.base}/saltby  " in result.stdout
    assert result.stdout.endswith("2 would be fetched, 1 already here\n")
    assert len(command.server.asked) == asked
    assert command.files() == ["9001_northmoor"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--authority", "Torbey"], "did you mean Torbay?"),
        (["--region", "Midlands"], "use one of East Midlands"),
        (["--since", "last year"], "neither a date nor a year"),
        (["--until", "2024-13-01"], "neither a date nor a year"),
        (["--all", "--pause", "-1"], "greater than or equal to 0"),
        (["--all", "--catalogue", "none.csv"], "none.csv"),
    ],
)
def test_wrong_usage_ends_with_2(command: Command, options: Sequence[str], words: str) -> None:
    result = command(*options)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""
    assert command.server.asked == []


def test_nothing_that_matches_is_said(command: Command) -> None:
    result = command("--authority", "Wigan", "--authority", "Northmoor")
    assert result.exit_code == 0
    assert "note: the catalogue lists no such report of Wigan" in result.stderr
    assert "no report in the catalogue matches" in command("--since", "2030").stderr


def test_a_broken_catalogue_ends_with_3(command: Command) -> None:
    command.catalogue.write_text("urn,authority\n", "utf-8")
    result = command("--all")
    assert result.exit_code == 3
    assert "error: " in result.stderr
    assert "lacks the column" in result.stderr


def test_a_folder_that_cannot_be_written_ends_with_3(command: Command) -> None:
    (command.into.parent / "file").write_text("", "utf-8")
    result = command("--all", "--into", str(command.into.parent / "file" / "reports"))
    assert result.exit_code == 3
    assert "error: cannot write to" in result.stderr
    assert "0 fetched" in result.stdout
    assert "3 not reached" in result.stdout


def test_ctrl_c_ends_with_130_and_says_what_was_done(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(chosen: Sequence[Publication], into: Path, **options: object) -> Iterator[Outcome]:
        yield Outcome(chosen[0], into / chosen[0].path, "fetched", size=5)
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch_command, "fetch_publications", interrupted)
    result = command("--all")
    assert result.exit_code == 130
    assert result.stdout.startswith("1 fetched (5 bytes), 0 already here, 0 refused, 2 not reached")
    assert "the same command continues" in result.stderr


def test_brackets_in_what_a_server_says_are_shown_as_they_are(command: Command) -> None:
    command.answer("saltby", whole(b"<html><title>[bold]Oops[/bold] :smile:</title></html>"))
    result = command("--authority", "Saltby")
    assert result.exit_code == 1
    assert "'[bold]Oops[/bold] :smile:'" in result.stderr


def test_a_redirect_is_reported(command: Command) -> None:
    command.server.publish("/elsewhere", whole(made_up_pdf("saltby")))
    command.answer("saltby", status(302, location="/elsewhere"))
    assert f"(redirected to {command.server.base}/elsewhere)" in command("--authority", "Saltby").stderr


# Other kinds of report


@pytest.fixture
def kinds(command: Command) -> Command:
    """With a focused visit whose file has an address, and two reports of which only the page is known."""
    base, page = command.server.base, "https://reports.example/9001"
    rows = ["urn,authority,published,url,kind,page"]
    rows += [f"{urn},{name},{day},{base}/{name},," for urn, name, day in PLACES]
    rows += [
        f"9001,northmoor,2019-05-04,{base}/visit,focused_visit,",
        f"9001,northmoor,2021-02-03,,focused_visit,{page}",
        f"9002,saltby,2024-02-05,,area_send,{page}",
    ]
    command.catalogue.write_text("\n".join(rows) + "\n", "utf-8")
    command.server.publish("/visit", whole(made_up_pdf("visit")))
    return command


def test_without_a_kind_only_inspections_are_fetched(kinds: Command) -> None:
    assert kinds("--all").exit_code == 0
    assert len(kinds.files()) == len(PLACES)


def test_a_kind_is_fetched_where_the_address_is_known_and_else_its_page_is_said(kinds: Command) -> None:
    result = kinds("--kind", "focused visits")
    assert result.exit_code == 1
    (path,) = kinds.into.rglob("*.pdf")
    assert path.name == "children's services focused visit - 04 may 2019.pdf"
    note = json.loads(path.with_name(f"{path.name}.source.json").read_text("utf-8"))
    assert note["kind"] == "children's services focused visit"
    assert result.stderr.splitlines()[-1] == (
        "not downloaded: northmoor, children's services focused visit, 3 February 2021: we do not know the "
        "address of the file; it is published at https://reports.example/9001"
    )
    assert "1 fetched" in result.stdout
    assert "1 to be had from their pages only" in result.stdout


def test_a_file_that_was_saved_from_its_page_is_here(kinds: Command) -> None:
    asked = kinds.json("--kind", "area_send")["elsewhere"]
    assert [(row["authority"], row["kind"], row["page"]) for row in asked] == [
        ("saltby", "area_send", "https://reports.example/9001")
    ]
    path = Path(asked[0]["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_up_pdf("send"))
    found = kinds.json("--kind", "area_send")
    assert (found["already_here"], found["elsewhere"]) == (1, [])


def test_a_dry_run_lists_what_must_be_had_from_its_page(kinds: Command) -> None:
    result = kinds("--kind", "all", "--authority", "Northmoor", "--dry-run")
    assert result.exit_code == 0
    assert "northmoor, children's services focused visit, 3 February 2021: we do not know" in result.stdout
    assert result.stdout.endswith("2 would be fetched, 0 already here, 1 to be had from their pages only\n")


def test_the_newest_is_of_each_kind(kinds: Command) -> None:
    found = kinds.json("--kind", "all", "--authority", "Northmoor", "--latest", "--dry-run")
    assert [row["published"] for row in (*found["would_fetch"], *found["elsewhere"])] == [
        "2018-08-24",
        "2021-02-03",
    ]


def test_a_kind_that_is_not_listed_is_wrong_usage(kinds: Command) -> None:
    result = kinds("--kind", "jtai")
    assert result.exit_code == 2
    assert "the catalogue lists no 'jtai'" in result.stderr
    assert "use one of inspection, focused_visit, area_send, all" in result.stderr


def test_without_a_connection_one_report_is_tried_and_one_line_said(command: Command) -> None:
    with serving() as gone:
        rows = (f"{urn},{name},{day},{gone.base}/{name}\n" for urn, name, day in PLACES)
        command.catalogue.write_text("urn,authority,published,url\n" + "".join(rows), "utf-8")
    result = command("--all")
    assert result.exit_code == 3
    [line] = [line for line in result.stderr.splitlines() if "error" in line]
    assert line.startswith("error: no internet connection, or a proxy is needed: 127.0.0.1 cannot be reached")
    assert "3 not reached" in result.stdout
