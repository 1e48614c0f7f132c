"""What a run of the indexer says: while it works, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Progress(Protocol):
    """Told how far a run is. Nothing that it does may change the run."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, of `total` steps; 0 if unknown."""
        ...

    def advance(self, steps: int = 1) -> None:
        """`steps` more of the stage are done."""
        ...

    def note(self, text: str) -> None:
        """Something that the user should know, in one line."""
        ...


class Silent:
    """A Progress that says nothing."""

    def stage(self, name: str, total: int) -> None:
        """Does nothing."""
        return

    def advance(self, steps: int = 1) -> None:
        """Does nothing."""
        return

    def note(self, text: str) -> None:
        """Does nothing."""
        return


class Refused(NamedTuple):
    """path: as given, or as found in the folder that was given. reason: one line."""

    path: str
    reason: str


class Duplicate(NamedTuple):
    """A file that is a report which the index has already. reason: "same bytes" or "same report"."""

    path: str
    same_as: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """Of the paths that were given: indexed, reports read now; unchanged, reports taken over; removed,
    reports that are gone; refused and duplicates, in path order. passed_over: files of other kinds.

    Of the whole index: reports, paragraphs, generation ("" if none was ever published). embedded:
    distinct texts for which vectors were made now. published: whether a new generation was needed.
    """

    indexed: int
    unchanged: int
    removed: int
    refused: tuple[Refused, ...]
    duplicates: tuple[Duplicate, ...]
    passed_over: int
    reports: int
    paragraphs: int
    embedded: int
    generation: str
    published: bool
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """{indexed, unchanged, removed, refused: [{path, reason}], duplicates: [{path, same_as, reason}],
        passed_over, reports, paragraphs, embedded, generation, published, seconds}.
        """
        return {
            "indexed": self.indexed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "refused": [item._asdict() for item in self.refused],
            "duplicates": [item._asdict() for item in self.duplicates],
            "passed_over": self.passed_over,
            "reports": self.reports,
            "paragraphs": self.paragraphs,
            "embedded": self.embedded,
            "generation": self.generation,
            "published": self.published,
            "seconds": round(self.seconds, 2),
        }
