"""Templates and assets of `web/`, and the reply that a page is. The only file that knows Jinja."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indexer.dates import day, period
from indexer.terminal import with_utf8
from search_api.citations import cite, locator, pages
from search_api.comparison.lineage.saying import COUNTED, in_words
from search_api.media import FILES
from search_api.question.filters import days

from . import labels, text, urls

# Nothing but this server's own files: no script or style inside a page, no form that leads elsewhere.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HTML = "text/html; charset=utf-8"
_WEB = Path(__file__).resolve().parent.parent
_ASSETS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load. url: names the content, so that a browser may keep it for good."""

    body: bytes
    media_type: str
    url: str


@cache
def assets() -> Mapping[str, Asset]:
    """File name -> asset, of every file in `web/assets`."""
    found = {}
    for path in sorted((_WEB / "assets").iterdir()):
        body = path.read_bytes()
        mark = hashlib.sha256(body).hexdigest()[:12]
        kind = _ASSETS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found[path.name] = Asset(body, kind, f"/assets/{path.name}?v={mark}")
    return found


@cache
def web_mark() -> str:
    """Names the content of all templates and assets: part of a page's ETag."""
    folders = (_WEB / "templates", _WEB / "assets")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:8]


def render(template: str, **values: Any) -> bytes:
    """The page. Raises jinja2.UndefinedError for a name that the template lacks."""
    return with_utf8(_environment().get_template(template).render(values)).encode()


def page_headers(*, private: bool = False) -> dict[str, str]:
    """private: what was asked is not to be kept by the browser's cache at all."""
    # Other sites learn nothing of a page's address; with no-referrer a form of ours would be a stranger's.
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Referrer-Policy": "same-origin"}
    return headers | ({"Cache-Control": "no-store"} if private else {})


def _asset_url(name: str) -> str:
    return assets()[name].url


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        asset=_asset_url, urls=urls, labels=labels, cite=cite, locator=locator, pages_of=pages,
        period=period, pieces=text.pieces, lines=text.lines, excerpt=text.excerpt,
        within=text.within, days=days, files=FILES, verdict_said=in_words, verdicts_counted=COUNTED,
    )  # fmt: skip
    made.filters.update(day=day, sentence=text.sentence, number=lambda count: f"{count:,}")
    made.tests.update(gap=lambda value: value == "gap")
    return made
