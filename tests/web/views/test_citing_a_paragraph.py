"""The citations on the page of a paragraph: with the quotation and the link, and which links are given."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from indexer.store.reader import IndexReader
from search_api.citations import STYLE_NAMES
from search_api.references.styles import reference
from tests.support.api_bench import SPANNING, client, sample_index
from tests.support.page_reading import get, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_citations_take_the_quotation_and_the_link_if_asked(http: TestClient) -> None:
    identity = f"{SPANNING}/para-15"
    with IndexReader.open(sample_index()) as reader:
        report, paragraph = reader.report(SPANNING), reader.get(identity)
    page = get(http, f"/paragraphs/{identity}?quote=true&link=true")
    link = f"http://testserver/paragraphs/{identity}"
    for style in STYLE_NAMES:
        made = reference(report, paragraph, style, quote=True, link=link)
        assert f'<div id="citation-{style}" class="cited">{made.html}</div>' in page
    assert page.count(" checked>") == 2


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "10.1.2.3"])
def test_no_page_gives_a_link_that_is_dead_for_colleagues(http: TestClient, host: str) -> None:
    page = http.get(f"/paragraphs/{SPANNING}/para-15?link=true", headers={"Host": host}).text
    assert f"http://{host}" not in page
    assert "There is no link to give" in words(page)
    assert "data-copy=" not in page


def test_each_style_is_named_and_copied_at_once_with_the_web_address(http: TestClient) -> None:
    identity = f"{SPANNING}/para-15"
    with IndexReader.open(sample_index()) as reader:
        report, paragraph = reader.report(SPANNING), reader.get(identity)
    page = get(http, f"/paragraphs/{identity}")
    before_the_rest = page.split('class="styles', 1)[0]
    link = f"http://testserver/paragraphs/{identity}"
    for style, name in (("harvard", "Harvard"), ("oscola", "OSCOLA"), ("footnote", "footnote")):
        made = reference(report, paragraph, style, link=link)  # type: ignore[arg-type]
        assert f'<div id="ready-{style}" hidden>{made.html}</div>' in before_the_rest
        assert f'data-copy-from="#ready-{style}" data-copy-rich hidden>Copy {name}<' in before_the_rest
    assert "<summary>Harvard, OSCOLA and other styles" in page


def test_without_an_address_a_style_is_copied_without(http: TestClient) -> None:
    page = http.get(f"/paragraphs/{SPANNING}/para-15", headers={"Host": "localhost:8000"}).text
    ready = page.split('id="ready-harvard" hidden>')[1].split("</div>")[0]
    assert "Available at" not in ready
    assert "with the web address" not in page
