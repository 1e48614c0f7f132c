"""What the papers on security claim to be tested is tested: each test that they name exists."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.support.paths import DOCS, ROOT

DOCUMENTS = ("security/threats.md", "security/asvs.md")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)`(?::((?:,? ?`test_\w+`)+))?")
_TEST = re.compile(r"`(test_\w+)`")


# Section of ASVS 5.0.0 -> how many requirements of levels 1 and 2 it has; those of level 3 come after them.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2,
    "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3,
    "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3,
    "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3,
    "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2,
    "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
_ROW = re.compile(r"^\| ([\d.,– ]+) \| (holds|partly|missing|proxy|none) \| ", re.MULTILINE)


def _numbers(text: str) -> list[str]:
    """Of "1.1.1, 1.2.6–1.2.8", each."""
    found = []
    for item in text.split(", "):
        first, _, last = item.partition("–")
        section, _, start = first.rpartition(".")
        end = int((last or first).rpartition(".")[2])
        found += [f"{section}.{number}" for number in range(int(start), end + 1)]
    return found


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.exists():
        return frozenset()
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return frozenset(item.name for item in found if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef))


def missing(text: str) -> list[str]:
    """Files and tests that are named and are not there, and names of tests without a file."""
    gone = [path for path, _ in _NAMED.findall(text) if not (ROOT / path).exists()]
    for path, names in _NAMED.findall(text):
        gone += [f"{path}: {name}" for name in _TEST.findall(names) if name not in _tests_in(path)]
    claimed = sum(len(_TEST.findall(names)) for _, names in _NAMED.findall(text))
    return gone + (["a test without its file"] if claimed != len(_TEST.findall(text)) else [])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_that_is_named_exists(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert len(_TEST.findall(text)) > 20
    assert missing(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`tests/test_security_docs.py`: `test_no_such`",
        "`tests/no_such.py`",
        "`test_every_test_that_is_named_exists`",
        "`tests/test_security_docs.py`: `test_every_test_that_is_named_exists`, `test_no_such`",
    ],
)
def test_what_is_missing_is_seen(text: str) -> None:
    assert missing(text)


def test_every_threat_has_a_test() -> None:
    text = (DOCS / "security/threats.md").read_text(encoding="utf-8")
    rows = [line for part in text.split("held by |\n")[1:] for line in part.split("\n\n")[0].splitlines()[1:]]
    assert len(rows) > 25
    assert [row for row in rows if not _NAMED.search(row.rpartition(" | ")[2])] == []


def test_every_requirement_of_the_standard_stands_there_once_and_is_counted() -> None:
    text = (DOCS / "security/asvs.md").read_text(encoding="utf-8")
    rows = [(number, status) for numbers, status in _ROW.findall(text) for number in _numbers(numbers)]
    wanted = [f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)]
    assert len(wanted) == 253
    assert sorted(number for number, _ in rows) == sorted(wanted)
    counted = {
        status: int(count) for status, count in re.findall(r"^\| (\w+) \| .* \| (\d+) \|$", text, re.M)
    }
    assert counted == Counter(status for _, status in rows)
