"""Cues of more than one word, as patterns on plain lower-case text (see wording.plain)."""

from __future__ import annotations

import re

_GOOD = (
    r"(?:well|good|effective\w*|timely|robust\w*|clear\w*|consistent\w*|sufficient\w*|adequate\w*|strong\w*|"
    r"enough|appropriate\w*|embedded|complet\w+|always|routinely|fully|systematic\w*|regular\w*|available|"
    r"evident|recorded|met|in place|understood|used|shared|implemented|able|rigorous\w*|compliant|all|"
    r"every\w*|secure\w*|quickly|soon|up[ -]to[ -]date|specific\w*|focus\w*|benefit\w*|improve\w*|"
    r"progress\w*|kept|have|supported|provide\w*|receiv\w*|known?|developed|reviewed|monitored|analys\w+|"
    r"reflect\w*|address\w*|inform\w*|yet|led|ensure\w*|comprehensive\w*|meet\w*|help\w*|identif\w+|"
    r"consider\w*|evaluat\w*|prompt\w*|attend\w*|take|taken|made|held|happen\w*|done|seen|given|offer\w*|"
    r"visit\w*)"
)
_NOT = r"(?:not|n't|never|neither|nor|cannot|rarely|seldom)"
_AMENDED = (
    r"(?:\w+ )?(?:more|better|clearer|stronger|broader|wider|improved|strengthened|developed|embedded|"
    r"maintained|addressed|reviewed|done|sustained)"
)
_OF_WORK = (
    r"(?:evidence|impact|oversight|analysis|information|focus|challenge|clear|formal|system|plans?|"
    r"consideration|progress|strategy|protocol|consistent|effective|routine|regular|opportunit\w+|rigour|"
    r"reference|mechanism|process|record\w*|link|understanding|direct)"
)
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten"

