"""A watch as a file: it comes back as it was written, and what is no watch is refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InvalidRequest, PinpointError
from search_api.watch.saved import Watch, every, load, path_of, save

WATCH = Watch(
    "Neglect here", "what was said about neglect?", {"authority": ("Northmoor",), "since": ("2018",)},
    mine="Northmoor", seen={"northmoor-2018-08-24": "ab" * 32}, generation="gen-000001-0a1b2c3d",
)  # fmt: skip


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = save(tmp_path / "kept", WATCH)
    assert path.name == "neglect-here.watch.json"
    assert load(path) == WATCH
    assert every(tmp_path / "kept") == [path]
    assert every(tmp_path / "nowhere") == []


def test_a_second_writing_takes_the_place_of_the_first(tmp_path: Path) -> None:
    save(tmp_path, WATCH)
    path = save(tmp_path, WATCH.after((), "gen-000002-0a1b2c3d"))
    assert load(path).seen == {}
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["", "···", "x" * 81])
def test_a_name_without_a_letter_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest, match="cannot be the name of a watch"):
        path_of(Path(), name)


def test_no_name_leads_out_of_the_folder() -> None:
    assert path_of(Path("kept"), "../../etc/passwd").parent == Path("kept")


def _facts(**changes: Any) -> str:
    facts: dict[str, Any] = {
        "pinpoint_watch": 1, "name": "x", "question": "neglect", "filters": {}, "literal": False,
        "as_words": [], "mine": "", "seen": {"generation": "", "reports": {}},
    }  # fmt: skip
    return json.dumps(facts | changes)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not JSON"),
        ("[1]", "it is not a watch"),
        ("{}", "it is not a watch"),
        (_facts(pinpoint_watch=2), "its version is 2, not 1"),
        (_facts(seen={}), "a field is missing or wrong"),
        (_facts(seen={"generation": "", "reports": {"a": 1}}), "a field is missing or wrong"),
        (_facts(question=7), "a field is missing or wrong"),
        (_facts(filters={"colour": ["red"]}), "a watch has the filter 'colour'"),
        (_facts(filters={"since": ["2018", "2019"]}), "two dates for 'since'"),
        (_facts(filters=3), "a field is missing or wrong"),
    ],
)
def test_what_is_no_watch_is_refused_with_a_reason(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "x.watch.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PinpointError, match=said):
        load(path)
