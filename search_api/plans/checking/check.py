"""Holds a whole draft against the reports of an index: each claim gets a verdict with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.records import Report, report_of
from search_api.plans.claims.context import Surroundings
from search_api.plans.claims.cues import find_cues
from search_api.plans.claims.found import Claims, find_claims
from search_api.plans.claims.quotations import find_quotations, short_quotations, without_quotations
from search_api.plans.claims.records import Citation, Cited, Cue, Quotation
from search_api.plans.drafts.records import Draft
from search_api.question.mentions.names import Names

from .citations import check_citation
from .grades import check_grade
from .held_reports import HeldReports
from .outcomes import Outcome
from .records import Checked, Finding
from .subject import Subjects
from .uncited import Suggest, check_uncited

_BEFORE = re.compile(r"\b(?:previously|formerly|earlier|prior)\b", re.IGNORECASE)
_HOME_BLOCKS = 12  # of the beginning, which names whose plan it is


@dataclass(frozen=True, slots=True)
class Checker:
    """names: finds authorities in text. suggest: paragraphs like a sentence, or None for no suggestions.

    subjects: doubts paragraphs that are about something else, or None.
    """

    here: HeldReports
    names: Names
    suggest: Suggest | None = None
    subjects: Subjects | None = None

    def check(self, draft: Draft, authority: str = "") -> Checked:
        """authority: register name of whose draft it is; "" to take it from the draft."""
        # What people remark beside the text is not the text: it is neither checked nor a source of it.
        blocks = tuple(
            replace(block, text="") if block.kind == "comment" else block for block in draft.blocks
        )
        draft = replace(draft, blocks=blocks)
        following = (*draft.blocks[1:], None)
        quotations = [
            find_quotations(number, block, after)
            for number, (block, after) in enumerate(zip(draft.blocks, following, strict=True))
        ]
        told = tuple(map(without_quotations, draft.blocks, quotations))
        cues = [find_cues(number, block, self.names, date.today()) for number, block in enumerate(told)]
        around = Surroundings(replace(draft, blocks=told), cues)
        home = authority or _home(draft, cues, self.here.reports, self.names)
        claims = find_claims(around, quotations)
        findings: list[tuple[tuple[int, int, int], Finding]] = []
        before: Report | None = None
        last: Citation | None = None
        for item in claims.cited:
            item, carried = _with_same(item, last), before
            meant = around.meant(item.citation)
            if item.citation.same and not meant.near:
                meant = replace(
                    meant, first=None, last=None, frameworks=(), which="", authorities=(), named=()
                )
            home_now = (before.authority if before and item.citation.same else "") or home
            own = _told(around.draft, item)
            outcomes: list[tuple[Quotation | None, Outcome | None]] = [
                (quotation, check_citation(item, quotation, meant, carried, home_now, self.here, own))
                for quotation in item.quotations
            ]
            if all(outcome is None for _, outcome in outcomes):
                named = " ".join([own, *(quotation.text for quotation in item.quotations)])
                alone = check_citation(item, None, meant, carried, home_now, self.here, named)
                outcomes = [(None, alone)]
            for quotation, outcome in outcomes:
                if outcome is None:
                    continue
                if quotation is None and outcome.verdict == "right" and self.subjects is not None:
                    outcome = self.subjects.doubted(around.draft, item, outcome)
                outcome = _with_terms(outcome, own)
                findings.append(_placed(draft, item, quotation.text if quotation else "", outcome))
                before = outcome.report or before
            last = item.citation
        findings += self._grades(claims, around, home)
        for found_ in claims.uncited:
            text = draft.blocks[found_.at.block].text[found_.at.start : found_.at.end]
            loose = replace(found_, text=text)
            at = Citation(loose.at, loose.text, "report")
            outcome_ = check_uncited(loose, around.meant(at), home, self.here, self.suggest)
            if outcome_ is not None:
                key = (loose.at.block, loose.at.start, 1)
                quoted = loose.quotation.text if loose.quotation else ""
                findings.append(
                    (
                        key,
                        _finding(
                            draft, loose.at.block, loose.at.start, loose.at.end, loose.text, quoted, outcome_
                        ),
                    )
                )
        ordered = [
            replace(item, number=place)
            for place, (_, item) in enumerate(sorted(findings, key=lambda each: each[0]), start=1)
        ]
        cited = dict.fromkeys(report_of(each.paragraph.id) for item in ordered for each in item.evidence)
        return Checked(
            draft.name,
            tuple(ordered),
            tuple(self.here.reader.report(name) for name in cited),
            home,
            draft.remarks,
        )

    def _grades(
        self, claims: Claims, around: Surroundings, home: str
    ) -> list[tuple[tuple[int, int, int], Finding]]:
        found = []
        for claim in claims.grades:
            at = claim.at
            meant = around.meant(Citation(at, claim.text, "report"))
            if claim.year:
                first, last = date(claim.year, 1, 1), date(claim.year, 12, 31)
                if meant.first is None or not first <= meant.first <= last:
                    words = (str(claim.year),)  # another year's kind of inspection is not its own
                    meant = replace(meant, first=first, last=last, frameworks=(), near=True, words=words)
            elif _BEFORE.search(claim.text):
                meant = replace(meant, first=None, last=None, frameworks=(), which="previous", near=True)
            outcome = check_grade(claim, meant, home, self.here)
            if outcome is not None:
                made = _finding(around.draft, at.block, at.start, at.end, claim.text, "", outcome)
                found.append(((at.block, at.start, 0), made))
        return found


def _told(draft: Draft, item: Cited) -> str:
    """The sentence of a citation. draft: without its quotations, whose letters are dots."""
    at = item.sentence
    return draft.blocks[at.block].text[at.start : at.end]


def _with_terms(outcome: Outcome, own: str) -> Outcome:
    """Doubted where the draft's sentence has a short expression in quotation marks that is not there."""
    held = " ".join(each.paragraph.text for each in outcome.evidence).casefold()
    missing = [words for words in short_quotations(own) if words.casefold().strip(" .,;:") not in held]
    if outcome.verdict != "right" or not outcome.evidence or not missing:
        return outcome
    listed = ", ".join(f"“{words}”" for words in missing)
    remark = f"The paragraph does not have the words {listed}."
    return replace(outcome, remarks=(remark, *outcome.remarks), doubted=True)


