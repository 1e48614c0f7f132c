"""Which inspections of an authority are meant? The latest, the one before, all earlier ones, the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.kinds.base import REPORTS

from .mention import Mention

OWN = r"(?:(?:the|its|their|our|my|each|every|an?)\s+)?(?:(?:authority|council)['’]s\s+)?"
_NEW = r"(?:latest|most\s+recent|newest)"
LATEST = rf"(?:{_NEW}|last)"
_PREVIOUS = r"(?:previous|last\s+but\s+one|preceding|penultimate)"
_FIRST = r"(?:first|earliest|oldest)"
_ONE = r"(?:(?:ofsted\s+)?(?:report|inspection))(?!s)(?!\s+(?:visits?|days?|weeks?|phases?|stages?|call)\b)"
_MANY = r"(?:(?:ofsted\s+)?(?:reports|inspections))"
_ASKED = r"(?:^|(?<=did )|(?<=does ))"
_TOPIC = r"(?:findings?|picture|position|news|judge?ments?|verdicts?|ratings?|grades?)\b"
_WHOSE = r"(?:ofsted(?:['’]s)?|inspect(?:ors?['’]?|ion))"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SEVERAL = {"two": "two", "2": "two", "three": "three", "3": "three"}
# "since the last inspection" is told of in the report after it.
_RULES = (
    ("earlier", _compiled(rf"\b(?:before|prior\s+to)\s+{OWN}\b{LATEST}\s+{REPORTS}\b")),
    ("earlier", _compiled(rf"\b(?:in|at|from)\s+{OWN}\b(?:earlier|past|older|previous)\s+{_MANY}\b")),
    (
        "previous",
        _compiled(
            rf"\b(?:(?:in|at|from)\s+)?the\s+(?:one|{_ONE})\s+before\s+(?:the\s+)?{LATEST}(?:\s+one)?\b"
        ),
    ),
    ("latest", _compiled(rf"\b(?:(?:in|at|from|of)\s+)?{OWN}\b{_NEW}\s+{REPORTS}\b")),
    ("latest", _compiled(rf"\b(?:in|at|from|after|following)\s+{OWN}\blast\s+{REPORTS}\b")),
    ("latest", _compiled(rf"\b(?:after|following)\s+{OWN}\b{_NEW}\s+{REPORTS}\b")),
    ("latest", _compiled(rf"{_ASKED}{OWN}\blast\s+{REPORTS}\b")),
    ("latest", _compiled(r"\bmost\s+recently\b")),
    # "Areas for improvement Northmoor most recent".
    ("latest", _compiled(rf"(?<=\w )(?<!the )(?<!are )(?<!is )(?<!by ){_NEW}(?=\W*$)")),
    ("latest", _compiled(rf"(?:^|\b(?:in|from|of)\s+)(?:the\s+)?recent\s+{_MANY}\b")),
    ("latest", _compiled(rf"\b(?:the\s+)?{_NEW}(?=\s+(?:{_WHOSE}\s+)?{_TOPIC})")),
    (
        "latest",
        _compiled(
            r"^\W*(?:what(?:['’]s|\s+is)\s+)?(?:the\s+)?latest(?=\s+(?:on|about|for|from|in)\b)|,\s*latest(?=\W*$)"
        ),
    ),
    # "From the 2022 one to the latest", "2019 compared with the newest".
    (
        "latest",
        _compiled(
            rf"\b(?:to|with|and|than|against|vs?\.?|versus)\s+{OWN}\b(?P<said>{_NEW}(?:\s+one)?)(?=\W*$|\s*[.;?!,]|\s+(?:of|in)\b)"
        ),
    ),
    (
        "latest",
        _compiled(
            r"\b(?:the\s+)?last\s+time\s+(?:that\s+)?(?:ofsted|inspectors?|they)\s+(?:were|was|came|visited|looked|called)"
            r"(?:\s+(?:in|round|by|here))?\b"
        ),
    ),
    ("previous", _compiled(rf"\b(?:in|at)\s+{OWN}\b{_PREVIOUS}\s+{REPORTS}\b")),
    ("previous", _compiled(rf"{_ASKED}{OWN}\b{_PREVIOUS}\s+{REPORTS}\b")),
    ("first", _compiled(rf"\b(?:in|at|from)\s+{OWN}\b{_FIRST}\s+{_ONE}\b")),
    ("first", _compiled(rf"{_ASKED}{OWN}\b{_FIRST}\s+{_ONE}\b")),
)
_LAST_OF_ALL = _compiled(
    rf"\b(?:(?:in|over|at|from|of|across)\s+)?{OWN}\b(?:last|latest|most\s+recent|past)\s+(?P<number>two|2|three|3)\s+{_MANY}\b"
)
# "What was its grade last time?"
_GRADE_ASKED = _compiled(r"\b(?:grades?|ratings?|judge?ments?|rated|graded|judged)\b")
_LAST_TIME = _compiled(r"(?<=\w )last\s+time\b(?=\s*(?:$|\?|,|and\b))")
# A list of what is still to do is the latest one's.
_STILL_TO_DO = _compiled(
    r"\b(?:have|has|need|needs|got|told|asked)\s+to\s+(?:improve|do|work|put|get|fix|sort)\b"
)
_OF_AUTHORITY = (
    ("latest", _compiled(rf"(?:['’]s)?\s+(?P<said>{LATEST}\s+{REPORTS})\b")),
    ("previous", _compiled(rf"(?:['’]s)?\s+(?P<said>previous\s+{REPORTS})\b")),
    ("first", _compiled(rf"(?:['’]s)?\s+(?P<said>{_FIRST}\s+{_ONE})\b")),
)
_EARLIER = _compiled(r"\b(?:since|after|before|until|following|than|prior\s+to|from|at|by)\s+(?:the\s+)?$")
_AT = _compiled(r"\b(?:at|from|after|following)\s+$")
_BEFORE = _compiled(r"\b(?:before|prior\s+to)\s+(?:the\s+)?$")
# "Have the gaps found at the last inspection been filled?": the answer is in the report after that.
_LOOKS_BACK = _compiled(r"(?:from|at|after|following)\b")
_TOLD_LATER = _compiled(
    r"\b(?:has|have(?!\s+to)|had|since|still|remain\w*|improv(?:ed|ing|ements?|es)|progress\w*|chang\w+|address\w*|"
    r"fix\w*|resol\w+|(?:come|came|gone|go|went)\s+(?:down|up)|f[ae]ll(?:en)?|reduc\w+|better|worse|sort(?:ed)?\s+out|follow(?:ed|s|ing\s+up)|act(?:ed|ing)?\s+on|respon[ds]\w*|identified|noted|highlighted|"
    r"raised|made|was|were|gaps?|(?<!what )(?<!was )(?<!were )found)\b"
)
# Improvement that is still to come.
_NO_CHANGE = _compiled(
    r"\b(?:areas?\s+for\s+improvements?|improvement\s+areas?|(?:needs?|has|have)\s+to\s+improve)\b"
)
_WHAT_WAS = _compiled(
    r"^\W*(?:what|how|which)\s+(?:\w+\s+){0,2}(?:was|were)\b(?:\s+(?:found|noted|identified|raised|highlighted))?"
)


def find_inspections(text: str, held: Iterable[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    """Stretches, which may overlap: the first found counts. Each with "latest", "previous", "earlier" (all
    before the latest) or "first". held: what was understood already.
    """
    for wanted, pattern in _RULES:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            back = _LOOKS_BACK.match(match[0]) and told_later(text, match) and not _STILL_TO_DO.search(text)
            if not _EARLIER.search(before) and not back:
                yield match.span(), wanted
    if _GRADE_ASKED.search(text):
        yield from ((match.span(), "latest") for match in _LAST_TIME.finditer(text))
    for match in _LAST_OF_ALL.finditer(text):
        yield match.span(), f"latest {_SEVERAL[match['number'].lower()]}"
    for item in held:
        for wanted, pattern in _OF_AUTHORITY:
            match_ = pattern.match(text, item.end) if item.field in ("authority", "area") else None
            before = text[: item.start]
            if match_ is None:
                continue
            if wanted == "latest" and _BEFORE.search(before):
                yield match_.span("said"), "earlier"
            elif not _EARLIER.search(before) or (_AT.search(before) and not told_later(text, match_)):
                yield match_.span("said"), wanted


def told_later(text: str, match: re.Match[str]) -> bool:
    """Whether the question asks what came after the inspection that the match names."""
    others = _NO_CHANGE.sub(" ", f"{text[: match.start()]} … {text[match.end() :]}")
    what_was = _WHAT_WAS.search(others)
    return _TOLD_LATER.search(others[what_was.end() if what_was else 0 :]) is not None
