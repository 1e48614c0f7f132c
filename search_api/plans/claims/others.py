"""Is a number that a draft cites one of another document: guidance, an act, a policy of the council?"""

from __future__ import annotations

import re

from .sentences import bracket_at, sentence_at

# Documents that people cite by paragraph or page beside inspection reports.
_NAMED = re.compile(
    r"\bworking\s+together\b|\b(?:children|care|education|equality|mental\s+health|adoption|families)[\w\s,]{0,40}\bAct\b"
    r"|\bAct\s+(?:19|20)\d\d\b|\b(?:statutory|DfE|departmental|government|practice|NICE)\s+guidance\b|\bregulations?\b"
    r"|\bcode\s+of\s+practice\b|\bkeeping\s+children\s+safe\s+in\s+education\b|\bKCS[iI]E\b|\bMacAlister\b|\bMunro\b"
    r"|\bnational\s+framework\b|\bstable\s+homes,?\s+built\s+on\s+love\b|\bdepartment\s+for\s+education\b|\bDfE\b|\bIRO\s+handbook\b"
    r"|\bserious\s+case\s+review\b|\bpractice\s+review\b|\bpeer\s+(?:review|challenge)\b|\bEW(?:HC|CA|FC)\b|\bUKSC\b"
    r"|\bLGA\b|\bNational\s+Panel\b|\bevaluation\s+criteria\b|\binspection\s+handbook\b|\binspection\s+framework\b",
    re.IGNORECASE,
)
# Papers of the council: only in the brackets of a number, since plans speak of them everywhere.
_COUNCILS = re.compile(
    r"\b(?:polic(?:y|ies)|strateg(?:y|ies)|procedures?|protocol|handbook|minutes|cabinet|scrutiny|committee"
    r"|annual\s+report|audit\s+report|self[-\s]evaluation|SEF|business\s+plan|terms\s+of\s+reference|appendix|annex)\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\b(?:Ofsted|ILACS|SIF|JTAI|HMI|inspectors?|inspected|inspection|re-inspection)\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"\W*(?:of|in|from)\s+(?:the|our|its)\s+(?:\w+[\s-]+){0,4}?"
    r"(?:polic(?:y|ies)|strateg(?:y|ies)|procedures?|protocol|handbook|minutes|guidance|Act|regulations?"
    r"|code\s+of\s+practice|self[-\s]evaluation|SEF|business\s+plan)\b",
    re.IGNORECASE,
)


def of_another_document(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) is told to be of a document that is no inspection report.

    The nearest name counts: its own brackets, then what its sentence says before it.
    """
    after = _AFTER.match(text, end)
    if after and not _INSPECTED.search(after[0]):
        return True
    bracket = bracket_at(text, start, end)
    if bracket is not None:
        head, tail = text[bracket[0] : start], text[end : bracket[1]]
        inside = f"{head.rpartition(';')[2]} {tail.partition(';')[0]}"
        if _INSPECTED.search(_without_papers(inside)):
            return False
        if _NAMED.search(inside) or _COUNCILS.search(inside):
            return True
    sentence_start, _ = sentence_at(text, start, end)
    before = text[sentence_start:start]
    named = [match.end() for match in _NAMED.finditer(before)]
    inspected = [match.end() for match in _INSPECTED.finditer(_without_papers(before))]
    return bool(named) and max(named) > max(inspected, default=-1)


def _without_papers(text: str) -> str:
    """With "inspection handbook" and the like as long, but not as words for an inspection."""
    return _NAMED.sub(lambda match: "·" * len(match[0]), text)
