"""The index of a folder under a new name, unchanged: whoever holds a copy of it then takes all of it anew."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from indexer import files
from indexer.errors import IndexNotReadable
from indexer.files import TEMPORARY
from indexer.store.format import CURRENT, MANIFEST
from indexer.store.generations import checked_manifest, current_name, generation_folder, name_or_none
from indexer.store.housekeeping import sweep
from indexer.store.writer import locked, publish_failed

from .restamp import free_generation, restamp


def renew(index: Path) -> str:
    """Publish the current generation of the folder once more, under a name of its own; that name.

    Every byte is compared first. Raises NothingPublished, CorruptIndex, IncompatibleIndex, IndexLocked,
    PublishFailed; then the index is as it was before.
    """
    with locked(index):
        before = current_name(index)
        folder = generation_folder(index, before)
        manifest = checked_manifest(folder, verify=True)
        name = free_generation(index, before)
        temporary, final = generation_folder(index, name + TEMPORARY), generation_folder(index, name)
        try:
            files.make_folder(temporary)
            for data in manifest.data_files:
                files.write_file(temporary / data, files.read_chunks(folder / data))
            renamed = restamp(temporary, manifest, name)
            files.write_file(temporary / MANIFEST, [renamed.serialise()])
            files.sync_folder(temporary)
            files.rename(temporary, final)
            files.replace_file(index / CURRENT, f"{name}\n".encode())
        except (OSError, sqlite3.Error) as error:
            raise publish_failed(f"the index in {index} could not be written again", index, error) from error
        finally:
            if name_or_none(index) == before:
                for path in (temporary, final, index / (CURRENT + TEMPORARY)):
                    files.remove(path)
        with suppress(OSError, IndexNotReadable):  # published; what is left is tidied the next time
            sweep(index)
    return name
