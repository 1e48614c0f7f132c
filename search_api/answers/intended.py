"""Questions about one council as a whole whose words no rule knows: the encoder tells what they ask for."""

from __future__ import annotations

import re

from search_api.question.words import GENERIC, STOP_WORDS, words
from search_api.retrieval.results import Ranking, Understood

from .asks import MOST_REPORTS
from .boards import OF_BOARD
from .intents import Intent, load_intents
from .quotations.ranks import Ranks

_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|around|relating\s+to|on\s+the\s+subject\s+of|mention\w*)\s+(?P<what>[^.?;]+)",
    re.IGNORECASE,
)


class Intended:
    """Tells by one searcher's encoder; with an encoder that has no model of intents it knows nothing."""

    def __init__(self, searcher: Ranks) -> None:
        self._searcher = searcher
        self._intents = load_intents(searcher.encoder)

    def of(self, understood: Understood, ranking: Ranking) -> Intent:
        """What is asked for of a few reports as a whole; "subject" of a question that names its subject."""
        question, reports = understood.question, understood.scope.reports
        if self._intents is None or understood.request.literal or question.phrases or not question.rest:
            return "subject"
        if not 0 < len(reports) <= MOST_REPORTS or not understood.scope.chosen.of("authority"):
            return "subject"
        asked = question.rest  # nothing is encoded twice
        vector = ranking.vector if ranking.asked == asked else self._searcher.encoder.encode_query(asked)
        intent = self._intents.of(vector)
        if intent in ("list", "strengths", "weaknesses") and self._names_subject(understood):
            return "subject"
        return intent

    def _names_subject(self, understood: Understood) -> bool:
        """Of a list that leaves out the safeguarding board's, the board is none."""
        if about := _ABOUT.search(understood.question.rest):
            typed = {word for word in words(about["what"]) if word not in STOP_WORDS | GENERIC}
            if typed and not OF_BOARD.search(about["what"]):
                return True
        return any(not OF_BOARD.fullmatch(item.typed) for item in self._searcher.listed(understood))
