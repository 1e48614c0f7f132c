"""What is counted as a mention: the words typed, their acronym or long form, and the same words bent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search_api.answers.answerer import Answerer
from tests.search_api.answers.asking import WIDE, answerer
from tests.support.builders import make_paragraph, make_report, make_report_entry


@contextmanager
def printing(folder: Path, *texts: str) -> Iterator[Answerer]:
    report = make_report("Northmoor")
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(texts, 1)]
    with answerer(folder, [make_report_entry(report, paragraphs, dimension=WIDE)]) as opened:
        yield opened


def counted(asked: Answerer, question: str) -> list[int]:
    """Numbers of the paragraphs that are counted."""
    (mentions,) = asked.ask(question).mentions
    return [item.number for item in asked.searcher.reader.by_rows(mentions.counted)]


@pytest.mark.parametrize(
    ("question", "held", "left_out"),
    [
        ("private fostering", ["Privately fostered children wait."], ["A private firm recruits carers."]),
        ("family hubs", ["A family hub opened.", "Family-hubs grew."], ["The children and families hub."]),
        ("unregistered children's homes", ["Unregistered placements rose.", "One unregistered home."],
         ["Unregistered childminders.", "Homes are registered."]),
        ("elective home education", ["Children who are electively home educated.", "EHE is rising."],
         ["Home tuition is offered."]),
        ("strengths and difficulties questionnaires", ["The strength and difficulty questionnaire."],
         ["Difficulties are shared."]),
        ("unaccompanied asylum-seeking children", ["UASC wait.", "Unaccompanied asylum-seeking children."],
         ["Children seeking a place."]),
        ("deprivation of liberty", ["A child deprived of their liberty."], ["Liberty House is closed."]),
        ("family group conferences", ["Family group conferencing works."], ["Group meetings."]),
    ],
)  # fmt: skip
def test_the_same_words_are_counted(
    tmp_path: Path, question: str, held: list[str], left_out: list[str]
) -> None:
    with printing(tmp_path, *held, *left_out, f"It speaks of {question}.") as asked:
        expected = [*range(1, len(held) + 1), len(held) + len(left_out) + 1]
        assert counted(asked, f"how many reports mention {question}?") == expected


def test_a_phrase_written_as_one_word_is_the_same(tmp_path: Path) -> None:
    texts = [
        "A cyber attack hit.",
        "The cyber attack ended.",
        "After a cyber attack.",
        "A cyberattack closed it.",
    ]
    with printing(tmp_path, *texts) as asked:
        assert counted(asked, "how many reports mention a cyber attack?") == [1, 2, 3, 4]


def test_a_word_that_tells_what_happened_is_no_subject_that_can_be_missed(tmp_path: Path) -> None:
    with printing(tmp_path, "Leaders work well together.", "Plans are late.") as asked:
        assert "does not mention" not in asked.ask("did splitting help Northmoor?").text
        assert (
            "does not mention ‘kittens’"
            in asked.ask("what did inspectors say about kittens in Northmoor?").text
        )


def test_what_reports_print_as_a_name_must_be_mentioned(tmp_path: Path) -> None:
    texts = [
        "Operation Lantern tells schools of arrests.",
        "Schools value Operation Lantern.",
        "Schools are told late of arrests by an operation of lantern bearers.",
        "Notifications to schools are late.",
        "In Operation Lantern the police tell schools.",
    ]
    with printing(tmp_path, *texts) as asked:
        answer = asked.ask("were they told off over operation lantern notifications to schools?")
        assert {item.paragraph.number for item in answer.passages} == {1, 2, 5}


def test_of_a_name_that_is_also_words_the_name_counts(tmp_path: Path) -> None:
    texts = [
        "Lifelong Ties helps care leavers.", "A Lifelong Ties worker visits.", "Lifelong Ties has grown.",
        "They keep lifelong ties to carers.", "Some make lifelong ties.",
    ]  # fmt: skip
    with printing(tmp_path, *texts) as asked:
        answer = asked.ask("does Lifelong Ties do care leavers any good, and do workers like their meetings?")
        assert {item.paragraph.number for item in answer.passages} <= {1, 2, 3}
        assert answer.answered


@pytest.mark.parametrize(
    "question",
    [
        "were services put at risk by a section 114 notice?",
        "does a four-day week for social workers help with retention?",
        "does a 4 day week for social workers help with retention?",
    ],
)
def test_a_section_or_a_number_with_a_noun_that_is_nowhere_is_missed(tmp_path: Path, question: str) -> None:
    texts = ["Section 47 enquiries are prompt.", "Risk is known.", "The day starts early each week.",
             "Retention of social workers is good."]  # fmt: skip
    with printing(tmp_path, *texts) as asked:
        answer = asked.ask(question)
        assert not answer.answered
        assert "does not mention" in answer.text


def test_a_number_with_a_noun_is_found_in_figures_and_in_words(tmp_path: Path) -> None:
    with printing(tmp_path, "A four-day week was tried.", "Weeks are long.") as asked:
        answer = asked.ask("is a 4 day week tried?")
        assert [item.paragraph.number for item in answer.passages] == [1]


def test_one_word_that_is_written_as_two_is_found_either_way(tmp_path: Path) -> None:
    fill = [f"Plans of team {number} are clear." for number in range(800)]
    with printing(tmp_path, "A cyberattack closed it.", "Later the night shelter opened.", *fill) as asked:
        for question, number in (("which cyber attack closed it", 1), ("which nightshelter opened", 2)):
            answer = asked.ask(question)
            assert number in {item.paragraph.number for item in answer.passages}


def test_a_term_that_everyday_words_stand_for_is_not_said_to_be_missing(tmp_path: Path) -> None:
    texts = ["Social workers keep leaving for other posts.", "Visits are late."]
    with printing(tmp_path, *texts) as asked:
        answer = asked.ask("do social workers keep leaving?")
        assert "turnover" not in f"{answer.text} {' '.join(answer.remarks)}"
        assert [item.paragraph.number for item in answer.passages][:1] == [1]


def test_no_paragraph_of_a_name_is_lost_beyond_the_sample_it_is_judged_by(tmp_path: Path) -> None:
    texts = [*["Bright Lanterns meets weekly."] * 160, "They hang bright lanterns.", "Plans are late."]
    with printing(tmp_path, *texts) as asked:
        assert len(counted(asked, "how many paragraphs mention Bright Lanterns?")) == 160


def test_another_spelling_of_a_name_is_told_and_not_counted(tmp_path: Path) -> None:
    fill = [f"Plans of team {number} are clear." for number in range(800)]
    texts = ["The Mocking Bird project works.", "Mockingbird carers meet.", *fill]
    with printing(tmp_path, *texts) as asked:
        remarks = asked.ask("how many paragraphs mention Mockingbird?").remarks
    assert remarks[0].startswith("‘Mockingbird’ is mentioned in 1 paragraph of")
    assert remarks[1] == (
        "It is also written ‘mocking bird’, in 1 more paragraph of 1 report; these are not counted."
    )


def test_one_word_of_a_name_of_two_is_not_counted_for_it(tmp_path: Path) -> None:
    texts = ["The Mocking Bird project works.", "A Mocking Bird home.", "Staff like Bird."]
    with printing(tmp_path, *texts) as asked:
        answer = asked.ask("how many paragraphs mention Mocking Bird?")
    assert answer.remarks[0].startswith("‘Mocking Bird’ is mentioned in 2 paragraphs of")
