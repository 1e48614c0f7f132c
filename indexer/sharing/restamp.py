"""A generation under another name: its number must be higher than those that the folder had before."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from indexer import files
from indexer.files import TEMPORARY
from indexer.store import schema
from indexer.store.format import DATABASE, GENERATIONS, Manifest, generation_name, generation_number
from indexer.store.generations import name_or_none
from indexer.store.npy import END, npy_end


def restamp(folder: Path, manifest: Manifest, name: str) -> Manifest:
    """Give the files in `folder`, which nobody reads yet, another generation's name; the new manifest.

    The name stands at the end of each array and in the seal of each paragraph; nothing else changes. What a
    seal held together before is compared first. Raises OSError, sqlite3.Error; ValueError for a seal that
    was wrong.
    """
    for data in manifest.data_files:
        path = folder / data
        if data != DATABASE:
            files.before_step("write", path)
            with path.open("r+b") as file:
                file.seek(-END, os.SEEK_END)
                file.write(npy_end(name))
        else:
            _seal_again(path, manifest.generation, name)
        files.sync_file(path)
    facts = {data: files.file_facts(folder / data) for data in manifest.data_files}
    return replace(manifest, generation=name, files=facts)


def free_generation(index: Path, name: str) -> str:
    """The name, or where its number is not the highest in the folder, with the number after the highest."""
    names = [path.name.removesuffix(TEMPORARY) for path in (index / GENERATIONS).iterdir()]
    highest = max([generation_number(other) for other in [*names, name_or_none(index) or ""]], default=0)
    if generation_number(name) > highest:
        return name
    return generation_name(highest + 1, name.rpartition("-")[2])


def _seal_again(path: Path, before: str, name: str) -> None:
    files.before_step("write", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # No journal: a file that is not finished is thrown away whole. It is flushed by the caller.
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        seals = list(_seals(database, before, name))
        database.execute("BEGIN")
        database.executemany("UPDATE paragraphs SET seal = ? WHERE rowid = ?", seals)
        database.execute("COMMIT")


def _seals(database: sqlite3.Connection, before: str, name: str) -> Iterator[tuple[bytes, int]]:
    """(new seal, rowid) of each paragraph. Both tables are read side by side, in the same order."""
    drawn = groupby(
        database.execute("SELECT paragraph, page, lines FROM boxes ORDER BY paragraph, position"),
        itemgetter(0),
    )
    following = next(drawn, None)
    for row in database.execute(f"{schema.SELECT_PARAGRAPHS} ORDER BY rowid"):
        rowid, *_ = row
        boxes: list[tuple[int, bytes]] = []
        if following is not None and following[0] == rowid:
            boxes = [(page, lines) for _, page, lines in following[1]]
            following = next(drawn, None)
        if schema.seal(before, row[:-1], boxes) != row[-1]:
            raise ValueError(f"paragraph {row[1]} is not what was written")
        yield schema.seal(name, row[:-1], boxes), rowid
