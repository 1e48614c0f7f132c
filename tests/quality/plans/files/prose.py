"""A layout as Markdown, plain text or a web page. What a format cannot say is written as plain paragraphs."""

from __future__ import annotations

import re
import textwrap
from html import escape

from .elements import Element, Layout, Piece

_MARKED = re.compile(r"([\\`*_\[\]<>#|~])")


def markdown_file(layout: Layout) -> bytes:
    """With footnotes, pipe tables and links."""
    parts: list[str] = []
    notes: list[str] = []
    for group in layout.groups():
        first = group[0]
        if first.kind == "row":
            rows = [f"| {' | '.join(map(_plain, row.cells))} |" for row in group]
            parts.append("\n".join([rows[0], f"|{'---|' * len(first.cells)}", *rows[1:]]))
            continue
        text = "".join(_marked(piece) for piece in first.pieces)
        if first.note:
            notes.append(_plain(first.note))
            text += f"[^{len(notes)}]"
        before = {"heading": "## ", "quote": "> ", "item": "- "}.get(first.kind, "")
        parts.append(before + text)
    parts += [f"[^{number}]: {note}" for number, note in enumerate(notes, start=1)]
    return ("\n\n".join(parts) + "\n").encode()


def text_file(layout: Layout) -> bytes:
    """Wrapped at 100 characters, as an email is."""
    parts = []
    for group in layout.groups():
        for item in group:
            text = "\t".join(item.cells) or item.text
            before = {"quote": "> ", "item": "- "}.get(item.kind, "")
            inner = "> " if item.kind == "quote" else "  " if item.kind == "item" else ""
            wrapped = textwrap.fill(
                text,
                100,
                initial_indent=before,
                subsequent_indent=inner,
                break_on_hyphens=False,
                break_long_words=False,
            )
            parts.append(wrapped if item.kind != "row" else text)
    return ("\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts) + "\r\n").encode("utf-8-sig")


def html_file(layout: Layout) -> bytes:
    """With notes at its end and links."""
    parts: list[str] = []
    notes: list[str] = []
    for group in layout.groups():
        first = group[0]
        if first.kind == "row":
            rows = [_cells(row, "th" if place == 0 else "td") for place, row in enumerate(group)]
            parts.append(f"<table>{''.join(rows)}</table>")
            continue
        text = "".join(map(_tagged, first.pieces))
        if first.note:
            notes.append(first.note)
            text += f'<sup id="r{len(notes)}"><a href="#n{len(notes)}">{len(notes)}</a></sup>'
        tag = {"heading": "h2", "quote": "blockquote", "item": "li"}.get(first.kind, "p")
        parts.append(f"<ul><li>{text}</li></ul>" if tag == "li" else f"<{tag}>{text}</{tag}>")
    for number, note in enumerate(notes, start=1):
        parts.append(f'<p id="n{number}"><a href="#r{number}">{number}</a> {escape(note, quote=False)}</p>')
    body = "\n".join(parts)
    return f"<!doctype html><html><head><title>Plan</title></head><body>{body}</body></html>".encode()


def _plain(text: str) -> str:
    return _MARKED.sub(r"\\\1", text)


def _marked(piece: Piece) -> str:
    if piece.how == "deleted":
        return ""
    return f"[{_plain(piece.text)}]({piece.url})" if piece.url else _plain(piece.text)


def _tagged(piece: Piece) -> str:
    words = escape(piece.text, quote=False)
    if piece.url:
        return f'<a href="{escape(piece.url)}">{words}</a>'
    return {"": words, "inserted": f"<ins>{words}</ins>", "deleted": f"<del>{words}</del>"}[piece.how]


def _cells(row: Element, tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell, quote=False)}</{tag}>' for cell in row.cells)}</tr>"
