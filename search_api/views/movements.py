"""Questions for authorities whose grade moved: "which councils moved from inadequate to good?"."""

from __future__ import annotations

from search_api.retrieval.results import Understood

from .records import Given, View
from .words import (
    BODIES,
    GRADE,
    area_named,
    asks_more,
    authorities_named,
    compiled,
    filters_for_page,
    grade_named,
)

_UP = (
    r"(?:improv(?:e|es|ed|ing)|r(?:ise|ises|ose|isen|ising)|climb(?:s|ed|ing)?|upgrad(?:e|ed|es)|lift(?:ed)?|"
    r"got\s+better|turn(?:ed)?\s+(?:it\s+|things\s+|themselves\s+)?(?:a)?round|recover(?:ed|s)?)"
)
_DOWN = (
    r"(?:f(?:all|alls|ell|allen|alling)|drop(?:s|ped|ping)?|slip(?:s|ped|ping)?|declin(?:e|es|ed|ing)|"
    r"deteriorat(?:e|es|ed|ing)|(?:went|gone|go|going)\s+backwards|downgrad(?:e|ed|es)|slid(?:e|es|den)?|sank|sunk|got\s+worse|worsen(?:ed)?|los(?:t|e|es|ing))"
)
_EITHER = (
    r"(?:mov(?:e|es|ed|ing)|went|go(?:es|ne|ing)?|progress(?:ed)?|jump(?:ed)?|shift(?:ed)?|c(?:a|o)me|chang(?:e|ed|ing)|"
    r"stepp?(?:ed)?|journey(?:s)?|(?:got|get|gets|getting)|been|were|rated|judged|graded|regrad(?:e|ed)|transition(?:ed|s)?)"
)
_VERB = rf"\b(?:{_UP}|{_DOWN}|{_EITHER})\b"
_BEING = r"(?:(?:being|an?|their|its|the|rated|judged|graded|overall)\s+)*"
_NOUN = r"(?:\s+(?:judge?ments?|grades?|gradings?|ratings?|overall))*"
_MOVES = (
    # "from inadequate (straight) to good", "good down to inadequate"
    compiled(
        rf"\b(?:from\s+)?{_BEING}(?P<old>{GRADE}){_NOUN}\s*(?:,?\s*(?:straight|directly|back|up|down|all\s+the\s+way)\s+)*"
        rf"(?:to|into|→|->|=>|-to-)\s*{_BEING}(?P<new>{GRADE}){_NOUN}"
    ),
    # "to good from inadequate"
    compiled(rf"\bto\s+{_BEING}(?P<new>{GRADE}){_NOUN}\s+from\s+{_BEING}(?P<old>{GRADE}){_NOUN}"),
    # "improved to outstanding", "fallen back to requires improvement"
    compiled(
        rf"{_VERB}(?:\s+(?:up|down|back|their\s+(?:grade|rating|judge?ment)))*\s+(?:to|into)\s+{_BEING}(?P<new>{GRADE}){_NOUN}"
    ),
    # "came out of inadequate", "lost their outstanding", "no longer inadequate"
    compiled(
        rf"(?:\b(?:out\s+of|no\s+longer|stopp(?:ed|ing)\s+being|ceas(?:ed|ing)\s+to\s+be|los(?:t|e|ing))|{_VERB}(?:\s+(?:up|down|away|back|on))?\s+from)\s+"
        rf"{_BEING}(?P<old>{GRADE}){_NOUN}"
    ),
)
_UPWARD, _DOWNWARD = compiled(rf"\b{_UP}\b"), compiled(rf"\b{_DOWN}\b")
# "whose grade for leadership fell", "improved their judgement": without a grade.
_GRADED = r"(?:grades?|gradings?|ratings?|judge?ments?)"
_TURNS = (
    compiled(
        rf"\b(?:their|its|whose|a|the|in)\s+(?:\w+\s+){{0,2}}{_GRADED}\b[^?.;!]{{0,40}}?\b(?P<way>{_UP}|{_DOWN}|(?:went|gone|go)\s+(?:up|down))\b"
    ),
    compiled(rf"\b(?P<way>{_UP}|{_DOWN})\s+(?:in\s+)?(?:their|its|the)\s+(?:\w+\s+){{0,2}}{_GRADED}\b"),
    compiled(
        rf"\b(?P<way>{_UP}|{_DOWN}|jump(?:ed|s)?(?:\s+up)?|(?:went|gone|go)\s+(?:up|down))\s+(?:by\s+)?(?:an?|one|two|three)\s+{_GRADED}\b"
    ),
)
_ASKED_FOR = (
    rf"(?:who|(?:(?:which|what|any|list|show|find|name)\s+(?:\w+\s+)?)?{BODIES}|anyone|anybody|"
    r"has\s+any(?:one|body))"
)
# "who has improved since their last inspection", "councils that got worse": without the word grade.
_BARE = compiled(
    rf"^\W*(?:(?:list|show|find|name|give\s+me)\s+(?:me\s+)?(?:the\s+)?)?{_ASKED_FOR}(?:['’]s|\s+(?:has|have|had|that|who|which))*\s+"
    rf"(?P<way>{_UP}|{_DOWN})(?:\s+(?:overall|most|recently|again|(?:since|at|after|between|from)\s+(?:(?:their|its|the|one|last|latest|next|"
    r"previous|two)\s+)*inspections?(?:\s+to\s+the\s+next)?))*\s*[?.!]*\s*$"
)
_VERBS = compiled(_VERB)
_ASKS_HOW = compiled(
    rf"\W*(?:how(?!\s+many\b)|why|when|where|what(?!\s+(?:other\s+)?{BODIES}\b)|is|are(?!\s+there\b)|was|were|do|does|did(?!\s+any\b)|"
    r"can|could|should|would)\b"
)
_ASKS_WHOM = compiled(rf"\b(?:which|who|whose|any|list|name|show|find|all|many|{BODIES})\b")
_WORDS_TEXT = """
    straight directly back up down all way ever overall effectiveness grade grades grading rating ratings
    judgement judgements judgment judgments ofsted sif ilacs framework recently last latest next later
    following subsequent reinspection re-inspection years year decade inspected england nationally
    country english local authority authorities council councils las boroughs places counties children's
    services social care ones moves movement movements time number many quickly sometimes successfully
    managed able made make one two three step steps grade category judged rated graded area areas theirs
    part section sub-judgement area's own neighbours statistical others being straightaway ago now
    previously once before after then period since between region regional terms turn turned turning turns
"""
_KNOWN = frozenset(_WORDS_TEXT.split())


