"""The version, wherever it stands, and the files that tell people about it."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import yaml

from tests.support.paths import DOCS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_citation_file_says_what_the_package_says() -> None:
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["license"] == PROJECT["license"] == "MIT"
    assert PROJECT["description"].lower() in CITATION["title"].lower()
    assert CITATION["authors"][0]["name"] in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert date.fromisoformat(CITATION["date-released"]) <= date.today()


def test_the_security_page_mends_the_newest_version_and_gives_no_address() -> None:
    minor = PROJECT["version"].rpartition(".")[0]
    assert re.findall(r"^\| (\S+) \| yes \|$", SECURITY, re.MULTILINE) == [minor]
    assert "@" not in SECURITY


def test_the_policy_names_what_stays() -> None:
    text = (DOCS / "versions.md").read_text(encoding="utf-8")
    for promise in ("ids of paragraphs", "citations", "commands", "/api/v1", "index"):
        assert promise in text
