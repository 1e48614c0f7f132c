"""What kind of answer does a question ask for: a list, a count, authorities, a meaning?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from indexer.records import Acronym
from indexer.words.acronyms import acronym_key
from search_api.question.expansions import counted_senses
from search_api.question.mentions.mention import without
from search_api.question.words import STOP_WORDS, asking, words
from search_api.retrieval.results import Understood
from search_api.sides.model import ASKS

if TYPE_CHECKING:
    from search_api.retrieval.matters import Mentions

_MOST_NAMES = 40  # authorities that are named; more are counted
MOST_REPORTS = 6  # whose recommendations are listed; of more it would be a book

# Words by which a question for a list goes on, and which name no matter.
_FILLER_WORDS = """
    council councils authority authorities local children children's services service department their its
    all every each full complete key main points point action actions please latest last recent now currently
    need needs needed improve improvement improvements recommend recommended recommendation recommendations
    told asked better right put fix address do make made set area areas priority priorities judged good bad
    thing things list lists number many much well both again still previous compare compared changed change
    difference same different want wants wanted tell get gets got altogether total overall item items time
    one ones did safeguarding board lscb afi afis including come appear appeared repeated carried new earlier
    two three four five six seven eight nine ten eleven twelve fifteen twenty dozen
    according exactly precisely actual wording verbatim bullet bullets numbered order table copy paste put
    already any us our we everything anything stuff ofsted's inspectors inspector's saying formally formal
    outstanding remaining overall still currently
    january february march april may june july august september october november december