# name -> the pattern, and the words without one of which it cannot match; a star stands for any ending
PHRASES: dict[str, tuple[str, str]] = {
    "not_good": (
        rf"\b{_NOT} (?:[\w'-]+ ){{0,3}}?{_GOOD}\b",
        "not t never neither nor cannot rarely seldom",
    ),
    "nothing_of": (
        rf"\b(?:no|little|limited|insufficient|inadequate|lack of|lacks?) (?:[\w-]+ ){{0,2}}?{_OF_WORK}\b",
        "no little limited insufficient inadequate lack lacks",
    ),
    "too": (
        r"\btoo (?:many|few|much|little|long|slow\w*|late|often|general\w*|variable|high|low|broad|narrow|"
        r"heav\w+|reliant|frequent\w*|large|small|great|far|early|recent|new|soon|brief|focus\w+)\b",
        "too",
    ),
    "need": (
        rf"\b(?:needs?|requires?) (?:to (?:be {_AMENDED}|have|do|ensure|improve|develop|strengthen|continue|"
        r"address)|further|more|improv\w+|strengthen\w+|sustained|urgent|significant|attention|greater)\b|"
        r"\b(?:is|are|was|were|still|also|work) (?:still |also |urgently )?(?:needed|required)\b|"
        r"\bneed to (?:improve|strengthen|develop|ensure|increase)|\bwork in progress\b|"
        r"\b(?:more|further|much) (?:[\w-]+ )?(?:to do|work|to go|improvement|needs? to)\b|"
        r"\bareas? for (?:\w+ )?(?:development|improvement)\b|\b(?:should|must)\b|"
        r"\bcould be (?:\w+ )?(?:more|better|further|strengthened|improved|enhanced)\b|"
        r"\bwould (?:benefit|further enhance)\b",
        "need* require* more further much area areas should must could would work",
    ),
    "work_left": (
        r"\b(?:more|further|much) (?:[\w-]+ )?(?:to do|work|to go|improvement|needs?|is needed)\b|"
        rf"\bneeds? (?:to improve|to be {_AMENDED}|strengthen\w+|sustained|improving|urgent)|"
        r"\brequires? (?:further |urgent )?(?:improvement|strengthen\w+|attention)",
        "more further much need* require*",
    ),
    "partly": (
        r"\bnot (?:all|every\w*|always|yet|consistent\w*|routinely|sufficient\w*|fully|enough|universally)\b|"
        r"\bfrom a (?:very )?low base\b|\byet to\b|\bas yet\b|\btoo early\b|\b(?:is|are|remains?|"
        r"still) recent\b",
        "not low yet early recent",
    ),
    "most_not_all": (
        r"\b(?:most|many|some|often|generally|largely|mostly|usually|in part)\b.{0,40}"
        r"\b(?:but|although|though|albeit) not\b|"
        r"(?:\bbut|\balthough|\bthough|\balbeit) not (?:yet|always|all|every\w*|consistent\w*)\b",
        "not",
    ),
    "falls_short": (
        r"\bmissed opportunit\w+|\bout of date\b|\bhigh (?:caseloads|turnover)\b|\b(?:wait|waited|"
        r"waiting) too\b|"
        r"\bad hoc\b|\bcould not\b",
        "missed out high wait* hoc could",
    ),
    "less_well": (
        r"\bless (?:well|consistent\w*|effective\w*|clear|developed|evident|strong|robust|frequent\w*)\b",
        "less",
    ),
    "improves": (
        r"\b(?:has|have|is|are|been|significantly|much|continu\w+ to|further|recently) (?:\w+ )?"
        r"(?:improv(?:ed|ing|e)|strengthened|increased)\b",
        "improv* strengthened increased",
    ),
    "made_worse": (
        r"\b(?:has|have|had|been) (?:\w+ )?(?:declined|deteriorated|worsened|fallen|stalled)\b|"
        r"\b(?:decline|deterioration|reduction) in\b",
        "decline* deteriorat* worse* fallen stalled reduction",
    ),
    "some_good": (
        r"\b(?:some|many|several|examples?) (?:[\w-]+ ){0,4}?(?:benefit|good|effective|excellent|"
        r"positive|strong|"
        r"creative|improv|valuable)",
        "some many several example*",
    ),
    "small_number": (
        r"\ba few\b|\bsmall number\b|\bin (?:one|two|three) cases?\b",
        "few small case*",
    ),
    "acts": (
        r"\bplans? (?:\w+ )?in place|\b(?:being|been|is|are|now|to|and|in) (?:\w+ )?(?:address\w*|remed\w+|"
        r"resolv\w+|rectif\w+|tackl\w+)|\balready\b|\b(?:took|taken|taking|take) (?:\w+ )?(?:action|steps|"
        r"immediate|swift|prompt|decisive|rigorous|corrective)|\bunder development\b|\baction plan\b|"
        r"\bbeing (?:developed|trained|reviewed|implemented|introduced|strengthened|taken)\b|"
        r"\brespond(?:ed|ing)\b|\bmade plans\b|\bworking (?:hard )?to\b|\b(?:is|are) (?:now )?prioritising\b|"
        r"\bin response\b|\bbegun to\b",
        "plan plans address* remed* resolv* rectif* tackl* already "
        "tak* took under action being respon* working prioritising begun",
    ),
    "admits": (
        r"\b(?:acknowledg\w+|recogni[sz]e[sd]?|accept\w*|aware) (?:\w+ )?(?:that|the need|there|this is)\b",
        "acknowledg* recogni* accept* aware",
    ),
    "inspection": (
        r"\b(?:ofsted\w*|inspectors? (?:returned|visited|looked|considered|met|spoke|sampled|carried)|"
        r"(?:this|the|previous|last|full) inspection|inspected|hmi|secretary of state|regulations? \d|"
        r"act (?:19|20)\d\d|newsletter|licence)\b",
        "ofsted* inspect* hmi secretary regulation* act newsletter licence",
    ),
    "since_then": (
        r"^\W*since the (?:last|previous) inspection|\blast inspection\b",
        "inspection",
    ),
    "process": (
        r"\bofsted's\b|\bprevious inspection\b|\binspectors returned\b|\b(?:newsletter|licence|copyright)\b|"
        r"\binspection (?:was|took place|of)\b|\bjudged (?:to be )?\w+\b|\bpublished\b",
        "ofsted* inspect* newsletter licence copyright judged published",
    ),
    "compares": (
        r"\b(?:better|higher|above|exceed\w*|narrower|lower|below) than\b|\bin line with\b",
        "than line",
    ),
    "is_fact": (
        r"\b(?:consists? of|comprises?|is responsible for|was (?:established|published|appointed|judged)|"
        r"were (?:adopted|subject|identified)|in post|chaired by|attended by|ceased to be|live in|includes?|"
        r"functions as|in operation|are currently|meets (?:monthly|quarterly|regularly))\b",
        "consist* compris* responsible was were post by "
        "ceased live include* functions operation currently meets",
    ),
}
# name -> the pattern of how a sentence opens
OPENINGS: dict[str, str] = {
    "concedes": r"\W*(?:however,? )?(?:although|though|even though|while|whilst|despite|whereas)\b",
    "however": r"\W*(?:however|but|nevertheless|nonetheless|conversely|in contrast|unfortunately)\b",
    "follows": (
        r"\W*(?:this|these|that|those|it|they|as a result|consequently|therefore|thus|for example|"
        r"for instance|in addition|similarly|additionally|also|she|he)\b"
    ),
    "count_opens": (
        rf"\W*(?:at (?:the time|\d|31)|currently|there (?:are|were) (?:currently )?\d|in \d|\d|approximately|"
        rf"during|of (?:these|the)|{_NUMBERS}|the (?:proportion|number|largest|average|population))\b"
    ),
}

COMPILED = {name: re.compile(pattern) for name, (pattern, _) in PHRASES.items()}
OPENS = {name: re.compile(pattern) for name, pattern in OPENINGS.items()}
NOT_GOOD = COMPILED["not_good"]
