"""A web page -> the lines of exported text, without what is no text of the page: menus, forms, scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from indexer.errors import UnreadableReport
from indexer.reading.pages import Line, Page

from .counters import spelled

_MOST_BYTES = 5_000_000
_DEEPEST = 400  # elements within each other
_LEFT_OUT = {"script", "style", "noscript", "template", "nav", "footer", "form", "button", "select", "svg",
             "iframe", "object", "head", "aside", "dialog", "audio", "video", "canvas", "math"}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "ul", "ol", "li", "dl", "dt", "dd", "table",
           "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "figcaption", "address",
           "body", "caption", "details", "summary", "fieldset", "hr"}  # fmt: skip
_CLOSED_BY = {"p": _BLOCKS - {"li"} | {"li"}, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"},
              "tr": {"tr"}, "td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}}  # fmt: skip
_STARTS_ANEW = {"ul", "ol", "table", "dl"}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = re.compile(r"(?:\d{1,3}\.)+\d{0,3}\s|\(?\d{1,3}\)\s|[A-Z]\d{1,3}[.)]?\s")
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COUNTED = re.compile(r"counter\s*\(\s*|counters\s*\(\s*|counter-increment", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-z0-9_-]{1,40})", re.IGNORECASE)

# Encodings of the web (WHATWG, Encoding). Python knows others, which are no encodings of a page, and a page
# that says in ASCII that it is UTF-16 is not.
_ENCODINGS = re.compile(
    r"(?:windows-|cp)(?:125\d|874)|iso-?8859|latin-?\d|us-ascii|ascii|koi8|mac|gbk?\d*|big5|shift|euc-|iso-2022-jp",
    re.IGNORECASE,
)


def read_html_pages(path: Path) -> tuple[Page, ...]:
    """One Page of unknown number that holds all lines. Raises UnreadableReport."""
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableReport(f"the web page is over the limit of {_MOST_BYTES:,} bytes")
    text = _decoded(path.read_bytes())
    if _COUNTED.search(text):
        raise UnreadableReport(
            "the web page numbers its text by its style sheet, which is not read", "save it as PDF"
        )
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, RecursionError, ValueError) as error:  # how html.parser says that it cannot go on
        raise UnreadableReport("the web page is damaged: its markup cannot be followed") from error
    reader.end_block()
    if not reader.lines:
        raise UnreadableReport("this web page holds no text")
    return (Page(number=None, width=0.0, height=0.0, lines=tuple(reader.lines)),)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise UnreadableReport("not a web page: it holds zero bytes")
    named = _CHARSET.search(data[:4096])
    said = named[1].decode("ascii") if named else ""
    for name in ((said,) if _ENCODINGS.match(said) else ()) + ("utf-8-sig", "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


class _Reader(HTMLParser):
    """Text between blocks becomes lines; an item of a list gets its bullet or number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open: list[tuple[str, bool]] = []  # element, and whether its text is left out
        self._lists: list[tuple[str, int, int, str]] = []  # tag, next number, step, form
        self._text: list[str] = []
        self._label = ""
        self._gap = 1
        self._row = 0  # tables in a row of which we are

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self._close_implied(tag)
        if len(self._open) > _DEEPEST:
            raise UnreadableReport("its parts are nested too deeply to be read")
        if tag == "br":
            self._line_break()
        if tag in _BLOCKS and not (self._row and tag not in ("tr", "table")):
            self.end_block()
        if tag == "tr":
            self._row += 1
        if tag in ("td", "th"):
            self._text.append(" ")
        if tag in ("ul", "ol"):
            self._begin_list(tag, facts)
        elif tag == "li":
            self._begin_item(facts)
        if tag not in _VOID:
            self._open.append((tag, self._is_left_out(tag, facts)))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, _ = self._open.pop()
            self._ended(name)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open and any(left_out for _, left_out in self._open):
            return
        if self._open and self._open[-1][0] == "sup" and re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", data):
            return  # a footnote's mark
        self._text.append(data)

    def end_block(self) -> None:
        """What was read since the last block is a line."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            if self._label[:1].strip() and _NUMBERED.match(text):
                self._label = ""  # the page prints its own numbers: those of the list are not shown
            self.lines.append(Line(text=f"{self._label}{text}", gap=self._gap))
            self._label = ""
        elif self._label and not self._label.strip().startswith("-"):
            return  # the item's number belongs to the block within the item
        self._gap = 1

    def _line_break(self) -> None:
        if not self._row and "".join(self._text).strip():
            self.end_block()
            self._gap = 0
        else:
            self._text.append(" ")

    def _is_left_out(self, tag: str, facts: dict[str, str]) -> bool:
        hidden = (
            "hidden" in facts
            or facts.get("aria-hidden") == "true"
            or bool(_HIDDEN.search(facts.get("style", "")))
        )
        return tag in _LEFT_OUT or hidden

    def _close_implied(self, tag: str) -> None:
        """End tags that HTML lets a page leave out: of a paragraph, an item, a cell."""
        for place in range(len(self._open) - 1, -1, -1):
            name = self._open[place][0]
            if tag in _CLOSED_BY.get(name, ()):
                self.handle_endtag(name)
                return
            if name in _STARTS_ANEW or name in ("td", "th"):
                return

    def _begin_list(self, tag: str, facts: dict[str, str]) -> None:
        start, step = _whole(facts.get("start", ""), 1), 1
        if "reversed" in facts:
            raise UnreadableReport("the web page numbers a list backwards", "save it as PDF")
        form = _FORMS.get(facts.get("type", "1"), "decimal")
        if _UNMARKED.search(facts.get("style", "")):
            form = "none"
        self._lists.append((tag, start, step, form))

    def _begin_item(self, facts: dict[str, str]) -> None:
        tag, number, step, form = self._lists.pop() if self._lists else ("ul", 1, 1, "decimal")
        number = _whole(facts.get("value", ""), number)
        depth = len(self._lists)
        self._label = (
            "  " * depth + "- " if tag == "ul" else f"{spelled(number, form)}. " if form != "none" else ""
        )
        self._gap = 0 if tag == "ul" and self.lines else 1
        self._lists.append((tag, number + 1, step, form))

    def _ended(self, tag: str) -> None:
        if tag == "tr":
            self._row -= 1
        if tag in _BLOCKS and not self._row:
            self.end_block()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "li":
            self._label = ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise
