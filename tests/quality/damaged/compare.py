"""A damaged copy beside the sound report: every paragraph right, said to be in doubt, or silently wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from indexer.reading.normalise import fold
from indexer.records import Anomaly, Paragraph, ReadReport

PageMap = Callable[[int], int | None]  # page of the sound report -> page of the copy, None where it is gone
_HEAD = 60  # folded letters by which a paragraph is found again under another id


@dataclass(frozen=True, slots=True)
class Verdict:
    """right, said, silent: ids (of the sound report, or new in the copy), without the report's part."""

    right: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """'right', 'said' or 'silently wrong'."""
        if self.silent:
            return "silently wrong"
        return "said" if self.said else "right"


@dataclass(slots=True)
class _Said:
    ids: set[str] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)


def compare(sound: ReadReport, copy: ReadReport, page_map: PageMap) -> Verdict:
    """Every paragraph of both: its text, section, grade and pages."""
    said = _what_is_said(copy.anomalies)
    whole = sound.report.id == copy.report.id
    now = {_locator(item): item for item in copy.paragraphs}
    own = {(_locator(item), item.text) for item in sound.paragraphs}
    by_head: dict[str, Paragraph] = {
        fold(item.text)[:_HEAD]: item for item in copy.paragraphs if (_locator(item), item.text) not in own
    }
    right: list[str] = []
    told: list[str] = []
    silent: list[str] = []
    for item in sound.paragraphs:
        found = now.get(_locator(item))
        if whole and found is not None and _same(item, found, page_map):
            right.append(_locator(item))
            continue
        there = by_head.get(fold(item.text)[:_HEAD])
        (told if _is_said(item, (found, there), said, page_map) else silent).append(_locator(item))
    known = {_locator(item) for item in sound.paragraphs}
    for item in copy.paragraphs:
        if _locator(item) not in known:
            (told if item.id in said.ids else silent).append(_locator(item))
    return Verdict(tuple(right), tuple(told), tuple(silent))


def _locator(item: Paragraph) -> str:
    return item.id.partition("/")[2]


def _same(item: Paragraph, found: Paragraph, page_map: PageMap) -> bool:
    facts = [(p.kind, p.number, p.part, p.text, p.section, p.grade) for p in (item, found)]
    pages = [page_map(page) for page in (item.page_first, item.page_last) if page is not None]
    if found.page_first is None:  # a text file has no pages
        return facts[0] == facts[1]
    return facts[0] == facts[1] and pages == [found.page_first, found.page_last]


def _what_is_said(anomalies: Iterable[Anomaly]) -> _Said:
    said = _Said()
    for anomaly in anomalies:
        said.ids.update(anomaly.paragraphs)
        if anomaly.page is not None:
            said.pages.add(anomaly.page)
        for noun, values in (("pages?", said.pages), ("numbers?", said.numbers)):
            for stretch in re.findall(rf"\b{noun} (\d+(?: to \d+|, \d+)*)", anomaly.detail):
                for low, high in re.findall(r"(\d+)(?: to (\d+))?", stretch):
                    values.update(range(int(low), int(high or low) + 1))
    return said


def _is_said(item: Paragraph, found: tuple[Paragraph | None, ...], said: _Said, page_map: PageMap) -> bool:
    """In an anomaly's paragraphs, under its own id or another; or its number or its page is named as lost."""
    if any(p is not None and p.id in said.ids for p in found):
        return True
    if any(found):
        return False
    pages = {page_map(page) for page in (item.page_first, item.page_last) if page is not None}
    lost = None in pages  # it stood on a page that is gone
    return item.number in said.numbers or bool(pages & said.pages) or (lost and bool(said.pages))


def by_id(read: ReadReport) -> Mapping[str, Paragraph]:
    """Paragraphs by the part of their id behind the report's."""
    return {_locator(item): item for item in read.paragraphs}
