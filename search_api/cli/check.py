"""`pinpoint check`: is the index sound, and does it open as every command that asks it opens it?"""

from __future__ import annotations

from pathlib import Path

from indexer.cli.info import AsJson, Index, problems_of, say_checked
from indexer.errors import PinpointError
from indexer.locations import default_index


def check(index: Index = None, as_json: AsJson = False) -> None:
    """Check every byte of the index. Exit status 3 if anything is wrong."""
    folder = index or default_index()
    say_checked(folder, problems_of(folder) or opening_problems(folder), as_json)


def opening_problems(folder: Path) -> list[str]:
    """Why the index cannot be asked, one line each; [] if it can. No encoder is loaded."""
    from search_api.index.opening import open_index

    try:
        with open_index(folder) as index:
            index.facets("what did inspectors say about Northmoor")
            index.reports()
    except PinpointError as error:
        return [f"it cannot be asked: {error}"]
    return []
