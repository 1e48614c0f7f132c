"""Every route of the API over an index of the sample reports: what it gives, and that it fits together."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from indexer.pipeline.run import index_paths
from search_api.http_api.app import create_app
from search_api.schemas.base import PREFIX
from tests.support.api_bench import SPANNING, client, make_service, sample_index
from tests.support.encoders import HashEncoder
from tests.support.paths import EXPORTED, SAMPLES

QUESTION = "what did inspectors say about MARAC?"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def get(http: TestClient, path: str, **query: Any) -> Any:
    answer = http.get(f"{PREFIX}{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_search_gives_what_a_citation_needs(http: TestClient) -> None:
    found = get(http, "/search", q=f"{QUESTION[:-1]} in Northmoor", limit=5)
    assert len(found["results"]) == 5 < found["total"]
    for rank, item in enumerate(found["results"], start=1):
        assert item["rank"] == rank
        assert item["authority"] == "Northmoor"
        assert item["id"].startswith(f"{item['report']}/")
        assert item["citation"].startswith("Ofsted, Northmoor, ")
        assert item["page_first"] <= item["page_last"]
        assert item["inspection_start"] < item["inspection_end"] < item["published"]
        assert -1 <= item["cosine"] <= 1
        ends = [0, *(end for _, end in item["spans"])]
        for end, (start, stop) in zip(ends, item["spans"], strict=False):
            assert end <= start < stop <= len(item["text"])
        whole = http.get(item["permalink"]).json()
        assert whole["text"] == item["text"]
        assert whole["grade"] == item["grade"]
    assert found["understood"]["understood_from"] == [
        {"field": "authority", "value": "Northmoor", "text": "Northmoor", "start": 39, "end": 48}
    ]
    assert found["coverage"]["text"].startswith("Searched 2 of 6 reports (Northmoor; ")
    assert found["coverage"]["files_refused"][0]["path"] == "99903_wexcombe/not a report.pdf"


def test_pages_of_results_are_one_list(http: TestClient) -> None:
    whole = get(http, "/search", q="visits to children", limit=20)["results"]
    parts = [
        item
        for offset in (0, 7, 14)
        for item in get(http, "/search", q="visits to children", limit=7, offset=offset)["results"]
    ]
    assert parts[:20] == whole
    assert get(http, "/search", q="visits to children", offset=5000)["results"] == []


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"authority": "Saltby"}, lambda item: item["authority"] == "Saltby"),
        ({"authority": ["Saltby", "Wexcombe"]}, lambda item: item["authority"] in ("Saltby", "Wexcombe")),
        ({"since": "2019-07"}, lambda item: item["published"] >= "2019-07-01"),
        ({"until": "2018"}, lambda item: item["published"] <= "2018-12-31"),
        ({"framework": "sif"}, lambda item: item["framework"] == "sif"),
        ({"kind": ["recommendation", "improvement"]}, lambda item: item["kind"][0] in "ri"),
    ],
)
def test_each_filter_keeps_what_it_says(http: TestClient, query: dict[str, Any], holds: Any) -> None:
    everything = get(http, "/search", q="children", limit=100)["results"]
    found = get(http, "/search", q="children", limit=100, **query)["results"]
    assert found
    assert all(holds(item) for item in found)
    assert not all(holds(item) for item in everything)


def test_literal_reads_no_filter_from_the_question(http: TestClient) -> None:
    literal = get(http, "/search", q="visits in Saltby", literal=True, limit=100)
    assert literal["understood"]["authorities"] == []
    assert literal["understood"]["rest"] == "visits in Saltby"
    assert {item["authority"] for item in literal["results"]} > {"Saltby"}


def test_a_filter_that_leaves_nothing_is_said(http: TestClient) -> None:
    found = get(http, "/search", q="visits", since="2040")
    assert found["results"] == []
    assert found["understood"]["notes"] == [
        "No report was published since 1 January 2040; the latest was published on 15 June 2026."
    ]


def test_ask_quotes_word_for_word(http: TestClient) -> None:
    answer = get(http, "/ask", q=QUESTION, limit=4)
    assert answer["answered"]
    assert 0 < len(answer["passages"]) <= 4
    for passage in answer["passages"]:
        assert passage["text"][passage["start"] :].startswith(passage["quote"])
        assert passage["quote"]
    refusal = get(http, "/ask", q="price of quantum blockchain")
    assert not refusal["answered"]
    assert refusal["passages"] == []
    assert refusal["message"].startswith("No passage was found that answers this.")
    assert refusal["nearest_miss"]["id"]


def test_ask_gives_the_judgements_that_are_asked_for(http: TestClient) -> None:
    report = get(http, "/reports", authority="Saltby")["reports"][0]
    answer = get(http, "/ask", q=f"how was Saltby rated in {report['published'][:4]}")
    assert answer["answered"]
    told = next(item for item in answer["judgements"] if item["report"] == report["id"])
    grades = [{key: item[key] for key in ("area", "grade", "printed")} for item in told["judgements"]]
    assert grades == report["judgements"]
    assert all(item["name"] for item in told["judgements"])
    assert told["citation"].startswith("Saltby, ")
    assert told["citation"].endswith(", cover")
    assert get(http, "/ask", q=QUESTION)["judgements"] == []


def test_ask_as_events_says_the_same(http: TestClient) -> None:
    whole = get(http, "/ask", q=QUESTION, limit=3)
    reply = http.get(
        f"{PREFIX}/ask", params={"q": QUESTION, "limit": 3}, headers={"Accept": "text/event-stream"}
    )
    assert reply.headers["content-type"].startswith("text/event-stream")
    found = events(reply.text)
    assert [name for name, _ in found] == [
        "understood", *["passage"] * len(whole["passages"]), "answer", "coverage"
    ]  # fmt: skip
    assert found[0][1] == whole["understood"]
    assert [data for name, data in found if name == "passage"] == whole["passages"]
    assert found[-2][1]["passages"] == [passage["id"] for passage in whole["passages"]]
    assert found[-2][1]["judgements"] == whole["judgements"]
    assert found[-1][1] == whole["coverage"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/event-stream", "text/event-stream"),
        ("text/event-stream;q=0", "application/json"),
        ("application/json, text/event-stream;q=0.5", "application/json"),
        ("application/json;q=0.2, text/event-stream;q=0.5", "text/event-stream"),
        ("text/event-stream;q=high", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_form_of_an_answer_is_the_client_s_choice(http: TestClient, accept: str, kind: str) -> None:
    reply = http.get(f"{PREFIX}/ask", params={"q": QUESTION}, headers={"Accept": accept})
    assert reply.headers["content-type"].startswith(kind)


def test_reports_and_one_report(http: TestClient) -> None:
    found = get(http, "/reports")
    assert found["total"] == 6
    assert [item["id"] for item in found["reports"]][:2] == ["northmoor-2016-01-29", "northmoor-2018-03-29"]
    assert get(http, "/reports", limit=2, offset=1)["reports"] == found["reports"][1:3]
    assert {item["authority"] for item in get(http, "/reports", authority="saltby council")["reports"]} == {
        "Saltby"
    }
    for item in found["reports"]:
        whole = http.get(item["permalink"]).json()
        assert {name: whole[name] for name in item} == item
        assert whole["paragraphs"]


def test_paragraphs_of_a_report_are_in_reading_order(http: TestClient) -> None:
    outline = get(http, f"/reports/{SPANNING}")["paragraphs"]
    found = get(http, f"/reports/{SPANNING}/paragraphs", limit=500)
    assert [item["id"] for item in found["paragraphs"]] == [item["id"] for item in outline]
    some = get(http, f"/reports/{SPANNING}/paragraphs", kind="recommendation", limit=2)
    assert len(some["paragraphs"]) == 2 < some["total"]
    assert {item["kind"] for item in some["paragraphs"]} == {"recommendation"}


def test_a_paragraph_with_its_neighbours(http: TestClient) -> None:
    order = [item["id"] for item in get(http, f"/reports/{SPANNING}")["paragraphs"]]
    place = order.index(f"{SPANNING}/para-15")
    item = get(http, f"/paragraphs/{SPANNING}/para-15", context=2)
    assert [other["id"] for other in item["before"]] == order[place - 2 : place]
    assert [other["id"] for other in item["after"]] == order[place + 1 : place + 3]
    assert item["pages"] == [item["page_first"], item["page_last"]]
    first = get(http, f"/paragraphs/{order[0]}")
    assert first["before"] == []
    assert get(http, f"/paragraphs/{order[0]}", context=0)["after"] == []


def test_the_file_of_a_report_byte_for_byte(http: TestClient) -> None:
    reply = http.get(f"{PREFIX}/reports/{SPANNING}/source")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == f'inline; filename="{SPANNING}.pdf"'
    files = [path.read_bytes() for path in SAMPLES.rglob("*29 january 2016.pdf")]
    assert [reply.content] == files


def test_each_page_of_a_paragraph_as_a_picture(http: TestClient) -> None:
    pages = get(http, f"/paragraphs/{SPANNING}/para-15")["pages"]
    assert len(pages) == 2
    pictures = [
        http.get(f"{PREFIX}/paragraphs/{SPANNING}/para-15/page.png", params={"page": page}) for page in pages
    ]
    for picture in pictures:
        assert picture.headers["content-type"] == "image/png"
        assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", picture.content[16:24])
        assert width < height
    assert pictures[0].content != pictures[1].content
    assert http.get(f"{PREFIX}/paragraphs/{SPANNING}/para-15/page.png").content == pictures[0].content
    elsewhere = http.get(f"{PREFIX}/paragraphs/{SPANNING}/para-15/page.png", params={"page": 1})
    assert elsewhere.status_code == 404
    assert elsewhere.json()["remedy"] == f"it is on {pages[0]} and {pages[1]}"


def test_the_words_that_cite_it(http: TestClient) -> None:
    item = get(http, f"/paragraphs/{SPANNING}/para-15")
    said = get(http, f"/paragraphs/{SPANNING}/para-15/citation", style="plain")
    assert said["citation"] == item["citation"]
    assert "paragraph 15, pages" in said["citation"]


def test_authorities_with_and_without_reports(http: TestClient) -> None:
    here = get(http, "/authorities", indexed=True)
    assert [item["name"] for item in here["authorities"]] == ["Northmoor", "Saltby", "Wexcombe"]
    assert here["authorities"][0]["reports"] == 2
    assert here["authorities"][0]["last_published"] == "2018-03-29"
    everywhere = get(http, "/authorities", limit=500)
    torbay = next(item for item in everywhere["authorities"] if item["name"] == "Torbay")
    assert torbay["region"] == "South West"
    assert torbay["reports"] == 0
    assert torbay["last_published"] is None
    assert len(torbay["statistical_neighbours"]) == 10


def test_facets_count_what_a_search_would_search(http: TestClient) -> None:
    found = get(http, "/facets", authority="Saltby")
    searched = found["coverage"]["paragraphs_searched"]
    for field in ("authority", "framework", "kind", "year"):
        assert sum(found[field].values()) == searched
    assert set(found["year"]) == {"2019", "2023"}
    assert get(http, "/facets", q="visits in Saltby")["authority"] == found["authority"]
    assert set(get(http, "/facets", q="visits in Saltby", literal=True)["authority"]) > {"Saltby"}
    assert get(http, "/facets")["coverage"]["reports_searched"] == 6


def test_the_ledger_of_files(http: TestClient) -> None:
    found = get(http, "/coverage")
    assert (found["indexed"], found["refused"], found["total"]) == (6, 1, 7)
    refused = get(http, "/coverage", status="refused")
    assert [item["path"] for item in refused["files"]] == ["99903_wexcombe/not a report.pdf"]
    assert refused["files"][0]["report"] is None
    assert "web page" in refused["files"][0]["reason"]
    indexed = get(http, "/coverage", status="indexed")
    assert {item["report"] for item in indexed["files"]} == {
        item["id"] for item in get(http, "/reports")["reports"]
    }


def test_every_cacheable_reply_has_the_tag_of_the_generation(http: TestClient) -> None:
    tags = set()
    for path in (
        f"/search?q={QUESTION}", f"/ask?q={QUESTION}", "/facets", "/reports", f"/reports/{SPANNING}",
        f"/reports/{SPANNING}/paragraphs", f"/reports/{SPANNING}/source", f"/paragraphs/{SPANNING}/para-15",
        f"/paragraphs/{SPANNING}/para-15/page.png", f"/paragraphs/{SPANNING}/para-15/citation",
        "/authorities", "/coverage",
    ):  # fmt: skip
        reply = http.get(f"{PREFIX}{path}")
        tag = reply.headers["etag"]
        tags.add(tag)
        assert reply.status_code == 200
        for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = http.get(f"{PREFIX}{path}", headers={"If-None-Match": held})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        assert http.get(f"{PREFIX}{path}", headers={"If-None-Match": '"other"'}).status_code == 200
        head = http.head(f"{PREFIX}{path}")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == reply.headers["content-length"]
    assert len(tags) == 1


@pytest.mark.slow
def test_other_settings_of_the_ranking_make_another_tag(http: TestClient) -> None:
    tags = [http.get(f"{PREFIX}/reports").headers["etag"]]
    for changes in ({"depth": 77}, {"serve_threads": 7}):
        with client(None, **changes) as other:
            tags.append(other.get(f"{PREFIX}/reports").headers["etag"])
    assert tags[0] == tags[2] != tags[1]


def test_figures_name_the_route_whatever_lies_between() -> None:
    class Copies:
        """As access control does, which takes claims out of the headers."""

        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await self.app(dict(scope), receive, send)

    service = make_service(sample_index())
    app = create_app(service.settings, service=service, middleware=[Middleware(Copies)])
    with TestClient(app) as http:
        get(http, f"/reports/{SPANNING}")
        http.get(f"{PREFIX}/reports/aubergine")
        text = http.get("/metrics").text
    for status in (200, 422):
        assert f'{{method="GET",route="/api/v1/reports/{{report}}",status="{status}"}} 1.0' in text


def test_health_and_figures(http: TestClient) -> None:
    assert http.get("/livez").json() == {"status": "alive", "ready": True}
    ready = http.get("/readyz").json()
    assert (ready["status"], ready["reports"], ready["stale"]) == ("ready", 6, False)
    get(http, "/search", q="aubergine")
    http.get("/nothing/aubergine")
    text = http.get("/metrics").text
    assert 'pinpoint_requests_total{method="GET",route="/api/v1/search",status="200"}' in text
    assert 'route="unmatched",status="404"' in text
    assert "pinpoint_index_reports 6.0" in text
    assert "process_resident_memory_bytes" in text
    assert "aubergine" not in text


def test_words_that_are_no_filter(http: TestClient) -> None:
    asked: dict[str, Any] = {"q": "MARAC in Northmoor", "limit": 1}
    for path in ("search", "ask"):
        plain = http.get(f"{PREFIX}/{path}", params=asked).json()["understood"]
        assert plain["authorities"] == ["Northmoor"]
        assert "Northmoor" not in plain["rest"]
        taken_back = http.get(f"{PREFIX}/{path}", params=asked | {"as_words": ["northmoor"]}).json()
        assert taken_back["understood"]["authorities"] == []
        assert "Northmoor" in taken_back["understood"]["rest"]
    counted = http.get(f"{PREFIX}/facets", params={"q": asked["q"]}).json()["authority"]
    assert list(counted) == ["Northmoor"]
    everywhere = {"q": asked["q"], "as_words": "Northmoor"}
    assert len(http.get(f"{PREFIX}/facets", params=everywhere).json()["authority"]) > 1


def test_other_names_that_were_searched(http: TestClient) -> None:
    said = http.get(f"{PREFIX}/search", params={"q": "return home interviews"}).json()["understood"]
    (also,) = said["also_searched"]
    assert also["typed"] == "return home interviews"
    assert "return interview" in also["names"]
    assert also["ambiguous"] is False
    (note,) = said["expansion_notes"]
    assert note.startswith("“return home interviews” was also searched as ")
    literal = {"q": "return home interviews", "literal": "true"}
    said = http.get(f"{PREFIX}/search", params=literal).json()["understood"]
    assert said["also_searched"] == said["expansion_notes"] == []


@pytest.mark.slow
def test_exported_text_says_its_letters(tmp_path: Path) -> None:
    for name, encoding, charset in (("utf", "utf-8", "utf-8"), ("old", "cp1252", "windows-1252")):
        files = tmp_path / name
        files.mkdir()
        text = EXPORTED.read_text(encoding="utf-8")
        plain = text.encode("cp1252", "ignore").decode("cp1252")
        (files / "northmoor-2018.txt").write_bytes((plain + "\n2014–17\n").encode(encoding))
        index_paths([files], tmp_path / f"{name}-index", HashEncoder)
        with client(tmp_path / f"{name}-index") as http:
            [report] = get(http, "/reports")["reports"]
            answer = http.get(f"{PREFIX}/reports/{report['id']}/source")
            assert answer.headers["content-type"] == f"text/plain; charset={charset}"
            assert "2014–17" in answer.text
