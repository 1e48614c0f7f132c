"""Movements, matrix and maps over HTTP, on the command line and as tools: one family, each with its proof."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from search_api.exports.tables import BOM, table_csv
from search_api.mcp_tools.tools import reply
from tests.search_api.cli.calls import as_json, pinpoint
from tests.search_api.comparing.judged import opened, standard
from tests.support.builders import write_small_index
from tests.support.encoders import WordEncoder
from tests.support.page_reading import over


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with over(tmp_path_factory.mktemp("api"), standard()) as made:
        yield made


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_small_index(tmp_path / "index", standard())
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_: WordEncoder())
    return tmp_path / "index"


def asked(http: TestClient, path: str) -> Any:
    reply = http.get(f"/api/v1{path}")
    assert reply.status_code == 200, reply.text
    return reply.json()


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


MOVE = "/grades?from=inadequate&to=good&area=leadership"


def test_a_move_has_both_reports_and_every_link_opens(http: TestClient) -> None:
    found = asked(http, MOVE)
    [move] = found["moves"]
    assert (move["authority"], move["area"], move["change"], move["steps"]) == (
        "Torbay", "leadership", "up two grades", 2,
    )  # fmt: skip
    assert move["before"]["report"] == "torbay-2018-08-24"
    assert move["after"]["paragraph"] == "torbay-2022-05-18/para-2"
    for side in ("before", "after"):
        assert http.get(move[side]["permalink"]).status_code == 200
        assert http.get(f"/api/v1/reports/{move[side]['report']}").status_code == 200
    [apart] = found["uncompared"]
    assert (apart["compares"], apart["steps"]) == ("not", None)
    assert found["time_line"] is None
    assert asked(http, "/grades?authority=Torbay")["time_line"]["areas"][0] == "overall"


def test_the_table_of_moves_is_whole(http: TestClient) -> None:
    assert asked(http, f"{MOVE}&limit=1&offset=1")["moves"] == []
    [row] = table(http.get(f"/api/v1{MOVE.replace('/grades?', '/grades.csv?')}").text)
    assert (row["authority"], row["from"], row["to"], row["to_paragraph"]) == (
        "Torbay", "inadequate", "good", "torbay-2022-05-18/para-2",
    )  # fmt: skip


def test_the_matrix_gives_the_paragraphs_of_each_cell(http: TestClient) -> None:
    found = asked(http, "/matrix?about=leaders&by=region")
    assert found["whole"]["mentioned"] == found["whole"]["reports"] == 9
    assert {cell["reports"] for cell in found["cells"]} == {1}
    for cell in found["cells"]:
        for name in cell["paragraphs"]:
            assert http.get(f"/api/v1/paragraphs/{name}").status_code == 200
    rows = table(http.get("/api/v1/matrix.csv?about=leaders&by=region").text)
    assert sum(int(row["reports"]) for row in rows) == 9
    drawn = http.get("/api/v1/matrix.svg?about=leaders&by=region")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(drawn.text).get("role") == "img"


def test_the_sentences_of_a_cell_are_quoted_with_their_citation(http: TestClient) -> None:
    found = asked(http, "/matrix/sentences?about=leaders&authority=Torbay&since=2022&until=2022")
    assert [item["id"] for item in found["quotes"]] == [
        "torbay-2022-05-18/para-1",
        "torbay-2022-05-18/para-2",
    ]
    assert found["reports"] == found["searched"] == 1
    for item in found["quotes"]:
        whole = asked(http, f"/paragraphs/{item['id']}")
        assert whole["text"][slice(*item["span"])] == item["quote"]
        assert item["citation"] == whole["citation"]


def test_the_maps_have_every_authority(http: TestClient) -> None:
    for path in ("/tiles?about=leaders", "/tiles/grades"):
        found = asked(http, path)
        assert len(found["tiles"]) == 153
        assert {name for tile in found["tiles"] for name in tile["reports"]}
    for path in ("/tiles.svg?about=leaders", "/tiles/grades.svg"):
        assert ElementTree.fromstring(http.get(f"/api/v1{path}").text).get("role") == "img"


def test_a_wrong_word_is_refused(http: TestClient) -> None:
    for path in ("/grades?from=splendid", "/grades?area=swimming", "/matrix", "/matrix?about=x&by=colour"):
        assert http.get(f"/api/v1{path}").status_code == 422


def test_the_commands_print_what_they_count(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    moved = ("grades", "--from", "inadequate", "--to", "good", "--area", "leadership", "--index", index)
    status, out, _ = pinpoint(capfd, *moved)
    assert status == 0
    assert "1 move from inadequate to good" in out
    assert "torbay-2018-08-24/para-2" in out
    assert "Not counted: 1 pair" in out
    assert as_json(capfd, *moved)["total"] == 1
    assert table(pinpoint(capfd, *moved, "--csv")[1])[0]["authority"] == "Torbay"
    trend = pinpoint(capfd, "trend", "leaders", "--index", index)[1]
    assert "‘leaders’ is mentioned in 9 of 9 reports" in trend
    assert "| 2019" in trend  # other kinds of report than the year before
    quoted = pinpoint(capfd, "matrix", "leaders", "--by", "authority", "--quotes", "--index", index)[1]
    assert "torbay-2022-05-18/para-1" in quoted
    assert as_json(capfd, "matrix", "leaders", "--by", "region", "--index", index)["rows"]
    for drawn in (("trend", "leaders"), ("matrix", "leaders"), ("map", "--by", "grade")):
        assert (
            ElementTree.fromstring(pinpoint(capfd, *drawn, "--svg", "--index", index)[1]).get("role") == "img"
        )
    assert "G Torbay" in pinpoint(capfd, "map", "--by", "grade", "--index", index)[1]
    assert len(table(pinpoint(capfd, "map", "leaders", "--csv", "--index", index)[1])) == 153


@pytest.mark.parametrize(
    "wrong", [("grades", "--from", "splendid"), ("grades", "--area", "swimming"), ("map",), ("trend", "?")]
)
def test_a_command_says_what_is_wrong(
    index: Path, capfd: pytest.CaptureFixture[str], wrong: tuple[str, ...]
) -> None:
    status, out, err = pinpoint(capfd, *wrong, "--index", index)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


def test_the_tools_say_the_same(tmp_path: Path) -> None:
    from search_api.mcp_tools.tables import GradesArguments, MatrixArguments

    with opened(tmp_path, standard()) as made:
        moves = reply(
            "grade_moves",
            made,
            GradesArguments.model_validate({"from": ["inadequate"], "to": ["good"], "area": ["leadership"]}),
        )
        assert [move["authority"] for move in moves["moves"]] == ["Torbay"]
        assert moves["coverage"]["text"]
        counted = reply("matrix", made, MatrixArguments(about="leaders", by="region"))
        assert counted["headline"].startswith("‘leaders’ is mentioned in 9 of 9 reports")
        assert counted["cells"][0]["paragraphs"]


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    [row] = table(table_csv(("one", "two", "three", "four"), [("=1+1", "-2", -2, None)]))
    assert row == {"one": "'=1+1", "two": "'-2", "three": "-2", "four": ""}
