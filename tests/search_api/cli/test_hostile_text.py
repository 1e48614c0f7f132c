"""Text of reports and questions commands neither the terminal nor the index."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from indexer.terminal import json_text, one_line, printable, with_utf8
from search_api.cli import app
from search_api.cli.printing import Printer
from search_api.index.opening import open_index
from search_api.settings import Settings
from tests.search_api.cli.calls import pinpoint
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    make_source,
    write_small_index,
)

HOSTILE = (
    "MARAC \x1b[31mred\x1b]0;title\x07 \u202eevil\u202c [bold]not markup[/bold] "
    ":smile: \x9b2J it’s \x85 done."
)


@pytest.fixture
def hostile_index(tmp_path: Path) -> Path:
    report = make_report("Saltby", date(2022, 5, 16), title="Report \x1b[2J of [red]Saltby[/red]")
    paragraph = make_paragraph(
        report, 1, HOSTILE, section=("Head \x1b[1m",), footnotes=("1 \x07 [blink]note",)
    )
    write_small_index(tmp_path / "index", [make_report_entry(report, [paragraph])])
    return tmp_path / "index"


@pytest.mark.parametrize("terminal", [False, True])
def test_text_of_a_report_cannot_command_the_terminal(
    hostile_index: Path, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=terminal, width=200, markup=False, highlight=False, emoji=False
    )
    printer = Printer(console)
    with open_index(hostile_index, Settings()) as index:
        printer.answer(index.ask("MARAC"))
        printer.results(index.search("MARAC"))
        report = index.reader.reports()[0]
        paragraph = index.reader.paragraphs(report.id)[0]
        printer.paragraph(report, paragraph, (None, None), (), {})
        printer.outline(report, [paragraph], ())
    shown = out.getvalue()
    for command in ("\x1b[31m", "\x1b[2J", "\x1b]0;", "\x07", "\x9b", "\x85", "\u202e"):
        assert command not in shown
    if not terminal:
        assert "\x1b" not in shown
    for kept in ("[bold]not markup[/bold]", ":smile:", "it’s", "[red]Saltby[/red]", "[blink]note"):
        assert kept in shown


def test_json_keeps_every_character_and_is_safe_to_print(
    hostile_index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = pinpoint(capfd, "show", "saltby-2022-05-16/para-1", "--index", hostile_index, "--json")
    assert status == 0
    assert json.loads(out)["text"] == HOSTILE
    assert "it’s" in out
    assert not any(char in out for char in "\x1b\x07\x9b\x85\u202e")


def test_a_hostile_query_is_only_a_query(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for query in (
        '" OR 1=1 --',
        "NEAR(a b)",
        "text:*",
        "MARAC\x00\x1b[2J",
        "a" * 1999,
        "🙂 MARAC",
        "'; DROP TABLE",
    ):
        status, out, err = pinpoint(capfd, "search", query, "--index", index)
        assert (status, err) == (0, "")
        assert "\x1b" not in out


def test_a_file_name_that_is_no_text_is_spelled_out() -> None:
    """Valid UTF-8, which every reader of JSON takes: no half of a pair, neither itself nor as an escape."""
    name = "caf\udce9\ud800\udbff\\.pdf"
    written = json_text({"path": name, name: 1})
    written.encode()
    assert "\\ud" not in written.lower()
    shown = "caf\\xE9\ufffd\ufffd\\.pdf"
    assert json.loads(written) == {"path": shown, shown: 1}
    assert printable(name) == one_line(name) == with_utf8(name) == shown


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_such_a_file_in_every_json_of_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = tmp_path / os.fsdecode(b"r\xe9ports"), tmp_path / "index"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.pdf")).write_bytes(b"no report")
    report = make_report("Saltby", date(2022, 5, 16), source=os.fsdecode(b"s\xe9.pdf"))
    bad = str(folder / os.fsdecode(b"caf\xe9.pdf"))
    refused = replace(make_source(report), path=bad, report=None, reason="caf\udce9")
    entries = [make_report_entry(report, [make_paragraph(report, 1, "MARAC meets.")])]
    write_small_index(index, entries, sources=[make_source(report), refused])
    at = ("--index", index)
    for arguments in (
        ("info", *at), ("ask", "MARAC", *at), ("search", "MARAC", *at), ("show", "saltby-2022-05-16", *at),
        ("show", "saltby-2022-05-16/para-1", *at),
        ("index", folder, "--index", tmp_path / os.fsdecode(b"i\xe9")),
        ("fetch", "--dry-run", "--authority", "Torbay", "--into", folder),
    ):  # fmt: skip
        assert app.run([str(item) for item in (*arguments, "--json")]) in (0, 1)
        out = capfd.readouterr().out
        json.loads(out.encode())
        assert "\\ud" not in out.lower()


def test_printable_and_one_line() -> None:
    assert printable("a\tb\r\nc\x00\x1b[0m\u2066d\u2029e\ud800") == "a b\nc[0md\ne\ufffd"
    assert one_line(" a\n\n b\x07 ") == "a b"
    assert json.loads(json_text({"path": "a\x9b\u2028"})) == {"path": "a\x9b\u2028"}
    with pytest.raises(ValueError, match=r"JSON compliant"):
        json_text(float("nan"))
