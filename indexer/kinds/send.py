"""Area SEND inspections, by Ofsted and the Care Quality Commission: letters of 2016-22, reports since 2023.

The outcome of one is a sentence of its own. It is no grade of Ofsted's scale, and none is compared with it.
"""

from __future__ import annotations

from .base import AreaOfJudgement, GradeOfScale, KindOfReport, LetterWords, SectionOfLetter

INSPECTORATES = "Ofsted and Care Quality Commission"
_EXPERIENCES = r"experiences and\s+outcomes"

AREAS = (
    AreaOfJudgement(
        "area_send",
        "Area SEND inspection outcome",
        asked=r"(?:area\s+)?SEND\s+(?:inspection\s+)?(?:outcome|judge?ment)|SEND\s+inspections?",
    ),
)
GRADES = (
    GradeOfScale(
        "typically positive experiences",
        2,
        rf"typically lead to positive {_EXPERIENCES}",
        rf"typically lead to positive {_EXPERIENCES}",
        r"typically\s+positive(?:\s+experiences)?",
    ),
    GradeOfScale(
        "inconsistent experiences",
        1,
        rf"lead to inconsistent {_EXPERIENCES}",
        rf"lead to inconsistent {_EXPERIENCES}",
        r"inconsistent\s+experiences",
    ),
    GradeOfScale(
        "widespread or systemic failings",
        0,
        r"widespread and/or systemic failings",
        r"widespread and/or systemic failings",
        r"(?:widespread\s+(?:and/or|and|or)\s+)?systemic\s+failings",
    ),
)
# Until 2022. Whether a written statement of action was asked for is all that the letter decides.
GRADES_2016 = (
    GradeOfScale(
        "no written statement of action",
        1,
        r"written statement of action is not required",
        r"written statement of action is not required",
        r"(?:no|without\s+an?)\s+written\s+statements?\s+of\s+action",
    ),
    GradeOfScale(
        "written statement of action",
        0,
        r"written statement of action is required",
        r"written statement of action is required"
        r"|(?:determined that a|required to (?:produce|prepare) (?:and submit )?a|"
        r"must (?:produce|prepare) a|requires? a) written statement of action",
        r"(?<!no )written\s+statements?\s+of\s+action",
    ),
)
_ASKED = (
    r"(?:\b(?:in|under|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\b(?:(?:joint\s+)?(?:local\s+)?area\s+)"
    r"SEND\s+(?:full\s+)?(?:inspections?|reports?|letters?|re-?visits?)",
    r"(?:\b(?:in|under|at|from|during)\s+)?(?:\b(?:the|an?|its|their)\s+)?\bSEND\s+(?:full\s+)?inspections?(?:\s+(?:reports?|letters?))?",
)

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="area_send_2016",
        label="Local area SEND inspection (2016–22)",
        noun="area SEND inspection",
        published_as="area send inspection",
        inspectorate=INSPECTORATES,
        known_by=lambda cover: False,
        areas=AREAS,
        grades=GRADES_2016,
        headings=(),
        asked=_ASKED,
        apart=True,
        letter=LetterWords(
            subject=r"joint (?:local )?area (?:SEND|special educational needs and/or disabilities) "
            r"(?:inspection|re-?visit) (?:in|of) (?P<name>.{3,80}?)(?: local area)?\.?",
            asks=r"\bcare quality commission\b",
            sections=(
                SectionOfLetter("main-findings", "finding", "finding", r"(?:main |key )?findings"),
                SectionOfLetter("strengths", "finding", "finding", r"(?:key |areas of )?strengths?"),
                SectionOfLetter("areas-for-development", "finding", "finding", r"areas? for development"),
                SectionOfLetter(
                    "identifying",
                    "finding",
                    "finding",
                    r"(?:the )?effectiveness of the local area in identifying .{5,200}",
                ),
                SectionOfLetter(
                    "meeting-needs",
                    "finding",
                    "finding",
                    r"(?:the )?effectiveness of the local area in (?:assessing and )?meeting .{5,200}",
                ),
                SectionOfLetter(
                    "outcomes",
                    "finding",
                    "finding",
                    r"(?:the )?effectiveness of the local area in improving outcomes .{5,200}",
                ),
                SectionOfLetter(
                    "",
                    "summary",
                    "improvement",
                    r"(?:the inspection (?:raises|raised) significant concerns.{0,120}"
                    r"|the local area (?:is required|must) .{5,200}|areas? (?:for|of) improvement)",
                ),
                SectionOfLetter("next-steps", "summary", "summary", r"next steps"),
            ),
            partnership=True,
            outcome="*",
            area="area_send",
        ),
    ),
    KindOfReport(
        name="area_send",
        label="Area SEND inspection (from 2023)",
        noun="area SEND inspection",
        published_as="area send full inspection",
        inspectorate=INSPECTORATES,
        known_by=lambda cover: False,
        areas=AREAS,
        grades=GRADES,
        headings=(),
        asked=_ASKED,
        apart=True,
        letter=LetterWords(
            subject=r"area SEND (?:full |monitoring )?inspection of (?:the )?(?P<name>.{3,80}?)"
            r" local area partnership\.?",
            asks=r"\binspection outcome\b",
            sections=(
                SectionOfLetter("outcome", "summary", "summary", r"inspection outcome"),
                SectionOfLetter(
                    "area",
                    "context",
                    "context",
                    r"information about (?:the|this) (?:local area partnership|local area|area)",
                ),
                SectionOfLetter(
                    "experiences",
                    "finding",
                    "finding",
                    r"what is it like to be a child or young person .{3,120}",
                ),
                SectionOfLetter(
                    "effective",
                    "finding",
                    "finding",
                    r"what is the (?:local )?area partnership doing that is effective",
                ),
                SectionOfLetter(
                    "do-better",
                    "finding",
                    "finding",
                    r"what does the (?:local )?area partnership need to do better",
                ),
                SectionOfLetter(
                    "priority-action",
                    "recommendation",
                    "recommendation",
                    r"areas? for priority action",
                    rows=True,
                ),
                SectionOfLetter("", "improvement", "improvement", r"areas? for improvement"),
                SectionOfLetter("progress", "finding", "finding", r"(?:progress|findings).{0,120}"),
                SectionOfLetter(
                    "",
                    "",
                    "",
                    r"(?:local )?area partnership details|information about this inspection|inspection team"
                    r"|local authority integrated care boards?|ofsted care quality commission",
                ),
            ),
            closing=r"if you are not happy with the inspection or the report"
            r"|the office for standards in education",
            partnership=True,
            outcome="outcome",
            area="area_send",
        ),
    ),
)
