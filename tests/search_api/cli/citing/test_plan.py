"""`pinpoint plan`: files of chosen paragraphs, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from search_api.cli import app
from tests.support.builders import write_small_index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned") / "index"
    write_small_index(folder)
    return folder


def planned(capfd: pytest.CaptureFixture[str], index: Path, *arguments: object) -> tuple[int, str, str]:
    status = app.run(["plan", *map(str, arguments), "--index", str(index)])
    out, err = capfd.readouterr()
    return status, out, err


def ids(index: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    app.run(["search", "children", "--json", "--limit", "2", "--index", str(index)])
    return [item["id"] for item in json.loads(capfd.readouterr()[0])["results"]]


def test_from_ids_to_word_to_csv(index: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one, two = ids(index, capfd)
    word, table = tmp_path / "plan.docx", tmp_path / "plan.csv"
    done = planned(capfd, index, two, one, two, "--title", "Our plan", "--output", word)
    assert done == (0, f"Wrote 2 paragraphs to {word}.\n", "")
    paper = docx.Document(str(word))
    assert [cell.text for cell in paper.tables[0].rows[0].cells][:3] == ["Area", "Finding", "Source"]
    assert planned(capfd, index, "--from", word, "--format", "csv", "-o", table)[0] == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [two, one]
    document = json.loads(planned(capfd, index, "--from", word, "--json")[1])
    assert document["title"] == "Our plan"
    assert [entry["quotation"] for entry in document["entries"]] == [row["quotation"] for row in rows]


def test_markdown_is_printed_where_no_file_is_named(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one = ids(index, capfd)[0]
    status, out, err = planned(capfd, index, one)
    assert (status, err) == (0, "")
    assert out.startswith("# Evidence from inspection reports\n\n## 1. ")
    assert f"> Reference: `{one}`" in out


def test_what_a_file_says_stays_and_ids_are_added(
    index: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one, two = ids(index, capfd)
    table = tmp_path / "plan.csv"
    table.write_text(f"id,owner,quotation\r\n{one},Jo,not its words\r\n,x,\r\n", newline="")
    status, out, err = planned(capfd, index, two, one, "--from", table, "--json")
    assert (status, err) == (0, "Note: Row 3 of the table has no id and was left out.\n")
    first, second = json.loads(out)["entries"]
    assert (first["id"], first["owner"], second["id"]) == (one, "Jo", two)
    assert first["check"].endswith(
        "The words that were chosen are not in this paragraph. All of it is quoted."
    )
    assert "not its words" not in first["quotation"]


def test_a_paragraph_that_is_not_there_is_named_and_no_file_is_written(
    index: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one, _ = ids(index, capfd)
    file = tmp_path / "plan.docx"
    status, out, err = planned(capfd, index, one, "northmoor-2018-08-24/para-999", "-o", file)
    assert (status, out) == (2, "")
    assert "we could not find the paragraph 'northmoor-2018-08-24/para-999'" in err
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "the plan has no paragraphs"),
        (["a/para-1", "--format", "pdf"], "'pdf' is not a file format for a plan"),
        (["a/para-1", "--output", "plan.xyz"], "'xyz' is not a file format for a plan"),
        (["a/para-1", "--json", "--format", "csv"], "--json prints the plan"),
        (["a/para-1", "--title", "x" * 201], "the title is too long"),
        (["--from", "not-there.csv"], "not-there.csv cannot be read"),
    ],
)
def test_wrong_usage(index: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    status, out, err = planned(capfd, index, *arguments)
    assert (status, out) == (2, "")
    assert says in err
