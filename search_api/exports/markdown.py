"""Chosen paragraphs with notes as CSV for a spreadsheet and as Markdown for a document. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search_api.citations import cite
from search_api.plans.plan import NO_TITLE, Chosen

from .fields import FIELD_NAMES, REFERENCE_LABEL, within_report

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINE_MARKUP = re.compile(r"^(\d*)([-+.)=])", re.MULTILINE)  # of lists, and the line below a heading
_LINE_END = re.compile(r"(?<=[^\n])\n(?=[^\n])")


def as_markdown(items: Sequence[Chosen], title: str = "") -> str:
    """Each paragraph as a quotation with its citation, link and id, then what the plan says of it.

    What the reader wrote stands behind the name of its field, in bold; its own marks are escaped.
    """
    parts = [f"# {plain(title or NO_TITLE)}"]
    for place, item in enumerate(items, start=1):
        quoted = "\n".join(f"> {line}" if line else ">" for line in plain(item.quotation).split("\n"))
        link = f" <{item.link}>" if item.link else ""
        cited = f"> — {plain(cite(item.report, item.paragraph))}.{link}"
        known = f"> {REFERENCE_LABEL}: `{item.paragraph.id}`"
        heading = f"## {place}. {plain(within_report(item))}"
        parts += [heading, f"{quoted}\n>\n{cited}\n>\n{known}"]
        for name, label in FIELD_NAMES.items():
            text = item.check if name == "check" else getattr(item.entry, name)
            if text:
                parts.append(f"**{label}:** {plain(text)}")
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Text that Markdown shows as it is, each line on its own: two spaces at its end keep it."""
    # Deep enough, an indent would make code of a line. A pattern would take the square of a run of blanks.
    flush = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _LINE_MARKUP.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", flush))
    return _LINE_END.sub("  \n", escaped)
