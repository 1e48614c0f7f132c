"""A Word file -> the lines of exported text, automatic numbers included. It has no pages of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import UnreadableReport
from indexer.reading.pages import Line, Page
from indexer.records import Anomaly

from .archive import Element, WordArchive
from .counters import Counters

_MAIN = "word/document.xml"
_SKIPPED = {"Fallback", "del", "moveFrom", "instrText", "delText", "commentReference", "pPr", "rPr", "sdtPr"}
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_TAKEN_IN = ("altChunk", "subDoc")  # Word shows the text of the file that they name
_LONGEST_ROW = 200  # characters of a table's row that is one line


@dataclass(slots=True)
class _Reading:
    counters: Counters
    contents: frozenset[str]  # styles of the rows of a list of contents
    lines: list[Line] = field(default_factory=list)
    hidden: int = 0
    notes: int = 0

    def add(self, text: str, gap: int) -> None:
        """Append a line that prints something."""
        if text.strip():
            self.lines.append(Line(text=text.rstrip(), gap=gap))


def read_word_pages(path: Path) -> tuple[tuple[Page, ...], tuple[Anomaly, ...]]:
    """One Page of unknown number that holds all lines, and what was left out. Raises UnreadableReport."""
    try:
        return _read(path)
    except RecursionError as error:
        raise UnreadableReport("the Word file is damaged: its parts are nested too deeply") from error
    except (ValueError, OverflowError) as error:  # a level that is no number, and the like
        raise UnreadableReport("the Word file is damaged: its lists do not fit together") from error


def _read(path: Path) -> tuple[tuple[Page, ...], tuple[Anomaly, ...]]:
    with WordArchive(path) as archive:
        root = archive.xml(_MAIN)
        body = root.find("body") if root is not None else None
        if root is None or body is None:
            raise UnreadableReport("not a Word file: it holds no document")
        if any(element.tag in _TRACKED for element in root.iter()):
            raise UnreadableReport(
                "the Word file has tracked changes", "accept or reject all of them, and save it"
            )
        if any(element.tag in _TAKEN_IN for element in root.iter()):
            raise UnreadableReport(
                "the Word file takes text from another file, which is not read", "save it as PDF"
            )
        styles = archive.xml("word/styles.xml")
        reading = _Reading(Counters(archive.xml("word/numbering.xml"), styles), _contents_styles(styles))
    _read_blocks(reading, body)
    if not reading.lines:
        raise UnreadableReport("this Word file holds no text")
    return (Page(number=None, width=0.0, height=0.0, lines=tuple(reading.lines)),), tuple(_odd(reading))


def _read_blocks(reading: _Reading, parent: Element) -> None:
    for element in parent:
        if element.tag == "p":
            _read_paragraph(reading, element)
        elif element.tag == "tbl":
            _read_table(reading, element)
        elif element.tag in ("sdt", "sdtContent", "customXml", "smartTag"):
            _read_blocks(reading, element)


def _read_paragraph(reading: _Reading, paragraph: Element) -> None:
    facts = paragraph.find("pPr")
    style = facts.find("pStyle") if facts is not None else None
    if style is not None and style.get("val", "") in reading.contents:
        return
    text = "".join(_text(reading, paragraph))
    label = reading.counters.label(paragraph)  # an empty paragraph of a list counts too
    if text.strip():
        bullet = label.lstrip().startswith("- ")
        first, *others = text.split("\n")
        reading.add(f"{label}{first}", gap=0 if bullet and reading.lines else 1)
        for other in others:
            reading.add(other, gap=0)
    elif label.strip(" -"):
        reading.add(label, gap=1)
    for box in _boxes(paragraph):
        _read_blocks(reading, box)


def _read_table(reading: _Reading, table: Element) -> None:
    """A short row is one line, as in a table of grades; else its cells stand below each other."""
    for row in _rows(table):
        inside = _Reading(reading.counters, reading.contents)
        for cell in row.findall("tc"):
            _read_blocks(inside, cell)
        reading.hidden += inside.hidden
        reading.notes += inside.notes
        whole = " ".join(line.text.strip() for line in inside.lines)
        if len(whole) <= _LONGEST_ROW and not any(
            line.text.lstrip().startswith("- ") for line in inside.lines
        ):
            reading.add(whole, gap=1)
        else:
            reading.lines += inside.lines


def _rows(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag == "tr":
            yield element
        elif element.tag in ("sdt", "sdtContent", "customXml"):
            yield from _rows(element)


def _text(reading: _Reading, parent: Element) -> Iterator[str]:
    for element in parent:
        tag = element.tag
        if tag == "r" and _is_hidden(element):
            reading.hidden += sum(len(item.text or "") for item in element.iter("t"))
        elif tag in _SKIPPED or tag in ("drawing", "pict", "object", "txbxContent"):
            continue
        elif tag == "t":
            yield element.text or ""
        elif tag in ("tab", "ptab"):
            yield " "
        elif tag in ("br", "cr"):
            yield "\n" if element.get("type", "") in ("", "textWrapping") else ""
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag == "sym":
            yield _symbol(element)
        elif tag in ("footnoteReference", "endnoteReference"):
            reading.notes += 1
        else:
            yield from _text(reading, element)


def _symbol(element: Element) -> str:
    try:
        return chr(int(element.get("char", ""), 16))
    except ValueError:
        return ""


def _is_hidden(run: Element) -> bool:
    facts = run.find("rPr")
    vanish = facts.find("vanish") if facts is not None else None
    return vanish is not None and vanish.get("val", "1") not in ("0", "false", "off")


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Text boxes that stand at the paragraph; what older programs show in their place is left out."""
    for element in paragraph:
        if element.tag == "Fallback":
            continue
        if element.tag == "txbxContent":
            yield element
        elif element.tag != "p":
            yield from _boxes(element)


def _contents_styles(styles: Element | None) -> frozenset[str]:
    found = {f"TOC{level}" for level in range(1, 10)}
    for style in styles.findall("style") if styles is not None else ():
        name = style.find("name")
        if name is not None and name.get("val", "").lower().startswith(("toc ", "table of figures")):
            found.add(style.get("styleId", ""))
    return frozenset(found)


def _odd(reading: _Reading) -> Iterator[Anomaly]:
    if reading.hidden:
        yield Anomaly("hidden text", None, f"{reading.hidden:,} characters that Word hides were left out")
    if reading.notes:
        notes = "footnote is" if reading.notes == 1 else "footnotes are"
        yield Anomaly("footnotes", None, f"{reading.notes:,} {notes} not read from a Word file")
