"""What Ofsted's kinds of report share: areas, grades, and the headings that more than one of them prints.

The wordings are those that the published frameworks prescribe (single inspection framework 2013-18,
ILACS 2018-, arrangements for protection and looked-after inspections 2012-13), with the variants that
inspectors print.
"""

from __future__ import annotations

import re

from .base import AreaOfJudgement, GradeOfScale, HeadingWording

NAME = "Ofsted"
PUBLISHED_AS = "children's services inspection"  # in the list on its site, whatever the framework

AREAS = (
    AreaOfJudgement(
        "overall", "Overall effectiveness", r"overalleffectiveness(?!are)", r"overall(?:\s+effectiveness)?"
    ),
    AreaOfJudgement(
        "help_and_protection",
        "Help and protection",
        r"(?:(?:the)?experiences?a?andprogressof)?children(?:andyoungpeople)?whoneedhelpandprotection",
        r"(?:early\s+)?help\s+and\s+protection|child\s+protection|children\s+(?:who\s+need|in\s+need\s+of)\s+help"
        r"(?:\s+(?:and|or)\s+protection)?",
    ),
    AreaOfJudgement(
        "looked_after",
        "Children looked after",
        r"(?:(?:the)?experiences?a?andprogressof)?children(?:andyoungpeople)?"
        r"(?:lookedafter(?:andachievingpermanence|andcareleavers)?|incare(?:andcareleavers)?)",
        r"looked[\s-]+after\s+children|children\s+looked\s+after|(?:cared\s+for\s+children|children\s+in\s+care)",
    ),
    AreaOfJudgement("adoption", "Adoption", r"adoptionperformance", r"adoption"),
    AreaOfJudgement(
        "care_leavers",
        "Care leavers",
        r"(?:(?:the)?experiences?a?andprogressof)(?:(?:children)?careleavers|care-experiencedyoung(?:people|adults))",
        r"care[\s-]*leavers?|leaving\s+care|care[\s-]+experienced(?:\s+young\s+(?:people|adults))?",
    ),
    AreaOfJudgement(
        "leadership",
        "Leadership, management and governance",
        r"(?:the)?impactofleader(?:s|ship)on(?:socialwork)?practicewithchildrenand(?:their)?families"
        r"|leadership,?managementandgovernance",
        r"leaders(?:hip)?|managers|management|governance",
    ),
    AreaOfJudgement(
        "lscb", "Local Safeguarding Children Board", asked=r"LSCB|safeguarding\s+(?:children\s+)?board"
    ),
)

GRADES = (
    GradeOfScale("outstanding", 3, "outstanding", "outstanding", "outstanding"),
    GradeOfScale("good", 2, "good", "good", "good"),
    GradeOfScale(
        "requires improvement",
        1,
        heading=r"requires?\s+(?:improvement|to\s+improve)(?:\s+to\s+be\s+good)?",
        cell=r"requires?(?:\s+improvement(?:\s+to(?:\s+be(?:\s+good)?)?)?)?",
        asked=r"requir(?:es|ing)[\s-]+improvement",
    ),
    # Until 2013, in the place of "requires improvement".
    GradeOfScale("adequate", 1, "adequate", "adequate", "adequate"),
    GradeOfScale("inadequate", 0, "inadequate", "inadequate", "inadequate"),
)

_CHILDRENS_SERVICES = re.compile(r"children.s (?:social care )?services")


def names_childrens_services(title: str) -> bool:
    """Whether a title, in lower case, is about children's services as a whole."""
    return _CHILDRENS_SERVICES.search(title) is not None


_CHILDREN = r"children(?:,? young people and families|(?: and|,) young people)?"
_EXPERIENCES = r"(?:the )?(?:experiences?|experience) (?:and|of) progress of "
_LSCB = r"(?:(?:local safeguarding children(?:.s)? board|[a-z]{0,3}scb)(?: \(lscb\))?)"

