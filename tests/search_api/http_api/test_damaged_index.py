"""What is damaged in the index is an error with status 500 wherever it would be shown, and is never shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from tests.support.api_bench import client, own_index
from tests.support.builders import alter, flip

ALTERED = "aubergines were served at once"


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    """A server over an index of which every finding of one report was altered, and that report's id."""
    index = own_index(tmp_path_factory.mktemp("damaged"))
    with IndexReader.open(index) as reader:
        report = next(item for item in reader.reports() if item.authority == "Saltby" and item.media == "pdf")
        place = reader.reports().index(report)
        kept = reader.source_path(report.sha256)
    assert kept is not None
    alter(index, f"UPDATE paragraphs SET text = '{ALTERED} ' || substr(text, 32) WHERE report = {place}")
    flip(kept, kept.stat().st_size // 2, 3)
    with pytest.MonkeyPatch.context() as patched, contextlib.ExitStack() as stack:
        # The first search, which warms a new index up, would find the damage and leave the index closed.
        patched.setattr(Index, "find", lambda *_: None)
        http = stack.enter_context(client(index))
        patched.undo()
        yield http, report.id


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/reports/{report}",
        "/reports/{report}/paragraphs",
        "/reports/{report}/source",
        "/search?q=social+workers&authority=Saltby",
        "/ask?q=what+did+inspectors+say+about+social+workers&authority=Saltby",
        "/paragraphs/{report}/para-1",
        "/paragraphs/{report}/para-1/citation",
        "/paragraphs/{report}/para-1/page.png",
        "/paragraphs/{report}/para-1/similar",
    ],
)
def test_programs_get_a_problem(damaged: tuple[TestClient, str], path: str) -> None:
    http, report = damaged
    reply = http.get(PREFIX + path.format(report=report))
    assert ALTERED not in reply.text
    assert (reply.status_code, reply.json()["type"]) == (500, "urn:pinpoint:problem:index-damaged")
    assert "`pinpoint check`" in reply.json()["remedy"]
    assert "/" not in reply.json()["detail"]  # nothing of the machine


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/reports/{report}", "/paragraphs/{report}/para-1", "/?q=social+workers"])
def test_readers_get_a_page(damaged: tuple[TestClient, str], path: str) -> None:
    http, report = damaged
    reply = http.get(path.format(report=report), headers={"Accept": "text/html"})
    assert ALTERED not in reply.text
    assert (reply.status_code, reply.headers["content-type"].partition(";")[0]) == (500, "text/html")
    assert "The index is damaged" in reply.text
