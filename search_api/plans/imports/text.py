"""A plan's Markdown."""

from __future__ import annotations

import re

from .records import NAMES, REFERENCE, Row, Rows

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~!&\-+.)=])")
_LABEL = re.compile(r"\*\*([A-Z][A-Za-z ]+):\*\* ?")
_LINK = re.compile(
    r"<[^<>\s]*/paragraphs/([^<>\s#?]+)>"
)  # of files that were written before there was a reference


def rows_of_markdown(text: str) -> Rows:
    """A section without a reference is left out, and said."""
    found = Rows()
    before, *sections = re.split(r"^## +", text.lstrip("\ufeff"), flags=re.MULTILINE)
    title = re.search(r"^# +(.+)$", before, re.MULTILINE)
    found.title = _plain(title[1]) if title else ""
    for section in sections:
        heading, _, body = section.partition("\n")
        lines = body.split("\n")
        quoted = [line[1:].removeprefix(" ") for line in lines if line.startswith(">")]
        known = REFERENCE.search("\n".join(quoted)) or _LINK.search("\n".join(quoted))
        if known is None:
            found.remarks.append(f"‘{_plain(heading)[:80]}’ has no reference and was left out.")
            continue
        words = quoted[: next((at for at, line in enumerate(quoted) if line.startswith("— ")), len(quoted))]
        fields = {"quote": _plain("\n".join(words)), **_fields(lines)}
        found.rows.append(Row(known[1], {name: value for name, value in fields.items() if value}))
    return found


def _fields(lines: list[str]) -> dict[str, str]:
    """What stands behind the bold name of a field, up to the next one."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if line.startswith(">"):
            name = ""
        elif label := _LABEL.match(line):
            name = label[1].lower()
            found.setdefault(name, []).append(line[label.end() :])
        elif name:
            found[name].append(line)
    return {field: _plain("\n".join(found[label])) for label, field in NAMES.items() if label in found}


def _plain(text: str) -> str:
    """The text that the marks show."""
    return "\n".join(_ESCAPED.sub(r"\1", line).rstrip() for line in text.split("\n")).strip()
