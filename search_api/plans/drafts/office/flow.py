"""What one paragraph of a Word file prints, piece by piece: each piece knows the element that it comes
from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .package import Style, is_on
from .xml_tree import Element

LEFT_OUT = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr",
                      "sdtEndPr",
                      "rt", "annotationRef", "footnoteRef", "endnoteRef", "smartTagPr", "customXmlPr",
                      "fldData"))  # fmt: skip
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_SHOWN = frozenset(("t", "txbxContent"))
_DRAWN = ("drawing", "pict", "object")
_ADDRESS = re.compile(
    r"^\s*HYPERLINK\s+(?:\\[lmnot]\s+)*(?:\"([^\"]*)\"|(\S+))(.*)$", re.IGNORECASE | re.DOTALL
)
_SOFT = "\u00ad"
_SYMBOLS = {"f0b7": "•", "f0a7": "▪", "f02d": "-", "f0fc": "✓", "f0e0": "→", "f0d8": "➢"}


@dataclass(frozen=True, slots=True)
class Piece:
    """text: as printed. start: where it begins in its paragraph. run: that holds `node`, None where no run
    may be
    split. offset: characters of the node's own text before it. whole: the node cannot be split.
    """

    text: str
    start: int
    run: Element | None
    node: Element
    offset: int = 0
    whole: bool = True
    url: str = ""


@dataclass(slots=True)
class Field:
    """An automatic field that is open: its code is no text, its result is."""

    code: str = ""
    result: bool = False
    url: str = ""


@dataclass(slots=True)
class Story:
    """What goes on from paragraph to paragraph of a part, and what was left out of it."""

    styles: Mapping[str, Style]
    addresses: Mapping[str, str]  # of hyperlinks, by the id of their relation
    sound: frozenset[int]  # orders of the fields' beginnings that have an end
    fields: list[Field] = field(default_factory=list)
    hidden: int = 0


@dataclass(slots=True)
class Flow:
    """One paragraph: its pieces; marks of notes and comments as (offset, kind, id); its text boxes."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)
    boxes: list[tuple[Element, Element]] = field(default_factory=list)  # each with its paragraph
    length: int = 0

    @property
    def text(self) -> str:
        """What it prints."""
        return "".join(piece.text for piece in self.pieces)

    def add(self, text: str, run: Element | None, node: Element, url: str, offset: int = -1) -> None:
        """One more piece; offset: of a node that can be split, else -1."""
        if text:
            self.pieces.append(Piece(text, self.length, run, node, max(offset, 0), offset < 0, url))
            self.length += len(text)


def sound_fields(root: Element) -> frozenset[int]:
    """The beginnings of fields that have an end in this part: others would swallow all text after them."""
    waiting: list[Element] = []
    sound: set[int] = set()
    for element in root.all("fldChar"):
        kind = element.get("fldCharType")
        if kind == "begin":
            waiting.append(element)
        elif kind == "end" and waiting:
            sound.add(waiting.pop().order)
    return frozenset(sound)


def count_tracked(root: Element) -> int:
    """Tracked changes of text: insertions, deletions and moves, of paragraphs and rows too."""
    return sum(1 for tag in _TRACKED for element in root.all(tag) if element.get("id") or element.children)


def follow(story: Story, paragraph: Element, flow: Flow) -> None:
    """Add what the paragraph prints to the flow."""
    properties = paragraph.find("pPr")
    named = properties.find("pStyle") if properties is not None else None
    style = story.styles.get(named.get("val") if named is not None else "", Style())
    _Walk(story, flow, paragraph, style).walk(paragraph, None, "")


