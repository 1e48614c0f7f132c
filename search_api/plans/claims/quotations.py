"""Which words does a draft quote? Between quotation marks of any shape, or set off as a block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from search_api.plans.drafts.records import Block

from .records import Quotation, Stretch

LEAST = 3  # words; fewer between marks are a term or a grade
# Between double marks single ones may stand, and the other way round; an apostrophe in or at the end of
# a word closes nothing while a later mark could.
_QUOTED = re.compile(
    r"(?<!\w)(?:"
    r"\"(?P<straight>[^\"]+)\""
    r"|[“„«](?P<double>[^“”„«»]+)[”“»]"
    r"|‘(?P<single>(?:[^‘’]|‘[^‘’]*’|’(?=\w)|(?<=s)’(?=\s+\w[^‘’]*(?:’(?=\w)[^‘’]*)*’(?!\w)))+)’"
    r"|'(?P<plain>(?=\w|\[|…|\.\.\.)"
    r"(?:[^'\n]|'(?=\w)|(?<=s)'(?=\s+\w[^']*(?:'(?=\w)[^']*)*'(?!\w)))+)'"
    r")(?!\w)"
)
_OPEN = re.compile(r"[“«„](?P<text>[^“”«»„]+)$")
_TITLE_WORDS = frozenset(re.findall(r"\w+", "a an and as at by for from in is it of on or the to with"))


def find_quotations(number: int, block: Block, following: Block | None = None) -> list[Quotation]:
    """In the order of the text, none within another. number: of the block, from 0. following: the next."""
    text = block.text
    found = []
    for match in _QUOTED.finditer(text):
        name = match.lastgroup or "double"
        start, end = match.span(name)
        found.append((start, end))
    opened = _OPEN.search(text, found[-1][1] if found else 0)
    if opened:  # a quotation of several paragraphs closes in the last one
        found.append(opened.span("text"))
    quotations = [
        Quotation(Stretch(number, start, end), text[start:end])
        for start, end in found
        if len(re.findall(r"\w+", text[start:end])) >= LEAST and not _title(text[start:end])
    ]
    if block.kind != "quote" or len(text.split()) < LEAST or _ATTRIBUTION.match(text):
        return quotations
    # Marks within a block quotation are the report's own, unless they hold nearly all of it.
    if sum(len(quote.text) for quote in quotations) >= _MARKED * len(text):
        return quotations
    # Where the next line tells the source, what stands in brackets at the end is the report's.
    sourced = following is not None and following.kind == "quote" and _ATTRIBUTION.match(following.text)
    end = len(text) if sourced else _without_source(text)
    return [Quotation(Stretch(number, 0, end), text[:end], marked=False)]


# A line of a block quotation that tells where it is from, and is none of its words.
_ATTRIBUTION = re.compile(r"\s*(?:[—–]|-\s|(?:sources?|references?)\s*:)", re.IGNORECASE)
_MARKED = 0.6  # part of a block quotation that stands between marks of its own
# What reports print themselves at the end of a sentence.
_PRINTED_TAIL = re.compile(
    r"\s*\((?:paragraphs\s[\d\s,–-]+(?:and\s\d+)?|recommendations?)\)\s*\.?\s*$", re.IGNORECASE
)


def short_quotations(words: str) -> list[str]:
    """What stands between double quotation marks and is too short to be looked for alone, in order.

    One word may be any term, and a name is none of the report's words: neither is given.
    """
    found = [match["straight"] or match["double"] or "" for match in _QUOTED.finditer(words)]
    return [text for text in found if 1 < len(re.findall(r"\w+", text)) < LEAST and not _title(text)]


def without_quotations(block: Block, quotations: Sequence[Quotation]) -> Block:
    """The block with each quoted letter as a dot.

    What inspectors wrote is no citation, date or name of the draft.
    """
    text = block.text
    for quote in quotations:
        start, end = quote.at.start, quote.at.end
        text = text[:start] + "·" * (end - start) + text[end:]
    return replace(block, text=text)


def _without_source(text: str) -> int:
    """Where the words of a block quotation end: before the source that stands in brackets or after a dash."""
    if _PRINTED_TAIL.search(text):
        return len(text)
    tail = re.search(r"(?:\s*[(\[][^()\[\]]{3,200}[)\]]|\s+[—–-]\s+[^—–\n]{3,200})\s*\.?\s*$", text)
    return tail.start() if tail and tail.start() else len(text)


def _title(text: str) -> bool:
    """Whether it is the name of a publication or a plan: every longer word has a capital."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in _TITLE_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in words)
