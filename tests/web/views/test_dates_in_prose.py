"""Dates as people write them: no page shows one as a file does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client
from tests.support.page_reading import HTML, words

ISO = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/?q=visits",
            "/?q=visits&view=results",
            "/?q=visits&view=authorities",
            "/?q=visits&view=time",
        ),
        *("/?q=visits&authority=Saltby&until=2001", "/?q=visits&authority=Saltby&since=2024-05-01"),
        *(
            "/?q=visits&since=2019-08-01&until=2019-09-01&authority=Saltby",
            "/?q=visits&since=2020&until=2019",
        ),
        *(
            "/reports",
            "/reports?since=2030",
            "/reports/saltby-2019-07-22",
            "/authorities/saltby",
            "/coverage",
        ),
        *(
            "/paragraphs/saltby-2019-07-22/para-1",
            "/silence?about=visits",
            "/praised?about=visits&mine=Saltby",
        ),
        *("/contrast?about=visits", "/weak-to-strong?about=visits", "/brief?about=visits&authority=Saltby"),
        *("/grades", "/matrix?about=visits", "/themes", "/tracker/saltby"),
    ],
)
def test_a_page_has_no_date_of_a_file(http: TestClient, path: str) -> None:
    said = words(http.get(path, headers=HTML).text)
    assert not ISO.findall(said), said
