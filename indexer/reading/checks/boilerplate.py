"""Which lines that are in no paragraph does a report print beside its text? Known by their own wording.

A heading above them or a place in the file is never enough: text that stands under a closing heading, on the
page of the contents or before the first heading may be the report's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.reading.blocks import Block
from indexer.reading.furniture import BodyLine, white_above
from indexer.reading.headings import recognise
from indexer.reading.normalise import clean

# What only closing pages say: who Ofsted is, copies and complaints, licence, addresses, how it was inspected,
# what each judgement means.
_CLOSING = re.compile(
    r"office for standards in education|copy of this (?:document|report)|re-?use this information"
    r"|copy all or parts|reproduced in whole or in part|copies of this (?:document|report)"
    r"|complaints? about th|interested in our work|email alerts|open government licence|crown copyright"
    r"|piccadilly gate|textphone|ofsted\.gov\.uk|gov\.uk/ofsted|www\.gov\.uk|aviation house|kingsway"
    r"|(?:report|publication|document) is available|this report is about"
    r"|inspection teams? (?:consisted|was made up|comprised)"
    r"|^(?:the )?inspectors (?:have )?(?:looked|considered)\b"
    r"|(?:inspection|review) of .{0,80}\b(?:was|were) (?:carried out|conducted)\b"
    r"|ofsted (?:produces|carries|conducts|publishes|inspects|will)\b|produces this report"
    r"|inspectors who carried out|pilot inspections? (?:of|to)\b|(?:grade|grading) criteria"
    r"|(?:^|\s)[TEW]:\s*\S|no inspection took place",
    re.IGNORECASE,
)
# Under a heading that says so, what speaks of the inspection itself.
_ABOUT = re.compile(
    r"(?:information )?about (?:this|the) (?:.* )?inspection.*|(?:the )?inspection team", re.IGNORECASE
)
_OF_INSPECTION = re.compile(r"\binspect(?:ed|ions?|ors?)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"www\.|https?:|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b")  # on the web, or a postcode
_MEANING = re.compile(
    r"(?:an? )?(?:outstanding|good|inadequate|adequate)? ?(?:local authority|lscb)"
    r" (?:that |requires |which |is (?:likely to be|judged))"
    r"|an? (?:outstanding|good|adequate|inadequate) (?:local authority|lscb)\b"
    r"|in a local authority that requires|the lscb is likely to be"
    r"|in addition to meeting the requirements for a good judge?ment"
    r"|(?:outstanding|good|adequate|inadequate|requires improvement)(?: to be good)?"
    r"(?: \(?grade \d\)?)?(?::|\s[–-]\s|$)",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"[\w ]{0,40}\b(?:inspectors?|analysts?|managers?|inspection team)\b(?: ?\([^)]*\))?\s*(?::|[A-Z])"
)
_SAID_OF_COVER = re.compile(
    r"overall (?:judge?ment|effectiveness)|ofsted.s expectation|\bfailures\b"
    r"|(?:requirements|characteristics) (?:for|of) good|(?:not yet|is) (?:delivering|demonstrat)"
    r"|the (?:lscb|board) "
    r"|judgements? on areas"
    r"|local safeguarding children.{0,2} board|arrangements in place to evaluate the effectiveness"
    r"|good leadership means|risks to them are identified|welfare safeguarded and promoted",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(r"\bis likely to be (?:judged )?.*\bif\b", re.IGNORECASE)  # "… good if the following"
_ENDS_IN_PAGE = re.compile(r"[^\d\W].*\b\d{1,3}$")
_FEW = 14  # words of a line of contents
_SENTENCE = 10
_PROSE = 20  # words of a stretch of lines that is a text
_NAMES = 0.75  # share of the words of a list of names that are names
_SMALL = {"and", "the", "of", "an", "a", "designate", "inspector", "seconded", "additional"}


def boilerplate(blocks: Sequence[Block], missing: Sequence[BodyLine]) -> Iterator[BodyLine]:
    """Lines of headings, contents, and what the closing pages of every report say.

    missing: the lines that are in no paragraph; only blocks that hold one of them are looked at.
    """
    out = {id(line) for line in missing}
    announced, about, listed = False, False, -1
    for block in blocks:
        if block.form == "heading":
            announced = _ANNOUNCES.search(block.title) is not None
            about = _ABOUT.fullmatch(block.title) is not None
            listed = (block.page or 0) if _opens_contents(block) else listed
            yield from block.lines
        elif not any(id(line) in out for line in block.lines):
            announced = False
        elif _opens_contents(block):
            listed = block.page or 0
            yield from _of_contents(block)
        elif (announced and block.form == "item") or _is_known(block, about=about):
            yield from block.lines
        elif (block.page or 0) == listed:
            yield from _of_contents(block)


def facts_of_cover(head: Sequence[BodyLine]) -> Iterator[BodyLine]:
    """Those of a cover's lines that are titles, facts, rows of its table or its judgement in words."""
    for stretch in _stretches(head):
        text = " ".join(clean(body.line.text) for body in stretch)
        if not _is_prose(text) or _SAID_OF_COVER.search(text) or _CLOSING.search(text):
            yield from stretch


def end_of_letter(closing: Sequence[BodyLine]) -> Iterator[BodyLine]:
    """Those of a letter's closing lines that are no text, or speak of the inspection and who made it."""
    for stretch in _stretches(closing):
        text = " ".join(clean(body.line.text) for body in stretch)
        known = (_OF_INSPECTION.search(text), _CLOSING.search(text), _ADDRESS.search(text))
        if not _is_prose(text) or any(known):
            yield from stretch


def _stretches(lines: Sequence[BodyLine]) -> Iterator[list[BodyLine]]:
    """Lines between which no white space stands; each by itself in a text without places."""
    stretch: list[BodyLine] = []
    for place, line in enumerate(lines):
        if stretch and (not line.line.right or white_above(lines[place - 1], line)):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _is_prose(text: str) -> bool:
    return len(text.split()) >= _PROSE and re.search(r"[a-z]\.", text) is not None


def _is_known(block: Block, *, about: bool) -> bool:
    text = block.text
    if block.form == "numbered":
        return False
    if about and _OF_INSPECTION.search(text):
        return True
    known = _CLOSING.search(text) or _MEANING.match(text) or _TEAM.match(text)
    return bool(known or _are_names(text) or (len(block.lines) == 1 and recognise(text)))


def _are_names(text: str) -> bool:
    words = re.findall(r"[^\W\d][\w’'-]*", text)
    capitals = sum(word[:1].isupper() for word in words)
    small = sum(word in _SMALL for word in words)
    return bool(capitals > 1 and capitals + small >= _NAMES * len(words))


def _opens_contents(block: Block) -> bool:
    first = clean(block.lines[0].line.text)
    return re.fullmatch(r"(?:table of )?contents(?: page)?", first, re.IGNORECASE) is not None


def _of_contents(block: Block) -> Iterator[BodyLine]:
    """None where the block is a text that ends as sentences do."""
    text = block.text
    if len(text.split()) < _SENTENCE or not text.endswith("."):
        yield from filter(_is_of_contents, block.lines)


def _is_of_contents(body: BodyLine) -> bool:
    text = clean(body.line.text)
    if len(text.split()) > _FEW:
        return False
    return bool(_ENDS_IN_PAGE.search(text) or recognise(text) or not re.search(r"[.;:]$", text))
