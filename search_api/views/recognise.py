"""Does a question ask for a view of many reports? Rules over its words, each for a kind of question."""

from __future__ import annotations

from collections.abc import Callable

from search_api.question.filters import rows
from search_api.retrieval.results import Understood

from .followed import tracker, turned
from .movements import movements
from .placed import placed
from .records import Given, View
from .sides import compare, contrast, praised
from .silent import silence
from .trends import trend

_LONGEST = 40  # words; a longer text describes something
# The most particular first: a question that moves from one grade to another names two grades as well.
_RULES: tuple[Callable[[Understood, Given], View | None], ...] = (
    movements, praised, contrast, silence, tracker, placed, compare, turned, trend,
)  # fmt: skip


def view_of(understood: Understood) -> View | None:
    """The view that a question asks for, None for most. Its lines are not yet there.

    Words that are to stand exactly so and pasted text ask for nothing but themselves; so do paragraphs by
    number, unless the question is what became of them.
    """
    question, parsed, request = understood.question, understood.parsed, understood.request
    if request.literal or parsed.pasted or question.phrases:
        return None
    if len(parsed.text.split()) > _LONGEST or "\n" in parsed.text.strip():
        return None
    if understood.lookup.asked:  # "has recommendation 3 been met?" asks for more than the paragraph
        return tracker(understood, ())
    chosen = tuple(
        (item.name, value)
        for item in rows()
        for value in request.of(item.name)
        if item.name not in ("grade", "kind")
    )
    return next((view for rule in _RULES if (view := rule(understood, chosen))), None)
