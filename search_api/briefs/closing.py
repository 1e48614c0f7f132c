"""The closing note of a brief: how it was made, and what its counts mean."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.dates import day

from .blocks import Text
from .picking import SAME
from .records import Brief

# Precision and recall of a themes' tag in the part `test`, docs/comparing/themes.md: 0.79 and 0.77.
_OF_THEMES = "In a test by hand about one such mark in five was wrong, and about one in four was missing."


def closing(brief: Brief) -> Iterator[Text]:
    """One item for each thing that a reader must know."""
    yield Text(
        "Sentences. Each is quoted whole and unchanged. No computer wrote or shortened them. A sentence is "
        "part of its paragraph: read the paragraph before you rely on it. Page numbers count from the first "
        "page of the file.",
        item=True,
    )
    if brief.theme:
        yield Text(
            "Subject. A program marks the sentences that speak of a theme, by the names of the theme and by "
            f"likeness of meaning. {_OF_THEMES}",
            item=True,
        )
    else:
        yield Text(
            "Subject. It is no theme of the list, so sentences were found by its words and the other names "
            "that the list of terms gives. What is told in other words is not found.",
            item=True,
        )
    yield Text(
        "Praise and criticism. A program reads each sentence, and is sometimes wrong; where it is not sure, "
        "the sentence is counted and no side is told beside it. A report counts as "
        "praising or criticising if one sentence at least is read so. ‘Not mentioned’ says that no sentence "
        "was found, and not that all is well. Longer reports mention more, whatever was found.",
        item=True,
    )
    board = "" if brief.theme == "partnerships" else " What is said of a safeguarding board is left out."
    yield Text(
        "Counts. The numbers in a row of the first table add up to its reports. Its rows overlap: a "
        f"neighbour may be in the region, and ‘all other authorities’ holds them all.{board} The quotations "
        "are a choice: sentences that can be read alone and do not repeat each other.",
        item=True,
    )
    yield Text(
        "Nearly the same. A computer counts recommendations together where they seem to ask for nearly the "
        f"same: a likeness of {SAME} or more, where 1 is identical. Read those that are named before you "
        "say that they ask for the same.",
        item=True,
    )
    yield Text(
        f"Reports. {brief.coverage.text} Index {brief.generation}. Made on {day(brief.made)} with Pinpoint; "
        "the same brief can be made again from the same index.",
        item=True,
    )
