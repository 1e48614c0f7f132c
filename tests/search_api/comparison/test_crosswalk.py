"""Which judgements compare: like with like, nearly, or not and why. The docs hold the same table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.kinds import ofsted
from indexer.kinds.table import AREA_LABELS, KINDS_OF_REPORT
from indexer.records import Judgement, Report
from search_api.comparison.crosswalk import LINES, STAGES, compare, judged, reviews_board, stage_of
from tests.support.builders import make_report
from tests.support.paths import ROOT


def graded(framework: str, year: int, grade: str = "", area: str = "overall", **changes: Any) -> Report:
    judgements = (Judgement(area, "As printed", grade, grade.title()),) if grade else ()
    return make_report(
        published=date(year, 6, 5), framework=framework, judgements=judgements,
        inspection_start=date(year, 5, 4), **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "before", "after", "how", "steps", "said"),
    [
        ("overall", ("sif", 2015, "inadequate"), ("ilacs", 2019, "good"), "like", 2, ""),
        ("help_and_protection", ("ilacs", 2019, "good"), ("ilacs", 2024, "good"), "like", 0, ""),
        ("looked_after", ("sif", 2015, "good"), ("ilacs", 2019, "outstanding"), "like", 1, ""),
        ("looked_after", ("ilacs", 2019, "good"), ("ilacs", 2024, "inadequate"), "nearly", -2,
         "The judgement of 2019 includes care leavers; that of 2024 does not."),
        ("care_leavers", ("sif", 2015, "good"), ("ilacs", 2024, "good"), "nearly", 0, "graded part"),
        ("leadership", ("sif", 2015, "good"), ("ilacs", 2019, "good"), "nearly", 0, "impact of leaders"),
        ("care_leavers", ("sif", 2015, "good"), ("ilacs", 2019, ""), "not", None,
         "no judgement on care leavers in 2019"),
        ("adoption", ("sif", 2015, "good"), ("ilacs", 2024, ""), "not", None,
         "no judgement on adoption in 2024"),
        ("overall", ("ilacs", 2022, "good"), ("ilacs", 2026, ""), "not", None, "in 2026"),
        ("overall", ("protection", 2013, "good"), ("sif", 2015, "good"), "not", None,
         "covers help and protection"),
        ("help_and_protection", ("protection", 2013, "adequate"), ("sif", 2015, "requires improvement"),
         "not", None, "neither is higher"),
        ("overall", ("sif", 2015, ""), ("ilacs", 2019, "good"), "not", None, "We found no grade"),
        ("area_send", ("area_send_2016", 2018, "written statement of action"),
         ("area_send", 2024, "inconsistent experiences"), "not", None, "covers SEND 2016"),
    ],
)  # fmt: skip
def test_judgements_compare_only_where_they_are_of_the_same(
    line: str,
    before: tuple[str, int, str],
    after: tuple[str, int, str],
    how: str,
    steps: int | None,
    said: str,
) -> None:
    found = compare(line, graded(*before, area=line), graded(*after, area=line))
    assert (found.how, found.steps) == (how, steps)
    assert said in found.why
    assert bool(found.why) == (how != "like")


def test_the_overall_grade_of_a_looked_after_inspection_stands_with_children_looked_after() -> None:
    report = graded("looked_after", 2013, "good", "overall")
    item, grade = judged("looked_after", report)
    assert item is not None
    assert grade is not None
    assert (item.area, grade.grade) == ("overall", "good")
    assert judged("overall", report) == (None, None)


def test_the_day_of_inspection_tells_the_stage_before_that_of_publication() -> None:
    inspected = make_report(
        published=date(2023, 1, 26), framework="ilacs", inspection_start=date(2022, 11, 28)
    )
    unknown = make_report(published=date(2023, 2, 26), framework="ilacs", inspection_start=None)
    stages = [stage_of(item) for item in (inspected, unknown)]
    assert [stage.name if stage else "" for stage in stages] == [
        "ILACS (2018–22)",
        "ILACS (2023 to March 2026)",
    ]


def test_a_kind_that_judges_nothing_has_no_stage_and_only_some_look_at_the_board() -> None:
    assert stage_of(graded("focused_visit", 2020)) is None
    assert [reviews_board(graded(name, 2017)) for name in ("sif", "sif_reinspection", "ilacs", "lscb")] == [
        True, False, False, True,
    ]  # fmt: skip


def test_every_kind_whose_overall_grade_is_of_services_has_a_stage_and_every_line_a_label() -> None:
    staged = {name for stage in STAGES for name in stage.frameworks}
    # What "other" covers tell is not known, so nothing is compared with it.
    graded_kinds = {kind.name for kind in KINDS_OF_REPORT if kind.areas == ofsted.AREAS} - {"other"}
    assert graded_kinds <= staged <= {kind.name for kind in KINDS_OF_REPORT}
    assert set(LINES) <= set(AREA_LABELS)


def test_the_page_of_the_docs_holds_every_line_and_wording() -> None:
    text = (ROOT / "docs/comparing/crosswalk.md").read_text(encoding="utf-8")
    for stage in STAGES:
        for item in stage.judged:
            assert f"| {AREA_LABELS[item.line]} |" in text
            assert item.printed in text or item.area == "overall", item.printed
