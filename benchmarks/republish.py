"""The current generation once more under the next name, for benchmarks of a running server.

What ties the files of a generation together (docs/index-format.md) is written anew: the name at the end of
each array, the seal of each paragraph, the checksums of the manifest. Nothing is read or embedded again.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer import files
from indexer.store import schema
from indexer.store.format import (
    CURRENT,
    DATABASE,
    MANIFEST,
    generation_name,
    generation_number,
)
from indexer.store.generations import current_name, generation_folder, load_manifest
from indexer.store.npy import npy_end


def publish(index: Path) -> None:
    """What a reader sees of any publishing: a whole new generation, and the one before it is kept."""
    name = current_name(index)
    new = generation_name(generation_number(name) + 1, "0badcafe")
    old, folder = generation_folder(index, name), generation_folder(index, new)
    folder.mkdir()
    manifest = load_manifest(old)
    for file in manifest.data_files:
        shutil.copyfile(old / file, folder / file)
        if file != DATABASE:
            end = npy_end(new)
            with (folder / file).open("r+b") as array:
                array.seek(-len(end), 2)
                array.write(end)
    _seal(folder / DATABASE, new)
    facts = {file: files.file_facts(folder / file) for file in manifest.data_files}
    manifest = replace(manifest, generation=new, files=facts)
    (folder / MANIFEST).write_bytes(manifest.serialise())
    temporary = index / "CURRENT.next"
    temporary.write_text(f"{new}\n", encoding="utf-8")
    temporary.replace(index / CURRENT)
    for path in folder.parent.iterdir():
        if path.name not in (new, name):
            shutil.rmtree(path)


def _seal(database: Path, generation: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        drawn: dict[int, list[schema.Row]] = {}
        for rowid, *boxes in opened.execute(
            "SELECT paragraph, page, lines FROM boxes ORDER BY paragraph, position"
        ):
            drawn.setdefault(rowid, []).append(boxes)
        rows = opened.execute(schema.SELECT_PARAGRAPHS).fetchall()
        seals = [(schema.seal(generation, row[:-1], drawn.get(row[0], ())), row[0]) for row in rows]
        opened.execute("PRAGMA journal_mode = OFF")
        opened.execute("BEGIN")
        opened.executemany("UPDATE paragraphs SET seal = ? WHERE rowid = ?", seals)
        opened.execute("COMMIT")
