"""The words of a sentence, its runs of words between turns, and what its negations deny.

Everything is read off the text alone. Nothing here names a place or a matter.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d+")
_STRAIGHT = str.maketrans("’‘“”–—", "''\"\"--")

_OPENS = "although|though|even though|while|whilst|despite|notwithstanding|whereas|in spite of"
_CONCEDES = re.compile(rf"^\W*(?:(?:however|overall|similarly|nevertheless|in addition),? )?(?:{_OPENS})\b")
_TURN = re.compile(
    rf"(?<!^)[,;:]? ?\b(?:but|however|albeit|nevertheless|nonetheless|except|{_OPENS})\b,?|;|, yet\b|\. "
)
# Where none of these stands, nothing turns.
_TURNS = ("but", "hough", "whil", "despite", "whereas", "however", "albeit", "theless", "except",
          "withstanding", "in spite", ";", ", yet", ". ")  # fmt: skip

# What is bad in itself: to deny it is praise ("no children wait", "not disadvantaged").
_BAD = (
    "delay|drift|wait|backlog|unallocated|unregistered|unregulated|unsuitable|unsafe|unlawful|"
    "inappropriate|unnecessar|bed and breakfast|concern|at risk|harm|bully|bullied|disrupt|breakdown|"
    "broke down|exclu|complain|detriment|disadvantag|revers|rescind|cancel|missing|homeless|custody|"
    "deteriorat|worse|escalat|repeat|re-referr|unmet|breach|left (?:at|in|without|unprotected)|overdue|"
    "vacan|agency (?:staff|workers)|reoffend|weakness|shortfall|gaps|too (?:high|long|many|late)"
)
# Between a negation and a bad thing, any of these makes it a denial of good work ("does not reduce delay").
_WORK = (
    "identif|reduc|address|recogni|prevent|assess|understand|understood|consider|monitor|inform|analys|"
    "oversight|evidence that|ensur|manag|explor|act|respon|track|improv|record|report|shar|attend|receiv|"
    "help|support|challeng|focus|progress|meet|met|provid|enough|sufficient|clear|consistent|effective|"
    "always|all|yet|well|plan|impact|strateg|protocol|system (?:in|to|for|is)|link|role|use|aware|know|"
    "protect(?!ion)|tackl|learn|resol|keep|kept|see|visited|time|offer|adequate|longer|"
    "(?:for|take|because|due|when|where|who|if|until) "
)
_NOT = r"(?:not|n't|never|neither|nor|cannot|rarely|seldom)"
_NONE = (
    r"(?:no|none|nobody|hardly any|no longer|(?<!too )(?<!a )(?<!very )few|very few|fewer|without|avoid\w*|"
    r"prevent\w*)"
)
# Each of _NOT and _NONE holds one of these.
_DENIES = (
    "no",
    "n't",
    "neither",
    "never",
    "rarely",
    "seldom",
    "hardly",
    "few",
    "without",
    "avoid",
    "prevent",
)
_DENIED = re.compile(
    rf"\b{_NOT}\b(?: (?!(?:{_WORK}))[\w'-]+){{0,4}}? (?:{_BAD})[\w-]*|"
    rf"\b{_NONE}\b(?: (?!(?:{_WORK}))[\w'-]+){{0,8}}? (?:{_BAD})[\w-]*|"
    rf"\b(?:{_NOT}|{_NONE})\b(?: (?!(?:ensur|prevent|reduc|enough|well|clear|and|but|which)"
    rf"\b)[\w'-]+){{1,9}} "
    r"(?:unnecessarily|inappropriately|needlessly|(?:longer )?than necessary|without good reason)\b|"
    r"\bnot only\b|\bnot (?:un[a-z]+|inadequate\w*|ineffective\w*)\b|\bnever (?:g[ia]ve up|stop)"
)
# "children who are not in school": the negation says which children, and judges nobody.
_WHICH = re.compile(
    r"\b(?:who|whose \w+|which|that|where \w+|when \w+|those|if|should \w+) "
    r"(?:(?:are|is|do|does|were|did|was|have|has|may|can) )?"
    rf"(?:not|cannot|no longer|otherwise) (?!(?:yet|always|{_WORK}))[\w-]+(?: [\w-]+)?|"
    r"\bnot (?:in receipt|in (?:full-time )?(?:school|education|employment)|known to|"
    r"meet(?:ing)? the threshold|"
    r"in (?:their|its) best interests?)\b"
)


def plain(text: str) -> str:
    """Lower case, single spaces, straight quotation marks and dashes."""
    return " ".join(text.translate(_STRAIGHT).lower().split())


def softened(text: str) -> tuple[str, int]:
    """Plain text without its harmless negations, and how many of them deny a bad thing.

    Each that denies a bad thing ("no delay") leaves the word "denied"; one that says which ("who are not in
    school") leaves nothing.
    """
    if not any(piece in text for piece in _DENIES):
        return text, 0
    return _DENIED.subn(" denied ", _WHICH.sub(" ", text))


def terms(text: str) -> set[str]:
    """Words of plain or softened text, and pairs of neighbours joined by "_"; a number is "0"."""
    text = text.replace(" denied ", " ").replace("'s", "")
    words = ["0" if word[0].isdigit() else word for word in _WORD.findall(text)]
    return {*words, *(f"{one}_{other}" for one, other in pairwise(words))}


def clauses(text: str) -> list[str]:
    """The runs of plain text between turns ("but", "although"), at least one.

    Where it opens with "while" or the like: what it concedes, and the rest.
    """
    if not any(piece in text for piece in _TURNS):
        return [text]
    opens = _CONCEDES.match(text)
    if opens:
        conceded, _, rest = text[opens.end() :].strip(" ,").partition(", ")
        runs = [conceded, rest]
    else:
        runs = _TURN.split(text)
    return [run for run in runs if len(run.split()) > 1] or [text]
