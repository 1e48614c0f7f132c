"""Chosen paragraphs with notes as CSV for a spreadsheet and as Markdown for a document. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search_api.citations import cite, locator
from search_api.plans.plan import Chosen

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINE_MARKUP = re.compile(r"^(\d*)([-+.)=])", re.MULTILINE)  # of lists, and the line below a heading
_LINE_END = re.compile(r"(?<=[^\n])\n(?=[^\n])")


def as_markdown(items: Sequence[Chosen], title: str = "Evidence from inspection reports") -> str:
    """Each paragraph as a quotation with its citation and link, what to check on its page, then the note."""
    parts = [f"# {_plain(title)}"]
    for place, item in enumerate(items, start=1):
        quoted = "\n".join(f"> {line}" if line else ">" for line in _plain(item.paragraph.text).split("\n"))
        cited = f"> — {_plain(cite(item.report, item.paragraph))}. <{item.link}>"
        heading = f"## {place}. {_plain(item.report.authority)}, {_plain(locator(item.paragraph))}"
        parts += [heading, f"{quoted}\n>\n{cited}"]
        parts += [_plain(line) for line in (item.check, item.note) if line]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, each line on its own: two spaces at its end keep it."""
    # Deep enough, an indent would make code of a line. A pattern would take the square of a run of blanks.
    flush = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _LINE_MARKUP.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", flush))
    return _LINE_END.sub("  \n", escaped)
