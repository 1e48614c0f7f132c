"""A letter as read: the facts of its front, its outcome, and its paragraphs by section and ordinal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexer.kinds.base import KindOfReport, SectionOfLetter
from indexer.reading.blocks import Block
from indexer.reading.furniture import Body, BodyLine, Footnote
from indexer.reading.normalise import clean, split_bullet
from indexer.reading.pages import without_marks
from indexer.reading.paragraph_text import boxes_of, text_of
from indexer.records import Anomaly, Judgement, Paragraph, Pinpoint

from .front import read_front
from .layout import Layout
from .sections import INTRODUCTION, Part, Sections, Walk
from .subject import Subject, find_subject

_LEAD = re.compile(r"^(?P<name>[A-Z][^,]{3,50}?),?\s+Ofsted lead inspector", re.I)
_NONE = re.compile(r"\W*there (?:are|were) no (?:areas|priority)", re.I)  # nothing is asked for
# What an introduction says of the inspection itself; and in how many letters it would say so.
_OF_VISIT, _OPENING = (
    re.compile(
        r"\b(?:letter|inspect\w*|visit\w*|ofsted|JTAI|range of evidence|secretar\w+ of state)\b", re.I
    ),
    110,
)
_PROSE = 90  # letters of a line that is no line of an address or a signature


@dataclass(frozen=True, slots=True)
class Letter:
    """name: of the authority as the subject prints it, perhaps of several; "" where it has none. names: what
    may be the authority's, likeliest first. published: the printed date of the letter.
    """

    kind: KindOfReport
    title: str
    name: str
    names: tuple[str, ...]
    published: date | None
    inspected: tuple[date, date] | None
    lead_inspector: str
    judgements: tuple[Judgement, ...]
    agencies: tuple[str, ...]
    sections: Sections
    footnotes: tuple[Footnote, ...]


def read_letter(body: Body) -> Letter | None:
    """The letter whose running text this is; None where it is no letter of a known kind."""
    subject = find_subject(body.lines)
    if subject is None:
        return None
    front, rest = _split(body, subject)
    layout = Layout.of(rest, body.size)
    found = Walk(subject.words, layout).through(rest)
    above = [clean(without_marks(line.line)) for line in front]
    opening = [part for part in found.parts if part.section in (INTRODUCTION, *subject.words.sections[:2])]
    facts_printed = [clean(line.line.text) for why, line in found.put_by if why == "front"]
    introduction = " ".join((*facts_printed, *(part.block.text for part in opening)))
    team = " ".join(clean(line.line.text) for why, line in found.put_by if why == "closing")
    found.put_by += [("front", line) for line in front]
    found.beside += [body.lines[place] for place in subject.places]
    facts = read_front(above, introduction, team, partnership=subject.words.partnership)
    return Letter(
        kind=subject.kind,
        title=subject.printed[:1].upper() + subject.printed[1:],
        name=subject.name,
        names=_names(subject, introduction),
        published=facts.dated,
        inspected=facts.inspected,
        lead_inspector=_lead(found),
        judgements=_outcome(subject, found),
        agencies=facts.agencies,
        sections=found,
        footnotes=(*body.footnotes, *found.footnotes),
    )


def _split(body: Body, subject: Subject) -> tuple[list[BodyLine], list[BodyLine]]:
    """What stands above the subject, in whatever order it was drawn, and what stands below."""
    first, last = subject.places[0], subject.places[-1]
    at = body.lines[first]
    front: list[BodyLine] = []
    rest: list[BodyLine] = []
    for place, line in enumerate(body.lines):
        if place in subject.places:
            continue
        higher = line.page == at.page and line.line.left and line.line.bottom >= at.line.top
        (front if place < last or higher else rest).append(line)
    return front, rest


def _names(subject: Subject, introduction: str) -> tuple[str, ...]:
    printed = [subject.name] if subject.name else []
    if subject.words.named_later:
        printed += [found["name"] for found in re.finditer(subject.words.named_later, introduction)]
    names = []
    for name in printed:
        plain = re.sub(r"^(?:the|royal borough of) ", "", name, flags=re.I).strip()
        names += [name, plain, re.sub(r" (?:children.s trust|city)$", "", plain, flags=re.I)]
    return tuple(dict.fromkeys(names))


def _lead(found: Sections) -> str:
    texts = (clean(line.line.text) for _, line in found.put_by)
    return next((match["name"] for text in texts if (match := _LEAD.match(text))), "")


def _outcome(subject: Subject, found: Sections) -> tuple[Judgement, ...]:
    words = subject.words
    if not words.outcome or re.search(r"\bre-?visit\b", subject.printed, re.I):
        return ()  # a revisit speaks of what was asked for before
    text = " ".join(part.block.text for part in found.parts if words.outcome in ("*", part.section.key))
    for grade in subject.kind.grades:
        said = re.search(grade.cell, text, re.I)
        if said:
            label = next(area.label for area in subject.kind.areas if area.name == words.area)
            return (Judgement(words.area, label, grade.name, said.group()),)
    return ()


def paragraphs_of_letter(letter: Letter, report: str) -> tuple[tuple[Paragraph, ...], tuple[Anomaly, ...]]:
    """Paragraphs in reading order, none with a printed number, and what was odd."""
    notes = {(note.page, note.mark): note.text for note in letter.footnotes}
    ordinals: Counter[tuple[str, str]] = Counter()
    paragraphs: list[Paragraph] = []
    found = False
    anomalies = [
        Anomaly(
            "letter", line.page, f"text outside the letter’s paragraphs ({why}): {clean(line.line.text)[:60]}"
        )
        for why, line in letter.sections.put_by
        if why in ("front", "signature") and len(clean(line.line.text)) > _PROSE
    ]
    for part in letter.sections.parts:
        # Until 2020 joint letters begin with what was found, under no heading.
        found = found or not _OF_VISIT.search(part.block.text[:_OPENING])
        kind, key = _kind(part, found=found)
        if key and part.again > 1:
            key = f"{key}-{part.again}"
        made = _paragraph(
            part,
            Pinpoint(
                report,
                kind,
                ordinals[kind, key] + 1,
                section=key,
                printed=kind not in ("finding", "recommendation"),
            ),
            notes,
        )
        if made is not None:
            ordinals[kind, key] += 1
            paragraphs.append(made)
    if paragraphs and not {"signature", "closing"}.intersection(why for why, _ in letter.sections.put_by):
        last = paragraphs[-1]
        said = "it has neither a signature nor closing words: the file may be cut short"
        anomalies.append(Anomaly("cut short", last.page_last, said, (last.id,)))
    return tuple(paragraphs), tuple(anomalies)


def _kind(part: Part, *, found: bool) -> tuple[str, str]:
    """Kind and section word: a text that only leads to bullets of a list of needs is none of them.

    found: whether the introduction has come to what was found.
    """
    section: SectionOfLetter = part.section
    if "improvement" in (section.text, section.items) and _NONE.match(part.block.text):
        return "summary", section.key or "improve"
    kind = section.items if part.block.form == "item" else section.text
    if section is INTRODUCTION and found:
        return "summary", "opening"
    if part.block.form == "text" and section.items == "improvement" and section.text != "improvement":
        key = section.key or "improve"
        return ("summary", key) if part.block.text.rstrip().endswith(":") else (kind, key)
    return kind, section.key


def _paragraph(
    part: Part, pinpoint: Pinpoint, notes: Mapping[tuple[int | None, str], str]
) -> Paragraph | None:
    block: Block = part.block
    text, marks = text_of(block)
    if not re.search(r"[A-Za-z]{2}", split_bullet(text)[1]):
        return None
    pages = [line.page for line in block.lines if line.page is not None]
    return Paragraph(
        id=str(pinpoint),
        kind=pinpoint.kind,
        number=pinpoint.number,
        printed=False,
        part="",
        section=part.path,
        grade="",
        page_first=min(pages) if pages else None,
        page_last=max(pages) if pages else None,
        text=text,
        boxes=tuple(boxes_of(block.lines)),
        footnotes=tuple(notes[page, mark] for page, mark in marks if (page, mark) in notes),
    )
