"""The rules of the verdicts, case by case; above all, when a recommendation is not called addressed."""

from __future__ import annotations

from datetime import date

import pytest

from search_api.comparison.lineage.records import Match
from search_api.comparison.lineage.saying import in_words
from search_api.comparison.lineage.verdicts import decide
from tests.support.builders import make_paragraph, make_report

LATER = make_report(published=date(2021, 2, 3), framework="ilacs")


def match(
    text: str,
    side: str,
    score: float = 0.6,
    kind: str = "finding",
    matters: tuple[str, ...] = ("visits",),
    told: float = 1.0,
    subject: bool = True,
) -> Match:
    paragraph = make_paragraph(LATER, 7, text, kind=kind)
    return Match(
        0, paragraph, LATER, (0, len(text)), (0, 5), score, side, matters, told=told, subject=subject
    )


GOOD = match("Visits are regular and well recorded.", "praise")
BAD = match("Visits are late and poorly recorded.", "criticism", 0.58)


@pytest.mark.parametrize(
    ("matches", "verdict"),
    [
        ([GOOD], "addressed"),
        ([GOOD, BAD], "improving"),
        ([BAD], "still a concern"),
        ([match("Visits are better, but not all are in time.", "mixed")], "improving"),
        ([match("Visits are made under a new policy.", "neutral")], "unclear"),
        ([], "not mentioned"),
        ([match("The timeliness of visits.", "criticism", kind="improvement"), GOOD], "repeated"),
        ([match("Visits are improving, although many are still late.", "praise")], "improving"),
        (
            [match("Visits, an area for improvement in 2018, remain variable.", "criticism")],
            "still a concern",
        ),
        ([match("Some families have benefited from regular visits.", "praise")], "improving"),
        ([match("Not all families have regular visits.", "praise")], "still a concern"),
        ([match("This informs service priorities such as more visits.", "praise")], "unclear"),
        ([match("Plans for visits are mostly well focused.", "praise")], "addressed"),
        ([match("Visits have improved since the last inspection.", "praise")], "addressed"),
        ([match("Visits have improved since the last inspection, but many are late.", "mixed")], "improving"),
        ([match("Visits have deteriorated since the last inspection.", "criticism")], "still a concern"),
    ],
)
def test_the_verdict(matches: list[Match], verdict: str) -> None:
    assert decide(LATER, matches).verdict == verdict


@pytest.mark.parametrize(
    "matches",
    [
        [GOOD, BAD],
        [match("Visits are regular.", "praise", matters=())],
        [match("Visits are regular.", "praise", 0.305)],
        [match("Visits are regular.", "neutral")],
        [match("Visits are regular.", "praise", subject=False)],
        [match("Visits are regular.", "praise", told=0.2)],
        [match("Regular visits have been a priority for leaders.", "praise")],
        [match("The offer is not explained to those who are visited.", "praise")],
    ],
)
def test_never_addressed_without_praise_that_names_the_matter_and_is_alone(matches: list[Match]) -> None:
    assert decide(LATER, matches).verdict != "addressed"


def test_what_is_far_below_the_best_counts_for_nothing() -> None:
    far = match("Foster carers are hard to find.", "criticism", 0.4)
    assert decide(LATER, [GOOD, far]).verdict == "addressed"
    assert decide(LATER, [GOOD, far]).matches == (GOOD,)


def test_how_sure_a_verdict_is_follows_score_matter_and_agreement() -> None:
    assert decide(LATER, [GOOD]).sure == "clear"
    assert decide(LATER, [match("Visits are late.", "criticism", 0.4)]).sure == "likely"
    assert decide(LATER, [match("Visits are late.", "criticism", 0.4, matters=())]).sure == "uncertain"
    assert decide(LATER, [match("Visits are made.", "neutral")]).sure == "uncertain"


def test_what_may_be_of_another_part_is_shown_to_be_read() -> None:
    near = match("Families meet their visitors by name.", "praise", subject=False)
    found = decide(LATER, [near])
    assert (found.verdict, found.matches) == ("unclear", (near,))


def test_the_sentence_that_a_verdict_rests_on_stands_first() -> None:
    near = match("Visitors know families well.", "praise", 0.62, subject=False)
    found = decide(LATER, [near, GOOD])
    assert (found.verdict, found.matches) == ("addressed", (GOOD, near))


def test_a_verdict_is_said_in_words() -> None:
    likely = match("Visits are late.", "criticism", 0.4)
    assert in_words(decide(LATER, [GOOD])) == "Addressed"
    assert in_words(decide(LATER, [likely])) == "Probably still a concern"
    assert in_words(decide(LATER, [match("Visits are made.", "neutral")])) == "No clear follow-up found"
    assert in_words(decide(LATER, [])) == "Not mentioned, as far as we found"
