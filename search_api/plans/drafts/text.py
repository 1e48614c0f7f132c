"""Plain text -> blocks: paragraphs between blank lines, or each line where there are none."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.errors import UnreadableDraft

from .blocks import Blocks, bare_links
from .records import Block, BlockKind, Draft

_ITEM = re.compile(r"\s*(?:[-*•–▪◦]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+)", re.IGNORECASE)
_QUOTED = re.compile(r"\s*>\s?")
_NARROWEST = 36  # characters of the longest line, from which on lines are believed to be wrapped
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes) -> str:
    """Text of UTF-8, of UTF-16 with its mark, or else of Windows-1252. Raises UnreadableDraft for no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data:
        raise UnreadableDraft("the file is no text: it holds zero bytes", "save it as .docx")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u00ad", "")
    return _CONTROLS.sub("", text)


def read_text(name: str, text: str, blocks: Blocks) -> Draft:
    """The draft. Raises UnreadableDraft where it is too long."""
    by_lines = "\n\n" not in re.sub(r"\n[ \t]+(?=\n)", "\n", text.strip())
    for group in _groups(text.split("\n"), by_lines=by_lines):
        quoted = all(_QUOTED.match(line) for line in group)
        kind: BlockKind = "quote" if quoted else "text"
        lines = [_QUOTED.sub("", line, count=1) if quoted else line for line in group]
        words = unwrapped(lines)
        blocks.add(Block(words, f"paragraph {len(blocks.found) + 1}", kind, links=bare_links(words)))
    return Draft(name, "text", tuple(blocks.found))


def unwrapped(lines: list[str]) -> str:
    """Lines as one text: a line goes on where the next word did not fit on it, else it was ended on
    purpose.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)  # with what indents them
    parts = [line.strip() for line in lines[:1]]
    for before, line in pairwise(lines):
        first = line.strip().split(" ", 1)[0]
        wrapped = width >= _NARROWEST and len(before.rstrip()) + 1 + len(first) > width
        wrapped = wrapped or _is_open([before])
        parts += [" " if wrapped else "\n", line.strip()]
    return "".join(parts)


def _is_open(lines: list[str]) -> bool:
    """Whether the last line ends within brackets: nobody ends it there on purpose."""
    return bool(lines) and lines[-1].count("(") > lines[-1].count(")")


def _groups(lines: list[str], *, by_lines: bool) -> list[list[str]]:
    """The lines of each block; an item of a list is a block of its own."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            groups.append([])
        elif (
            by_lines
            or (_ITEM.match(line) and not _is_open(groups[-1]))
            or bool(_QUOTED.match(line)) != bool(groups[-1] and _QUOTED.match(groups[-1][-1]))
        ):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]
