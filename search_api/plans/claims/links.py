"""Where does a link in a draft lead: to a paragraph here, or to the file of a report?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.records import Report, report_of
from search_api.question.mentions.paragraphs import find_paragraphs


def linked_paragraph(url: str) -> str:
    """The id that an address holds, as a permalink does; "" for none."""
    return next((item.members[1] for item in find_paragraphs(url) if item.members[0] == "id"), "")


def linked_report(url: str, reports: Sequence[Report], urls: Mapping[str, str]) -> Report | None:
    """urls: report id -> its own address at the inspectorate."""
    if not url:
        return None
    identity = linked_paragraph(url)
    if identity:
        return next((report for report in reports if report.id == report_of(identity)), None)
    address = url.partition("#")[0]
    return next((report for report in reports if urls.get(report.id) == address), None)


def leads_elsewhere(url: str, cited: Sequence[str], report: Report, linked: Report | None) -> str:
    """What a link leads to instead of what the words beside it cite, for a sentence; "" where they agree.

    cited: ids of the paragraphs that the words cite, none of a whole report.
    """
    if linked is None:
        return ""
    if linked != report:
        return f"{linked.authority}’s report of another date or place ({linked.id})"
    identity = linked_paragraph(url)
    return identity if identity and cited and identity not in cited else ""
