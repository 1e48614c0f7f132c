"""The authorities that a question names.

A name that is also an ordinary word ("reading", "bury") is taken only where capital letter and
context say that the place is meant; a place that only lends its name ("Kent Police", "South Leeds",
"University of Essex") is not the authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.authorities.areas import Area, areas_of
from indexer.authorities.register import Authority, Register, name_key

from .mention import Mention


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_WORD = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*")
_GAP = re.compile(r"[\s,.‐‑–'’-]{0,3}")  # between two words of one name
_ID = re.compile(r"-\d{4}-\d")  # as in torbay-2018-08-24/para-27
_SENTENCE_END = re.compile(r"[.?!:;\n]")

# In the singular.
_ORDINARY = _set("barking bath bed berk buck bury harrow reading slough staff wilt")
# Of these nobody asks about the verb or the noun, unless a word before it makes it one.
_RARELY_WORDS = _set("berk buck bury harrow slough wilt")
_MAKES_A_VERB = _set(
    "to not will would can could should must may might they we you i he she who staff children"
)
_LEADING = _set("the borough council of royal rb london lb metropolitan district city county")
_TRAILING = _set("council city county borough metropolitan district mbc mdc unitary authority local")
_COUNCIL = frozenset({"council", "borough", "councils"})
# What may follow the name of an area: "Merseyside local authorities", "Cumbria County Council".
_OF_AREA = _set("council city county borough unitary local metropolitan combined")
_ENDS_AREA = _set("council councils county authority authorities las boroughs unitaries region area")
_OWNER = 6  # letters of a name that may be its owner's without the apostrophe
_MOST_AROUND = 5  # words around a name that may belong to it

# After or before these it is somebody else who bears the name.
_NOT_BEFORE = _set(
    "police constabulary university college hospital hospitals nhs fc united football road street "
    "crown magistrates airport station dales hallam coldfield"
)
_NOT_AFTER = _set(
    "greater north south east west northern southern eastern western mid central upper inner outer "
    "mr mrs ms miss dr sir lord lady judge justice"
)
_OFFICES = _set("university bishop diocese duke earl archbishop")
# What a place name follows in a sentence.
_PLACE_BEFORE = _set(
    "in at of from for by across near does did do has have had is was were are can could will would should "
    "between within about on how why when where if that whether what which and or versus vs compared than to"
)
_SCHOOL_SUBJECTS = _set("writing maths mathematics spelling phonics literacy numeracy")


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    typed: str
    start: int
    end: int


class Names:
    """The names of the register and of one index. Immutable."""

    def __init__(self, register: Register, indexed: Register) -> None:
        """indexed: the authorities of the index that the register lacks."""
        self._registers = (indexed, register)
        self._names: dict[str, Authority | Area] = {
            **register.names(),
            **areas_of(register),
            **indexed.names(),
        }
        self._longest: dict[str, int] = {}
        for key in self._names:
            length = len(key.split())
            first = key.partition(" ")[0]
            self._longest[first] = max(length, self._longest.get(first, 0))

    def find(self, text: str) -> list[Mention]:
        """In the order of the text, none overlapping."""
        words = [
            _Word(key, found[0], *found.span())
            for found in _WORD.finditer(text)
            if (key := name_key(found[0]).replace(" ", ""))
        ]
        plain = _no_capitals(words)
        found: list[Mention] = []
        refused: list[int] = []  # where a name starts that is not the authority's
        place = 0
        while place < len(words):
            taken = self._longest_name(text, words, place)
            if taken is None:
                place += 1
                continue
            stop, authority = taken
            first, last = self._whole_name(words, place, stop, authority)
            single = last - first == 1
            if last < 0 or _lends_its_name(text, words, first, last) or _ID.match(text, words[last - 1].end):
                led = place and words[place - 1].key in _NOT_AFTER  # "South Cumbria"
                refused.append(words[place - 1 if led else place].start)
            elif not (single and words[place].key.removesuffix("s") in _ORDINARY) or (
                _is_meant(text, words, place, plain)
            ):
                end = words[last - 1].end
                if words[last - 1].typed[-2:] in ("'s", "’s"):
                    end -= 2
                found.append(_mention(text, words[first].start, end, authority))
            place = max(stop, last)
        return [item for item in found if not _joined_to(text, item, refused)]

    def _longest_name(
        self, text: str, words: Sequence[_Word], place: int
    ) -> tuple[int, Authority | Area] | None:
        """The longest name that begins at the word, as (the word after it, whose it is)."""
        head = words[place].key
        heads = (head, _bare(words[place]), head.removesuffix("s"))
        most = max(self._longest.get(each, 0) for each in heads)
        for length in range(min(most, len(words) - place), 0, -1):
            part = words[place : place + length]
            if all(_GAP.fullmatch(text, a.end, b.start) for a, b in pairwise(part)):
                start = [name_key(word.typed) if word.typed == "&" else word.key for word in part[:-1]]
                # "St Helen's" keeps its s; "staff's" alone is not Staffs.
                lasts = (part[-1].key, _bare(part[-1])) if length > 1 else (_bare(part[-1]),)
                for last in dict.fromkeys(lasts):
                    if authority := self._names.get(" ".join([*start, last])):
                        return place + length, authority
                # "Plymouths" for Plymouth's
                owner = " ".join([*start, part[-1].key.removesuffix("s")])
                if len(owner) >= _OWNER and owner not in _ORDINARY and (authority := self._names.get(owner)):
                    return place + length, authority
        return None

    def _whole_name(
        self, words: Sequence[_Word], place: int, stop: int, authority: Authority | Area
    ) -> tuple[int, int]:
        """The words of the name with "London Borough of" or "City Council" around it; (0, -1) where
        what follows claims a form that the authority does not have.
        """

        def names(first: int, last: int) -> bool:
            spelled = " ".join([*(word.key for word in words[first : last - 1]), _bare(words[last - 1])])
            return any(register.match(spelled) == authority for register in self._registers)

        if isinstance(authority, Area):
            return place, _after_area(words, stop)
        first, last = place, stop
        while first and first > place - _MOST_AROUND and words[first - 1].key in _LEADING:
            first -= 1
        while first < place and not (words[place - 1].key in ("of", "borough", "lb") and names(first, stop)):
            first += 1
        if words[stop - 1].typed[-2:] in ("'s", "’s"):
            return first, stop
        while last < min(len(words), stop + _MOST_AROUND) and _bare(words[last]) in _TRAILING:
            last += 1
        followed = {word.key for word in words[stop:last]}
        while last > stop and not names(first, last):
            last -= 1
        if last == stop and "council" in followed and "county" in followed:
            return 0, -1
        return first, last


def _mention(text: str, start: int, end: int, named: Authority | Area) -> Mention:
    if isinstance(named, Authority):
        return Mention("authority", named.name, text[start:end], start, end, (named.name,))
    if len(named.today) == 1:
        value = named.today[0]
        return Mention("authority", value, text[start:end], start, end, named.members, note=named.note)
    return Mention("area", named.name, text[start:end], start, end, named.members, note=named.note)


def _after_area(words: Sequence[_Word], stop: int) -> int:
    """The word after those that say what the area is: "Cumbria County Council"."""
    last = stop
    while last < len(words) and (words[last].key in _ENDS_AREA or words[last].key in _OF_AREA):
        last += 1
    while last > stop and words[last - 1].key not in _ENDS_AREA:
        last -= 1
    return last


def _bare(word: _Word) -> str:
    return name_key(re.sub(r"['’]s$", "", word.typed)).replace(" ", "")


def _no_capitals(words: Iterable[_Word]) -> bool:
    """Whether capital letters tell nothing: all are capitals, or each long word has one."""
    letters = [word.typed for word in words if word.typed[0].isalpha()]
    long = [typed for typed in letters if len(typed) > 3]
    return all(typed.isupper() for typed in letters) or (
        len(long) > 3 and all(typed[0].isupper() for typed in long)
    )


def _lends_its_name(text: str, words: Sequence[_Word], first: int, last: int) -> bool:
    follows = last < len(words) and not re.search(r"[:;,.]", text[words[last - 1].end : words[last].start])
    after = words[last].key if follows else ""
    before = words[first - 1].key if first else ""
    office = words[first - 2].key if first > 1 and before == "of" else ""
    named_under = after == "under" and last + 1 < len(words) and words[last + 1].key == "lyme"
    upon = first > 0 and words[first - 1].typed.lower() == "upon"  # "Stratford-upon-Avon"
    # "Sheffield police" are those in Sheffield, "Kent Police" is a force.
    force = after == "police" and words[last].typed.islower() and words[first].typed[0].isupper()
    return (
        (after in _NOT_BEFORE and not force)
        or before in _NOT_AFTER
        or office in _OFFICES
        or named_under
        or upon
    )


def _is_meant(text: str, words: Sequence[_Word], place: int, no_capitals: bool) -> bool:
    """Whether an ordinary word is the place of that name."""
    word = words[place]
    following = words[place + 1].key if place + 1 < len(words) else ""
    gap = text[word.end : words[place + 1].start] if following else text[word.end :]
    dated = re.fullmatch(r"20\d\d", following) is not None and re.fullmatch(r"[\s,(:]{1,3}", gap) is not None
    if dated or (following in _COUNCIL and gap == " "):
        return True
    before = text[words[place - 1].end : word.start] if place else text[: word.start]
    opens = place == 0 or _SENTENCE_END.search(before) is not None
    if opens and following and re.match(r"\s*:", gap):  # "bury: is drift still a problem"
        return True
    bare = word.key.removesuffix("s")
    if bare in _RARELY_WORDS and (not place or words[place - 1].key not in _MAKES_A_VERB):
        return True
    if no_capitals or not word.typed[0].isupper():
        return False
    if word.typed[-2:] in ("'s", "’s"):
        return True
    if opens:
        return re.match(r"\s*:|\s+[-–—]\s", gap) is not None and bool(following)
    if following in ("and", "or") and place + 2 < len(words) and words[place + 2].key in _SCHOOL_SUBJECTS:
        return False
    return words[place - 1].key in _PLACE_BEFORE or text[word.start - 1] in "(,"


def _joined_to(text: str, item: Mention, refused: Iterable[int]) -> bool:
    """As "Devon" is in "Devon and Cornwall Police"."""
    return any(
        re.fullmatch(r"\s*(?:and|&|,)\s*", text[item.end : start]) for start in refused if start > item.end
    )
