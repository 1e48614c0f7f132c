"""Pieces -> paragraphs: by the printed number, or by section and ordinal where none is printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.reading.furniture import Footnote
from indexer.reading.normalise import clean
from indexer.reading.paragraph_text import boxes_of, linked_findings, text_of
from indexer.records import Anomaly, Kind, Paragraph, Pinpoint, slug

from .labels import Numbers, Run
from .pieces import Piece

_RECOMMENDATIONS = re.compile(
    r"(?:[A-Z]?\d[\d.]*\.?\s+)?(?:key |our |main |summary of |list of |all )?recommendations?"
    r"(?: (?:for|to) .{3,60})?",
    re.IGNORECASE,
)
_PROSE, _LONG_PROSE = 6, 12  # words of a sentence; of a stretch without a full stop
_KEY_WORDS = 5  # of a heading, in an id


@dataclass(slots=True)
class _State:
    report: str
    notes: Mapping[tuple[int | None, str], str]
    path: list[tuple[float, str]] = field(default_factory=list)
    keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    ordinals: Counter[str] = field(default_factory=Counter)
    paragraphs: list[Paragraph] = field(default_factory=list)
    left_out: list[int | None] = field(default_factory=list)
    by_line: dict[int, str] = field(default_factory=dict)  # where a piece begins -> id, "" of no paragraph

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.path)


def paragraphs_of(
    pieces: Sequence[Piece], numbers: Numbers, report: str, footnotes: Sequence[Footnote], title: str
) -> tuple[tuple[Paragraph, ...], tuple[Anomaly, ...]]:
    """In reading order, with what was odd. report: its id. title: the document's, which is no section."""
    state = _State(report, {(note.page, note.mark): note.text for note in footnotes})
    for piece in pieces:
        state.by_line[piece.first] = ""
        if piece.is_heading and not state.paragraphs and clean(piece.block.text) in title:
            continue
        if piece.is_heading:
            while state.path and state.path[-1][0] <= piece.level:
                state.path.pop()
            state.path.append((piece.level, clean(piece.block.text)))
        elif piece.label is not None:
            _numbered(state, piece)
        else:
            _unnumbered(state, piece)
    return tuple(state.paragraphs), tuple(_odd(state, numbers, pieces))


def _numbered(state: _State, piece: Piece) -> None:
    label = piece.label
    if label is None:
        return
    kind: Kind = "recommendation" if _advises(state) else "finding"
    pinpoint = Pinpoint(state.report, kind, label.number, part=piece.part, prefix=label.prefix)
    if not _append(state, piece, pinpoint):
        state.left_out.append(piece.block.page)


def _unnumbered(state: _State, piece: Piece) -> None:
    on_cover = not state.paragraphs and piece.block.page in (None, 1)
    if not _is_prose(piece, on_cover):
        if not on_cover:
            state.left_out += [line.page for line in piece.block.lines]
        return
    key = _key(state)
    kind: Kind = "recommendation" if _advises(state) else "finding"
    pinpoint = Pinpoint(state.report, kind, state.ordinals[key] + 1, section=key, printed=False)
    if _append(state, piece, pinpoint):
        state.ordinals[key] += 1


def _advises(state: _State) -> bool:
    return bool(state.path) and _RECOMMENDATIONS.fullmatch(state.path[-1][1].strip(" :")) is not None


def _is_prose(piece: Piece, on_cover: bool) -> bool:
    """Titles of a cover run to any length; sentences end."""
    words = piece.block.text.split()
    ends = bool(re.search(r"[.!?:;][’”'\")]*$", piece.block.text.strip()))
    if on_cover and not ends:
        return False
    return len(words) >= (_PROSE if ends else _LONG_PROSE) or bool(piece.block.starts_list)


