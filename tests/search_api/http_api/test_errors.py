"""What goes wrong has one shape, names the field and the remedy, and says nothing of the inside."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.errors import EngineUnavailable
from indexer.store.reader import IndexReader
from search_api.schemas.base import PREFIX
from search_api.schemas.problems import MEDIA_TYPE
from tests.support.api_bench import SPANNING, client, make_app, own_index

KEYS = {"type", "title", "status", "detail", "remedy", "field", "errors"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def problem(reply: Any, status: int) -> Any:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == MEDIA_TYPE
    assert reply.headers["cache-control"] == "no-store"
    found = reply.json()
    assert set(found) == KEYS
    assert found["status"] == status
    assert found["type"].startswith("urn:pinpoint:problem:")
    assert found["field"] == (found["errors"][0]["field"] if found["errors"] else None)
    return found


@pytest.mark.parametrize(
    ("path", "field", "remedy"),
    [
        ("/search", "q", "give q"),
        ("/search?q=", "q", "at least 1 character"),
        ("/search?q=%3F%21", "q", "ask in words"),
        ("/search?q=marac&limit=0", "limit", "greater than or equal to 1"),
        ("/search?q=marac&limit=101", "limit", "less than or equal to 100"),
        ("/search?q=marac&offset=5001", "offset", "less than or equal to 5000"),
        ("/search?q=marac&limit=ten", "limit", "integer"),
        ("/search?q=marac&kind=thought", "kind", "'finding', 'recommendation'"),
        ("/search?q=marac&framework=", "framework", "'ilacs'"),
        ("/search?q=marac&since=soon", "since", "write 2022, 2022-03 or 2022-03-31"),
        ("/search?q=marac&until=2023-02-29", "until", "write 2022, 2022-03 or 2022-03-31"),
        ("/search?q=marac&literal=perhaps", "literal", "boolean"),
        ("/search?q=marac&q=mash", "q", "give q once"),
        ("/search?q=marac&authorty=Saltby", "authorty", "use as_words, authority, framework, grade"),
        ("/reports?kind=finding", "kind", "use authority, framework, grade, latest, limit, offset, region"),
        (f"/reports/{SPANNING}?page=1", "page", "this path takes no parameters"),
        ("/reports/northmoor", "report", "write it as in torbay-2018-08-24"),
        (f"/paragraphs/{SPANNING}/chapter-9", "paragraph", "write it as in para-27"),
        (f"/paragraphs/{SPANNING}/para-1/citation?style=vancouver", "style", "'plain'"),
        ("/ask?q=marac&limit=51", "limit", "less than or equal to 50"),
    ],
)
def test_the_field_and_the_remedy(http: TestClient, path: str, field: str, remedy: str) -> None:
    found = problem(http.get(f"{PREFIX}{path}"), 422)
    assert found["field"] == field
    assert remedy in found["remedy"]


def test_every_wrong_field_is_named(http: TestClient) -> None:
    found = problem(http.get(f"{PREFIX}/search?q=marac&limit=0&offset=-1&nonsense=1"), 422)
    assert [item["field"] for item in found["errors"]] == ["limit", "offset", "nonsense"]


@pytest.mark.parametrize(
    ("path", "detail", "remedy"),
    [
        ("/search?q=marac&authority=Saltbey", "'Saltbey' is not in the register", "did you mean Saltby"),
        ("/reports/northmoor-2011-01-01", "holds no report", "of that authority it holds northmoor-2016"),
        (f"/paragraphs/{SPANNING}/para-9999", "has no para-9999", "it has finding"),
        (f"/paragraphs/{SPANNING}/para-9999/page.png", "has no para-9999", "it has finding"),
    ],
)
def test_what_this_index_does_not_hold(http: TestClient, path: str, detail: str, remedy: str) -> None:
    found = problem(http.get(f"{PREFIX}{path}"), 404)
    assert detail in found["detail"]
    assert remedy in found["remedy"]


def test_exchanged_dates_are_refused(http: TestClient) -> None:
    found = problem(http.get(f"{PREFIX}/search?q=marac&since=2023&until=2020"), 422)
    assert found["remedy"] == "exchange since and until"


def test_paths_and_methods(http: TestClient) -> None:
    assert problem(http.get("/nothing"), 404)["type"].endswith("no-such-path")
    assert problem(http.get(f"{PREFIX}/search/"), 422)["field"] == "q"  # a slash at the end changes nothing
    assert problem(http.get(f"{PREFIX}/nothing/"), 404)
    assert problem(http.get(f"{PREFIX}/paragraphs/../../etc/passwd"), 404)
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
        reply = http.request(method, f"{PREFIX}/search?q=marac")
        assert problem(reply, 405)["remedy"] == "use GET"
        assert reply.headers["allow"] == "GET"


def test_an_error_before_the_stream_begins_is_a_problem(http: TestClient) -> None:
    accept = {"Accept": "text/event-stream"}
    problem(http.get(f"{PREFIX}/ask?q=marac&authority=Nowhere", headers=accept), 404)
    problem(http.get(f"{PREFIX}/ask?q=%3F", headers=accept), 422)


def test_an_error_within_the_stream_is_an_event(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("search_api.answers.answerer.Answerer.answer", broken)
    text = http.get(f"{PREFIX}/ask?q=marac", headers={"Accept": "text/event-stream"}).text
    assert text.startswith("event: understood\n")
    assert 'event: error\ndata: {"type":"urn:pinpoint:problem:internal"' in text
    assert "secret" not in text


def test_nothing_of_the_inside_is_told_or_logged(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("aubergine at /home/someone")

    monkeypatch.setattr("search_api.retrieval.searcher.Searcher.search", broken)
    with caplog.at_level(logging.DEBUG):
        found = problem(http.get(f"{PREFIX}/search?q=aubergine"), 500)
    assert "ZeroDivisionError" not in str(found)
    assert "ZeroDivisionError in test_errors.py" in caplog.text
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx2")]
    assert "aubergine" not in " ".join(ours)


@pytest.mark.slow
def test_no_index_is_said_and_one_that_comes_is_taken(tmp_path: Path) -> None:
    app = make_app(tmp_path / "index", serve_look_seconds=3600)
    with TestClient(app) as http:
        for path in ("/readyz", f"{PREFIX}/search?q=marac", f"{PREFIX}/reports"):
            reply = http.get(path)
            assert problem(reply, 503)["type"].endswith("no-index-yet")
            assert int(reply.headers["retry-after"]) > 0
            assert str(tmp_path) not in reply.text
        assert http.get("/livez").status_code == 200
        assert "pinpoint_index_stale 1.0" in http.get("/metrics").text
        own_index(tmp_path)
        app.state.service.snapshots.look()
        assert http.get("/readyz").status_code == 200


def test_a_file_that_is_no_longer_kept(tmp_path: Path) -> None:
    index = own_index(tmp_path)
    for kept in (index / "sources").iterdir():
        kept.unlink()
    with client(index) as http:
        for path in (f"/reports/{SPANNING}/source", f"/paragraphs/{SPANNING}/para-15/page.png"):
            assert problem(http.get(f"{PREFIX}{path}"), 404)["remedy"] == "index its folder again"


def test_an_index_whose_database_is_away_is_unavailable_and_names_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise EngineUnavailable("postgresql://reader:***@db.internal/x does not answer", "start it")

    with TestClient(make_app(own_index(tmp_path))) as http:
        monkeypatch.setattr(IndexReader, "by_rows", away)
        reply = http.get(f"{PREFIX}/search", params={"q": "MARAC"})
        assert problem(reply, 503)["type"].endswith("engine-unavailable")
        assert int(reply.headers["retry-after"]) > 0
        assert "db.internal" not in reply.text
