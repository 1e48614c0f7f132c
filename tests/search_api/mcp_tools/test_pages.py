"""A walk along the cursors gives exactly the whole, in pages that are small enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import InvalidRequest
from indexer.terminal import json_text
from search_api.mcp_tools.pages import MOST_BYTES, cursor_for, page_number, page_of, size

SMALL = 2_000

_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-10**9, 10**9), st.text(max_size=60),
    st.text(st.characters(codec="utf-8"), min_size=800, max_size=4_000),
)  # fmt: skip
_ITEMS = st.dictionaries(st.sampled_from(["id", "text", "quote", "grade"]), _LEAVES, min_size=1)
_FIELDS = st.one_of(
    _LEAVES, _ITEMS, st.lists(_ITEMS, max_size=8), st.lists(st.text(max_size=900), max_size=12),
    st.lists(st.fixed_dictionaries({"id": st.text(max_size=9), "notes": st.lists(st.text(max_size=900))})),
)  # fmt: skip
REPLIES = st.dictionaries(st.text("abcdef", min_size=1, max_size=12), _FIELDS, max_size=8)


def walk(content: dict[str, Any], most: int = SMALL) -> Iterator[dict[str, Any]]:
    number, more = 1, True
    while more:
        found = page_of(content, number, most)
        assert found is not None
        page, more = found
        number += 1
        yield page


def joined(first: Any, then: Any) -> Any:
    """What a reader of the pages puts together, by what their description says of them."""
    if isinstance(first, str):
        return first + (then if isinstance(then, str) else then["text"])
    if isinstance(first, list):
        if first and then and isinstance(then[0], dict) and then[0].get("continued") is True:
            rest = {name: value for name, value in then[0].items() if name != "continued"}
            if isinstance(first[-1], dict) and "id" in first[-1]:
                rest = {name: value for name, value in rest.items() if name != "id"}
            return [*first[:-1], joined(first[-1], rest), *then[1:]]
        return first + then
    whole = dict(first)
    for name, value in then.items():
        whole[name] = joined(whole[name], value) if name in whole else value
    return whole


@settings(max_examples=60, deadline=None)
@given(REPLIES)
def test_the_pages_together_are_the_whole(content: dict[str, Any]) -> None:
    content = {name: _plain(value) for name, value in content.items()}
    pages = list(walk(content))
    whole: dict[str, Any] = {}
    for page in pages:
        assert size(page) <= SMALL
        whole = joined(whole, page)
    assert whole == content
    assert list(whole) == list(content)
    assert page_of(content, len(pages) + 1, SMALL) is None


def _plain(value: Any) -> Any:
    """An id is short, as ids are."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return value | {"id": value["id"][:40]}
    return value


def test_a_short_reply_is_one_page() -> None:
    content = {"answered": True, "passages": [{"id": "a", "text": "Visits are late."}]}
    assert page_of(content, 1) == (content, False)
    assert page_of({}, 1) == ({}, False)


def test_a_list_is_broken_between_its_items() -> None:
    items = [{"id": str(number), "text": "Visits are late. " * 40} for number in range(9)]
    for page in walk({"total": 9, "passages": items}):
        assert all(item in items for item in page["passages"])


def test_a_paragraph_longer_than_a_page_goes_on_and_says_so() -> None:
    text = "Social workers visit children often. " * 200
    pages = list(
        walk({"passages": [{"id": "a", "text": text, "grade": "good"}, {"id": "b", "text": "Short."}]})
    )
    assert len(pages) > 2
    assert pages[0]["passages"][0]["text"].endswith(" ")  # between words
    assert pages[1]["passages"][0]["id"] == "a"
    assert pages[1]["passages"][0]["continued"] is True
    assert "".join(page["passages"][0]["text"] for page in pages if page["passages"][0]["id"] == "a") == text
    assert pages[-1]["passages"][-1] == {"id": "b", "text": "Short."}


def test_a_word_longer_than_a_page_is_broken() -> None:
    pages = list(walk({"text": "’" * 5_000}))
    assert "".join(page["text"] for page in pages) == "’" * 5_000


def test_the_size_is_that_of_the_text_as_it_is_sent() -> None:
    content = {"text": 'She said "late" – and\nwent \x1b[2J'}
    sent = json.dumps(json_text(content, None), ensure_ascii=False).encode()
    assert size(content) == len(sent) - 2
    assert MOST_BYTES < 20_000


def test_a_cursor_leads_on_in_its_own_call_alone() -> None:
    cursor = cursor_for(3, "20240501", ["ask", {"q": "MARAC"}])
    assert page_number(cursor, "20240501", ["ask", {"q": "MARAC"}]) == 3
    assert page_number("", "20240501", []) == 1
    with pytest.raises(InvalidRequest, match="does not continue this call"):
        page_number(cursor, "20240501", ["ask", {"q": "MAPPA"}])
    with pytest.raises(InvalidRequest, match="the index has changed"):
        page_number(cursor, "20240502", ["ask", {"q": "MARAC"}])
    for wrong in ("2", "next", "0-00000000-00000000", "²-00000000-00000000", cursor + "0"):
        with pytest.raises(InvalidRequest, match="does not continue this call: give the cursor of the last"):
            page_number(wrong, "20240501", ["ask", {"q": "MARAC"}])