def _key(state: _State) -> str:
    """The section's word in an id: its heading; where two sections have one heading, with the outer one's."""
    path = state.titles
    if path in state.keys:
        return state.keys[path]
    key = _word(path[-1]) if path else "text"
    if key in state.keys.values():
        key = "-".join([_word(path[-2]), key]) if len(path) > 1 else key
    plain, again = key, 1
    while key in state.keys.values():
        again += 1
        key = f"{plain}-again-{chr(ord('a') + again - 2)}" if again < 28 else f"{plain}-again-{'z' * again}"
    state.keys[path] = key
    return key


def _word(title: str) -> str:
    words = slug(re.sub(r"^[\W\d]+", "", title)).split("-")[:_KEY_WORDS]
    while words and not words[0][:1].isalpha():
        words.pop(0)
    return "-".join(words) or "section"


def _append(state: _State, piece: Piece, pinpoint: Pinpoint) -> bool:
    text, marks = text_of(piece.block)
    if not re.search(r"[A-Za-z]{2}", text):
        return False
    pages = [body.page for body in piece.block.lines if body.page is not None]
    identity = str(pinpoint)
    state.by_line[piece.first] = identity
    state.paragraphs.append(
        Paragraph(
            id=identity,
            kind=pinpoint.kind,
            number=pinpoint.number,
            printed=pinpoint.printed,
            part=pinpoint.part,
            section=state.titles,
            grade="",
            page_first=min(pages) if pages else None,
            page_last=max(pages) if pages else None,
            text=text,
            boxes=tuple(boxes_of(piece.block.lines)),
            footnotes=tuple(state.notes[page, mark] for page, mark in marks if (page, mark) in state.notes),
            linked=linked_findings(text) if pinpoint.kind == "recommendation" else (),
        )
    )
    return True


def _odd(state: _State, numbers: Numbers, pieces: Sequence[Piece]) -> list[Anomaly]:
    found: list[Anomaly] = []
    if not numbers.runs:
        said = "no paragraph numbers were found; ordinals are given within each section"
        found.append(Anomaly("no numbers", None, said))
    for number, run in enumerate(numbers.runs, start=1):
        if number > 1:
            first = run.labels[0]
            found.append(Anomaly("second sequence", first.page, f"numbers start again at {first}"))
        found += _odd_in(run, state)
    for run in numbers.as_text:
        said = f"the numbers {run.labels[0]} to {run.labels[-1]} are few and are read as text"
        lines = [label.line for label in run.labels]
        found.append(Anomaly("number in text", run.labels[0].page, said, _holding(state, lines)))
    if state.left_out:
        places = sorted({page for page in state.left_out if page is not None})
        where = f" (pages {', '.join(map(str, places))})" if len(places) > 1 else ""
        count = len(state.left_out)
        said = (
            f"{count:,} short line{'s' if count > 1 else ''} belong{'' if count > 1 else 's'} to no paragraph"
        )
        found.append(Anomaly("left out", places[0] if places else None, f"{said}{where}"))
    return sorted(found, key=lambda item: item.page or 0)


def _odd_in(run: Run, state: _State) -> list[Anomaly]:
    found: list[Anomaly] = []
    lines = [label.line for label in run.labels]
    for label, said in run.gaps:
        before = lines[lines.index(label.line) - 1]
        found.append(Anomaly("gap", label.page, said, _holding(state, [before, label.line])))
    for last, label in run.in_text:
        said = f"number {label} stands in the column of the numbers, but is read as text after {last}"
        found.append(Anomaly("number in text", label.page, said, _holding(state, [label.line])))
    for label in run.again:
        before = max((line for line in lines if line < label.line), default=lines[0])
        said = f"number {label} stands twice in the column of the numbers; the first is taken"
        found.append(Anomaly("repeat", label.page, said, _holding(state, [before])))
    return found


def _holding(state: _State, lines: Sequence[int]) -> tuple[str, ...]:
    """The paragraphs in which lines stand, each once."""
    starts = sorted(state.by_line)
    places = (bisect_right(starts, line) - 1 for line in lines)
    found = (state.by_line[starts[place]] for place in places if place >= 0)
    return tuple(dict.fromkeys(identity for identity in found if identity))