def movements(understood: Understood, chosen: Given) -> View | None:
    """The view, where authorities are asked for by how their grade moved and by nothing else.

    "How did they move from inadequate to good?" asks what they did, and is none; nor is a question that names
    one authority, whose covers answer it.
    """
    text, mentions = understood.parsed.text, understood.question.mentions
    if _ASKS_HOW.match(text) or len(authorities_named(mentions)) == 1:
        return None
    found = next((match for pattern in _MOVES if (match := pattern.search(text))), None)
    turn = (
        None
        if found
        else next((match for pattern in (*_TURNS, _BARE) if (match := pattern.search(text))), None)
    )
    match = found or turn
    whole = match is not None and match[0].strip(" .?!") == text.strip(" .?!")
    if match is None or not (whole or _ASKS_WHOM.search(text) or _VERBS.search(text)):
        return None
    old, new = (grade_named(match.groupdict().get(name) or "") if found else "" for name in ("old", "new"))
    if old and old == new:
        return None
    area, label, typed = area_named(text)
    taken = [
        match.span(),
        *(item.span() for pattern in (_VERBS, _UPWARD, _DOWNWARD) for item in pattern.finditer(text)),
    ]
    if typed:
        taken.append((text.lower().index(typed.lower()), text.lower().index(typed.lower()) + len(typed)))
    # Grades that were read as filters are what moved; the rest stays a filter.
    others = [item for item in mentions if item.field not in ("grade", "kind", "polarity")]
    known = _KNOWN | frozenset(
        ("leadership", "management", "governance", "leaders", "performance", "experiences", "progress")
    )
    if asks_more(text, taken, others, known):
        return None
    way = ""
    if not (old and new):
        said = match.groupdict().get("way") or text
        way = (
            "up"
            if _UPWARD.search(said) or " up" in said
            else "down"
            if _DOWNWARD.search(said) or " down" in said
            else ""
        )
    given = [
        (name, value)
        for name, value in (("from", old), ("to", new), ("area", area or "overall"), ("way", way))
        if value
    ]
    of_what = label if area and area != "overall" else "overall effectiveness"
    return View(
        "movements",
        f"{_moved(old, new, way)}: {of_what}",
        f"This was read as a question for authorities whose grade moved{_said(old, new, way)} "
        f"({of_what.lower()}).",
        grades=(old, new),
        area=area or "overall",
        path="/grades",
        given=(*given, *filters_for_page(others, chosen)),
    )


def _moved(old: str, new: str, way: str) -> str:
    return f"Moved{_said(old, new, way)}"


def _said(old: str, new: str, way: str) -> str:
    if not old and not new:
        return f" {way}" if way else ""
    return (f" from {old}" if old else f" {way}" if way else "") + (f" to {new}" if new else "")
