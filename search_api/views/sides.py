"""Questions that set two sides side by side: authorities, grades, their strengths and our weaknesses."""

from __future__ import annotations

import re
from itertools import pairwise

from search_api.lists import listed
from search_api.question.mentions.mention import Mention
from search_api.retrieval.results import Understood

from .records import Given, View
from .words import (
    BODIES,
    GRADE,
    WHOSE_IS_UNKNOWN,
    authorities_named,
    compiled,
    count_named,
    filters_for_page,
    grade_named,
    named_only,
    subject_of,
)

_MOST_COMPARED = 6  # as an answer sets side by side
_COMPARES = compiled(
    r"\b(?:compar(?:e|es|ed|ing|ison|isons)|versus|vs|differ(?:s|ed|ent|ently|ence|ences)?|contrast(?:s|ed|ing)?|"
    r"side\s+by\s+side|alongside|better|worse|stronger|weaker|ahead\s+of|behind)\b|\bset\b[^?.;]{1,60}\b(?:against|beside)\b"
)
_JOINED = compiled(r"\W*(?:v|vs|versus|against|compared\s+(?:with|to)|or)\W*")
_CLAUSES = compiled(
    r"\b(?:compar(?:e|es|ed|ing)|comparison(?:s)?(?:\s+(?:of|between))?|versus|vs\.?|how\s+(?:do|does|did)|differ(?:s|ed)?|"
    r"difference(?:s)?\s+between|what\s+(?:is|are)\s+the|what\s+(?:do|does|did)|side\s+by\s+side|set|beside|against|which\s+is|who\s+is|better|worse|"
    r"stronger|weaker|with|the\s+reports?\s+of|terms\s+of|when\s+it\s+comes\s+to)\b"
)


def compare(understood: Understood, _chosen: Given) -> View | None:
    """The view, where two authorities or more are named to be compared: the answer, side by side."""
    text, mentions = understood.parsed.text, understood.question.mentions
    names = authorities_named(mentions)
    if not 1 < len(names) <= _MOST_COMPARED:
        return None
    if not (_COMPARES.search(text) or _joined(text, mentions)):
        return None
    subject = subject_of(text, [found.span() for found in _CLAUSES.finditer(text)], mentions)
    who = listed(names)
    about = f" on ‘{subject}’" if subject else ""
    return View(
        "compare",
        f"{who} side by side",
        f"This was read as a comparison of {who}{about}.",
        subject=subject,
        authorities=names,
    )


