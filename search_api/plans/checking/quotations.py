"""Does what a citation quotes stand where it says?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.dates import day
from indexer.records import Paragraph, Report, report_of
from search_api.citations import locator, pages
from search_api.plans.claims.records import Citation, Quotation

from .altered import altered, goes_on
from .held_reports import HeldReports
from .outcomes import MOST_OFFERED, Outcome, Place, at_place, evidence_of, lacking, nowhere
from .quoted import Held, compared, differences, held, likeness
from .records import Evidence, Step
from .reports import Candidates, named

_LIKE = 0.6  # likeness from which on a quotation is compared with a paragraph word by word
_OFFERED = 0.8  # from which on another paragraph is offered


def check_quotation(
    citation: Citation,
    quotation: Quotation,
    places: Sequence[Place],
    choice: Candidates,
    here: HeldReports,
    told: str = "",
) -> Outcome:
    """places: the reports that can be meant, the likeliest first, each with the numbers cited.

    told: the draft's own words in the sentence of the quotation.
    """
    hits = [
        (place, paragraph, where) for place in places for paragraph, where in _hits(place, quotation.text)
    ]
    if hits:
        return _word_for_word(citation, quotation, hits, places, choice, told)
    missing = [place for place in places if place.missing]
    reports = [place.report for place in places]
    found = here.holding(quotation.text, [*reports, *choice.others])
    near_home = [
        item
        for item in found
        if report_of(item[0].id) in {report.id for report in (*reports, *choice.others)}
    ]
    exact = near_home or (found if len(quotation.text.split()) >= 6 else [])
    offers = tuple(
        Evidence(paragraph, here.report(paragraph), where.spans, 1.0) for paragraph, where in exact
    )
    sure = places[0].report if choice.sure or len(places) == 1 else None
    if len(missing) == len(places):
        reason = nowhere(places, citation) if sure is None else lacking(places[0], citation)
        return Outcome("no number", reason, offers=offers[:MOST_OFFERED], report=sure)
    if offers:
        best = offers[0]
        same = best.report in reports
        where_ = locator(best.paragraph) if same else f"{named(best.report)}, {locator(best.paragraph)}"
        change = altered(best.paragraph.text, exact[0][1], told)
        remarks = (f"There, too: {change.reason[:1].lower()}{change.reason[1:]}",) if change else ()
        return Outcome(
            "elsewhere",
            f"These words are in {where_}, not {at_place(citation)}.",
            evidence_of(places[0]),
            offers[:MOST_OFFERED],
            remarks=remarks,
            report=sure or (best.report if same else None),
        )
    return _nowhere(citation, quotation, places, sure, here)


def _hits(place: Place, quotation: str) -> list[tuple[Paragraph, Held]]:
    found = [(item, where) for item in place.paragraphs if (where := held(item.text, quotation)) is not None]
    if not found and len(place.paragraphs) > 1 and place.readings[0].number:
        joined = _across(place.paragraphs, quotation)
        if joined:
            return joined
    if not found:
        others = [item for reading in place.readings for item in reading.others]
        found = [(item, where) for item in others if (where := held(item.text, quotation)) is not None]
    return found


def _across(paragraphs: Sequence[Paragraph], quotation: str) -> list[tuple[Paragraph, Held]]:
    """Of a quotation that runs from one of the cited paragraphs into the next."""
    for first, second in pairwise(paragraphs):
        text = f"{first.text} {second.text}"
        where = held(text, quotation)
        if where is not None:
            cut = len(first.text)
            heads = tuple((start, min(end, cut)) for start, end in where.spans if start < cut)
            tails = tuple(
                (max(start, cut + 1) - cut - 1, end - cut - 1) for start, end in where.spans if end > cut + 1
            )
            return [(first, replace(where, spans=heads)), (second, replace(where, spans=tails))]
    return []


def _word_for_word(
    citation: Citation,
    quotation: Quotation,
    hits: Sequence[tuple[Place, Paragraph, Held]],
    places: Sequence[Place],
    choice: Candidates,
    told: str,
) -> Outcome:
    reports = list(dict.fromkeys(place.report for place, _, _ in hits))
    place, paragraph, where = hits[0]
    evidence = tuple(Evidence(item, at.report, held_.spans, 1.0) for at, item, held_ in hits if at is place)
    if len(reports) > 1 and not choice.sure:
        offers = tuple(Evidence(item, at.report, held_.spans, 1.0) for at, item, held_ in hits[:MOST_OFFERED])
        return Outcome(
            "ambiguous", f"These words are in {len(reports)} reports that could be meant.", offers=offers
        )
    text, whole = paragraph.text, where
    if len(evidence) > 1 and held(text, quotation.text) is None:  # it runs on into the next paragraph
        text = f"{text} {evidence[1].paragraph.text}"
        whole = held(text, quotation.text) or where
    if change := altered(text, whole, told):
        steps = (Step(change.quoted, change.printed),)
        return Outcome("differs", change.reason, evidence, steps=steps, report=place.report)
    remarks = []
    if place.missing:
        return Outcome("no number", lacking(place, citation), evidence, report=place.report)
    if not choice.sure and len(places) > 1:
        remarks.append(
            "The draft does not say which report. "
            f"The words show that it is the one of {day(place.report.published)}."
        )
    if paragraph not in place.paragraphs:
        remarks.append(
            f"The words are in {locator(paragraph)}. Say so: another paragraph has that number too."
        )
    elif any(
        len(reading.best) > 1 and paragraph in reading.best for reading in place.readings
    ) and citation.word not in ("page", "report"):
        remarks.append(
            f"The report prints this number more than once. The words show that it is {locator(paragraph)}."
        )
    remarks += [
        f"“[{join.put}]” stands for “{join.printed.strip()}”."
        for join in whole.joins
        if join.kind == "put in" and join.printed.strip()
    ]
    if rest := goes_on(text, whole):
        remarks.append(f"The sentence goes on: “{rest}”.")
    return Outcome(
        "right",
        f"The words are in {locator(paragraph)}, {pages(place.report, paragraph)}, as quoted.",
        evidence,
        remarks=tuple(remarks),
        report=place.report,
    )


def _nowhere(
    citation: Citation, quotation: Quotation, places: Sequence[Place], sure: Report | None, here: HeldReports
) -> Outcome:
    """Of words that stand nowhere exactly so."""
    scored = sorted(
        ((likeness(item.text, quotation.text), place, item) for place in places for item in place.paragraphs),
        key=lambda found: -found[0],
    )
    best = scored[0] if scored else None
    offers: list[Evidence] = []
    for place in places[:3]:
        for paragraph in here.paragraphs(place.report):
            if (
                paragraph not in place.paragraphs
                and (score := likeness(paragraph.text, quotation.text)) >= _OFFERED
            ):
                offers.append(Evidence(paragraph, place.report, (), score))
    offers.sort(key=lambda offer: -(offer.score or 0))
    if best is not None and best[0] >= _LIKE and not (offers and (offers[0].score or 0) > best[0] + 0.15):
        _, place, paragraph = best
        compared_ = compared(paragraph.text, quotation.text)
        evidence = (Evidence(paragraph, place.report, (compared_.span,), best[0]),)
        return Outcome(
            "differs",
            f"The words of {locator(paragraph)} are different.",
            evidence,
            tuple(offers[:MOST_OFFERED]),
            compared_.steps,
            report=place.report,
        )
    if offers:
        steps = differences(offers[0].paragraph.text, quotation.text)
        like = locator(offers[0].paragraph)
        reason = f"These words are not {at_place(citation)}; they are like those of {like}."
        return Outcome(
            "differs", reason, evidence_of(places[0]), tuple(offers[:MOST_OFFERED]), steps, report=sure
        )
    return Outcome(
        "differs",
        f"These words are not {at_place(citation)}, nor anywhere else in the reports here.",
        evidence_of(places[0]),
        report=sure,
    )


def exact_offers(quotation: Quotation, first: Sequence[Report], here: HeldReports) -> list[Evidence]:
    """Paragraphs that hold the words exactly, those of `first` in front."""
    return [
        Evidence(paragraph, here.report(paragraph), where.spans, 1.0)
        for paragraph, where in here.holding(quotation.text, first)
    ][:MOST_OFFERED]
