"""Errors carry their values, a field and a remedy; each surface has its own words for them."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.authorities.register import default_register
from indexer.cli.running import COMMAND_LINE
from indexer.errors import PYTHON, InvalidRequest, PinpointError, Remedy, UnknownAuthority, Wording
from search_api.http_api.errors import API
from search_api.mcp_tools.arguments import TOOLS
from search_api.question.filters import Holdings
from search_api.question.request import Request, choose
from tests.support.builders import make_report
from web.shared.labels import PAGES

SURFACES = {"python": PYTHON, "command line": COMMAND_LINE, "api": API, "tools": TOOLS, "pages": PAGES}
HOLDINGS = Holdings([make_report("Northmoor", date(2018, 8, 24))], default_register())


def refused(request: Request) -> PinpointError:
    with pytest.raises(PinpointError) as caught:
        choose(request, HOLDINGS)
    return caught.value


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_words_every_remedy(surface: str) -> None:
    assert SURFACES[surface].remedies.keys() == set(Remedy)
    assert all(SURFACES[surface].remedies.values())


@pytest.mark.parametrize(
    ("surface", "problem", "remedy"),
    [
        ("python", "since '2022-13' is not a date", "write 2022, 2022-03 or 2022-03-31"),
        ("command line", "--since '2022-13' is not a date", "write 2022, 2022-03 or 2022-03-31"),
        ("api", "since '2022-13' is not a date", "write 2022, 2022-03 or 2022-03-31"),
        ("tools", "since '2022-13' is not a date", "write 2022, 2022-03 or 2022-03-31"),
        (
            "pages",
            "‘Published from’ '2022-13' is not a date",
            "enter a date like 2018, 03/2018 or 31/03/2018",
        ),
    ],
)
def test_each_surface_names_the_field_and_the_remedy(surface: str, problem: str, remedy: str) -> None:
    error, wording = refused(Request(since="2022-13")), SURFACES[surface]
    assert (wording.problem(error), wording.remedy(error)) == (problem, remedy)
    assert wording.sentence(error) == f"{problem}: {remedy}"


def test_an_error_carries_its_field_and_its_values() -> None:
    error = refused(Request(since="2022", until="2020"))
    assert (error.field, error.key) == ("since", Remedy.SWAP_DATES)
    assert error.problem == "1 January 2022 is after 31 December 2020"
    unknown = refused(Request(authorities="Atlantis"))
    assert isinstance(unknown, UnknownAuthority)
    assert unknown.field == "authority"
    assert COMMAND_LINE.remedy(unknown) == "`pinpoint info` lists what is indexed"
    assert refused(Request(grades="splendid")).field == "grade"


def test_the_words_of_python_are_those_of_the_error_itself() -> None:
    error = refused(Request(since="soon"))
    assert str(error) == PYTHON.sentence(error) == f"since 'soon' is not a date: {error.remedy}"


def test_no_finished_sentence_holds_the_words_of_one_surface() -> None:
    """A problem or remedy is worded for all surfaces, or by key: never with the options of one of them."""
    for request in (
        Request(since="soon"),
        Request(since="2022", until="2020"),
        Request(authorities="Atlantis"),
        Request(regions="Atlantis"),
        Request(grades="splendid"),
        Request(kinds="findings"),
    ):
        error = refused(request)
        assert "--" not in error.problem + error.remedy
        assert "`pinpoint" not in error.problem + error.remedy


def test_a_wording_without_a_remedy_ends_with_the_problem() -> None:
    plain = Wording(field=str.upper, remedies={})
    assert plain.sentence(InvalidRequest("nothing is here")) == "nothing is here"
    assert plain.sentence(InvalidRequest("is wrong", field="since", of_field=True)) == "SINCE is wrong"
