"""Behind a prefix: every kind of page and file, and all that they lead to, stays below it and is there."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from indexer.errors import InvalidRequest
from search_api.http_api.prefix import check_prefix
from search_api.settings import load_settings
from tests.browser.page_states import STATES
from tests.support.api_bench import client
from tests.support.serving import server
from tests.web.proxy import SITE, proxy
from web.shared.render import assets

ROOT_PATH = "/pinpoint"
_LEADS = ("href", "src", "action", "formaction")
_ID = re.compile(
    r"/[a-z]+(?:-[a-z]+)*-\d{4}-\d\d-\d\d|/(?:[a-z]+-)*[a-z]+-\d+|(?<=authorities)/[a-z-]+|(?<=themes)/[a-z-]+"
)
_MCP = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-06-18",
}
MOST = 400  # replies that one walk reads: a kind of address that grows without end is a fault


class Reply:
    def __init__(self, site: str, path: str, data: bytes | None = None, **headers: str) -> None:
        """path: with the prefix. Redirects are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(site + path, data, named)
        try:
            opened = _OPENER.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            opened = error
        with opened:
            self.status = opened.status
            self.headers = opened.headers
            self.kind = (opened.headers.get("content-type") or "").partition(";")[0]
            self.text: str = opened.read().decode("utf-8", "replace")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


