"""Questions for a trend over the years: "trend of neglect", "is neglect raised more often than it was?"."""

from __future__ import annotations

from search_api.retrieval.results import Understood

from .records import Given, View
from .words import authorities_named, compiled, filters_for_page, named_only, subject_of

_MOST_WORDS = 7  # of a subject; a longer one describes something that no count is of
_OVER = (
    r"(?:over\s+(?:the\s+)?(?:time|years|last\s+\w+\s+years|past\s+\w+\s+years|period|decade)|through\s+the\s+years|"
    r"(?:by|per|each|every|for\s+each)\s+year|year\s+(?:by|on|after)\s+year|year-on-year|from\s+year\s+to\s+year)"
)
_SPOKEN = (
    r"(?:mention(?:ed|s)?|raised?|report(?:ed)?|criticis(?:ed|ms?)|praised?|not(?:ed|ing)|f(?:ou|i)nd(?:ings)?|"
    r"flagged|c(?:a|o)me\s+up)"
)
_CHANGED = (
    r"(?:chang(?:e|ed|ing)|develop(?:ed|ing)?|evolv(?:e|ed|ing)|mov(?:e|ed|ing)|bec(?:o|a)m(?:e|ing)|g(?:e|o)t(?:ting)?|"
    r"gr(?:ow|own|owing)|ris(?:e|en|ing)|f(?:a|e)ll(?:en|ing)?|declin(?:ed|ing)|increas(?:ed|ing)|decreas(?:ed|ing))"
)
_OFTEN = (
    r"(?:more|less)\s+(?:and\s+(?:more|less)\s+)?"
    r"(?:often|common(?:ly)?|frequent(?:ly)?|mentioned|raised|criticised|praised)\b"
)
_ASKED = r"(?:how|what|which|who|why|when|where|is|are|was|were|do|does|did|has|have|can)"
_SHOW = r"(?:(?:show|give|plot|draw|chart|graph)\s+(?:(?:me|us)\s+)?)?"
_REPORTS = r"(?:\w+\s+)?(?:reports|inspections|councils|authorities)"
_ANY = r"[^?.;!\n]"


def _subject(most: int) -> str:
    return rf"(?P<subject>{_ANY}{{2,{most}}}?)"


