"""A question that follows another: "and in Plymouth?", "what about 2019?", "and care leavers?".

What it does not say (subject, authorities, dates, kind, side, list) is taken from the question before it.
What comes of it is one question that stands alone, so that everything after this reads it as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.errors import InvalidRequest
from search_api.question.mentions.dates import strongest
from search_api.question.mentions.mention import Mention, without
from search_api.question.mentions.phrases import PHRASE

from .filters import rows
from .records import Parsed, Understanding
from .request import EVERYTHING, Request
from .words import STOP_WORDS, without_long_gaps, words

_ALSO = r"(?:ok(?:ay)?|right|thanks|and|but|so|or|then|also|now)"
_LEAD = re.compile(
    rf"\s*(?:{_ALSO}\b[\s,]*)*(?:(?:what|how)\s+(?:about|of)\b|(?:the\s+)?same\s+(?:question\s+)?(?:for|in|about|but)\b|"
    r"(?:for|about|just|only)\b|…|\.\.\.)?\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,]*\b(?:too|as\s+well|also|instead|then|please|though)?[\s?.!]*$", re.IGNORECASE)
_QUESTION = (
    r"what|how|why|which|who|whose|when|where|whether|is|are|was|were|do|does|did|has|have|had|can|could|should|would|"
    r"will"
)
_IS_ASKED = re.compile(rf"(?:{_QUESTION})\b", re.IGNORECASE)
_ASKS = re.compile(rf"(?:{_QUESTION}|list|show|tell|give|find|compare)\b", re.IGNORECASE)
_OTHER_WORDS = """
    too well there instead now please same question ones one else then though year years council councils
    authority authorities area areas place places
"""
_NO_SUBJECT = STOP_WORDS | frozenset(_OTHER_WORDS.split())
_GRADE_WORDS = "judged judgement rated graded grade outstanding good inadequate adequate requires"
_OF_GRADES = frozenset(_GRADE_WORDS.split())
# What a subject comes after.
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|mention(?:s|ed|ing)?|refer(?:s|red|ring)?\s+to|discuss(?:es|ed)?)\s+",
    re.IGNORECASE,
)
_AFTER_SIDE = re.compile(r"\s*(?:\b(?:in|of|with|about|on|around|over|for|:)\s+)?", re.IGNORECASE)
_LEDS = (
    "in|at|for|of|from|by|across|within|among|amongst|throughout|during|under|since|after|before|until|till|between|"
    "up|prior|pre|post|except|excepting|excluding|outside|other|apart|aside|not|but|everywhere|anywhere|all|which"
)
_LED = re.compile(rf"(?:{_LEDS})\b", re.IGNORECASE)
_IN = re.compile(r"(?:in|across|within|at|from|for|of|during)\s+", re.IGNORECASE)
_JOINS = re.compile(r"\s*(?:,|,?\s*and|,?\s*or|&|vs\.?|versus|to|[-–])?\s*", re.IGNORECASE)
# "They say" is said of the inspectors.
_PRONOUN = re.compile(
    r"\b(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|should)\s+(?P<it>it|they)\b"
    r"(?!\s+(?:say|said|find|found|think|thought|report|recommend|conclude|write)\b)"
    r"(?P<judged>\s+(?:judged|rated|graded|inadequate|outstanding|good|told|asked|inspected|required|need))?"
    r"|(?:about|mention(?:s|ed)?|on|for|with)\s+(?P<them>it|them|this|that|these|those)\s*$)",
    re.IGNORECASE,
)
_SIDES = {"strength": "Strengths", "weakness": "Weaknesses"}
_SUBJECT_WORDS = 5  # of a subject that a pronoun can stand for
# Which reports are meant; the others say which paragraphs.
_OF_REPORTS = ("authority", "published", "framework", "grade")
_ORDER = (*_OF_REPORTS, "kind", "polarity")
_SIDED = ("kind", "polarity")
_HEADS = (*_SIDED, "paragraph")  # what a question begins with


class Reads(Protocol):
    """Who reads questions: Interpreter (interpreter.py)."""

    def parse(self, query: str, request: Request) -> Parsed:
        """The query as it reads."""
        ...

    def understand(self, request: Request, parsed: Parsed | None) -> Understanding:
        """What it says beside the request."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """question: stands alone. said: fields of mentions that the new question says itself. note: how it was
    read, as a sentence; "" where it is read as typed.
    """

    question: str
    said: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A question with its filters by group. subject: its words that are no filter."""

    text: str
    groups: dict[str, tuple[Mention, ...]]
    rest: str

    def members(self, group: str) -> frozenset[tuple[str, tuple[str, ...]]]:
        return frozenset((item.field, item.members) for item in self.groups.get(group, ()))

    @property
    def subject(self) -> list[str]:
        return [word for word in words(self.rest) if word not in _NO_SUBJECT]


