"""Every route over an index of twenty real reports and one as exported text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.pipeline.run import index_paths
from search_api.schemas.base import PREFIX
from tests.support.api_bench import client
from tests.support.encoders import HashEncoder

pytestmark = pytest.mark.corpus
REPORTS = 20


@pytest.fixture(scope="module")
def http(real_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The reports are spread over authorities and years; one PDF is beside its exported text."""
    files = sorted((real_corpus / "reports").glob("*/*.pdf"))
    chosen = files[:: max(1, len(files) // (REPORTS - 1))][: REPORTS - 1]
    index = tmp_path_factory.mktemp("corpus") / "index"
    index_paths([*chosen, real_corpus / "torbay-2018-seed.txt"], index, HashEncoder)
    with client(index) as made:
        yield made


def get(http: TestClient, path: str, **query: Any) -> Any:
    reply = http.get(path if path.startswith(PREFIX) else f"{PREFIX}{path}", params=query)
    assert reply.status_code == 200, f"{path}: {reply.text}"
    return reply.json()


def test_every_report_and_every_paragraph_of_it(http: TestClient) -> None:
    found = get(http, "/reports", limit=500)["reports"]
    ledger = get(http, "/coverage")
    assert len(found) + ledger["refused"] == REPORTS
    assert {item["media"] for item in found} == {"pdf", "text"}
    for report in found:
        outline = [item["id"] for item in get(http, report["permalink"])["paragraphs"]]
        whole = get(http, f"{report['permalink']}/paragraphs", limit=500)["paragraphs"]
        assert [item["id"] for item in whole] == outline
        for item in whole:
            assert item["text"]
            assert item["authority"] == report["authority"]
            assert (item["page_first"] is None) == (report["media"] == "text")
        source = http.get(f"{report['permalink']}/source")
        assert source.status_code == 200
        assert source.content.startswith(b"%PDF-") == (report["media"] == "pdf")
        for item in (whole[0], whole[len(whole) // 2], whole[-1]):
            alone = get(http, item["permalink"], context=0)
            assert {name: alone[name] for name in item} == item
            assert get(http, f"{item['permalink']}/citation")["citation"] == item["citation"]


def test_paragraphs_that_run_over_page_ends_have_a_picture_of_each(http: TestClient) -> None:
    drawn = 0
    for report in get(http, "/reports", limit=500)["reports"]:
        whole = get(http, f"{report['permalink']}/paragraphs", limit=500)["paragraphs"]
        item = next((item for item in whole if item["page_first"] != item["page_last"]), whole[0])
        pages = get(http, item["permalink"])["pages"]
        pictures = {
            http.get(f"{item['permalink']}/page.png", params={"page": page}).content for page in pages
        }
        assert all(picture.startswith(b"\x89PNG") for picture in pictures)
        assert len(pictures) == len(pages)
        drawn += len(pages) > 1
        if report["media"] == "text":
            assert http.get(f"{item['permalink']}/page.png").status_code == 404
    assert drawn > 10


def test_questions(http: TestClient) -> None:
    found = get(http, "/search", q="return home interviews", limit=100)
    assert found["total"] > 50
    assert len({item["report"] for item in found["results"]}) > 5
    answer = get(http, "/ask", q="what did inspectors say about MARAC in Torbay?")
    assert {item["report"] for item in answer["passages"]} == {"torbay-2018-08-24"}
    assert all(item["page_first"] is None for item in answer["passages"])
    facets = get(http, "/facets")
    assert sum(facets["year"].values()) == facets["coverage"]["paragraphs_searched"]
    assert facets["coverage"]["reports_searched"] == len(get(http, "/reports", limit=500)["reports"])
