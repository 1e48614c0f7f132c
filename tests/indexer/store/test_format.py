from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import CorruptIndex, IncompatibleIndex
from indexer.files import FileFacts
from indexer.store.format import (
    DATA_FILES,
    FORMAT_VERSION,
    LARGE_VERSION,
    MANIFEST,
    VERSIONS_READ,
    Counts,
    Manifest,
    generation_name,
    generation_number,
    is_generation,
    is_source_file,
    source_file,
)
from indexer.store.lists.layout import LIST_FILES
from indexer.store.reader import IndexReader
from indexer.store.schema import SCHEMA
from tests.support.builders import current_generation, rewrite_manifest, write_small_index
from tests.support.paths import DOCS

WHERE = Path("manifest.json")
# What JSON can carry: any text, even the halves of pairs that stand for bytes in a file's name.
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def manifest(**changes: object) -> Manifest:
    fields: dict[str, object] = {
        "generation": "gen-000007-0a1b2c3d",
        "created": "2026-01-02T03:04:05+00:00",
        "encoder_name": "hashed-words",
        "encoder_revision": "",
        "dimension": 16,
        "parser": "1",
        "roots": ("/reports",),
        "counts": Counts(1, 2, 3, 4, 0, 5),
        "files": {name: FileFacts("ab" * 32, 100) for name in DATA_FILES},
        "kept": ("cd" * 32 + ".pdf",),
    }
    return Manifest(**(fields | changes))  # type: ignore[arg-type]


@given(name=ANY_TEXT, roots=st.lists(ANY_TEXT), sizes=st.integers(0, 2**60))
def test_a_manifest_comes_back_as_it_was(name: str, roots: list[str], sizes: int) -> None:
    written = manifest(encoder_name=name, roots=tuple(roots), counts=Counts(sizes, 0, 1, 2, 3, 4))
    assert Manifest.parse(written.serialise(), WHERE) == written


@pytest.mark.slow
def test_any_flipped_bit_of_a_manifest_is_noticed() -> None:
    sound = manifest().serialise()
    for place in range(len(sound)):
        for bit in range(8):
            altered = bytearray(sound)
            altered[place] ^= 1 << bit
            with pytest.raises(CorruptIndex):
                Manifest.parse(bytes(altered), WHERE)


def test_any_cut_of_a_manifest_is_noticed() -> None:
    sound = manifest().serialise()
    for length in range(len(sound)):
        with pytest.raises(CorruptIndex):
            Manifest.parse(sound[:length], WHERE)
    for spelled in (
        sound + b"\n",
        json.dumps(json.loads(sound)).encode(),
        b"[" * 100_000,
        b'{"format_version": %d}' % FORMAT_VERSION,
    ):
        with pytest.raises(CorruptIndex):
            Manifest.parse(spelled, WHERE)


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": "../gen-000007-0a1b2c3d"},
        {"dimension": 0},
        {"dimension": True},
        {"dimension": 16.0},
        {"counts": Counts(1, -2, 3, 4, 0, 5)},
        {"kept": ("../../secret.pdf",)},
        {"kept": ("/etc/passwd",)},
        {"files": {name: FileFacts("ab" * 32, 100) for name in (*DATA_FILES, "../x")}},
        {"files": {name: FileFacts("ab" * 32, 100) for name in DATA_FILES[1:]}},
        {"files": {name: FileFacts("not a digest", 100) for name in DATA_FILES}},
    ],
)
def test_a_manifest_with_a_right_checksum_and_wrong_claims_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(CorruptIndex):
        Manifest.parse(manifest(**changes).serialise(), WHERE)


@pytest.mark.parametrize(
    ("version", "remedy"),
    [
        (LARGE_VERSION + 1, "update the program"),
        (FORMAT_VERSION - 1, "`pinpoint index --rebuild` reads"),
    ],
)
def test_another_format_version_is_incompatible_not_corrupt(
    tmp_path: Path, version: int, remedy: str
) -> None:
    write_small_index(tmp_path / "index")
    rewrite_manifest(
        tmp_path / "index", format_version=version, something_new=["that this program does not know"]
    )
    with pytest.raises(IncompatibleIndex) as raised:
        IndexReader.open(tmp_path / "index")
    assert f"version {version}" in str(raised.value)
    assert VERSIONS_READ in str(raised.value)
    assert remedy in str(raised.value)


def test_a_newer_manifest_without_our_checksum_is_incompatible(tmp_path: Path) -> None:
    with pytest.raises(IncompatibleIndex, match="version 12"):
        Manifest.parse(b'{"format_version": 12, "entirely": "different"}', WHERE)


def test_a_manifest_of_another_generation_is_refused(tmp_path: Path) -> None:
    write_small_index(tmp_path / "index")
    rewrite_manifest(tmp_path / "index", generation="gen-000009-00000000")
    with pytest.raises(CorruptIndex, match="another generation"):
        IndexReader.open(tmp_path / "index")
    (current_generation(tmp_path / "index") / MANIFEST).unlink()
    with pytest.raises(CorruptIndex, match="lacks a file"):
        IndexReader.open(tmp_path / "index")


def test_names() -> None:
    assert generation_name(7, "0a1b2c3d") == "gen-000007-0a1b2c3d"
    assert generation_number("gen-000007-0a1b2c3d") == 7
    assert generation_number("gen-000007-0a1b2c3d.tmp") == 0
    assert not is_generation("gen-000007-0a1b2c3d\n")
    assert source_file("ab" * 32, "text") == "ab" * 32 + ".txt"
    assert is_source_file("ab" * 32 + ".pdf")
    assert not is_source_file("ab" * 32 + ".exe")
    assert not is_source_file("../" + "ab" * 32 + ".pdf")


def test_the_document_of_the_format_names_every_table_column_and_key() -> None:
    text = (DOCS / "index-format.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^#+ ([^\n]+)\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        tables = [
            name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith("lexical_")
        ]  # fmt: skip
        assert len(tables) == 9
        for table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            assert re.findall(r"^\| `(\w+)` \|", sections[table], re.MULTILINE) == columns
    for name in json.loads(manifest().serialise()):
        assert f"`{name}`" in sections["manifest.json"]
    for name in DATA_FILES[1:]:
        assert f"| `{name}` |" in sections["Vectors"]
    for name in LIST_FILES:
        assert f"| `{name}` |" in sections["Lists (version 5)"]
    assert f"format version {FORMAT_VERSION}" in text.partition("\n")[0]
