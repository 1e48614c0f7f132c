"""A Word file with comments beside its text; every part that need not change stays as it is, byte for
byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from indexer.errors import InvalidRequest

from .limits import LIMITS, Limits
from .office.archive import Archive
from .office.flow import Piece
from .office.package import TYPES, relations_part
from .office.xml_tree import Budget, Element, as_utf8, parse_bound
from .read import is_word
from .records import Comment
from .word import OWN_AUTHOR, Passage, WordReading, read_passages

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_SAID = 200  # characters of a note that a comment elsewhere repeats


def with_comments(data: bytes, comments: Sequence[Comment], limits: Limits = LIMITS) -> bytes:
    """The Word file with a comment by "Pinpoint" at each place; the comments keep the order that they are
    given in.

    Only the main part, the comments, and what says that there are comments are written anew; in the main
    part only
    marks are put in, and a run is split where one falls inside it. Word has no comments in notes, headers
    and text
    boxes: those stand in the body where the note has its mark, and begin by saying what they are about.
    Raises UnreadableDraft as `read_draft`; InvalidRequest for a file of another kind and for a place that it
    does not have.
    """
    if not is_word(data):
        raise InvalidRequest("only a Word file can be given back with comments", "save the draft as .docx")
    reading = read_passages(data, limits)
    if not comments:
        return data
    main = reading.package.main
    document = _Marked(as_utf8(reading.package.archive.raw(main)), reading)
    archive = reading.package.archive
    related = next((item for item in reading.package.relations(main) if item.kind == "comments"), None)
    part = related.target if related else _free(archive, main)
    held = as_utf8(archive.raw(part)) if part in archive else b""
    first = 1 + max([document.highest, *(_whole(item) for item in re.findall(rb'\bid="(\d{1,9})"', held))])
    passages: dict[str, Passage] = {item.block.anchor: item for item in reading.passages}
    written = []
    for number, comment in enumerate(comments, start=first):
        passage = passages.get(comment.anchor)
        if passage is None or not 0 <= comment.start <= comment.end <= len(passage.block.text):
            raise InvalidRequest(f"the place of a comment is not in this file: {comment.anchor!r}")
        said = comment.text
        if not passage.body:
            about = passage.block.text[comment.start : comment.end][:_LONGEST_SAID]
            said = f"About {passage.block.place}{f', “{about}”' if about else ''}:\n{said}"
        document.mark(passage, comment, number)
        written.append(_comment(number, said, document.namespace))
    changed = {
        main: document.marked(),
        part: _extended(held, b"".join(written), document.namespace, limits, part),
    }
    if related is None:
        changed[relations_part(main)] = _related(archive, main, part, document.namespace)
    if part not in archive:
        changed[TYPES] = _typed(archive, part)
    return _zipped(archive, changed)


@dataclass(slots=True)
class _Marked:
    """The main part with marks to be put in. cuts: byte -> what goes there, in order; split: text nodes,
    by their
    order, with what goes at each offset of their text.
    """

    data: bytes
    reading: WordReading
    namespace: str = ""
    highest: int = 0
    cuts: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    breaks: dict[int, Element] = field(default_factory=dict)  # byte between two children of a run -> the run
    filled: dict[int, tuple[Element, list[bytes]]] = field(default_factory=dict)  # paragraphs of one tag
    split: dict[int, tuple[Element, Element, dict[int, list[tuple[int, bytes]]]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self.namespace = self.reading.root.namespace.lstrip("{") or _TRANSITIONAL
        for tag in ("commentRangeStart", "commentReference"):
            for element in self.reading.root.all(tag):
                self.highest = max(self.highest, _whole(element.get("id").encode()))

    def mark(self, passage: Passage, comment: Comment, number: int) -> None:
        """Put the marks of one comment where it belongs."""
        begin = self._tag("commentRangeStart", number)
        end = self._tag("commentRangeEnd", number) + self._reference(number)
        if passage.body:
            self._range(passage.flow.pieces, comment.start, comment.end, begin, end)
            return
        home = next(
            (item for item in self.reading.passages if item.body and item.paragraph is passage.home), None
        )
        if home is not None:
            at = passage.at if passage.at >= 0 else len(home.block.text)
            start = max(home.block.text.rfind(" ", 0, max(at - 1, 0)) + 1, 0) if passage.at >= 0 else 0
            self._range(home.flow.pieces, min(start, at), at, begin, end)
        elif passage.home is not None:
            self._in_empty(passage.home, begin + end)
        else:
            raise InvalidRequest(
                f"the file has no paragraph that a comment on {passage.block.place} could stand at"
            )

    def marked(self) -> bytes:
        """The part with all marks."""
        changes: list[tuple[int, int, bytes]] = []
        for byte, marks in self.cuts.items():
            inserted = b"".join(mark for _, mark in sorted(marks, key=lambda item: item[0]))
            if run := self.breaks.get(byte):
                inserted = self._closing(run) + inserted + self._opening(run)
            changes.append((byte, byte, inserted))
        for node, run, marks_at in self.split.values():
            changes.append((node.start, node.behind(self.data), self._pieces(node, run, marks_at)))
        for paragraph, marks_in in self.filled.values():
            opening = paragraph.opening(self.data)
            filled = opening[:-2] + b">" + b"".join(marks_in) + b"</" + _name(opening) + b">"
            changes.append((paragraph.start, paragraph.start + len(opening), filled))
        parts, done = [], 0
        for start, end, inserted in sorted(changes, key=lambda item: (item[0], item[1])):
            parts += [self.data[done:start], inserted]
            done = end
        return b"".join([*parts, self.data[done:]])

    def _range(self, pieces: Sequence[Piece], start: int, end: int, begin: bytes, finish: bytes) -> None:
        first = next((item for item in pieces if start < item.start + len(item.text)), pieces[-1])
        last = next((item for item in reversed(pieces) if item.start < end), first)
        if end <= start:  # a point: its end goes where it begins
            self._put(first, start, begin + finish, 1, before=start < first.start + len(first.text))
            return
        self._put(first, start, begin, 1, before=True)
        self._put(last, end, finish, 0, before=False)

    def _put(self, piece: Piece, offset: int, mark: bytes, rank: int, *, before: bool) -> None:
        """Into a piece at an offset of its paragraph. rank: 0 for an end, which goes before a beginning."""
        inner = piece.offset + offset - piece.start
        if not piece.whole and piece.run is not None and 0 < inner < len(piece.node.text()):
            _, _, marks = self.split.setdefault(piece.node.order, (piece.node, piece.run, {}))
            marks.setdefault(inner, []).append((rank, mark))
            return
        if piece.run is None:
            at = piece.node.start if before else piece.node.behind(self.data)
            self.cuts.setdefault(at, []).append((rank, mark))
            return
        run = piece.run
        whole = [child for child in run if child.tag != "rPr"]
        holder = next(
            (child for child in whole if child.start <= piece.node.start < child.behind(self.data)),
            piece.node,
        )
        if before and holder is whole[0]:
            at = run.start
        elif not before and holder is whole[-1]:
            at = run.behind(self.data)
        else:
            at = holder.start if before else holder.behind(self.data)
            self.breaks[at] = run
        self.cuts.setdefault(at, []).append((rank, mark))

    def _in_empty(self, paragraph: Element, marks: bytes) -> None:
        """At the end of a paragraph without text of its own."""
        opening = paragraph.opening(self.data)
        if opening.endswith(b"/>"):
            self.filled.setdefault(paragraph.order, (paragraph, []))[1].append(marks)
            return
        self.cuts.setdefault(paragraph.end, []).append((0, marks))

    def _pieces(self, node: Element, run: Element, marks_at: dict[int, list[tuple[int, bytes]]]) -> bytes:
        """A text node in pieces, each in a run of its own with the same properties."""
        opening = node.opening(self.data)
        if b"xml:space" not in opening:
            opening = opening[:-1] + b' xml:space="preserve">'
        closing = b"</" + _name(opening) + b">"
        text, parts, done = node.text(), [], 0
        for offset in sorted(marks_at):
            parts += [opening, _escaped(text[done:offset]), closing, self._closing(run)]
            parts += [mark for _, mark in sorted(marks_at[offset], key=lambda item: item[0])]
            parts.append(self._opening(run))
            done = offset
        return b"".join([*parts, opening, _escaped(text[done:]), closing])

    def _opening(self, run: Element) -> bytes:
        properties = run.find("rPr")
        inside = self.data[properties.start : properties.behind(self.data)] if properties is not None else b""
        return run.opening(self.data) + inside

    def _closing(self, run: Element) -> bytes:
        return b"</" + _name(run.opening(self.data)) + b">"

    def _tag(self, tag: str, number: int) -> bytes:
        return f'<w:{tag} xmlns:w="{self.namespace}" w:id="{number}"/>'.encode()

    def _reference(self, number: int) -> bytes:
        return f'<w:r xmlns:w="{self.namespace}"><w:commentReference w:id="{number}"/></w:r>'.encode()


def _whole(digits: bytes) -> int:
    return int(digits) if re.fullmatch(rb"\d{1,9}", digits) else 0


def _name(opening: bytes) -> bytes:
    """The name of a tag as it is written, with its prefix."""
    return re.split(rb"[\s/>]", opening[1:], maxsplit=1)[0]


def _escaped(text: str) -> bytes:
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"}).encode()


def _comment(number: int, text: str, namespace: str) -> bytes:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{_escaped(line).decode()}</w:t></w:r></w:p>'
        for line in text.splitlines() or [""]
    )
    return (
        f'<w:comment xmlns:w="{namespace}" w:id="{number}" w:author="{OWN_AUTHOR}" '
        f'w:initials="PP">{lines}</w:comment>'
    ).encode()


def _extended(held: bytes, written: bytes, namespace: str, limits: Limits, name: str) -> bytes:
    """The comments that are there and the new ones after them."""
    if not held:
        head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{namespace}">'
        return head.encode() + written + b"</w:comments>"
    return _appended(held, written, limits, name)


def _appended(held: bytes, written: bytes, limits: Limits, name: str) -> bytes:
    root, _ = parse_bound(held, name, Budget(limits.elements, limits.depth))
    opening = root.opening(held)
    if opening.endswith(b"/>"):
        return (
            held[: root.start] + opening[:-2] + b">" + written + b"</" + _name(opening) + b">"
            + held[root.start + len(opening) :]
        )  # fmt: skip
    return held[: root.end] + written + held[root.end :]


def _free(archive: Archive, main: str) -> str:
    """A name for the comments that no part has."""
    folder = main.rpartition("/")[0]
    names = {name.lower() for name in archive.parts}
    tries = (f"{folder}/comments{number or ''}.xml".lstrip("/") for number in range(len(names) + 1))
    return next(name for name in tries if name.lower() not in names)


def _related(archive: Archive, main: str, part: str, namespace: str) -> bytes:
    name = relations_part(main)
    kind = _STRICT_RELATION if namespace == _STRICT else _RELATION
    target = "/" + part
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    address = "http://schemas.openxmlformats.org/package/2006/relationships"
    held = (
        as_utf8(archive.raw(name))
        if name in archive
        else f'{head}<Relationships xmlns="{address}"/>'.encode()
    )
    taken = set(re.findall(rb'\bId\s*=\s*["\']([^"\']*)', held))
    free = next(
        each for number in range(len(taken) + 1) if (each := f"rIdPinpoint{number}").encode() not in taken
    )
    written = f'<Relationship xmlns="{address}" Id="{free}" Type="{kind}" Target="{target}"/>'
    return _appended(held, written.encode(), archive.limits, name)


def _typed(archive: Archive, part: str) -> bytes:
    address = "http://schemas.openxmlformats.org/package/2006/content-types"
    written = f'<Override xmlns="{address}" PartName="/{part}" ContentType="{_TYPE}"/>'
    return _appended(as_utf8(archive.raw(TYPES)), written.encode(), archive.limits, TYPES)


def _zipped(archive: Archive, changed: dict[str, bytes]) -> bytes:
    """The archive with the changed parts in their place and new ones at the end."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.comment = archive.zip.comment
        for name, part in archive.parts.items():
            kept = zipfile.ZipInfo(name, part.date_time)
            kept.compress_type = (
                zipfile.ZIP_STORED if part.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
            )
            kept.external_attr, kept.create_system = part.external_attr, part.create_system
            zipped.writestr(kept, changed[name] if name in changed else archive.raw(name))
        for name in changed:
            if name not in archive.parts:
                added = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                added.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(added, changed[name])
    return made.getvalue()
