"""What is quoted, left out or pasted decides which paragraphs are results, in search and in answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.errors import InvalidRequest
from indexer.store.format import ReportEntry
from search_api.answers.answerer import Answerer
from search_api.answers.quotations.records import Answer
from search_api.question.request import Request
from search_api.retrieval.facets import facets
from search_api.retrieval.results import SearchResult
from tests.support.builders import make_paragraph, make_report, make_report_entry

from .asking import WIDE, answerer

PASTED = "In Saltby the 2018 recommendations about the board are not yet met in Northmoor."

LONG = "Carers wait. Staff are kind. Plans for short breaks are late. Fees are high."


def reports() -> list[ReportEntry]:
    """Northmoor 2016 and 2018, Saltby 2022: short breaks in all of them."""
    early = make_report("Northmoor", date(2016, 1, 5))
    late = make_report("Northmoor", date(2018, 8, 24))
    other = make_report("Saltby", date(2022, 5, 16), framework="ilacs")
    return [
        make_report_entry(early, [
            make_paragraph(early, 1, "Short breaks are praised. Carers use them."),
            make_paragraph(early, 2, "Breaks that are short help carers."),
        ], dimension=WIDE),
        make_report_entry(late, [
            make_paragraph(late, 1, LONG),
            make_paragraph(late, 2, "Ensure that short breaks are offered to all.", kind="recommendation"),
            make_paragraph(late, 3, "Young carers use the front door. Others wait."),
        ], dimension=WIDE),
        make_report_entry(other, [
            make_paragraph(other, 1, "Short breaks and young carers’ groups are praised."),
            make_paragraph(other, 2, PASTED),
            make_paragraph(other, 3, "Carers are visited."),
        ], dimension=WIDE),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    with answerer(tmp_path_factory.mktemp("exact"), reports()) as opened:
        yield opened


def search(asked: Answerer, query: str, **given: object) -> SearchResult:
    return asked.searcher.search(query, Request(**given))  # type: ignore[attr-defined,arg-type,no-any-return]


def found(result: SearchResult) -> list[str]:
    return [item.paragraph.id for item in result.results]


def quoted(answer: Answer) -> list[str]:
    return [passage.paragraph.id for passage in answer.passages]


NEWEST_FIRST = [
    "saltby-2022-05-16/para-1",
    "northmoor-2018-08-24/para-1",
    "northmoor-2018-08-24/rec-2",
    "northmoor-2016-01-05/para-1",
]


@pytest.mark.parametrize(
    "query", ['"short breaks"', "“Short breaks”", "‘short breaks’", "which reports mention “short breaks”?"]
)
def test_a_phrase_alone_gives_every_paragraph_that_holds_it_newest_first(asked: Answerer, query: str) -> None:
    result = search(asked, query)
    assert found(result) == NEWEST_FIRST
    assert result.total == len(NEWEST_FIRST)
    assert all("short breaks" in _shown(item).lower() for item in result.results)
    assert result.understood.scope.coverage.paragraphs_searched == 8
    assert set(quoted(asked.ask(query))) == set(NEWEST_FIRST)


def _shown(item: object) -> str:
    return " ".join(item.paragraph.text[start:end] for start, end in item.spans)  # type: ignore[attr-defined]


def test_the_rest_of_the_question_ranks_within_them(asked: Answerer) -> None:
    result = search(asked, '"short breaks" fees are high')
    assert set(found(result)) == set(NEWEST_FIRST)
    assert found(result)[0] == "northmoor-2018-08-24/para-1"


@pytest.mark.parametrize(
    ("query", "given", "ids"),
    [
        ('"short breaks" in Northmoor 2018', {}, NEWEST_FIRST[1:3]),
        ('"short breaks"', {"authorities": "Northmoor", "kinds": "recommendation"}, NEWEST_FIRST[2:3]),
        ('"short breaks" "young carers"', {}, NEWEST_FIRST[:1]),
        ('"short breaks" -fee', {}, [NEWEST_FIRST[0], *NEWEST_FIRST[2:]]),
        ('"short breaks" -"young carers"', {}, NEWEST_FIRST[1:]),
        ('"short breaks" -Northmoor', {}, NEWEST_FIRST[:1]),
        ('"front door"', {"literal": True}, ["northmoor-2018-08-24/para-3"]),
    ],
)
def test_the_count_is_true_and_the_facets_count_the_same(
    asked: Answerer, query: str, given: dict[str, object], ids: list[str]
) -> None:
    result = search(asked, query, **given)
    assert found(result) == ids
    assert result.total == len(ids)
    interpreter = asked.searcher.interpreter  # type: ignore[attr-defined]
    request = Request(**given)  # type: ignore[arg-type]
    [kinds] = [
        item for item in facets(interpreter, request, result.understood.parsed) if item.field == "kind"
    ]
    held = sum(value.paragraphs for value in kinds.values if value.chosen or "kinds" not in given)
    assert held == len(ids)


def test_the_sentence_that_holds_the_phrase_is_quoted_and_the_mentions_are_counted(asked: Answerer) -> None:
    answer = asked.ask('"short breaks" in Northmoor')
    assert answer.answered
    assert all("short breaks" in passage.quote.lower() for passage in answer.passages)
    [matter] = answer.mentions
    assert (matter.subjects[0].typed, len(matter.counted), len(matter.reports)) == ("short breaks", 3, 2)


def test_of_two_phrases_both_are_in_the_quotation(asked: Answerer) -> None:
    answer = asked.ask('"carers wait" "fees are high"')
    assert [passage.quote for passage in answer.passages] == [
        "Carers wait. Staff are kind. Plans for short breaks are late. Fees are high."
    ]
    assert answer.remarks == ("“carers wait” and “fees are high” are in 1 paragraph of 1 of 3 reports.",)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ('"long breaks"', "No paragraph in the 3 reports searched contains “long breaks”."),
        (
            '"long breaks" in Northmoor 2018',
            "No paragraph in Northmoor’s report of 24 August 2018 contains “long breaks”.",
        ),
        (
            '"young carers" in Northmoor 2016',
            "No paragraph in Northmoor’s report of 5 January 2016 contains “young carers”. "
            "Without the filters 2 do.",
        ),
        (
            '"front door" "young carers\' groups"',
            "No paragraph in the 3 reports searched contains both “front door” and “young carers' groups”.",
        ),
        (
            '"front door" -carers',
            "No paragraph in the 3 reports searched contains “front door” without ‘carers’.",
        ),
    ],
)
def test_where_none_holds_it_that_is_said_and_nothing_is_ranked(
    asked: Answerer, query: str, why: str
) -> None:
    result, answer = search(asked, query), asked.ask(query)
    assert (result.results, result.total, result.understood.scope.notes) == ((), 0, (why,))
    assert (answer.answered, answer.passages, answer.nearest_miss) == (False, (), None)
    assert answer.text == why


def test_a_misspelt_word_within_marks_is_not_read_as_another(asked: Answerer) -> None:
    assert search(asked, '"short braeks"').total == 0
    assert asked.ask('"short braeks"').text.endswith("contains “short braeks”.")


def test_words_are_left_out_and_that_is_said(asked: Answerer) -> None:
    answer = asked.ask("carers -breaks")
    assert answer.passages
    assert not any("breaks" in passage.paragraph.text.lower() for passage in answer.passages)
    assert "Paragraphs that contain ‘breaks’ are left out." in answer.remarks
    assert not any(
        "breaks" in item.paragraph.text.lower() for item in search(asked, "carers -breaks").results
    )


def test_what_is_not_in_the_paragraphs_left_may_be_in_the_others(asked: Answerer) -> None:
    answer = asked.ask("short breaks in Northmoor 2018 -breaks")
    assert not any("breaks" in passage.paragraph.text for passage in answer.passages)
    if not answer.answered and answer.text:
        assert answer.text.startswith("Paragraphs that contain ‘breaks’ are left out.")


def test_a_question_that_only_leaves_out_is_refused(asked: Answerer) -> None:
    with pytest.raises(InvalidRequest, match="only says which words to leave out"):
        asked.ask("-breaks")
    assert search(asked, "-breaks", as_words=["-breaks"]).total


def test_a_phrase_that_is_taken_back_is_words(asked: Answerer) -> None:
    result = search(asked, '"short breaks"', as_words=['"short breaks"'])
    assert result.understood.question.phrases == ()
    assert "northmoor-2016-01-05/para-2" in found(result)


@pytest.mark.parametrize("text", [PASTED, PASTED.lower(), f"2. {PASTED}", f"• {PASTED}", PASTED[:-1]])
def test_a_pasted_sentence_comes_first_and_filters_nothing(asked: Answerer, text: str) -> None:
    result, answer = search(asked, text), asked.ask(text)
    assert result.understood.question.mentions == ()
    assert found(result)[0] == quoted(answer)[0] == "saltby-2022-05-16/para-2"
    assert answer.passages[0].quote == PASTED
    assert result.total > 1


def test_typed_filters_hold_for_what_is_pasted(asked: Answerer) -> None:
    result = search(asked, PASTED, authorities="Northmoor")
    assert {item.report.authority for item in result.results} == {"Northmoor"}


def test_a_named_paragraph_without_the_phrase_is_no_result(asked: Answerer) -> None:
    assert found(search(asked, '"front door" Northmoor 2018 paragraph 1')) == ["northmoor-2018-08-24/para-3"]


@pytest.mark.parametrize(
    "query", ['"short breaks', '"" carers', '"?!" carers', '"(*" carers', "carers -", "carers NOT"]
)
def test_marks_that_quote_nothing_are_passed_over(asked: Answerer, query: str) -> None:
    result = search(asked, query)
    assert result.results
    assert result.understood.question.mentions == ()


def test_of_many_phrases_the_first_ten_count_and_that_is_said(asked: Answerer) -> None:
    result = search(asked, '"short breaks" ' * 11)
    assert result.total == len(NEWEST_FIRST)
    assert "Only the first 10 phrases in quotation marks were used." in result.understood.scope.notes


def test_ten_thousand_marks_are_too_long_or_hold_no_word(asked: Answerer) -> None:
    for query in ('"' * 10_000, '"a" ' * 2_500):
        with pytest.raises(InvalidRequest):
            search(asked, query)
