"""What a browser would fetch from elsewhere when it opens a page of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

# What is fetched when a page opens; a link is not.
_FETCHED = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"),
    ("source", "srcset"), ("iframe", "src"),
    ("link", "href"), ("video", "src"), ("audio", "src"), ("object", "data"), ("embed", "src"),
    ("use", "href"), ("image", "href"),
}  # fmt: skip
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)


class _Page(HTMLParser):
    """fetched: (element, address) of all that is fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        canonical = ("rel", "canonical") in attrs
        for name, value in attrs:
            if (tag, name.removeprefix("xlink:")) in _FETCHED and not canonical:
                self.fetched += [
                    f"{tag} {part}"
                    for part in re.split(r",\s+", value or "")
                    if _ELSEWHERE.match(part.strip())
                ]
            if name == "style":
                self.fetched += [f"{tag} {address}" for address in _IN_STYLE.findall(value or "")]


def fetched_from_elsewhere(folder: Path) -> Iterator[str]:
    """File and address, for each; in pages, style sheets and pictures."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            page = _Page()
            page.feed(text)
            inside = [
                f"style {found}"
                for style in re.findall(r"<style.*?</style>", text, re.DOTALL)
                for found in _IN_STYLE.findall(style)
            ]
            yield from (f"{name}: {found}" for found in page.fetched + inside)
        elif path.suffix in {".css", ".svg"}:
            yield from (f"{name}: {found}" for found in _IN_STYLE.findall(path.read_text(encoding="utf-8")))
