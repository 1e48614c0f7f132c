"""Pages as tests read them: what a reader sees, rows of tables, links; and servers over small indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from indexer.store.format import ReportEntry, Source
from search_api.serving.service import Service
from search_api.settings import Settings
from tests.support.builders import DIMENSION, ENCODER, write_small_index
from tests.support.encoders import HashEncoder
from web.pages import create_site

HTML = {"Accept": "text/html"}


@contextmanager
def over(
    folder: Path, reports: Sequence[ReportEntry], sources: Sequence[Source] | None = None
) -> Iterator[TestClient]:
    """A server over an index of these reports."""
    write_small_index(folder / "index", reports, sources=sources)
    encoder = HashEncoder(DIMENSION, name=ENCODER, revision="")
    service = Service(Settings(index=folder / "index"), load=lambda _: encoder)
    app = create_site(service.settings, service=service)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def get(http: TestClient, path: str, status: int = 200) -> str:
    reply = http.get(path, headers=HTML)
    assert reply.status_code == status, reply.text
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=[\"']", reply.text)
    assert reply.text.count("<h1") == 1
    return reply.text


def title(page: str) -> str:
    found = re.search("<title>(.*?) – Pinpoint</title>", page)
    assert found
    return unescape(found[1])


def words(page: str) -> str:
    """What a reader sees of the main part, white space as single spaces."""
    main = page.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]*>", " ", main)).split())


def rows(page: str) -> list[list[str]]:
    """Cells of the rows of the page's table, without its head."""
    body = page.split("<tbody>")[1].split("</tbody>")[0].replace("<wbr>", "")
    cells = (re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1])
    return [[" ".join(unescape(re.sub("<[^>]*>", " ", cell)).split()) for cell in row] for row in cells]


def links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall('href="([^"]*)"', page)]
