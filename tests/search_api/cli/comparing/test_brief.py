"""`pinpoint brief`: to the screen, to a file, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from search_api.cli import app
from tests.search_api.briefs.made_up import ENTRIES
from tests.support.builders import write_small_index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief") / "index"
    write_small_index(folder, list(ENTRIES))
    return folder


def pinpoint(capfd: pytest.CaptureFixture[str], index: Path, *arguments: object) -> tuple[int, str, str]:
    status = app.run(["brief", *map(str, arguments), "--index", str(index)])
    out, err = capfd.readouterr()
    return status, out, err


def test_without_a_file_it_is_printed_as_markdown(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, index, "supervision", "--authority", "Northmoor")
    assert (status, err) == (0, "")
    assert out.startswith("# Supervision and management oversight: what inspectors found in Northmoor\n")
    assert "> ‘Supervision of social workers is poor across the whole service.’" in out
    status, out, _ = pinpoint(capfd, index, "supervision", "--authority", "Northmoor", "--format", "html")
    assert (status, out[:15]) == (0, "<!doctype html>")


@pytest.mark.parametrize(("name", "begins"), [("a.docx", b"PK"), ("a.html", b"<!doc"), ("a.md", b"# Sup")])
def test_the_name_of_the_file_says_its_kind(
    index: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str, begins: bytes
) -> None:
    path = tmp_path / name
    status, out, _ = pinpoint(capfd, index, "supervision", "--authority", "Northmoor", "--output", path)
    assert status == 0
    assert "written to" in out
    assert path.read_bytes().startswith(begins)
    if name.endswith("docx"):
        assert docx.Document(str(path)).paragraphs[0].text.endswith("Northmoor")


def test_json_has_the_counts_and_the_sentences(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, index, "supervision", "--authority", "Northmoor", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["groups"][0]["counts"]["not mentioned"] == 1
    shown = found["own"][0]["shown"][0]
    assert shown["quote"] == shown["text"][slice(*shown["span"])]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["supervision"], "nobody has said which authority the brief is for"),
        (["supervision", "--authority", "Atlantis"], "Atlantis"),
        (["supervision", "--authority", "Northmoor", "--format", "docx"], "cannot be printed"),
        (["supervision", "--authority", "Northmoor", "--since", "soon"], "'soon' is not a date"),
    ],
)
def test_what_it_refuses_in_one_line(
    index: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    status, out, err = pinpoint(capfd, index, *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") <= 2


def test_a_file_that_cannot_be_written_is_told(
    index: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "none" / "a.docx"
    status, _, err = pinpoint(capfd, index, "supervision", "--authority", "Northmoor", "-o", path)
    assert status == 3
    assert "cannot be written" in err
