"""Frameworks, grades, kinds of paragraph, polarity and "the latest report", as a question says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.kinds import table

from .inspections import find_inspections
from .mention import Field, Mention, overlaps


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_FRAMEWORKS = tuple((_compiled(pattern), names) for pattern, names in table.QUESTIONS)

_GRADE = rf"(?:{'|'.join(grade.asked for grade in table.SCALE)})"
_GRADES = rf"(?P<grades>{_GRADE}(?:\s*(?:,|and|or|/|or\s+even)\s*{_GRADE})*)"
_BODIES = r"(?:local\s+authorities|authorities|councils|boroughs|LAs|children['’]s\s+services\s+departments)"
_WHERE = rf"(?:{_BODIES}|local\s+authority|authority|council|borough|places|those|areas)"
_RATED = r"(?:rated|judged|graded)\s+(?:as\s+|to\s+be\s+)?"
_THAT = r"(?:(?:that|which)\s+)?(?:(?:are|were|is|was|have\s+been|has\s+been)\s+)?"
# Not "authorities rated good for leadership": that is one judgement of several.
_OVERALL = r"(?:\s+overall)?(?!\s+(?:for|in\s+(?:the|their|terms)|at|on|enough|with)\b)"
_IN = r"(?:\b(?:in|across|among|amongst|within|of|by|from)\s+)?(?:\b(?:the|all|other)\s+)?"
_GRADE_RULES = (
    _compiled(rf"{_IN}\b(?:{_RATED})?{_GRADES}(?:[\s-]+(?:rated|graded|judged))?\s+{_BODIES}\b"),
    _compiled(rf"{_IN}\b{_WHERE}\s+{_THAT}{_RATED}{_GRADES}\b{_OVERALL}"),
    _compiled(rf"{_IN}\b{_BODIES}\s+(?:that|which)\s+(?:are|were)\s+{_GRADES}\b{_OVERALL}(?!\s+\w)"),
    _compiled(rf"^\s*{_RATED}{_GRADES}\b{_OVERALL}"),
)

_ASKED = (
    r"(?:^|[,;:?.]|\b(?:what|which|the|any|all|list|show|find|give|me|ofsted|ofsted['’]s|inspectors|inspectors['’]|"
    r"make|made|were|are|see|of|for|key|main|common|commonest|recent|inspection))\s*"
)
# "Is the council rated outstanding?"
_IS_IT = _compiled(r"\W*(?:is|are|was|were|has|have|did|does)\b")
_ONE = _compiled(r"\b(?:local\s+authority|authority|council|borough)\s")
_NO_MORE = _compiled(r"(?:\s*(?:overall|now|in|since|20\d\d|currently|today))*\W*")

_ITEMS = r"recommendations?|areas?\s+for\s+improvement|improvement\s+areas?|AFIs?"
_KIND_RULES = (
    _compiled(
        rf"{_ASKED}(?P<said>recommendations?\s+(?:(?:were|are|was|is|have\s+been)\s+(?:there\s+|made\s+)?)?"
        r"(?:about|on|regarding|concerning|around|relating\s+to|related\s+to|that\s+mention))\b"
    ),
    _compiled(
        r"(?P<said>\bwhat\s+(?:needs?|has|have)\s+to\s+(?:be\s+)?improved?(?:\s+(?:about|on|in|with|for))?)\b"
    ),
    _compiled(
        r"(?P<said>\bwhat\s+(?:did|does|do|has|have)\s+(?:ofsted|inspectors|the\s+inspectors)\s+recommend(?:ed)?"
        r"(?:\s+(?:about|on|for|regarding|around))?)\b"
    ),
    _compiled(
        rf"\bhow\s+many\s+(?P<said>(?:{_ITEMS})(?:\s+(?:or|and)\s+(?:{_ITEMS}))?"
        r"(?:\s+(?:are|were|is)\s+(?:there\s+)?(?:about|on|for|concerned\s+with))?)\b"
    ),
    _compiled(
        r"^\W*(?:please\s+)?(?:list|show|give\s+me|quote)\b[^?.!;:]{0,60}?\b(?P<said>recommendations)\b"
        r"(?!\s+(?:about|on|for|regarding|that|which)\b)"
    ),
    _compiled(
        r"(?P<said>\b(?:every|each|any|all|the|an|list(?:\s+of)?)\s+(?:\w+\s+)?(?:area\s+for\s+improvement|AFI|recommendation))\b"
    ),
    # "What is on Leeds's to-do list?", "the list of things to improve".
    _compiled(
        r"(?P<said>\b(?:on\s+(?:the|its|their)\s+)?(?:(?:to[\s-]do|action|improvement|must[\s-]do)\s+list)\b)"
    ),
    _compiled(r"(?P<said>\b(?:areas\s+for\s+improvement|AFIs?)(?:\s+(?:about|on|in|for|around))?)\b"),
    # "How many things did Ofsted tell Leeds to improve?", "what Ofsted want Leeds to improve".
    _compiled(
        r"\b(?:what|(?:which|how\s+many|the)\s+things?|list)\b[^?.!;]*?\b(?:tell|told|want(?:s|ed)?|ask(?:s|ed)?|expect(?:s|ed)?)\b"
        r"[^?.!;]*?\b(?P<said>to\s+(?:improve|put\s+right|fix|sort\s+out|work\s+on|do\s+better))\b"
    ),
    # "What was Ealing told to do?", "what does it have to do better?": the authority stands in between.
    _compiled(
        r"\b(?:what|everything|anything|all|things?)\b[^?.!;]*?\b(?P<said>(?:was|were|been|is|are|got|get)?\s*"
        r"(?:told|asked|instructed|expected|required)\s+to\s+"
        r"(?:do|improve|put\s+right|fix|change|address|work\s+on|sort\s+out|deal\s+with|get\s+right))\b"
    ),
    _compiled(
        r"\b(?:what|everything|all|anything|things|list|the\s+\w+\s+things)\b[^?.!;]*?\b(?P<said>(?:(?:have|has|had|needs?|needed|ought)\s+to|must|should|could|can)\s+"
        r"(?:do\s+better|improve|put\s+right|get\s+better(?:\s+at)?|fix|work\s+on))\b"
    ),
)
_TO_IMPROVE = ("recommendation", "improvement")

# The plain noun, where the rest of the question names a matter and tells nothing of the recommendations.
_NOUN = _compiled(
    r"\b(?P<said>(?:(?:(?:what|which)\s+(?:are|were)|list|show(?:\s+me)?|give\s+me|find)\s+(?:all\s+)?"
    r"(?:the\s+)?)?(?:ofsted(?:['’]s)?\s+|inspect(?:ors?['’]|ion)\s+)?recommendations?(?:\s+for)?)\b"
)
_ASIDE = (
    r"(?:[\s,.;:?!()–—-]|\b(?:in|for|of|from|to|since|after|before|until|at|by|the|their|its|and|ofsted(?:['’]s)?|"
    r"20\d\d|reports?|inspections?)\b)*"
)
_HEAD = _compiled(rf"{_ASIDE}(?:what|which|all|any|key|main)?{_ASIDE}")
_TAIL = _compiled(_ASIDE)
# Of these something is told: how they came about, or what became of them.
_ASKS_OF_THEM = _compiled(
    r"\W*(?:how|why|who|when|where|are|is|was|were|do|does|did|has|have|had|can|could|should|will|would)\b"
)
_OTHERS = _compiled(
    r"\b(?:panels?|reviews?|audits?|courts?|judges?|SCRs?|IROs?|LADO|conferences?|chairs?|chair['’]s|guardians?|"
    r"agency|boards?['’]s?|experts?|inquiry|enquiry|assessments?|previous|earlier|past|last|outstanding|such|these|"
    r"those|our|own|of|on|about|to|from|with|against|by|and|or|after|into|follow\w*|implement\w*|track\w*|"
    r"monitor\w*|mak(?:e|es|ing)|address\w*|act\w*|complet\w*|meet\w*|respon\w+)\s+(?:(?:the|its|their)\s+)?(?:20\d\d\s+)?$"
)
# "…, the council's only", "…, not the safeguarding board's": whose they are (answers/boards.py).
_WHOSE_ALONE = _compiled(
    r"[,;(–—-]\s*(?:(?:but\s+)?(?:not|only|just|without|excluding|except|leaving\s+out)\b|"
    r"(?:the\s+)?(?:council|authority)(?:['’]s)?\s+(?:ones?\s+)?only\b)[^?]*$"
)
_FOLLOWED = _compiled(
    r"\s*(?:[:,–—-]\s*\w|(?!(?:from|of|by|in|is|are|was|were|be|not|made|have|has|had|should|that|"
    r"which|who|and|or|but|with|at|after|\w+ed|\w+ing)\b)\w)"
)

# "Was it any good at …?", "is Northmoor good at …?" asks which of the two it is.
_WHETHER = _compiled(
    r"\bany\s+$|(?:^|[,;:.?!–—-]\s*|\b20\d\d,?\s+)(?:is|are|was|were|does|do|did|has|have)\s+"
    r"(?:(?!\b(?:what|which|where|who|how|why|examples?)\b)[^.?!;])*$"
)
# Of "is there good practice?" the answer is the good practice.
_IS_OPEN = _compiled(
    r"(?:good|strong)\s+(?:at|on|in)|(?:do(?:es|ing)?|did|go(?:es|ing)?|went)\s+(?:well|best)|work(?:s|ing)?\s+well|"
    r"really\s+(?:good|well)|g[eo]ts?\s+(?:this\s+|it\s+)?right"
)
_POLARITY_RULES = (
    (
        "strength",
        _compiled(
            r"(?<!not )(?<!n['’]t )"
            r"\b(?:(?:really\s+)?good(?:\s+[\w-]+){0,6}?\s+looks?\s+like|really\s+(?:good|well)|"
            r"who\s+(?:does|do|is\s+doing)(?:\s+[\w-]+){1,6}?\s+well|(?:supported|done)\s+(?:very|particularly)\s+well|"
            r"good\s+practice|best\s+practice|strengths?|strong\s+practice|praised?|"
            r"works?\s+well|"
            r"working\s+well|positive\s+(?:findings?|examples?|practice)|examples?\s+of\s+(?:good|excellent)|"
            r"good\s+at|do(?:es|ing)?\s+(?:well|best)|did\s+(?:well|best)|go(?:es|ing)?\s+well|went\s+well|"
            r"excels?(?:\s+at)?|best\s+at|commended|celebrated|strong(?:est)?\s+(?:at|on|in)|exemplary|impressed|"
            r"outstanding\s+practice|lead(?:s|ing)?\s+the\s+way|gets?\s+(?:this\s+|it\s+)?right|got\s+(?:this\s+|it\s+)?right)\b"
        ),
    ),
    (
        "weakness",
        _compiled(
            r"\b(?:good\s+and\s+(?:the\s+)?bad|bad\s+and\s+good|concerns?\s+(?:about|over|with|regarding)|concerned\s+about|weakness(?:es)?|criticis(?:ed|m|ms)|"
            r"shortcomings?|poor\s+practice|worr(?:y|ies|ied)\s+about|failings?|failures?|"
            r"(?:not|n['’]t)\s+(?:work(?:ing)?|do(?:ing)?|go(?:ing)?|manage[ds]?)(?:\s+(?:so|very|that))?\s+well|(?:go(?:es|ing)?|went|gone)\s+wrong|"
            r"fall(?:s|ing)?\s+(?:short|down)|fell\s+(?:short|down)|struggl(?:e|es|ed|ing)|bad\s+at|worst(?:\s+at)?|weak(?:est)?\s+(?:at|on|in)|"
            r"problems?\s+(?:with|in|over|about)|issues?\s+(?:with|over)|criticisms?\s+of|criticised|"
            r"told\s+(?:off|to\s+(?:sort|fix|improve|put|get|do\s+better))|(?:pulled|picked|called|hauled|shown)\s+up|"
            r"unhappy\s+(?:about|with)|marked\s+down|slated|slammed|let\s+(?:children|young\s+people|care\s+leavers|them)?\s*down|"
            r"not\s+good\s+enough|bad\s+practice|(?:what(?:['’]s|\s+is|\s+was)|anything)\s+wrong|"
            r"(?:where|how|why|what)\s+(?:does|did|do|is|are|was|were)\b[^?]{1,60}?\bfail(?:s|ing|ed)?)\b"
        ),
    ),
)


def find_words(text: str, taken: Iterable[Mention]) -> list[Mention]:  # noqa: C901 - one loop for each kind of word
    """Mentions of frameworks, grades, kinds, latest or previous reports, and polarity; polarity may
    overlap the others, which never overlap each other or `taken`.
    """
    held = list(taken)
    found: list[Mention] = []

    def take(field: Field, value: str, span: tuple[int, int], members: tuple[str, ...]) -> None:
        start, end = span
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if not overlaps(start, end, (*held, *found)):
            found.append(Mention(field, value, text[start:end], start, end, members))

    for span, wanted in find_inspections(text, held):
        take("report", wanted, span, (wanted,))
    for pattern, frameworks in _FRAMEWORKS:
        for match in pattern.finditer(text):
            take("framework", ", ".join(frameworks), match.span(), frameworks)
    for pattern in _GRADE_RULES:
        for match in pattern.finditer(text):
            if _IS_IT.match(text) and (_ONE.search(match[0]) or _NO_MORE.fullmatch(text, match.end())):
                continue  # the grade is what is asked: a filter would only ever say yes
            grades = _grades(match["grades"])
            take("grade", " or ".join(grades), match.span(), grades)
    for pattern in _KIND_RULES:
        for match in pattern.finditer(text):
            take("kind", ", ".join(_TO_IMPROVE), match.span("said"), _TO_IMPROVE)
    for span in _plain_nouns(text, (*held, *found)):
        take("kind", ", ".join(_TO_IMPROVE), span, _TO_IMPROVE)
    for polarity, pattern in _POLARITY_RULES:
        found += [
            Mention("polarity", polarity, match[0], *match.span(), (polarity,))
            for match in pattern.finditer(text)
            if not (_IS_OPEN.fullmatch(match[0]) and _WHETHER.search(text[: match.start()]))
        ]
    return sorted(found, key=lambda item: (item.start, item.end))


def _plain_nouns(text: str, known: Iterable[Mention]) -> Iterator[tuple[int, int]]:
    """Where "recommendations" begins or ends the question, apart from the filters that are known."""
    bare = text
    for item in known:
        bare = bare[: item.start] + " " * (item.end - item.start) + bare[item.end :]
    bare = _WHOSE_ALONE.sub(lambda match: " " * len(match[0]), bare)
    for match in _NOUN.finditer(bare):
        before, after = bare[: match.start()], bare[match.end() :]
        begins = _HEAD.fullmatch(before) and _FOLLOWED.match(after)
        ends = _TAIL.fullmatch(after) and not _ASKS_OF_THEM.match(before) and not _OTHERS.search(before)
        if begins or ends:
            yield match.span("said")


def _grades(text: str) -> tuple[str, ...]:
    found = (grade for grade in table.SCALE if re.search(rf"(?<!\w)(?:{grade.asked})(?!\w)", text, re.I))
    return tuple(dict.fromkeys(grade.name for grade in found))
