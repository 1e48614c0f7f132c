"""Is a citation right? First its report and its numbers, then what it quotes, then all else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import Paragraph, Report
from search_api.citations import place as place_of
from search_api.plans.claims.context import Meant
from search_api.plans.claims.links import leads_elsewhere, linked_report
from search_api.plans.claims.records import Citation, Cited, Quotation

from .further import check_further
from .held_reports import HeldReports
from .lookup import Reading, readings
from .outcomes import MOST_OFFERED, Outcome, Place, asked, exists, lacking, nowhere
from .quotations import check_quotation, exact_offers
from .records import Evidence
from .reports import Candidates, candidates, named

_UNREAD = "You quote nothing, so we did not compare what you say with it: read it before you rely on it."
_MOST_SHOWN = 20  # paragraphs of one page, or of a range of numbers


def check_citation(
    item: Cited,
    quotation: Quotation | None,
    meant: Meant,
    before: Report | None,
    home: str,
    here: HeldReports,
    told: str = "",
) -> Outcome | None:
    """before: the report of the citation before. home: whose draft it is, "" if nobody knows. told:
    the draft's own words in the sentence.

    item.citation has its own numbers even where the draft has "ibid". None where the quotation is a heading
    of the report: it says in which section the number is counted, as in "‘Summary’, paragraph 2".
    """
    found = _identified(item.citation, quotation, here)
    if isinstance(found, Outcome):
        return found
    if found is None:
        choice = candidates(meant, here.reports, before, home, here.urls)
        places = [
            Place(report, tuple(readings(here.paragraphs(report), item.citation)))
            for report in choice.reports
        ]
    else:
        choice, places = Candidates((found.report,), True), [found]
    if not places:
        return _no_report(choice, quotation, here)
    if quotation is not None and any(here.has_heading(place.report, quotation.text) for place in places):
        return None
    if quotation is None:
        outcome = _number_alone(item, places, choice, meant, before, told)
    else:
        outcome = check_quotation(item.citation, quotation, places, choice, here, told)
    if outcome.verdict != "right" or outcome.report is None:
        return outcome
    linked = linked_report(meant.url, here.reports, here.urls)
    shown = [each.paragraph.id for each in outcome.evidence]
    if other := leads_elsewhere(meant.url, shown, outcome.report, linked):
        reason = (
            f"The link leads to {other}, and the words cite {named(outcome.report)}, {asked(item.citation)}."
        )
        return replace(outcome, verdict="ambiguous", reason=reason, offers=outcome.evidence)
    return check_further(item, outcome, outcome.report, meant, here)


def _identified(citation: Citation, quotation: Quotation | None, here: HeldReports) -> Place | Outcome | None:
    """Of an id or a permalink."""
    if citation.word != "id":
        return None
    try:
        paragraph = here.reader.get(citation.id)
    except PinpointError as error:
        offers = exact_offers(quotation, (), here) if quotation is not None else []
        return Outcome("no number", f"{error.problem[:1].upper()}{error.problem[1:]}.", offers=tuple(offers))
    return Place(here.report(paragraph), (Reading(paragraph.label, (paragraph,)),))


def _no_report(choice: Candidates, quotation: Quotation | None, here: HeldReports) -> Outcome:
    offers: list[Evidence] = []
    if quotation is not None:
        offers = exact_offers(quotation, choice.others, here)
    remarks: tuple[str, ...] = ()
    if choice.others:
        listed = "; ".join(day(report.published) for report in choice.others[:8])
        remarks = (
            f"Reports of {choice.others[0].authority.partition(',')[0]} here were published on: {listed}.",
        )
    return Outcome("no report", choice.problem, offers=tuple(offers), remarks=remarks)


def _number_alone(
    item: Cited,
    places: Sequence[Place],
    choice: Candidates,
    meant: Meant,
    before: Report | None,
    told: str = "",
) -> Outcome:
    """Of a citation that quotes nothing."""
    citation = item.citation
    whole = [place for place in places if not place.missing]
    if not whole:
        if not choice.sure and len(places) > 1:
            return Outcome("no number", nowhere(places, citation))
        return Outcome("no number", lacking(places[0], citation), report=places[0].report)
    place = whole[0]
    published = day(place.report.published)
    remarks: tuple[str, ...] = ()
    if len(whole) > 1:
        if meant.near or place.report != before:
            first = [each for each in whole[:MOST_OFFERED] if each.paragraphs and citation.word != "report"]
            offers = tuple(Evidence(each.paragraphs[0], each.report) for each in first)
            listed = " or ".join(day(each.report.published) for each in whole[:4])
            return Outcome("ambiguous", f"{len(whole)} reports could be meant: {listed}.", offers=offers)
        remarks = (
            f"The draft does not say which report. It was read as the one cited before, of {published}.",
        )
    elif len(places) > 1:
        remarks = (f"The draft does not say which report. Only the one of {published} has the number.",)
    if citation.word == "report":
        reason = f"The report is here. {_UNREAD}"
        return Outcome("right", reason, remarks=remarks, report=place.report, compared=False)
    evidence = tuple(Evidence(paragraph, place.report) for paragraph in place.paragraphs)
    twice = [each for each in place.readings if len(_in_words(each, told)) > 1]
    if not twice:
        evidence = tuple(
            Evidence(item, place.report) for each in place.readings for item in _in_words(each, told)
        )
    if twice and citation.word != "page":
        reason = f"The report prints the number {twice[0].number} more than once."
        offers = tuple(Evidence(paragraph, place.report) for paragraph in twice[0].best[:MOST_OFFERED])
        return Outcome("ambiguous", reason, offers=offers, report=place.report)
    reason = f"{exists(citation, place)}. {_UNREAD}"
    shown = evidence[:_MOST_SHOWN]
    return Outcome("right", reason, shown, remarks=remarks, report=place.report, compared=False)


def _in_words(reading: Reading, told: str) -> tuple[Paragraph, ...]:
    """Those whose section the draft names, as in "leadership summary, para 3"; else the likeliest."""
    plain = told.casefold()
    found = [
        (section, item)
        for item in (*reading.best, *reading.others)
        if (section := place_of(item).rpartition(",")[0].strip("‘’").casefold()) and section in plain
    ]
    # "summary" stands in "leadership summary", too.
    longest = max((len(section) for section, _ in found), default=0)
    return tuple(item for section, item in found if len(section) == longest) or reading.best
