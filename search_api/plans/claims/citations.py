"""Which numbers does a draft cite? In the forms that people write: "para 27", "(¶27)", "recs 3 and 4", "p.
15", "ibid, para 30", "Ofsted 2018: 27", an id or a permalink.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from search_api.plans.drafts.records import Block
from search_api.question.mentions.paragraphs import find_paragraphs

from .others import of_another_document
from .records import Citation, Stretch, Word

_WORDS = get_args(Word)
_NUMBER = r"\d{1,3}(?![\d%]|[.,]\d)"
_LIST = rf"{_NUMBER}(?:\s*(?:,|,?\s*and|&|to|[-–—])\s*{_NUMBER})*"
SOURCE = r"(?:Ofsted|ILACS|SIF|JTAI|SEND|CQC|HMI|inspectors?|inspection|report|letter|visit|review)"
_YEAR = r"(?:19|20)\d\d"
_PAGES = re.compile(rf"(?<![\w.])(?:pages?|pgs?\.?|pp?\.?)\s*(?P<numbers>{_LIST})", re.IGNORECASE)
# "(Ofsted, 2018: 27)", "Ofsted 2018 [27]": a number alone, where it can be nothing else.
_BARE = re.compile(
    rf"\b{SOURCE}\b[^.;()\[\]\n]{{0,40}}?\b{_YEAR}\)?\s*(?:[:,]\s*(?:at\s+)?|at\s+|\[|\()(?P<numbers>{_LIST})[\])]?(?=\s*(?:[\]).;,]|$))",
    re.IGNORECASE,
)
_SECTION_SIGN = re.compile(rf"§{{1,2}}\s*(?P<numbers>{_LIST})")
_IBID = re.compile(
    r"\b(?:ibid(?:em)?\b\.?|op\.?\s*cit\b\.?|loc\.?\s*cit\b\.?|(?:the\s+)?same\s+(?:report|inspection|letter|visit)\b)",
    re.IGNORECASE,
)
# Between a number and its page, with what our own citations remark there: "para 2 (unnumbered), p 1".
_TO_PAGE = re.compile(
    r"(?:\s*\((?:unnumbered|\w+\s+of\s+that\s+number)[^()]*\))*[\s,;(]*(?:on\s+)?", re.IGNORECASE
)
_AFTER_IBID = re.compile(r"[\s,;:(]*(?:at\s+)?$")
# "(Ofsted 2018)", "(ILACS, May 2022)": a report as a whole.
_WHOLE = re.compile(
    rf"[(\[](?=[^()\[\]]*\b(?i:{SOURCE})\b)[^()\[\]]{{0,100}}\b{_YEAR}\b[^()\[\]]{{0,40}}[)\]]", re.DOTALL
)
# Of the draft itself: "see paragraph 3 below", "recommendation 2 of this plan".
_OWN_AFTER = re.compile(
    r"\W*(?:above|below|overleaf|(?:of|in|to)\s+(?:this|the\s+present|our)\s+(?:plan|paper|report|document|annex|action)"
    r"|of\s+(?:the|our)\s+(?:action|improvement|self)[\s-])",
    re.IGNORECASE,
)
_SPOKEN_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_SPOKEN_TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_SPOKEN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPOKEN = re.compile(
    r"\b(?P<word>paragraphs?|paras?\.?|recommendations?|bullets?(?:\s+points?)?|pages?)\s+"
    rf"(?P<number>(?:{'|'.join(_SPOKEN_TENS)})(?:[\s-](?:{'|'.join(_SPOKEN_UNITS)}))?|{'|'.join(_SPOKEN_TEENS)}|{'|'.join(_SPOKEN_UNITS)})\b",
    re.IGNORECASE,
)
_PAGE_BESIDE = re.compile(r"\b(?:pp?\.?|pages?)\s*(?P<page>\d{1,3}(?:\s*[-–—]\s*\d{1,3})?)", re.IGNORECASE)


def find_citations(number: int, block: Block) -> list[Citation]:
    """In the order of the text, none overlapping. number: of the block, from 0."""
    text = block.text
    found: list[Citation] = []

    def free(start: int, end: int) -> bool:
        return all(end <= item.at.start or item.at.end <= start for item in found)

    # "Page 1 of 2" in a header or footer is the draft's own page.
    for item in (*_numbered(text), *(() if block.kind == "header" else _pages(text))):
        start, end = item.at.start, item.at.end
        if free(start, end) and not _OWN_AFTER.match(text, end) and not of_another_document(text, start, end):
            found.append(item)
    for match in _IBID.finditer(text):
        if free(*match.span()):
            found.append(_of(text, *match.span(), "report", same=True))
    found = _joined(text, sorted(found, key=lambda item: item.at.start))
    for match in _WHOLE.finditer(text):
        inside = [item for item in found if match.start() <= item.at.start < match.end()]
        if not inside:
            found.append(_of(text, *match.span(), "report"))
    found += [item for item in _links(block) if free(item.at.start, item.at.end)]
    placed = sorted(found, key=lambda item: item.at.start)
    return [_with_block(item, number, block) for item in placed]


def _numbered(text: str) -> Iterator[Citation]:
    for mention in find_paragraphs(text):
        word, *rest = mention.members
        if word == "id":
            yield _of(text, mention.start, mention.end, "id", name=rest[0])
        else:
            part, *printed = rest
            beside = _PAGE_BESIDE.search(mention.text)
            page = beside["page"] if beside else ""
            kind = next(item for item in _WORDS if item == word)
            end = mention.end
            if mention.text.endswith(")") and mention.text.count(")") > mention.text.count("("):
                end -= 1  # of the brackets around the citation
            yield _of(text, mention.start, end, kind, tuple(printed), part=part, page=page)
    for match in _SPOKEN.finditer(text):
        yield _of(text, *match.span(), _kind(match["word"]), (str(_spoken(match["number"])),))
    for pattern in (_SECTION_SIGN, _BARE):
        for match in pattern.finditer(text):
            yield _of(
                text, match.start("numbers"), match.end("numbers"), "paragraph", numbers(match["numbers"])
            )


def _links(block: Block) -> Iterator[Citation]:
    """Links to a paragraph, whatever words they are on."""
    for link in block.links:
        identity = next(
            (item.members[1] for item in find_paragraphs(link.url) if item.members[0] == "id"), ""
        )
        if identity:
            yield _of(block.text, link.start, link.end, "id", name=identity)


def _pages(text: str) -> Iterator[Citation]:
    for match in _PAGES.finditer(text):
        yield _of(text, *match.span(), "page", numbers(match["numbers"]))


def numbers(text: str) -> tuple[str, ...]:
    """Each number once, ranges in full, at most twenty of one: "27-30 and 41" -> 27, 28, 29, 30, 41."""
    found: dict[str, None] = {}
    for piece in re.finditer(r"(\d+)\s*(?:to|[-–—])\s*(\d+)|(\d+)", text):
        if piece[3]:
            found[piece[3]] = None
        else:
            first, last = int(piece[1]), int(piece[2])
            # "127-9" is 127 to 129.
            if last < first and len(piece[2]) < len(piece[1]):
                last = int(piece[1][: -len(piece[2])] + piece[2])
            found |= {
                str(each): None
                for each in (range(first, min(last, first + 19) + 1) if first <= last else (first, last))
            }
    return tuple(found)


def _joined(text: str, found: list[Citation]) -> list[Citation]:
    """With "ibid" and the number after it as one, and "p 14" that follows a number as its page."""
    kept: list[Citation] = []
    for item in found:
        before = kept[-1] if kept else None
        gap = text[before.at.end : item.at.start] if before else ""
        if before and before.same and not before.numbers and _AFTER_IBID.fullmatch(gap) is not None:
            at = replace(before.at, end=item.at.end)
            kept[-1] = replace(item, at=at, text=text[at.start : at.end], same=True)
        elif (
            before
            and item.word == "page"
            and before.word not in ("page", "report", "id")
            and _TO_PAGE.fullmatch(gap)
        ):
            at = replace(before.at, end=item.at.end)
            page = "-".join((item.numbers[0], *item.numbers[1:][-1:]))
            kept[-1] = replace(before, at=at, text=text[at.start : at.end], page=page)
        else:
            kept.append(item)
    return kept


def _of(
    text: str,
    start: int,
    end: int,
    word: Word,
    found: tuple[str, ...] = (),
    *,
    part: str = "",
    same: bool = False,
    page: str = "",
    name: str = "",
) -> Citation:
    return Citation(Stretch(0, start, end), text[start:end], word, found, part, same, page, name)


def _with_block(item: Citation, number: int, block: Block) -> Citation:
    at = replace(item.at, block=number)
    url = next((link.url for link in block.links if link.start < at.end and at.start < link.end), "")
    return replace(item, at=at, url=url)


def _kind(word: str) -> Word:
    lower = word.lower()
    for start, kind in (
        ("para", "paragraph"),
        ("rec", "recommendation"),
        ("bullet", "bullet"),
        ("page", "page"),
    ):
        if lower.startswith(start):
            return next(item for item in _WORDS if item == kind)
    return "paragraph"


def _spoken(words: str) -> int:
    tens, _, units = words.lower().replace(" ", "-").partition("-")
    if tens in _SPOKEN_TENS:
        return 20 + 10 * _SPOKEN_TENS.index(tens) + (_SPOKEN_UNITS.index(units) + 1 if units else 0)
    return 10 + _SPOKEN_TEENS.index(tens) if tens in _SPOKEN_TEENS else 1 + _SPOKEN_UNITS.index(tens)
