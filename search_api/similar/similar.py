"""Which other reports say the same as a paragraph, or the opposite? The nearest paragraph of each report.

How near is near enough was chosen by reading pairs without their scores, with the encoder that is shipped
and 284 reports: do the matching sentences make the same point, from the same side? Of 320 pairs spread over
the scores, nearly four in five findings from 0.61 (`similar_least` is 0.64) and recommendations from
`similar_least_recommended` (0.6) make the same point; most others are on the same matter. Of sixty rows drawn
from the first five, 56 did (docs/comparing/similar.md). So of what is counted about one in five is not the
same, and some that are lie below. Another encoder needs other values: `python -m training.fit_similar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import numpy as np

from indexer.arrays import Int64Array
from indexer.authorities.register import Register
from indexer.errors import InvalidRequest
from indexer.records import Paragraph, report_of
from indexer.store.reader import IndexReader
from search_api.question.request import EVERYTHING, Request, checked_limit
from search_api.retrieval.labels import Labels
from search_api.retrieval.polarity import Polarity
from search_api.settings import Settings, load_settings
from search_api.themes.records import Tagged

from .commonness import Commonness
from .compared import Comparer
from .names import Authorities, Side
from .near import Finder, Near
from .records import Common, Sentence, SimilarFinding, SimilarResult
from .rules import OTHER_SIDES
from .scopes import checked, checked_side


class Similar:
    """Compares the paragraphs of one open index. No encoder: the vectors are the index's own.

    What it keeps is derived from the index alone, so threads may share it; keep one for as long as the
    reader is open, as the first call takes some 100 ms more than the next.
    """

    def __init__(
        self,
        reader: IndexReader,
        register: Register,
        settings: Settings | None = None,
        polarity: Polarity | None = None,
        labels: Labels | None = None,
        themes: Tagged | None = None,
    ) -> None:
        """polarity, labels: of the index's encoder; without them praise and criticism are not told apart.
        themes: of the index's paragraphs; without them no filter by theme can be used.
        """
        self.reader = reader
        self.settings = settings or load_settings()
        labels = labels or Labels(reader)
        self.comparer = Comparer(reader, register, themes)
        self.finder = Finder(reader, self.settings, polarity, labels)
        self.commonness = Commonness(reader, self.finder.space, labels, self.finder.words)

    def to(
        self,
        paragraph_id: str,
        request: Request = EVERYTHING,
        *,
        authorities: Authorities = "other",
        side: Side = "same",
        scopes: str | Iterable[str] = (),
        common: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> SimilarResult:
        """At most `limit` paragraphs similar to the given one, after the first `offset`.

        authorities: whose reports: other authorities', the same one's earlier and later ones, or any;
        the asked paragraph's own report never. side: "same" as the asked one's, "any", or "praise" and
        "criticism" of the same matter. scopes: of scopes.SCOPES; all must hold. common: whether to count how
        many reports say each sentence. `request.literal` is without effect. Filters that leave nothing give
        no result and a note that says which.
        Raises InvalidPinpoint and UnknownPinpoint as IndexReader.get, UnknownAuthority, InvalidRequest.
        """
        limit = self.settings.similar_limit if limit is None else limit
        checked_limit(limit, offset)
        if authorities not in get_args(Authorities):
            raise InvalidRequest(f"authorities {authorities!r}", "use other, same or any")
        side, names = checked_side(side), checked(scopes)
        row = self.reader.row(paragraph_id.strip())
        [asked] = self.reader.by_rows([row])
        report = self.reader.report(report_of(asked.id))
        inside = self.comparer.compared(asked, report, request, authorities, side, names)
        near = [] if inside.empty else self._nearest(row, asked, inside.rows, side)
        page = near[offset : offset + limit]
        counted = self._counted(row, page) if common else {}
        return SimilarResult(
            paragraph=asked,
            report=report,
            authorities=authorities,
            kinds=inside.scope.chosen.of("kind"),
            results=self._results(row, page, offset, counted),
            reports=len(near),
            searched=0 if inside.rows is None else len(np.unique(self.reader.places_of(inside.rows))),
            coverage=inside.scope.coverage,
            notes=(*inside.scope.notes, *self._nothing_asked(row, side)),
            anomalies=self.reader.noted.touching(asked),
            side=side,
            scopes=names,
            common=tuple(of for (at, _), of in counted.items() if at == row),
        )

    def score(self, one: str, other: str) -> float:
        """How similar two paragraphs are, by their ids, however little; -1.0 if on opposite sides throughout.

        Raises InvalidPinpoint and UnknownPinpoint as IndexReader.get.
        """
        rows = np.array([self.reader.row(other)], dtype=np.int64)
        near = self.finder.near(self.reader.row(one), rows, "same", -1.0)
        return max((found.score for found in near), default=-1.0)

    def _nearest(self, row: int, asked: Paragraph, rows: Int64Array | None, side: Side) -> list[Near]:
        """The nearest paragraph of each report that has one which is near enough, best first."""
        near = self.finder.near(row, rows, side, self.finder.least(asked, side))
        places = self.reader.places_of([item.row for item in near]).tolist()
        best: dict[int, Near] = {}
        for item, place in zip(near, places, strict=True):
            held = best.get(place)
            if held is None or (-item.score, item.row) < (-held.score, held.row):
                best[place] = item
        return sorted(best.values(), key=lambda item: (-item.score, item.row))

    def _counted(self, row: int, page: Sequence[Near]) -> dict[Sentence, Common]:
        """How common the sentences of the asked paragraph and of the results are, in one pass."""
        own = [(row, place) for place in self.finder.telling(row)]
        sentences = list(dict.fromkeys([*own, *((near.row, near.place) for near in page)]))
        return dict(zip(sentences, self.commonness.of(sentences), strict=True))

    def _results(
        self, row: int, page: Sequence[Near], offset: int, counted: Mapping[Sentence, Common]
    ) -> tuple[SimilarFinding, ...]:
        reader = self.reader
        asked, paragraphs = reader.spans(row), reader.by_rows([near.row for near in page])
        return tuple(
            SimilarFinding(
                paragraph=paragraph,
                report=reader.report(report_of(paragraph.id)),
                score=near.score,
                rank=rank_,
                span=reader.spans(near.row)[near.place],
                source_span=asked[near.source],
                sentence_cosine=near.sentence_cosine,
                cosine=near.cosine,
                words=near.words,
                anomalies=reader.noted.touching(paragraph),
                label=near.label,
                source_label=near.source_label,
                common=counted.get((near.row, near.place)),
            )
            for rank_, (near, paragraph) in enumerate(zip(page, paragraphs, strict=True), start=offset + 1)
        )

    def compares(self, paragraph: str, side: Side) -> bool:
        """Whether a paragraph, given by id, has a sentence that can be compared for that side."""
        return not self._nothing_asked(self.reader.row(paragraph), side)

    def _nothing_asked(self, row: int, side: Side) -> tuple[str, ...]:
        """Why another side was not looked for."""
        if side not in OTHER_SIDES:
            return ()
        if self.finder.labels.unknown:
            return ("Praise and criticism cannot be told apart in this index.",)
        if self.finder.asked(row, side).places:
            return ()
        does = "criticises" if side == "praise" else "praises"
        return (f"This paragraph {does} nothing, as far as we can tell, so there is nothing to compare.",)
