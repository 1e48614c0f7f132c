"""A number without a quotation is doubted where another paragraph is much nearer, and never made wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.records import Finding
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

_TEXTS = (
    "Foster carers receive regular training and feel valued by the fostering service.",
    "Supervision of social workers is irregular and is not recorded well enough by managers.",
    "Return home interviews are offered promptly to missing children.",
)
_SUPERVISION = "Supervision of social workers is irregular and is not recorded by managers"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("subjects") / "index"
    report = make_report("Saltby", date(2019, 3, 4), framework="ilacs", urn="80002")
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(_TEXTS, start=1)]
    write_small_index(folder, [make_report_entry(report, paragraphs)])
    with Index(IndexReader.open(folder), encoder=WordEncoder()) as opened:
        yield opened


def only(index: Index, text: str, *, suggest: bool = True) -> Finding:
    found = check_draft(index, "plan.txt", text.encode(), authority="Saltby", suggest=suggest).findings
    assert len(found) == 1
    return found[0]


def test_a_number_of_another_subject_is_doubted_with_the_nearer_paragraph(index: Index) -> None:
    found = only(index, f"{_SUPERVISION} (Ofsted 2019, para 1).")
    assert (found.verdict, found.label, found.look) == ("right", "Number exists", True)
    assert [each.paragraph.label for each in found.offers] == ["2"]
    assert found.remarks[0].startswith("Read paragraph 1: it may be about something else. Paragraph 2 is")


def test_the_paragraph_that_says_it_is_not_doubted(index: Index) -> None:
    found = only(index, f"{_SUPERVISION} (Ofsted 2019, para 2).")
    assert (found.label, found.look, found.offers) == ("Number exists", False, ())


@pytest.mark.parametrize(
    "text",
    [
        "See Ofsted 2019, para 1.",  # says nothing of its own
        "Our own training budget doubles over twelve months from now on (Ofsted 2019, para 1).",  # nowhere
        f"{_SUPERVISION} (Ofsted 2019, paras 1-3).",  # one of those cited says it
    ],
)
def test_nothing_is_doubted_without_a_nearer_paragraph(index: Index, text: str) -> None:
    assert not only(index, text).look


def test_a_quotation_is_never_doubted(index: Index) -> None:
    found = only(index, f"{_SUPERVISION}: “foster carers receive regular training” (Ofsted 2019, para 1).")
    assert (found.label, found.look) == ("Right", False)


def test_a_check_without_suggestions_loads_no_encoder(index: Index) -> None:
    assert not only(index, f"{_SUPERVISION} (Ofsted 2019, para 1).", suggest=False).look


def test_what_was_read_is_counted_by_what_readers_call_it(index: Index) -> None:
    text = "“Foster carers receive regular training” (para 1). See paragraph 2. See paragraph 9."
    checked = check_draft(index, "plan.txt", text.encode(), authority="Saltby")
    assert checked.labels == {"Right": 1, "Number exists": 1, "Number does not exist": 1}
    assert checked.counts == {"right": 2, "no number": 1}


def test_a_short_expression_in_marks_that_the_paragraph_does_not_have_is_doubted(index: Index) -> None:
    found = only(index, "Carers feel “highly valued” by the service (Ofsted 2019, para 1).")
    assert (found.verdict, found.look) == ("right", True)
    assert found.remarks[0] == "The paragraph does not have the words “highly valued”."
    assert not only(index, "Carers get “regular training” (Ofsted 2019, para 1).").look
    assert not only(index, "Our “Front Door” was seen (Ofsted 2019, para 1).").look
