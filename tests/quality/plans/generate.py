"""Drafts of improvement plans over the reports of an index, with citations in the forms that people write.

Faults of every kind are put in on purpose. Each draft is a file, in turn of each format. The same seed gives
the same drafts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from indexer.dates import day
from indexer.kinds.table import framework
from search_api.index.index import Index

from .apart import APART
from .canvas import FORMATS, Canvas, Cite, Generated
from .faults import FAULTS
from .forms import write
from .right import RIGHT
from .sources import Sources

# What is no citation of a report, or of nothing that could be looked up.
_FILLER = (
    "Progress is reviewed each month by the improvement board.",
    "The lead member receives a report each quarter.",
    "Managers have agreed what will change and who will do it.",
    "Training dates for the autumn have been booked.",
    "See paragraph 3.2 above and annex 4 of this plan.",
    "Caseloads fell by 27% between March and May, to 18 per social worker.",
    "All of this is to be in place by March 2027.",
    "Section 47 enquiries are audited each week; action 12 says how.",
)


def generate(index: Index, seed: int, drafts: int, each: int) -> Iterator[Generated]:
    """`drafts` drafts of different authorities, each with at least `each` claims, half of them with a fault.

    An authority needs two reports with numbers.
    """
    chance = random.Random(seed)
    names = {report.authority for report in index.reports() if not framework(report.framework).apart}
    fit = sorted(name for name in names if len(Sources(index, name, chance).reports) > 1)
    for number, name in enumerate(chance.sample(fit, min(drafts, len(fit)))):
        canvas = Canvas(Sources(index, name, chance), FORMATS[number % len(FORMATS)], chance)
        _begin(canvas)
        fill(canvas, each)
        yield canvas.made()
        yield _without_which(index, name, FORMATS[(number + 2) % len(FORMATS)], chance)


def _begin(canvas: Canvas) -> None:
    newest = max(canvas.sources.reports, key=lambda report: report.published)
    head = f"{canvas.authority}: improvement plan"
    if canvas.format in ("docx", "odt") and canvas.chance.random() < 0.5:
        canvas.layout.add("header", f"{canvas.authority} Council, children’s services")
        head = "Improvement plan"
    canvas.layout.add("heading", head)
    canvas.layout.add("text", f"This plan answers Ofsted’s reports up to {day(newest.published)}.")


def fill(canvas: Canvas, each: int) -> None:
    """Write at least `each` claims into it, half of them with a fault, and lines that claim nothing."""
    faults, right = list(FAULTS.values()), list(RIGHT.values())
    canvas.chance.shuffle(faults)
    canvas.chance.shuffle(right)
    turn = 0
    while len(canvas.expected) < each:
        if turn % 5 == 0:
            canvas.layout.add("text", canvas.chance.choice(_FILLER))
        every = right if turn % 2 else faults
        every[turn // 2 % len(every)](canvas)
        turn += 1
    for made in APART:
        made(canvas)


def _without_which(index: Index, authority: str, format_: str, chance: random.Random) -> Generated:
    """A short log that never says which of an authority's reports it means."""
    canvas = Canvas(Sources(index, authority, chance), format_, chance)
    canvas.layout.name += "-log"
    canvas.layout.add("heading", f"{authority}: action log")
    labels = [
        {item.label for item in canvas.sources.of(report, "finding")} for report in canvas.sources.reports
    ]
    shared = sorted(
        {
            label
            for held in labels
            for label in held
            if label.isdigit() and sum(label in each for each in labels) > 1
        }
    )
    for number in chance.sample(shared, min(2, len(shared))):
        action = canvas.action()
        canvas.text(
            f"{action} {chance.choice(['follows from', 'answers'])} paragraph {number} of the Ofsted report."
        )
        canvas.expect(action, "ambiguous", "which is not said", "which is not said")
    if (source := canvas.sources.pick(12)) is not None:
        canvas.text(f"“{source.words}” (Ofsted, para {source.number}).")
        canvas.expect(source.words, "right", "the words say which", "none", source.paragraph.id)
    if (source := canvas.sources.pick(12)) is not None:
        words = source.words.split()
        words[len(words) // 2] = "seldom"
        write(canvas, Cite(source, " ".join(words), source.number, str(source.year), source.paragraph.id))
        canvas.expect(" ".join(words), "differs", "log", "altered: swap", source.paragraph.id)
    return canvas.made()
