"""Questions for a table or a map: "neglect by region", "map of MARAC", "compare us with our neighbours"."""

from __future__ import annotations

from search_api.question.mentions.mention import Mention
from search_api.retrieval.results import Understood

from .records import Given, View
from .words import BODIES, GRADE, compiled, filters_for_page, named_only, subject_of

_MOST_WORDS = 7  # of a subject
_SHOW = r"(?:(?:please|show|give|plot|draw|make|see|can\s+you)\s+(?:(?:me|us)\s+)?)*(?:(?:a|an|the)\s+)?"
_SUBJECT = r"(?P<subject>[^?.;!\n]{2,80}?)"
_END = r"\s*[?.!]*\s*$"
_LAND = r"(?:\s+(?:in|across|of|over|for)\s+(?:the\s+)?(?:england|country|whole\s+country))?"
_KIND_OF_MAP = r"(?:(?:tile|heat|national|england)[\s-]*)*map"
_MAPS = (
    compiled(
        rf"^\W*{_SHOW}{_KIND_OF_MAP}\s+(?:of|for|showing|on)\s+(?:the\s+)?(?:where\s+)?{_SUBJECT}{_LAND}{_END}"
    ),
    compiled(rf"^\W*{_SHOW}{_SUBJECT}\s*[,:–-]?\s+(?:on\s+a\s+|as\s+a\s+)?{_KIND_OF_MAP}{_END}"),
    compiled(rf"^\W*(?:please\s+)?map\s+(?!of\b){_SUBJECT}{_LAND}{_END}"),
    compiled(
        rf"^\W*where\s+in\s+(?:england|the\s+country)\s+(?:is|are|was|were)\s+{_SUBJECT}\s+"
        rf"(?:mentioned|praised|criticised|raised|strong(?:est)?|weak(?:est)?|good|poor){_END}"
    ),
)
_GRADES = compiled(
    rf"^(?:(?:latest|current|newest|overall|their|ofsted)\s+)*(?:(?:{GRADE})\s+)?"
    rf"(?:grades?|ratings?|judge?ments?|{BODIES})$|^(?:{GRADE})$"
)
_AREAS = (
    r"(?P<rows>regions?|parts\s+of\s+(?:the\s+country|england)|authorit(?:y|ies)|councils?|"
    r"local\s+authorit(?:y|ies)|LAs?|areas?)"
)
_TABLES = (
    compiled(
        rf"^\W*{_SHOW}(?:(?:matrix|table|breakdown)\s+(?:of|for|on)\s+)?{_SUBJECT}\s*,?\s+(?:by|per|for\s+each|in\s+each|across)\s+"
        rf"(?:the\s+)?{_AREAS}(?:\s*(?:,|and|by)\s*(?:by\s+)?years?)?{_END}"
    ),
    compiled(rf"^\W*{_SHOW}matrix\s+(?:of|for|on)\s+{_SUBJECT}{_END}"),
    compiled(
        rf"^\W*(?:which|what)\s+(?P<rows>regions?|parts\s+of\s+(?:the\s+country|england))\s+(?:are\s+|is\s+)?(?:mention|prais|criticis|rais)\w*\s+(?:for\s+)?{_SUBJECT}"
        rf"(?:\s+(?:the\s+)?(?:most|least|more\s+often|most\s+often))?{_END}"
    ),
)
_BREAKDOWNS = (
    compiled(
        rf"^\W*{_SHOW}{_SUBJECT}\s*[,:–-]?\s+(?P<rows>regional)\s+(?:breakdown|table|picture|comparison){_END}"
    ),
    compiled(
        rf"^\W*{_SHOW}(?P<rows>regional)\s+(?:breakdown|table|picture|comparison)\s+(?:of|for|on)\s+{_SUBJECT}{_END}"
    ),
    compiled(
        rf"^\W*how\s+(?:does|do|did|is|are)\s+(?:each|every|the)\s+(?P<rows>regions?)\s+(?:do|doing|compare|fare|faring|differ)\s+(?:on|in|for|with)\s+{_SUBJECT}{_END}"
    ),
)
_ASKED = compiled(r"^\W*(?:who|how|why|when|what|is|are|was|were|do|does|did|has|have|can)\b")
_BESIDE = compiled(r"\b(?:compar\w*|against|beside|alongside|versus|vs|and|differ\w*)\b")
_OF_COMPARISON = compiled(
    r"\b(?:compar(?:e|es|ed|ing|ison)|against|beside|alongside|versus|vs|with|and|how|do|does|did|set|differ\w*|from|between|to)\b"
)


