"""docs/openapi.json is what the application promises, and docs/api.md and the client keep to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from search_api.http_api.app import create_app
from search_api.settings import Settings
from tests.support.api_bench import client
from tests.support.paths import ROOT
from tools.openapi import DOCUMENT, text


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


def test_the_committed_document_is_the_application_s() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run: python tools/openapi.py"


@pytest.mark.slow
def test_the_document_does_not_depend_on_the_machine(tmp_path: Path) -> None:
    other = create_app(Settings(index=tmp_path / "elsewhere", search_limit=7, ask_limit=3, serve_threads=9))
    assert other.openapi() == json.loads(text())


@pytest.mark.slow
def test_the_server_gives_the_same_document(document: Any) -> None:
    with client() as http:
        assert http.get("/api/v1/openapi.json").json() == document


def test_every_operation_is_named_and_every_parameter_has_limits_and_an_example(document: Any) -> None:
    names = []
    for path, operations in document["paths"].items():
        ((method, operation),) = operations.items()
        assert (method == "post") == ("requestBody" in operation), path
        names.append(operation["operationId"])
        assert operation["description"], path
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            where = f"{path} {parameter['name']}"
            assert parameter["description"], where
            assert schema["examples"], where
            bounds = {"maximum", "maxLength", "maxItems", "enum", "const"}
            assert bounds & set(schema) or schema["type"] == "boolean", where
        assert {"404", "422", "500", "503"} <= set(operation["responses"])
    assert len(set(names)) == len(names)


def test_api_md_names_every_path_and_every_parameter(document: Any) -> None:
    said = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path, operations in document["paths"].items():
        ((method, operation),) = operations.items()
        assert f"`{method.upper()} {path.removeprefix('/api/v1')}`" in said, path
        for parameter in operation.get("parameters", ()):
            assert re.search(rf"`{parameter['name']}`|\{{{parameter['name']}\}}", said), parameter["name"]
