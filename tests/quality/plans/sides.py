"""Claims that a sentence is a strength or a weakness, over sentences whose side people labelled."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from indexer.records import report_of
from search_api.index.index import Index
from search_api.plans.checking.records import Verdict

from .canvas import FORMATS, Canvas, Generated
from .sources import Sources

_PRAISE = (
    "Inspectors named as a strength that “{}” {}.",
    "A strength of this service: “{}” {}.",
    "Ofsted praised us here: ‘{}’ {}.",
    "Inspectors commended practice: “{}” {}.",
)
_CRITICISM = (
    "Ofsted criticised this: “{}” {}.",
    "A weakness that the report names: “{}” {}.",
    "Inspectors were concerned: ‘{}’ {}.",
    "This is an area for improvement: “{}” {}.",
)
_HEADS = {
    "praise": ("Strengths", "What is working well"),
    "criticism": ("Weaknesses", "Areas for improvement"),
}


def sided(index: Index, labelled: Path, seed: int) -> Iterator[Generated]:
    """One draft of each format; every plainly labelled sentence once honest and once reversed, dealt out."""
    chance = random.Random(seed)
    rows = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    plain = [row for row in rows if row["label"] in _HEADS and _held(index, row)]
    chance.shuffle(plain)
    for number, format_ in enumerate(FORMATS):
        canvas = Canvas(Sources(index, "Torbay", chance), format_, chance)
        canvas.layout.name = "sector-learning"
        canvas.layout.add("heading", "What inspectors said elsewhere")
        reversed_ = plain[(number + 1) % len(FORMATS) :: len(FORMATS)]
        cases = [(row, True) for row in plain[number :: len(FORMATS)]] + [(row, False) for row in reversed_]
        chance.shuffle(cases)
        for row, honest in cases:
            _put(canvas, row, honest=honest)
        yield canvas.made()


def _held(index: Index, row: dict[str, str]) -> bool:
    paragraph = next(
        (item for item in index.reader.paragraphs(report_of(row["id"])) if item.id == row["id"]), None
    )
    return paragraph is not None and not any(mark in row["quote"] for mark in '‘“"”[]')


def _put(canvas: Canvas, row: dict[str, str], *, honest: bool) -> None:
    paragraph = canvas.sources.index.reader.get(row["id"])
    report = canvas.sources.index.reader.report(report_of(row["id"]))
    said = row["label"] if honest else {"praise": "criticism", "criticism": "praise"}[row["label"]]
    numbered = paragraph.printed and paragraph.kind == "finding" and not paragraph.part
    where = f"para {paragraph.label}" if numbered else paragraph.id
    source = f"(Ofsted, {report.authority}, {report.published.year}, {where})"
    words = row["quote"].rstrip(".")
    how = canvas.chance.choice(["sentence", "sentence", "heading", "table"])
    if how == "table" and canvas.format != "txt":
        canvas.layout.add("heading", "From the reports")
        canvas.layout.row(_HEADS[said][0], "Source")
        canvas.layout.row(f"“{words}”", source.strip("()"))
        canvas.layout.add("text", "More follows.")
    elif how == "heading" and canvas.format != "txt":
        canvas.layout.add("heading", canvas.chance.choice(_HEADS[said]))
        canvas.layout.add("item", f"“{words}” {source}")
        canvas.layout.add("heading", "Further reports")
    else:
        how = "sentence"
        canvas.layout.add(
            "text", canvas.chance.choice(_PRAISE if said == "praise" else _CRITICISM).format(words, source)
        )
    verdict: Verdict = "right" if honest else "side reversed"
    canvas.expect(
        words, verdict, f"side: {how}", "none" if honest else f"side reversed: {row['label']}", paragraph.id
    )
