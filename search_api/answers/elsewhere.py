"""What other bodies say, and other inspections: a question for those is not answered from these reports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from indexer.kinds.table import framework
from indexer.records import Framework

_SAYS = (
    r"(?:say|says|said|find|finds|found|give|gives|gave|rate|rates|rated|judge[ds]?|grade[ds]?|report(?:ed|s)?|"
    r"conclude[ds]?|recommend(?:ed|s)?|criticise[ds]?|think|thinks|thought|inspect(?:ed|s)?|award(?:ed|s)?|mark(?:ed)?)"
)
_OUTPUT = (
    r"(?:ratings?|reports?|inspections?|findings?|judge?ments?|grades?|verdicts?|outcomes?|scores?|reviews?|results?|"
    r"recommendations?)"
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """name: of the body, or of the inspections. asked: a pattern of the questions that are for what it says.

    here: where the names of a kind of report and of its inspectorates have it, its reports are here. Each
    question that is asked for holds it, too.
    """

    name: str
    asked: str
    here: str

    def is_asked(self, text: str) -> bool:
        """Whether a question is for what it says."""
        # Few questions name it: the long pattern is not compiled for the others.
        return all(_compiled(pattern).search(text) for pattern in (self.here, self.asked))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _body(name: str, called: str) -> Elsewhere:
    """A body that is asked for: "did the CQC say", "CQC rating", "according to Estyn"."""
    the = rf"(?:the\s+)?(?:{called})"
    return Elsewhere(
        name,
        rf"\b(?:did|does|do|has|have|had|would|will)\s+{the}\b|\b{the}(?:['’]s?)?\s+(?:\w+\s+){{0,4}}?{_OUTPUT}\b|"
        rf"\b{the}\s+{_SAYS}\b|\b(?:according\s+to|{_OUTPUT}\s+(?:by|from|of))\s+{the}\b|\b{_SAYS}\s+by\s+{the}\b",
        rf"\b(?:{called})\b",
    )


def _inspections(name: str, pattern: str) -> Elsewhere:
    asked = rf"\b(?:{pattern})\b"
    return Elsewhere(name, asked, asked)


_INSPECTS = r"inspect(?:ors?|orate)"
_SCHOOL = (
    r"(?:schools?|academ(?:y|ies)|nurser(?:y|ies)|pre-?schools?|playgroups?|childminders?|sixth\s+forms?)"
)
OTHERS = (
    _body("Care Quality Commission", r"CQC|care\s+quality\s+commission"),
    _body(
        "Inspectorate of Probation",
        rf"HMI\s*P(?:robation)?|HMIP|probation\s+{_INSPECTS}|inspectorate\s+of\s+probation",
    ),
    _body(
        "Inspectorate of Constabulary (HMICFRS)",
        rf"HMICFRS|HMIC|(?:police|constabulary)\s+{_INSPECTS}|inspectorate\s+of\s+constabulary",
    ),
    _body("Inspectorate of Prisons", rf"HMI\s*Prisons|prisons?\s+{_INSPECTS}|inspectorate\s+of\s+prisons"),
    _body("Welsh inspectorate Estyn", r"Estyn"),
    _body("Care Inspectorate Wales", r"CIW|care\s+inspectorate\s+wales"),
    _body("Scottish Care Inspectorate", r"care\s+inspectorate|education\s+scotland"),
    _body("Regulation and Quality Improvement Authority", r"RQIA"),
    _body("Ombudsman", r"LGSCO|(?:local\s+government\s+)?(?:and\s+social\s+care\s+)?ombudsman"),
    _body("Children’s Commissioner", r"children['’]s\s+commissioner"),
    _body("National Audit Office", r"NAO|national\s+audit\s+office"),
    _body("Independent Schools Inspectorate", r"ISI|independent\s+schools\s+inspectorate"),
    _inspections(
        "area SEND inspections",
        r"(?:local\s+area\s+|area\s+)?SEND\s+(?:local\s+)?(?:area\s+)?inspections?|area\s+SEND|"
        r"SEND\s+(?:outcomes?|ratings?|grades?|judge?ments?)|"
        r"inspections?\s+of\s+(?:the\s+)?(?:local\s+area['’]s\s+)?SEND",
    ),
    _inspections(
        "inspections of schools and nurseries",
        rf"{_SCHOOL}\b[^?.;]*\bspecial\s+measures|special\s+measures\b[^?.;]*\b{_SCHOOL}|"
        rf"{_SCHOOL}\s+(?:inspections?|ofsted)|"
        rf"(?:grade|rating|judgement)\s+(?:did|does|of|for)\s+[^?.;]*\b{_SCHOOL}",
    ),
    _inspections(
        "adult social care inspections",
        r"adult\s+social\s+care\s+(?:inspections?|ratings?|judge?ments?)|"
        r"ratings?\s+(?:for|of)\s+adult\s+social\s+care",
    ),
)  # fmt: skip


# What a body gives for itself alone, and no report of several inspectorates has.
_OWN_GRADE = re.compile(
    r"\b(?:rat(?:e[ds]?|ings?)|grad(?:e[ds]?|ings?)|scores?|marks?|awards?)\b", re.IGNORECASE
)


def elsewhere(text: str, frameworks: Iterable[Framework] = ()) -> str:
    """The body or the inspections that a question asks for and the reports are not; "" for none.

    frameworks: of the reports that may answer. Joint ones are by all their inspectorates, but give no rating.
    """
    kinds = [framework(name) for name in frameworks]
    here = "" if _OWN_GRADE.search(text) else "; ".join(kind.inspectorate for kind in kinds)
    here = "; ".join((here, *(kind.label for kind in kinds)))
    asked = (item for item in OTHERS if item.is_asked(text))
    return next((item.name for item in asked if not _compiled(item.here).search(here)), "")
