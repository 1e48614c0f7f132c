"""What is said of two overall grades: how far apart they are, or why they are not compared."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.records import Judgement, Report
from search_api.comparison.changes import change
from tests.support.builders import make_report


def judged(framework: str, grade: str, year: int) -> Report:
    judgements = (Judgement("overall", "Overall", grade, grade.title()),) if grade else ()
    return make_report(published=date(year, 1, 5), framework=framework, judgements=judgements)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (("sif", "good"), ("ilacs", "good"), "Same overall grade as the inspection before: Good."),
        (("sif", "inadequate"), ("ilacs", "good"), "Up two grades overall, from Inadequate to Good."),
        (("ilacs", "outstanding"), ("ilacs", "good"), "Down one grade overall, from Outstanding to Good."),
        (
            ("protection", "good"),
            ("sif", "good"),
            "Not compared with the inspection before, because the 2013 overall grade covers only the "
            "protection of children.",
        ),
        (
            ("ilacs", "good"),
            ("ilacs", "leaky"),
            "Not compared with the inspection before, because its grades are on a different scale.",
        ),
        (("sif", ""), ("ilacs", "good"), "We found no overall grade for the inspection before, so "),
    ],
)
def test_a_change_is_said_or_why_it_is_not(
    before: tuple[str, str], after: tuple[str, str], said: str
) -> None:
    assert change([judged(*before, 2013)], judged(*after, 2018)).startswith(said)
