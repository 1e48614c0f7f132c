"""A brief as one web page that stands alone: no script, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from .blocks import Block, Heading, Quote, Table, Text

_STYLE = """
body { font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #1b1b1b; max-width: 48rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; } .small { font-size: .9rem; color: #414141; }
blockquote { margin: .75rem 0; padding: 0 0 0 1rem; border-left: .25rem solid #2f5d7c; }
blockquote p { margin: .15rem 0; } blockquote footer { font-size: .9rem; color: #414141; }
table { border-collapse: collapse; font-size: .9rem; margin: .75rem 0; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: #eef2f5; } .number { text-align: right; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; } blockquote, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; } }
"""


def as_html(title: str, blocks: Sequence[Block]) -> str:
    """A whole document in HTML 5; every text is escaped."""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{inner_html(blocks)}\n</main>\n</body>\n</html>\n"
    )


def inner_html(blocks: Sequence[Block]) -> str:
    """The blocks alone, for a page that has its own frame."""
    parts: list[str] = []
    for is_item, held in groupby(blocks, key=lambda block: isinstance(block, Text) and block.item):
        if is_item:
            items = "\n".join(f"<li>{escape(block.text)}</li>" for block in held if isinstance(block, Text))
            parts.append(f"<ul>\n{items}\n</ul>")
        else:
            parts += [part for block in held for part in _parts(block)]
    return "\n".join(parts)


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Text():
            small = ' class="small"' if block.small else ""
            yield f"<p{small}>{escape(block.text)}</p>"
        case Table():
            yield _table(block)
        case Quote():
            if block.within:
                yield f'<p class="small">{escape(block.within)}</p>'
            yield _quote(block)


def _table(block: Table) -> str:
    number = ' class="number"' if block.numbers else ""
    head = "".join(
        f'<th scope="col"{number if at else ""}>{escape(text)}</th>' for at, text in enumerate(block.header)
    )
    rows = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{number}>{escape(text)}</td>" for text in rest)
        + "</tr>"
        for first, *rest in block.rows
    )
    return (
        f"<table>\n<caption>{escape(block.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _quote(block: Quote) -> str:
    lines = "<br>\n".join(escape(line) for line in block.text.split("\n"))
    cited = escape(block.cited)
    if block.link:
        cited = f'<a href="{escape(block.link)}">{cited}</a>'
    tag = f" ({escape(block.tag)})" if block.tag else ""
    check = f'\n<p class="small">{escape(block.check)}</p>' if block.check else ""
    return f"<blockquote>\n<p>‘{lines}’</p>\n<footer>{cited}{tag}</footer>{check}\n</blockquote>"
