"""Kinds that are read by what they print: joint area reviews of 2005-09, children's homes, schools.

Known from the published frameworks (joint area reviews, social care common inspection framework, education
inspection framework); tried on built files only.
"""

from __future__ import annotations

import re

from . import ofsted
from .base import AreaOfJudgement, CoverWords, KindOfReport

_REVIEW = re.compile(
    r"(?:report (?:of|on) (?:the|a) )?(?:enhanced youth inspection and )?joint area review\b", re.IGNORECASE
)
_FIRST = 25  # lines of a cover

_GRADES = tuple(grade for grade in ofsted.GRADES if grade.name != "adequate")

HOME_AREAS = (
    AreaOfJudgement(
        "home_experiences",
        "Children’s home: overall experiences and progress",
        r"overallexperiencesandprogressofchildren(?:andyoungpeople)?(?:,?takingintoaccount:?)?",
    ),
    AreaOfJudgement(
        "home_protection",
        "Children’s home: help and protection",
        r"howwellchildren(?:andyoungpeople)?arehelpedandprotected",
    ),
    AreaOfJudgement(
        "home_leadership",
        "Children’s home: leaders and managers",
        r"(?:the)?effectivenessofleadersandmanagers",
    ),
)
_OVERALL = next(area for area in ofsted.AREAS if area.name == "overall")
SCHOOL_AREAS = (
    _OVERALL,
    AreaOfJudgement("school_education", "School: quality of education", r"(?:the)?qualityofeducation"),
    AreaOfJudgement("school_behaviour", "School: behaviour and attitudes", r"behaviourandattitudes"),
    AreaOfJudgement("school_development", "School: personal development", r"personaldevelopment"),
    AreaOfJudgement(
        "school_leadership", "School: leadership and management", r"leadershipandmanagement(?!andgovernance)"
    ),
    AreaOfJudgement("school_early_years", "School: early years provision", r"earlyyearsprovision"),
    AreaOfJudgement("school_sixth_form", "School: sixth-form provision", r"sixth.?formprovision"),
)
_HOME = re.compile(
    r"(?:inspected under the )?social care common inspection framework|children.s homes? inspection"
    r"|inspection (?:report )?(?:of|for) (?:an? |the )?children.s home",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    r"(?:registered provider|provision (?:sub-?)?type|unique reference number)\b", re.IGNORECASE
)
_SCHOOL = re.compile(
    r"(?:short |full |graded |ungraded )?inspection of (?:an? )?.{0,80}"
    r"\b(?:school|academy|sixth form college)\b",
    re.IGNORECASE,
)


def _is_review(cover: CoverWords) -> bool:
    return any(_REVIEW.match(line) for line in cover.lines[:_FIRST])


def _is_home(cover: CoverWords) -> bool:
    return any(map(_HOME.search, cover.lines)) and any(map(_PROVIDER.match, cover.lines))


def _is_school(cover: CoverWords) -> bool:
    if ofsted.names_childrens_services(cover.title):
        return False
    return any(map(_SCHOOL.match, cover.lines[:12])) and (
        cover.graded
        or any(map(_PROVIDER.match, cover.lines))
        or any("outcome" in it.lower() for it in cover.lines)
    )


KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="joint_area_review",
        label="Joint area review (2005–09)",
        inspectorate="Ofsted and other inspectorates",
        known_by=_is_review,
        turn=0,
        areas=(),
        grades=(),
        headings=(),
        needs_numbers=True,
        asked=(
            r"(?:\b(?:in|under|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\bjoint\s+area\s+reviews?",
        ),
        apart=True,
        noun="joint area review",
        as_printed=True,
    ),
    KindOfReport(
        name="childrens_home",
        label="Children’s home inspection",
        inspectorate=ofsted.NAME,
        known_by=_is_home,
        turn=0,
        areas=HOME_AREAS,
        grades=_GRADES,
        headings=(),
        asked=(
            r"(?:\b(?:in|from|under)\s+)?(?:\b(?:the|an?)\s+)?\bchildren['’]s\s+homes?\s+(?:inspections?|reports?)",
        ),
        apart=True,
        of_one_place=True,
        as_printed=True,
    ),
    KindOfReport(
        name="school",
        label="School inspection",
        inspectorate=ofsted.NAME,
        known_by=_is_school,
        turn=0,
        areas=SCHOOL_AREAS,
        grades=_GRADES,
        headings=(),
        asked=(
            r"(?:\b(?:in|from|under)\s+)?(?:\b(?:the|an?)\s+)?\bschools?\s+(?:inspections?|inspection\s+reports?)",
        ),
        apart=True,
        of_one_place=True,
        as_printed=True,
    ),
)
