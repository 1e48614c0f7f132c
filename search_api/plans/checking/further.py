"""Of a citation whose numbers and words are right: its page, its side, and whether it is the newest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.dates import day
from indexer.kinds.table import framework
from indexer.records import Report
from search_api.citations import locator, pages
from search_api.plans.claims.context import Meant
from search_api.plans.claims.records import Cited
from search_api.sides.model import ASKS

from .held_reports import HeldReports
from .lookup import on_page
from .outcomes import Outcome
from .records import Evidence
from .reports import named

_PLAIN = 0.5  # strength of a side, from 0 to 1
_READ_AS = {"praise": "reporting a strength", "criticism": "raising a concern"}


def check_further(item: Cited, outcome: Outcome, report: Report, meant: Meant, here: HeldReports) -> Outcome:
    """Of a citation whose numbers and words are right: its page, its side, and whether it is the newest."""
    if wrong := _other_page(item, outcome, report):
        return replace(outcome, verdict="wrong page", reason=wrong)
    if item.side and outcome.evidence and (against := _against(item, outcome.evidence, here)):
        return replace(
            outcome, verdict="side reversed", reason=f"The draft says “{item.side_text}”; {against}."
        )
    if item.side and outcome.evidence and (doubt := _doubted(item, outcome.evidence, here)):
        outcome = replace(outcome, remarks=(doubt, *outcome.remarks), doubted=True)
    if not outcome.compared and (read := _read_as(outcome.evidence, here)):
        outcome = replace(outcome, remarks=(read, *outcome.remarks))
    if report.superseded_by:
        newer = here.reader.report(report.superseded_by)
        return replace(
            outcome,
            verdict="superseded",
            reason=f"{named(report)} was replaced by the one of {day(newer.published)}.",
        )
    later = _later(report, here.reports)
    if later and meant.which == "latest":
        return replace(
            outcome, verdict="superseded", reason=f"It is not the latest: {named(later[0])} is newer."
        )
    if later:
        return replace(
            outcome,
            remarks=(*outcome.remarks, f"A later inspection was published on {day(later[0].published)}."),
        )
    return outcome


def _other_page(item: Cited, outcome: Outcome, report: Report) -> str:
    """Where the paragraphs stand, where that is on none of the pages that the draft gives; else ""."""
    cited = [each.paragraph for each in outcome.evidence]
    given = [int(number) for number in re.findall(r"\d+", item.citation.page)]
    if not given or not cited or any(paragraph.page_first is None for paragraph in cited):
        return ""
    if any(on_page(paragraph, page) for paragraph in cited for page in range(given[0], given[-1] + 1)):
        return ""
    where = locator(cited[0])
    stands = f"{where[:1].upper()}{where[1:]} stands on {pages(report, cited[0])}"
    return f"{stands}, not on page {item.citation.page}."


def _later(report: Report, reports: Sequence[Report]) -> list[Report]:
    """Later inspections of the same authority that judge the same services, the newest first."""
    apart = framework(report.framework).apart
    if not report.judgements or apart:
        return []
    return sorted(
        (
            other for other in reports
            if other.authority == report.authority and other.published > report.published and other.judgements
            and not framework(other.framework).apart and not other.superseded_by
        ),
        key=lambda other: other.published, reverse=True,
    )  # fmt: skip


def _against(item: Cited, evidence: Sequence[Evidence], here: HeldReports) -> str:
    """How the paragraphs take the other side than the draft says; "" where they do not plainly."""
    wrong = {"praise": "criticism", "criticism": "praise"}[item.side]
    every = [side for each in evidence for side in here.sides(each.paragraph, each.spans)]
    if any(label in (item.side, "mixed") for label, _, _ in every):
        return ""
    # Of what is quoted each sentence counts; of a whole paragraph something plain must stand in it.
    least = 0.0 if all(each.spans for each in evidence) else _PLAIN
    if not any(label == wrong and abs(strength) >= least for label, strength, _ in every):
        return ""
    asked = evidence[0].paragraph.kind in ("recommendation", "improvement")
    if asked:
        return "the paragraph is what the report asks to be improved" if item.side == "praise" else ""
    return "the report criticises there" if wrong == "criticism" else "the report praises there"


def _doubted(item: Cited, evidence: Sequence[Evidence], here: HeldReports) -> str:
    """A remark where what is quoted does not plainly take the side that the draft says."""
    if not all(each.spans for each in evidence):
        return ""
    every = [side for each in evidence for side in here.sides(each.paragraph, each.spans)]
    if not every or any(label == item.side and abs(strength) >= _PLAIN for label, strength, _ in every):
        return ""
    return f"The draft says “{item.side_text}”; the words quoted do not plainly say so: read them again."


def _read_as(evidence: Sequence[Evidence], here: HeldReports) -> str:
    """What a paragraph that nothing is quoted from plainly says, as a prompt to read it; "" for neither."""
    if len(evidence) != 1 or evidence[0].paragraph.kind in ASKS:
        return ""  # of several nobody could tell which; what is recommended says itself that it asks
    plain = {label for label, strength, _ in here.sides(evidence[0].paragraph) if abs(strength) >= _PLAIN}
    told = [words for side, words in _READ_AS.items() if side in plain]
    if not told:
        return ""
    return f"We read this paragraph as {' and '.join(told)}: read it against your sentence."
