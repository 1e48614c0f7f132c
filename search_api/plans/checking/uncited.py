"""What could be cited where a draft tells of an inspection and cites nothing?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.records import Report
from search_api.citations import locator
from search_api.plans.claims.context import Meant
from search_api.plans.claims.records import Uncited

from .held_reports import HeldReports
from .outcomes import Outcome
from .quoted import differences, likeness
from .records import Evidence
from .reports import candidates, named

_LONG, _LIKE = 6, 0.85  # words; likeness

# (words, reports) -> paragraphs of these reports that are like the words, the likest first, with scores.
Suggest = Callable[[str, Sequence[Report]], Sequence[Evidence]]


def check_uncited(
    loose: Uncited, meant: Meant, home: str, here: HeldReports, suggest: Suggest | None
) -> Outcome | None:
    """None for a quotation that stands in no report here and that nothing says is an inspector's."""
    choice = candidates(meant, here.reports, None, home, here.urls)
    reports = choice.reports or choice.others
    if loose.quotation is not None:
        found = here.holding(loose.quotation.text, [*choice.reports, *choice.others])
        exact = tuple(
            Evidence(paragraph, here.report(paragraph), where.spans, 1.0) for paragraph, where in found
        )
        if exact and (
            exact[0].report in (*choice.reports, *choice.others) or len(loose.quotation.text.split()) >= 8
        ):
            where = f"{named(exact[0].report)}, {locator(exact[0].paragraph)}"
            return Outcome(
                "uncited", f"Quoted without a citation. The words are in {where}.", offers=exact[:5]
            )
        if like := _like(loose, [*choice.reports, *choice.others], here):
            steps = differences(like[0].paragraph.text, loose.quotation.text)
            where = f"{named(like[0].report)}, {locator(like[0].paragraph)}"
            return Outcome(
                "uncited",
                f"Quoted without a citation. The words are like those of {where}.",
                offers=like,
                steps=steps,
            )
        if not _speaks(loose.text):
            return None
    offers = tuple(suggest(loose.text, reports)) if suggest is not None and reports else ()
    told = "Quoted" if loose.quotation else "This tells of an inspection"
    tail = " The quoted words are in no report here." if loose.quotation else ""
    return Outcome("uncited", f"{told} without a citation.{tail}", offers=offers)


def _like(loose: Uncited, reports: Sequence[Report], here: HeldReports) -> tuple[Evidence, ...]:
    """Paragraphs that are much like a quotation of some length, the likest first."""
    quoted = loose.quotation.text if loose.quotation else ""
    if len(quoted.split()) < _LONG:
        return ()
    scored = [
        Evidence(paragraph, report, (), score)
        for report in reports
        for paragraph in here.paragraphs(report)
        if (score := likeness(paragraph.text, quoted)) >= _LIKE
    ]
    return tuple(sorted(scored, key=lambda item: -(item.score or 0))[:3])


def _speaks(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in ("ofsted", "inspector", "inspection", "hmi", "report"))
