"""How often something is mentioned: what is counted, by year, where, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search_api.answers.answerer import Answerer
from search_api.answers.counting import NOT_COUNTED, as_typed, counted_words, word_for_word
from tests.support.builders import make_paragraph, make_report, make_report_entry

from .asking import WIDE, answerer


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("how many reports mention short breaks?", "short breaks"),
        ("number of reports that use the word reunification", "reunification"),
        ("number of reports talking about adultification and which ones", "adultification"),
        ("number of reports naming Signs of Safety as the model - has it died out?", "Signs of Safety"),
        ("how many of the reports mention ‘county lines’, year by year?", "county lines"),
        ("in how many reports are county lines mentioned?", "county lines"),
        ("drift and delay - is it getting mentioned less?", "drift and delay"),
        ("in how many reports do short breaks come up, and is it dying out?", "short breaks"),
        ("in how many reports does adultification get a mention?", "adultification"),
        ("how many reports mention it?", ""),
        ("how common is Mockingbird?", ""),
    ],
)
def test_what_is_counted(text: str, what: str) -> None:
    assert counted_words(text) == what


@pytest.mark.parametrize(
    "what", ["violence or abuse", "gangs and knives", "dads/fathers", 'the "hub"', "a b c d e f"]
)
def test_what_is_no_phrase_is_not_counted_as_one(what: str) -> None:
    assert not word_for_word(what)


def test_two_things_are_counted_as_typed_where_reports_print_them_so(asked: Answerer) -> None:
    reader = asked.searcher.reader
    assert as_typed("praised supervision of staff", reader)
    assert not as_typed("gangs and knives", reader)  # printed nowhere
    assert as_typed("safe and sound", reader)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    entries = []
    for year, name in ((2018, "Northmoor"), (2019, "Saltby"), (2021, "Wexcombe")):
        report = make_report(name, date(year, 1, 5), inspection_end=date(year - 1, 12, 1))
        texts = ["Managers praised supervision of staff.", "Visits to children are late."]
        if year != 2021:
            texts.append(f"Kinship drift is seen in {name}.")
        if year == 2018:
            texts.append("Workers speak of zoomification.")
        if year == 2021:
            texts.append("Children are safe and sound.")
        entries.append(
            make_report_entry(
                report,
                [make_paragraph(report, place, text) for place, text in enumerate(texts, 1)],
                dimension=WIDE,
            )
        )
    with answerer(tmp_path_factory.mktemp("counting"), entries) as opened:
        yield opened


def test_a_word_without_a_known_name_is_counted_as_it_stands(asked: Answerer) -> None:
    answer = asked.ask("number of reports talking about zoomification and which ones")
    assert answer.answered
    assert answer.remarks == (
        "‘zoomification’ is mentioned in 1 paragraph of 1 of 3 reports (2018).",
        "Mentioned in: Northmoor 2018.",
    )
    assert [item.paragraph.id for item in answer.passages] == ["northmoor-2018-01-05/para-4"]


def test_marks_around_what_is_counted_are_not_said(asked: Answerer) -> None:
    answer = asked.ask("how many reports mention ‘zoomification’?")
    assert answer.remarks[0] == "‘zoomification’ is mentioned in 1 paragraph of 1 of 3 reports (2018)."


def test_a_word_that_is_nowhere_is_in_none(asked: Answerer) -> None:
    answer = asked.ask("how many reports mention a four-day week?")
    assert not answer.answered
    assert answer.text == "No paragraph in the 3 reports searched contains “four-day week”."
    assert answer.nearest_miss is None


@pytest.mark.parametrize(
    "ending", ["and how many in each year?", "and is it dying out?", "mainly the newer ones?"]
)
def test_years_are_told_where_they_are_asked_for(asked: Answerer, ending: str) -> None:
    answer = asked.ask(f"how many reports mention kinship drift, {ending}")
    assert (
        "Reports that mention it, by year of publication: 1 of 1 in 2018; 1 of 1 in 2019; none of 1 in 2021."
        in answer.remarks
    )


def test_a_year_counts_what_was_published_in_it(asked: Answerer) -> None:
    answer = asked.ask("how many reports of 2018 mention kinship drift?")
    assert "Northmoor’s report of 5 January 2018" in answer.remarks[0]
    assert "Searched 1 of 3 reports" in answer.coverage.text


def test_after_the_year_of_the_last_report_that_report_is_read(asked: Answerer) -> None:
    answer = asked.ask("supervision of staff in Wexcombe after 2021")
    assert answer.remarks[0] == "There is no report after 2021: this is from 2021."
    assert [item.report.published.year for item in answer.passages] == [2021]
    assert answer.query == "supervision of staff in Wexcombe after 2021"
    assert not asked.ask("supervision of staff in Wexcombe after 2022").answered


def test_what_is_said_in_many_words_is_not_counted(asked: Answerer) -> None:
    answer = asked.ask("how many reports said that visits to children are late?")
    assert NOT_COUNTED in answer.remarks


def test_another_spelling_is_said_and_other_names_are(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 1, 5))
    texts = ["The Nightingale project works.", "A night ingale model.", "Nightingale carers meet.",
             "Staff like Nightingale.", "Privately fostered children wait."]  # fmt: skip
    texts += ["Child protection plans are clear."] * 3 + ["Every CP plan is clear."]
    paragraphs = [make_paragraph(report, place, text) for place, text in enumerate(texts, 1)]
    with answerer(tmp_path, [make_report_entry(report, paragraphs, dimension=WIDE)]) as opened:
        answer = opened.ask("how many paragraphs mention Nightingale?")
        assert len(answer.mentions[0].counted) == 3
        other = opened.ask("how many reports mention dads?")
        assert not other.answered or other.remarks


def test_other_names_are_said_where_the_matter_is_mostly_called_so(tmp_path: Path) -> None:
    report = make_report("Northmoor", date(2018, 1, 5))
    texts = ["Dads are seen.", *(f"Fathers of team {place} are seen." for place in range(4))]
    paragraphs = [make_paragraph(report, place, text) for place, text in enumerate(texts, 1)]
    with answerer(tmp_path, [make_report_entry(report, paragraphs, dimension=WIDE)]) as opened:
        (matter,) = opened.ask("how many reports mention dads?").mentions
        assert len(matter.rows) == 5
        wide = replace(matter, searched=3)
        assert wide.sentence.endswith("; other names for it are searched and not counted.")
