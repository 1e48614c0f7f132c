"""Questions for a sum or a figure: what gives none does not answer them, however near its subject is."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.words.analyser import terms
from indexer.words.sentences import sentence_spans
from search_api.question.words import STOP_WORDS

_MONEY = re.compile(
    r"\bhow much\b[^?]*\b(?:spen[dt]|spending|costs?|pay(?:s|ing)?|paid|charge[ds]?|budget(?:ed)?)\b|"
    r"\b(?:costs? of|cost per|budget (?:for|per)|salary|fees? (?:for|of|per)|price of|mileage rate)\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"£|\b(?:million|billion|pence)\b", re.IGNORECASE)
# "The vacancy rate among …", "the average age of …": what is measured must stand beside the figure.
_MEASURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<what>[a-z]+)\s+rates?\s+(?:among|amongst|of|for|in|between)\b",
        r"^\W*(?:(?:what|which)(?:['’]s|\s+(?:is|was|are|were))\s+)?(?:the\s+)?(?:average|mean|median|typical)\s+"
        r"(?P<what>(?:[a-z]+\s+){1,3}?)(?:of|for|among|amongst|in|per)\b",
        r"\bhow\s+long\s+(?:is|are|was|were)\s+(?:the\s+)?(?P<what>waits?|waiting\s+(?:times?|lists?)|delays?|queues?)\b",
    )
)
_PLAIN = frozenset(
    ["time", "times", "number", "numbers", "high", "low", "what", "overall", "national", "own"]
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter|fifth|dozen|all|most|none|"
    r"majority|minority|few|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)


def asks_for_sum(text: str) -> bool:
    """Whether it asks what something costs or is paid."""
    return _MONEY.search(text) is not None


def names_sum(text: str) -> bool:
    """Whether a sum of money stands in it."""
    return _SUM.search(text) is not None


def measured(text: str) -> tuple[str, ...]:
    """The words of what a question asks the rate, average or length of; none where it asks for none."""
    for pattern in _MEASURES:
        if found := pattern.search(text):
            typed = [word for word in found["what"].lower().split() if word not in STOP_WORDS | _PLAIN]
            if typed:
                return tuple(typed)
    return ()


def gives_figure(text: str) -> bool:
    """Whether a number or a share stands in it."""
    return _FIGURE.search(text) is not None


def figure_asked(text: str) -> Callable[[str], bool] | None:
    """Tells whether a passage gives the figure that a question asks for; None where it asks for none."""
    wanted = frozenset(term for word in measured(text) for term in terms(word))
    return (lambda passage: _gives(passage, wanted)) if wanted else None


def _gives(passage: str, wanted: frozenset[str]) -> bool:
    if not gives_figure(passage):
        return False
    return any(wanted <= set(terms(passage[start:end])) for start, end in sentence_spans(passage))
