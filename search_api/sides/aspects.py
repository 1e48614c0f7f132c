"""What of a matter is judged? Its timeliness, its records, its reach … as the words of a sentence name it.

"Interviews are late" and "interviews are offered" are about one subject, and praise of the one is no praise
of what the other finds wanting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cues import counted
from .features import balance
from .wording import clauses, plain, softened

# Patterns on plain lower-case text (sides/wording.py).
_THINGS = (
    r"(?:placement|foster|carer|adopter|accommodation|home|provision|service|staff|worker|resource|option|"
    r"counsell|programme|interventions?)"
)
_PATTERNS: Mapping[str, str] = {
    "time": (
        r"timel\w+|delay\w*|prompt\w*|quick\w*|swift\w*|slow\w*|late|later(?!-life| life)|wait\w*|speed\w*|"
        r"drift\w*|(?:working )?days|weeks?|months?|hours|timescales?|timeframes?|deadlines?|"
        r"earliest|earlier stage|at an early|overdue|long|immediate\w*|backlogs?|soon\w*|pace|"
        r"in good time|when (?:they )?need\w*(?: them| it)?|rapid\w*|expedi\w+|at the right time|years"
    ),
    "reach": (
        r"offer\w*|take[- ]?up|taken up|tak(?:e|ing) up|uptake|receiv\w*|access\w*|availab\w*|"
        r"refus\w*|eligib\w*|provided with|routinely \w+ed|"
        r"held(?! to)|convened|undertaken|carried out|completed|takes? place|taken place|opportunit\w*|"
        r"benefit\w* from"
    ),
    "sufficiency": (
        r"sufficiency|shortages?|capacity|choices?|(?:range|number|variety) of|supply|recruit\w*|vacanc\w*|"
        rf"(?:enough|sufficient|insufficient|lack of|limited|more) (?:[\w-]+ ){{0,3}}?{_THINGS}\w*|"
        r"right kind of"
    ),
    "use": (
        r"inform|informs|informing|to inform|used (?:[\w-]+ ){0,5}?to|learn\w*|influenc\w*|shaped?|"
        r"shaping|transfer\w*|intelligence|impact\w*|driv(?:e|es|ing)|lessons"
    ),
    "depth": (
        r"analy\w+|thorough\w*|comprehensive\w*|detail\w*|rigour|rigorous\w*|in-depth|superficial|explor\w*|"
        r"reflecti(?:ve|on)\w*|descriptive"
    ),
    "record": (
        r"record\w*|document(?:ed|ing|ation)|minut\w*|chronolog\w*|written|case files?|on file|files|"
        r"up[- ]to[- ]date|updat\w+|logged"
    ),
    "oversight": (
        r"oversight|monitor\w*|track\w*|supervis\w*|audit\w*|quality[- ]assur\w*|performance|evaluat\w*|"
        r"grip|line of sight"
    ),
    "challenge": r"challeng\w*|scrutin\w*|h[eo]ld\w* (?:[\w-]+ ){0,3}?to account|accountab\w*|escalat\w*",
    "frequency": r"frequen\w*|regular\w*|irregular\w*|often enough|seen",
    "aims": (
        r"measurable|specific|smart|contingenc\w*|outcome-focused|objectives?|milestones?|"
        r"actions?|goals?|priorit\w+"
    ),
    "voice": (
        r"wishes|feelings|views?|voices?|participat\w*|consult\w*|heard|listen\w*|feedback|"
        r"child-(?:centred|focused)|influenc\w*"
    ),
    "spotting": r"identif\w*|recogni[sz]\w*|screen\w*|understand\w*|understood|aware\w*|knows?|knowledge\w*",
    "sharing": r"shar(?:e|es|ed|ing)|information-sharing|communicat\w*|notif\w*|sent|passed",
    "together": (
        r"attend\w*|represent\w*|involv\w*|engag\w*|contribut\w*|joint\w*|joined-up|multi-agency|coordinat\w*|"
        r"co-ordinat\w*|partnership"
    ),
    "skill": r"train\w*|skill\w*|expert\w*|experienced|competen\w*",
    "stability": (
        r"stable|stability|instability|turnover|consistent (?:social )?workers?|continuity|"
        r"chang\w+ (?:of|in) (?:[\w-]+ ){0,2}?(?:worker|staff)\w*|agency staff|disrupt\w*|moves?|permanent"
    ),
    "decision": r"decision\w*|rationale|thresholds?|stepped|step(?:ping)? (?:up|down)",
    "share": (r"numbers?|proportions?|percentages?|rates?|few|fewer|low|declin\w*|only one|high"),
    "place": r"out of (?:area|borough|county|city)|distance|locally|close to|placed at",
    "paper": r"strateg(?:y|ies)(?! (?:discussion|meeting))|polic(?:y|ies)|protocols?|framework|procedures?",
    "quality": r"quality(?![ -]assur)|(?:good|well) enough|poor|poorly|weak",
    "fit": r"match\w*|suitab\w*|unsuitab\w*|tailored|bespoke|meets? (?:[\w'-]+ ){0,3}?needs|personali[sz]ed",
}
_COMPILED = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _PATTERNS.items()}
# Words that say how many are concerned, not what is judged, and names that hold such a word.
_QUANTITY = re.compile(
    r"\ban? (?:very |relatively )?(?:small|large|significant|tiny|increasing|growing)? ?"
    r"(?:number|minority|majority|proportion|few)(?: of)?\b|\bthe (?:vast |large )?majority(?: of)?\b|"
    r"\bout[- ]of[- ](?:office )?hours\b|\blong[- ]term\b|\bearly (?:help|years)\b|\bno longer\b|"
    r"\b(?:over|in|for) the (?:last|past) [\w ]{0,12}?(?:months?|years?)\b|\bat the time of\b"
)


_GOOD = re.compile(
    r"\b(?:good|well|effective\w*|strong\w*|excellent|robust\w*|thorough\w*|detailed|comprehensive\w*|"
    r"high[- ]quality|outstanding|rigorous\w*)\b"
)
# Patterns of phrases.py that no praise holds.
SHORTFALLS = ("not_good", "nothing_of", "too", "need", "work_left", "falls_short", "less_well", "made_worse")
_DENIES = re.compile(r"\b(?:not|no|never|nor|only|few|without)\b")
# "When supervision is recorded well, …" praises what follows, not the supervision; "would" praises nothing.
_SUPPOSES = re.compile(
    r"^\W*(?:when|where|once|if) [^,]*\b(?:well|good|regularly|effective\w*|timely|completed|provided|"
    r"undertaken|stable|suitable|appropriate\w*)\b[^,]*,|\bwould\b|"
    # Nor does it say that something is done where it is known to matter, or meant.
    r"\bunderstand\w* the (?:importance|need)|\brecogni\w+ (?:the (?:importance|need)|that)\b|"
    r"\b(?:is|are) (?:\w+ )?(?:committed|aware|ambitious)\b|^[^,]{0,40}\b(?:of|from) (?:this|these|those)\b"
)
_MOST = re.compile(r"\b(?:all|most|every|each|majority|routinely|always)\b")
_OPENS = re.compile(r"^\W*(?:however, )?(?:when|where|once|if) [^,]*, ")  # says of whom, judges nothing
# Aspects that praise must name wherever the criticism does, and those of which praise leaves the whole open.
_MUST = frozenset({"oversight", "challenge", "use", "sufficiency", "stability", "record", "quality"})
_NARROW = frozenset({"oversight", "time", "reach", "record", "together", "sharing", "frequency", "challenge"})
_ALIKE, _WHOLE = 0.3, 0.5  # likeness of telling words: the least, and the least where no aspect is named
_ENOUGH = 0.5  # share of the aspects that the criticism names which praise must name, too


def aspects(text: str) -> frozenset[str]:
    """What of its matter plain text (sides/wording.py) names, () where it judges the whole."""
    said = _QUANTITY.sub(" ", text)
    return frozenset(name for name, pattern in _COMPILED.items() if pattern.search(said))


def wanting(criticism: str, *, mixed: bool = False) -> str:
    """Of a sentence, in plain text, the clauses that find something wanting ("…, although …").

    mixed: whether it also praises; then "" where no clause of it is known to criticise.
    """
    runs = clauses(plain(criticism))
    if len(runs) == 1:
        return "" if mixed and not _criticises(runs[0]) else runs[0]
    found = [run for run in runs if _criticises(run)]
    return " . ".join(run.strip() for run in (found if found or mixed else runs))


def answers(criticism: str, praise: str, words: float = 1.0, *, mixed: bool = False) -> bool:
    """Whether a sentence praises what another criticises of their matter, and not something near it.

    words: likeness of their telling words, 0 to 1 (telling.py). mixed: as `wanting`.
    """
    clause, said = wanting(criticism, mixed=mixed), plain(praise)
    if not clause or words < _ALIKE or _SUPPOSES.search(said):
        return False
    named, praised = aspects(_OPENS.sub("", clause)), aspects(_OPENS.sub("", said))
    if "paper" in praised - named:  # that a policy is good does not say that what it is about is done
        return False
    if not named:
        return words >= _WHOLE and not praised & _NARROW and bool(_GOOD.search(said) or not praised)
    if _GOOD.search(said):
        praised |= {"quality"}
    if _MOST.search(said):
        praised |= {"reach"}
    return named & _MUST <= praised and len(named & praised) >= _ENOUGH * len(named)


def _criticises(run: str) -> bool:
    said, _ = softened(run)
    cues = counted(said)
    return balance(said) < 0 or any(cues[name] for name in SHORTFALLS) or _DENIES.search(said) is not None
