"""An outcome before it has its place in the draft, and the words that outcomes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Paragraph, Report
from search_api.lists import listed
from search_api.plans.claims.records import Citation

from .lookup import Reading
from .records import Evidence, Step, Verdict
from .reports import named

MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict before it has its place in the draft. report: the one that was meant, None where that is
    open.

    doubted: whether a person must look at it although it is right. compared: False where nothing is quoted.
    """

    verdict: Verdict
    reason: str
    evidence: tuple[Evidence, ...] = ()
    offers: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()
    report: Report | None = None
    doubted: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A report with the readings of a citation's numbers in it."""

    report: Report
    readings: tuple[Reading, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The numbers that the report does not have."""
        return tuple(item.number for item in self.readings if not item.best)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Those meant, each once, in the order of the numbers."""
        return tuple(dict.fromkeys(item for each in self.readings for item in each.best))


def evidence_of(place: Place) -> tuple[Evidence, ...]:
    """The paragraphs that are cited, unless a whole report is."""
    if len(place.paragraphs) > 20:
        return ()
    return tuple(Evidence(paragraph, place.report) for paragraph in place.paragraphs[:MOST_OFFERED])


def asked(citation: Citation, numbers: Sequence[str] = ()) -> str:
    """What is cited, as in "paragraph 27" or "paragraphs 27 and 28". numbers: of it only these."""
    if citation.word == "report":
        return "the report cited"
    cited = list(numbers or citation.numbers) or [citation.id]
    noun = {"summary": "summary paragraph", "bullet": "bullet", "id": "paragraph"}.get(
        citation.word, citation.word
    )
    return f"{noun}{'s' if len(cited) > 1 else ''} {listed(cited)}"


def at_place(citation: Citation) -> str:
    """As in "in paragraph 27" or "on page 15"."""
    return f"{'on' if citation.word == 'page' else 'in'} {asked(citation)}"


def exists(citation: Citation, place: Place) -> str:
    """As in "Paragraph 27 exists in Torbay’s report of 24 August 2018"."""
    words = asked(citation)
    verb = "exist" if len(citation.numbers) > 1 else "exists"
    return f"{words[:1].upper()}{words[1:]} {verb} in {named(place.report)}"


def nowhere(places: Sequence[Place], citation: Citation) -> str:
    """That none of several reports has the number."""
    return f"None of the {len(places)} reports that could be meant has {asked(citation, places[0].missing)}."


def lacking(place: Place, citation: Citation) -> str:
    """What the report does not have, in one sentence."""
    if citation.word == "page":
        last = place.report.pages
        return (
            f"{named(place.report)} has {last} pages."
            if last and all(int(number) > last for number in place.missing)
            else f"No paragraph of {named(place.report)} stands on page {', '.join(place.missing)}."
        )
    return f"{named(place.report)} has no {asked(citation, place.missing)}."
