"""A brief as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search_api.exports.markdown import plain

from .blocks import Block, Heading, Quote, Table, Text


def as_markdown(blocks: Sequence[Block]) -> str:
    """Headings, paragraphs, tables with a header row, and quotations as block quotes with their link."""
    return "\n\n".join(part for block in blocks for part in _parts(block)) + "\n"


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {plain(block.text)}"
        case Text():
            yield f"- {plain(block.text)}" if block.item else plain(block.text)
        case Table():
            yield f"{plain(block.caption)}:"
            yield _table(block)
        case Quote():
            if block.within:
                yield plain(block.within)
            yield _quote(block)


def _table(block: Table) -> str:
    rule = ["---", *["---:" if block.numbers else "---"] * (len(block.header) - 1)]
    rows = [list(map(_cell, block.header)), rule, *(list(map(_cell, row)) for row in block.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(text: str) -> str:
    return plain(text.replace("\n", " "))


def _quote(block: Quote) -> str:
    lines = plain(f"‘{block.text}’").split("\n")
    quoted = "\n".join(f"> {line}" if line else ">" for line in lines)
    cited = plain(block.cited)
    if block.link:
        cited = f"[{cited}](<{block.link}>)"
    tag = f" ({plain(block.tag)})" if block.tag else ""
    found = f"{quoted}\n>\n> — {cited}{tag}"
    return f"{found}\n>\n> {plain(block.check)}" if block.check else found
