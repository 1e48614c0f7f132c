"""Does a question ask how somebody was judged? Then the covers of the reports say it, not their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from indexer.dates import day
from indexer.kinds.table import AREA_LABELS, AREAS_OF_JUDGEMENT, SCALE, framework
from indexer.records import GRADES, Area, Grade, Judgement, Report
from search_api.question.mentions.mention import Mention
from search_api.question.words import STOP_WORDS, asking, words
from search_api.retrieval.results import Understood

_MOST = 6  # reports whose judgements are said; of more they would be a table

_NOUN = r"(?:grades?|gradings?|ratings?|judge?ments?)"
_GRADE = rf"(?:{'|'.join(grade.replace(' ', '[ -]') for grade in GRADES)})"
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\W*(?:what|which)\s+(?:is|was|were|are)\b[^?]*\b{_NOUN}\b",
        rf"[^?]{{0,60}}\b{_NOUN}\s+(?:for|on|of|in|last|this|now)\b",
        rf"\W*(?:what|which)\s+(?:overall\s+|ofsted\s+|inspection\s+)*{_NOUN}\b",
        r"\W*how\s+(?:is|was|were|are|did)\b[^?]*\b(?:rated|graded|judged|rate|grade|judge)\b",
        rf"[^?]*\b(?:overall|ofsted|ofsted['’]s|inspection)\s+(?:{_NOUN}|effectiveness)\b",
    )
)
# These are about the authority only where they name nothing else.
_ASKED_OF_ALL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\W*(?:is|are|was|were|did|does|has|have)\b[^?]*\b{_GRADE}\b",
        rf"[^?]*\b{_NOUN}\W*$",
        r"\W*(?:has|have|had|did|is|are)\b[^?]*\b(?:improv(?:e|ed|ing)|better|worse|deteriorated|declined)\b",
    )
)
# What is judged apart from the services of an authority.
_SEND = re.compile(r"\bSEND\b|\bspecial\s+educational\s+needs\b", re.IGNORECASE)
_GRADE_WORDS = """
    overall grade grades graded grading rating ratings rated rate judgement judgements judgment judgments
    judged judge effectiveness good outstanding inadequate requires improvement adequate
    council councils authority authorities local children children's services service social care department
    summer spring autumn winter recently month months this experiences experience progress
    ofsted inspection get getting got receive received gave latest now currently year still
