"""One file -> its pages, read as its kind of file is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.reading.order.settle import settled
from indexer.reading.pages import Page
from indexer.reading.pdf import made_on, open_checked, read_pages
from indexer.reading.text import read_text_pages
from indexer.records import Anomaly, Media

from .html import read_html_pages
from .word import read_word_pages

_MEDIA: dict[str, Media] = {".txt": "text", ".docx": "word", ".html": "html", ".htm": "html"}


@dataclass(frozen=True, slots=True)
class Opened:
    """pages: as their reader gives them. made: of a PDF, as in Report. odd: what opening it left out."""

    pages: tuple[Page, ...]
    media: Media
    made: str = ""
    odd: tuple[Anomaly, ...] = ()


def media_of(path: Path) -> Media:
    """The kind of file, by its ending; what has another ending is read as a PDF."""
    return _MEDIA.get(path.suffix.lower(), "pdf")


def open_file(path: Path, *, max_pages: int) -> Opened:
    """Raises UnreadableReport with a one-line reason, OSError if the file cannot be read."""
    media = media_of(path)
    if media == "text":
        return Opened(read_text_pages(path), media)
    if media == "word":
        pages, odd = read_word_pages(path)
        return Opened(pages, media, odd=odd)
    if media == "html":
        return Opened(read_html_pages(path), media)
    data = open_checked(path, max_pages=max_pages)
    return Opened(settled(read_pages(data)), media, made_on(data))
