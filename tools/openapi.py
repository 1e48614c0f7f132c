"""Writes docs/openapi.json, the promise of the HTTP API: `python tools/openapi.py`. A test fails on drift."""

from __future__ import annotations

import json
from pathlib import Path

from search_api.http_api.app import create_app
from search_api.settings import Settings

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def text() -> str:
    """The document as it should be committed. The index that the settings name is not opened."""
    return json.dumps(create_app(Settings()).openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
