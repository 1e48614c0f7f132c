"""Recommendations followed through three small inspections: the verdict of each, and what it rests on."""

from __future__ import annotations

import pytest

from search_api.comparison.lineage.passages import of_a_boards_work
from search_api.comparison.lineage.records import Followed, Outcome
from search_api.comparison.lineage.tracker import Tracker

from .inspections import FIRST, LAST, VISIT, tracker


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Tracker:
    return tracker(tmp_path_factory.mktemp("northmoor") / "index")


def row(followed: Tracker, locator: str) -> Followed:
    rows = followed.of_authority("Northmoor").rows
    return next(item for item in rows if item.paragraph.id == f"{FIRST.id}/{locator}")


def last(followed: Tracker, locator: str) -> Outcome:
    found = row(followed, locator).latest
    assert found is not None
    return found


def test_each_recommendation_meets_each_later_inspection_of_every_kind(followed: Tracker) -> None:
    found = followed.of_authority("Northmoor")
    assert [report.id for report in found.reports] == [FIRST.id, VISIT.id, LAST.id]
    assert [item.paragraph.id.partition("/")[2] for item in found.rows] == [
        "rec-1", "rec-2", "rec-3", "rec-4", "rec-90", "rec-91", "improve-1",
    ]  # fmt: skip
    assert [outcome.report.id for outcome in found.rows[0].outcomes] == [VISIT.id, LAST.id]
    assert found.rows[-1].outcomes == ()
    assert found.rows[-1].latest is None


@pytest.mark.parametrize(
    ("locator", "verdict", "evidence"),
    [
        ("rec-1", "addressed", "para-3"),
        ("rec-2", "repeated", "improve-1"),
        ("rec-3", "improving", "para-4"),
        ("rec-4", "not mentioned", ""),
        ("rec-90", "not mentioned", ""),
    ],
)
def test_the_last_inspection_gives_its_verdict(
    followed: Tracker, locator: str, verdict: str, evidence: str
) -> None:
    found = last(followed, locator)
    assert found.verdict == verdict
    assert [item.paragraph.id for item in found.matches[:1]] == (
        [f"{LAST.id}/{evidence}"] if evidence else []
    )


def test_a_monitoring_visit_counts_and_what_it_criticises_is_still_a_concern(followed: Tracker) -> None:
    assert row(followed, "rec-2").outcomes[0].verdict == "still a concern"


def test_a_verdict_carries_the_sentence_the_score_the_side_and_the_matter(followed: Tracker) -> None:
    found = last(followed, "rec-1").matches[0]
    assert found.quote == found.paragraph.text[slice(*found.span)]
    assert "privately fostered" in found.quote
    assert 0 < found.score <= 1
    assert (found.side, "private fostering" in found.matters) == ("praise", True)


def test_an_inspection_that_does_not_look_at_the_board_says_so(followed: Tracker) -> None:
    assert "do not review the Local Safeguarding Children Board" in last(followed, "rec-90").why


def test_a_finding_is_answered_from_the_other_side_too(followed: Tracker) -> None:
    visit, ilacs = followed.elsewhere(f"{FIRST.id}/para-20")
    assert (visit.report.id, visit.matches) == (VISIT.id, ())
    assert [item.paragraph.id for item in ilacs.matches[:1]] == [f"{LAST.id}/para-3"]


def test_earlier_inspections_are_asked_as_well(followed: Tracker) -> None:
    found = followed.elsewhere(f"{LAST.id}/para-3")
    assert [item.report.id for item in found] == [FIRST.id, VISIT.id]
    assert found[0].matches[0].paragraph.id in {f"{FIRST.id}/rec-1", f"{FIRST.id}/para-20"}


def test_an_authority_without_reports_has_no_rows(followed: Tracker) -> None:
    found = followed.of_authority("Saltby")
    assert (found.reports, found.rows) == ((), ())


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Review the section 11 audits so that they are sufficiently probing.", True),
        ("Evaluate whether training improves practice across the partnership.", True),
        ("The LSCB should publish its plan.", True),
        ("Raise awareness of private fostering among neighbours and schools.", False),
    ],
)
def test_a_boards_own_work_is_known_without_its_name(text: str, own: bool) -> None:
    assert of_a_boards_work(text) is own


def test_what_an_authority_audits_does_not_answer_a_board_whose_name_is_left_out(followed: Tracker) -> None:
    found = last(followed, "rec-91")
    assert (found.verdict, found.matches) == ("not mentioned", ())


def test_the_newest_recommendations_against_the_last_report_are_those_of_the_whole(followed: Tracker) -> None:
    whole = followed.of_authority(FIRST.authority)
    found = followed.latest(FIRST.authority)
    assert found
    newest = found[0].report
    rows = [row for row in whole.rows if row.report.id == newest.id]
    assert [(row.paragraph.id, row.latest) for row in found] == [
        (row.paragraph.id, row.latest) for row in rows
    ]
    # Nothing newer could be followed: none of it, or nothing after it.
    followable = [row.report.published for row in whole.rows if row.outcomes]
    assert newest.published == max(followable)
    assert followed.latest("Saltby") == ()
