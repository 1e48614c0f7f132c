"""The words of a query, and which of them a text holds. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.terminal import seen

# Joined by a hyphen or an apostrophe two runs are one word: "pre-birth", "children's".
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?")
_POSSESSIVE = re.compile(r"['’]s$")
# Letters: in a longer word no two are looked for, since each place is tried at which they may meet.
LONGEST_WORD = 40
_BLANKS = re.compile(r"\s{3,}")
_MARKS = re.compile(r"\W{13,}")

# Function words, the words of questions, and the words by which a user refers to the reports at large.
# Words of the field ("children", "social", "plan") stay: how much they tell is left to their frequency.
_STOP_WORDS = """
    a about above after again all also am an and any anything are aren't as at be because been being below
    between both but by can can't cannot could did didn't do does doesn't doing don't down during each few
    for from further get give given had has have having he her here hers him his how i if in into is isn't
    it its itself just let like me more most much must my no nor not of off on once only or other our out
    over own please same shall she should so some such than that the their them then there these they this
    those through to too under until up upon us very was wasn't we were weren't what when where whether
    which while who whom whose why will with within without won't would you your
    pls plz thx whats hows whos wheres whens whys thats theres dont doesnt didnt isnt arent wasnt cant wont
    havent hasnt im ive youre theyre weve lets haven't hasn't hadn't wouldn't shouldn't couldn't
    themselves himself herself ourselves yourself yourselves myself someone somebody everyone everybody
    anybody somewhere anywhere everywhere
    anyone describe described explain find found happen happened happens know known list look mention
    mentioned mentions say saying says show shows said tell told
    inspection inspections inspector inspectors ofsted paragraph paragraphs report reported reports
"""
_SHORTENED_AFTER = """
    i you he she it we they who what that there here where how when why
"""
STOP_WORDS = frozenset(_STOP_WORDS.split()).union(
    f"{word}'{end}" for word in _SHORTENED_AFTER.split() for end in ("ve", "re", "ll", "d", "s", "m")
)
# Words that name no matter of their own: beside another they only describe it.
_GENERIC_WORDS = """
    gone goes went away compare compares comparing list lists listed show shows tell tells told leader
    leaders leading manager childrens managers inspector inspectors timeline similar same understand say
    says asked ask question answer quality qualities support supported supporting service services work
    works working worker workers practice arrangement arrangements use used uses using effective
    effectively effectiveness good better best bad worse worst strong weak strength strengths weakness
    weaknesses finding findings view views area areas issue issues problem problems case cases child
    children children's young people person persons family families council councils authority authorities
    local team teams staff way ways matter matters evidence example examples information detail details
    approach response responses role provision process processes system systems experience experiences
    outcome outcomes need needs care help impact overall general new current currently different
    particular related raised raise covers cover covered deal deals dealing address addressed quote quotes
    citation citations passage passages section sections note notes comment comments commented criticise
    criticised criticism praise praised concern concerns concerned anything something everything thing
    things part parts year years time times day days recent recently latest last previous lot lots kind
    kinds type types sort sorts place places doing done make made makes making take taken takes taking
    keep kept keeping want wants wanted please thanks according regarding concerning re vs versus compared
    comparison still yet now ever never always often sometimes well poor poorly fine happy manage managed
    manages managing improve improved improves improvement improvements improving change changed changes
    changing progress number numbers many much count rate rates level levels amount common trend trends
    fix fixed sorted putting put puts talked talk talks mentioning come comes came up seen see sees paid
    got gets carry carries carried worry worries offer offered difference differences incl including high
    higher low lower fail failed fails failing look looks looking looked hold holds held judged judgement
    judgements rated rating ratings grade grades graded score scores published publish inspected big small
    large major main key newest oldest per annum average total totals we'd summer spring autumn winter
    month months january february march april may june july august september october november december
    meantime meanwhile monday tuesday wednesday thursday friday saturday sunday week weeks
    exactly enough else hit closed close precisely actually really model models happen happening spend
    spent pay pays paying cost costs affect affects affected cause caused i'd you'd who's what's let's
    social ofsted's director directors city county borough district town london north south east west one
    two three four five six seven eight nine ten first second third half dozen hundred inadequate
    outstanding requires adequate mid worried resigned since before already whilst though although despite
    via plus minus across along around behind beyond beside besides toward towards upon instead rather
    quite maybe perhaps basically simply soon later earlier ago altogether together apart every ensure old
    olds older year-old year-olds aged age ages only keeps coming think thinks thought feel feels felt
    believe opinion opinions
"""
GENERIC = frozenset(_GENERIC_WORDS.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """What a query's words come to. content: lower-case, in order, once each, without stop words
    (all words where nothing else is left). acronyms: those of `content` that were typed as acronyms,
    in the singular.
    """

    content: tuple[str, ...]
    acronyms: tuple[str, ...]


def without_long_gaps(query: str) -> str:
    """The query without what nobody sees, at most two blanks in a row, a dozen characters between two words.

    Blanks that hold a line's end become one. What patterns look for stands between words that are near each
    other. Over a run of blanks a pattern like "blanks, anything, blanks" takes the cube of its length to find
    nothing: two thousand would hold a server for minutes.
    """
    query = _BLANKS.sub(lambda gap: "\n" if "\n" in gap[0] else " ", seen(query))
    return _MARKS.sub(lambda gap: gap[0][:6] + gap[0][-6:], query)


def words(text: str) -> list[str]:
    """The words of `text` in order, lower-case, without "'s"."""
    return [
        found if found.isalnum() else _POSSESSIVE.sub("", found).replace("’", "'")
        for found in map(str.lower, _WORD.findall(text))
    ]


def analyse(query: str) -> Terms:
    """Content words and acronyms of a query. A query all in capitals of three words or more has none."""
    typed = [_POSSESSIVE.sub("", found) for found in _WORD.findall(query)]
    shouted = len(typed) > 2 and not any(char.islower() for char in query)
    content: dict[str, bool] = {}
    for word in typed:
        is_acronym = not shouted and _ACRONYM.fullmatch(word) is not None
        term = word.removesuffix("s").lower() if is_acronym else word.lower().replace("’", "'")
        # "IT" is an acronym and "it" a stop word, but the lexical index cannot tell them apart.
        if term not in STOP_WORDS and (len(term) > 1 or term.isdigit()):
            content[term] = content.get(term, False) or is_acronym
    if not content:
        content = dict.fromkeys(words(query), False)
    return Terms(tuple(content), tuple(term for term, is_acronym in content.items() if is_acronym))


def is_short(name: str) -> bool:
    """Whether a name is one word with two capitals or more, as acronyms are."""
    return " " not in name and sum(map(str.isupper, name)) > 1


_SENTENCE = re.compile(r"[^.?!;\n]+[.?!;\n]*")
_INTERROGATIVE = re.compile(
    r"\W*(?:what|which|who|how|why|when|where|is|are|was|were|do|does|did|has|have|can|should|and)\b", re.I
)


def asking(text: str, places: Sequence[int]) -> str:
    """The sentences at these places, where no other asks anything: "I am new here. What …?"; "" otherwise."""
    sentences = [match for match in _SENTENCE.finditer(text) if match[0].strip()]
    asked = [one for one in sentences if any(one.start() <= place < one.end() for place in places)]
    others = [one[0] for one in sentences if one not in asked]
    if not asked or any("?" in other or _INTERROGATIVE.match(other) for other in others):
        return ""
    return " ".join(one[0] for one in asked)
