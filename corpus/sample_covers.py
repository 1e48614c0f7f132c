"""What is printed on the first page, and in the margins of every page, of each form of report."""

from __future__ import annotations

from collections.abc import Callable

from corpus.sample_layout import BOLD, BOTTOM, LEFT, PLAIN, RIGHT, Placed, Sheet, width_of, wrap
from corpus.sample_text import Sample

FICTIONAL = "Fictional sample - not a real inspection, not by Ofsted"
UNNUMBERED_PAGES = 2  # of a 2013 report: cover and imprint come before the page numbered 1


def furniture_of(sample: Sample) -> Callable[[Sheet], None]:
    """Draws the running lines of a page that is full."""
    form = sample.facts["layout"]

    def draw(sheet: Sheet) -> None:
        if form == "protection":
            _fictional(sheet, 34)
            if sheet.page > UNNUMBERED_PAGES:
                sheet.text(LEFT, 796, _running_title(sample), BOLD, 8)
                number = str(sheet.page - UNNUMBERED_PAGES)
                sheet.text(RIGHT - width_of(number, BOLD, 8), 796, number, BOLD, 8)
                sheet.rule(788, weight=1.2)
            return
        _fictional(sheet, 800)
        sheet.rule(56)
        number = str(sheet.page)
        outer = RIGHT - width_of(number, PLAIN, 15)
        if form == "sif":
            sheet.text(outer if sheet.page % 2 else LEFT, 38, number, PLAIN, 15)
            return
        sheet.text(outer, 36, number, PLAIN, 15)
        if sample.facts["style"] != "2019" and sheet.page > 1:
            font = BOLD if sample.facts["style"] == "2026" else PLAIN
            sheet.text(LEFT, 44, sample.facts["title"], font, 7.5)
            sheet.text(LEFT, 34, sample.facts["dates"], font, 7.5)

    return draw


def _fictional(sheet: Sheet, y: float) -> None:
    sheet.text(RIGHT - width_of(FICTIONAL, PLAIN, 8), y, FICTIONAL, PLAIN, 8)


def _running_title(sample: Sample) -> str:
    return f"{sample.facts['authority']} {sample.facts['title']}"


def draw_cover(sheet: Sheet, sample: Sample) -> None:
    """The cover; where the form begins its text on the first page, `sheet.y` is left below the table."""
    {"sif": _sif, "ilacs": _ilacs, "protection": _protection}[sample.facts["layout"]](sheet, sample)


def _sif(sheet: Sheet, sample: Sample) -> None:
    facts = sample.facts
    sheet.lines([facts["authority"]], LEFT, size=20, leading=24, style="cover")
    _gap(sheet, 4)
    sheet.lines(wrap(facts["title"], BOLD, 13, 420), LEFT, font=BOLD, size=13, leading=17, style="cover")
    if "title2" in facts:
        sheet.lines(["and"], LEFT, size=13, leading=20, style="cover")
        lines = wrap(facts["title2"], BOLD, 13, 420)
        sheet.lines(lines, LEFT, font=BOLD, size=13, leading=17, style="cover")
    font = BOLD if "title2" in facts else PLAIN
    for line in (f"Inspection date: {facts['dates']}", f"Report published: {_long_day(sample)}"):
        _gap(sheet, 5)
        sheet.lines([line], LEFT, font=font, size=12, leading=16, style="cover")
    _gap(sheet, 18)
    _sif_table(sheet, sample)


def _sif_table(sheet: Sheet, sample: Sample) -> None:
    split, left, right = 372.0, LEFT - 6, RIGHT + 6
    top = sheet.y
    overall = sample.facts["overall"]
    sheet.text(LEFT, top - 17, overall, BOLD, 12)
    sheet.box(left, top - 26, right, top)
    sheet.placed.append(Placed(sheet.page, "table", "", overall + "\t" * 4))
    top -= 26
    for label, name, grade, _, _ in sample.lists["row"]:
        nested = "." in label.rstrip(".")
        x = LEFT + 46 if nested else LEFT + 18
        font, size = (PLAIN, 10.5) if nested else (BOLD, 11)
        lines = wrap(name, font, size, split - x - 10)
        bottom = top - 12 - 14 * len(lines)
        sheet.text(x - 18 if not nested else x - 20, top - 17, label, font, size)
        for place, line in enumerate(lines):
            sheet.text(x, top - 17 - 14 * place, line, font, size)
        sheet.text(split + 8, (top + bottom) / 2 - 4, grade, PLAIN, 11)
        sheet.box(left, bottom, right, top)
        sheet.canvas.line(split, bottom, split, top)
        if nested:
            sheet.canvas.line(x - 26, bottom, x - 26, top)
        sheet.placed.append(Placed(sheet.page, "table", "", f"{label} {name}\t\t{grade}\t\t"))
        top = bottom
    sheet.y = top


