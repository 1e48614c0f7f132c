"""The citation of a paragraph over HTTP: every style, with quotation and link, and as files for managers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from search_api.citations import STYLE_NAMES
from search_api.references.formats import FORMATS, FormatName
from tests.support.api_bench import SPANNING, client

ADDRESS = f"/api/v1/paragraphs/{SPANNING}/para-15"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_every_style_with_what_was_asked_for(http: TestClient, style: str) -> None:
    text = http.get(ADDRESS).json()["text"]
    bare = http.get(f"{ADDRESS}/citation", params={"style": style}).json()
    assert (bare["style"], bare["link"]) == (style, "")
    assert "2016" in bare["citation"]
    whole = http.get(f"{ADDRESS}/citation", params={"style": style, "quote": True, "link": True}).json()
    assert whole["link"] == f"http://testserver/paragraphs/{SPANNING}/para-15"
    assert whole["link"] in whole["citation"]
    assert f'<a href="{whole["link"]}">' in whole["html"]
    assert text[:40] in whole["citation"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_for_a_reference_manager(http: TestClient, name: FormatName) -> None:
    item = http.get(f"{ADDRESS}/citation").json()["csl"]
    reply = http.get(f"{ADDRESS}/citation", params={"format": name})
    assert reply.headers["content-type"].partition(";")[0] == FORMATS[name].media_type
    said = f'attachment; filename="{SPANNING}-para-15{FORMATS[name].suffix}"'
    assert reply.headers["content-disposition"] == said
    assert reply.content.decode() == FORMATS[name].write([item])


def test_a_server_without_a_name_gives_no_link_to_itself(http: TestClient) -> None:
    local = {"Host": "127.0.0.1:8000"}
    reply = http.get(f"{ADDRESS}/citation", params={"link": True, "quote": True}, headers=local).json()
    assert reply["link"] == ""
    assert "127.0.0.1" not in reply["citation"] + reply["html"]
    assert "URL" not in reply["csl"]


@pytest.mark.parametrize("asked", [{"style": "apa"}, {"format": "docx"}, {"quote": "perhaps"}])
def test_what_is_not_offered_is_refused(http: TestClient, asked: dict[str, str]) -> None:
    assert http.get(f"{ADDRESS}/citation", params=asked).status_code == 422