HEADINGS = (
    HeadingWording("contents", "", None, r"contents"),
    HeadingWording(
        "executive",
        "executive",
        None,
        r"(?:executive summary|summary of (?:key )?findings|summary of key findings)",
    ),
    HeadingWording(
        "area-facts", "area", None, r"(?:information )?about (?:this|the) (?:local authority(?: area)?|area)"
    ),
    HeadingWording(
        "recommendations",
        "recommendations",
        None,
        r"recommendations?|areas for (?:improvement|development)|priority and immediate actions?"
        r"|priority actions?"
        r"|what does the local authority need to improve|what does the lscb need to improve"
        r"|recommendations (?:for the )?(?:lscb|local safeguarding children board)",
    ),
    HeadingWording(
        "closing",
        "",
        None,
        r"information about (?:this inspection|the (?:local authority |lscb )?inspection.*)"
        r"|about this inspection|the inspection team"
        r"|what (?:the |these )?(?:(?:local authority|lscb) )?(?:inspection )?(?:judge?ments?|grades) mean.*"
        r"|(?:inspection )?judge?ments? and what they mean|(?:grade|judge?ment) descriptors?"
        r"|the lscb is likely to be .*|the inspection judge?ments and what they mean"
        r"|record of main findings|inspection team|annex\b.*|how to complain|complaints",
    ),
    HeadingWording(
        "lscb",
        "lscb",
        "lscb",
        rf"(?:section (?:2|two)\W+)?(?:review of )?the effectiveness (?:of the )?{_LSCB}"
        rf"|(?:the )?{_LSCB}(?:.s strengths)?|inspection findings\W+(?:the )?{_LSCB}"
        r"|inspection judge?ments? about the lscb"
        rf"|(?:the )?{_LSCB}.*because|(?:key )?strengths and weaknesses of the (?:{_LSCB}|[a-z]{{1,3}}scb)",
    ),
    HeadingWording(
        "section",
        "help-and-protection",
        "help_and_protection",
        rf"(?:1\.? )?children who need help and protection"
        rf"|{_EXPERIENCES}{_CHILDREN} (?:who|in) need (?:of )?help (?:and|or) protection"
        r"|services for children (?:who|in) need (?:of )?help and protection"
        r"|(?:the )?effectiveness of (?:the )?help and protection.{0,80}",
    ),
    HeadingWording(
        "section",
        "looked-after",
        "looked_after",
        rf"(?:2\.? )?children looked after and achieving permanence"
        rf"|{_EXPERIENCES}(?:{_CHILDREN}|children and young people) looked after"
        r"(?:(?:,)? and achieving permanence)?"
        r"(?: and care leavers)?"
        rf"|(?:{_EXPERIENCES}|the experiences of )children in care"
        r"(?: and care leavers| and care[- ]experienced young (?:people|adults))?"
        r"|services for (?:children looked after|looked after children)(?: and care leavers)?",
    ),
    HeadingWording(
        "section",
        "care-leavers",
        "care_leavers",
        rf"{_EXPERIENCES}(?:care leavers|care[- ]experienced (?:young )?(?:people|adults)).*"
        r"|the graded judge?ment (?:about|for|on) (?:the experiences? and progress of )?care leavers.*",
    ),
    HeadingWording(
        "section",
        "adoption",
        "adoption",
        r"the graded judge?ment (?:about|for|on) adoption(?: performance)?.*"
        r"|adoption performance",
    ),
    HeadingWording(
        "section",
        "leadership",
        "leadership",
        r"(?:3\.? )?leadership,? management and governance"
        r"|the impact of (?:leaders|leadership) on (?:social work )?practice with "
        r"children(?: and (?:their )?families)?|leadership and (?:management|governance)",
    ),
    HeadingWording(
        "section",
        "overall",
        "overall",
        r"overall effectiveness(?: of services.*)?|safeguarding services|services for looked after children",
    ),
    HeadingWording("summary", "", None, r"summary|key findings"),
    HeadingWording("findings", "", None, r"inspection findings|findings"),
)