def resolve(previous: str, question: str, interpreter: Reads) -> Followed:
    """The question as it reads after the previous one. Raises InvalidRequest as `Interpreter.parse`.

    A new question with a subject and a place of its own still takes the dates and the kind that it does not
    say. One that names a paragraph, or follows one that was named by id, stays as it is.
    """
    previous, question = without_long_gaps(previous), without_long_gaps(question)
    asked = _LEAD.sub("", question, count=1)
    new = _read_new(_TAIL.sub("", asked) if asked.strip(" ?.!") else question, interpreter)
    try:
        old = _read(previous.strip(), interpreter)
    except InvalidRequest as error:
        raise InvalidRequest(error.problem, error.remedy, field="follows") from error
    said = frozenset(item.field for found in new.groups.values() for item in found)
    paragraph = old.groups.get("paragraph", ())
    by_id = any(item.members[0] == "id" for item in (*paragraph, *new.groups.get("paragraph", ())))
    if by_id or (not new.groups and not new.subject):
        return Followed(question, said)
    if "paragraph" in new.groups and not paragraph:
        made = _completed(old, new)
    elif not new.subject:
        made = _changed(old, new, interpreter)
    elif _ASKS.match(new.text) and len(new.text.split()) > 2:
        made = _completed(old, new)
    else:
        made = _about(old, new, interpreter)
    made = _tidy(made)
    if made.strip(" ?").casefold() == question.strip(" ?").casefold():
        return Followed(question, said)
    return Followed(made, said, f"Read as: {made}")


def completed(one: str, other: str, interpreter: Reads) -> str:
    """The other of two questions asked at once, of the reports of the one where it does not say which.

    Raises InvalidRequest as `Interpreter.parse`.
    """
    return _tidy(_completed(_read(one, interpreter), _read(other, interpreter, dated=True)))


def _read_new(text: str, interpreter: Reads) -> _Read:
    """A region alone is a place: "the South West", as "in the South West" is."""
    new = _read(text, interpreter, dated=True)
    if new.groups or _ASKS.match(text):
        return new
    led = _read(f"in {text}", interpreter, dated=True)
    return led if "authority" in led.groups and not led.subject else new


def _read(text: str, interpreter: Reads, *, dated: bool = False) -> _Read:
    """dated: a year alone is a date."""
    parsed = interpreter.parse(text, EVERYTHING)
    if dated:
        found = [*parsed.found, *strongest(parsed.dates_beside)]
    else:
        found = list(interpreter.understand(EVERYTHING, parsed).mentions)
    groups: dict[str, tuple[Mention, ...]] = {}
    for item in sorted(found, key=lambda item: item.start):
        if item.field not in ("instruction", PHRASE):
            groups[_group(item.field)] = (*groups.get(_group(item.field), ()), item)
    taken = [item for held in groups.values() for item in held]
    return _Read(text, groups, without(text, taken))


def _group(field: str) -> str:
    """The filter that a field of mentions says; dates and "the latest report" are one."""
    if field in ("published", "report"):
        return "published"
    return next((item.name for item in rows() if field in item.said), field)


