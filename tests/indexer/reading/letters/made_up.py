"""Made-up letters of fictional authorities, set as published ones are, each a tuple of pages of lines:
a focused visit, a joint inspection and area SEND inspections.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.reading.pages import Line, Page
from tests.support.reading_pages import HEIGHT, STEP, WIDTH

LEFT, HANGING, SECOND = 72.0, 90.0, 224.0
_WIDTH_OF_LETTER = 5.6


def line(text: str, left: float = LEFT, *, bold: bool = False, size: float = 12.0) -> Line:
    return Line(text, left=left, right=left + _WIDTH_OF_LETTER * len(text), size=size, bold=bold)


def white(points: float = 13.0) -> Line:
    return Line("", top=points)


def heading(text: str, size: float = 12.0) -> tuple[Line, ...]:
    return white(), line(text, bold=True, size=size), white()


def paragraph(*texts: str) -> tuple[Line, ...]:
    return (*(line(text) for text in texts), white())


def bullet(*texts: str) -> tuple[Line, ...]:
    return (line(f"◼ {texts[0]}"), *(line(text, HANGING) for text in texts[1:]), white(6))


def page(number: int, *lines: Line, top: float = 740.0, numbered: bool = True) -> Page:
    """Lines from the top down; the page's number stands right at the foot, at the text's size."""
    placed: list[Line] = []
    for item in lines:
        if not item.text:
            top -= item.top
        elif item.top:
            placed.append(item)
        else:
            placed.append(replace(item, top=top, bottom=top - item.size))
            top -= STEP
    if numbered:
        foot = line(str(number), 518)
        placed.insert(0, replace(foot, top=70.0, bottom=59.0))
    return Page(number, WIDTH, HEIGHT, tuple(placed))


def at(item: Line, top: float) -> Line:
    """The line at a height of its own."""
    return replace(item, top=top, bottom=top - item.size)


LETTERHEAD = (
    at(line("Piccadilly Gate", size=9), 806),
    at(line("T 0300 123 1231", 170, size=8, bold=True), 806),
    at(line("enquiries@ofsted.gov.uk", 170, size=9), 796),
)
SIGNED = (
    *paragraph(
        "Ofsted will take the findings from this focused visit into account when planning your", "next visit."
    ),
    *paragraph("Yours sincerely"),
    line("Ada Example"),
    line("His Majesty’s Inspector", bold=True),
)


def focused_visit(name: str = "Northmoor", dated: str = "4 May 2018") -> tuple[Page, ...]:
    """Two pages; a paragraph and a bullet run over the page's end."""
    return (
        page(
            1,
            line(dated),
            white(),
            line("Bea Sample"),
            line("Director of Children’s Services"),
            line(f"{name} Council"),
            white(),
            line("Dear Bea Sample"),
            white(),
            line(f"Focused visit to {name} children’s services", bold=True),
            white(),
            *paragraph(
                f"This letter summarises the findings of a focused visit to {name} children’s services",
                "on 9 and 10 April 2018. The inspectors were Ada Example, HMI, and Cy Other, HMI.",
            ),
            *paragraph("Inspectors looked at the local authority’s arrangements at the ‘front door’."),
            *heading("Headline findings"),
            *paragraph("Children are helped early in Northmoor. Leaders know their services."),
            *paragraph("The new hub is a success."),
            *heading("What needs to improve in this area of social work practice"),
            *bullet(
                "The timeliness of assessments, and the way in which they are used by the teams", "that plan."
            ),
            *bullet("Written records of strategy meetings, which are not shared by"),
            *LETTERHEAD,
        ),
        page(
            2,
            line("all agencies.", HANGING),
            *heading("Findings"),
            *bullet("Thresholds are understood."),
            *heading("Areas of strength"),
            *bullet("Social workers stay, and children know them."),
            *SIGNED,
        ),
    )


def joint_inspection() -> tuple[Page, ...]:
    """A letter with a case study in a box between two bullets of the areas for improvement."""
    return (
        page(
            1,
            line("2 August 2019"),
            white(),
            line("Bea Sample, Director of Children’s Services, Northmoor Council"),
            line("Dee Person, Chief Constable, Harbour Police"),
            white(),
            line("Dear local partnership"),
            white(),
            line("Joint targeted area inspection of the multi-agency response to domestic", bold=True),
            line("abuse in Northmoor", bold=True),
            white(),
            *paragraph(
                "Between 24 and 28 June, Ofsted, the Care Quality Commission (CQC), HMI Constabulary and",
                "HMI Probation undertook a joint inspection of the multi-agency response to domestic abuse",
                "in Northmoor.",
            ),
            *heading("Key strengths", 14),
            *bullet("Partners meet often."),
            *heading("Areas for improvement", 14),
            *heading("Leadership"),
            *bullet("Audits do not ask what changed."),
            white(),
            line("Case study: highly effective practice", 91, bold=True),
            white(),
            line("A worker met a boy each week, and he is now safe.", 91),
            white(),
            *bullet("Police records lack the child’s voice."),
            *heading("A heading that no letter has"),
            *paragraph("The partnership plans a conference."),
        ),
        page(
            2,
            *heading("Next steps"),
            *paragraph("The director should send a statement by 8 November 2019."),
            *paragraph("Yours sincerely"),
            line("Ofsted Care Quality Commission", bold=True),
        ),
    )