def _joined(text: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether nothing but "versus" or the like stands between two authorities."""
    named = sorted((item for item in mentions if item.field == "authority"), key=lambda item: item.start)
    return any(_JOINED.fullmatch(text[one.end : other.start]) for one, other in pairwise(named))


_OF_GRADE = (
    r"(?:\s+(?:judged|rated|graded))?(?:\s+(?:councils|authorities|local\s+authorities|LAs|boroughs|sections|reports|"
    r"services|ones|judge?ments|inspections))?"
)
_JOIN = (
    r"and|vs\.?|versus|v|or|with|to|from|against|compared\s+(?:with|to)|rather\s+than|but\s+not|"
    r"differ(?:s|ently)?\s+from|(?:sections\s+)?apart\s+from"
)
_TWO_GRADES = compiled(
    rf"\b(?P<one>{GRADE}){_OF_GRADE}\s*,?\s*(?P<join>{_JOIN})\s+(?:the\s+)?(?:those\s+(?:judged|rated|graded)\s+)?"
    rf"(?P<other>{GRADE}){_OF_GRADE}"
)
_SETS_APART = compiled(
    r"\b(?:compar\w+|contrast\w*|versus|vs|v|differ\w*|difference(?:s)?|side\s+by\s+side|sets?\b[^?.;]{0,40}\bapart|"
    r"separat\w+|distinguish\w*|tells?\b[^?.;]{0,30}\bapart)\b"
)
_SAY = compiled(
    r"\b(?:what|how)\b[^?.;]{0,30}\b(?:do|does|did|is|are)\b|\b(?:say|says|said|saying|written|wrote|describ\w+|doing|do)\b"
)
_EXTREMES = (frozenset(("outstanding", "good")), frozenset(("inadequate",)))
_MOVED = compiled(rf"\bfrom\s+(?:being\s+)?{GRADE}[^?.;]{{0,20}}\bto\s+{GRADE}")
_OF_CONTRAST = compiled(
    r"\b(?:compar\w+|contrast\w*|differ\w*|difference(?:s)?|between|side\s+by\s+side|sets?|apart|separat\w+|distinguish\w*|"
    r"what|how|do|does|did|say|says|said|about|doing|in|on|for|when\s+it\s+comes\s+to|sections|reports|councils|authorities|judged|rated|graded|with)\b"
)


def contrast(understood: Understood, chosen: Given) -> View | None:
    """The view, where two grades are set against each other; "good or outstanding" is a filter."""
    text, mentions = understood.parsed.text, understood.question.mentions
    if _MOVED.search(text):
        return None
    found = _TWO_GRADES.search(text)
    if found is None:
        return _apart(understood, chosen)
    one, other = grade_named(found["one"]), grade_named(found["other"])
    if one == other:
        return None
    join = found["join"].lower()
    opposite = any({one, other} & good and {one, other} & bad for good, bad in [_EXTREMES])
    apart = _SETS_APART.search(text) or join not in ("and", "or", "to", "with", "from")
    if not (apart or (join == "and" and opposite and _SAY.search(text))):
        return None
    others = [item for item in mentions if item.field not in ("grade", "polarity", "kind")]
    taken = [found.span(), *(item.span() for item in _OF_CONTRAST.finditer(text))]
    subject = subject_of(text, taken, others)
    return _contrasted(one, other, subject, filters_for_page(others, chosen)) if subject else None


_A_GRADE = compiled(rf"\b(?P<grade>{GRADE}){_OF_GRADE}")
_UNLIKE = compiled(
    r"\b(?:that|which|but|while|where|when)\b[^?.;!]{0,60}\b(?:do|does|did|are|is)(?:n['’]?t|\s+not)\W*$"
)
_OPPOSITE = {"outstanding": "inadequate", "good": "inadequate", "inadequate": "outstanding",
             "requires improvement": "good"}  # fmt: skip


def _apart(understood: Understood, chosen: Given) -> View | None:
    """The contrast, where the grades stand in two clauses: "what good ones do that inadequate ones don't".

    One grade alone that is set apart is set against its opposite.
    """
    text, mentions = understood.parsed.text, understood.question.mentions
    found = list(_A_GRADE.finditer(text))
    grades = list(dict.fromkeys(grade_named(item["grade"]) for item in found))
    if len(grades) == 1 and _ALONE.search(text):
        grades.append(_OPPOSITE.get(grades[0], ""))
    elif len(grades) != 2 or not (_SETS_APART.search(text) or _UNLIKE.search(text)):
        return None
    others = [item for item in mentions if item.field not in ("grade", "polarity", "kind")]
    cut = [*found, *_OF_CONTRAST.finditer(text), *_UNLIKE_WORDS.finditer(text)]
    subject = subject_of(text, [item.span() for item in cut], others)
    if not (grades[1] and named_only(subject, 7)):
        return None
    return _contrasted(grades[0], grades[1], subject, filters_for_page(others, chosen))


_ALONE = compiled(rf"\b(?:sets?|tells?|marks?)\s+(?:the\s+)?{GRADE}{_OF_GRADE}\s+(?:apart|out)\b")
_UNLIKE_WORDS = compiled(
    r"\b(?:that|which|but|while|where|when|not|(?:do|does|did|are|is)n['’]?t|look(?:s|ed)?|like|ones?|marks?|tells?|out)\b"
)


def _contrasted(one: str, other: str, subject: str, filters: tuple[tuple[str, str], ...]) -> View:
    return View(
        "contrast",
        f"{one.capitalize()} and {other} sections on ‘{subject}’",
        f"This was read as a contrast of sections judged {one} with sections judged {other}, on ‘{subject}’.",
        subject=subject,
        grades=(one, other),
        path="/contrast",
        given=(("about", subject), ("one", one), ("other", other), *filters),
    )


_PRAISED = (
    r"(?:praised?|commended|celebrated|recognised|strong(?:er|est)?|good|better|best|excel(?:s|led|lent)?|a\s+strength|"
    r"(?:do(?:es|ing)?|did|done)\s+(?:it\s+|this\s+)?(?:very\s+)?well|get(?:s|ting)?\s+(?:it|this)\s+right|effective|"
    r"exemplary)"
)
_WEAK = (
    r"(?:criticis(?:ed|m|ms)|weak(?:er|est)?|wanting|lacking|poor|told\s+to\s+(?:improve|do\s+better|sort|fix)[^?.;,]{0,20}|"
    r"struggl(?:e|es|ed|ing)|fail(?:s|ed|ing)?|(?:fall|falls|fell|falling)\s+(?:short|down)|(?:pulled|picked)\s+up|"
    r"marked\s+down|(?:do(?:es|ing)?|did)\s+(?:badly|poorly)|let\s+down|inadequate|behind|bad|(?:do|does|did|is|are|was|were)(?:n['’]?t|\s+not)|"
    r"need(?:s|ed)?\s+to\s+improve)"
)
_OTHERS = rf"(?:{BODIES}|who|others|anyone|anybody)"
_LINK = (
    r"(?:where|when|while|whereas|although|though|but|and|that|which|in\s+what|for\s+what|for\s+something|on\s+what|"
    r"what|if)"
)
_GAP = r"[^?.;!]{0,80}?"


def praised(understood: Understood, chosen: Given) -> View | None:
    """The view, where others are asked for who were praised for what one authority was criticised for.

    The one is named, or is the user's own; where nobody has said which that is, the view says what to do.
    """
    text, mentions = understood.parsed.text, understood.question.mentions
    owners = [item for item in mentions if item.field == "authority" and not item.excluded]
    if len(owners) > 1 and len(authorities_named(mentions)) > 1:
        return None
    owner = _owner_pattern(text, owners)
    patterns: tuple[str, ...] = (
        rf"\b{_OTHERS}\b{_GAP}\b(?P<good>{_PRAISED})\b{_GAP}\b(?P<link>{_LINK})\s+(?P<weak>{owner}{_GAP}\b{_WEAK}\b)",
        r"(?:\b(?P<link>where|when|while|whereas|if|what)\s+|^\W*)(?P<weak>(?:(?:are|were|is|was|have|has|do|does|did)\s+)?"
        rf"{owner}{_GAP}\b{_WEAK}\b){_GAP}[,:–-]?\s*\b{_OTHERS}\b{_GAP}\b(?P<good>{_PRAISED})\b",
    )
    if owners:  # "who can they learn from on supervision?"
        learn = r"(?P<good>learn\s+from|ring|call|phone|visit|ask|(?:speak|talk)\s+(?:to|with))"
        patterns = (
            *patterns,
            rf"\bwho(?P<link>m?)\s+(?:can|could|should|might)\s+(?P<weak>{owner})\s+{learn}\b",
        )
    found = next((match for pattern in patterns if (match := compiled(pattern).search(text))), None)
    if found is None:
        return None
    taken = [
        found.span("good"), found.span("link"), found.span("weak"),
        *(item.span() for item in _ASKING.finditer(text)),
    ]  # fmt: skip
    others = [item for item in mentions if item.field not in ("authority", "polarity", "neighbours")]
    subject = subject_of(text, taken, [*others, *(item for item in mentions if item.field == "neighbours")])
    name = owners[0].value if owners else ""
    count = count_named(text)
    given = [("about", subject)] if subject else []
    given += [("mine", name)] if name else []
    given += [("count", str(count))] if count else []
    if any(item.field == "neighbours" for item in mentions) or _NEIGHBOURS.search(text):
        given.append(("whose", "neighbours"))
    elif _REGION.search(text):
        given.append(("whose", "region"))
    whom = name or "your authority"
    about = f" for ‘{subject}’" if subject else ""
    return View(
        "praised",
        f"Praised{about} where {whom} is criticised",
        f"This was read as a question for authorities praised{about or ' for the same'} where {whom} "
        "is criticised.",
        subject=subject,
        authorities=(name,) if name else (),
        count=count,
        path="/praised",
        given=(*given, *filters_for_page(others, chosen)),
        note="" if name else WHOSE_IS_UNKNOWN,
    )


_NEIGHBOURS = compiled(r"\bneighbours\b")
_REGION = compiled(r"\b(?:our|its|their|the\s+same|this)\s+region\b")
_ASKING = compiled(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
    r"(?=\s+(?:other\s+|more\s+|different\s+|local\s+)*(?:authorit(?:y|ies)|councils?|LAs?|boroughs?|places?)\b)|"
    rf"which|who|whose|list|name|show|find|give\s+me|any|other|others|anyone|{BODIES}|"
    r"(?:in\s+)?(?:our|its|their|the\s+same|this)\s+region|"
    r"(?:is|are|was|were|has|have|had|been|being|got|get)\b|for\s+it|on\s+it|at\s+it|it)\b"
)


def _owner_pattern(text: str, owners: list[Mention]) -> str:
    """A pattern of whoever is criticised: the one that is named, or "we"."""
    named = [re.escape(item.text) for item in owners]
    who = "|".join([*named, "we", "us", "ours", "our"])
    return rf"\b(?:{who})\b(?:\s+(?:own|council|authority|service|services|inspection|report)){{0,2}}"
