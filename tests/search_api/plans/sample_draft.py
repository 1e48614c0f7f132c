"""A draft of a plan over the sample reports, with claims of several verdicts, as text and as a Word file."""

from __future__ import annotations

import io

import docx

LINES = (
    "Northmoor improvement plan",
    "Inspectors wrote that “several came without having read the file” (Ofsted 2016, para 19).",
    "An adviser “had stopped expecting an answer” (Ofsted 2016, para 19).",
    "See paragraph 444 of the 2016 report.",
    "The adoption service was judged inadequate overall in 2016 (Ofsted 2016, para 19).",
    "“Most live close to home with carers who know them well” (Ofsted 2016, para 20).",
    "Inspectors found that social workers miss about half of the meetings.",
)


def as_markdown() -> bytes:
    heading, *lines = LINES
    return "\n\n".join([f"# {heading}", *lines]).encode()


def as_word(lines: tuple[str, ...] = LINES) -> bytes:
    document = docx.Document()
    document.add_heading(lines[0], 0)
    for line in lines[1:]:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