"""
_CHANGE_WORDS = "improve improved improving better worse deteriorated declined"
_OF_GRADES = frozenset(_GRADE_WORDS.split())
_OF_CHANGE = frozenset(_CHANGE_WORDS.split())


def judged(
    question: str, rest: str, filters: Iterable[Mention], reports: Sequence[Report]
) -> tuple[Report, ...]:
    """The reports whose judgements answer the question, oldest first; none where it asks for none.

    rest: of the question without its filters. reports: those that all filters leave; none of more than six.
    """
    asks = any(pattern.match(question) for pattern in _ASKED) or (
        asks_nothing_else(rest, filters, or_change=True)
        and any(pattern.match(question) for pattern in _ASKED_OF_ALL)
    )
    if not asks or len(reports) > _MOST:
        return ()
    return tuple(
        sorted(_graded(reports, question), key=lambda report: (report.authority, report.published, report.id))
    )


def newest_first(reports: Iterable[Report], question: str) -> tuple[Report, ...]:
    """Those whose covers judge what the question names, the newest first."""
    return tuple(
        sorted(_graded(reports, question), key=lambda report: (report.published, report.id), reverse=True)
    )


def _graded(reports: Iterable[Report], question: str) -> list[Report]:
    """Those that judge. What is judged apart, as an area's SEND partnership is, is no grade of an authority's
    services, nor are those grades what a question for SEND asks: it counts where it alone is asked about.
    """
    every = [report for report in reports if report.judgements]
    if _SEND.search(question):
        return [report for report in every if framework(report.framework).apart]
    return [report for report in every if not framework(report.framework).apart] or every


def without_overall(reports: Iterable[Report]) -> tuple[str, ...]:
    """One sentence for each report whose cover gives grades, but none for the whole."""
    return tuple(
        f"{report.authority}’s report of {day(report.published)} gives no overall grade."
        for report in reports
        if report.judgements
        and not framework(report.framework).apart
        and all(item.area != "overall" for item in report.judgements)
    )


def judged_area(understood: Understood, among: Set[str]) -> tuple[Report, ...]:
    """Of the reports with these ids, those whose covers judge what the question names; none of more than six.

    Newest first of each authority.
    """
    asked = understood.question.rest
    named = [
        area.name
        for area in AREAS_OF_JUDGEMENT
        if area.asked and re.search(rf"\b(?:{area.asked})\b", asked, re.IGNORECASE)
    ]
    found = [
        report
        for report in understood.scope.reports
        if report.id in among and any(item.area in named for item in report.judgements)
    ]
    if len(found) > _MOST:
        return ()
    return tuple(sorted(found, key=lambda report: (report.published, report.id), reverse=True))


def asks_nothing_else(rest: str, filters: Iterable[Mention], *, or_change: bool = False) -> bool:
    """Whether a question that asks for judgements names no matter besides: no sentence can add to them.

    or_change: or only how they changed, which sentences can tell too.
    """
    return _matter(rest, filters) <= (_OF_GRADES | _OF_CHANGE if or_change else _OF_GRADES)


def _matter(rest: str, filters: Iterable[Mention]) -> set[str]:
    # Where nothing else is left the filters' own words stay in the text.
    named = {word for item in filters for word in words(item.text)}
    for area in AREAS_OF_JUDGEMENT:
        if area.asked and re.search(_NOUN, rest, re.IGNORECASE):  # "what grade did care leavers get?"
            rest = re.sub(rf"\b(?:{area.asked})\b", " ", rest, flags=re.IGNORECASE)
    return {word for word in words(rest) if word not in STOP_WORDS and word not in named}


# A grade that a question takes for granted

_MOST_REPORTS = 6
_ASKS_WHY = re.compile(
    r"\b(?:why|how\s+come|how\s+(?:did|has|have|is|was|were|are|could)|what\s+(?:made|makes|led|caused|lay)|explain|"
    r"reasons?|what(?:['’]?s|\s+is|\s+was|\s+lay)\s+behind|what\s+(?:earned|earns|went\s+wrong|had\s+gone\s+wrong|got)|"
    r"what(?:\s+\w+)?\s+(?:(?:held|holds|is\s+holding|was\s+holding|kept|pulled|brought|let|lets|dragged)\s+\w+\s+(?:back|down)|stopped|kept|prevented)|"
    r"what\s+(?:did|does|had)\s+(?:they|it|the\s+council|the\s+authority)\s+(?:do|done)\s+to\s+(?:earn|get|deserve))\b",
    re.IGNORECASE,
)
# "Why did it lose its outstanding?": the newest cover is said to have another grade.
_LOST = re.compile(
    r"\b(?:los[et]|lost|losing|loss\s+of|drop(?:s|ped|ping)?|no\s+longer|stripped\s+of|fell\s+from|"
    r"fall(?:s|en)?\s+from|slip(?:s|ped)?\s+from|downgraded?\s+from|down\s+from)\b",
    re.IGNORECASE,
)
# "Everything else was good, so what let it down?": that grade is not claimed of what is asked about.
_ELSE = re.compile(r"\b(?:everything|all|the)\s+(?:else|others?|rest)\b[^,.;:?–—-]*", re.IGNORECASE)
# "Why had it still not got to good?": any other grade bears that out.
_NEAR = r"(?:\s+(?!(?:after|since|from|despite|when)\b)[\w'’]+){0,3}\s*$"
_DENIED = re.compile(
    r"\b(?:not|never|yet\s+to|short\s+of|below|less\s+than|(?:kept|keeps|stopped|stops|prevented)\s+(?:\w+\s+){1,4}from)\b"
    rf"{_NEAR}|n['’]t{_NEAR}",
    re.IGNORECASE,
)
# "Why did it drop to inadequate?": that is the grade it has.
_DOWN_TO = re.compile(
    rf"\b(?:drop|f[ae]ll|slip|go|went|down)\w*\s+(?:down\s+)?to\s+(?:an?\s+)?{_GRADE}", re.IGNORECASE
)
# "Why did help and protection get a lower grade?", "what was its grade, and what earned it?"
_OF_ITS_GRADE = re.compile(rf"\b{_NOUN}\b|\b(?:judged|rated|graded)\b", re.IGNORECASE)
# What else a grade is called.
_ALSO = {"inadequate": r"fail(?:s|ed|ing|ure)?", "requires improvement": r"RI"}
_CLAIMS = tuple(
    (
        grade.name,
        re.compile(rf"\b(?:{grade.asked}{'|' + _ALSO[grade.name] if grade.name in _ALSO else ''})\b", re.I),
    )
    for grade in SCALE
)
_NAMED_AREAS = tuple(
    (area.name, re.compile(rf"\b(?:{area.asked})\b", re.I)) for area in AREAS_OF_JUDGEMENT if area.asked
)
_OF_PREMISES_WORDS = """
    council councils authority authorities local children children's services service department their its
    team teams judged judgement judgements judgment rated rating ratings grade grades graded found given got
    get gets getting receive received made make makes still again led lead caused reason reasons come work
    quality explain experiences progress young people marked mark down still become became deemed considered
    seen awarded back then
    lose lost losing loss drop dropped dropping longer stripped fell fall fallen slip slipped downgrade
    downgraded status overall
    earn earned earns deserve deserved stuck remain remained stay stayed behind lower higher worse better
    poorer poor gone wrong went year visit last latest this well badly score scored come came out only just
