"""Words by which a sentence says how something stands against the inspection before."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EARLIER = re.compile(
    r"\b(?:since|at|from|after|during|in|of|to|by|following|than|as)\b(?: [\w']+){0,6}? "
    r"(?:last|previous|earlier|prior|20[12]\d)\b(?: [\w'().]+){0,5}? (?:re-?)?(?:inspections?|visits?)\b"
    r"(?: (?:in|of) (?:\w+ )?20[12]\d)?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:since|in|from) (?:\w+ )?20[12]\d\b", re.IGNORECASE
)  # counts beside what was advised
_ADVISED = re.compile(
    r"\b(?:recommend(?:ation|ed)s?|areas? (?:for|of) (?:improvement|development)|areas? identified"
    r"|priority actions?|outstanding action)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:ha(?:s|ve|d) (?:\w+ ){0,3}(?:progressed|reduced|increased|developed|stabili[sz]ed)"
    r"|(?:an?|much|some|real|clear|significant|considerable|marked|steady|vast|recent|this) (?:\w+ )?"
    r"improvements?(?! (?:is|are|was) (?:needed|required))|improvements? (?:in|since|to|has|have)"
    r"|improved|strengthened|improving|better|enhanced|transformed|stronger|no longer"
    r"|(?:made|making|good|steady|significant|considerable|substantial|some) (?:\w+ )?progress"
    r"|progress (?:has|have|is|in|made)|more (?:timely|effective|robust|consistent\w*|manageable)"
    r"|increas(?:ed|ing) (?:focus|oversight|capacity|number of (?:foster|adopt|permanent)\w*)"
    r"|(?:steps|action) (?:have|has) been taken|taken (?:steps|action)|investment)\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\W*(?:however|but|nevertheless|despite|although|though|notwithstanding|that said|not all|some"
    r"|(?:there is )?(?:still )?(?:more|further) (?:work |progress )?(?:needs|is|remains|to be|to do)\b"
    r"|for (?:some|others|a (?:small|few))|a (?:small|very small) (?:number|minority)|in a (?:small|few)"
    r"|where (?:this|they))\b",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\W*(?:however|but|nevertheless|despite)\b", re.IGNORECASE)
_NOT_ALL = re.compile(r"\W*(?:not (?:all|every|enough)|too few|very few)\b", re.IGNORECASE)
_PART = re.compile(
    r"\W*(?:some|a (?:few|small number|minority)|a small|in some)\b", re.IGNORECASE
)  # of whom it is said: what is good for them is not so for all
_INTENDED = re.compile(
    r"\b(?:service|strategic|key|their|its|clear) priorities|\bpriorit(?:y|ies) (?:such as|include|are)"
    r"|\b(?:is|are|be|been|remains?|as) (?:an? )?(?:\w+ )?priority\b"
    r"|\b(?:plans?|intends?|aims?|intention) (?:are in place )?to (?!be|date)\b"
    r"|\b(?:is|are) (?:being )?(?:planned|proposed|under consideration)\b|\bwill (?:be|soon)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would)(?: not\b|n't\b)(?! only)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:not (?:yet|all|always|consistent\w*|routinely|sufficient\w*|fully|enough|every\w*)"
    r"|more (?:work |to )?(?:is |to )?(?:do|be done|needed|required)"
    r"|further (?:work|improvement|development|to go)"
    r"|too (?:early|soon|slow|many|few|much|long|often|variable|recent)"
    r"|remain(?:s|ed|ing)? (?:an? |too |variable|inconsistent|high|low|challeng|weak|poor|in need)"
    r"|still|yet to|variable|inconsisten\w+|(?:begin|start)(?:s|ning|ing)? to|early (?:days|stage)"
    r"|recent(?:ly)? (?:introduc|implement|start|improve)\w*|is improving|are improving"
    r"|although|however|but)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:deteriorat\w+|declin\w+|worse\w*|no(?:t| little)? (?:sufficient |enough )?progress"
    r"|(?:insufficient|limited) progress|too slow|failed to|ha(?:s|ve) not improved"
    r"|(?:remain|continue)s? (?:to be )?(?:an? )?(?:poor|weak|inadequate|outstanding action"
    r"|significant concern|concern|area (?:for|of) (?:improvement|development))"
    r"|remain(?:s|ed)? (?:incomplete|outstanding|unmet))\b",
    re.IGNORECASE,
)


def turns(sentence: str) -> bool:
    """Whether it begins as what takes back, for some, what was said before it."""
    return _TURNS.match(sentence) is not None


def turned(sentence: str) -> bool:
    """Whether it begins with "However": then what it says is the other side."""
    return _TURNED.match(sentence) is not None


def of_not_all(sentence: str) -> bool:
    """Whether it begins with those who go without: "Not all children have life-story work"."""
    return _NOT_ALL.match(sentence) is not None


def of_some(sentence: str) -> bool:
    """Whether what it says is said of some only: "Some young people have benefited"."""
    return _PART.match(sentence) is not None


def intended(sentence: str) -> bool:
    """Whether it tells of priorities or plans: of what is meant to be done, not of how it stands."""
    return _INTENDED.search(sentence.replace("’", "'")) is not None


def outright(sentence: str) -> bool:
    """Whether it takes nothing back: it denies nothing, leaves nothing to do, speaks of no plan or few."""
    plain = sentence.replace("’", "'")
    told = said(plain)
    held = told.left or told.worse or _DENIES.search(plain) or intended(plain)
    return not (held or of_some(plain) or of_not_all(plain))


@dataclass(frozen=True, slots=True)
class Said:
    """Of one sentence. earlier: the words that name an earlier inspection; advised: what it asked for;
    better, left, worse: those that tell of progress, of what is left to do, of none. "" for none.
    """

    earlier: str = ""
    advised: str = ""
    better: str = ""
    left: str = ""
    worse: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Those that are there."""
        return tuple(
            word for word in (self.earlier, self.advised, self.better, self.left, self.worse) if word
        )


def said(sentence: str) -> Said:
    """What a sentence says of how things went."""
    plain = sentence.replace("’", "'")
    advised = _ADVISED.search(plain)
    # "An area for improvement" tells of no improvement.
    told = _ADVISED.sub(lambda found: "-" * len(found[0]), plain)
    earlier = _EARLIER.search(plain) or (_YEAR.search(plain) if advised else None)
    found = (earlier, advised, _BETTER.search(told), _LEFT.search(told), _WORSE.search(plain))
    return Said(*(item[0].strip() if item else "" for item in found))
