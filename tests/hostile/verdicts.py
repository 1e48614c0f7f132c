"""What became of one altered PDF: one of the words of `WORDS`, by rules that were written before the run.

equal: every paragraph and fact is as in the sound file. refused: with a reason that is true in kind. said: an
anomaly touches each paragraph that differs. another: nothing in the file tells that it was altered, as every
object, list and checksum is right (`mutations/whole.py`, which has no code of the reader), and its pages show
something else than the sound ones where it is read otherwise: it is another document, read as such. held: a
limit of the sandbox or a crash of the PDF library ended it, and the reason says so. Defects are: silent, read
otherwise without a word; false reason; not understood, an error of our own code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Paragraph, ReadReport
from tests.hostile.mutations.parts import PageMap
from tests.hostile.mutations.whole import is_whole
from tests.quality.damaged.compare import by_id, compare

WORDS = ("equal", "said", "refused", "another", "held", "silent", "false reason", "not understood")
DEFECTS = ("silent", "false reason", "not understood")
_HELD = re.compile(
    r"reading it (?:needs|took|did not)|it made the PDF library|it holds more than|nested too deeply"
)
_OURS = re.compile(r"could not be understood|does not fit together|was killed")
_DAMAGED = re.compile(
    r"(?:the PDF|a page of the PDF|the file) (?:is damaged|is empty|has no pages|has [\d,]+ pages|ends)"
    r"|not a PDF|two PDFs|a web page, not a PDF"
)
_PASSWORD = re.compile(r"password")


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file as read, and the fingerprint of each page's picture."""

    read: ReadReport
    pictures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """word: of `WORDS`, or "look" where the pictures decide. detail: in words."""

    word: str
    detail: str = ""


def of_refusal(reason: str, data: bytes, sound: Sound, pictures: Sequence[str] | None) -> Verdict:
    """pictures: of the copy, None before they were looked at."""
    if _OURS.search(reason):
        return Verdict("not understood", reason)
    if _HELD.search(reason):
        return Verdict("held", reason)
    if _PASSWORD.search(reason):
        return Verdict("refused" if b"/Encrypt" in data else "false reason", reason)
    if _DAMAGED.match(reason):
        return Verdict("refused", reason)
    if not is_whole(data):
        return Verdict("false reason", f"{reason} (the file is damaged)")
    if pictures is None:
        return Verdict("look", reason)
    same = list(pictures) == list(sound.pictures)
    return Verdict(
        "false reason" if same else "refused", f"{reason} (the pages look {'the same' if same else 'other'})"
    )


def of_reading(
    read: ReadReport, data: bytes, sound: Sound, page_map: PageMap, pictures: Sequence[str] | None
) -> Verdict:
    """pictures: of the copy, None before they were looked at."""
    found = compare(sound.read, read, page_map)
    facts = (
        [] if _facts(sound.read) == _facts(read) or _cover_is_said(read) else _other_facts(sound.read, read)
    )
    if (found.silent or facts) and _whole_file_is_said(read):
        return Verdict("said")
    if not found.silent and not facts:
        return Verdict("said" if found.said else "equal")
    detail = " ".join([*found.silent[:4], *facts])
    if not is_whole(data):
        return Verdict("silent", detail)
    if pictures is None:
        return Verdict("look", detail)
    if facts and not _differs(sound, pictures, 1, 3):
        return Verdict("silent", f"{detail} (looks the same)")
    was, now = by_id(sound.read), by_id(read)
    texts_was, texts_now = ({item.text for item in part.paragraphs} for part in (sound.read, read))
    for name in found.silent:
        one, other = was.get(name), now.get(name)
        moved = (one is None or one.text in texts_now) and (other is None or other.text in texts_was)
        if not _is_seen(one, other, sound, pictures, only_placed=moved):
            return Verdict("silent", f"{detail} (looks the same)")
    return Verdict("another", detail)


def _is_seen(
    was: Paragraph | None, now: Paragraph | None, sound: Sound, pictures: Sequence[str], *, only_placed: bool
) -> bool:
    """Whether the pages of the paragraph look otherwise; or an earlier one, where its text is elsewhere and
    only its place, section or number differs.
    """
    pages = [page for one in (was, now) if one for page in (one.page_first, one.page_last) if page]
    return bool(pages) and _differs(sound, pictures, 1 if only_placed else min(pages), max(pages))


def _differs(sound: Sound, pictures: Sequence[str], first: int, last: int) -> bool:
    for page in range(first, min(last, len(sound.pictures)) + 1):
        if page > len(pictures) or pictures[page - 1] != sound.pictures[page - 1]:
            return True
    return False


def _facts(read: ReadReport) -> tuple[object, ...]:
    report = read.report
    return (
        report.authority, report.urn, report.published, report.framework, report.inspection_start,
        report.inspection_end, report.title, report.lead_inspector,
        tuple((item.area, item.grade) for item in report.judgements),
    )  # fmt: skip


def _other_facts(sound: ReadReport, read: ReadReport) -> list[str]:
    return [
        f"{one!s:.60} -> {two!s:.60}"
        for one, two in zip(_facts(sound), _facts(read), strict=True)
        if one != two
    ]


def _whole_file_is_said(read: ReadReport) -> bool:
    """Whether every citation bears the warning that pages or words may be missing."""
    ids = {item.id for item in read.paragraphs}
    return any(item.kind == "damaged file" and ids <= set(item.paragraphs) for item in read.anomalies)


def _cover_is_said(read: ReadReport) -> bool:
    """Whether an anomaly stands beside every citation, or names the first pages."""
    ids = {item.id for item in read.paragraphs}
    return any(ids <= set(item.paragraphs) or item.page in (1, 2) for item in read.anomalies)
