"""What a stranger may send: text that is cheap to send and was dear to read.

What took minutes is done in a process of its own and ended there, so that it fails here and does not hang.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
from search_api.question import spelling
from search_api.question.followups import resolve
from search_api.question.request import EVERYTHING
from search_api.question.words import without_long_gaps
from search_api.retrieval import lexical
from search_api.retrieval.searcher import Searcher
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder
from tests.support.paths import child_environment

_MINUTE = 60
# Each took from half a minute to a quarter of an hour of one core, and takes a few milliseconds.
_ENDS = {
    "blanks in a list of an assistant": """
from pydantic import ValidationError
from search_api.mcp_tools.arguments import SearchArguments, read
try:
    read({"q": "MARAC", "kind": "a" + " " * 240_000 + "b"}, SearchArguments)
except ValidationError:
    pass
""",
    "the long name of an argument": """
from search_api.mcp_tools.arguments import nearest
assert nearest("ab" * 1_000_000, ["authority"]) == ""
""",
    "blanks in a note": """
from search_api.exports.markdown import plain
assert plain("a" + " " * 240_000 + "b").endswith("b")
""",
    "blanks in a question": """
from search_api.answers.groups import two_matters
from search_api.question.words import without_long_gaps
two_matters(without_long_gaps("what was said about" + " " * 1_970 + "x"))
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("code", _ENDS.values(), ids=_ENDS)
def test_it_comes_to_an_end(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=child_environment(),
        timeout=_MINUTE,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("MARAC" + " " * 1_990 + "x", "MARAC x"),
        ("MARAC \t \u00a0 \u2003 x", "MARAC x"),
        ("MARAC" + " \n" * 900 + "x", "MARAC\nx"),
        ("MARAC\n\n- x", "MARAC\n\n- x"),
        ("MARAC  x", "MARAC  x"),
        ("a" + "," * 1_000 + "b", "a" + "," * 12 + "b"),
        ("a" + " -" * 900 + " b", "a - - -- - - b"),
        ("“MARAC”, (‘x’) … “y”", "“MARAC”, (‘x’) … “y”"),
    ],
)
def test_between_two_words_little_is_read(typed: str, read: str) -> None:
    assert without_long_gaps(typed) == read


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraphs = [
        make_paragraph(report, number, f"The MARAC meets. Case {number}.") for number in range(1, 7)
    ]
    write_small_index(tmp_path / "index", [make_report_entry(report, paragraphs)])
    with IndexReader.open(tmp_path / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register())


def test_a_question_and_the_one_before_it_are_read_without_long_gaps(searcher: Searcher) -> None:
    gap = " " * 900
    assert searcher.understand(f"MARAC{gap}meets", EVERYTHING).parsed.text == "MARAC meets"
    found = resolve(f"what was said of{gap}MARAC?", f"and{gap}in Northmoor?", searcher.interpreter)
    assert "   " not in found.question


def test_a_word_of_two_thousand_letters_is_not_tried_letter_by_letter(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stemmed: list[str] = []

    def stem(word: str) -> str:
        stemmed.append(word)
        return word

    for module in (spelling, lexical):
        monkeypatch.setattr(module, "stem", stem)
    question = "MARAC " + "a" * 1_990
    searcher.rank(searcher.understand(question, EVERYTHING))
    lexical.written_otherwise(searcher.reader, question, ())
    assert sum(len(word) >= 500 for word in stemmed) < 50
