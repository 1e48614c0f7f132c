"""Questions for who is criticised or praised: "which authorities have concerns about neglect?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search_api.retrieval.results import Understood

from .words import BODIES, compiled, named_only, subject_of

_MOST_WORDS = 7  # of a subject
_WHO = (
    rf"^\W*(?:(?:which|what)\s+(?P<inside>(?:[\w'’&-]+\s+){{0,5}}?){BODIES}|who|"
    rf"(?:(?:please\s+)?(?:list|show|find|name|give|tell)\s+(?:me\s+|us\s+)?)?(?:(?:all|the|of)\s+){{0,2}}{BODIES})"
    r"(?:\s+(?:that|who|which))?\s+"
)
_MUCH = (
    r"(?:(?:the|any|some|most|more|many|serious|significant|repeated|recent|particular|recently|often|also)"
    r"\s+){0,3}"
)
_OF = (
    r"(?:\s+(?:most|raised|reported|recently|most\s+often))?"
    r"\s+(?:about|on|over|with|around|regarding|concerning|for|in|at|of)\s+"
)
_SUBJECT = r"(?P<subject>[^?.;!\n]{2,120}?)\s*[?.!]*\s*$"
_HAVE = (
    r"(?:have|has|had|with|got|get|gets|show|shows|showed|raise|raises|raised|attract\w*|receive\w*)\s+"
    r"(?:had\s+|got\s+)?"
)
_ARE = r"(?:(?:is|are|was|were|being|been|have|has|had|get|gets|got)\s+){0,2}"
_NOUNS = {
    "concerns": r"(?:concerns?|problems?|weakness(?:es)?|criticisms?|issues|difficulties|"
    r"shortcomings|failings)",
    "strengths": r"(?:strengths?|praise|good\s+practice|positives?)",
}
_WORDS = {
    "concerns": r"(?:criticis(?:ed|m)|weak|weakest|poor|poorest|worst|bad|struggl(?:e|es|ed|ing)|"
    r"fail(?:s|ed|ing)?)",
    "strengths": r"(?:praised|commended|celebrated|strong|strongest|best|good(?=\s+at\b)|excel(?:s|led)?)",
}
_PATTERNS = tuple(
    (side, compiled(pattern))
    for side in _NOUNS
    for pattern in (
        rf"{_WHO}{_HAVE}{_MUCH}{_NOUNS[side]}{_OF}{_SUBJECT}",
        rf"{_WHO}{_ARE}{_MUCH}{_WORDS[side]}{_OF}{_SUBJECT}",
    )
)


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a question asks for. about: the matter, with the filters of the question, as it can be asked by
    itself. subject: without them, for a sentence.
    """

    side: Literal["concerns", "strengths"]
    about: str
    subject: str


def who(understood: Understood) -> Who | None:
    """What is asked, None for most questions: those that name an authority, or say of a matter how it is."""
    question, parsed, request = understood.question, understood.parsed, understood.request
    if request.literal or request.as_words or parsed.pasted or question.phrases or understood.lookup.asked:
        return None
    text, mentions = parsed.text, question.mentions
    if any(item.field in ("authority", "neighbours") for item in mentions):
        return None
    for side, pattern in _PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        start, end = found.span("subject")
        subject = subject_of(text, [(0, start), (end, len(text))], mentions)
        inside = (found["inside"] or "").strip()
        if not named_only(subject, _MOST_WORDS) or (
            inside and not _filters(inside, found.start("inside"), understood)
        ):
            return None
        about = f"{text[start:end].strip()} {inside}".strip()
        return Who("concerns" if side == "concerns" else "strengths", about, subject)
    return None


def _filters(inside: str, start: int, understood: Understood) -> bool:
    """Whether what stands before "authorities" is a filter: "London", and not "struggling"."""
    end = start + len(inside)
    return any(
        item.field != "polarity" and item.start <= start and end <= item.end
        for item in understood.question.mentions
    )
