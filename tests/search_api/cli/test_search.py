"""The commands ask, search and show: output for people and programs, exit status, hostile text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from search_api.question.expansions import load_terms
from search_api.settings import Settings, load_settings, table
from tests.search_api.cli.calls import as_json, pinpoint
from tests.support.builders import (
    current_generation,
)

PARAGRAPH = [
    "id",
    "kind",
    "number",
    "authority",
    "report",
    "published",
    "section",
    "page_first",
    "page_last",
    "text",
    "anomalies",
]


def test_ask_json(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    answer = as_json(capfd, "ask", "the work of MARAC", "--index", index, "--authority", "Northmoor")
    assert list(answer) == [
        "query",
        "understood",
        "answered",
        "passages",
        "nearest_miss",
        "judgements",
        "coverage",
        "message",
        "remarks",
        "mentions",
        "groups",
        "view",
    ]
    assert answer["answered"] is True
    assert answer["remarks"] == ["‘MARAC’ is mentioned in 3 paragraphs of 2 of 2 reports (2016 to 2018)."]
    (mentions,) = answer["mentions"]
    assert {name: mentions[name] for name in ("subject", "paragraphs", "reports", "by_year")} == {
        "subject": "MARAC", "paragraphs": 3, "reports": 2, "by_year": {"2018": 1, "2016": 1},
    }  # fmt: skip
    assert answer["nearest_miss"] is None
    for passage in answer["passages"]:
        assert set(passage) >= {"quote", "citation", *PARAGRAPH}
        assert passage["quote"] in passage["text"]
        assert passage["text"][passage["start"] :].startswith(passage["quote"])
    ids = [passage["id"] for passage in answer["passages"]]
    assert {
        "northmoor-2016-01-05/para-28",
        "northmoor-2018-08-24/para-27",
        "northmoor-2018-08-24/rec-6",
    } <= set(ids)
    rec = answer["passages"][ids.index("northmoor-2018-08-24/rec-6")]
    assert {
        name: rec[name] for name in ("kind", "number", "published", "section", "page_first", "page_last")
    } == {
        "kind": "recommendation",
        "number": 6,
        "published": "2018-08-24",
        "section": "Recommendations",
        "page_first": 3,
        "page_last": 3,
    }
    assert rec["quote"] == rec["text"] == "Ensure that the work of MARAC leads to prompt action for children."
    assert answer["coverage"]["text"].startswith("Searched 2 of 3 reports (Northmoor; ")


def test_search_json(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = as_json(
        capfd, "search", "return home interviews", "--index", index, "--limit", 2, "--since", "2018"
    )
    assert list(found) == ["query", "understood", "results", "total", "mentioned", "coverage"]
    assert found["mentioned"] == 2
    others = next(group for group in load_terms().names if group[0] == "return home interview")[1:]
    assert found["understood"] == {
        "terms": ["return", "home", "interviews"],
        "acronyms": [],
        "authorities": [],
        "reports": None,
        "since": "2018-01-01",
        "until": None,
        "frameworks": [],
        "kinds": [],
        "grades": [],
        "latest": False,
        "themes": [],
        "polarity": None,
        "understood_from": [],
        "also_searched": [{"typed": "return home interviews", "names": list(others), "ambiguous": False}],
        "rest": "return home interviews",
        "read_as": "",
        "notes": [],
        "expansion_notes": [
            "“return home interviews” was also searched as return interview, missing return interview or "
            "return conversation."
        ],
    }
    assert [result["rank"] for result in found["results"]] == [1, 2]
    assert set(found["results"][0]) == {*PARAGRAPH, "label", "printed", "score", "rank", "citation", "spans"}
    assert found["coverage"] == {
        "reports_searched": 2,
        "reports_indexed": 3,
        "paragraphs_searched": 7,
        "files_refused": [],
        "reports_to_check": 1,
        "text": "Searched 2 of 3 reports (Northmoor, Saltby; 24 August 2018 to 16 May 2022), 7 paragraphs; "
        "1 report has pages to check.",
    }


def test_show_json(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown = as_json(capfd, "show", "northmoor-2018-08-24/para-27", "--index", index, "--context", 1)
    assert list(shown)[:13] == [*PARAGRAPH[:3], "label", "printed", *PARAGRAPH[3:]]
    assert (shown["before"], shown["after"]) == ("northmoor-2018-08-24/rec-6", "northmoor-2018-08-24/para-28")
    assert [item["id"] for item in shown["context"]] == [shown["before"], shown["after"]]
    outline = as_json(capfd, "show", "northmoor-2018-08-24", "--index", index)
    assert [item["id"] for item in outline["paragraphs"]] == [
        "northmoor-2018-08-24/rec-6",
        "northmoor-2018-08-24/para-27",
        "northmoor-2018-08-24/para-28",
        "northmoor-2018-08-24/lscb-para-4",
    ]
    assert outline["anomalies"] == [
        {"kind": "gap", "page": 9, "detail": "29 is missing between 28 and 30", "paragraphs": []}
    ]


def test_ask_for_people(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "ask", "MARAC", "--index", index, "--authority", "saltby")
    assert (status, err) == (0, "")
    assert "    “Domestic abuse is recognised early. Referrals to MARAC are timely.”\n" in out
    assert "published 16 May 2022\n    “" in out
    assert "    para 1, p 3  saltby-2022-05-16/para-1\n" in out
    assert out.endswith("Searched 1 of 3 reports (Saltby; 16 May 2022), 3 paragraphs.\n")
    assert "\x1b" not in out


def test_judgements_stand_above_the_quotations(
    index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINPOINT_ANSWER_EVIDENCE", "-1")
    question = "how was domestic abuse and referrals to MARAC judged in Saltby"
    status, out, _ = pinpoint(capfd, "ask", question, "--index", index)
    assert status == 0
    before, grade, after = out.partition("judged:\n    Overall effectiveness: Good\n")
    assert grade
    assert "Saltby, " in before
    assert "\n    “" not in before
    assert "Referrals to MARAC are timely." in after


def test_what_is_left_out_and_what_may_be_misspelt_is_said(
    index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = pinpoint(capfd, "ask", "MARAC in councils other than Saltby", "--index", index)
    assert out.startswith("Filters read from your question: all but authority Saltby. ")
    assert "saltby-2022" not in out
    _, out, _ = pinpoint(capfd, "search", "MARAC in Northmor", "--index", index)
    assert "No report uses the word ‘Northmor’, so ‘Northmoor’ was used instead." in out


def test_show_for_people(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, "show", "saltby-2022-05-16/para-1", "--index", index, "--context", 1)
    assert status == 0
    assert "Findings > Help and protection\nParagraph 1\nDomestic abuse is recognised early." in out
    assert "    Footnote: 1 Multi-agency risk assessment conference.\n" in out
    assert "Leaders have made steady progress" in out
    assert "previous: saltby-2022-05-16/summary-1; next: none\n" in out
    assert pinpoint(capfd, "show", "saltby-2022-05-16", "--index", index)[0] == 0


def test_nothing_found_is_a_valid_answer(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = pinpoint(capfd, "ask", "MARAC", "--index", index, "--since", "2040")
    assert status == 0
    assert out.startswith(
        "No report was published since 1 January 2040; the latest was published on 16 May 2022.\n"
    )
    status, out, _ = pinpoint(capfd, "ask", "price of quantum blockchain", "--index", index)
    assert status == 0
    assert out.startswith("No passage was found that answers this. No report uses the word")
    assert "Closest passage found" not in out  # nothing is near
    status, out, _ = pinpoint(capfd, "search", "MARAC", "--index", index, "--kind", "context")
    assert status == 0
    assert out.startswith("The reports selected have no paragraph of type context;")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["ask", "MARAC", "--authority", "Northmor"], 2, "did you mean Northmoor"),
        (["ask", "MARAC", "--since", "soon"], 2, "--since 'soon' is not a date: write 2022"),
        (["ask", "MARAC", "--limit", "0"], 2, "--limit"),
        (["ask"], 2, "QUESTION"),
        (["ask", ""], 2, "holds no word"),
        (["search", "MARAC", "--kind", "thought"], 2, "use one of finding, recommendation"),
        (["search", "MARAC", "--nonsense"], 2, "--nonsense"),
        (["show", "northmoor"], 2, "northmoor"),
        (["show", "northmoor-2018-08-24/para-99"], 2, "it has finding 27-28"),
        (["show", "northmoor-2018-08-24/chapter-9"], 2, "is not the id of a paragraph"),
        (["show", "../../etc/passwd"], 2, "is not the id of a paragraph"),
    ],
)
def test_wrong_usage(
    index: Path, capfd: pytest.CaptureFixture[str], arguments: Sequence[str], status: int, message: str
) -> None:
    found, out, err = pinpoint(capfd, *arguments, "--index", index)
    assert (found, out) == (status, "")
    assert message in err
    assert err.startswith("pinpoint: ")
    assert err.count("\n") == 1


def test_no_index_and_a_damaged_index(tmp_path: Path, index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "ask", "MARAC", "--index", tmp_path / "none", "--json")
    assert (status, out, err.count("\n")) == (3, "", 2)  # what is wrong, and how to begin
    assert "pinpoint setup" in err
    (current_generation(index) / "paragraphs.npy").write_bytes(b"not an array")
    status, out, err = pinpoint(capfd, "show", "northmoor-2018-08-24/para-27", "--index", index)
    assert (status, out, err.count("\n")) == (3, "", 1)


def test_the_index_of_the_environment(
    index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINPOINT_INDEX", str(index))
    monkeypatch.setenv("PINPOINT_SEARCH_LIMIT", "2")
    assert len(as_json(capfd, "search", "MARAC")["results"]) == 2


def test_a_setting_that_cannot_be_used(
    index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINPOINT_DEPTH", "many")
    status, _, err = pinpoint(capfd, "ask", "MARAC", "--index", index)
    assert status == 2
    assert "PINPOINT_DEPTH='many' cannot be used" in err


def test_every_setting_is_in_the_table_and_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = table()
    assert [row.name for row in rows] == [f"PINPOINT_{name.upper()}" for name in Settings.model_fields]
    assert all(row.help for row in rows)
    for row in rows:
        if row.default != "per user":
            monkeypatch.setenv(row.name, row.default)
    monkeypatch.setenv("PINPOINT_INDEX", str(tmp_path))
    assert load_settings() == Settings(index=tmp_path)


def test_version_and_help(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "--version")
    assert (status, err) == (0, "")
    assert out.startswith("pinpoint ")
    status, out, _ = pinpoint(capfd, "--help")
    assert status == 0
    for command in ("ask", "search", "show", "index", "info", "check", "read", "fetch"):
        assert f"  {command} " in out
    assert pinpoint(capfd)[1] == out
    status, _, err = pinpoint(capfd, "answer")
    assert status == 2
    assert "answer" in err


def test_an_interrupt_has_a_status_of_its_own(
    index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("search_api.retrieval.searcher.Searcher.search", interrupted)
    assert pinpoint(capfd, "search", "MARAC", "--index", index) == (130, "", "pinpoint: interrupted\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(index: Path) -> None:
    code = (
        "import sys; from search_api.cli.app import main; "
        f"sys.argv = ['pinpoint', 'show', 'northmoor-2018-08-24', '--index', {str(index)!r}]; main()"
    )
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_was_understood_is_told_and_can_be_switched_off(
    index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    question = "MARAC in Northmoor (2018)"
    found = as_json(capfd, "search", question, "--index", index)
    understood = found["understood"]
    assert understood["authorities"] == ["Northmoor"]
    assert understood["reports"] == ["northmoor-2018-08-24"]
    assert (understood["since"], understood["until"]) == ("2018-01-01", "2018-12-31")
    assert understood["rest"] == "MARAC"
    assert understood["understood_from"] == [
        {"field": "authority", "value": "Northmoor", "text": "Northmoor", "start": 9, "end": 18},
        {"field": "published", "value": "2018", "text": "2018", "start": 20, "end": 24},
    ]
    assert {item["report"] for item in found["results"]} == {"northmoor-2018-08-24"}
    literal = as_json(capfd, "search", question, "--index", index, "--literal")
    assert literal["understood"]["understood_from"] == []
    assert literal["understood"]["rest"] == question
    assert {item["report"] for item in literal["results"]} > {"northmoor-2018-08-24"}


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_line_says_what_was_understood(
    index: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    line = (
        "Filters read from your question: authority Northmoor; inspected or published 2018. "
        "Use --literal to search exactly your words, or --as-words TEXT to keep one of them as words."
    )
    status, out, err = pinpoint(capfd, command, "Northmoor 2018 MARAC", "--index", index)
    assert (status, err, out.splitlines()[0]) == (0, "", line)
    _, out, _ = pinpoint(capfd, command, "Northmoor 2018 MARAC", "--index", index, "--literal")
    assert "Filters read from" not in out


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Northmoor 2018 paragraph 1", "authority Northmoor; inspected or published 2018; paragraph 1."),
        ("ILACS MARAC", "kind of report ‘ILACS (from 2018)’."),
        ("recommendations about MARAC", "type of paragraph improvement or recommendation."),
    ],
)
def test_filters_are_called_as_readers_call_them(
    index: Path, capfd: pytest.CaptureFixture[str], question: str, said: str
) -> None:
    _, out, _ = pinpoint(capfd, "search", question, "--index", index)
    assert out.startswith(f"Filters read from your question: {said} ")


def test_what_was_left_out_of_the_search_is_said(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = pinpoint(capfd, "search", "Which authorities use MARAC? Keep it short", "--index", index)
    assert " left out of the search; the rest was searched." in out


def test_a_question_may_follow_another(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    follows = ("--follows", "What did inspectors say about MARAC in Saltby?")
    asked = ("ask", "and in Northmoor?", *follows, "--index", index)
    found = as_json(capfd, *asked)
    assert found["query"] == "What did inspectors say about MARAC in Northmoor?"
    assert found["understood"]["authorities"] == ["Northmoor"]
    _, out, _ = pinpoint(capfd, *asked)
    assert out.startswith("Read as: What did inspectors say about MARAC in Northmoor?\n")