def _row(top: float, who: tuple[str, ...], action: tuple[Line, ...]) -> tuple[Line, ...]:
    cells = [at(line(text, 63), top - STEP * place) for place, text in enumerate(who)]
    return (*cells, *(at(item, top - STEP * place) for place, item in enumerate(action)))


def area_send(outcome: str = "lead to inconsistent experiences and outcomes") -> tuple[Page, ...]:
    """A report with a table of priority actions; a row runs on to the last page."""
    return (
        page(
            1,
            line("Local area partnership report", size=10),
            line("Area SEND inspection of Northmoor Local Area", size=26),
            white(14),
            line("Partnership", size=26),
            white(30),
            line("Inspection dates: 5 to 9 February 2024"),
            line("Date of previous inspection: 6 to 10 June 2016"),
            *heading("Inspection outcome", 14),
            *paragraph(f"The local area partnership’s arrangements {outcome}", "for children with SEND."),
            *heading("Information about the local area partnership", 14),
            *paragraph(
                "Northmoor Council and NHS Harbour Integrated Care Board (ICB) are jointly responsible for",
                "the planning of services for children with SEND.",
            ),
            *heading("What is it like to be a child or young person with SEND in this area?", 14),
            *paragraph("Children wait too long."),
            *heading("What is the area partnership doing that is effective?", 14),
            *bullet("Leaders listen to parents."),
            *heading("What does the area partnership need to do better?", 14),
            *bullet("Plans are late, and families are not told why."),
        ),
        page(
            2,
            *heading("Areas for priority action", 14),
            at(line("Responsible body Areas for priority action", 63, bold=True), 600),
            *_row(
                580,
                ("Northmoor Council", "and NHS Harbour"),
                (
                    line("Leaders should make plans in time. They should", SECOND),
                    line("urgently improve:", SECOND),
                    line("• advice", 242),
                    line("• the time to see a doctor", 242),
                    line("in the hospital.", 260),
                ),
            ),
            *_row(
                480,
                ("Northmoor Council",),
                (
                    line("The council should find places so that", SECOND),
                    line("every child who has a plan has a school, and", SECOND),
                    line("every young person who leaves school has a", SECOND),
                ),
            ),
            numbered=False,
        ),
        page(
            3,
            *_row(740, ("and partners",), (line("place to learn.", SECOND),)),
            *(white(40), *heading("Areas for improvement", 14)),
            line("Areas for improvement", 63, bold=True),
            line(
                "Leaders across the partnership should improve what they tell to parents and carers, and", 63
            ),
            line("ask them.", 63),
            line("Leaders should train staff.", 63),
            *heading("Local area partnership details", 14),
            line("Local Authority Integrated Care Board", 63, bold=True),
            line("Northmoor Council NHS Harbour Integrated Care Board", 63),
            *heading("Inspection team", 14),
            line("Ofsted Care Quality Commission", bold=True),
            line("Ada Example, Ofsted lead inspector Cy Other, CQC lead inspector"),
            numbered=False,
        ),
    )


def local_area_2019() -> tuple[Page, ...]:
    """A letter of 2016-22 on a local area, with a written statement of action."""
    return (
        page(
            1,
            line("4 March 2019"),
            white(),
            line("Dear Ms Sample and Mr Person"),
            white(),
            line("Joint area SEND inspection in Northmoor", bold=True),
            white(),
            *paragraph(
                "Between 14 January 2019 and 18 January 2019, Ofsted and the Care Quality Commission (CQC)",
                "conducted a joint inspection of the local area of Northmoor.",
            ),
            *paragraph(
                "As a result of the findings of this inspection, Her Majesty’s Chief Inspector has",
                "determined that a Written Statement of Action is required.",
            ),
            *heading("Main findings"),
            *bullet("Leaders are ambitious."),
            *heading("Areas for development"),
            *bullet("Reviews are late."),
            *heading(
                "The local area is required to produce and submit a written statement of action to Ofsted"
            ),
            *bullet("the lack of a strategy for joint commissioning"),
            *paragraph("Yours sincerely"),
            line("Ada Example"),
        ),
    )


def monitoring_visit() -> tuple[Page, ...]:
    return (
        page(
            1,
            line("6 June 2019"),
            white(),
            line("Bea Sample"),
            line("Northmoor Council"),
            white(),
            line("Dear Bea Sample"),
            white(),
            line("Monitoring visit of Northmoor local authority children’s services", bold=True),
            white(),
            *paragraph(
                "This letter summarises the findings of the monitoring visit to Northmoor services",
                "on 8 and 9 May 2019. The inspectors were Ada Example, HMI, and Cy Other, HMI.",
            ),
            *heading("Areas covered by the visit"),
            *paragraph("Inspectors reviewed the progress made for children in care."),
            *heading("Overview"),
            *paragraph("Progress is slow."),
            *heading("Findings and evaluation of progress"),
            *paragraph("Plans are written in time."),
            *paragraph("I am copying this letter to the Department for Education."),
            *paragraph("Yours sincerely"),
            line("Ada Example"),
        ),
    )
