"""Do the words that a quotation leaves out, or puts in brackets, alter what the report says?

A quotation that passes here still has its words in the report, in order. What is judged is only what stands
between them. Where nobody can tell by rule, the quotation does not pass: a person must read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search_api.plans.claims.sentences import sentences

from .quoted import Held, Join

# Words that may turn or weaken a statement, which nobody may leave out of a sentence that is quoted.
_TURNS = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|too|rarely|seldom|few|fail\w*|lack\w*|un(?:til|less)|but|however"
    r"|in(?:consistent|effective|adequate|sufficient|complete|appropriate|secure)\w*"
    r"|although|though|while|whilst|despite|except)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|rarely|seldom|fail\w*|lack\w*|cannot|in(?:consistent|effective"
    r"|adequate|sufficient|complete|appropriate|secure)\w*|insufficien\w*|hardly|yet\s+to)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIES_NEXT = re.compile(
    r"\b(?:not|never|no|cannot|without|nor|rarely|seldom|fail\w*\s+to|yet\s+to)\b|n['’]t\b", re.IGNORECASE
)
# Words of a draft that say of what is quoted that it is not so yet.
_WANTS = re.compile(
    r"\b(?:must|should|needs?|ought|requir\w+|improv\w+|weak\w*|concern\w*|critici\w+|gap|poor\w*|until"
    r"|stop\w*|miss\w*|absen\w+|un\w{4,}|little|far\s+from|short\s+of|want\w*)\b",
    re.IGNORECASE,
)
# What a reader may put in the place of a pronoun, or add to it, without a change of what is said.
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its they them their he him his she her we us our who which whose"
        " is are was were be been being has have had do does did will would can could may and or of in on"
        " for by with from as there here such also however therefore",
    )
)
_LEADS = re.compile(r"(?:the|this|these|those|their|its|his|her|our|all)\b", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|half|most|some|all|many|few|majority|minority)\b",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of the report that a reason repeats
_STEM = 4  # letters that two forms of a word share: inspect, inspected
_NEAR = 4  # words before a quotation in which a denial is part of what is quoted


@dataclass(frozen=True, slots=True)
class Altered:
    """reason: one sentence. quoted, printed: what the draft has there, and the report."""

    reason: str
    quoted: str
    printed: str


def altered(text: str, where: Held, told: str = "") -> Altered | None:
    """None where nothing between the words quoted alters them.

    text: of the paragraph. told: the draft's own sentence around the quotation, "" if there is none.
    """
    for join in where.joins:
        if found := _gap(join) if join.kind == "gap" else _put_in(join):
            return found
    start, end = where.spans[0][0], where.spans[-1][1]
    if where.before and (found := _edge(where.before, _clause_before(text, start), last=True)):
        return found
    if where.after and (found := _edge(where.after, _rest(text, end))):
        return found
    return _denied(text, start, where, told)


def goes_on(text: str, where: Held) -> str:
    """The rest of the sentence, where it may take back what is quoted; else ""."""
    rest = _rest(text, where.spans[-1][1])
    return _short(rest) if _TURNS.search(rest) else ""


def _gap(join: Join) -> Altered | None:
    left_out = join.printed
    spans = sentences(left_out + " A")  # so that an end at the very end counts
    if not re.search(r"[.!?][\"'’”)\]]*\s", left_out + " ") or len(spans) < 2:
        if found := _TURNS.search(left_out):
            return _left_out(left_out, found[0])
        return None
    ended = join.ends or not _words(re.split(r"[.!?]", left_out, maxsplit=1)[0])
    prefix = re.split(r"[.!?][\"'’”)\]]*\s+", left_out)[-1]
    if found := _DENIES.search(prefix):
        return _left_out(prefix, found[0])
    if _words(prefix) and not ended:
        return Altered(
            "The ellipsis joins parts of different sentences as if they were one.", "…", _short(left_out)
        )
    return None


def _left_out(words: str, turning: str) -> Altered:
    shown = " ".join(words.split())
    shown = shown if len(shown) <= _LONGEST else turning
    return Altered(f"The words left out may turn the meaning: “{shown}”.", "…", shown)


def _put_in(join: Join) -> Altered | None:
    """Brackets between two pieces: they stand for the words printed there, or add to them."""
    put, printed = join.put, " ".join(join.printed.split()).strip(" .,;:")
    if bool(_DENIES.search(put)) != bool(_DENIES.search(printed)) or _numbers(put) != _numbers(printed):
        return _stands_for(put, printed)
    words = [word for word in _words(printed) if word not in _PLAIN]
    if not words or _LEADS.match(printed) or all(_like(word, put) for word in words):
        return None
    return _stands_for(put, printed)


def _edge(put: str, printed: str, *, last: bool = False) -> Altered | None:
    """Brackets at the beginning or end: they stand for the rest of the sentence on that side."""
    if bool(_DENIES.search(put)) != bool(_DENIES.search(printed)):
        if last and len(printed) > _LONGEST:
            printed = "… " + printed[-_LONGEST:].partition(" ")[2]
        return _stands_for(put, printed)
    return None


def _stands_for(put: str, printed: str) -> Altered:
    if not printed:
        return Altered(f"The report has nothing where the draft has “[{put}]”.", f"[{put}]", "")
    return Altered(
        f"Where the draft has “[{put}]” the report has “{_short(printed)}”.", f"[{put}]", _short(printed)
    )


def _denied(text: str, start: int, where: Held, told: str) -> Altered | None:
    """A denial right before the quotation, which the draft's own words do not carry."""
    if where.before or _DENIES.search(told) or _WANTS.search(told) or text[start : start + 1].isupper():
        return None
    head = re.split(r"[.!?;:,][\"'’”)\]]*\s+", text[:start])[-1]
    near = " ".join(head.split()[-_NEAR:])
    if found := _DENIES_NEXT.search(near):
        return Altered(f"Right before these words the report says “{found[0]}”.", "", _short(near))
    return None


def _clause_before(text: str, start: int) -> str:
    return re.split(r"[.!?;][\"'’”)\]]*\s+", text[:start])[-1].strip()


def _rest(text: str, end: int) -> str:
    return re.split(r"[.!?](?=[\"'’”)\]]*(?:\s|$))", text[end:], maxsplit=1)[0].strip()


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]


def _numbers(text: str) -> list[str]:
    return [found.lower() for found in _NUMBERS.findall(text)]


def _like(word: str, put: str) -> bool:
    return any(other[:_STEM] == word[:_STEM] for other in _words(put))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rsplit(' ', 1)[0]} …"
