"""What the rules for all views share: grades, who is asked for, and what a question is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.kinds.table import AREAS_OF_JUDGEMENT, GRADES_OF_SERVICES, SCALE
from search_api.question.mentions.mention import Mention, without
from search_api.question.words import STOP_WORDS, words

_SERVICES = tuple(grade for grade in SCALE if grade.name in GRADES_OF_SERVICES)
# "requires improvement" before "improvement", "inadequate" before "adequate": each stands as a word.
GRADE = rf"(?:{'|'.join(f'(?:{grade.asked})' for grade in _SERVICES)}|RI)(?!\w)(?:\s+to\s+be\s+good)?"
BODIES = r"(?:(?:local\s+)?authorit(?:y|ies)|councils?|LAs?|boroughs?|counties|places|neighbours)"
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_COUNT = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?:other\s+|more\s+|different\s+|local\s+)?"
    r"(?:authorit(?:y|ies)|councils?|LAs?|boroughs?|places?)\b",
    re.IGNORECASE,
)
# What may stand at the ends of a subject and says nothing of it.
_EDGES_TEXT = """
    please show list give tell find name me us reports report inspections inspection councils council
    authorities authority local las la boroughs services side sides compare compared comparing comparison
    contrast difference differences between say said says mention mentioned mentions terms regard
    regarding respect when comes
"""
_EDGES = STOP_WORDS | frozenset(_EDGES_TEXT.split())

WHOSE_IS_UNKNOWN = "Pinpoint does not know which authority is yours. Name it, or see ‘My authority’."
# A clause and no name: "… data are analysed by managers".
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|used?|using|shows?|showing|inform\w*|analys\w+|monitor\w*|"
    r"track\w*|understand\w*|identif\w+|leaders?|managers?|staff|they|it|we|their|that|which)\b",
    re.IGNORECASE,
)


def named_only(subject: str, most: int) -> bool:
    """Whether a subject names a matter, in `most` words at most, and says nothing of it."""
    return bool(subject) and len(subject.split()) <= most and not _VERB.search(subject)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


def grade_named(text: str) -> str:
    """The grade of services that a text names first, "" for none."""
    if re.fullmatch(r"RI", text.strip(), re.IGNORECASE):
        return "requires improvement"
    found = [
        (match.start(), grade.name)
        for grade in _SERVICES
        if (match := re.search(rf"(?<!\w)(?:{grade.asked})(?!\w)", text, re.IGNORECASE))
    ]
    return min(found)[1] if found else ""


def area_named(text: str) -> tuple[str, str, str]:
    """(name, label, as typed) of the area of judgement that a text names; empty for none."""
    for area in AREAS_OF_JUDGEMENT:
        if area.asked and (found := re.search(rf"\b(?:{area.asked})\b", text, re.IGNORECASE)):
            return area.name, area.label, found[0]
    return "", "", ""


def count_named(text: str) -> int:
    """How many authorities are asked for, 0 where no number is named."""
    found = _COUNT.search(text)
    if found is None:
        return 0
    return _NUMBERS.get(found["n"].lower()) or int(found["n"])


def subject_of(text: str, taken: Iterable[tuple[int, int]], mentions: Iterable[Mention]) -> str:
    """What a question is about: its text without what the view's rule took, filters and hanging words."""
    cut = [Mention("view", "", text[start:end], start, end) for start, end in taken if end > start]
    left = without(text, [*cut, *(item for item in mentions if item.field != "phrase")])
    found = [(match.start(), match.end()) for match in re.finditer(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*['’]?", left)]
    kept = [place for place in found if left[slice(*place)].lower().strip("'’") not in _EDGES]
    return left[kept[0][0] : kept[-1][1]] if kept else ""


def asks_more(
    text: str, taken: Iterable[tuple[int, int]], mentions: Iterable[Mention], known: frozenset[str]
) -> bool:
    """Whether a question names anything beside what the rule took, filters, and words that are known."""
    left = subject_of(text, taken, mentions)
    return any(word not in _EDGES | known for word in words(left))


def authorities_named(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The authorities that a question names one by one, in its order, each once."""
    named = sorted(
        (item for item in mentions if item.field == "authority" and not item.excluded),
        key=lambda item: item.start,
    )
    return tuple(dict.fromkeys(name for item in named for name in item.members))


def filters_for_page(
    mentions: Sequence[Mention], chosen: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Filters of a question and those chosen beside it, as the address of a page takes them."""
    found = list(chosen)
    for item in mentions:
        if item.excluded:
            continue
        if item.field == "region":
            found += [("region", name) for name in item.value.split(" and ")]
        if item.field == "published" and len(item.members) == 2:
            since, until = item.members
            found += [("since", since)] if since else []
            found += [("until", until)] if until else []
        if item.field == "framework":
            found += [("framework", name) for name in item.members]
    return tuple(dict.fromkeys(found))
