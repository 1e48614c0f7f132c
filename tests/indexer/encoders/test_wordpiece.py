"""The numbers that the encoder reads are those of the library that the model was trained with.

`python -m tests.indexer.encoders.same_tokens` compares all characters, and every paragraph of an index.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.encoders.export import TOKENIZER_FILE
from indexer.encoders.load import own_folder
from indexer.encoders.wordpiece import Tokens, WordPiece
from tests.indexer.encoders import same_tokens

_PIECES = st.one_of(st.sampled_from(same_tokens.APART), st.characters(exclude_categories=["Mc", "Mn"]))


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_gives_what_the_library_gives(text: str) -> None:
    assert same_tokens.ours(text) == same_tokens.theirs(text)


def test_texts_at_random_give_what_the_library_gives() -> None:
    assert [
        text for text in same_tokens.at_random(500) if same_tokens.ours(text) != same_tokens.theirs(text)
    ] == []


def test_the_characters_of_most_scripts_give_what_the_library_gives() -> None:
    assert [
        ascii(text)[:200]
        for text in same_tokens.characters(0x3100)
        if same_tokens.ours(text) != same_tokens.theirs(text)
    ] == []


@pytest.mark.parametrize(
    ("text", "tokens", "starts"),
    [
        ("", [], []),
        (" \u200b\x00", [], []),
        ("Children’s homes.", ["children", "’", "s", "homes", "."], [0, 8, 9, 11, 16]),
        ("Café\u0301\u00adX", ["cafe", "##x"], [0, 6]),
        ("x" * 101, ["[UNK]"], [0]),
        ("[SEP] [sep]", ["[SEP]", "[", "sep", "]"], [0, 6, 7, 10]),
        ("\u4e2d\u6587", ["\u4e2d", "\u6587"], [0, 1]),
    ],
)
def test_what_is_made_of_a_text(text: str, tokens: list[str], starts: list[int]) -> None:
    ours = same_tokens.both()[1]
    assert ours.encode(text) == Tokens([ours.id_of(token) or -1 for token in tokens], starts)


def test_a_full_memory_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.encoders.wordpiece._REMEMBERED", 2)
    short = WordPiece(own_folder() / TOKENIZER_FILE)
    text = "Return home interviews are late, and late again: return home interviews."
    assert short.encode(text) == same_tokens.theirs(text)
    assert len(short._known) <= 2


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("normalizer", "lowercase", False),
        ("pre_tokenizer", "type", "Whitespace"),
        ("model", "type", "BPE"),
        ("model", "continuing_subword_prefix", ""),
    ],
)
def test_another_kind_of_tokenizer_is_refused(tmp_path: Path, part: str, key: str, value: object) -> None:
    facts = json.loads((own_folder() / TOKENIZER_FILE).read_text(encoding="utf-8"))
    facts[part][key] = value
    other = tmp_path / TOKENIZER_FILE
    other.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ValueError, match="not BERT's"):
        WordPiece(other)
