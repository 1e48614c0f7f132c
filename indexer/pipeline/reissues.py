"""Of two versions of one report, which one supersedes the other? Only what the files tell decides.

A report that is put right is published again under the same date. Both files then give the same numbers to
texts that differ. What tells the later one, in this order: what its pages say ("corrected"), what its file's
name says, when the PDF was made. Where nothing tells, neither is called superseded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.reading.document.reissue import REISSUED
from indexer.records import Anomaly, Paragraph, ReadReport

from .discovery import order

SUPERSEDED, SUPERSEDES = "superseded", "supersedes"

_SHARED = 0.5  # share of paragraphs that say the same in two versions
_NAMED = re.compile(
    r"\b(?:corrected|correction|amended|revised|re-?issued?|reissue|re-?published|v(?:ersion)?\s?[2-9])\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Later:
    """key: the path of the version that supersedes. why: in words, of that file."""

    key: str
    why: str


def superseded(versions: Sequence[tuple[str, ReadReport]]) -> dict[str, Later]:
    """Path -> what supersedes it, for reports of one authority and day that are not the same.

    Of several later versions the last is given. The answer does not depend on the order.
    """
    beaten: dict[str, dict[str, str]] = {}
    for key, read in versions:
        for other, later in versions:
            if key != other and is_version(read, later) and (why := _is_later(other, later, key, read)):
                beaten.setdefault(key, {})[other] = why
    last = {key: [other for other in others if other not in beaten] for key, others in beaten.items()}
    return {key: Later(found[0], beaten[key][found[0]]) for key, found in last.items() if len(found) == 1}


def is_version(one: ReadReport, other: ReadReport) -> bool:
    """Whether two reports are of the same inspection: its kind, its dates and most of what it says."""
    facts = [
        (it.report.framework, it.report.inspection_start, it.report.inspection_end) for it in (one, other)
    ]
    if facts[0] != facts[1]:
        return False
    texts = [{item.text for item in it.paragraphs} for it in (one, other)]
    return len(texts[0] & texts[1]) >= _SHARED * max(map(len, texts))


def told(
    read: ReadReport, file: str, later: ReadReport, later_file: str, why: str
) -> tuple[ReadReport, ReadReport]:
    """The superseded report and the one that supersedes it, each with an anomaly that names the other.

    file, later_file: their names. The later names its paragraphs that differ, the superseded all.
    """
    earlier_only, later_only = (
        _changed(read.paragraphs, later.paragraphs),
        _changed(later.paragraphs, read.paragraphs),
    )
    note = Anomaly(
        SUPERSEDED, None, f"superseded by {later_file}: {why}", tuple(item.id for item in read.paragraphs)
    )
    said = f"supersedes {file}: {why}"
    if differing := later_only or earlier_only:
        said += f"; {_differing(differing)} from the earlier file"
    noted = Anomaly(SUPERSEDES, None, said, later_only)
    return (
        ReadReport(
            replace(read.report, superseded_by=later.report.id), read.paragraphs, (*read.anomalies, note)
        ),
        replace(later, anomalies=(*later.anomalies, noted)),
    )


def _changed(one: Sequence[Paragraph], other: Sequence[Paragraph]) -> tuple[str, ...]:
    held = {(item.id.partition("/")[2], item.text) for item in other}
    return tuple(item.id for item in one if (item.id.partition("/")[2], item.text) not in held)


def _differing(ids: Sequence[str]) -> str:
    return "1 paragraph differs" if len(ids) == 1 else f"{len(ids):,} paragraphs differ"


def _is_later(later_key: str, later: ReadReport, key: str, read: ReadReport) -> str:
    """Why `later` is the later version, "" if nothing tells that it is."""
    says = [next((note.detail for note in it.anomalies if note.kind == REISSUED), "") for it in (later, read)]
    if any(says):
        return says[0] if not says[1] else _made_later(later, read) if says[0] else ""
    names = [_NAMED.search(re.sub(r"[_-]", " ", order(path)[-1])) for path in (later_key, key)]
    if any(names):
        named = names[0]
        return f"its file is called {named[0]}" if named is not None and not names[1] else ""
    return _made_later(later, read)


def _made_later(later: ReadReport, read: ReadReport) -> str:
    made, before = later.report.made, read.report.made
    if not before or made <= before:
        return ""
    return f"its PDF was made later ({made.replace('T', ' ')}, the other {before.replace('T', ' ')})"