"""
_OF_PREMISES = frozenset(_OF_PREMISES_WORDS.split())


@dataclass(frozen=True, slots=True)
class Premise:
    """report: the newest of those asked about that was judged so or otherwise. area: what is said to be
    judged.

    claimed: the grade that the question takes for granted, or of one that is said to be lost; lost: whether
    it is, never: and no report before gave it. denied: whether it is said not to have been given.
    printed: the judgement on the cover.
    """

    report: Report
    area: Area
    claimed: Grade
    printed: Judgement
    lost: bool = False
    never: bool = False
    denied: bool = False

    @property
    def holds(self) -> bool:
        """Whether the cover says the same."""
        return (self.printed.grade == self.claimed) is not (self.lost or self.denied) and not self.never

    @property
    def good(self) -> bool:
        """Whether what the cover says is asked for reasons that are well."""
        return self.printed.grade in ("outstanding", "good") and not (self.lost or self.denied)

    @property
    def correction(self) -> str:
        """One sentence for the user; "" where the premise holds."""
        if self.holds:
            return ""
        what = "" if self.area == "overall" else f" for {AREA_LABELS[self.area].lower()}"
        if self.never and self.printed.grade != self.claimed:
            return (
                f"No report here from before {day(self.report.published)} judges {self.report.authority} "
                f"{self.claimed}{what}; it was then judged {self.printed.grade}."
            )
        if self.denied:
            return (
                f"{self.report.authority} was judged {self.printed.grade}{what} in the report of "
                f"{day(self.report.published)}."
            )
        if self.lost:
            return (
                f"{self.report.authority} was judged {self.printed.grade}{what} in the report of "
                f"{day(self.report.published)}, so it had not lost that grade then."
            )
        return (
            f"{self.report.authority} was judged {self.printed.grade}{what}, not {self.claimed}, "
            f"in the report of {day(self.report.published)}."
        )


def premise(understood: Understood, indexed: Sequence[Report] = (), *, sure: bool = False) -> Premise | None:
    """What the question takes for granted of a grade; None where it asks for no reason, for more besides, of
    more than six reports, or where no cover judged it.

    indexed: all reports, for a grade that is said to be lost. sure: it is known that the question asks for
    the reasons of a grade, in whatever words.
    """
    question, reports = understood.question, understood.scope.reports
    text = _ELSE.sub(" ", understood.parsed.text)
    asks, lost = _ASKS_WHY.search(text), _LOST.search(text) is not None and not _DOWN_TO.search(text)
    if not (asks or sure) or not 0 < len(reports) <= _MOST_REPORTS:
        return None
    start = 0 if lost or not asks else asks.end()
    claims = [(name, found) for name, pattern in _CLAIMS if (found := pattern.search(text, start))]
    if sure and len(claims) > 1:  # "from good to inadequate": the covers tell which came last
        claims, lost = [], False
    if len(claims) > 1 or not (claims or sure or _OF_ITS_GRADE.search(text)):
        return None
    rest, areas = _ELSE.sub(" ", question.rest), []
    for name, pattern in _NAMED_AREAS:
        if name != "overall" and (found := pattern.search(text)):
            areas.append((found.start(), name))
            rest = rest.replace(found[0], " ")
    area: Area = min(areas)[1] if areas else "overall"
    if claims:
        rest = rest.replace(claims[0][1][0], " ")
    named = {word for item in question.filters for word in words(item.text)}
    beside = {word for word in words(rest) if word not in STOP_WORDS | _OF_PREMISES | named}
    places = [*([asks.start()] if asks else ()), *(found.start() for _, found in claims)]
    if not sure and beside & set(words(asking(text, places) or rest)):
        return None
    for report in sorted(reports, key=lambda report: (report.published, report.id), reverse=True):
        for judgement in report.judgements:
            if judgement.area == area:
                claimed = claims[0][0] if claims else judgement.grade
                before = [
                    other for other in indexed
                    if other.authority == report.authority and other.published < report.published
                ]  # fmt: skip
                never = lost and not _ever(before, area, claimed)
                denied = (
                    bool(claims) and not lost and _DENIED.search(text[: claims[0][1].start()]) is not None
                )
                return Premise(report, area, claimed, judgement, lost, never, denied)
    return None


def _ever(reports: Iterable[Report], area: Area, grade: Grade) -> bool:
    return any(item.area == area and item.grade == grade for report in reports for item in report.judgements)