def _ilacs(sheet: Sheet, sample: Sample) -> None:
    facts = sample.facts
    early = facts["style"] == "2019"
    if early:
        sheet.lines([facts["cover"]], LEFT, size=20, leading=24, style="cover")
        _gap(sheet, 22)
        sheet.lines([facts["title"]], LEFT, font=BOLD, size=13, leading=17, style="cover")
    else:
        sheet.lines(wrap(facts["title"], PLAIN, 20, 400), LEFT, size=20, leading=25, style="cover")
    _gap(sheet, 12)
    _labelled(sheet, "Inspection dates:", [facts["dates"]], early)
    _gap(sheet, 10)
    if early:
        _labelled(sheet, "Lead inspector:", [facts["lead"], facts["lead_title"]], early)
    else:
        _labelled(sheet, "Lead inspector:", [f"{facts['lead']}, {facts['lead_title']}"], early)
    _gap(sheet, 20)
    split = 388.0 if early else 298.0
    top = _row(sheet, "Judgement", "Grade", sheet.y, split, BOLD)
    for name, grade, _, _ in sample.lists["judgement_row"]:
        top = _row(sheet, name, grade, top, split, PLAIN)
    sheet.y = top - 10


def _labelled(sheet: Sheet, label: str, values: list[str], bold_values: bool) -> None:
    x = LEFT + width_of(label + "  ", BOLD, 11.5)
    for place, value in enumerate(values):
        sheet.y -= 16
        if not place:
            sheet.text(LEFT, sheet.y, label, BOLD, 11.5)
        sheet.text(x, sheet.y, value, BOLD if bold_values else PLAIN, 11.5)
    sheet.placed.append(Placed(sheet.page, "cover", "", f"{label} {', '.join(values)}"))


def _row(sheet: Sheet, name: str, grade: str, top: float, split: float, font: str) -> float:
    cells = [
        (LEFT + 6, wrap(name, font, 11, split - LEFT - 14)),
        (split + 6, wrap(grade, font, 11, RIGHT - split - 10)),
    ]
    bottom = top - 16 - 13.5 * max(len(lines) for _, lines in cells)
    for x, lines in cells:
        for place, line in enumerate(lines):
            sheet.text(x, top - 18 - 13.5 * place, line, font, 11)
    sheet.box(LEFT, bottom, RIGHT, top)
    sheet.canvas.line(split, bottom, split, top)
    sheet.placed.append(Placed(sheet.page, "table", "", f"{name}\t\t{grade}\t\t"))
    return bottom


def _protection(sheet: Sheet, sample: Sample) -> None:
    facts = sample.facts
    sheet.y = 690
    sheet.lines(wrap(facts["title"], PLAIN, 20, 400), LEFT, size=20, leading=25, style="cover")
    sheet.lines([facts["authority"]], LEFT, size=15, leading=24, style="cover")
    sheet.rule(sheet.y - 26)
    for y, label, value in (
        (300, "Inspection dates:", facts["dates"]),
        (286, "Reporting inspector", f"{facts['lead']} HMI"),
        (150, "Age group:", "All"),
        (138, "Published:", _long_day(sample)),
    ):
        sheet.text(LEFT, y, label, BOLD, 9.5)
        sheet.text(LEFT + 106, y, value, BOLD if y > 200 else PLAIN, 9.5)
    sheet.new_page()
    imprint = "Nobody published this report. It was written as a sample, and its authority does not exist."
    sheet.rule(BOTTOM + 70)
    sheet.y = BOTTOM + 56
    sheet.lines([imprint], LEFT, size=9, leading=12, style="imprint")


def draw_record(sheet: Sheet, sample: Sample) -> None:
    """The table of grades on the last page of a 2013 report."""
    top = sheet.y - 12
    for name, grade in sample.lists["record"]:
        top = _row(sheet, name, grade, top, 400, PLAIN)
    sheet.y = top - 16


def _gap(sheet: Sheet, points: float) -> None:
    sheet.y -= points


def _long_day(sample: Sample) -> str:
    day = sample.day("published")
    return f"{day.day} {day:%B %Y}"
