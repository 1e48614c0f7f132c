"""Is a document an inspection report at all? If not, what is it?

A report says on its first pages which inspection it reports. Guidance, inquiries, plans and letters about
other matters may bear a date in their name, number their paragraphs and speak of inspections; they are
refused by what they say they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.errors import UnreadableReport
from indexer.reading.normalise import clean
from indexer.reading.pages import Page

_OTHERWISE = "to index it anyway, add --kind generic --authority NAME --published YYYY-MM-DD"

_TITLE_LINES = 14  # lines of a first page in which its title stands
_COVER_LINES = 60  # lines of a page in which an inspection may be named
_FEW = 40  # words: a page with fewer is a picture with a title

# What begins a line that names an inspection, in the words of the inspectorates.
_BEFORE = (  # words that stand before "inspection" in a title
    "full|short|standard|joint|ofsted|ilacs|final|announced|unannounced|focused|monitoring|area|local area"
    "|integrated|social care|children.s home|school|independent|interim|further education|local|authority"
    "|children.s|services?|and|skills|core|two.day|first|second|third|fourth|fifth|sixth|report|of|the|a|on"
    "|for|targeted|section \\d+|special educational needs|disabilities|send|youth offending|probation|police"
    "|thematic|adoption|fostering|residential|care|quality|commission|secure|training|centre"
)
_INSPECTION = re.compile(
    rf"(?:(?:{_BEFORE})[\s:,-]+){{0,8}}"
    r"(?:(?:re-?)?inspection (?:of|in|report|to|visit)\b|re-?inspection\b"
    r"|inspection outcome|inspection dates?\b"
    r"|(?:focused|monitoring|assurance) visits? (?:to|of|report)\b|focused visit\b|monitoring visit\b"
    r"|joint area review\b)"
    r"|(?:joint )?review of (?:the )?(?:effectiveness of )?(?:the )?"
    r"(?:local safeguarding children|[a-z]*scb\b)"
    r"|(?:ilacs|jtai)\b"
    r"|(?:joint )?(?:local )?area (?:review|send|special educational needs)\b"
    r"|joint (?:targeted )?area inspection\b|joint targeted\b|joint inspection\b",
    re.IGNORECASE,
)
# In the running text of a letter, which says in its first sentences what it reports.
_WHICH = r"(?:[\w’'()-]+ ){0,6}(?:inspection|visit)\b"
_REPORTS = re.compile(
    r"\b(?:this (?:letter|report) (?:summarises|outlines|sets out|gives|provides|contains) (?:the )?"
    r"(?:main )?(?:findings|outcomes?|judge?ments|key findings|a summary of)"
    rf"|(?:undertook|carried out|conducted|completed|led) (?:a|an|the) {_WHICH}"
    rf"|(?:findings|outcomes?|results?) (?:of|from) (?:the|a|an|our|my|its|this) {_WHICH})",
    re.IGNORECASE,
)
_FACTS = re.compile(
    r"(?:inspection dates?|lead inspector|reporting inspector)\s*:?|overall effectiveness\b", re.IGNORECASE
)

# What titles say that are no report's: (what stands in the title, what the document is).
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for said, pattern in (
        ("statutory guidance", r"\bstatutory guidance\b|^working together to safeguard children"),
        (
            "a framework or handbook for inspections",
            r"\b(?:inspection|common|evaluation|inspectors.?) "
            r"(?:framework|handbook|schedule|criteria|guidance)\b"
            r"|\bframework (?:and|for|,).{0,40}\b(?:evaluation|inspection)|\bguidance for inspectors\b",
        ),
        ("guidance", r"^(?:.{0,40}\b)?guidance (?:for|on|to)\b|^(?:a )?guide (?:to|for)\b|\bguidance$"),
        ("standards", r"\bnational minimum standards\b|^(?:code of practice|quality standards)\b"),
        (
            "the report of an inquiry",
            r"\b(?:public|independent|national|statutory|judicial) inquiry\b|\binquiry (?:into|report)\b"
            r"|\breport of the .{0,40}inquiry\b",
        ),
        (
            "a case review",
            r"\bserious case review\b|\b(?:child )?safeguarding practice review\b"
            r"|\bdomestic homicide review\b|\blearning review\b",
        ),
        ("an independent review", r"\bindependent review of\b|\bnational review\b"),
        ("minutes of a meeting", r"^(?:draft )?minutes\b|\bminutes of (?:the|a|an)\b"),
        (
            "a committee’s paper",
            r"^agenda\b|\bagenda item\b|^report to (?:the )?(?:cabinet|committee|council|board)\b",
        ),
        (
            "a plan",
            r"\b(?:action|improvement|development|implementation|delivery|business) plan\b"
            r"|\bwritten statement of action\b",
        ),
        ("an annual report", r"\bannual report\b"),
        ("a self-evaluation", r"\bself[- ](?:evaluation|assessment)\b"),
        ("a press release", r"\bpress release\b|^news story\b"),
        (
            "a response",
            r"\bgovernment(?:.s)? response\b|\bresponse to (?:the )?(?:consultation|inquiry|report)\b",
        ),
        ("a consultation", r"^consultation\b|\bconsultation (?:document|paper)\b"),
        ("a strategy or policy", r"\bstrategy \d{4}\b|^.{0,40}\bstrategy$|\bpolicy (?:statement|paper)\b"),
        ("an act of law", r"^an act to\b"),
    )
)
_UNDER = re.compile(r"inspect(?:ed|ion) under\b", re.IGNORECASE)  # a report says by which framework
_WEB = re.compile(
    r"skip to (?:main )?content|cookies on |we use (?:some )?(?:essential )?cookies"
    r"|accept (?:all|additional) cookies|page not found|https?://\S+\s+\d{1,3}\s*/\s*\d{1,3}$",
    re.IGNORECASE,
)
_DEAR = re.compile(r"(?:dear\s+(?:[A-Z]\S*|sir|madam|colleague))\b", re.IGNORECASE)


def check_nature(pages: Sequence[Page]) -> None:
    """Raises UnreadableReport, saying what the document is, unless its first pages name an inspection."""
    first = [_lines(page) for page in pages[:3]]
    while len(first) > 1 and sum(len(text.split()) for text in first[0]) < _FEW:
        first[:2] = [[*first[0], *first[1]]]
    title = [text for text in (first[0] if first else []) if not _UNDER.match(text)][:_TITLE_LINES]
    what = next(_titled(title), "")
    if not what and _names_inspection(first):
        return
    if not what and any(_WEB.search(text) for lines in first for text in lines):
        what = "a web page"
    if not what and any(_DEAR.match(text) for text in first[0] if first):
        what = "a letter about another matter"
    if what:
        raise UnreadableReport(f"this looks like {what}, not an inspection report", _OTHERWISE)
    raise UnreadableReport("not an inspection report, as its first pages name no inspection", _OTHERWISE)


def _titled(title: Sequence[str]) -> Iterator[str]:
    """What the title says that the document is, where that is no inspection report."""
    for place, text in enumerate(title):
        if _INSPECTION.match(text) and not re.search(
            r"framework|handbook|guidance|schedule|criteria", text, re.I
        ):
            return
        for window in (text, " ".join(title[place : place + 2])):
            for pattern, said in _OTHERS:
                if len(window) <= 200 and pattern.search(window):
                    yield said
                    return


def _names_inspection(first: Sequence[Sequence[str]]) -> bool:
    for number, lines in enumerate(first):
        facts = any(_FACTS.match(text) for text in lines)
        for place in range(min(len(lines), _COVER_LINES)):
            if not (number == 0 or facts) or not lines[place][0].isupper():
                continue  # a line that begins small goes on with a sentence
            if _INSPECTION.match(" ".join(lines[place : place + 3])):
                return True
    if not any(_DEAR.match(text) for text in first[0]):
        return False
    return _REPORTS.search(" ".join(text for lines in first[:2] for text in lines)) is not None


def _lines(page: Page) -> list[str]:
    return [text for line in page.lines[: 3 * _COVER_LINES] if (text := clean(line.text))]
