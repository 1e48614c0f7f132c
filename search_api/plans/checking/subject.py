"""Is a paragraph that a draft cites without quoting it about what the draft says? This only ever suggests.

The bounds were set on 125 recommendations in which inspectors themselves name the paragraphs that they rest
on: one such citation in 25 is doubted, and 63 in 100 with another number of the same report in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Float32Array
from indexer.records import Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.citations import locator
from search_api.plans.claims.records import Cited
from search_api.plans.drafts.records import Draft

from .outcomes import Outcome
from .records import Evidence

if TYPE_CHECKING:
    from indexer.encoders.protocol import Encoder

_LEAST = 4  # words of a sentence, without its citation, that tell what it is about
_FAR, _BETWEEN = 0.35, 0.3  # cosine of the cited paragraph; how much nearer another one must be
_OFFERED = 3
# Words that tell of reports and not of what they say; function words.
_OF_REPORTS = re.compile(
    r"ofsted|ilacs|sif|jtai|hmi|inspect\w*|reports?|letters?|visits?|reviews?|paragraphs?|paras?|recommend\w*|pages?"
    r"|findings?|found|say\w*|said|told|wrote|noted?|judg\w*|see|also|this|that|these|those|the|and|for|with|from"
    r"|are|was|were|has|have|had|will|our|their|its|not|which|when|where|there|more|less|earlier|later|latest"
    r"|nearly|same|other|previous|contrast|positive|negative|actions?|plans?|responds?|address\w*|section|above|below|under",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True)
class Subjects:
    """Of one open index, for one draft. load: the encoder, which is loaded when it is first needed."""

    reader: IndexReader
    load: Callable[[], Encoder]

    def doubted(self, draft: Draft, item: Cited, outcome: Outcome) -> Outcome:
        """The outcome, with nearer paragraphs of the report where the cited ones are about something else."""
        words = told(draft, item)
        report = outcome.report
        if report is None or not outcome.evidence or item.citation.word in ("report", "page") or not words:
            return outcome
        cited = {each.paragraph.id for each in outcome.evidence}
        every, vectors = self._of(report)
        query = self._encoder.encode_query(words)
        scores = [float((each @ query).max()) if len(each) else 0.0 for each in vectors]
        best = max((score for paragraph, score in zip(every, scores, strict=True) if paragraph.id in cited))
        nearer = sorted(
            (
                (score, place) for place, score in enumerate(scores)
                if score > best + _BETWEEN and every[place].id not in cited
            ),
            key=lambda found: (-found[0], found[1]),
        )  # fmt: skip
        if best >= _FAR or not nearer:
            return outcome
        offers = tuple(Evidence(every[place], report, (), score) for score, place in nearer[:_OFFERED])
        where = locator(outcome.evidence[0].paragraph)
        remark = (
            f"Read {where}: it may be about something else. {_capital(locator(offers[0].paragraph))} is "
            "nearer to what the draft says."
        )
        return replace(outcome, offers=offers, remarks=(remark, *outcome.remarks), doubted=True)

    @cached_property
    def _encoder(self) -> Encoder:
        return self.load()

    @cached_property
    def _read(self) -> dict[str, tuple[tuple[Paragraph, ...], list[Float32Array]]]:
        return {}

    def _of(self, report: Report) -> tuple[Sequence[Paragraph], Sequence[Float32Array]]:
        """The paragraphs of a report, each with the vectors of its sentences."""
        if report.id not in self._read:
            every = self.reader.paragraphs(report.id)
            vectors = [
                np.asarray(self.reader.sentence_vectors(self.reader.row(each.id)), dtype=np.float32)
                for each in every
            ]
            self._read[report.id] = every, vectors
        return self._read[report.id]


def told(draft: Draft, item: Cited) -> str:
    """The sentence of a citation without it and without what stands in brackets; "" where little is left.

    draft: without its quotations, whose letters are dots.
    """
    at, sentence = item.citation.at, item.sentence
    text = draft.blocks[sentence.block].text
    if at.block == sentence.block and sentence.start <= at.start and at.end <= sentence.end:
        # Of a list, "Saltby 2019, para 3; Wexcombe 2015, rec 4", only what goes with this one.
        before, after = text[sentence.start : at.start], text[at.end : sentence.end]
        words = f"{before.rpartition(';')[2]} {after.partition(';')[0]}"
    else:
        words = text[sentence.start : sentence.end]
    words = _BRACKETED.sub(" ", words).replace("·", " ")
    words = re.sub(r"\s+", " ", words).strip(" ()[].,;:")
    # Names tell whose report it is.
    every = [word for word in re.findall(r"[^\W\d_]{3,}", words) if word[0].islower()]
    telling = [word for word in every if not _OF_REPORTS.fullmatch(word)]
    return words if len(telling) >= _LEAST else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
