"""Reads the content files of the sample reports: `key: value` lines, `---`, then blocks.

Blocks are separated by empty lines, and the lines of a block are joined by spaces. A block that starts with
`@` is a directive, `* ` a bullet and `12. ` a numbered paragraph (`12.Text`: printed without a space;
`12.| `: printed alone on its line). Anything else is plain text. A line that starts with `- ` is an item of
the block's list, and one that starts with `/ ` continues the text below the list. `[^1]` is a footnote
mark. Quotation marks and apostrophes are typed straight and printed curly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indexer.records import Kind, Pinpoint, report_id

CONTENT = Path(__file__).resolve().parent / "sample_content"
LIST_MARK = "• "  # how a list line starts in the normalised text, whatever glyph is printed
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN_DIGIT = str.maketrans(MARKS, "0123456789")


@dataclass
class Unit:
    """A paragraph that can be cited; the layout adds the pages it is printed on."""

    id: str
    kind: Kind
    number: int
    printed: bool
    text: str
    linked: tuple[int, ...]
    recommendation_mark: bool
    footnotes: tuple[str, ...]
    pages: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Part:
    """A stretch of a block that starts on a line of its own: running text or one item of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True)
class Block:
    """style: a directive's name, or "number", "bullet", "plain". label: what is printed in the margin.
    variant: "", "tight" (no space after the number) or "alone" (the number has its own line).
    """

    style: str
    parts: tuple[Part, ...]
    label: str = ""
    variant: str = ""
    unit: Unit | None = None

    @property
    def text(self) -> str:
        """Text of the first part, "" without parts."""
        return self.parts[0].text if self.parts else ""


@dataclass(frozen=True)
class Sample:
    """One report: `facts` as given in the file (single values), `lists` (repeated keys), blocks."""

    name: str
    id: str
    facts: dict[str, str]
    lists: dict[str, list[list[str]]]
    footnotes: dict[str, str]
    blocks: tuple[Block, ...]

    def day(self, key: str) -> date:
        """The fact of this name as a date. Raises KeyError, ValueError."""
        return date.fromisoformat(self.facts[key])

    @property
    def units(self) -> list[Unit]:
        """What the reader of the report should find, in reading order."""
        return [block.unit for block in self.blocks if block.unit]

    @property
    def path(self) -> str:
        """File name in the folder of samples, after the scheme of the published files."""
        day = f"{self.day('published'):%d %B %Y}".lower()
        folder = f"{self.facts['urn']}_{self.facts['authority'].lower()}"
        return f"{folder}/children's services inspection - {day}.pdf"


def read_all(folder: Path = CONTENT) -> list[Sample]:
    """Every content file, by name."""
    return [read_sample(path) for path in sorted(folder.glob("*.txt"))]


def read_sample(path: Path) -> Sample:
    """One content file. Raises ValueError, naming the file, for a line that is not understood."""
    head, rule, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not rule:
        raise ValueError(f"{path.name}: no line '---' between the facts and the text")
    facts: dict[str, str] = {}
    lists: dict[str, list[list[str]]] = {}
    for line in head.splitlines():
        key, _, value = line.partition(": ")
        if "|" in value:
            lists.setdefault(key, []).append([_typeset(cell.strip()) for cell in value.split("|")])
        else:
            facts[key] = _typeset(value)
    notes = {cells[0]: cells[1] for cells in lists.pop("footnote", [])}
    identity = report_id(facts["authority"], date.fromisoformat(facts["published"]))
    blocks = _Reader(path.name, identity, notes).read(body)
    return Sample(path.stem, identity, facts, lists, notes, tuple(blocks))


def _typeset(text: str) -> str:
    text = re.sub(r"\[\^(\d)\]", lambda found: found[1].translate(_SUPERSCRIPT), text)
    return re.sub(r"(^|[\s(])'", r"\1‘", text).replace("'", "’")


def without_marks(text: str) -> str:
    """The text without the marks of its footnotes."""
    return re.sub(f"[{MARKS}]", "", text)


class _Reader:
    def __init__(self, name: str, report: str, notes: dict[str, str]) -> None:
        self.name, self.report, self.notes = name, report, notes
        self.numbered: Kind = "finding"
        self.kind: Kind | None = None
        self.section = ""
        self.part = ""
        self.ordinals: dict[tuple[Kind, str, str], int] = {}

    def read(self, body: str) -> list[Block]:
        return [self._block(chunk.splitlines()) for chunk in re.split(r"\n\s*\n", body.strip())]

    def _block(self, lines: list[str]) -> Block:
        if lines[0].startswith("@"):
            style, _, rest = " ".join(lines)[1:].partition(" ")
            self._direct(style, rest.split())
            return Block(style, (Part(_typeset(rest)),))
        parts = _parts(lines)
        if parts[0].text.startswith("* "):
            bare = (Part(parts[0].text[2:]), *parts[1:])
            return Block("bullet", bare, unit=self._unprinted(bare))
        found = re.match(r"(\d+)\.(\| ?| ?)", parts[0].text)
        if not found:
            return Block("plain", parts, unit=self._unprinted(parts))
        bare = (Part(parts[0].text[found.end() :]), *parts[1:])
        variant = {"": "tight", " ": ""}.get(found[2], "alone")
        unit = self._unit(self.numbered, int(found[1]), bare)
        return Block("number", bare, found[1] + ".", variant, unit)

    def _direct(self, style: str, words: list[str]) -> None:
        if style == "numbered":
            if words[0] not in ("finding", "recommendation", "context"):
                raise ValueError(f"{self.name}: @numbered {words[0]!r}")
            self.numbered = words[0]
            self.kind = None
        elif style == "part":
            self.part = words[0]
        elif style == "kind":
            self.kind = None if words[0] == "none" else words[0]
            self.section = words[1] if len(words) > 1 else ""

    def _unprinted(self, parts: tuple[Part, ...]) -> Unit | None:
        if self.kind is None:
            return None
        key = (self.kind, self.part, self.section)
        self.ordinals[key] = self.ordinals.get(key, 0) + 1
        return self._unit(self.kind, self.ordinals[key], parts, printed=False)

    def _unit(self, kind: Kind, number: int, parts: tuple[Part, ...], printed: bool = True) -> Unit:
        printed_text = "\n".join((LIST_MARK if part.item else "") + part.text for part in parts)
        text = without_marks(printed_text)
        # The numbers run on through the second part, so only what is unnumbered is named by it.
        part, section = ("", "") if printed else (self.part, self.section)
        links = re.search(r"\(paragraphs? ([\d, ]+)\)", text)
        marks = [mark.translate(_PLAIN_DIGIT) for mark in re.findall(f"[{MARKS}]", printed_text)]
        return Unit(
            id=str(Pinpoint(self.report, kind, number, part=part, section=section)),
            kind=kind,
            number=number,
            printed=printed,
            text=text,
            linked=tuple(int(n) for n in links[1].split(",")) if links and kind == "recommendation" else (),
            recommendation_mark=text.endswith("(Recommendation)"),
            footnotes=tuple(self.notes[mark] for mark in marks),
        )


def _parts(lines: list[str]) -> tuple[Part, ...]:
    parts: list[tuple[list[str], bool]] = []
    for line in lines:
        if line.startswith("- "):
            parts.append(([line[2:]], True))
        elif line.startswith("/ "):
            parts.append(([line[2:]], False))
        elif parts:
            parts[-1][0].append(line)
        else:
            parts.append(([line], False))
    return tuple(Part(_typeset(" ".join(texts)), item) for texts, item in parts)
