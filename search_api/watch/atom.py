"""What is new as an Atom feed (RFC 4287), in pages (RFC 5005, section 3).

An entry's id is made of the paragraph's id and the SHA-256 of the report's file, so that it stays the same in
every later index and is another where the report was published again. Its date is the report's publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from indexer.anomalies import warning
from indexer.records import Report
from indexer.terminal import one_line, printable
from search_api.citations import cite

from .news import NewParagraph, News

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_RIGHTS = "Crown copyright, Open Government Licence v3.0"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses. own: of this part of the feed; root: of the server, without a slash at its end.

    first, before, after: of other parts, "" for none.
    """

    root: str
    own: str
    first: str
    before: str = ""
    after: str = ""


def feed(title: str, subject: str, found: News, updated: datetime, addresses: Addresses) -> bytes:
    """The document in UTF-8. subject: what the feed is of, whatever part of it this is. updated: when the
    index was made.
    """
    ET.register_namespace("", _ATOM)
    top = ET.Element(_name("feed"))
    _text(top, "title", title)
    _text(top, "subtitle", " ".join((found.sentence, *found.notes)))
    _text(top, "id", _urn(f"feed {subject}"))
    _text(top, "updated", _time(updated))
    _text(ET.SubElement(top, _name("author")), "name", "Pinpoint")
    _text(top, "rights", _RIGHTS)
    for relation, address in (
        ("self", addresses.own), ("first", addresses.first), ("previous", addresses.before),
        ("next", addresses.after),
    ):  # fmt: skip
        if address:
            ET.SubElement(top, _name("link"), rel=relation, href=address, type=MEDIA_TYPE)
    for item in found.found:
        _entry(top, item, addresses.root)
    document: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return document


def entry_id(paragraph: str, report: Report) -> str:
    """Of an entry: the same for as long as the report's file is."""
    return _urn(f"paragraph {paragraph} {report.sha256}")


def _entry(top: ET.Element, item: NewParagraph, root: str) -> None:
    paragraph, report = item.paragraph, item.report
    entry = ET.SubElement(top, _name("entry"))
    again = " (published again)" if item.reissued else ""
    _text(entry, "title", f"{cite(report, paragraph, 'short')}{again}")
    _text(entry, "id", entry_id(paragraph.id, report))
    published = datetime.combine(report.published, datetime.min.time(), UTC)
    _text(entry, "updated", _time(published))
    _text(entry, "published", _time(published))
    ET.SubElement(
        entry, _name("link"), rel="alternate", href=f"{root}/paragraphs/{paragraph.id}", type="text/html"
    )
    ET.SubElement(entry, _name("category"), term=report.authority)
    _text(entry, "summary", cite(report, paragraph))
    check = warning(item.anomalies)
    lines: Sequence[str] = (printable(paragraph.text), f"[{paragraph.id}]", *([check] if check else []))
    content = ET.SubElement(entry, _name("content"), type="text")
    content.text = _legal("\n\n".join(lines))


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = _legal(one_line(text))


def _legal(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(char for char in text if char not in "\ufffe\uffff")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"https://pinpoint.invalid/{name}").urn
