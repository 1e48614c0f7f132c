"""Claims of letters that give no grades, of two reports of one year, and of a version that was replaced.

Most indexes hold none of these; `made_up` has all.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.records import Report

from .canvas import Canvas

_LETTERS = ("(JTAI letter, page {p})", "(JTAI {y}, para {n})", "(JTAI letter, {y}: {n})", "[JTAI, p. {p}]")


def letter(canvas: Canvas) -> bool:
    """Of a JTAI letter, right and with a wrong page. False where there is none; so of all here."""
    letters = [report for report in canvas.sources.every if report.framework == "jtai"]
    if not letters:
        return False
    for how in (
        "(JTAI letter, page {p})",
        "(JTAI {y}, para {n})",
        "(JTAI letter, {y}: {n})",
        "[JTAI, p. {p}]",
    ):
        if (source := canvas.sources.pick(reports=letters)) is None:
            return False
        canvas.text(f"“{source.words}” {how.format(p=source.page, y=source.year, n=source.number)}.")
        canvas.expect(source.words, "right", "JTAI letter", "none", source.paragraph.id)
    if (source := canvas.sources.pick(reports=letters)) is None or not source.page:
        return False
    canvas.text(f"“{source.words}” (JTAI letter, page {(source.page - 1) % 4 + 2}).")
    canvas.expect(source.words, "elsewhere", "JTAI letter", "wrong page", source.paragraph.id)
    if (source := canvas.sources.pick(reports=letters)) is not None:
        canvas.text(f"The letter of the joint targeted area inspection says “{source.words}” (paragraph 88).")
        canvas.expect(source.words, "no number", "JTAI letter", "number does not exist", source.paragraph.id)
    return True


def of_one_year(canvas: Canvas) -> bool:
    """A number of a year in which two reports were published that both have it."""
    pairs = [
        (one, other)
        for one in canvas.sources.every
        for other in canvas.sources.every
        if one.id < other.id and one.published.year == other.published.year
    ]
    if not pairs:
        return False
    one, other = canvas.chance.choice(pairs)
    shared = sorted(_labels(canvas, one) & _labels(canvas, other))
    for number in canvas.chance.sample(shared, 2):
        action = canvas.action()
        canvas.text(f"{action} follows from paragraph {number} of the {one.published.year} report.")
        canvas.expect(action, "ambiguous", "two of one year", "two of one year")
    if (source := canvas.sources.pick(reports=[one])) is not None:
        canvas.text(f"“{source.words}” (Ofsted {source.year}, para {source.number}).")
        canvas.expect(source.words, "right", "two of one year", "none", source.paragraph.id)
    return True


def replaced(canvas: Canvas) -> bool:
    """Of a version that a later one replaced."""
    old = [report for report in canvas.sources.every if report.superseded_by]
    if not old or (source := canvas.sources.pick(reports=old)) is None:
        return False
    canvas.text(f"“{source.words}” (Ofsted {source.year}, para {source.number}).")
    canvas.expect(source.words, "superseded", "replaced version", "superseded", source.paragraph.id)
    return True


def _labels(canvas: Canvas, report: Report) -> set[str]:
    return {item.label for item in canvas.sources.of(report, "finding")}


APART: tuple[Callable[[Canvas], bool], ...] = (letter, of_one_year, replaced)
