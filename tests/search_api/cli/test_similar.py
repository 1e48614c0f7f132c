"""`pinpoint similar`: what it prints, its JSON, its exit status; and that it loads no encoder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from search_api.cli import app
from tests.search_api.similar.test_similar import ASKED, DELAY, DIMENSION, NEARLY, reports
from tests.support.builders import write_small_index


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("PINPOINT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PINPOINT_SIMILAR_LEAST", "0.5")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index", reports(), dimension=DIMENSION)
    return tmp_path / "index"


def pinpoint(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = app.run(["similar", *(str(argument) for argument in arguments)])
    out, err = capfd.readouterr()
    return status, out, err


def test_what_is_printed(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, ASKED, "--index", index)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Ofsted, Northmoor, ")
    assert lines[0].endswith("published 24 August 2018, paragraph 27, page 3")
    assert lines[3] == f"    “{DELAY}”: nearly the same in 3 other reports."
    assert lines[5] == "Similar findings in 2 of 3 reports of other authorities."
    assert lines[7].startswith("1. Ofsted, Saltby, ")
    assert "published 16 May 2019, paragraph 8, page 3" in lines[7]
    assert lines[8:10] == [f"    “{DELAY}”", "    saltby-2019-05-16/para-8"]
    assert f"    “{NEARLY}”" in lines
    assert lines[-1].startswith("Searched 3 of 6 reports (Fernwick, Saltby; ")


@pytest.mark.parametrize(
    ("options", "headline"),
    [
        (["--same"], "Similar findings in 2 of 2 other reports of Northmoor."),
        (["--any"], "Similar findings in 4 of 5 other reports."),
        (["--kind", "improvement"], "Similar recommendations in 1 of 1 reports of other authorities."),
        (["--kind", "finding", "--kind", "improvement"],
         "Similar paragraphs in 3 of 3 reports of other authorities."),
        (["--authority", "Fernwick"], "Similar findings in 0 of 1 reports of other authorities."),
        (["--since", "2020", "--until", "2022", "--framework", "ilacs"],
         "Similar findings in 1 of 2 reports of other authorities."),
    ],
)  # fmt: skip
def test_headline(index: Path, capfd: pytest.CaptureFixture[str], options: list[str], headline: str) -> None:
    status, out, _ = pinpoint(capfd, ASKED, "--index", index, *options)
    assert status == 0
    assert headline in out.splitlines()


def test_an_empty_scope_prints_its_note_and_no_count(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, ASKED, "--index", index, "--since", "2023")
    assert status == 0
    assert "No report was published since 1 January 2023; the latest was published on 16 May 2022." in out
    assert "Similar" not in out


def test_json(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, ASKED, "--index", index, "--json", "-n", 1, "--offset", 1)
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert list(found) == [
        "paragraph", "authorities", "side", "scope", "kinds", "reports", "searched", "total", "notes",
        "common", "results", "coverage",
    ]  # fmt: skip
    assert (found["reports"], found["searched"], found["total"]) == (2, 3, 2)
    assert (found["authorities"], found["kinds"], found["notes"]) == ("other", ["finding"], [])
    assert found["paragraph"]["id"] == ASKED
    [result] = found["results"]
    assert (result["id"], result["rank"], result["quote"]) == ("saltby-2022-05-16/para-2", 2, NEARLY)
    assert result["text"][slice(*result["span"])] == NEARLY
    assert found["paragraph"]["text"][slice(*result["source_span"])] == DELAY
    assert {"score", "sentence_cosine", "cosine", "citation", "authority", "published"} <= set(result)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["northmoor-2018-08-24/para-99"], "northmoor-2018-08-24 has no para-99: it has finding 27-28"),
        (["northmoor"], "is not the id of a paragraph"),
        ([ASKED, "--same", "--any"], "--same and --any exclude each other: give one of them"),
        ([ASKED, "--authority", "Northmor"], "did you mean Northmoor"),
        ([ASKED, "--since", "soon"], "is not a date"),
        ([ASKED, "-n", "0"], "--limit"),
    ],
)
def test_wrong_usage(
    index: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    status, out, err = pinpoint(capfd, *arguments, "--index", index)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.slow
def test_no_encoder_is_loaded(index: Path) -> None:
    program = (
        "import sys\n"
        "from search_api.cli.app import run\n"
        f"status = run(['similar', {ASKED!r}, '--json', '--index', {str(index)!r}])\n"
        "heavy = {'torch', 'onnxruntime', 'tokenizers', 'indexer.encoders.onnx_encoder'}\n"
        "loaded = sorted(heavy & set(sys.modules))\n"
        "sys.exit(f'{status} {loaded}' if status or loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
