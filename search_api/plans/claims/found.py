"""What a draft claims of reports: citations with their quotations, grades, and what has no citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.plans.drafts.records import Block, Draft

from .citations import find_citations
from .context import Surroundings
from .grades import find_all_grades
from .leanings import Leaning, heads, leaning
from .records import Citation, Cited, GradeClaim, Quotation, Stretch, Uncited
from .sentences import sentence_at, sentences

_CLAIM = re.compile(
    r"\b(?:inspectors?|ofsted|the\s+(?:inspection|report|letter)|HMI)\b(?!['’]s\s+re)[^.;]{0,60}?\b(?:found|said|say|says|noted|notes|identified|"
    r"identifies|praised|criticised|reported|reports|recommended|recommends|concluded|observed|highlighted|raised|stated|states|"
    r"commended|described|saw|told|considered|judged\s+that)\b"
    r"|\b(?:identified|praised|criticised|highlighted|noted|raised|found|recommended|commended)\s+by\s+(?:the\s+)?(?:inspectors?|ofsted)\b"
    r"|\baccording\s+to\s+(?:the\s+)?(?:inspectors?|ofsted)\b",
    re.IGNORECASE,
)

# A line that begins so is the source of what stands above it.
_SOURCE_LINE = re.compile(r"\s*(?:[(\[—–-]|(?:sources?|refs?|references?|from)\b)", re.IGNORECASE)


# Facts that a citation in full gives, and verbs that only a sentence has.
_FULL_SOURCE = re.compile(r"\b(?:19|20)\d\d\b")
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|should|will|must|said|found|noted|says|told|asks?|stated?|wrote)\b",
    re.IGNORECASE,
)
_LONGEST_SOURCE = 400  # characters


@dataclass(frozen=True, slots=True)
class Claims:
    """Of one draft, each in its order."""

    cited: tuple[Cited, ...]
    grades: tuple[GradeClaim, ...]
    uncited: tuple[Uncited, ...]


def find_claims(around: Surroundings, quotations: Sequence[Sequence[Quotation]]) -> Claims:
    """around: of a draft without its quotations. quotations: of each of its blocks."""
    draft = around.draft
    blocks = draft.blocks
    citations = [find_citations(number, block) for number, block in enumerate(blocks)]
    taken: dict[Stretch, list[Quotation]] = {}
    owned: set[Stretch] = set()
    for of_block in citations:
        for item in of_block:
            mine = _of_citation(item, around, citations, quotations)
            taken[item.at] = mine
            owned |= {quote.at for quote in mine}
    cited = []
    for found in citations:
        for item in found:
            if item.word == "report" and not item.same and not taken[item.at] and _only_names(item, found):
                continue
            sentence = _sentence(item, around)
            side, words = _side(sentence, taken[item.at], draft)
            cited.append(Cited(item, tuple(taken[item.at]), sentence, side, words))
    grades = find_all_grades(blocks)
    return Claims(tuple(cited), grades, tuple(_uncited(blocks, cited, quotations, owned, grades)))


def _only_names(item: Citation, beside: Sequence[Citation]) -> bool:
    """Whether a whole report is only named, as beside numbers of it."""
    return any(other is not item and other.at.block == item.at.block for other in beside)


def _sentence(item: Citation, around: Surroundings) -> Stretch:
    block = around.draft.blocks[item.at.block]
    mark = around.marked_at(block)
    at = mark or item.at
    return Stretch(at.block, *sentence_at(around.draft.blocks[at.block].text, at.start, at.end))


def _of_citation(
    item: Citation,
    around: Surroundings,
    citations: Sequence[Sequence[Citation]],
    quotations: Sequence[Sequence[Quotation]],
) -> list[Quotation]:
    """The quotations that a citation is of, in order."""
    blocks = around.draft.blocks
    block = blocks[item.at.block]
    own = quotations[item.at.block]
    if mark := around.marked_at(block):
        if own:  # the note quotes for itself
            return _beside(item, block, citations[item.at.block], own)
        body = blocks[mark.block]
        before = [quote for quote in quotations[mark.block] if quote.at.end <= mark.start]
        if not before or any(
            other.at.start > before[-1].at.end for other in _before(mark.start, body, citations[mark.block])
        ):
            return []
        marks = [other.offset for other in body.marks if before[-1].at.end <= other.offset < mark.start]
        start, _ = sentence_at(body.text, mark.start, mark.start)
        return (
            [before[-1]]
            if not marks and (before[-1].at.end > start or mark.start - before[-1].at.end <= 3)
            else []
        )
    if block.cell and not own:
        return _of_row(item, blocks, citations, quotations)
    mine = _beside(item, block, citations[item.at.block], own)
    if not mine:
        return _of_neighbour(item, blocks, citations, quotations)
    # "Northmoor 2018, ‘Child protection’, para 3": the marks of a source hold a heading, not the quotation.
    number = item.at.block
    above = _above(number, blocks, citations, quotations)
    if above and item == citations[number][0] and _only_source(block.text, item):
        return [*above, *mine] if _nothing_else(blocks[number - 1], above) else mine
    return mine


def _before(end: int, block: Block, citations: Sequence[Citation]) -> list[Citation]:
    return [other for other in citations if other.at.end <= end]


def _beside(
    item: Citation, block: Block, citations: Sequence[Citation], own: Sequence[Quotation]
) -> list[Quotation]:
    """Those of the same sentence back to the citation before; else the one that ends right before the
    sentence; else the first after it, where the citation leads up to it.
    """
    text = block.text
    if own and not own[0].marked:
        return list(own)
    start, end = sentence_at(text, item.at.start, item.at.end)
    group = [
        other
        for other in citations
        if other.at.start <= item.at.start and _together(text, other.at.end, item.at.start)
    ]
    first = group[0] if group else item
    floor = max(
        (other.at.end for other in citations if other.at.end <= first.at.start and other not in group),
        default=0,
    )
    before = [
        quote
        for quote in own
        if floor <= quote.at.start and quote.at.end <= item.at.start and quote.at.end > start
    ]
    # What a citation before leads up to is its own: "Paragraph 3 says '…', and recommendation 6 asks …";
    # unless that one already has what stands before it: "'…' (para 3) and '…' (para 9)".
    taken = _has_before(text, floor, citations, own)
    if floor and before and not taken and _leads(text[floor : before[0].at.start]):
        before = before[1:]
    if before:
        return before
    inside = [quote for quote in own if quote.at.start <= item.at.start < quote.at.end]
    if inside:
        return inside
    ceiling = min(
        (
            other.at.start
            for other in citations
            if other.at.start >= item.at.end and not _together(text, item.at.end, other.at.start)
        ),
        default=len(text),
    )
    after = [quote for quote in own if item.at.end <= quote.at.start < min(ceiling, end + 2)]
    if not after:
        return []
    if not _leads(text[item.at.end : after[0].at.start]):
        return [] if citations[1:] else after
    # "Paragraph 6 begins '…' and goes on '…'": where no other citation follows, all of them.
    return after if ceiling >= end else after[:1]


def _has_before(text: str, end: int, citations: Sequence[Citation], own: Sequence[Quotation]) -> bool:
    """Whether the citation that ends there is of a quotation that stands before it in its sentence."""
    start, _ = sentence_at(text, end - 1, end)
    starts = [other.at.start for other in citations if other.at.end == end]
    floor = max((other.at.end for other in citations if other.at.end < end), default=0)
    return any(
        quote.at.end <= at and quote.at.end > start and quote.at.start >= floor
        for at in starts
        for quote in own
    )


def _together(text: str, start: int, end: int) -> bool:
    """Whether only commas, brackets or "and" stand between two citations."""
    return (
        start > end
        or re.fullmatch(r"[\s,;&)(\]\[]*(?:and|or|with|also|see)?[\s,;(]*", text[start:end]) is not None
    )


def _leads(between: str) -> bool:
    return len(between) <= 120 and re.search(r"[.!?]\s", between) is None


def _of_row(
    item: Citation,
    blocks: Sequence[Block],
    citations: Sequence[Sequence[Citation]],
    quotations: Sequence[Sequence[Quotation]],
) -> list[Quotation]:
    cell = blocks[item.at.block].cell
    row = [
        number
        for number, other in enumerate(blocks)
        if cell and other.cell and number != item.at.block
        if (other.cell.table, other.cell.row) == (cell.table, cell.row)
    ]
    return [quote for number in row if not citations[number] for quote in quotations[number]]


def _of_neighbour(
    item: Citation,
    blocks: Sequence[Block],
    citations: Sequence[Sequence[Citation]],
    quotations: Sequence[Sequence[Quotation]],
) -> list[Quotation]:
    """A quotation that is a block of its own: before a block that is little more than the citation, or after
    one that ends in a colon.
    """
    number = item.at.block
    block = blocks[number]
    rest = (block.text[: item.at.start] + block.text[item.at.end :]).strip()
    if (
        not quotations[number]
        and _above(number, blocks, citations, quotations)
        and (
            len(rest.split())
            <= (14 if blocks[number - 1].kind == "quote" or _SOURCE_LINE.match(block.text) else 4)
            or (
                item == citations[number][0]
                and _only_source(block.text, item)
                and _nothing_else(blocks[number - 1], quotations[number - 1])
            )
        )
    ):
        return list(quotations[number - 1])
    if block.text.rstrip().endswith(":"):
        for after in range(number + 1, min(number + 3, len(blocks))):
            if blocks[after].kind == "note":
                continue
            if quotations[after] and not citations[after] and _stands_alone(blocks[after], quotations[after]):
                return list(quotations[after])
            break
    return []


def _above(
    number: int,
    blocks: Sequence[Block],
    citations: Sequence[Sequence[Citation]],
    quotations: Sequence[Sequence[Quotation]],
) -> list[Quotation]:
    """The quotations of the block before, where it is nothing else and cites nothing itself."""
    alone = number and not citations[number - 1] and quotations[number - 1]
    if not alone or not _stands_alone(blocks[number - 1], quotations[number - 1]):
        return []
    return list(quotations[number - 1])


def _only_source(text: str, item: Citation) -> bool:
    """Whether a block is one citation in full: "Northmoor, Inspection of …, published …, paragraph 27"."""
    before, after = text[: item.at.start], re.sub(r"https?://\S+|\([^()]*\)", " ", text[item.at.end :])
    return (
        len(before) <= _LONGEST_SOURCE
        and len(re.findall(r"\w+", after)) <= 5
        and _FULL_SOURCE.search(before) is not None
        and re.search(r"[.;]\s+[A-Z]", before) is None
        and _VERB.search(before) is None
    )


def _nothing_else(block: Block, quotations: Sequence[Quotation]) -> bool:
    """Whether a block, whose quoted letters are dots, has no word beside its quotations."""
    return bool(quotations) and (block.kind == "quote" or re.search(r"\w", block.text) is None)


def _stands_alone(block: Block, quotations: Sequence[Quotation]) -> bool:
    quoted = sum(len(quote.text) for quote in quotations)
    return block.kind == "quote" or quoted >= 0.8 * len(block.text.strip())


def _side(sentence: Stretch, quotations: Sequence[Quotation], draft: Draft) -> tuple[Leaning, str]:
    """Of the sentence without what it quotes; else of the heading of its column or of that of its quotations,
    its row's label, its heading.
    """
    block = draft.blocks[sentence.block]
    text = block.text[sentence.start : sentence.end]
    side, words = leaning(text)
    if side:
        return side, words
    if block.cell:
        cells = [cell for quote in quotations if (cell := draft.blocks[quote.at.block].cell)]
        columns = {block.cell.column, *(cell.column for cell in cells)}
        for other in reversed(draft.blocks[: sentence.block]):
            cell = other.cell
            if cell is None or cell.table != block.cell.table:
                break
            in_row = cell.row == block.cell.row and len(other.text.split()) <= 6
            in_head = (cell.heading or cell.row == 1) and cell.column in columns
            if (in_row or in_head) and (found := heads(other.text))[0]:
                return found
        return "", ""
    for other in reversed(draft.blocks[: sentence.block]):
        if other.kind == "heading":
            return heads(other.text)
        if other.text.rstrip().endswith(":") and len(other.text.split()) <= 8 and other.kind == "text":
            return heads(other.text)
    return "", ""


def _uncited(
    blocks: Sequence[Block],
    cited: Sequence[Cited],
    quotations: Sequence[Sequence[Quotation]],
    owned: set[Stretch],
    grades: Sequence[GradeClaim],
) -> list[Uncited]:
    """Sentences that tell what inspectors said, and quotations, that no citation is of."""
    found = []
    for number, block in enumerate(blocks):
        if block.kind in ("heading", "header"):
            continue
        near = [item.sentence for item in cited if item.sentence.block == number] + [
            item.citation.at for item in cited if item.citation.at.block == number]  # fmt: skip
        row = block.cell and any(
            (cell := blocks[item.citation.at.block].cell) is not None
            and (cell.table, cell.row) == (block.cell.table, block.cell.row)
            for item in cited
        )
        loose = [quote for quote in quotations[number] if quote.at not in owned]
        for start, end in sentences(block.text):
            if row or block.note or any(item.start < end and start < item.end for item in near):
                # The sentence cites; a quotation in it that none of its citations is of is not lost.
                found += [
                    Uncited(Stretch(number, start, end), block.text[start:end], quote)
                    for quote in loose
                    if start <= quote.at.start < end and quote.marked
                ]
                continue
            quote = next((item for item in loose if start <= item.at.start < end), None)
            if quote is None and _is_title(block.text):
                continue
            graded = any(item.at.block == number and start <= item.at.start < end for item in grades)
            if quote or (_CLAIM.search(block.text[start:end]) and not graded):
                found.append(Uncited(Stretch(number, start, end), block.text[start:end], quote))
    return found


def _is_title(text: str) -> bool:
    """Whether a block is no sentence: short, and without a mark at its end."""
    return len(text.split()) <= 8 and text.rstrip()[-1:].isalnum()
