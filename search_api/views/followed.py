"""Questions for what became of something: of one authority's recommendations, of a weakness anywhere."""

from __future__ import annotations

import re

from indexer.records import slug
from search_api.retrieval.results import Understood

from .records import Given, View
from .words import (
    BODIES,
    WHOSE_IS_UNKNOWN,
    authorities_named,
    compiled,
    named_only,
    subject_of,
)

_MOST_WORDS = 7  # of a subject
_ADVICE = (
    r"(?:recommendations?|recommended|list\s+of\s+improvements|areas?\s+for\s+(?:improvement|development)|priority\s+actions?|"
    r"(?:areas?|what|things|points?)\s+(?:that\s+|which\s+)?(?:needed|needs?|to)\s+(?:to\s+)?improve(?:ment)?|"
    r"(?:told|asked|advised|required)\s+(?:it|them|us|him|her|the\s+council)?\s*to\s+(?:do|improve|change|fix|put\s+right))"
)
_FATE = (
    r"(?:follow(?:ed|ing|s)?[\s-]?up|followed|met|unmet|address(?:ed)?|implement(?:ed)?|act(?:ed|ing)?\s+(?:up)?on|actioned|"
    r"complet(?:e|ed)|closed|resolved|unresolved|deliver(?:ed)?|repeated|repeats?|(?:still|remain(?:s|ing)?|are|is|yet)\s+(?:outstanding|open|to\s+be)|carried\s+out|"
    r"progress(?:ed)?|happened\s+(?:to|with|after)|becam?e\s+of|become\s+of|track(?:ed|er|ing)?|done\s+about|dealt\s+with|"
    r"status|(?:were|was|are|is|been|got?|get)\s+done|still\s+an?\s+(?:problem|concern|issue|weakness)|put\s+right|fixed|tackled|responded|did\b[^?.;]{0,40}\bdo|done\s+what|taken\s+up|fulfilled|satisfied|achieved)"
)
_ASKS_FATE = (
    compiled(rf"\b{_ADVICE}\b[^?.;!]{{0,80}}\b{_FATE}"),
    compiled(rf"\b{_FATE}\b[^?.;!]{{0,60}}\b{_ADVICE}\b"),
)
_OURS = compiled(r"\b(?:we|us|our|ours)\b")


def tracker(understood: Understood, _chosen: Given) -> View | None:
    """The view, where the question asks what became of one authority's recommendations.

    The one is named, or is the user's own; where nobody has said which that is, the view says what to do.
    """
    text, mentions = understood.parsed.text, understood.question.mentions
    if not any(pattern.search(text) for pattern in _ASKS_FATE):
        return None
    names = authorities_named(mentions)
    if len(names) > 1 or not (names or _OURS.search(text)):
        return None
    whose = names[0] if names else ""
    return View(
        "tracker",
        f"What became of the recommendations to {whose or 'your authority'}",
        "This was read as a question for what later inspections say of the recommendations to "
        f"{whose or 'your authority'}.",
        authorities=names,
        path=f"/authorities/{slug(whose)}/tracker" if whose else "",
        note="" if whose else WHOSE_IS_UNKNOWN,
    )