class Links(HTMLParser):
    """Addresses that a page leads to; of forms only those that a GET sends."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[str] = []
        self.read: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        found = [value for name in _LEADS if (value := given.get(name)) is not None]
        self.all += found
        if tag != "form" and "formaction" not in given:
            self.read += found


def kinds_of(address: str) -> set[tuple[str, str]]:
    """A path, its ids left out, with each name of its parameters: what makes an address new to a walk."""
    parts = urlsplit(address)
    path = _ID.sub("/*", parts.path)
    return {(path, ""), *((path, name) for name, _ in parse_qsl(parts.query))}


def walk(site: str, *, everywhere: bool) -> tuple[list[str], int, set[str]]:
    """What is wrong, how many replies were read, and of which media types: from each page on.

    everywhere: also from each of its states, and to all that these lead to.
    """
    wrong: list[str] = []
    media: set[str] = set()
    states = [state for state in STATES.values() if not state.draft and (everywhere or "?" not in state.path)]
    waiting = [(ROOT_PATH + state.path, state.status == 404) for state in states]
    seen = {kind for path, _ in waiting for kind in kinds_of(path)}
    read = 0
    while waiting and read < MOST:
        path, gone = waiting.pop(0)
        reply = Reply(site, path, Accept="text/html,*/*")
        read += 1
        media.add(reply.kind)
        # A form that was not filled in has a page that says so (422).
        if gone != (reply.status == 404) or reply.status not in (200, 404, 422):
            wrong.append(f"{path}: {reply.status}")
        links = Links(reply.text if reply.kind == "text/html" else "")
        for link in dict.fromkeys(links.all):
            # What is not of this site leads to the published reports, which have whole addresses.
            there = urlsplit(urljoin(f"http://{SITE}{path}", link))
            if there.netloc != SITE:
                continue
            if not f"{there.path}/".startswith(f"{ROOT_PATH}/"):
                wrong.append(f"{path} leads out: {link}")
            elif link in links.read:
                asked = there._replace(scheme="", netloc="", fragment="").geturl()
                if new := kinds_of(asked) - seen:
                    seen |= new
                    waiting.append((asked, False))
    return wrong, read, media


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server(
        "--root-path", ROOT_PATH, "--open", serve_proxies="127.0.0.1", serve_hosts=SITE, serve_rate="0"
    ) as (found, _):
        yield found.removesuffix(ROOT_PATH)


@pytest.mark.slow
@pytest.mark.parametrize("strips", [True, False], ids=["prefix taken off", "prefix passed on"])
def test_all_that_pages_lead_to_is_below_the_prefix_and_there(address: str, strips: bool) -> None:
    with proxy(address, ROOT_PATH, strips=strips) as site:
        wrong, read, kinds = walk(site, everywhere=strips)
        assert wrong == []
        assert 50 < read < MOST
        assert {
            "text/html",
            "text/css",
            "text/javascript",
            "image/png",
            "application/atom+xml",
            "text/csv",
        } <= kinds
        whole_addresses(site)
        for path in ("/mcp", "/mcp/"):
            assert "list_reports" in asked(site, path, "tools/list")
        called = asked(site, "/mcp", "tools/call", name="search", arguments={"q": "MARAC"})
        assert f'\\"permalink\\": \\"{ROOT_PATH}/api/v1/paragraphs/' in called.replace('\\":\\"', '\\": \\"')


def whole_addresses(site: str) -> None:
    """What leaves the pages: feeds, tables, citations, redirects, the API's own documents."""
    home = f"https://{SITE}{ROOT_PATH}"
    feed = ElementTree.fromstring(Reply(site, f"{ROOT_PATH}/feeds/atom?q=MARAC").text)
    links = [item.get("href", "") for item in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert len(links) > 3
    assert [link for link in links if not link.startswith(f"{home}/")] == []
    table = Reply(site, f"{ROOT_PATH}/api/v1/authorities/northmoor/lineage.csv").text
    assert f"{home}/paragraphs/" in table
    assert "https://" not in table.replace(home, "")
    moved = Reply(site, f"{ROOT_PATH}/plan/export")
    assert (moved.status, moved.headers["location"]) == (303, f"{ROOT_PATH}/plan")
    assert f"{home}/paragraphs/" in Reply(site, f"{ROOT_PATH}/paragraphs/northmoor-2016-01-29/para-19").text
    document = json.loads(Reply(site, f"{ROOT_PATH}/api/v1/openapi.json").text)
    assert document["servers"] == [{"url": ROOT_PATH}]
    found = json.loads(Reply(site, f"{ROOT_PATH}/api/v1/search?q=MARAC").text)
    permalink = found["results"][0]["permalink"]
    assert permalink.startswith(f"{ROOT_PATH}/api/v1/paragraphs/")
    assert Reply(site, permalink).status == 200


def asked(site: str, path: str, method: str, **params: object) -> str:
    call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return Reply(site, ROOT_PATH + path, json.dumps(call).encode(), **_MCP).text


def test_a_slash_at_the_end_of_an_address_changes_nothing() -> None:
    with client() as http:
        for path in (
            "/reports",
            "/coverage",
            "/api/v1/reports",
            "/livez",
            "/paragraphs/northmoor-2016-01-29/para-19",
        ):
            with_slash = http.get(f"{path}/", follow_redirects=False)
            assert (with_slash.status_code, with_slash.content) == (200, http.get(path).content), path
        assert http.get("/nothing-here/").status_code == 404


def test_a_prefix_is_put_before_addresses_and_never_into_a_text() -> None:
    hostile = '"href="/x <a href="/y"> "permalink":"/z'
    with client(serve_root_path=ROOT_PATH) as below, client() as plain:
        for path in ("/", "/api/v1/search"):
            given = {"q": f"MARAC {hostile}"}
            shown, without = below.get(path, params=given).text, plain.get(path, params=given).text
            assert f"{ROOT_PATH}/x" not in shown
            assert f"{ROOT_PATH}/y" not in shown
            assert f"{ROOT_PATH}/z" not in shown
            assert shown.replace(f' data-root="{ROOT_PATH}"', "").replace(f"{ROOT_PATH}/", "/") == without


def test_the_prefix_is_in_permalinks_of_events_and_of_tools() -> None:
    with client(serve_root_path=ROOT_PATH) as http:
        events = http.get("/api/v1/ask", params={"q": "MARAC"}, headers={"Accept": "text/event-stream"}).text
    links = re.findall(r'"permalink": ?"([^"]+)"', events)
    assert links
    assert all(link.startswith(f"{ROOT_PATH}/api/") for link in links)


def test_head_says_no_length_that_is_not_so() -> None:
    with client(serve_root_path=ROOT_PATH) as http:
        assert http.head("/").headers.get("content-length") in (None, str(len(http.get("/").content)))


@pytest.mark.parametrize(
    ("given", "meant"), [("pinpoint", "/pinpoint"), ("/a/b/", "/a/b"), ("/", ""), ("", "")]
)
def test_a_prefix_is_understood_with_and_without_slashes(given: str, meant: str) -> None:
    assert load_settings(serve_root_path=given).serve_root_path == meant


@pytest.mark.parametrize("given", ["/a b", '/"x', "//x.org", "/../x", "/x?y", "http://x/y"])
def test_what_is_no_prefix_is_refused(given: str) -> None:
    with pytest.raises(InvalidRequest, match="--root-path"):
        load_settings(serve_root_path=given)


def test_a_prefix_that_is_an_address_of_ours_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="/reports"), client(serve_root_path="/reports/x"):
        pass
    check_prefix("/report", ["/reports/{report}"])


def test_no_script_writes_an_address_without_the_prefix() -> None:
    """A path in a script stands in `below(…)`, which puts the prefix before it."""
    bare = re.compile(r"""(?:fetch|assign|replace|open)\(\s*["'`]/|pathname\s*===""")
    found = {
        name: bare.findall(asset.body.decode()) for name, asset in assets().items() if name.endswith(".js")
    }
    assert {name: matches for name, matches in found.items() if matches} == {}