_HEADS = (
    # "trend of neglect", "what is the trend in …", "show me the trends for …"
    compiled(
        rf"^\W*(?:please\s+)?(?:(?:can|could)\s+you\s+)?{_SHOW}(?:what(?:['’]?s|\s+is|\s+are|\s+was|\s+were)\s+)?"
        r"(?:(?:the|any|a)\s+)?(?:(?:national|overall|long[- ]term|yearly|annual)\s+)?"
        r"trend(?:s|line)?\s+(?:over\s+time\s+)?"
        rf"(?:of|in|for|on|with|about|around)\s+(?P<subject>{_ANY}+?)\W*$"
    ),
    # "year by year: neglect", "graph of neglect mentions", "change in mentions of neglect 2015 to 2025"
    compiled(rf"^\W*{_OVER}\s*[,:–-]\s*(?P<subject>{_ANY}+?)\W*$"),
    compiled(
        rf"^\W*{_SHOW}(?:an?\s+|the\s+)?(?:line\s+|bar\s+)?(?:graph|chart|plot)\s+(?:of|for)\s+(?P<subject>{_ANY}+?)\W*$"
    ),
    compiled(
        rf"^\W*{_SHOW}(?:the\s+)?changes?\s+in\s+(?:(?:the\s+)?(?:number\s+of\s+)?mentions\s+of|criticism\s+of|praise\s+of|praise\s+for)\s+"
        rf"{_subject(80)}(?:\s+(?:{_OVER}|(?:from\s+|between\s+)?20\d\d\s*(?:to|and|-|–)\s*20\d\d))?\W*$"
    ),
    # "are more councils criticised for supervision than before"
    compiled(
        rf"^\W*(?:are|is|were|do|does)\s+(?:more|fewer|less)\s+{_REPORTS}\s+(?:being\s+)?{_SPOKEN}\s+(?:for\s+|of\s+|about\s+)?"
        rf"{_subject(80)}\s+(?:than\s+(?:before|they\s+were|they\s+did|in\s+20\d\d|previously)|now|these\s+days|{_OVER})\W*$"
    ),
    # "neglect: trend", "caseloads over time", "supervision by year"
    compiled(rf"^\W*{_SHOW}(?!{_ASKED}\b){_subject(80)}\s*[,:–-]?\s*(?:(?:the\s+)?trends?|{_OVER})\W*$"),
    # "how often is neglect mentioned each year", "how many reports criticise supervision by year"
    compiled(
        rf"^\W*how\s+(?:often|frequently|common(?:ly)?|many\s+{_REPORTS})\b{_subject(120)}\s+{_OVER}\W*$"
    ),
    # "how has neglect changed over time", "is exploitation raised more often", "has it become more common"
    compiled(
        rf"^\W*(?:how\s+)?(?:has|have|is|are|was|did|does|do)\s+(?:the\s+)?{_subject(80)}\s+(?:be(?:ing|en)\s+)?"
        rf"(?:(?:{_CHANGED}|{_SPOKEN})\b{_ANY}{{0,60}}?)?"
        rf"(?:{_OVER}|\b{_OFTEN}{_ANY}*|nationally|across\s+(?:the\s+country|england))\W*$"
    ),
    # "has talk of exploitation grown?", "have mentions of neglect increased since 2018?"
    compiled(
        rf"^\W*(?:has|have|is|are|did|do|does)\s+(?:the\s+)?(?:talk|mentions?|discussions?|concerns?|criticism|praise)\s+"
        rf"(?:of|about|over|for|on)\s+{_subject(80)}\s+(?:been\s+)?{_CHANGED}(?:\s+(?:{_OVER}|since\s+20\d\d|nationally))?\W*$"
    ),
    # "is neglect on the rise?", "is neglect rising nationally?"
    compiled(
        rf"^\W*(?:is|are)\s+{_subject(80)}\s+"
        r"(?:on\s+the\s+(?:rise|increase|up|wane|way\s+(?:up|down))|"
        r"(?:rising|growing|increasing|falling|declining)(?:\s+(?:nationally|over\s+time))?)\W*$"
    ),
)
_SAID = compiled(
    rf"\b(?:{_SPOKEN}|that|in|by|the|is|are|was|were|do|does|did|been|being|more|less|often|common|reports?|"
    r"inspections?|inspectors|ofsted|mentions?|mentioning|talk(?:s|ed|ing)?|discuss(?:ed|ions?)?|references?|to|of|on|for|with|about|concerns?|number|many|share|proportion)\b"
)


def trend(understood: Understood, chosen: Given) -> View | None:
    """The view, where the question asks how something went over the years, of many authorities.

    Of one authority its inspections answer, side by side.
    """
    text, mentions = understood.parsed.text, understood.question.mentions
    if len(authorities_named(mentions)) == 1:
        return None
    for pattern in _HEADS:
        found = pattern.match(text)
        if found is None:
            continue
        start, end = found.span("subject")
        inside = [item for item in mentions if item.field != "polarity"]
        subject = subject_of(text, [(0, start), (end, len(text))], inside)
        subject = _spoken_of(subject)
        if named_only(subject, _MOST_WORDS):
            return View(
                "trend",
                f"‘{subject}’ by year",
                f"This was read as a question for how many reports of each year mention ‘{subject}’, "
                "praise it and criticise it.",
                subject=subject,
                path="/matrix",
                given=(("about", subject), ("show", "trend"), *filters_for_page(mentions, chosen)),
            )
    return None


def _spoken_of(subject: str) -> str:
    """Without the words by which the reports speak of it, at its ends."""
    kept = subject.split()
    while kept and _SAID.fullmatch(kept[0]):
        kept = kept[1:]
    while kept and _SAID.fullmatch(kept[-1]):
        kept = kept[:-1]
    return " ".join(kept)
