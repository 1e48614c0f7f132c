"""What is to be checked on the page is said beside every quotation, by every surface, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from starlette.testclient import TestClient

from indexer.records import Anomaly
from indexer.store.format import ReportEntry
from search_api.index.index import Index
from search_api.mcp_tools.server import create_server
from search_api.serving.service import Service
from search_api.settings import Settings
from tests.search_api.cli.calls import as_json, pinpoint
from tests.support.builders import (
    DIMENSION,
    ENCODER,
    make_paragraph,
    make_report,
    make_report_entry,
    write_small_index,
)
from tests.support.encoders import HashEncoder
from tests.support.mcp_checks import content, drive
from tests.support.page_reading import get, links, words
from web.pages import create_site

MATTER = "Plans for children at risk of trafficking are weak."
NORTHMOOR = make_report("Northmoor", date(2018, 8, 24))
SALTBY = make_report("Saltby", date(2022, 5, 16), urn="80002")
SOUND = make_paragraph(NORTHMOOR, 33, "The police know which children are at risk of trafficking.", page=11)
TOUCHED = make_paragraph(SALTBY, 35, MATTER, page=12)
BESIDE = make_paragraph(SALTBY, 36, "Foster carers value their training.", page=12)
GAP = Anomaly("gap", 12, "number 34 is not printed", (TOUCHED.id,))
WHOLE = Anomaly("no numbers", None, "the report prints no paragraph numbers; ordinals are given")
CHECK = "Check the page: number 34 is not printed (page 12)"
PLAIN = {"kind": "gap", "page": 12, "detail": "number 34 is not printed"}
QUESTION = "What did inspectors say about children at risk of trafficking?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("anomalies") / "index"
    reports: list[ReportEntry] = [
        make_report_entry(NORTHMOOR, [SOUND], [WHOLE]),
        make_report_entry(SALTBY, [TOUCHED, BESIDE], [GAP]),
    ]
    write_small_index(made, reports)
    return made


def encoder(*_: object) -> HashEncoder:
    return HashEncoder(DIMENSION, name=ENCODER, revision="")


def settings(folder: Path) -> Settings:
    return Settings(index=folder, answer_evidence=-1.0, similar_least=0.0)


@pytest.fixture(scope="module")
def http(folder: Path) -> Iterator[TestClient]:
    service = Service(settings(folder), load=encoder)
    with TestClient(create_site(service.settings, service=service)) as made:
        yield made


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.encoders.load.load_encoder", encoder)
    monkeypatch.setenv("PINPOINT_ANSWER_EVIDENCE", "-1")
    monkeypatch.setenv("PINPOINT_SIMILAR_LEAST", "0")


def anomalies(found: Any) -> dict[str, Any]:
    """id -> anomalies of every paragraph in a reply, however deep."""
    if isinstance(found, list):
        return {name: item for part in found for name, item in anomalies(part).items()}
    if not isinstance(found, dict):
        return {}
    own = {found["id"]: found["anomalies"]} if "/" in str(found.get("id")) and "anomalies" in found else {}
    return own | {name: item for part in found.values() for name, item in anomalies(part).items()}


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("command", ["ask", "search", "similar"])
def test_command_line(folder: Path, capfd: pytest.CaptureFixture[str], command: str) -> None:
    what = SOUND.id if command == "similar" else QUESTION
    _, out, _ = pinpoint(capfd, command, what, "--index", folder)
    assert out.count(CHECK) == 1
    assert "ordinals are given" not in out
    lines = [line.strip() for line in out.splitlines()]
    assert lines[lines.index(CHECK) - 1].endswith(TOUCHED.id)
    assert "1 report has pages to check" in lines[-1]
    found = as_json(capfd, command, what, "--index", folder)
    assert found["coverage"]["reports_to_check"] == 1
    listed = anomalies(found)
    assert (listed[TOUCHED.id], listed[SOUND.id]) == ([PLAIN], [])


def test_show(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = pinpoint(capfd, "show", TOUCHED.id, "--index", folder, "--context", 1)
    assert out.count(CHECK) == 1
    assert out.index(MATTER) < out.index(CHECK) < out.index("Foster carers")
    found = as_json(capfd, "show", BESIDE.id, "--index", folder, "--context", 1)
    assert anomalies(found) == {BESIDE.id: [], TOUCHED.id: [PLAIN]}
    outline = as_json(capfd, "show", SALTBY.id, "--index", folder)
    assert outline["anomalies"] == [PLAIN | {"paragraphs": [TOUCHED.id]}]


@pytest.mark.parametrize(
    "path",
    [
        f"ask?q={QUESTION}",
        f"search?q={QUESTION}",
        f"paragraphs/{TOUCHED.id}?context=1",
        f"paragraphs/{BESIDE.id}?context=1",
        f"paragraphs/{SOUND.id}/similar",
        f"reports/{SALTBY.id}/paragraphs",
    ],
)
def test_http(http: TestClient, path: str) -> None:
    reply = http.get(f"/api/v1/{path}")
    assert reply.status_code == 200, reply.text
    listed = anomalies(reply.json())
    assert listed.pop(TOUCHED.id) == [PLAIN]
    assert all(found == [] for found in listed.values())


def test_report_over_http_names_what_is_touched(http: TestClient) -> None:
    reply = http.get(f"/api/v1/reports/{SALTBY.id}").json()
    assert reply["anomalies"] == [PLAIN | {"paragraphs": [TOUCHED.id]}]


def test_mcp(folder: Path) -> None:
    calls = {
        "ask": {"q": QUESTION},
        "search": {"q": QUESTION},
        "get_paragraph": {"id": TOUCHED.id},
        "get_report": {"id": SALTBY.id},
        "similar": {"id": SOUND.id},
    }
    service = Service(settings(folder), load=encoder)
    service.open()

    async def use(client: Client) -> None:
        for name, arguments in calls.items():
            reply = content(await client.call_tool(name, arguments))
            assert anomalies(reply)[TOUCHED.id] == [PLAIN], name

    try:
        drive(create_server(service.ask), use)
    finally:
        service.close()


def test_pages(http: TestClient) -> None:
    asked = (
        f"/?q={QUESTION}",
        f"/paragraphs/{SOUND.id}?show=same",
        f"/reports/{SALTBY.id}",
        f"/plan?p={TOUCHED.id}",
    )
    for path in asked:
        assert CHECK in words(get(http, path)), path
    own = words(get(http, f"/paragraphs/{TOUCHED.id}"))
    assert f"{CHECK.replace('page:', 'page before you quote this:')}." in own
    report = words(get(http, f"/reports/{SALTBY.id}"))
    assert "Notes about this report Number 34 is not printed (page 12)." in report
    assert report.count(CHECK) == 1, "beside the one paragraph that it touches"
    assert CHECK not in words(get(http, f"/reports/{NORTHMOOR.id}"))


@pytest.mark.parametrize("format_", ["csv", "markdown"])
def test_files_of_a_plan(http: TestClient, format_: str) -> None:
    form = {"p": [TOUCHED.id, SOUND.id], "n": ["", ""], "format": format_}
    text = http.post("/plan/export", data=form).text
    assert text.replace("\\", "").count(CHECK) == 1


def test_it_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.store.database import RecordStore
    from indexer.store.reader import IndexReader

    asked: list[int] = []
    read = RecordStore.anomalies

    def counted(self: RecordStore) -> dict[int, tuple[Anomaly, ...]]:
        asked.append(1)
        return read(self)

    monkeypatch.setattr(RecordStore, "anomalies", counted)
    with Index(IndexReader.open(folder), settings=settings(folder), encoder=encoder()) as index:
        for _ in range(3):
            index.ask(QUESTION)
            index.get(TOUCHED.id, 2)
    assert len(asked) == 1


def test_the_page_of_coverage_names_the_reports_to_check(http: TestClient) -> None:
    page = get(http, "/coverage")
    assert "1 report has pages to check before you quote them Saltby, published 16 May 2022" in words(page)
    assert f"/reports/{SALTBY.id}#warnings" in links(page)
