"""`pinpoint cite`: styles, quotation, link and files for reference managers."""

from __future__ import annotations

import json

import pytest

from search_api.cli.app import run
from search_api.references.formats import FORMATS
from tests.support.api_bench import SPANNING, sample_index

ONE, TWO = f"{SPANNING}/para-15", f"{SPANNING}/rec-1"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["cite", *arguments, "--index", str(sample_index())]) == 0
    return capsys.readouterr().out


def test_several_paragraphs_one_on_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = printed(capsys, ONE, TWO, "--style", "short").splitlines()
    assert first.startswith("Northmoor 2016, para 15, p")
    assert second.startswith("Northmoor 2016, rec 1, p")


def test_a_quotation_and_html(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, ONE, "--quote", "--style", "oscola")
    assert said.startswith("‘")
    assert "’\n\nOfsted, Northmoor: " in said
    assert printed(capsys, ONE, "--html").startswith("<p>Ofsted, Northmoor, <em>")


def test_a_link_to_this_server_only_where_it_has_a_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "http" not in printed(capsys, ONE, "--link")
    monkeypatch.setenv("PINPOINT_PUBLIC_URL", "https://pinpoint.example")
    assert printed(capsys, ONE, "--link").endswith(f", https://pinpoint.example/paragraphs/{ONE}\n")
    monkeypatch.setenv("PINPOINT_PUBLIC_URL", "pinpoint.example")
    assert run(["cite", ONE, "--index", str(sample_index())]) == 2
    assert "PINPOINT_PUBLIC_URL" in capsys.readouterr().err


def test_files_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    items = [item["csl"] for item in json.loads(printed(capsys, ONE, TWO, "--json"))["citations"]]
    assert [item["id"] for item in items] == [ONE, TWO]
    for name, form in FORMATS.items():
        said = printed(capsys, ONE, TWO, "--format", name)
        assert said.replace("\r\n", "\n") == form.write(items).replace("\r\n", "\n")


def test_an_unknown_paragraph_cites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cite", ONE, f"{SPANNING}/para-999", "--index", str(sample_index())]) == 2
    assert capsys.readouterr().out == ""