def _changed(old: _Read, new: _Read, interpreter: Reads) -> str:
    """The old question with what the new one says in place of what it said of the same."""
    text = old.text
    for group in _in_order(new):
        now = _read(text, interpreter)
        text = _put(now, group, new)
    now = _read(text, interpreter)
    if all(new.members(group) <= now.members(group) for group in new.groups):
        return text
    subject = _subject_of(old) or (old.rest if old.subject else "")
    return _composed(subject, old, new) if subject or set(_SIDED) & set(old.groups) else text


def _about(old: _Read, new: _Read, interpreter: Reads) -> str:
    """The old question about another subject; what else the new one says is changed too."""
    span = _subject_span(old)
    if span is None:
        return _composed(new.rest, old, new)
    text = f"{old.text[: span[0]]}{new.rest}{old.text[span[1] :]}"
    return _changed(_read(text, interpreter), new, interpreter) if new.groups else text


def _completed(old: _Read, new: _Read) -> str:
    """The new question, of the reports that the old one is of where it does not say which."""
    text, lacking = new.text, [name for name in _OF_REPORTS if name not in new.groups and name in old.groups]
    lacking += [name for name in old.groups if name not in (*_ORDER, "paragraph") and name not in new.groups]
    if (pronoun := _PRONOUN.search(text)) is not None:
        meant = _meant(pronoun, old)
        if meant:
            name = "it" if pronoun["it"] else "them"
            text = f"{text[: pronoun.start(name)]}{meant}{text[pronoun.end(name) :]}"
            lacking = [name for name in lacking if name != "authority" or meant != _place_of(old)]
    return _with(text, [_led(old.groups[name], old.text) for name in lacking])


def _meant(pronoun: re.Match[str], old: _Read) -> str:
    """What a pronoun stands for: the authority, where a grade is spoken of or there is no short subject."""
    subject = _subject_of(old)
    short = subject if subject and len(subject.split()) <= _SUBJECT_WORDS else ""
    if pronoun["them"]:
        return short
    return _place_of(old) if pronoun["judged"] or not short else short


def _place_of(old: _Read) -> str:
    """The one authority that a question names; "" for none or several."""
    places = old.groups.get("authority", ())
    return places[0].text if len(places) == 1 and places[0].field == "authority" else ""


def _composed(subject: str, old: _Read, new: _Read) -> str:
    """A question made anew: a subject, and what the new question or, where it is silent, the old one says."""
    both = {**old.groups, **new.groups}
    names = [name for name in dict.fromkeys((*_OF_REPORTS, *both)) if name in both and name not in _HEADS]
    made = _headed(subject, both)
    return _with(made, [_led(both[name], (new if name in new.groups else old).text) for name in names])


def _headed(subject: str, said: Mapping[str, Sequence[Mention]]) -> str:
    """A question about a subject, or about none, of the kind or the side that is said."""
    subject = subject.strip(" ?.!,;:")
    if "kind" in said:
        head, joint = "Recommendations", "about"
    elif "polarity" in said:
        head, joint = _SIDES[said["polarity"][0].value], "in"
    else:
        return subject if _ASKS.match(subject) else f"What did inspectors say about {subject}"
    if not subject:
        return head
    asks = f"{head}: {subject[:1].lower()}{subject[1:]}"
    return asks if _ASKS.match(subject) else f"{head} {joint} {subject}"


def _of_kind(now: _Read, new: _Read) -> str:
    """The question for another kind of paragraph, or another side."""
    filters = [name for name in now.groups if name not in _HEADS]
    leds = [_led(now.groups[name], now.text) for name in filters]
    if subject := _subject_of(now):
        return _with(_headed(subject, new.groups), leds)
    if _OF_GRADES.issuperset(now.subject):
        return _with(_headed("", new.groups), leds)
    return _headed(now.text, new.groups)


