"""What an answer quotes, as it was written, with what its reader must check on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.anomalies import Noted

from .passages import check_verbatim
from .records import Answer, Passage

if TYPE_CHECKING:
    from indexer.store.reader import IndexReader


def as_written(answer: Answer, reader: IndexReader) -> Answer:
    """The answer, whose paragraphs are read again where they were only glanced at to choose among many.

    Raises CorruptIndex where one is not what was written, or a quotation is not its text.
    """
    glanced = [item.paragraph.id for item in _passages(answer) if not item.paragraph.boxes]
    if not glanced:
        return answer
    names = list(dict.fromkeys(glanced))
    whole = dict(zip(names, reader.by_rows([reader.row(name) for name in names]), strict=True))

    def read(passage: Passage) -> Passage:
        if passage.paragraph.id not in whole:
            return passage
        found = replace(passage, paragraph=whole[passage.paragraph.id])
        check_verbatim(found)
        return found

    return _each(answer, read)


def with_anomalies(answer: Answer, noted: Noted) -> Answer:
    """The answer, whose passages hold the anomalies that touch their paragraphs."""
    if not noted.to_check:
        return answer

    def told(passage: Passage) -> Passage:
        touching = noted.touching(passage.paragraph)
        return replace(passage, anomalies=touching) if touching else passage

    return _each(answer, told)


def _passages(answer: Answer) -> Iterator[Passage]:
    yield from answer.passages
    if answer.nearest_miss:
        yield answer.nearest_miss
    for group in answer.groups:
        yield from group.further


def _each(answer: Answer, change: Callable[[Passage], Passage]) -> Answer:
    return replace(
        answer,
        passages=tuple(map(change, answer.passages)),
        nearest_miss=answer.nearest_miss and change(answer.nearest_miss),
        groups=tuple(
            replace(group, further=tuple(map(change, group.further))) if group.further else group
            for group in answer.groups
        ),
    )
