"""Questions about one council as a whole whose words no rule knows: the encoder tells what they ask for."""

from __future__ import annotations

import re

from search_api.question.words import GENERIC, STOP_WORDS, words
from search_api.retrieval.results import Understood

from .intents import Intent, load_intents
from .quotations.ranks import Ranks

_MOST_REPORTS = 6
_BOARD = r"(?:(?:local\s+)?safeguarding\s+(?:children['’]?s?\s+)?boards?(?:['’]s?)?|LSCB(?:['’]?s)?)"
_WITHOUT_BOARD = re.compile(
    rf"\b(?:not|without|excluding|except(?:\s+for)?|minus|leav(?:e|ing)\s+out|rather\s+than|ignor(?:e|ing)|no)\b[^.?;]*?"
    rf"\b{_BOARD}|\b(?:council|authority|LA)(?:['’]s)?\s+(?:ones?\s+)?only\b|"
    r"\bonly\s+(?:the\s+)?(?:council|authority|LA)(?:['’]s)?\b|\bjust\s+the\s+(?:council|authority)(?:['’]s)?\b",
    re.IGNORECASE,
)
_BESIDE_BOARD = re.compile(
    rf"\b(?:and|including|plus|with|both|as\s+well\s+as|or)\s+(?:(?:those|the\s+ones)\s+(?:for|of)\s+)?(?:the\s+|its\s+)?"
    rf"{_BOARD}|{_BOARD}\s+(?:and|or)\s+(?:the\s+)?(?:council|authority|local\s+authority|children['’]s\s+services)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|around|relating\s+to|on\s+the\s+subject\s+of|mention\w*)\s+(?P<what>[^.?;]+)",
    re.IGNORECASE,
)
_OF_BOARD = re.compile(rf"\b{_BOARD}", re.IGNORECASE)


def leaves_out_board(text: str) -> bool:
    """Whether what a safeguarding board was told is not wanted: "the council's ones only"."""
    return _WITHOUT_BOARD.search(text) is not None


def asks_only_of_board(text: str) -> bool:
    """Whether only what a safeguarding board was told is wanted."""
    named = _OF_BOARD.search(text)
    return named is not None and not leaves_out_board(text) and not _BESIDE_BOARD.search(text)


class Intended:
    """Tells by one searcher's encoder; with an encoder that has no model of intents it knows nothing."""

    def __init__(self, searcher: Ranks) -> None:
        self._searcher = searcher
        self._intents = load_intents(searcher.encoder)

    def of(self, understood: Understood) -> Intent:
        """What is asked for of a few reports as a whole; "subject" of a question that names its subject."""
        question, reports = understood.question, understood.scope.reports
        if self._intents is None or understood.request.literal or question.phrases or not question.rest:
            return "subject"
        if not 0 < len(reports) <= _MOST_REPORTS or not understood.scope.chosen.of("authority"):
            return "subject"
        intent = self._intents.of(self._searcher.encoder.encode_query(question.rest))
        if intent in ("list", "strengths", "weaknesses") and self._names_subject(understood):
            return "subject"
        return intent

    def _names_subject(self, understood: Understood) -> bool:
        """Of a list that leaves out the safeguarding board's, the board is none."""
        if about := _ABOUT.search(understood.question.rest):
            typed = {word for word in words(about["what"]) if word not in STOP_WORDS | GENERIC}
            if typed and not _OF_BOARD.search(about["what"]):
                return True
        return any(not _OF_BOARD.fullmatch(item.typed) for item in self._searcher.listed(understood))