def _put(now: _Read, group: str, new: _Read) -> str:
    """The question with another value of one filter."""
    items, held = new.groups[group], now.groups.get(group, ())
    if group in _SIDED:
        return now.text if now.members(group) == new.members(group) else _of_kind(now, new)
    led = _led(items, new.text)
    if group == "authority" and all(item.excluded for item in items):
        held = ()  # something more is left out
    if not held:
        return _with(now.text, [led])
    start, end, apart = held[0].start, held[0].end, []
    for item in held[1:]:
        if _JOINS.fullmatch(now.text[end : item.start]):
            end = item.end
        else:
            apart.append(item)
    stretch = now.text[start:end]
    value = led if _LED.match(stretch) else _IN.sub("", led, count=1) if group == "authority" else led
    if group == "paragraph":
        value = _slice(items, new.text)
    if not apart:
        return f"{now.text[:start]}{value}{now.text[end:]}"
    return _with(without(now.text, held), [led])


def _led(items: Sequence[Mention], text: str) -> str:
    """Filters as they go on from a question: "in Plymouth", "in 2019", "since 2019"."""
    stretch = _slice(items, text)
    is_open = items[0].field == "published" and not all(items[0].members)
    return stretch if _LED.match(stretch) or is_open or items[0].field == "without" else f"in {stretch}"


def _slice(items: Sequence[Mention], text: str) -> str:
    """The stretches of one group as typed, joined as they were or by "and"."""
    made, last = text[items[0].start : items[0].end], items[0]
    for item in items[1:]:
        between = text[last.end : item.start]
        made += (between if _JOINS.fullmatch(between) else " and ") + text[item.start : item.end]
        last = item
    return made.strip()


def _subject_of(read: _Read) -> str:
    """What the question is about, without the words that ask; "" where that cannot be told."""
    span = _subject_span(read)
    if span is not None:
        return read.text[slice(*span)].strip(" ?.!,;:")
    return "" if _ASKS.match(read.rest) or not read.subject else read.rest


def _subject_span(read: _Read) -> tuple[int, int] | None:
    """Where the subject stands, between what leads up to it and the next filter; None where nothing does."""
    items = sorted((item for held in read.groups.values() for item in held), key=lambda item: item.start)
    starts = [found.end() for found in _ABOUT.finditer(read.text)][:1]
    for item in items:
        if item.field in ("kind", "polarity") and not starts:
            after = _AFTER_SIDE.match(read.text, item.end)
            starts.append(after.end() if after else item.end)
    if not starts:
        return None
    start = starts[0]
    end = next((item.start for item in items if item.start >= start), len(read.text))
    kept = without(read.text[start:], [_moved(item, -start) for item in items if item.start >= start])
    stretch = read.text[start:end]
    if kept and stretch.startswith(kept[: len(stretch)]):
        end = start + min(len(stretch), len(kept))
    end = start + len(read.text[start:end].rstrip(" ?.!,;:"))
    led = re.search(r"\s+(?:in|at|for|of|from|by|across|within|during)(?:\s+the)?$", read.text[start:end])
    end = start + led.start() if led else end
    subject = [word for word in words(read.text[start:end]) if word not in _NO_SUBJECT]
    return (start, end) if subject else None


def _moved(item: Mention, by: int) -> Mention:
    return Mention(item.field, item.value, item.text, item.start + by, item.end + by, item.members)


def _with(text: str, more: Iterable[str]) -> str:
    return " ".join([text.rstrip(" ?.!"), *more])


def _in_order(read: _Read) -> list[str]:
    return [
        *(name for name in _ORDER if name in read.groups),
        *(name for name in read.groups if name not in _ORDER),
    ]


def _tidy(text: str) -> str:
    text = " ".join(text.split()).rstrip(" ?.!,;:")
    asks = _IS_ASKED.match(text.partition(": ")[2] or text)
    return f"{text[:1].upper()}{text[1:]}{'?' if asks else ''}"
