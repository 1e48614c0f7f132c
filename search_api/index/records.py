"""What an index gives beside what a search finds: records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.records import Anomaly, Paragraph, Report
from search_api.answers.quotations.records import Answer
from search_api.citations import Style, cite
from search_api.comparison.matrix.tally import Tally
from search_api.references.addresses import link
from search_api.references.csl import Json, csl_item
from search_api.references.styles import Reference, reference
from search_api.retrieval.results import Facet, SearchResult, Understood


@dataclass(frozen=True, slots=True)
class InContext:
    """One paragraph between its neighbours. before, after: in reading order, () at an end of the report.

    anomalies: id -> those that touch it, of each of these paragraphs that has any.
    """

    paragraph: Paragraph
    report: Report
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    anomalies: Mapping[str, tuple[Anomaly, ...]] = field(default_factory=dict)

    def citation(self, style: Style = "plain") -> str:
        """The words that cite the paragraph."""
        return cite(self.report, self.paragraph, style)

    def reference(
        self, style: Style = "plain", *, quote: bool = False, linked: bool = False, server: str = ""
    ) -> Reference:
        """The citation for a document: with the whole text before it, and a link, as asked for.

        server: where colleagues reach this server, "" where they do not; see `references.addresses.link`.
        """
        address = link(self.report, self.paragraph, server) if linked else ""
        return reference(self.report, self.paragraph, style, quote=quote, link=address)

    def csl(self, *, server: str = "") -> Json:
        """The paragraph as an item of CSL-JSON."""
        return csl_item(self.report, self.paragraph, server=server)


@dataclass(frozen=True, slots=True)
class Outline:
    """One report. paragraphs: in reading order. anomalies: what a reader should know of it, in page order."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    anomalies: tuple[Anomaly, ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """What one question gives, understood and ranked once. answer: None where it was not asked for.

    result: without results where the answer was asked for. told: what is said of the one matter with a name
    that is asked about; None where there is none.
    """

    understood: Understood
    result: SearchResult
    answer: Answer | None
    facets: tuple[Facet, ...]
    told: Tally | None = None
