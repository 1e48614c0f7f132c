"""XML as a tree whose elements know where they stand in the file, so that marks can be put between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from indexer.errors import UnreadableDraft

_AGAIN = "open it in the program that wrote it, save it again and try that file"
_TAG = re.compile(rb"<[^\s/>]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_ENCODING = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_NOTHING: dict[str, str] = {}


class Element:
    """tag and the names of attributes: without their namespace. children: elements and text, in order.

    order: its number in the part, from 0. start: byte of its first `<`; end: of its end tag, or behind it
    where
    it has only one tag. Both count in the part as UTF-8 (`as_utf8`).
    """

    __slots__ = ("attributes", "children", "end", "namespace", "order", "start", "tag")

    def __init__(self, name: str, attributes: dict[str, str], order: int, start: int) -> None:
        self.namespace, _, self.tag = name.rpartition("}")
        self.attributes = attributes
        self.children: list[Element | str] = []
        self.order, self.start, self.end = order, start, start

    def __iter__(self) -> Iterator[Element]:
        for child in self.children:
            if not isinstance(child, str):
                yield child

    def get(self, name: str, otherwise: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, otherwise)

    def find(self, *tags: str) -> Element | None:
        """The first child of that tag, its first child of the next tag, and so on."""
        found: Element | None = self
        for tag in tags:
            found = next((child for child in found if child.tag == tag), None) if found is not None else None
        return found

    def all(self, tag: str) -> Iterator[Element]:
        """Every element of that tag in here, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element.tag == tag:
                yield element
            waiting.extend(child for child in reversed(element.children) if not isinstance(child, str))

    def has_any(self, tags: frozenset[str]) -> bool:
        """Whether an element of these tags is in here."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element.tag in tags:
                return True
            waiting.extend(element)
        return False

    def text(self) -> str:
        """Its own text, without that of elements in it."""
        return "".join(child for child in self.children if isinstance(child, str))

    def opening(self, data: bytes) -> bytes:
        """Its first tag, as it is written."""
        found = _TAG.match(data, self.start)
        if found is None:
            raise ValueError(f"no tag at byte {self.start}")
        return found[0]

    def behind(self, data: bytes) -> int:
        """The byte after its last tag."""
        return self.end if self.opening(data).endswith(b"/>") else data.index(b">", self.end) + 1


class Budget:
    """How many more elements may be read, in all parts together; depth: of one within another."""

    def __init__(self, elements: int, depth: int) -> None:
        self.left, self.most, self.depth = elements, elements, depth


class _Tree:
    """What the parser tells, as a tree."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.parser: DefusedXMLParser = None
        self.open: list[Element] = []
        self.root: Element | None = None
        self.order = 0
        self.bound: dict[str, set[str]] = {}

    def start_ns(self, prefix: str, address: str) -> None:
        self.bound.setdefault(prefix, set()).add(address)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= self.budget.depth:
            raise UnreadableDraft("the file's parts are nested too deeply to be read", _AGAIN)
        self.budget.left -= 1
        if self.budget.left < 0:
            raise UnreadableDraft(
                f"the file has more than {self.budget.most:,} elements", "split the draft, and try its parts"
            )
        named = (
            {key.rpartition("}")[2]: value for key, value in attributes.items()} if attributes else _NOTHING
        )
        element = Element(tag, named, self.order, self.parser.parser.CurrentByteIndex)
        self.order += 1
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:
        self.open.pop().end = self.parser.parser.CurrentByteIndex

    def data(self, text: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def close(self) -> None:
        """Nothing is left to do."""


def as_utf8(data: bytes) -> bytes:
    """A part in UTF-8, without a mark of its byte order. Raises ValueError for an encoding that OPC
    forbids.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16").encode()
        return _ENCODING.sub(lambda found: found[0].replace(found[1], b"UTF-8"), data)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    named = _ENCODING.match(data)
    if b"\0" in data[:64] or (named and named[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise ValueError("an encoding that is neither UTF-8 nor UTF-16")
    return data


def parse(data: bytes, name: str, budget: Budget) -> Element:
    """The root of the part of that name. Raises UnreadableDraft for document types, entities and damage."""
    return parse_bound(data, name, budget)[0]


def parse_bound(data: bytes, name: str, budget: Budget) -> tuple[Element, dict[str, set[str]]]:
    """The root, and what each prefix of a namespace stands for anywhere in the part. Raises
    UnreadableDraft.
    """
    tree = _Tree(budget)
    tree.parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    try:
        tree.parser.feed(as_utf8(data))
        tree.parser.close()
    except DefusedXmlException as error:
        raise UnreadableDraft(
            f"{name} holds a document type or entities, which no draft needs", _AGAIN
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableDraft(f"the file is damaged: {name} is not well-formed", _AGAIN) from error
    if tree.root is None:
        raise UnreadableDraft(f"the file is damaged: {name} is empty", _AGAIN)
    return tree.root, tree.bound
