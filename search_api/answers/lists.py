"""Does a question ask for all that a report recommends? Then it is listed whole, and in order."""

from __future__ import annotations

import re

from indexer.records import Kind
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.results import Understood

ASKS: frozenset[Kind] = frozenset({"recommendation", "improvement"})
MOST_REPORTS = 6  # whose recommendations are listed; of more it would be a book

# Words by which a question for a list goes on, and which name no matter.
_FILLER_WORDS = """
    council councils authority authorities local children children's services service department their its
    all every each full complete key main points point action actions please latest last recent now currently
    need needs needed improve improvement improvements recommend recommended recommendation recommendations
    told asked better right put fix address do make made set area areas priority priorities judged good bad
"""
_FILLER = frozenset(_FILLER_WORDS.split())


def asks_for_list(understood: Understood) -> bool:
    """Whether it names recommendations or what needs to improve, few reports, and no matter besides."""
    question = understood.question
    if not question.said("kind") or not question.said("kind") <= ASKS:
        return False
    reports = understood.scope.reports
    return 0 < len(reports) <= MOST_REPORTS and not _matter(understood)


_COUNTED = (
    r"(?:reports?|inspections?|letters?|councils?(?:['’])?|authorities|local\s+authorities|paragraphs?|"
    r"recommendations?|findings?|times)"
)
_COUNT = re.compile(
    rf"\bhow\s+many\b[^?]*?\b{_COUNTED}\b[^?]*\b(?:mention|mentions|mentioned|say|says|talk|talked|talks|about|refer|refers|"
    rf"discuss|cover|speak|name)|\b(?:number|count)\s+of\s+(?:\w+\s+)?{_COUNTED}\b|\bhow\s+(?:often|common|frequently)\b|"
    rf"\bhow\s+many\s+times\b|\bin\s+how\s+many\b",
    re.IGNORECASE,
)


def asks_for_count(understood: Understood) -> bool:
    """Whether it asks how often something is mentioned."""
    return not understood.request.literal and _COUNT.search(understood.parsed.text) is not None


def names_nothing(understood: Understood) -> bool:
    """Whether a question for strengths or weaknesses of few reports names no matter besides."""
    said = {
        word for item in understood.question.mentions if item.field == "polarity" for word in words(item.text)
    }
    return 0 < len(understood.scope.reports) <= MOST_REPORTS and not _matter(understood) - said


def _matter(understood: Understood) -> set[str]:
    question = understood.question
    # Where nothing else is left the filters' own words stay in the text.
    named = {word for item in question.filters for word in words(item.text)}
    return {word for word in words(question.rest) if word not in STOP_WORDS | _FILLER and word not in named}
