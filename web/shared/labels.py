"""Words that a reader knows for the values of records: frameworks, kinds, areas, grades."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from indexer.dates import day
from indexer.errors import Remedy, Wording
from indexer.kinds import table
from indexer.records import Paragraph, Report
from search_api.citations import locator
from search_api.question.filters import days, rows
from search_api.themes.vocabulary import labels as theme_labels

FRAMEWORKS, KINDS, AREAS = table.FRAMEWORK_LABELS, table.KIND_LABELS, table.AREA_LABELS
NOUNS, THEMES = table.KIND_NOUNS, theme_labels()
# What a filter, or what a question says, is called.
FIELDS = {item.name: item.label for item in rows()} | {
    "area": "Area",
    "neighbours": "Statistical neighbours of",
    "type": "Type of authority",
    "published": "Date published",
    "report": "Inspection",
    "paragraph": "Look up",
    "instruction": "Words not searched for",
    "phrase": "Exact words",
    "without": "Left out",
    "year": "Year published",
    "polarity": "Order",
    "mine": "My authority",
    "latest": "Reports",
}
# How the pages word what is wrong.
PAGES = Wording(
    field=lambda name: f"‘{FIELDS.get(name, name)}’",
    remedies={
        Remedy.LIST_REPORTS: "the list of reports shows what is indexed",
        Remedy.WRITE_DATE: "enter a date like 2018, 03/2018 or 31/03/2018",
        Remedy.SWAP_DATES: "swap ‘Published from’ and ‘Published to’",
        Remedy.MAKE_INDEX: "whoever runs this server should run `pinpoint setup`",
    },
)
POLARITIES = {"strength": "good practice first", "weakness": "concerns first"}


_ROLE = re.compile(
    r"[\s,]*\b(?P<role>(?:(?:His|Her)\s+Majesty['’]s\s+Inspector|HMI|Ofsted\s+Inspector)\b.*)$"
)


def inspector(printed: str) -> str:
    """The name, then the role, as in "Ann Example, Her Majesty’s Inspector"; "" of nothing.

    Covers print the two side by side, some without anything between them.
    """
    found = _ROLE.search(printed)
    name = printed[: found.start()].strip() if found else ""
    return f"{name}, {found['role']}" if found and name and not name.endswith("(") else printed


# An outcome that only kinds judged apart give is no grade of an authority's services: in a list of both it
# says what it is of.
_OUTCOMES = {
    grade.name: kind.areas[0].label
    for kind in table.KINDS_OF_REPORT
    if kind.apart and kind.areas
    for grade in kind.grades
    if grade.name not in table.GRADES_OF_SERVICES
}

_DAYS = frozenset(item.name for item in days())
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_UNNUMBERED = " (unnumbered in the report)"

# How reports of one kind begin the names of their chapters, which all have in common.
_LONG_OPENING = re.compile(
    r"The (?:graded judge?ment (?:about|for) (?:the )?)?(?:experiences? and progress of )?", re.IGNORECASE
)


def badge(paragraph: Paragraph) -> str:
    """The number as a short badge: "¶ 27", "Recommendation 6"; how a screen reader says it: `spoken`.

    That a number is counted and not printed is said beside the badge, where `unnumbered`.
    """
    said = locator(paragraph).removesuffix(_UNNUMBERED)
    if said == f"paragraph {paragraph.label}":
        return f"¶ {paragraph.label}"
    return said[:1].upper() + said[1:]


def unnumbered(paragraph: Paragraph) -> bool:
    """Whether the number is a count of ours, which a reader of the report must count too."""
    return locator(paragraph).endswith(_UNNUMBERED)


def spoken(paragraph: Paragraph) -> str:
    """As in "Paragraph 27" or "Recommendation 6"."""
    said = locator(paragraph).removesuffix(_UNNUMBERED)
    return said[:1].upper() + said[1:]


def section(paragraph: Paragraph) -> str:
    """Where it stands, in few words: its last heading and the one above; "" for a part with no heading.

    Many headings say little alone ("Inspection findings"). As in "Children who need help and protection ›
    Inspection findings": what the names of all chapters begin with is left out.
    """
    shown: list[str] = []
    for heading in map(_short, paragraph.section[-2:]):
        if not shown or heading.casefold() != shown[-1].casefold():
            shown.append(heading)
    return " › ".join(shown)


def judged(paragraph: Paragraph) -> str:
    """The grade of its section, worded so that it is not read as a verdict on the sentence; "" for none."""
    return f"Section judged {paragraph.grade}" if paragraph.grade else ""


def _short(heading: str) -> str:
    found = _LONG_OPENING.match(heading)
    rest = heading[found.end() :] if found and found[0].casefold() != "the " else ""
    return rest[:1].upper() + rest[1:] if rest else heading


def value_label(field: str, value: str) -> str:
    """A value of a filter as a reader knows it."""
    if field == "framework":
        return FRAMEWORKS.get(value, value)
    if field == "kind":  # of a question: several kinds, separated by commas
        return ", ".join(KINDS.get(kind, kind) for kind in value.split(", "))
    if field == "theme":
        return THEMES.get(value, value)
    if field == "polarity":
        return POLARITIES.get(value, value)
    if field == "latest":
        return "only each authority’s latest"
    if field in _DAYS and _A_DAY.fullmatch(value):
        with suppress(ValueError):  # no such day: as typed
            return day(date.fromisoformat(value))
    if field in ("phrase", "without"):
        return f"“{value}”"
    if field == "grade" and value in _OUTCOMES:
        return f"{_OUTCOMES[value]}: {value}"
    return value[:1].upper() + value[1:] if field == "grade" else value


def framework_label(report: Report) -> str:
    """The name of the report's inspection framework, as users read it."""
    return FRAMEWORKS[report.framework]


def noun(report: Report) -> str:
    """As in "inspection" or "focused visit": before the date on which it was published."""
    return table.framework(report.framework).noun


def grades(report: Report) -> bool:
    """Whether its kind gives grades, or another outcome."""
    return bool(table.framework(report.framework).grades)


def no_grades(report: Report) -> str:
    """Why none is shown, in one sentence."""
    if grades(report):
        return "We found no grades on the cover of this report."
    called = noun(report)
    return f"{'An' if called[0] in 'aeiou' else 'A'} {called} gives no grades."


def overall_grade(report: Report) -> str:
    """The grade of the overall judgement as printed, "" where the cover has none."""
    return next((item.printed_grade for item in report.judgements if item.area == "overall"), "")
