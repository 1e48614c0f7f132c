"""Which side does the program say that a sentence takes? The one place where the evaluation asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import UnknownPinpoint

from .answer_sets import Side
from .measures import holds_span

if TYPE_CHECKING:
    from search_api.retrieval.searcher import Searcher

_SIDES: tuple[Side, ...] = ("praise", "criticism", "mixed")


def label_of(searcher: Searcher, paragraph_id: str, quote: str) -> Side | None:
    """The side of the sentences of the paragraph that the quotation takes in; None where it has none of them.

    As an answer labels what it quotes. All is neutral where nothing is known of the encoder.
    """
    reader = searcher.reader
    try:
        row = reader.row(paragraph_id)
    except UnknownPinpoint:
        return None
    text = reader.get(paragraph_id).text
    sentences = [text[start:end] for start, end in reader.spans(row)]
    held = [
        place
        for place, sentence in enumerate(sentences)
        if holds_span(sentence, [quote]) or holds_span(quote, [sentence])
    ]
    if not held:
        return None
    said = {label for label in searcher.labels([(row, place) for place in held]) if label in _SIDES}
    return "mixed" if len(said) > 1 else next((side for side in _SIDES if side in said), "neutral")
