"""GET …/similar and /acronyms over the sample index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from search_api.schemas.base import PREFIX
from tests.support.api_bench import SPANNING, client


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    # Paragraphs of the samples share words, and HashEncoder knows nothing else of likeness.
    with client(similar_least=0.1) as made:
        yield made


def test_similar_paragraphs_are_of_whom_was_asked(http: TestClient) -> None:
    path = f"{PREFIX}/paragraphs/{SPANNING}/para-15/similar"
    for authorities in ("other", "same", "any"):
        reply = http.get(path, params={"authorities": authorities, "limit": 5})
        assert reply.status_code == 200, reply.text
        found = reply.json()
        assert found["paragraph"]["id"] == f"{SPANNING}/para-15"
        assert found["results"]
        assert [item["rank"] for item in found["results"]] == list(range(1, len(found["results"]) + 1))
        of_reports = [item["report"] for item in found["results"]]
        assert len(set(of_reports)) == len(of_reports) <= found["total"] == found["reports"]
        assert found["reports"] <= found["searched"]
        assert found["authorities"] == authorities
        assert found["kinds"] == [found["paragraph"]["kind"]]
        whose = {item["authority"] for item in found["results"]}
        assert authorities == "any" or (whose == {"Northmoor"}) == (authorities == "same")
        for item in found["results"]:
            assert item["id"] != f"{SPANNING}/para-15"
            for span, text in (
                (item["span"], item["text"]),
                (item["source_span"], found["paragraph"]["text"]),
            ):
                assert 0 <= span[0] < span[1] <= len(text)
            assert item["quote"] == item["text"][slice(*item["span"])]
        second = http.get(path, params={"authorities": authorities, "limit": 5, "offset": 1}).json()
        assert second["results"][: len(found["results"]) - 1] == found["results"][1:]
    assert http.get(path, params={"authorities": "none"}).status_code == 422
    assert http.get(path.replace("para-15", "para-9999")).status_code == 404


def test_acronyms_with_where_they_are_defined(http: TestClient) -> None:
    found = http.get(f"{PREFIX}/acronyms", params={"limit": 500}).json()
    assert found["total"] == len(found["acronyms"]) > 0
    assert [item["short"].casefold() for item in found["acronyms"]] == sorted(
        item["short"].casefold() for item in found["acronyms"]
    )
    for item in found["acronyms"]:
        for sense in item["senses"]:
            text = http.get(f"{PREFIX}/paragraphs/{sense['defined_in']}").json()["text"]
            assert item["short"] in text
            assert sense["definitions"] >= 1
    one = http.get(f"{PREFIX}/acronyms", params={"short": found["acronyms"][0]["short"].lower()}).json()
    assert one["acronyms"][0] == found["acronyms"][0]
    assert one["total"] == 1


def test_an_acronym_that_nobody_defines_is_an_empty_list(http: TestClient) -> None:
    found = http.get(f"{PREFIX}/acronyms", params={"short": "QQQ"}).json()
    assert (found["acronyms"], found["total"]) == ([], 0)


@pytest.mark.parametrize("scope", ["region", "neighbours", "type"])
def test_a_scope_that_leaves_nothing_says_why(http: TestClient, scope: str) -> None:
    """Northmoor is in no register: nobody knows its region."""
    path = f"{PREFIX}/paragraphs/{SPANNING}/para-15/similar"
    reply = http.get(path, params={"scope": [scope, "newest"]})
    assert reply.status_code == 200, reply.text
    found = reply.json()
    assert (found["results"], found["searched"]) == ([], 0)
    [note] = found["notes"]
    assert note.startswith("Northmoor is not in the register")
