"""Holds a draft of a plan against the reports of an open index."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.records import Report, report_of
from search_api.index.index import Index
from search_api.question.filters import one_authority
from search_api.question.mentions.names import Names
from search_api.question.request import Request
from search_api.references.addresses import address

from .checking.check import Checker
from .checking.held_reports import HeldReports
from .checking.records import Checked, Evidence
from .checking.subject import Subjects
from .drafts.read import read_draft

_SUGGESTED = 3  # paragraphs for a sentence without a citation
_MOST_SUGGESTED = 40  # sentences of one draft; each takes a search
_LONGEST = 1000  # characters of a sentence that a search is given


def check_draft(
    index: Index, name: str, data: bytes, *, authority: str = "", suggest: bool = True
) -> Checked:
    """Each citation, quotation and grade of a draft with its verdict, in the order of the draft.

    name: of the file (.docx, .odt, .md, .txt, .html). authority: whose draft it is, "" to take it from the
    draft. suggest: whether to look for paragraphs where a citation is missing, or may be another one's.
    Raises UnreadableDraft and UnknownAuthority. Nothing of the draft is kept.
    """
    draft = read_draft(name, data)
    whose = one_authority(authority, index.interpreter.holdings) if authority else ""
    urls = {report.id: address(report) for report in index.reader.reports()}
    here = HeldReports(index.reader, index.interpreter.exact, index.labels, urls)
    names = Names(index.register, index.interpreter.holdings.local)
    suggester = _Suggester(index) if suggest else None
    subjects = Subjects(index.reader, lambda: index.encoder) if suggest else None
    return Checker(here, names, suggester, subjects).check(draft, whose)


class _Suggester:
    """Paragraphs of some reports that are like a sentence; of the first sentences of a draft only."""

    def __init__(self, index: Index) -> None:
        self._index, self._asked = index, 0

    def __call__(self, words: str, reports: Sequence[Report]) -> Sequence[Evidence]:
        self._asked += 1
        if self._asked > _MOST_SUGGESTED or not any(map(str.isalpha, words)):
            return ()
        kept = {report.id: report for report in reports}
        whose = sorted({report.authority for report in reports})
        request = Request.of_keywords({"authorities": whose}, True, ())
        found = self._index.searcher.search(words[:_LONGEST], request, 20)
        return tuple(
            Evidence(item.paragraph, kept[report_of(item.paragraph.id)], (), item.cosine)
            for item in found.results
            if report_of(item.paragraph.id) in kept
        )[:_SUGGESTED]