class _Walk:
    def __init__(self, story: Story, flow: Flow, paragraph: Element, style: Style) -> None:
        self.story, self.flow, self.paragraph, self.style = story, flow, paragraph, style

    def walk(self, parent: Element, run: Element | None, url: str) -> None:  # noqa: C901 - one kind after another
        for element in parent:
            tag = element.tag
            if tag in LEFT_OUT:
                if tag == "instrText" and self.story.fields and not self.story.fields[-1].result:
                    self.story.fields[-1].code += element.text()
            elif tag == "r" and element.namespace != parent.namespace:
                self._equation(element, url)
            elif tag == "r":
                if self._is_hidden(element):
                    self.story.hidden += sum(len(item.text()) for item in element.all("t"))
                else:
                    self._run(element, url)
            elif tag in ("oMath", "oMathPara"):
                self._equation(element, url)
            elif tag == "AlternateContent":
                if (chosen := choice(element)) is not None:
                    self.walk(chosen, run, url)
            elif tag in _DRAWN:
                self.flow.boxes += [(box, self.paragraph) for box in boxes(element)]
            elif tag == "hyperlink":
                self.walk(element, run, self.story.addresses.get(element.get("id"), "") or url)
            elif tag == "fldSimple":
                self.walk(element, run, address_of(element.get("instr")) or url)
            elif tag in ("p", "tbl"):
                continue
            else:
                self._other(element, run, url)

    def _run(self, run: Element, url: str) -> None:
        for element in run:
            tag = element.tag
            if tag == "fldChar":
                self._field(element)
            elif tag == "ruby":
                base = element.find("rubyBase")
                text = "".join(item.text() for item in base.all("t")) if base is not None else ""
                self._print(text, run, element, url)
            elif tag == "t":
                self._text(element, run, url)
            elif (printed := _sign(element)) is not None:
                self._print(printed, run, element, url)
            elif tag in ("footnoteReference", "endnoteReference"):
                self.flow.marks.append((self.flow.length, tag.removesuffix("Reference"), element.get("id")))
                if is_on_attribute(element.get("customMarkFollows")):
                    break  # the rest of the run is the mark
            elif tag == "commentReference":
                self.flow.marks.append((self.flow.length, "comment", element.get("id")))
            elif tag not in LEFT_OUT or tag == "instrText":
                self.walk(_Only(run, element), run, url)

    def _other(self, element: Element, run: Element | None, url: str) -> None:
        """What only holds other things: an insertion, a content control, a smart tag."""
        self.walk(element, run, url)

    def _text(self, node: Element, run: Element, url: str) -> None:
        offset = 0
        for part in re.split(f"({_SOFT})", re.sub(r"[\t\r\n]", " ", node.text())):
            if part != _SOFT:
                self._print(part, run, node, url, offset)
            offset += len(part)

    def _equation(self, element: Element, url: str) -> None:
        self._print("".join(item.text() for item in element.all("t")), None, element, url)

    def _print(self, text: str, run: Element | None, node: Element, url: str, offset: int = -1) -> None:
        fields = self.story.fields
        if all(item.result for item in fields):
            self.flow.add(
                text, run, node, next((item.url for item in reversed(fields) if item.url), url), offset
            )

    def _field(self, element: Element) -> None:
        kind, fields = element.get("fldCharType"), self.story.fields
        if kind == "begin" and element.order in self.story.sound:
            fields.append(Field())
        elif kind == "separate" and fields:
            fields[-1].result, fields[-1].url = True, address_of(fields[-1].code)
        elif kind == "end" and fields:
            fields.pop()

    def _is_hidden(self, run: Element) -> bool:
        own = is_on(run.find("rPr", "vanish"))
        if own is not None:
            return own
        named = run.find("rPr", "rStyle")
        styled = self.story.styles.get(named.get("val"), Style()).hidden if named is not None else None
        return bool(self.style.hidden if styled is None else styled)


class _Only(Element):
    """A run with one of its children, so that it is walked like any other parent."""

    def __init__(self, run: Element, child: Element) -> None:
        super().__init__(f"{run.namespace}}}{run.tag}", run.attributes, run.order, run.start)
        self.children = [child]


def _sign(element: Element) -> str | None:
    """What an element of a run prints that is no text; None for one that prints nothing of its own."""
    tag = element.tag
    if tag in ("tab", "ptab"):
        return "\t"
    if tag in ("br", "cr"):
        return "\n"
    if tag == "noBreakHyphen":
        return "-"
    if tag == "sym":
        code = element.get("char").lower()
        if code in _SYMBOLS:
            return _SYMBOLS[code]
        return (
            chr(int(code, 16))
            if re.fullmatch(r"[0-9a-f]{2,4}", code) and not "d800" <= code <= "dfff"
            else ""
        )
    return None


def is_on_attribute(value: str) -> bool:
    """Of an attribute that is a switch."""
    return value.lower() in ("1", "true", "on")


def choice(element: Element) -> Element | None:
    """Of alternatives for newer and older programs: the first that shows text, else the first of all."""
    found = [child for child in element if child.tag in ("Choice", "Fallback")]
    return next((child for child in found if child.has_any(_SHOWN)), found[0] if found else None)


def boxes(drawn: Element) -> Iterator[Element]:
    """The text boxes of a drawing, but not those that stand in another's text."""
    for element in drawn:
        if element.tag == "txbxContent":
            yield element
        elif element.tag == "AlternateContent":
            if (chosen := choice(element)) is not None:
                yield from boxes(chosen)
        else:
            yield from boxes(element)


def address_of(code: str) -> str:
    """Where a field leads to, "" for one that is no link to an address."""
    match = _ADDRESS.match(code)
    if match is None or re.match(r"^\s*HYPERLINK\s+\\l\b", code, re.IGNORECASE):
        return ""
    place = re.search(r"\\l\s+\"([^\"]*)\"", match[3])
    return (match[1] or match[2] or "") + (f"#{place[1]}" if place else "")
