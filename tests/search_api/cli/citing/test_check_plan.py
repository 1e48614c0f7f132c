"""`pinpoint check-plan`: what it says of a draft, its exit status, and the Word file with comments."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import pytest

from indexer.records import Judgement
from search_api.cli import app
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

_TEXT = "Visits to children are timely. Supervision is not regular enough to help social workers."
_DRAFT = """# Saltby improvement plan

Inspectors wrote that “visits to children are timely” (Ofsted 2019, para 1).

They also wrote “supervision is regular enough to help social workers” (Ofsted 2019, para 1).

See paragraph 44 of the 2019 report. Saltby was judged good overall in 2019.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cited") / "index"
    judged = (Judgement("overall", "Overall effectiveness", "inadequate", "inadequate"),)
    report = make_report("Saltby", date(2019, 3, 4), framework="ilacs", urn="80002", judgements=judged)
    write_small_index(folder, [make_report_entry(report, [make_paragraph(report, 1, _TEXT)])])
    return folder


def checked(capfd: pytest.CaptureFixture[str], index: Path, *arguments: str) -> tuple[int, str, str]:
    status = app.run(["check-plan", *arguments, "--index", str(index)])
    out, err = capfd.readouterr()
    return status, out, err


def draft(folder: Path, text: str = _DRAFT) -> str:
    path = folder / "plan.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_what_is_not_right_is_listed(index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = checked(capfd, index, draft(tmp_path))
    assert status == 4
    assert "Quotation differs" in out
    assert "draft: nothing | report: not" in out
    assert "has no paragraph 44" in out
    assert "Grade is wrong" in out
    assert "1. Right" not in out
    assert "4 claims checked: 1 right, 1 quotation differs, 1 number does not exist, 1 grade is wrong." in out
    assert "Read as a plan of Saltby." in out


def test_what_is_right_is_listed_when_asked(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = checked(capfd, index, draft(tmp_path), "--all")
    assert "1. Right: para 1 (paragraph 2)" in out
    assert "as quoted" in out


def test_a_draft_that_is_right_ends_well(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "“Visits to children are timely” (Ofsted, Saltby, 2019, para 1)."
    status, out, _ = checked(capfd, index, draft(tmp_path, text))
    assert (status, out.strip()) == (0, "1 claim checked: 1 right. Read as a plan of Saltby.")


def test_a_draft_without_claims_says_so(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = checked(capfd, index, draft(tmp_path, "We will try harder."))
    assert status == 0
    assert "No citation, quotation or grade of an inspection report was found" in out


def test_json_holds_every_claim(index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = checked(capfd, index, draft(tmp_path), "--json")
    found = json.loads(out)
    assert status == 4
    assert [item["verdict"] for item in found["findings"]] == ["right", "differs", "no number", "wrong grade"]
    assert found["findings"][0]["evidence"][0]["id"] == "saltby-2019-03-04/para-1"
    assert {"quoted": "", "printed": "not"} in found["findings"][1]["steps"]


def test_the_word_file_comes_back_with_comments(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document()
    for line in filter(None, _DRAFT.split("\n")):
        document.add_paragraph(line.lstrip("# "))
    plan, commented = tmp_path / "plan.docx", tmp_path / "commented.docx"
    document.save(str(plan))
    status, _, _ = checked(capfd, index, str(plan), "--comments", str(commented))
    assert status == 4
    comments = docx.Document(io.BytesIO(commented.read_bytes())).comments
    said = [comment.text for comment in comments]
    assert [text.split(".")[0] for text in said] == [
        "Quotation differs", "Number does not exist", "Grade is wrong",
    ]  # fmt: skip
    assert "Draft: nothing. Report: not." in said[0]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("plan.docx", b"PK\x03\x04 not a zip", "the file is damaged"),
        ("plan.pdf", b"%PDF-1.7", "a PDF cannot be read as a draft"),
        ("plan.md", b"", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    status, out, err = checked(capfd, index, str(tmp_path / name))
    assert status not in (0, 4)
    assert not out
    assert reason in err


def test_comments_are_for_word_files(index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = checked(capfd, index, draft(tmp_path), "--comments", str(tmp_path / "out.docx"))
    assert status not in (0, 4)
    assert "Word" in err
