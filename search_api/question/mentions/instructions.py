"""Words of a question that tell what to do, or why it is asked, and name no matter: they are not searched.

"Can you tell me …", "find three councils that …", "We are writing a business case."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .mention import Mention, overlaps

FIELD = "instruction"

_ASK = r"(?:tell|show|give|find|get|list|help|send|point)"
_FROM = r"(?:\s+(?:me|us))?"
_THINGS = (
    r"(?:the\s+|any\s+|all\s+(?:the\s+)?|some\s+|an?\s+)?(?:(?:exact|direct|relevant|best|good|worst|recent|key)\s+)*"
    r"(?:citations?|quotations?|quotes?|references?|paragraph\s+numbers?|paragraphs?|passages?|extracts?|"
    r"evidence|examples?|trends?|details?|information|info|summary|overview|picture|timeline|history|"
    r"comparison|mentions?|instances?|cases?)"
)
_OF = r"(?:\s+(?:of|for|on|about|in|from|where|that|showing|regarding|relating\s+to))?"
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|ten|some|other|several|any|all(?:\s+the)?|a\s+few)"
_PLACES = (
    r"(?:councils|authorities|local\s+authorities|LAs|boroughs|areas(?!\s+(?:for|of|to))|places|reports|"
    r"inspections)"
)
_WHO = r"(?:councils?|authorit(?:y|ies)|local\s+authorit(?:y|ies)|LAs?|boroughs?|counties|places|areas)"
_PAPER = (
    r"(?:hearing|report|paper|timeline|business\s+case|briefing|cabinet|scrutiny|committee|presentation|bid|essay|"
    r"meeting|board|improvement\s+plan|action\s+plan|self[\s-]evaluation|SEF|dissertation|training|speech|"
    r"case\s+study|review|court|news(?:letter)?|councillors?|members?|colleagues?|boss|director|DCS)"
)
_START = r"(?:^|(?<=[.!?:;\n])|(?<=[–—-]\s))\s*"

# Each is one stretch; what an interrogative begins ("how", "whether") stays.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}(?:(?:please|hi|hello|ok|okay|so|right)\b[\s,!]*)*(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?"
        rf"(?:tell|show|help)\s+(?:me|us)\s+(?:out\s+)?(?:with\s+|about\s+|more\s+about\s+)?(?=\w)",
        rf"{_START}(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?{_ASK}{_FROM}\s+{_THINGS}{_OF}\b",
        rf"{_START}(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:find|list|name|show|give)"
        rf"{_FROM}\s+{_NUMBER}\s+(?:other\s+)?{_PLACES}\b(?:\s+(?:that|which|where|who|with|in\s+which))?",
        rf"{_START}(?:can|could|would|will)\s+you\s+(?:please\s+)?",
        rf"{_START}(?:i|we)(?:['’]d|\s+would)\s+like\s+(?:to\s+(?:know|see|understand|find\s+out)(?:\s+about)?)?",
        rf"{_START}(?:i|we)\s+(?:want|need|have|am\s+trying|are\s+trying)\s+to\s+(?:know|see|understand|find\s+out)"
        r"(?:\s+about)?\b",
        rf"{_START}(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+(?:looking\s+for|interested\s+in|after)\b",
        rf"{_START}(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+(?:writing|preparing|drafting|doing|working\s+on|updating)\b"
        r"[^.?!]*?\b(?:and|so)\s+(?:(?:i|we)\s+)?(?:want|need)\s+(?:everything|anything|all|whatever|what)\b[^.?!]*?"
        r"\b(?:say|says|said|found|wrote)\s+(?:about|on)\b",
        rf"{_START}what\s+(?:evidence|information|examples?)\s+(?:is|are)\s+there\s+(?:of|on|about|for|that)\b",
        rf"{_START}as\s+(?:an?\s+|the\s+|your\s+)?(?:new\s+|cabinet\s+)?(?:lead\s+member|councillor|director|DCS|analyst|"
        r"head\s+of\s+\w+|social\s+worker|manager|officer|parent|carer|governor|member)\b[^,.?]{0,40},?\s*"
        r"(?:i|we)(?:['’]d|\s+would)\s+like\s+to\s+(?:know|see|understand)(?:\s+about)?\b",
        rf"{_START}for\s+(?:an?|my|our|the|this|tomorrow['’]s|next\s+week['’]s)\s+(?:\w+\s+)?{_PAPER}\s*[:,–—-]",
        rf"{_START}please\s+(?:give|quote|cite|include|say|show|list|provide|add)\b[^.?!]*[.?!]?",
        r"[,;–—-]?\s*\b(?:with|and|including|plus)\s+(?:the\s+)?(?:paragraph\s+(?:numbers?|references?)|"
        r"citations?|references?|quotes?|quotations?)\b",
        r"(?:[.,;–—-]\s*|\b)(?:evidence|examples?|quotes?|citations?|details?|refs?)?\s*\b(?:please|pls|plz)\b\W*$",
        r"\b(?:thanks|thank\s+you|thx|cheers|ta)\b[^.?!]*[.!]?$",
        r",?\s*\bin\s+(?:plain|simple)\s+(?:terms|english|words|language)\b(?:\s+for\s+(?:an?|my|our|the)\s+[^,.?!]{1,40})?",
        rf",?\s+for\s+(?:an?|my|our|the)\s+(?:new\s+)?(?:cabinet\s+member|councillors?|lead\s+member|elected\s+members?|"
        rf"{_PAPER})\s*[?.!]*$",
        rf"{_START}compare(?=\s)",
        rf"{_START}(?:summari[sz]e|describe|explain)(?=\s)",
        rf"\b(?:which|what)\s+(?:other\s+)?{_WHO}\b(?=\s)",
        r"\b(?:which|what)\s+(?:LAs?|ones?)\b(?=\s)",
    )
)
# A sentence that says why it is asked, beside one that asks.
_WHY_ASKED = re.compile(
    r"\s*(?:(?:(?:we|i)(?:['’](?:re|m|ve|d)|\s+(?:are|am|have|need|want|was|were|work|think|heard|know))|"
    r"our\s+\w+\s+(?:is|are|has|have|wants?|needs?|just)|my\s+\w+\s+(?:is|has|wants?|needs?)|"
    rf"need(?:ed)?\s+(?:this|it)\b|this\s+is\s+for\b|it['’]?s\s+for\b|(?:asking|wanted|required)\s+for\b|urgent\b|"
    r"(?:just\s+)?(?:trying|hoping|wanting|needing)\s+to\s+(?:work\s+out|understand|see|find\s+out|know|learn|get)\b|"
    r"(?:just\s+)?(?:wondering|curious|checking)\b|"
    r"(?:(?:our|the)\s+)?(?:members?|councillors|cabinet|leader|lead\s+member|chief\s+executive)\s+(?:keeps?|will|wants?|"
    r"ha(?:s|ve)|are|is|may|might|asks?|asked)\b|"
    rf"for\s+(?:an?|my|our|the)\s+(?:\w+\s+)?{_PAPER}\s*$|worried\s+(?:after|about|by)\b)[^?]*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.?!]+(?:[.?!]+(?=\s|$)|$)")
_LEAST = 2  # words of a question that stands beside


def find_instructions(text: str, taken: Iterable[Mention] = ()) -> list[Mention]:
    """Stretches in order, none overlapping another; at least a word is left.

    taken: what was understood already, which stays; of a sentence that says why it is asked only authorities
    and paragraphs do, for "we are a council in the North West" asks of no region.
    """
    held = list(taken)
    named = [item for item in held if item.field in ("authority", "paragraph")]
    asides = [span for span in _sentences(text) if not overlaps(*span, named)]
    stretches = [
        (start, end)
        for span in _stretches(text)
        for start, end in _around(span, held)
        if (start, end) == span or len(text[start:end].split()) >= _LEAST
    ]
    found: list[Mention] = []
    for start, end in sorted((*asides, *stretches), key=lambda span: (span[0], -span[1])):
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        if end > start and not overlaps(start, end, found):
            typed = text[start:end]
            found.append(Mention(FIELD, typed, typed, start, end))
    left = text
    for item in reversed(found):
        left = left[: item.start] + " " + left[item.end :]
    return found if re.search(r"\w\w", left) else []


def _around(span: tuple[int, int], held: Iterable[Mention]) -> Iterator[tuple[int, int]]:
    """The stretch without the authorities in it; nothing where it holds anything else."""
    inside = sorted((item for item in held if overlaps(*span, [item])), key=lambda item: item.start)
    if any(item.field != "authority" for item in inside):
        return
    start, end = span
    for item in inside:
        yield start, item.start
        start = item.end
    yield start, end


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.span()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    sentences = [match for match in _SENTENCE.finditer(text) if match[0].strip()]
    asides = [match for match in sentences if _WHY_ASKED.match(match[0].rstrip(" .!"))]
    others = [match for match in sentences if match not in asides]
    if asides and any(len(match[0].split()) >= _LEAST for match in others):
        for match in asides:
            yield match.span()
