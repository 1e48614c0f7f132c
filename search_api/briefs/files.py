"""The kinds of file that a brief can be, each with what it is called and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.records import slug

from .html import as_html
from .layout import LinkOf, lay_out
from .links import published
from .markdown import as_markdown
from .records import Brief
from .word import as_word


@dataclass(frozen=True, slots=True)
class File:
    """suffix: of its name, without the dot. media_type: as HTTP names it. label: for readers."""

    suffix: str
    media_type: str
    label: str
    writer: Callable[[Brief, LinkOf], bytes]

    def write(self, brief: Brief, link: LinkOf = published) -> bytes:
        """The file. The same brief gives the same bytes. link: the publisher's own address unless given."""
        return self.writer(brief, link)


def _markdown(brief: Brief, link: LinkOf) -> bytes:
    return as_markdown(lay_out(brief, link)).encode()


def _html(brief: Brief, link: LinkOf) -> bytes:
    return as_html(brief.title, lay_out(brief, link)).encode()


def _word(brief: Brief, link: LinkOf) -> bytes:
    return as_word(brief.title, brief.made, lay_out(brief, link))


FILES: dict[str, File] = {
    "docx": File(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word",
        _word,
    ),
    "html": File("html", "text/html; charset=utf-8", "web page", _html),
    "md": File("md", "text/markdown; charset=utf-8", "Markdown", _markdown),
}


def file_name(brief: Brief, kind: str) -> str:
    """As in "brief-neglect-torbay-2026-11-28.docx": letters, digits and hyphens."""
    subject = slug(brief.subject)[:60].strip("-") or "subject"
    return f"brief-{subject}-{slug(brief.authority)}-{brief.made.isoformat()}.{FILES[kind].suffix}"