"""
_FILLER = frozenset(_FILLER_WORDS.split())


def asks_for_list(understood: Understood) -> bool:
    """Whether it names recommendations or what needs to improve, few reports, and no matter besides."""
    question = understood.question
    if not question.said("kind") or not question.said("kind") <= ASKS:
        return False
    reports = understood.scope.reports
    if not 0 < len(reports) <= MOST_REPORTS:
        return False
    asking = _asking(understood)
    return not _matter(understood) or (bool(asking) and not _matter(understood, asking))


_WHO = re.compile(
    r"\b(?:which|what)\s+(?:other\s+)?(?:councils?|authorit(?:y|ies)|local\s+authorit(?:y|ies)|LAs?|boroughs?|counties|"
    r"places|areas)\b|^\W*who\s+(?:else\s+)?(?:has|have|is|are|was|were|does|do|did|uses?|offers?|pays?|provides?)\b|"
    r"\b(?:any|many)\s+(?:other\s+)?(?:councils|authorities|LAs|boroughs)\b|\bwho\s+(?:else\s+)?has\s+been\b|"
    r"\b(?:find|list|name|show)\s+(?:me\s+)?(?:\w+\s+)?(?:councils|authorities|local\s+authorities|LAs|boroughs)\b",
    re.IGNORECASE,
)

_MOST_OF_ALL = r"(?:best|worst|top|bottom|highest|lowest|strongest|weakest|leading|most|least)"
_WHOSE = r"(?:councils?|authorit(?:y|ies)|LAs?|boroughs?|in\s+(?:the\s+country|england)|nationally)"
_RANKS = re.compile(
    rf"\b{_MOST_OF_ALL}\b[^?.;]*\b{_WHOSE}\b|\b(?:which|what)\s+{_WHOSE}\b[^?.;]*\b{_MOST_OF_ALL}\b|"
    r"\brank(?:s|ed|ing|ings)?\b|\bleague\s+tables?\b|\bwho\s+(?:is|are|does)\b[^?.;]*\b(?:best|worst)\b",
    re.IGNORECASE,
)
NO_RANKS = "No report ranks councils. These are findings about some of them."


def asks_for_ranks(understood: Understood) -> bool:
    """Whether it asks who is best or worst of all."""
    return not understood.request.literal and _RANKS.search(understood.parsed.text) is not None


def asks_who(understood: Understood) -> bool:
    """Whether it asks for authorities."""
    return not understood.request.literal and _WHO.search(understood.parsed.text) is not None


def authorities(understood: Understood) -> set[str]:
    """Those with a report in question."""
    return {report.authority for report in understood.scope.reports}


def holders(matters: Sequence[Mentions]) -> tuple[str, ...]:
    """A sentence that names the authorities whose reports mention what is asked about, if they are few.

    A mention is no praise: whether one does well or badly the quotations say.
    """
    found = []
    for matter in matters:
        names = sorted({report.authority for report in matter.holding})
        if len(matter.subjects) == 1 and not matter.missing and 1 < len(names) <= _MOST_NAMES:
            what = f"‘{matter.label}’ is mentioned in reports on {len(names)} authorities"
            found.append(f"{what}: {'; '.join(names)}.")
    return tuple(found)


_EARLIER = re.compile(
    r"\b(?:last\s+time|previous(?:ly)?|the\s+time\s+before|compare[ds]?|comparison|versus|vs\.?|same\s+as|still\s+on|"
    r"changed|repeat(?:ed)?|carried\s+(?:over|forward)|again|(?:now|today|currently|this\s+time)\s+(?:with|and|than))\b",
    re.IGNORECASE,
)


def asks_for_earlier(understood: Understood) -> bool:
    """Whether it sets a list beside that of another inspection: "which were on the list last time?"."""
    reports = [item for item in understood.question.mentions if item.field == "report"]
    return _EARLIER.search(without(understood.parsed.text, reports)) is not None


_COUNTED = (
    r"(?:reports?|inspections?|letters?|councils?(?:['’])?|authorities|local\s+authorities|paragraphs?|"
    r"recommendations?|findings?|times)"
)
_COUNT = re.compile(
    rf"\bhow\s+many\b[^?]*?\b{_COUNTED}\b[^?]*\b(?:mention|mentions|mentioned|say|says|said|talk|talked|talks|about|found|praised?|criticised?|told|noted|raised?|treats?|refer|refers|"
    rf"discuss|cover|speak|name)|\b(?:number|count)\s+of\s+(?:\w+\s+)?{_COUNTED}\b|\bhow\s+(?:often|common|frequently)\b|"
    rf"\bhow\s+many\s+times\b|\bin\s+how\s+many\b|\bmentioned\s+(?:more|less)\b|"
    r"\b(?:numbers?|counts?|figures?)\s+(?:of\s+\w+\s+)?(?:per|by|for\s+each|each)\s+year\b",
    re.IGNORECASE,
)


_HOW_MANY = re.compile(r"\bhow\s+many\b|\bnumber\s+of\b", re.IGNORECASE)


def asks_for_count(understood: Understood) -> bool:
    """Whether it asks how often something is mentioned."""
    return not understood.request.literal and _COUNT.search(understood.parsed.text) is not None


def asks_how_many(understood: Understood) -> bool:
    """Whether it asks for a number of whatever it names."""
    return _HOW_MANY.search(understood.parsed.text) is not None


def names_nothing(understood: Understood) -> bool:
    """Whether a question for strengths or weaknesses of few reports names no matter besides."""
    said = {
        word for item in understood.question.mentions if item.field == "polarity" for word in words(item.text)
    }
    return 0 < len(understood.scope.reports) <= MOST_REPORTS and not _matter(understood) - said


def _matter(understood: Understood, rest: str = "") -> set[str]:
    question = understood.question
    # Where nothing else is left the filters' own words stay in the text.
    named = {word for item in question.filters for word in words(item.text)}
    rest = rest or question.rest
    return {word for word in words(rest) if word not in STOP_WORDS | _FILLER and word not in named}


def _asking(understood: Understood) -> str:
    kinds = [item.start for item in understood.question.mentions if item.field == "kind"]
    return asking(understood.parsed.text, kinds)


_ASKS_MEANING = re.compile(
    r"\W*(?:(?:what|who)(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+(?:an?\s+|the\s+)?(?P<plain>[\w&/-]+)\W*$|"
    r"what\s+(?:does|do|did)\s+(?P<means>[\w&/-]+)\s+(?:mean|stand\s+for)\b|"
    r"(?:define|meaning\s+of|definition\s+of|expand|spell\s+out|full\s+name\s+of)\s+(?P<named>[\w&/-]+)\W*$|"
    r"(?:does|do|did)\s+(?P<same>[\w&/-]+)\s+(?:always\s+)?(?:mean|stand\s+for)\b|"
    r"(?P<bare>(?-i:[A-Z][A-Za-z&/-]*[A-Z]\w*))\?|"
    r"(?P<stands>[\w&/-]+)\s+(?:stands?\s+for|meaning|definition|acronym|abbreviation)\W*$)",
    re.IGNORECASE,
)


def defined(understood: Understood, acronyms: Callable[[], Iterable[Acronym]]) -> Acronym | None:
    """The acronym whose meaning is asked for, where the reports define it and nothing else is asked.

    acronyms: gives all of the index; only called where a meaning is asked for.
    """
    if understood.request.literal:
        return None
    found = _ASKS_MEANING.match(understood.question.rest)
    if not found:
        return None
    typed = next(name for name in found.groups() if name)
    if set(words(typed)) <= STOP_WORDS:
        return None
    keys = {acronym_key(typed), acronym_key(typed).removesuffix("s")}
    return next((item for item in acronyms() if acronym_key(item.short) in keys), None)


def meaning(acronym: Acronym) -> str:
    """One sentence for the user: what it stands for, the commonest sense first, and how many define it so."""
    senses = counted_senses(acronym)
    each = [
        f"{sense.expansion} ({sense.definitions:,} paragraph{'' if sense.definitions == 1 else 's'})"
        for sense in senses
    ]
    if len(each) == 1:
        return f"{acronym.short} stands for {each[0]}."
    return f"{acronym.short} has {len(each)} meanings in these reports: {'; '.join(each)}."