def placed(understood: Understood, chosen: Given) -> View | None:
    """The view, where a matter is asked for by region or authority, on a map, or beside the neighbours."""
    text, mentions = understood.parsed.text, understood.question.mentions
    inside = [item for item in mentions if item.field not in ("polarity", "grade", "kind")]
    own = [item for item in inside if item.field == "neighbours"]
    if own:
        return _beside_neighbours(text, inside, own[0], chosen)
    if any(item.field == "authority" for item in inside):
        return None
    for pattern in _MAPS:
        found = pattern.search(text)
        if found is None:
            continue
        typed = found["subject"].strip()
        if _GRADES.search(typed):
            return View(
                "matrix",
                "Map of the latest overall grades",
                "This was read as a question for a map of the latest overall grade of each authority.",
                path="/matrix",
                given=(("show", "map-grade"), *filters_for_page(mentions, chosen)),
            )
        subject = subject_of(text, [(0, found.start("subject")), (found.end("subject"), len(text))], inside)
        if named_only(subject, _MOST_WORDS):
            return _view(
                subject, "map", "a map of what the newest report of each authority says of", mentions, chosen
            )
    asked = _ASKED.search(text) and not text.lower().lstrip().startswith("what ")
    for pattern in _BREAKDOWNS if asked else (*_BREAKDOWNS, *_TABLES):
        found = pattern.search(text)
        if found is None:
            continue
        subject = subject_of(text, [(0, found.start("subject")), (found.end("subject"), len(text))], inside)
        rows = (found.groupdict().get("rows") or "region").lower()
        show = "region" if rows.startswith(("region", "parts")) else "authority"
        if named_only(subject, _MOST_WORDS):
            said = f"how many reports of each {show} mention, praise and criticise"
            return _view(subject, show, said, mentions, chosen)
    return None


def _view(subject: str, show: str, said: str, mentions: tuple[Mention, ...], chosen: Given) -> View:
    title = {"map": f"Map of ‘{subject}’"}.get(show, f"‘{subject}’ by {show}")
    return View(
        "matrix",
        title,
        f"This was read as a question for {said} ‘{subject}’.",
        subject=subject,
        path="/matrix",
        given=(("about", subject), ("show", show), *filters_for_page(mentions, chosen)),
    )


def _beside_neighbours(text: str, mentions: list[Mention], own: Mention, chosen: Given) -> View | None:
    """One authority beside all its neighbours; the one is named as well as they are."""
    if own.excluded or not _BESIDE.search(text):
        return None
    if not any(item.field == "authority" and item.value == own.value for item in mentions):
        return None
    subject = subject_of(text, [found.span() for found in _OF_COMPARISON.finditer(text)], mentions)
    if not named_only(subject, _MOST_WORDS):
        return None
    names = (own.value, *(name for name in own.members if name != own.value))
    return View(
        "matrix",
        f"{own.value} and its neighbours on ‘{subject}’",
        f"This was read as a question for how many reports on {own.value} and on its statistical neighbours "
        f"mention, praise and criticise ‘{subject}’.",
        subject=subject,
        authorities=names,
        path="/matrix",
        given=(
            ("about", subject), ("show", "authority"),
            *(("authority", name) for name in names), *filters_for_page(mentions, chosen),
        ),
    )  # fmt: skip
