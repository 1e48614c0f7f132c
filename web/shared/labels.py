"""Words that a reader knows for the values of records: frameworks, kinds, areas, grades."""

from __future__ import annotations

from indexer.records import Area, Framework, Kind, Paragraph, Report
from search_api.citations import locator

FRAMEWORKS: dict[Framework, str] = {
    "protection": "Arrangements for the protection of children (2012–13)",
    "looked_after": "Services for looked after children (2013)",
    "sif": "Single inspection framework (2013–17)",
    "sif_reinspection": "Re-inspection under the single inspection framework",
    "ilacs": "ILACS (since 2018)",
    "lscb": "Local Safeguarding Children Board",
    "other": "Other",
}
KINDS: dict[Kind, str] = {
    "finding": "Findings",
    "recommendation": "Recommendations",
    "improvement": "What needs to improve",
    "summary": "Summaries",
    "context": "Context",
}
AREAS: dict[Area, str] = {
    "overall": "Overall effectiveness",
    "help_and_protection": "Help and protection",
    "looked_after": "Children looked after",
    "adoption": "Adoption",
    "care_leavers": "Care leavers",
    "leadership": "Leadership, management and governance",
    "lscb": "Local Safeguarding Children Board",
}
FIELDS = {
    "authority": "Authority",
    "neighbours": "Neighbours",
    "region": "Region",
    "type": "Type of authority",
    "published": "Date",
    "framework": "Framework",
    "grade": "Overall grade",
    "kind": "Kind",
    "report": "Inspection",
    "year": "Year of publication",
    "since": "Published since",
    "until": "Published until",
    "polarity": "Leaning",
}
POLARITIES = {"strength": "good practice first", "weakness": "concerns first"}


_UNNUMBERED = " (unnumbered in the report)"


def badge(paragraph: Paragraph) -> str:
    """The number as a short badge: "¶ 27", "Recommendation 6"; how a screen reader says it: `spoken`.

    That a number is counted and not printed is said beside the badge, where `unnumbered`.
    """
    said = locator(paragraph).removesuffix(_UNNUMBERED)
    if said == f"paragraph {paragraph.number}":
        return f"¶ {paragraph.number}"
    return said[:1].upper() + said[1:]


def unnumbered(paragraph: Paragraph) -> bool:
    """Whether the number is a count of ours, which a reader of the report must count too."""
    return locator(paragraph).endswith(_UNNUMBERED)


def spoken(paragraph: Paragraph) -> str:
    """As in "Paragraph 27" or "Recommendation 6"."""
    said = locator(paragraph).removesuffix(_UNNUMBERED)
    return said[:1].upper() + said[1:]


def value_label(field: str, value: str) -> str:
    """A value of a filter as a reader knows it."""
    if field == "framework":
        return FRAMEWORKS.get(value, value)  # type: ignore[call-overload, no-any-return]
    if field == "kind":
        return KINDS.get(value, value)  # type: ignore[call-overload, no-any-return]
    if field == "polarity":
        return POLARITIES.get(value, value)
    return value[:1].upper() + value[1:] if field == "grade" else value


def framework_label(report: Report) -> str:
    return FRAMEWORKS[report.framework]


def overall_grade(report: Report) -> str:
    """The grade of the overall judgement as printed, "" where the cover has none."""
    return next((item.printed_grade for item in report.judgements if item.area == "overall"), "")
