"""Arguments as assistants write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from indexer.authorities.register import default_register
from search_api.mcp_tools.arguments import (
    AskArguments,
    ParagraphArguments,
    ReportsArguments,
    SearchArguments,
    SimilarArguments,
    nearest,
    read,
    schema_of,
    told_apart,
    wrong_arguments,
)
from search_api.question.filters import Holdings
from search_api.question.request import Request
from tests.support.builders import make_report

HOLDINGS = Holdings([make_report("Northmoor", date(2018, 8, 24))], default_register())


def given(**values: Any) -> Any:
    return read({"q": "MARAC"} | values, SearchArguments)


def refusal(arguments: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        read(arguments, AskArguments)
    return wrong_arguments(caught.value, AskArguments)


@pytest.mark.parametrize("five", [5, "5", " 5 ", 5.0, "5.0"])
def test_a_number_may_be_text(five: Any) -> None:
    assert given(limit=five).limit == 5


@pytest.mark.parametrize("nothing", [None, "", "null", "None"])
def test_what_is_absent_may_be_said(nothing: Any) -> None:
    assert given(limit=nothing, literal=nothing, since=nothing).limit == 20
    assert given(authority=None, kind=None, q="MARAC").authority == []


@pytest.mark.parametrize(("said", "meant"), [("true", True), ("True", True), ("no", False), (1, True)])
def test_a_truth_may_be_text(said: Any, meant: bool) -> None:
    assert given(literal=said).literal is meant


def test_one_text_is_a_list_of_one() -> None:
    assert given(authority="Northmoor").authority == ["Northmoor"]
    assert given(authority="Kent, Devon").authority == ["Kent, Devon"]
    assert given(authority='["Kent", "Devon"]').authority == ["Kent", "Devon"]
    assert given(as_words="outstanding, good").as_words == ["outstanding, good"]


def test_a_list_of_fixed_values_may_be_one_text() -> None:
    found = given(kind="finding, Recommendation", grade=["Requires_Improvement"], framework="looked after")
    assert found.kind == ["finding", "recommendation"]
    assert found.grade == ["requires improvement"]
    assert found.framework == ["looked_after"]


def test_a_text_may_be_a_number_or_a_list_of_one() -> None:
    assert given(since=2018).since == "2018"
    assert read({"id": ["northmoor-2018-08-24/para-27"]}, ParagraphArguments).id.endswith("para-27")
    similar = read({"id": "northmoor-2018-08-24/para-27", "authorities": "Any"}, SimilarArguments)
    assert similar.authorities == "any"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kent, Devon", ("Kent", "Devon")),
        ("Kent and Devon", ("Kent", "Devon")),
        ("Kent; Devon, and Northmoor", ("Kent", "Devon", "Northmoor")),
        ("Bournemouth, Christchurch & Poole", ("Bournemouth, Christchurch & Poole",)),
        ("Bristol, City of", ("Bristol, City of",)),
        ("Devon, Bristol, City of, Kent", ("Devon", "Bristol, City of", "Kent")),
        ("Brighton and Hove", ("Brighton and Hove",)),
        ("Kent, Atlantis", ("Kent, Atlantis",)),
    ],
)
def test_names_in_one_text_are_told_apart_where_each_is_a_name(typed: str, meant: tuple[str, ...]) -> None:
    assert told_apart(Request(authorities=[typed]), HOLDINGS).of("authority") == meant


def test_regions_in_one_text_are_told_apart() -> None:
    assert told_apart(Request(regions="South West, London"), HOLDINGS).of("region") == (
        "South West",
        "London",
    )
    request = Request(authorities="Northmoor", since="2018")
    assert told_apart(request, HOLDINGS) == request


@pytest.mark.parametrize(
    ("name", "meant"),
    [("query", "q"), ("authorty", "authority"), ("councils", "authority"), ("frameworks", "framework"),
     ("maxResults", "limit"), ("start_date", "since"), ("page_token", "cursor"),
     ("previousQuestion", "follows")],
)  # fmt: skip
def test_an_unknown_argument_is_refused_with_the_nearest_name(name: str, meant: str) -> None:
    said = refusal({"q": "MARAC", name: "x"})
    assert said.startswith(
        f"{name!r} is not an argument: did you mean {meant}? The arguments are q, authority, "
    )


def test_a_name_that_is_near_to_none_gets_the_whole_list() -> None:
    assert nearest("zzz", ["q", "authority"]) == ""
    assert refusal({"q": "MARAC", "zzz": None}).startswith("'zzz' is not an argument: use q, ")


def test_what_is_wrong_stays_short() -> None:
    said = refusal({f"zz{number}": "x" * 9_999 for number in range(500)})
    assert said.count("\n") == 5
    assert said.endswith("\nand 496 more are wrong")  # q is missing, too
    assert len(said) < 2_000
    assert refusal({"q": "MARAC", "limit": "many"}).startswith("limit cannot be 'many': ")
    assert refusal({"q": "MARAC", "authority": {"name": "Kent"}}).startswith("authority cannot be {'name'")


def test_the_schema_is_short_and_says_what_may_be_given() -> None:
    schema = schema_of(AskArguments)
    assert schema["required"] == ["q"]
    assert next(iter(schema["properties"])) == "q"
    assert list(schema["properties"])[-1] == "cursor"
    assert schema["properties"]["grade"]["items"]["enum"][0] == "outstanding"
    assert schema["properties"]["limit"] == {
        "type": "integer", "maximum": 50, "default": 10, "description": "Maximum number of passages."
    }  # fmt: skip
    for field in schema["properties"].values():
        assert set(field) <= {"type", "items", "enum", "maximum", "default", "description"}
    assert "required" not in schema_of(ReportsArguments)
