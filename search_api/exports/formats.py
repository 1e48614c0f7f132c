"""The kinds of file that a plan is taken away in: one table for the page and the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search_api.plans.plan import Chosen
from search_api.references.formats import FORMATS as REFERENCES

from .markdown import as_markdown
from .spreadsheet import as_csv

Make = Callable[[Sequence[Chosen], str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """label: as a button says it. ending: of the file's name, without the dot. make: paragraphs, title."""

    label: str
    ending: str
    media_type: str
    make: Make


def _word_table(items: Sequence[Chosen], title: str) -> bytes:
    from .word.plan import as_table  # a heavy library, needed by few

    return as_table(items, title)


def _word_footnotes(items: Sequence[Chosen], title: str) -> bytes:
    from .word.plan import as_footnotes

    return as_footnotes(items, title)


def _csl(items: Sequence[Chosen], _title: str) -> bytes:
    from .csl import csl_items

    return REFERENCES["csl-json"].write(csl_items(items)).encode("utf-8", "replace")


def _ris(items: Sequence[Chosen], _title: str) -> bytes:
    from .csl import csl_items

    return REFERENCES["ris"].write(csl_items(items)).encode("utf-8", "replace")


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Format] = {
    "docx": Format("Word (table)", "docx", _WORD, _word_table),
    "docx-footnotes": Format("Word (footnotes)", "docx", _WORD, _word_footnotes),
    "csv": Format(
        "CSV", "csv", "text/csv; charset=utf-8",
        lambda items, _title: as_csv(items).encode("utf-8", "replace"),
    ),
    "markdown": Format(
        "Markdown", "md", "text/markdown; charset=utf-8",
        lambda items, title: as_markdown(items, title).encode("utf-8", "replace"),
    ),
    "csl-json": Format("CSL-JSON", "json", REFERENCES["csl-json"].media_type, _csl),
    "ris": Format("RIS", "ris", REFERENCES["ris"].media_type, _ris),
}  # fmt: skip
