"""Does a question ask for a view of many reports? Rules over its words, each for a kind of question."""

from __future__ import annotations

from collections.abc import Callable

from search_api.question.filters import rows
from search_api.retrieval.results import Understood

from .movements import movements
from .records import Given, View
from .sides import compare, contrast, praised
from .trends import trend

_LONGEST = 40  # words; a longer text describes something
# The most particular first: a question that moves from one grade to another names two grades as well.
_RULES: tuple[Callable[[Understood, Given], View | None], ...] = (
    movements, praised, contrast, compare, trend,
)  # fmt: skip


def view_of(understood: Understood) -> View | None:
    """The view that a question asks for, None for most. Its lines are not yet there.

    Words that are to stand exactly so, pasted text and paragraphs by number ask for nothing but themselves.
    """
    question, parsed, request = understood.question, understood.parsed, understood.request
    if request.literal or parsed.pasted or understood.lookup.asked or question.phrases:
        return None
    if len(parsed.text.split()) > _LONGEST or "\n" in parsed.text.strip():
        return None
    chosen = tuple(
        (item.name, value)
        for item in rows()
        for value in request.of(item.name)
        if item.name not in ("grade", "kind")
    )
    return next((view for rule in _RULES if (view := rule(understood, chosen))), None)
