"""`pinpoint watch`, `contrast` and `praised`: what they print, their JSON, and their exit status."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from search_api.cli import app
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    small_reports,
    write_small_index,
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index", small_reports())
    return tmp_path / "index"


def pinpoint(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = app.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def publish_one_more(index: Path) -> None:
    report = make_report("Saltby", date(2025, 3, 4), framework="ilacs", urn="80002")
    more = make_report_entry(
        report, [make_paragraph(report, 1, "MARAC works well. Actions are followed up.")]
    )
    write_small_index(index, [*small_reports(), more])


def test_a_watch_tells_what_is_new_once(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ("--folder", tmp_path / "kept")
    assert pinpoint(capfd, "watch", "add", "on MARAC", "MARAC", *place, "--index", index)[0] == 0
    status, out, _ = pinpoint(capfd, "watch", "run", *place, "--index", index)
    assert (status, "No new report" in out) == (0, True)
    publish_one_more(index)
    for more in (("--look",), ()):
        status, out, err = pinpoint(capfd, "watch", "run", *place, "--index", index, *more)
        assert (status, err) == (0, "")
        assert "1 paragraph of 1 new report mention it." in out
        assert "saltby-2025-03-04/para-1" in out
    assert "No new report" in pinpoint(capfd, "watch", "run", *place, "--index", index)[1]
    again = pinpoint(capfd, "watch", "run", *place, "--index", index, "--since", "previous", "--json")
    [found] = json.loads(again[1])["watches"]
    assert [item["id"] for item in found["paragraphs"]] == ["saltby-2025-03-04/para-1"]


def test_more_than_is_listed_is_not_marked_as_seen(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ("--folder", tmp_path / "kept", "--index", index)
    assert pinpoint(capfd, "watch", "add", "all", "MARAC", "--all", *place)[0] == 0
    for _ in range(2):
        _, out, err = pinpoint(capfd, "watch", "run", *place, "--limit", 1)
        assert "4 paragraphs" in out
        assert "Nothing is marked as seen" in err
    assert "4 paragraphs" in pinpoint(capfd, "watch", "run", *place)[1]
    assert "No new report" in pinpoint(capfd, "watch", "run", *place)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("watch", "add", "x"), "needs a question or a filter"),
        (("watch", "add", "x", "MARAC", "--authority", "Atlantis"), "Atlantis"),
        (("watch", "add", "...", "MARAC"), "cannot be the name of a watch"),
        (("contrast", "MARAC", "--one", "splendid"), "is not a grade of a section"),
        (("praised", "MARAC"), "nobody has said which authority is criticised"),
        (("praised", "MARAC", "--mine", "Atlantis"), "cannot be your authority"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    place = ("--folder", tmp_path) if arguments[0] == "watch" else ()
    status, out, err = pinpoint(capfd, *arguments, *place, "--index", index)
    assert (status, out) == (2, "")
    assert said in err
    assert not list(tmp_path.glob("*.watch.json"))


def test_a_second_watch_of_a_name_does_not_take_the_place_of_the_first(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = ("--folder", tmp_path, "--index", index)
    assert pinpoint(capfd, "watch", "add", "one", "MARAC", *place)[0] == 0
    status, _, err = pinpoint(capfd, "watch", "add", "One", "neglect", *place)
    assert (status, "already" in err) == (2, True)
    assert "MARAC" in pinpoint(capfd, "watch", "list", "--folder", tmp_path)[1]


def test_contrast_prints_counts_quotations_and_ids(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "contrast", "MARAC", "--one", "good", "--index", index)
    assert (status, err) == (0, "")
    assert "sections speak of it" in out
    assert "saltby-2022-05-16/para-1" in out
    assert "No section within the filters is judged inadequate." in out


def test_praised_prints_both_sides(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "praised", "MARAC", "--mine", "Northmoor", "--index", index)
    assert (status, err) == (0, "")
    assert "Northmoor is criticised" in out


def test_the_own_authority_is_read_from_the_environment(
    index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = ("ask", "what needed to improve in our last inspection?", "--index", index)
    assert "which authority is yours" in pinpoint(capfd, *question)[1]
    monkeypatch.setenv("PINPOINT_AUTHORITY", "Saltby")
    assert "Saltby, your authority" in pinpoint(capfd, *question)[1]
    assert "Northmoor, your authority" in pinpoint(capfd, *question, "--mine", "Northmoor")[1]
    monkeypatch.setenv("PINPOINT_AUTHORITY", "Atlantis")
    status, _, err = pinpoint(capfd, *question)
    assert (status, "cannot be your authority" in err) == (2, True)
