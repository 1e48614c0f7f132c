"""One table of filters: a row added there is found by every command, parameter, tool, page and question."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from indexer.authorities.register import default_register
from indexer.errors import InvalidRequest
from indexer.records import Judgement
from search_api.question.filters import Holdings, by_name, days, in_panel, named, newest, rows
from search_api.question.request import EVERYTHING, Chosen, Request
from tests.support.builders import make_report
from tests.support.paths import ROOT

HOLDINGS = Holdings((), default_register())


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Where a made-up filter by era is found. One process for all tests: it takes seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.scripts.made_up_filter"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    given: dict[str, Any] = json.loads(done.stdout)
    return given


@pytest.mark.slow
@pytest.mark.parametrize("command", ["ask", "search", "similar"])
def test_a_command_has_its_option(found: dict[str, Any], command: str) -> None:
    assert found[command]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/search", "/ask", "/facets", "/reports", "/paragraphs/{report}/{paragraph}/similar"]
)
def test_the_api_has_its_parameter(found: dict[str, Any], path: str) -> None:
    assert found[path]


@pytest.mark.slow
def test_the_tools_have_its_argument(found: dict[str, Any]) -> None:
    assert found["tools"] == [
        "search",
        "ask",
        "similar",
        "contrast",
        "praised",
        "list_reports",
        "grade_moves",
        "matrix",
        "silence",
    ]


@pytest.mark.slow
def test_it_filters_and_refuses(found: dict[str, Any]) -> None:
    reports = {item["report"] for item in found["searched"]["results"]}
    assert reports
    assert reports <= set(found["python"])
    assert found["searched"]["understood"]["eras"] == ["old"]
    assert found["searched"]["coverage"]["reports_searched"] == len(found["python"]) < 6
    assert found["refused"] == 422


@pytest.mark.slow
def test_it_is_counted(found: dict[str, Any]) -> None:
    assert found["facets"][-1] == "era"
    assert found["counted"]["old"] == found["searched"]["coverage"]["paragraphs_searched"]
    assert found["counted"]["new"] > 0


@pytest.mark.slow
def test_a_question_says_it(found: dict[str, Any]) -> None:
    assert found["understood"]["eras"] == ["old"]
    assert found["understood"]["rest"] == "visits"


@pytest.mark.slow
def test_the_pages_show_it(found: dict[str, Any]) -> None:
    page = found["page"]
    assert "<legend>Era</legend>" in page
    assert 'name="era" value="old" checked' in page
    assert "Era:" in page
    assert "era=old" in page
    assert "<legend>Era</legend>" in found["list"]
    assert re.search(r"data-list-count>\d+ of \d+ report", found["list"])


def test_the_rows_are_filters_by_names_and_by_date() -> None:
    assert [item.name for item in rows()] == [
        "authority", "since", "until", "framework", "region", "grade", "kind", "theme",
        "latest",
    ]  # fmt: skip
    kinds = [item.name for items in (named(), days(), newest()) for item in items]
    assert sorted(kinds) == sorted(item.name for item in rows())
    assert [item.panel for item in in_panel()] == sorted(item.panel for item in named())
    assert by_name("grade").label == "Overall grade"
    with pytest.raises(KeyError):
        by_name("since")


def test_a_request_is_a_value() -> None:
    one = Request(authorities="Torbay", since="2018", as_words=["neglect"])
    assert one == Request.named({"authority": ("Torbay",), "since": ("2018",)}, as_words=("neglect",))
    assert hash(one) == hash(Request(since="2018", authorities=("Torbay",), as_words=("neglect",)))
    assert one.having("authority") == Request(since="2018", as_words=("neglect",))
    assert one.having("grade", "good").of("grade") == ("good",)
    assert one.taking_as_words(["Leeds"]).as_words == ("neglect", "Leeds")
    assert one != EVERYTHING
    assert "Torbay" in repr(one)
    with pytest.raises(TypeError, match="wards"):
        Request(wards="Churston")


def test_nothing_that_was_given_is_dropped_without_a_word() -> None:
    for wrong in ({"wards": ("Churston",)}, {"authorities": ("Torbay",)}):
        with pytest.raises(TypeError, match="is not a filter"):
            Request.named(wrong)
    with pytest.raises(TypeError, match="'since' takes one date, not 2"):
        Request(since=("2018", "2019"))
    with pytest.raises(TypeError, match="is not a filter"):
        EVERYTHING.having("wards", "Churston")
    assert Request(authorities=(), since="") == EVERYTHING


@pytest.mark.parametrize("typed", ["focused_visit", "Focused visit", "FOCUSED-VISIT", " focused  visit "])
def test_a_kind_of_report_is_known_by_name_or_label(typed: str) -> None:
    kinds = by_name("framework")
    assert kinds.match([typed, "ILACS (from 2018)"], HOLDINGS) == {"focused_visit", "ilacs"}
    assert kinds.labels["jtai"] == "Joint targeted area inspection (JTAI)"


def test_a_kind_of_report_that_there_is_not_is_said() -> None:
    with pytest.raises(InvalidRequest, match="'visits' is not a kind of report"):
        by_name("framework").match(["visits"], HOLDINGS)


def test_a_school_is_no_good_authority() -> None:
    """Kinds that judge apart share words with the grades of services, and no scale."""
    good = Judgement("overall", "Overall effectiveness", "good", "Good")
    graded = make_report(judgements=(good,))
    school = make_report(framework="school", judgements=(good,))
    send = make_report(
        framework="area_send",
        judgements=(Judgement("area_send", "Outcome", "inconsistent experiences", "inconsistent"),),
    )
    grade = by_name("grade")
    assert grade.keeps(graded, frozenset({"good"}), HOLDINGS)
    assert not grade.keeps(school, frozenset({"good"}), HOLDINGS)
    assert grade.keeps(send, frozenset({"inconsistent experiences"}), HOLDINGS)


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(),
        Chosen({"authority": frozenset({"Saltby"})}),
        Chosen(since=date(2020, 1, 1)),
        Chosen(until=date(2020, 1, 1)),
        Chosen(reports=frozenset()),
        Chosen({"kind": frozenset({"finding"})}),
    ],
)
def test_what_is_left_of_many_reports_is_what_each_passes(chosen: Chosen) -> None:
    reports = [
        make_report(name, date(year, 3, 1)) for name in ("Saltby", "Wexcombe") for year in (2019, 2021)
    ]
    passing = tuple(report for report in reports if chosen.keeps(report, HOLDINGS))
    assert chosen.left(reports, HOLDINGS) == passing
