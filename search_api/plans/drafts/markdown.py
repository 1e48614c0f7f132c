"""Markdown -> blocks: headings, block quotes, lists, pipe tables, footnotes and links, without their
marks.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from .blocks import Blocks, bare_links, is_web
from .records import Block, BlockKind, Cell, Draft, Link, Mark

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r"\s*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMBER = re.compile(r"\s*\d{1,9}[.)][ \t]+")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*")
_TARGET = re.compile(r" {0,3}\[([^\]^][^\]]{0,200})\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(].*)?$")
_DIVIDER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INLINE = re.compile(
    r"\\(?P<plain>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>(?:(?!(?P=ticks)).){1,2000}?)(?P=ticks)(?!`)"
    r"|\[\^(?P<note>[^\]\s]{1,100})\]"
    r"|(?P<picture>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){0,2000})\]"
    r"(?:\([ \t]*<?(?P<url>[^\s<>]{0,1000}?)>?(?:\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?[ \t]*\)"
    r"|\[(?P<key>[^\]]{0,200})\])?"
    r"|<(?P<auto>https?://[^\s<>]{1,2000})>"
    r"|<(?P<break>br)\s*/?>|</?[A-Za-z][^<>]{0,500}>",
    re.DOTALL,
)
_STRONG = re.compile(
    r"(?<![\\\w])(\*{1,3}|_{1,3}|~~)(?=\S)(.{1,1000}?)(?<=\S)\1(?!\w)|(?<!\\)(\*{1,3})(?=\S)([^*\n]{1,1000}?)(?<=\S)\3",
    re.DOTALL,
)


_MARKS = re.compile(r"[\[*_~`<\\]")
_MOST_MARKS = 500  # in one block; with more it is no prose, and looking for their ends would take long


@dataclass(slots=True)
class _Note:
    name: str
    lines: list[str] = field(default_factory=list)


def read_markdown(name: str, text: str, blocks: Blocks) -> Draft:
    """The draft. Raises UnreadableDraft where it is too long."""
    return _Reader(blocks).read(name, text)


class _Reader:
    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.targets: dict[str, str] = {}
        self.notes: dict[str, _Note] = {}
        self.tables = self.paragraphs = self.numbered = 0
        self.remarks: list[str] = []

    def read(self, name: str, text: str) -> Draft:
        text, hidden = _HIDDEN.subn("", text)
        if hidden:
            self.remarks.append("Comments in the text (<!-- … -->) were left out.")
        lines = text.expandtabs(4).split("\n")
        if (
            lines
            and lines[0].rstrip() == "---"
            and any(line.rstrip() in ("---", "...") for line in lines[1:60])
        ):
            end = next(place for place, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
            lines = lines[end + 1 :]
            self.remarks.append("The settings at the head of the file were left out.")
        self._lines(self._collected(lines), quoted=False)
        for note in list(self.notes.values()):  # notes without a mark are text all the same
            self._note(note)
        return Draft(name, "markdown", tuple(self.blocks.found), tuple(self.remarks))

    def _collected(self, lines: list[str]) -> list[str]:
        """The lines without the notes and the addresses that are given apart."""
        kept: list[str] = []
        note: _Note | None = None
        fence = ""
        for line in lines:
            if fence or (_FENCE.match(line) and note is None):
                found = _FENCE.match(line)
                if found and (not fence or found[1].startswith(fence)):
                    fence = "" if fence else found[1][:3]
                kept.append(line)
            elif found := _NOTE.match(line):
                note = self.notes.setdefault(found[1], _Note(found[1]))
                note.lines.append(line[found.end() :])
            elif note and (
                line.startswith("    ")
                or (line.strip() and note.lines[-1].strip() and not _starts(line) and not _TARGET.match(line))
            ):
                note.lines.append(line.strip())
            elif note and not line.strip():
                note.lines.append("")
            elif found := _TARGET.match(line):
                note = None
                self.targets.setdefault(found[1].lower(), found[2])
            else:
                note = None
                kept.append(line)
        return kept

    def _lines(self, lines: list[str], *, quoted: bool) -> None:  # noqa: C901 - one kind of line after another
        waiting: list[str] = []
        place = 0

        def flush(level: int = 0) -> None:
            if waiting:
                self._text(list(waiting), "heading" if level else "quote" if quoted else "text", level)
                waiting.clear()

        while place < len(lines):
            line = lines[place]
            place += 1
            if fence := _FENCE.match(line):
                flush()
                inside: list[str] = []
                while place < len(lines) and not lines[place].lstrip().startswith(fence[1]):
                    inside.append(lines[place])
                    place += 1
                place += 1
                self._add("\n".join(inside), "quote" if quoted else "text")
            elif not line.strip():
                flush()
            elif heading := _ATX.match(line):
                flush()
                self._text([heading[2] or ""], "heading", len(heading[1]))
            elif waiting and (under := _SETEXT.match(line)) and not _starts(waiting[0]):
                flush(1 if under[1][0] == "=" else 2)
            elif _RULE.match(line):
                flush()
            elif _QUOTE.match(line):
                flush()
                inside = [_QUOTE.sub("", line, count=1)]
                while (
                    place < len(lines)
                    and lines[place].strip()
                    and (_QUOTE.match(lines[place]) or (inside[-1].strip() and not _starts(lines[place])))
                ):
                    inside.append(_QUOTE.sub("", lines[place], count=1))
                    place += 1
                while any(_QUOTE.match(item) for item in inside):  # quotes in quotes: one is enough
                    inside = [_QUOTE.sub("", item) for item in inside]
                self._lines_of_quote(inside)
            elif "|" in line and place < len(lines) and "-" in lines[place] and _DIVIDER.match(lines[place]):
                flush()
                rows = [line]
                place += 1
                while place < len(lines) and "|" in lines[place]:
                    rows.append(lines[place])
                    place += 1
                self._table(rows)
            elif _BULLET.match(line) or _NUMBER.match(line):
                flush()
                waiting.append(_BULLET.sub("", line, count=1))
            else:
                waiting.append(line)
        flush()

    def _lines_of_quote(self, lines: list[str]) -> None:
        self._lines(lines, quoted=True)

    def _table(self, rows: list[str]) -> None:
        self.tables += 1
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(_cells(row), start=1):
                place = f"table {self.tables}, row {number}, column {column}"
                self._add_inline(cell, "cell", 0, place, Cell(self.tables, number, column, number == 1))

    def _text(self, lines: list[str], kind: BlockKind, level: int) -> None:
        joined = ""
        for line in lines:
            hard = joined.endswith(("  ", "\\"))
            joined = joined.rstrip(" ").removesuffix("\\" if hard else "")
            joined += ("\n" if hard else " " if joined else "") + line.lstrip()
        self._add_inline(joined.strip(), kind, level)

    def _add_inline(
        self, written: str, kind: BlockKind, level: int = 0, place: str = "", cell: Cell | None = None,
        note: str = "",
    ) -> None:  # fmt: skip
        inline = _Inline(self.targets, self.notes)
        if len(_MARKS.findall(written)) > _MOST_MARKS:
            inline.text = written
        else:
            inline.read(written)
        self._add(inline.text, kind, level, place, cell, note, tuple(inline.links), tuple(inline.marks))
        for mark in inline.marks:
            if (found := self.notes.get(mark.note)) is not None:
                self._note(found)

    def _note(self, note: _Note) -> None:
        self.notes.pop(note.name, None)
        self.numbered += 1
        place = f"footnote {self.numbered}"
        for part in "\n".join(note.lines).strip().split("\n\n"):
            self._add_inline(" ".join(part.split()), "note", 0, place, None, note.name)

    def _add(
        self, text: str, kind: BlockKind, level: int = 0, place: str = "", cell: Cell | None = None,
        note: str = "", links: tuple[Link, ...] = (), marks: tuple[Mark, ...] = (),
    ) -> None:  # fmt: skip
        if not place and text.strip():
            self.paragraphs += 1
            place = f"paragraph {self.paragraphs}"
        self.blocks.add(Block(text, place, kind, level, cell, note, marks, bare_links(text, links)))


class _Inline:
    """Text without marks of emphasis; where its links and notes stand."""

    def __init__(self, targets: dict[str, str], notes: dict[str, _Note]) -> None:
        self.targets, self.notes = targets, notes
        self.text = ""
        self.links: list[Link] = []
        self.marks: list[Mark] = []

    def read(self, written: str, depth: int = 0) -> None:
        """Append what it prints."""
        done = 0
        for match in _INLINE.finditer(written):
            self._plain(written[done : match.start()])
            done = match.end()
            self._special(match, depth)
        self._plain(written[done:])
        if not depth:
            self._without_emphasis()

    def _special(self, match: re.Match[str], depth: int) -> None:
        if match["plain"]:
            self.text += _KEEP.get(match["plain"], match["plain"])
        elif match["code"] is not None:
            self.text += "".join(_KEEP.get(sign, sign) for sign in match["code"].strip(" ") or match["code"])
        elif match["note"]:
            if match["note"] in self.notes:
                self.marks.append(Mark(len(self.text), match["note"]))
            else:
                self.text += match[0]
        elif match["label"] is not None:
            self._link(match, depth)
        elif match["auto"]:
            self._linked(match["auto"], match["auto"])
        elif match["break"]:
            self.text += "\n"

    def _link(self, match: re.Match[str], depth: int) -> None:
        url = match["url"]
        if url is None:
            url = self.targets.get((match["key"] or match["label"]).lower())
        if url is None:  # brackets of the text itself, as in a quotation
            self._plain(match["picture"] + "[")
            if depth < 3:
                self.read(match["label"], depth + 1)
            else:
                self._plain(match["label"])
            self._plain("]" + (f"[{match['key']}]" if match["key"] is not None else ""))
        elif not match["picture"]:
            start = len(self.text)
            if depth < 3:
                self.read(match["label"], depth + 1)
            if is_web(url):
                self.links.append(Link(start, len(self.text), url))

    def _linked(self, text: str, url: str) -> None:
        self.links.append(Link(len(self.text), len(self.text) + len(text), url))
        self.text += "".join(_KEEP.get(sign, sign) for sign in text)

    def _plain(self, text: str) -> None:
        self.text += html.unescape(text)

    def _without_emphasis(self) -> None:
        """Take the marks of emphasis out, and move what stands behind them."""
        gone: set[int] = set()
        for _ in range(3):
            view = "".join("\0" if place in gone else sign for place, sign in enumerate(self.text))
            found = False
            for match in _STRONG.finditer(view):
                mark = match[1] or match[3]
                for start in (match.start(), match.end() - len(mark)):
                    gone.update(range(start, start + len(mark)))
                found = True
            if not found:
                break
        moved, kept = [], 0
        for place in range(len(self.text) + 1):
            moved.append(kept)
            kept += place not in gone
        text = "".join(sign for place, sign in enumerate(self.text) if place not in gone)
        self.text = text.translate(_BACK)
        self.links = [Link(moved[link.start], moved[link.end], link.url) for link in self.links]
        self.marks = [Mark(moved[mark.offset], mark.note) for mark in self.marks]


# Marks that were escaped, or are code: kept from being read as emphasis by standing in for themselves.
_KEEP = {"*": "\ue000", "_": "\ue001", "~": "\ue002"}
_BACK = {ord(stand): sign for sign, stand in _KEEP.items()}


def _starts(line: str) -> bool:
    """Whether a line begins something new."""
    return bool(
        _BULLET.match(line)
        or _NUMBER.match(line)
        or _ATX.match(line)
        or _QUOTE.match(line)
        or _NOTE.match(line)
    )


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
