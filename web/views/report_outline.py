"""The headings of one report: its text in stretches under them, and its outline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from indexer.records import Paragraph

_NO_HEADING = "No heading"
_TOP = 3  # of a page: the level of a report's outermost headings


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading as the page shows it. level: as in h3. counted: paragraphs under it, all in all.

    grade: of all that stands under it, "" where they differ or the heading above says it. ours: the words
    are not the report's. again: the section goes on after others.
    """

    text: str
    level: int
    anchor: str
    grade: str
    counted: int
    ours: bool = False
    again: bool = False
    inner: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that stand under the same headings, and the headings that are new there, outermost first.

    elsewhere: how many that stand here in the report are shown elsewhere on the page; it has no others then.
    """

    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    elsewhere: int = 0


def sections(
    paragraphs: Sequence[Paragraph], prefix: str = "section", apart: Collection[str] = ()
) -> tuple[Stretch, ...]:
    """In reading order. A section that goes on after others gets its heading again, marked as such.

    prefix: of the anchors. apart: kinds that are shown elsewhere on the page; where they stand is told.
    """
    found: list[Stretch] = []
    above: tuple[str, ...] | None = None
    number = 0
    grades = _grades(paragraphs)
    for path, group in groupby(paragraphs, lambda item: None if item.kind in apart else item.section):
        held = tuple(group)
        if path is None:
            found.append(Stretch((), (), len(held)))
            continue
        headings = []
        for place in _new_headings(path, above):
            number += 1
            inmost = place == len(path) - 1 or not path
            again = above is not None and path != () and above[: len(path)] == path
            headings.append(
                Heading(
                    text=path[place] if path else _NO_HEADING,
                    level=min(_TOP + place, 6),
                    anchor=f"{prefix}-{number}",
                    grade="" if again else _grade(grades, path[: place + 1]),
                    counted=len(held) if inmost else 0,
                    ours=not path,
                    again=again,
                )
            )
        found.append(Stretch(tuple(headings), held))
        above = path
    return tuple(found)


def nested(stretches: Iterable[Stretch]) -> tuple[Heading, ...]:
    """Their headings as a tree, each with the paragraphs under it and under its own."""
    return _nested([heading for stretch in stretches for heading in stretch.headings])


def _grades(paragraphs: Iterable[Paragraph]) -> dict[tuple[str, ...], set[str]]:
    """Path of headings -> the grades of all that stands under it."""
    found: dict[tuple[str, ...], set[str]] = {}
    for item in paragraphs:
        for place in range(len(item.section) + 1):
            found.setdefault(item.section[:place], set()).add(item.grade)
    return found


def _grade(grades: dict[tuple[str, ...], set[str]], path: tuple[str, ...]) -> str:
    """What is printed once, at the outermost heading that it holds for."""
    own = grades[path]
    if len(own) != 1 or (len(path) > 1 and grades[path[:-1]] == own):
        return ""
    return next(iter(own))


def _new_headings(path: tuple[str, ...], above: tuple[str, ...] | None) -> Sequence[int]:
    """Places in `path` of the headings to show below a section `above`: at least the innermost."""
    shared = 0
    for one, other in zip(path, above or (), strict=False):
        if one != other:
            break
        shared += 1
    return range(min(shared, max(len(path) - 1, 0)), max(len(path), 1))


@dataclass(slots=True)
class _Node:
    heading: Heading
    inner: list[_Node] = field(default_factory=list)


def _nested(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Headings in reading order as a tree, each with the paragraphs under it and under its own."""
    top: list[_Node] = []
    open_: list[_Node] = []
    for heading in headings:
        while open_ and open_[-1].heading.level >= heading.level:
            open_.pop()
        node = _Node(heading)
        (open_[-1].inner if open_ else top).append(node)
        open_.append(node)
    return tuple(_frozen(node) for node in top)


def _frozen(node: _Node) -> Heading:
    inner = tuple(_frozen(item) for item in node.inner)
    counted = node.heading.counted + sum(item.counted for item in inner)
    return replace(node.heading, inner=inner, counted=counted)
