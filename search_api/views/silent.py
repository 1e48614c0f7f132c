"""Questions for who does not speak of something: "which reports do not mention private fostering?"."""

from __future__ import annotations

from search_api.retrieval.results import Understood

from .records import Given, View
from .words import BODIES, authorities_named, compiled, filters_for_page, named_only, subject_of

_MOST_WORDS = 7  # of a subject
_NOT = r"(?:not|never|hardly\s+ever|nowhere|(?:do|does|did|has|have)n['’]?t(?:\s+(?:ever|even|once))?)"
_MENTION = (
    r"(?:mention(?:s|ed|ing)?|sp(?:eaks?|oke|eaking)\s+(?:of|about|on)|talk(?:s|ed|ing)?\s+(?:of|about)|"
    r"(?:say|said|says)\s+(?:anything|a\s+(?:word|thing)|much)\s+(?:of|about|on)|refer(?:s|red)?\s+to|discuss(?:es|ed)?|"
    r"cover(?:s|ed)?|touch(?:es|ed)?\s+(?:on|upon)|comment(?:s|ed)?\s+(?:on|upon)|name(?:s|d)?|bring(?:s)?\s+up)"
)
_MANY = (
    rf"(?:who|whose|which|what\s+(?:{BODIES}|reports|inspections)|reports|inspections|{BODIES}|any|list|show|find|"
    r"name|how\s+many|anyone)"
)
_BEFORE = r"[^?.;!,]{0,60}?"
_SUBJECT = r"(?P<subject>[^?.;!\n]{2,80}?)"
_END = r"\s*[?.!]*\s*$"
_PATTERNS = tuple(
    map(
        compiled,
        (
            # "who doesn't mention …", "reports that never speak of …"
            rf"^\W*\b{_MANY}\b{_BEFORE}\b{_NOT}\s+(?:\w+ly\s+)?{_MENTION}\s+{_SUBJECT}{_END}",
            # "which councils say nothing about …"
            rf"^\W*\b{_MANY}\b{_BEFORE}\b(?:say|says|said)\s+(?:nothing|not\s+a\s+word|no\s+word)\s+(?:of|about|on)\s+{_SUBJECT}{_END}",
            # "reports that have nothing on …", "… with no reference to …", "who has nothing to say about …"
            rf"^\W*\b{_MANY}\b{_BEFORE}\b(?:have|has|had|with|having)\s+(?:nothing|no\s+(?:word|reference|mention))\s+"
            rf"(?:to\s+say\s+)?(?:of|about|on|to)\s+{_SUBJECT}{_END}",
            # "where is … missing from the report"
            rf"^\W*(?:{_MANY}|where)\b(?:\s+(?:reports|inspections))?\s+(?:is|are|was|were)\s+{_SUBJECT}\s+"
            rf"(?:missing|absent|left\s+out)(?:\s+(?:from|of|in)(?:\s+(?:the|their|its))?(?:\s+(?:reports?|inspections?))?)?{_END}",
            # "silent on …", "silence about …"
            rf"^\W*(?:{_BEFORE}\b)?(?:silent|silence)\s+(?:of|about|on)\s+{_SUBJECT}{_END}",
            # "no mention of …", "reports without a mention of …"
            rf"^\W*(?:{_BEFORE}\b)?(?:no|without\s+(?:a|any|one)?|lack(?:s|ing)?\s+(?:a|any)?|omit(?:s|ted)?\s+(?:a|any)?)\s*mentions?\s+of\s+{_SUBJECT}{_END}",
            # "which reports leave out …"
            rf"^\W*\b{_MANY}\b{_BEFORE}\b(?:leav(?:e|es|ing)\s+out|left\s+out|omit(?:s|ted)?|miss(?:es|ed)?\s+out)\s+{_SUBJECT}{_END}",
            # "where is … not mentioned", "which reports is … not mentioned in"
            rf"^\W*(?:{_MANY}|where|in\s+which)\b(?:\s+(?:reports|inspections|{BODIES}))?\s+(?:is|are|was|were)\s+{_SUBJECT}\s+"
            rf"(?:not|never)\s+(?:mentioned|spoken\s+of|discussed|covered|raised|referred\s+to)(?:\s+in)?{_END}",
        ),
    )
)


def silence(understood: Understood, chosen: Given) -> View | None:
    """The view, where the question asks which reports do not speak of a matter and of nothing else."""
    text, mentions = understood.parsed.text, understood.question.mentions
    for pattern in _PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        start, end = found.span("subject")
        subject = subject_of(text, [(0, start), (end, len(text))], mentions)
        if not named_only(subject, _MOST_WORDS):
            continue
        whose = tuple(("authority", name) for name in authorities_named(mentions))
        return View(
            "silence",
            f"Reports that do not mention ‘{subject}’",
            f"This was read as a question for which reports mention ‘{subject}’ and which do not.",
            subject=subject,
            path="/silence",
            given=(("about", subject), *filters_for_page(mentions, chosen), *whose),
        )
    return None