_MANY = (
    rf"(?:who|(?:which|what|any|list|show|find|name|give\s+me)\b(?:\s+\w+){{0,2}}?\s+{BODIES}|anyone|anybody|has\s+any(?:one|body)|"
    rf"{BODIES}\s+(?:that|who|which)|{BODIES})"
)
_WEAK = (
    r"(?:weak|weakness(?:es)?|criticis(?:ed|m)|poor|struggl(?:ed|ing)|fail(?:ed|ing)|bad|behind|a\s+concern)"
)
_STRONG = r"(?:strong|strengths?|praised?|good|better|doing\s+well|well|a\s+strength)"
_ON = r"(?:on|in|for|at|about|with|around|over|to|their|its|:)"
_SUBJECT = r"(?P<subject>[^?.;!\n]{2,80}?)"
_END = r"\s*[?.!]*\s*$"
_TURNED = tuple(
    map(
        compiled,
        (
            # "from weak to strong on supervision", "weakness that became a strength: caseloads"
            rf"\b(?:from\s+)?{_WEAK}\s+(?:to|into|that\s+(?:became|has\s+become|turned\s+into|is\s+now)|became|turned\s+into)\s+(?:an?\s+)?{_STRONG}"
            rf"\s*{_ON}\s*{_SUBJECT}{_END}",
            # "who went from being criticised for supervision to being praised"
            rf"\b{_MANY}\b[^?.;!]{{0,30}}?\bfrom\s+(?:being\s+)?{_WEAK}\s+{_ON}\s+{_SUBJECT}\s+to\s+(?:being\s+)?{_STRONG}(?:\s+{_ON}\s+it)?{_END}",
            # "who was weak on supervision and is now strong"
            rf"\b{_MANY}\b[^?.;!]{{0,30}}?\b{_WEAK}\s+{_ON}\s+{_SUBJECT}[\s,]+(?:and|but|then)\b[^?.;!]{{0,20}}?\b(?:now|since|later|today|then)\b"
            rf"[^?.;!]{{0,20}}?\b{_STRONG}(?:\s+{_ON}\s+it)?{_END}",
            # "who was struggling with caseloads but is not any more"
            rf"\b{_MANY}\b[^?.;!]{{0,30}}?\b{_WEAK}\s+{_ON}\s+{_SUBJECT}[\s,]+(?:and|but)\s+(?:\w+\s+)?(?:is|are)(?:n['’]?t|\s+not)\s+"
            rf"(?:any\s*more|any\s+longer|now){_END}",
            # "… with a weakness in caseloads that is now a strength"
            rf"\b{_WEAK}\s+{_ON}\s+{_SUBJECT}\s+that\s+(?:is\s+now|became|has\s+become|turned\s+into)\s+(?:an?\s+)?{_STRONG}{_END}",
            # "who turned supervision around"
            rf"^\W*{_MANY}\b(?:\s+(?:has|have|had|that|who|which))*\s+turned\s+{_SUBJECT}\s+(?:a)?round{_END}",
            # "who turned around supervision", "who got better at …", "who has fixed …"
            rf"^\W*{_MANY}\b(?:\s+(?:has|have|had|that|who|which))*\s+(?:turned\s+(?:a)?round|fixed|sorted(?:\s+out)?|cracked|put\s+right|overc(?:a|o)me|"
            rf"improved(?:\s+(?:on|in|at))?|(?:got|gotten|become|became)\s+(?:better|stronger|good)\s+(?:at|on|in|with))\s+(?:their\s+|its\s+|the\s+)?{_SUBJECT}(?:\s+(?:after|since|following)\s+(?:the\s+|being\s+)?(?:criticism|criticised|their\s+\w+\s+inspection))?{_END}",
            # "who should we ring about supervision"
            r"^\W*(?:who|whom|which\s+\w+)\s+(?:should|could|can|might|do)\s+(?:we|i|you|one)\s+(?:ring|call|phone|contact|visit|ask|"
            rf"(?:speak|talk)\s+(?:to|with)|learn\s+from)\s+(?:about|on|for|over)\s+{_SUBJECT}{_END}",
        ),
    )
)


def turned(understood: Understood, chosen: Given) -> View | None:
    """The view, where authorities are asked for whose weakness became a strength, or whom to ring."""
    text, mentions = understood.parsed.text, understood.question.mentions
    others = [item for item in mentions if item.field not in ("polarity", "grade", "kind")]
    if any(item.field == "authority" and not _OURS.fullmatch(item.text) for item in others):
        return None
    for pattern in _TURNED:
        found = pattern.search(text)
        if found is None:
            continue
        start, end = found.span("subject")
        subject = subject_of(text, [(0, start), (end, len(text))], others)
        if not named_only(subject, _MOST_WORDS) or re.search(
            r"\bgrades?\b|\bjudge?ments?\b", subject, re.IGNORECASE
        ):
            continue
        return View(
            "turned",
            f"From weak to strong on ‘{subject}’",
            f"This was read as a question for authorities that were criticised for ‘{subject}’ at one "
            "inspection and praised for it at a later one.",
            subject=subject,
            path="/weak-to-strong",
            given=(("about", subject),),
        )
    return None
