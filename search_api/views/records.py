"""A view that a question asks for: records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

Kind = Literal[
    "movements", "trend", "compare", "contrast", "praised", "silence", "tracker", "turned", "matrix"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Of a link, in the order in which addresses show them.
Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a line of a view can be checked. id: of a paragraph, or of a report for its cover.

    quote: word for word, "" for a cover. note: what it says, before the quotation, "" for nothing.
    mark: where the paragraph has it, as in "12-80", "" for nowhere.
    """

    id: str
    citation: str
    quote: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the first screen, and what it rests on. side: of the two that a view sets beside each other
    the one that it belongs to, "" where there is one list.
    """

    text: str
    pins: tuple[Pin, ...]
    side: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """kind: see KINDS. title: for a heading. said: how the question was read, in one sentence. subject: what
    it is about, "" for none. grades: from and to, or the two that are compared, "" for any. area: of
    kinds/table.py, "" for the overall grade. authorities: that are compared, or whose weakness is meant.
    count: how many are asked for, 0 for no number. path, given: of its page; path is "" for a view that the
    answer itself is. lines: its first screen. more: lines that only its page shows. note: what the user must
    know or do first, "" for nothing.
    """

    kind: Kind
    title: str
    said: str
    subject: str = ""
    grades: tuple[str, str] = ("", "")
    area: str = ""
    authorities: tuple[str, ...] = ()
    count: int = 0
    path: str = ""
    given: Given = ()
    lines: tuple[Line, ...] = ()
    more: int = 0
    note: str = ""

    @property
    def by_side(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Its lines by side, in their order."""
        names = dict.fromkeys(line.side for line in self.lines)
        return tuple((name, tuple(line for line in self.lines if line.side == name)) for name in names)

    @property
    def page(self) -> str:
        """The address of its page on a server, "" where the answer is all there is."""
        return f"{self.path}?{urlencode(self.given)}" if self.path and self.given else self.path
