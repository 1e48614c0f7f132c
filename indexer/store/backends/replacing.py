"""What an engine's index holds that the index of a folder lacks."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import NothingPublished
from indexer.store.generations import generation_folder
from indexer.store.reader import IndexReader

from .protocol import Engine


def lost_reports(engine: Engine, folder: Path) -> tuple[str, ...]:
    """Ids, sorted, of the reports that nobody could ask for any more once the folder's index is published.

    None where the folder holds what is published there now: then it was taken out on purpose. Raises as
    `Engine.open` does.
    """
    try:
        if generation_folder(folder, engine.current()).is_dir():
            return ()
        with IndexReader(*engine.open()) as there:
            held = {report.id for report in there.reports()}
    except NothingPublished:
        return ()
    with IndexReader.open(folder) as here:
        return tuple(sorted(held - {report.id for report in here.reports()}))
