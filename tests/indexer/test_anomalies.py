"""Which paragraphs an anomaly touches, and what is said beside a quotation."""

from __future__ import annotations

import pytest

from indexer.anomalies import WHOLE_REPORT, Noted, counted, sentence, warning
from indexer.records import Anomaly
from tests.support.builders import make_paragraph, make_report

REPORT = make_report()
ON_3 = make_paragraph(REPORT, 12, page=3)
OVER = make_paragraph(REPORT, 13, page_first=3, page_last=4)
NO_PAGE = make_paragraph(REPORT, 14, page=None)


def noted(*anomalies: Anomaly) -> Noted:
    return Noted({REPORT.id: anomalies})


def test_an_anomaly_touches_the_paragraphs_that_it_names_and_no_others() -> None:
    odd = Anomaly("damage", 3, "the page is damaged", (OVER.id, NO_PAGE.id))
    found = noted(odd)
    assert [found.touching(item) for item in (ON_3, OVER, NO_PAGE)] == [(), (odd,), (odd,)]
    assert found.to_check == {REPORT.id}


def test_without_names_it_touches_what_stands_on_its_page() -> None:
    odd = Anomaly("damage", 4, "the page is damaged")
    assert [noted(odd).touching(item) for item in (ON_3, OVER, NO_PAGE)] == [(), (odd,), ()]


@pytest.mark.parametrize("kind", sorted(WHOLE_REPORT))
def test_what_concerns_the_whole_report_stands_beside_no_quotation(kind: str) -> None:
    found = noted(Anomaly(kind, 3, "it is so"), Anomaly("other", None, "it is so"))
    assert found.touching(ON_3) == ()
    assert found.to_check == frozenset()
    named = noted(Anomaly(kind, 3, "it is so", (ON_3.id,)))
    assert len(named.touching(ON_3)) == 1, "unless it names paragraphs"


def test_another_report_of_the_same_page_is_not_touched() -> None:
    other = make_paragraph("saltby-2022-05-16", 1, page=3)
    assert noted(Anomaly("damage", 3, "the page is damaged")).touching(other) == ()


def test_the_warning_is_one_line() -> None:
    gap = Anomaly("gap", 12, "number 34 is not printed")
    assert warning([gap]) == "Check the page: number 34 is not printed (page 12)"
    assert warning([]) == ""
    assert warning([Anomaly("long", None, "it is long")]) == "Check the report: it is long"
    many = [Anomaly("gap", page, "a number is not printed") for page in (1, 2, 3, 3)]
    assert warning(many) == (
        "Check the page: a number is not printed (page 1); a number is not printed (page 2); "
        "and 1 more, on the report’s page"
    )


def test_sentence_and_count() -> None:
    assert sentence(Anomaly("gap", 12, "number 34 is not printed")) == "Number 34 is not printed (page 12)."
    kinds = [Anomaly(kind, 1, "") for kind in ("gap", "long", "long")]
    assert list(counted(kinds).items()) == [("long", 2), ("gap", 1)]