def _with_same(item: Cited, last: Citation | None) -> Cited:
    """With what "ibid" stands for."""
    citation = item.citation
    if not citation.same or citation.numbers or citation.id or last is None:
        return item
    return replace(
        item, citation=replace(citation, word=last.word, numbers=last.numbers, part=last.part, id=last.id)
    )


def _placed(
    draft: Draft, item: Cited, quotation: str, outcome: Outcome
) -> tuple[tuple[int, int, int], Finding]:
    at = item.citation.at
    return (at.block, at.start, 0), _finding(
        draft, at.block, at.start, at.end, item.citation.text, quotation, outcome
    )


def _finding(
    draft: Draft, block: int, start: int, end: int, text: str, quotation: str, outcome: Outcome
) -> Finding:
    return Finding(
        0, draft.blocks[block], start, end, text, outcome.verdict, outcome.reason, quotation,
        outcome.evidence, outcome.offers, outcome.steps, outcome.remarks, outcome.doubted, outcome.compared,
    )  # fmt: skip


def _home(draft: Draft, cues: Sequence[Sequence[Cue]], reports: Sequence[Report], names: Names) -> str:
    """Whose draft it is: of the authorities with a report here, the one that its beginning and its name speak
    of.
    """
    held = {report.authority for report in reports}
    told: Counter[str] = Counter()
    for number, found in enumerate(cues):
        weight = 3 if number < _HOME_BLOCKS or draft.blocks[number].kind in ("heading", "header") else 1
        for cue in found:
            if len(cue.authorities) == 1 and cue.authorities[0] in held:
                told[cue.authorities[0]] += weight
    for mention in names.find(draft.name.replace("_", " ").replace("-", " ").title()):
        if mention.members and mention.members[0] in held:
            told[mention.members[0]] += 5
    return told.most_common(1)[0][0] if told else ""
