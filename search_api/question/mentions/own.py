"""The user's own authority in a question: "our last inspection", "our neighbours", "where we are criticised".

Only where the user has said which it is. The words are everyday ones, so that each is taken in a few turns of
phrase alone, and never in a text that reads like a piece of a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.authorities.register import Authority, Register

from .mention import Mention, overlaps

_LONGEST = 40  # words of a question; a longer text is pasted
_SENTENCE = 8  # words of a sentence that ends in a full stop and asks nothing


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NEIGHBOURS = (
    r"(?:(?:statistical|nearest|closest)\s+){0,2}neighbou?r(?:s|ing\s+(?:authorities|councils|boroughs))\b"
)
_OUR_NEIGHBOURS = _compiled(rf"\b(?:my|our)\s+(?:own\s+)?{_NEIGHBOURS}")
_LIKE_US = _compiled(
    r"\b(?:(?:councils|authorities|LAs|boroughs|places)\s+(?:that\s+are\s+|which\s+are\s+)?(?:like|similar\s+to|"
    r"comparable\s+(?:to|with))\s+(?:us|ours|our\s+own|mine))\b"
)
_OUR_REGION = _compiled(
    r"\b(?:(?:in|across|within|throughout)\s+)?(?:the\s+rest\s+of\s+)?(?:my|our)\s+(?:own\s+)?region\b"
)

_WHICH = (
    r"(?:(?:own|last|latest|most\s+recent|newest|previous|first|recent|overall|current|next|20\d\d)\s+){0,3}"
)
_THING = (
    r"(?:(?:ofsted\s+)?(?:reports?|inspections?)|(?:ofsted\s+)?(?:judge?ments?|grades?|gradings?|ratings?|recommendations?|verdicts?)|ILACS|SIF|JTAI|"
    r"(?:focused|monitoring|inspection)\s+(?:visits?|reports?)|areas?\s+for\s+(?:improvement|priority\s+action)|"
    r"priority\s+actions?|re-?inspections?|strengths|weaknesses)"
)
# Only "our" is the authority: what follows says which of its inspections, as after any name.
_OURS = _compiled(rf"\b(?P<said>my|our)(?=\s+{_WHICH}{_THING}\b)")
_OUR_COUNCIL = _compiled(
    r"\b(?P<said>(?:my|our)\s+(?:own\s+)?(?:council|authority|local\s+authority|LA|borough|county))(?!\s+(?:tax|hall|house))\b"
)
_DONE = (
    r"(?:criticis\w+|praised|commended|told|asked|judged|graded|rated|inspected|picked\s+up|pulled\s+up|marked\s+down|"
    r"(?:found|seen)\s+(?:to\s+be\s+)?(?:weak|strong|good|wanting|lacking|inadequate|outstanding)|weak|strong|"
    r"falling\s+(?:short|down)|failing|struggling)"
)
_ADVERB = r"(?:(?:most|also|both|now|still|last|recently|ourselves|not|being)\s+)?"
_WE = (
    _compiled(
        rf"\b(?P<said>we)(?=(?:['’](?:re|ve)|\s+(?:are|were|got|get|have|had))\s+{_ADVERB}(?:been\s+)?{_ADVERB}{_DONE}\b)"
    ),
    _compiled(rf"\b(?:are|were|have|had|did|do)\s+(?P<said>we)(?=\s+{_ADVERB}(?:been\s+|get\s+)?{_DONE}\b)"),
    _compiled(r"\b(?:do|did|would|can)\s+(?P<said>we)(?=\s+(?:compare|fare|differ|rank|measure\s+up)\b)"),
)
_US = _compiled(
    r"\b(?:(?:said|says?|wrote|found|thought|think|know)\s+(?:about|of)|(?:compar\w+|contrast(?:ed|ing)?|set)"
    r"(?:\s+[^?.;,]{1,60}?\s+(?:with|to|and|against|beside))?|criticis\w+|praised|judged|graded|rated|inspected|"
    r"(?:ofsted|inspectors?|they)\s+(?:told|tells?)|(?:better|worse|stronger|weaker)\s+than)\s+(?P<said>us)\b"
)


@dataclass(frozen=True, slots=True)
class Own:
    """authority: the user's own, None where it is not known. needed: whether a question that needs it says
    so, because nothing beside it names an authority.
    """

    authority: Authority | None = None
    needed: bool = True


NOBODY = Own(None)


def find_own(text: str, own: Own, register: Register) -> list[Mention]:
    """The stretches that mean the user's own authority, its neighbours or its region, in no order.

    text: with what is quoted hidden. None where nobody has said which authority it is.
    """
    taken: list[Mention] = []
    if own.authority is None or _is_pasted(text):
        return taken
    for field, start, end in _stretches(text):
        if not overlaps(start, end, taken):
            taken.append(_mention(field, text[start:end], start, own.authority, register))
    return taken


def needs_own(text: str, found: Iterable[Mention], own: Own) -> tuple[str, ...]:
    """A note, where the question speaks of "our" inspection and nobody has said whose that is.

    found: what else it names; with an authority among it, that one's is meant.
    """
    if own.authority is not None or not own.needed or _is_pasted(text):
        return ()
    if any(item.field in ("authority", "area", "neighbours") for item in found):
        return ()
    said = [
        text[start:end] for field, start, end in _stretches(text) if not _OUR_NEIGHBOURS.match(text, start)
    ]
    if not said:  # of neighbours places.py asks whose they are
        return ()
    return (
        f"Pinpoint does not know which authority is yours, so ‘{said[0]}’ chose no reports. "
        "Name the authority, or say which is yours: see ‘My authority’.",
    )


def _stretches(text: str) -> Iterator[tuple[str, int, int]]:
    """(field, start, end) of what may be meant; the first of two that overlap counts."""
    for pattern in (_OUR_NEIGHBOURS, _LIKE_US):
        yield from (("neighbours", *match.span()) for match in pattern.finditer(text))
    yield from (("region", *match.span()) for match in _OUR_REGION.finditer(text))
    for pattern in (_OUR_COUNCIL, _OURS, *_WE, _US):
        yield from (("authority", *match.span("said")) for match in pattern.finditer(text))


def _mention(field: str, typed: str, start: int, mine: Authority, register: Register) -> Mention:
    end = start + len(typed)
    if field == "neighbours":
        members = tuple(item.name for item in register.neighbours(mine))
        note = f"‘{typed}’ was read as the statistical neighbours of {mine.name}, your authority."
        return Mention(field, mine.name, typed, start, end, members, note=note)
    if field == "region":
        inside = register.in_region(mine.region) if mine.region else ()
        rest = re.search(r"\brest\s+of\b", typed, re.IGNORECASE)
        members = tuple(item.name for item in inside if not (rest and item.name == mine.name))
        note = f"‘{typed}’ was read as {mine.region or 'the region'}, where {mine.name} is, your authority."
        return Mention(field, mine.region or mine.name, typed, start, end, members, note=note)
    note = f"‘{typed}’ was read as {mine.name}, your authority."
    return Mention("authority", mine.name, typed, start, end, (mine.name,), note=note)


def _is_pasted(text: str) -> bool:
    """Whether it reads like a piece of a report, whose inspectors say "our last inspection" themselves."""
    words = text.split()
    states = text.rstrip().endswith(".") and "?" not in text
    return len(words) > _LONGEST or "\n" in text.strip() or (states and len(words) >= _SENTENCE)
