"""The page of settings is what the code says."""

from __future__ import annotations

from search_api.settings import table
from tools import settings


def test_the_page_of_settings_is_what_the_code_says() -> None:
    """`python tools/settings.py` writes it anew."""
    assert settings.PLACE.read_text(encoding="utf-8") == settings.page()


def test_each_setting_stands_there_once() -> None:
    page = settings.page()
    assert [row.name for row in table() if page.count(f"| `{row.name}` |") != 1] == []
