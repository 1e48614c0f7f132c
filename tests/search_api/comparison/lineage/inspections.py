"""Three inspections of one fictional authority, and one whose sentences' sides are told by a word in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from indexer.records import Paragraph, Report
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.comparison.lineage.tracker import Tracker
from search_api.retrieval.labels import Labels
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

DIMENSION = 256  # so that two words seldom fall on one place
HELP = ("The experiences and progress of children who need help and protection",)
IMPROVE = ("What needs to improve",)
LEADERS = ("The impact of leaders on social work practice with children and families",)

FIRST = make_report("Northmoor", date(2015, 3, 4))
VISIT = make_report("Northmoor", date(2017, 5, 9), framework="monitoring_visit", judgements=())
LAST = make_report("Northmoor", date(2019, 6, 3), framework="ilacs")

FOSTERING = "Assess every privately fostered child within the statutory timescale."
SUPERVISION = "Give every social worker reflective supervision that is recorded."
HISTORIES = "Give care leavers their health histories before they turn eighteen."
BOARD = "The safeguarding children board should publish its learning from serious case reviews."
AUDITS = "Review the audits of case files so that they are probing and robust."
LEISURE = "Offer free swimming passes to looked after brothers and sisters."


def _told(
    report: Report, number: int, text: str, section: tuple[str, ...], kind: str = "finding"
) -> Paragraph:
    return make_paragraph(report, number, text, section=section, kind=kind)


def entries() -> list[ReportEntry]:
    """The board's recommendation is in the part on the board."""
    board, advice = ("The Local Safeguarding Children Board", "Recommendations"), ("Recommendations",)
    first = [
        _told(FIRST, 1, FOSTERING, advice, "recommendation"),
        _told(FIRST, 2, SUPERVISION, advice, "recommendation"),
        _told(FIRST, 3, HISTORIES, advice, "recommendation"),
        _told(FIRST, 4, LEISURE, advice, "recommendation"),
        _told(FIRST, 90, BOARD, board, "recommendation"),
        _told(FIRST, 91, AUDITS, board, "recommendation"),
        _told(FIRST, 20, "Private fostering is weak: privately fostered children are not assessed.", HELP),
    ]
    visit = [
        _told(
            VISIT,
            1,
            "Supervision of every social worker is weak, not recorded and seldom reflective.",
            LEADERS,
        )
    ]
    last = [
        _told(
            LAST, 1, "The reflective supervision of social workers that is recorded.", IMPROVE, "improvement"
        ),
        _told(
            LAST, 3, "Every privately fostered child is assessed within the timescale, which is good.", HELP
        ),
        _told(
            LAST, 4, "Care leavers have their health histories before they turn eighteen: good, weak.", HELP
        ),
        _told(LAST, 6, "The audits of case files are probing and robust, which is good.", LEADERS),
        _told(LAST, 5, "Early help hubs are busy places in the market square.", HELP),
    ]
    held = ((FIRST, first), (VISIT, visit), (LAST, last))
    return [make_report_entry(report, told, dimension=DIMENSION) for report, told in held]


class ToldSides(Labels):
    """The side of a sentence by the words "good" and "weak"."""

    def of(self, sentences: Sequence[tuple[int, int]]) -> list[str]:
        """As Labels.of."""
        found = []
        for row, place in sentences:
            [paragraph] = self._reader.by_rows([row])
            text = paragraph.text[slice(*self._reader.spans(row)[place])]
            good, weak = "good" in text, "weak" in text
            found.append(
                "mixed" if good and weak else "praise" if good else "criticism" if weak else "neutral"
            )
        return found


def tracker(folder: Path) -> Tracker:
    """Over those inspections; the reader is left open for as long as the test runs."""
    write_small_index(folder, entries(), dimension=DIMENSION)
    reader = IndexReader.open(folder)
    return Tracker(reader, ToldSides(reader))
