"""What is asked for decides the answer: a look-up, a list, a grade, a comparison, a count, an absence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.records import Judgement
from indexer.store.format import ReportEntry
from search_api.answers.answerer import Answerer
from search_api.answers.elsewhere import elsewhere
from search_api.answers.groups import two_matters
from search_api.answers.quotations.records import Answer
from search_api.citations import STYLE_NAMES, cite
from search_api.question.request import Request
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
)

from .asking import WIDE, answerer

RECOMMENDED = ["northmoor-2018-08-24/rec-6", "northmoor-2018-08-24/rec-7"]
TO_IMPROVE = ["saltby-2022-05-16/improve-1", "saltby-2022-05-16/improve-2"]


def reports() -> list[ReportEntry]:
    """Northmoor 2016 and 2018, Saltby 2022: MARAC in 2016 only, private fostering in all but 2016."""
    judged = (
        Judgement("overall", "Overall effectiveness", "inadequate", "Inadequate"),
        Judgement("care_leavers", "Care leavers", "good", "Good"),
    )
    early = make_report("Northmoor", date(2016, 1, 5))
    late = make_report("Northmoor", date(2018, 8, 24), judgements=judged)
    other = make_report("Saltby", date(2022, 5, 16), framework="ilacs")
    return [
        make_report_entry(early, [
            make_paragraph(early, 27, "The multi-agency risk assessment conference (MARAC) meets monthly."),
            make_paragraph(early, 28, "Care leavers praised their homes."),
        ], dimension=WIDE),
        make_report_entry(late, [
            make_paragraph(late, 1, "Services are weak.", kind="summary", printed=False),
            make_paragraph(late, 6, "Visit privately fostered children in time.", kind="recommendation"),
            make_paragraph(late, 7, "Improve plans.", kind="recommendation"),
            make_paragraph(late, 27, "Private fostering visits were late. Managers knew."),
            make_paragraph(late, 28, "Care leavers praised their advisers. Pathway plans are clear."),
            make_paragraph(late, 29, "Supervision was late in every team."),
            make_paragraph(late, 4, "The board challenges partners.", part="lscb"),
        ], dimension=WIDE),
        make_report_entry(other, [
            make_paragraph(other, 1, "The timeliness of plans.", kind="improvement"),
            make_paragraph(other, 2, "Health assessments for care leavers.", kind="improvement"),
            make_paragraph(other, 4, "Private fostering is praised. Carers are visited."),
            make_paragraph(other, 5, "Care leavers praised their homes, but jobs came late."),
        ], dimension=WIDE),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    with answerer(tmp_path_factory.mktemp("kinds"), reports()) as opened:
        yield opened


def ids(answer: Answer) -> list[str]:
    return [passage.paragraph.id for passage in answer.passages]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Northmoor 2018 paragraph 27", ["northmoor-2018-08-24/para-27"]),
        ("show me para. 27 of the Northmoor 2018 inspection", ["northmoor-2018-08-24/para-27"]),
        ("Northmoor 2018 ¶27", ["northmoor-2018-08-24/para-27"]),
        ("Northmoor 2018, para 27, p 3", ["northmoor-2018-08-24/para-27"]),
        ("northmoor-2018-08-24/para-27", ["northmoor-2018-08-24/para-27"]),
        ("rec 6 of Northmoor 2018", ["northmoor-2018-08-24/rec-6"]),
        ("Northmoor 2018 recommendations 6 and 7", RECOMMENDED),
        ("Northmoor 2018 paras 27-28", ["northmoor-2018-08-24/para-27", "northmoor-2018-08-24/para-28"]),
        ("Saltby 2022 what needs to improve, bullet 2", ["saltby-2022-05-16/improve-2"]),
        ("recommendation 2 of Saltby 2022", ["saltby-2022-05-16/improve-2"]),  # it has no others
        ("Northmoor 2018 LSCB review, para 4", ["northmoor-2018-08-24/lscb-para-4"]),
        ("Northmoor paragraph 28", ["northmoor-2018-08-24/para-28", "northmoor-2016-01-05/para-28"]),
    ],
)  # fmt: skip
def test_a_paragraph_is_looked_up(asked: Answerer, question: str, found: list[str]) -> None:
    answer = asked.ask(question)
    assert answer.answered
    assert ids(answer) == found
    assert all(passage.quote == passage.paragraph.text for passage in answer.passages)
    searched = asked.searcher.understand(question, Request())
    assert [hit.row for hit in asked.searcher.rank(searched).hits[: len(found)]] == list(searched.lookup.rows)


def test_every_citation_of_every_paragraph_leads_back_to_it(asked: Answerer) -> None:
    reader = asked.searcher.reader
    for report in reader.reports():
        for paragraph in reader.paragraphs(report.id):
            saved = cite(report, paragraph).removeprefix("Ofsted, ")  # as plans made earlier have it
            assert ids(asked.ask(saved)) == [paragraph.id], saved
            for style in STYLE_NAMES:
                words = cite(report, paragraph, style)
                assert ids(asked.ask(words)) == [paragraph.id], words
                assert ids(asked.ask(f"what does {words.upper()} say?")) == [paragraph.id], words


def test_what_is_not_there_is_said(asked: Answerer) -> None:
    answer = asked.ask("Northmoor 2018 paragraph 99")
    assert not answer.answered
    assert answer.text == "There is no paragraph 99 in Northmoor’s report of 24 August 2018; the last is 29."
    unknown = asked.ask("northmoor-2018-08-24/para-99")
    assert not unknown.answered
    assert "northmoor-2018-08-24" in unknown.text


@pytest.mark.parametrize(
    "question",
    ["2018 children in paragraphs of text", "3 improvements were made", "12% of recommendations"],
)  # fmt: skip
def test_numbers_alone_look_nothing_up(asked: Answerer, question: str) -> None:
    assert not asked.searcher.understand(question, Request()).lookup.asked


def test_literal_words_look_nothing_up(asked: Answerer) -> None:
    assert not asked.searcher.understand("Northmoor 2018 paragraph 27", Request(literal=True)).lookup.asked


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what needs to improve in Saltby 2022", TO_IMPROVE),
        ("What was Saltby told to do in 2022?", TO_IMPROVE),
        ("what does Saltby have to do better?", TO_IMPROVE),
        ("list all recommendations for Northmoor", RECOMMENDED),
        ("list everything Saltby had to improve in 2022", TO_IMPROVE),
        ("give me everything Saltby was told to sort out in 2022", TO_IMPROVE),
        ("what was Saltby told to do in 2022 and was any of it already on the list in 2019", TO_IMPROVE),
        ("I'm a governor in Saltby. What was the council told it has to put right in 2022?", TO_IMPROVE),
        ("recommendations of Northmoor 2016", []),
    ],
)  # fmt: skip
def test_a_list_is_whole_and_in_order(asked: Answerer, question: str, found: list[str]) -> None:
    answer = asked.ask(question, limit=1)
    assert ids(answer) == found
    assert answer.answered is bool(found)


def test_a_matter_beside_it_makes_it_no_list(asked: Answerer) -> None:
    assert "saltby-2022-05-16/improve-1" not in ids(
        asked.ask("what needs to improve for care leavers in Saltby 2022", limit=1)
    )


def test_a_grade_taken_for_granted_is_checked_on_the_cover(asked: Answerer) -> None:
    wrong = asked.ask("why was Northmoor judged outstanding in 2018?")
    assert wrong.answered
    assert wrong.passages == ()
    assert [report.id for report in wrong.judgements] == ["northmoor-2018-08-24"]
    assert wrong.remarks == (
        "Northmoor was judged inadequate, not outstanding, in the report of 24 August 2018.",
    )
    of_area = asked.ask("why did care leavers services in Northmoor fail in 2018?")
    assert of_area.remarks == (
        "Northmoor was judged good for care leavers, not inadequate, in the report of 24 August 2018.",
    )
    right = asked.ask("why was Northmoor inadequate in 2018?")
    assert right.remarks == ()
    assert {"northmoor-2018-08-24/summary-1", "northmoor-2018-08-24/rec-6"} <= set(ids(right))


def test_a_grade_said_to_be_lost_is_checked_too(asked: Answerer) -> None:
    kept = asked.ask("why did Northmoor lose its inadequate rating in 2018?")
    assert kept.passages == ()
    assert kept.remarks == (
        "Northmoor was judged inadequate in the report of 24 August 2018, so it had not lost that grade "
        "then.",
    )
    lost = asked.ask("why did Northmoor lose its good rating in 2018?")
    assert lost.remarks == ()
    assert {"northmoor-2018-08-24/summary-1", "northmoor-2018-08-24/rec-6"} <= set(ids(lost))


def test_a_grade_that_was_not_given_is_explained_or_corrected(asked: Answerer) -> None:
    """Northmoor was inadequate in 2018."""
    true = asked.ask("why was Northmoor still not good in 2018?")
    assert true.remarks == ()
    assert {"northmoor-2018-08-24/summary-1", "northmoor-2018-08-24/rec-6"} <= set(ids(true))
    after = asked.ask("why did Northmoor not improve after it was judged inadequate in 2018?")
    assert after.remarks == ()
    false = asked.ask("why was Northmoor not inadequate in 2018?")
    assert false.passages == ()
    assert false.remarks == ("Northmoor was judged inadequate in the report of 24 August 2018.",)


def test_reasons_for_the_grade_of_one_area_are_of_its_section(tmp_path: Path) -> None:
    judged = (
        Judgement("overall", "Overall effectiveness", "good", "Good"),
        Judgement("care_leavers", "The experiences of care leavers", "outstanding", "Outstanding"),
        Judgement(
            "help_and_protection", "Help and protection", "requires improvement", "Requires improvement"
        ),
    )
    report = make_report("Eastvale", date(2024, 5, 1), framework="ilacs", judgements=judged)
    leavers, help_ = (
        ("The experiences and progress of care leavers",),
        ("Children who need help and protection",),
    )
    entry = make_report_entry(report, [
        make_paragraph(report, 1, "Visits are late.", section=help_),
        make_paragraph(report, 2, "Advisers are praised.", section=leavers),
        make_paragraph(report, 3, "Homes are praised.", section=leavers),
        make_paragraph(report, 1, "Visits in help and protection.", kind="improvement"),
    ], dimension=WIDE)  # fmt: skip
    with answerer(tmp_path, [entry]) as opened:
        earned = opened.ask("what was Eastvale's grade for care leavers in 2024 and what earned it?")
        assert [item.paragraph.number for item in earned.passages] == [2, 3]
        assert [item.id for item in earned.judgements] == [report.id]
        lower = opened.ask("why did help and protection get a lower grade in Eastvale than care leavers?")
        assert {item.paragraph.id.rpartition("/")[2] for item in lower.passages} == {"para-1", "improve-1"}
        never = opened.ask("when Eastvale lost its outstanding rating in 2024, what had gone wrong?")
        assert never.passages == ()
        assert never.remarks == (
            "No report here from before 1 May 2024 judges Eastvale outstanding; it was then judged good.",
        )


def test_another_body_is_not_answered_for(asked: Answerer) -> None:
    answer = asked.ask("What rating did the CQC give care leavers in Northmoor?")
    assert not answer.answered
    assert answer.text == "The reports here are not by the Care Quality Commission."


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did HMI Probation say about youth justice?", "Inspectorate of Probation"),
        ("according to Estyn", "Welsh inspectorate Estyn"),
        ("outcome of the local area SEND inspection", "area SEND inspections"),
        ("the SEND rating of Northmoor", "area SEND inspections"),
        ("which schools are in special measures", "inspections of schools and nurseries"),
        ("does the council work with the CQC?", ""),
        ("are probation officers involved?", ""),
        ("how are schools told of concerns?", ""),
        ("support for children with SEND", ""),
    ],
)
def test_who_is_asked(question: str, name: str) -> None:
    assert elsewhere(question) == name


def test_reports_that_are_here_are_not_elsewhere() -> None:
    assert elsewhere("what was the area SEND inspection outcome", {"area_send"}) == ""
    assert elsewhere("what was the area SEND inspection outcome", {"jtai"}) == "area SEND inspections"
    assert elsewhere("what did the CQC find about health visitors", {"ilacs", "jtai"}) == ""
    assert elsewhere("what rating did the CQC give", {"jtai"}) == "Care Quality Commission"
    assert elsewhere("what did Estyn find about health visitors", {"jtai"}) == "Welsh inspectorate Estyn"


def test_a_sum_is_not_answered_by_what_names_none(asked: Answerer) -> None:
    assert not asked.ask("how much does Northmoor spend on private fostering?").answered


def test_authorities_are_set_side_by_side(asked: Answerer) -> None:
    answer = asked.ask("Northmoor vs Saltby: private fostering")
    assert [passage.report.authority for passage in answer.passages] == sorted(
        passage.report.authority for passage in answer.passages
    )
    assert {"northmoor-2018-08-24/para-27", "saltby-2022-05-16/para-4"} <= set(ids(answer))


def test_change_is_told_inspection_by_inspection_the_newest_first(asked: Answerer) -> None:
    answer = asked.ask("has support for care leavers got better in Northmoor?")
    published = [passage.report.published for passage in answer.passages]
    assert published == sorted(published, reverse=True)
    assert len(set(published)) == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("support for boys and for young carers", ("support for boys", "support for young carers")),
        ("care leavers' housing, and their education", ("care leavers' housing", "care leavers' education")),
        ("how good is it, and how are teams led?", ("how good is it", "how are teams led?")),
        ("police and health partners", ()),
        ("MARAC", ()),
    ],
)  # fmt: skip
def test_two_questions_are_parted(text: str, parts: tuple[str, ...]) -> None:
    assert two_matters(text) == parts


def test_a_part_without_an_answer_is_said(asked: Answerer) -> None:
    answer = asked.ask("how is private fostering in Saltby, and how are blockchain ledgers?")
    assert "saltby-2022-05-16/para-4" in ids(answer)
    assert (
        answer.remarks[-1]
        == "No passage was found that answers this part by itself: ‘how are blockchain ledgers?’."
    )


def test_what_a_report_never_mentions_is_not_answered_from_something_else(asked: Answerer) -> None:
    answer = asked.ask("what did inspectors say about MARAC in Northmoor in 2018?")
    assert not answer.answered
    assert answer.passages == ()
    assert answer.text == "Northmoor’s report of 24 August 2018 does not mention ‘MARAC’."
    both = asked.ask("what did inspectors say about MARAC in Northmoor?")
    assert ids(both) == ["northmoor-2016-01-05/para-27"]
    assert "Not mentioned in: Northmoor, 24 August 2018." in both.remarks
    long_form = asked.ask("multi-agency risk assessment conferences in Saltby")
    assert long_form.text.startswith("Saltby’s report of 16 May 2022 does not mention")


def test_only_what_mentions_it_is_quoted_in_a_few_reports(asked: Answerer) -> None:
    assert set(ids(asked.ask("private fostering in Northmoor 2018"))) == {
        "northmoor-2018-08-24/para-27",
        "northmoor-2018-08-24/rec-6",
    }


def test_mentions_are_counted_exactly(asked: Answerer) -> None:
    answer = asked.ask("how many reports mention private fostering?")
    assert answer.answered
    (mentions,) = answer.mentions
    assert (len(mentions.counted), len(mentions.reports), mentions.searched) == (3, 2, 3)
    assert mentions.by_year == {"2022": 1, "2018": 1}
    assert mentions.authorities == ("Northmoor", "Saltby")
    assert answer.remarks[0] == (
        "‘private fostering’ is mentioned in 3 paragraphs of 2 of 3 reports (2018 to 2022)."
    )
    assert len(answer.passages) <= 3
    of_words = asked.ask("plans that are clear")
    assert of_words.mentions == ()


def test_who_asks_for_a_side_gets_no_other(asked: Answerer) -> None:
    weak = asked.ask("weaknesses in private fostering")
    assert "saltby-2022-05-16/para-4" not in ids(weak)
    strong = asked.ask("strengths of private fostering")
    assert "northmoor-2018-08-24/para-27" not in ids(strong)
    whole = asked.ask("what are the weaknesses of Northmoor 2018?", limit=1)
    assert ids(whole) in (["northmoor-2018-08-24/para-27"], ["northmoor-2018-08-24/para-29"])


@pytest.mark.parametrize(
    ("question", "marked", "silent"),
    [
        (
            "what are the weaknesses of Northmoor 2018?",
            {"Private fostering visits were late.", "Supervision was late in every team."},
            "northmoor-2018-08-24/para-28",
        ),
        (
            "what are the strengths of Northmoor 2018?",
            {"Care leavers praised their advisers."},
            "northmoor-2018-08-24/para-29",
        ),
    ],
)
def test_one_side_of_a_report_marks_the_sentences_of_that_side_alone(
    asked: Answerer, question: str, marked: set[str], silent: str
) -> None:
    answer = asked.ask(question)
    assert {item.quote[start:end] for item in answer.passages for start, end in item.spans} == marked
    assert silent not in ids(answer)
    few = asked.ask(question, limit=1)
    (group,) = few.groups
    assert (len(few.passages), group.count) == (1, len(marked))
    rest = [item.paragraph.id for item in group.further]
    assert sorted([*ids(few), *rest]) == sorted(ids(answer))  # what is not quoted is at hand


def test_a_report_without_a_sentence_of_the_side_says_so(asked: Answerer) -> None:
    answer = asked.ask("what are the weaknesses of Northmoor 2016?")
    assert not answer.answered
    assert answer.text == "We found no sentence of criticism in the newest report, of 5 January 2016."
