"""Gathers the evidence of a brief from an open index: counts first, then the sentences that are quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

import numpy as np

from indexer.arrays import Int64Array
from indexer.authorities.register import Authority
from indexer.errors import InvalidRequest
from indexer.records import Report, report_of
from search_api.comparison.contrast.sections import is_of_board
from search_api.comparison.elsewhere.records import Finding, PraisedElsewhere
from search_api.comparison.matrix.records import Said, Speaking
from search_api.comparison.matter import Matter
from search_api.index.index import Index
from search_api.question.filters import one_authority
from search_api.question.request import EVERYTHING, Request
from search_api.similar.vectors import Space
from search_api.spoken.records import ThemeCount
from search_api.themes.vocabulary import theme as theme_of

from .picking import Picker, Sentence, by_turns, rank, sentences
from .recommended import recommended
from .records import Brief, Evidence, Group, Told

BOARD_THEME = "partnerships"  # of which what is said of a safeguarding board is a part
_OWN = (4, 3, 2, 2)  # sentences quoted of its own reports that speak of it, the newest first; then one each
_NEAR = 3  # of the neighbours on each side
_ELSEWHERE, _ASKED = 5, 5
_ALONE = 3  # recommendations that no other report makes, where few are made by several
_MORE = 3  # in each of these where its own reports say nothing, so that the brief still tells something
_NEAREST = 4
_NEAR_ENOUGH = 0.45  # cosine of a paragraph from which on it is worth reading where no report has the words
_THEMES = 15


def make_brief(
    index: Index, about: str, authority: str = "", request: Request = EVERYTHING, made: date | None = None
) -> Brief:
    """What inspectors found on a theme or a term in one authority, in its neighbours and elsewhere.

    authority: "" for the one of the settings. request: days of publication and kinds of report, which hold
    for all that is counted and quoted. made: the day that the brief names, None for today.
    Raises InvalidRequest where no authority is known, UnknownAuthority, and as `Index.matter`.
    """
    holdings = index.interpreter.holdings
    if authority.strip():
        name = one_authority(authority, holdings)
        whose = holdings.local.match(name) or holdings.register.match(name)
    else:
        whose = index.interpreter.own(request)
    if whose is None:
        raise InvalidRequest(
            "nobody has said which authority the brief is for", "name it, or set your own", field="authority"
        )
    asked = request.having("authority").having("region")
    return _Maker(index, about, whose, asked, made or date.today()).brief()


class _Maker:
    def __init__(self, index: Index, about: str, authority: Authority, request: Request, made: date) -> None:
        self.index, self.about, self.authority, self.made = index, about, authority, made
        self.request = request
        self.reader = index.reader
        matter = index.matter(about, request)
        self.reports = [item for item in matter.scope.reports if not item.superseded_by]
        self.matter = self._of_services(matter)
        self.superseded = len(matter.scope.reports) - len(self.reports)
        space = Space(self.reader, index.polarity)
        self.picker = Picker(self.reader, space.sentences)
        self.every = self._sentences()

    def _of_services(self, matter: Matter) -> Matter:
        """Without what is said of a safeguarding board, and in reports that another one replaced."""
        kept = {item.id for item in self.reports}
        board = matter.theme == BOARD_THEME
        held = self.reader.by_rows(matter.rows)
        inside = [report_of(item.id) in kept and (board or not is_of_board(item)) for item in held]
        rows: Int64Array = matter.rows[np.array(inside, bool)] if inside else matter.rows
        return replace(matter, rows=rows)

    def _sentences(self) -> list[Sentence]:
        found = list(self.matter.sentences(self.reader, self.matter.rows))
        sides = self.index.searcher.labels([(row, place) for row, place, *_ in found])
        strong = self.index.labels.sides([(row, place) for row, place, *_ in found])
        sure = [1.0 if item is None else abs(item.strength) for item in strong]
        return list(sentences(self.reader, self.matter, sides, sure, found, self._scores()))

    def _scores(self) -> Mapping[tuple[int, int], float]:
        if not self.matter.theme:
            return {}
        return {(item.row, item.place): item.score for item in self.index.themes.sentences(self.matter.theme)}

    def brief(self) -> Brief:
        speaking = self._speaking()
        name = self.authority.name
        groups, whose = self._groups(speaking)
        own = self._own(speaking)
        silent = not any(item.report.authority == name for item in speaking.values())
        more = _MORE if silent else 0
        near = self._near(whose, more)
        elsewhere, praise = self._elsewhere(_ELSEWHERE + more, near.get("praise", ()))
        asked, asking = recommended(
            [item for item in self.every if item.report.authority != name],
            self.picker.afresh(),
            _ASKED + more,
            _ALONE,
        )
        theme = theme_of(self.matter.theme) if self.matter.theme else None
        return Brief(
            subject=theme.name if theme else self.matter.subject,
            theme=self.matter.theme,
            definition=theme.definition if theme else "",
            authority=name,
            region=self.authority.region,
            own=own,
            groups=groups,
            near=near,
            near_whose=whose.name if whose else "",
            elsewhere=elsewhere,
            praised=praise.authorities,
            clear=praise.clear,
            others=praise.searched,
            recommended=asked,
            recommending=asking,
            made=self.made,
            coverage=self.matter.scope.coverage,
            generation=self.reader.generation,
            names=self.matter.names,
            nearest=() if speaking else self._nearest(),
            themes=() if speaking else self._themes(),
            named=() if elsewhere or any(near.values()) else self._where_named(),
            notes=tuple(self._notes()),
        )

    def _speaking(self) -> dict[str, Speaking]:
        """Report id -> where it speaks of the subject, as `Index.matrix` counts; of a theme also those that
        only print a name of it, which take no side: they are not silent.
        """
        found = dict(self.index.matrices.speaking(self.matter, self._scores()))
        named = self._named_only(frozenset(found)) if self.matter.theme else []
        self.every += named
        for report, held in groupby(named, key=lambda item: item.report.id):
            items = list(held)
            said = tuple(Said(item.row, item.span, "", item.score) for item in items)
            found[report] = Speaking(items[0].report, said)
        return found

    def _named_only(self, speaking: frozenset[str]) -> list[Sentence]:
        """In reports that do not speak of the theme, the sentences that print a name of it, by row."""
        reader, wanted = self.reader, {item.id for item in self.reports} - speaking
        places = self.index.themes.printed(self.matter.theme)
        held = reader.by_rows([row for row, _ in places])
        board = self.matter.theme == BOARD_THEME
        scope = self.matter.scope.rows
        inside = None if scope is None else frozenset(scope.tolist())
        return [
            Sentence(
                row, place, span := reader.spans(row)[place], item.text[slice(*span)], item,
                reader.report(report_of(item.id)), "", True, 0.0,
            )
            for (row, place), item in zip(places, held, strict=True)
            if report_of(item.id) in wanted
            and (board or not is_of_board(item))
            and (inside is None or row in inside)
        ]  # fmt: skip

    def _own(self, speaking: Mapping[str, Speaking]) -> tuple[Told, ...]:
        """Its reports, newest first, the sentences shared out among them so that the newest has most."""
        held = sorted(
            (item for item in self.reports if item.authority == self.authority.name),
            key=lambda item: (item.published, item.id),
            reverse=True,
        )
        told: list[Told] = []
        for report in held:
            said = [item for item in self.every if item.report is report]
            spoken = sum(item.sentences > 0 for item in told)
            most = _OWN[spoken] if spoken < len(_OWN) else 1
            # What was said at two inspections is quoted of both: that is a finding.
            taken = self.picker.afresh().take(by_turns(said), most, loosely=True)
            taken.sort(key=lambda item: (item.row, item.place))
            side = speaking[report.id].side if report.id in speaking else "not mentioned"
            told.append(Told(report, side, _by_side(said), tuple(map(self.picker.evidence, taken))))
        return tuple(told)

    def _groups(self, speaking: Mapping[str, Speaking]) -> tuple[tuple[Group, ...], Group | None]:
        """The groups, and the one whose sentences are quoted; None for none."""
        register, own = self.index.register, self.authority
        known = register.by_urn(own.urn) is not None if own.urn else False
        others = {item.authority for item in self.reports} - {own.name}
        near = [item.name for item in register.neighbours(own)] if known else []
        region = [item.name for item in register.in_region(own.region)] if own.region else []
        around = [name for name in region if name != own.name]
        groups = [self._group(own.name, [own.name], speaking)]
        if near:
            groups.append(self._group("Statistical neighbours", near, speaking))
        if around:
            groups.append(self._group(f"Rest of the region, {own.region}", around, speaking, listed=False))
        groups.append(self._group("All other authorities", sorted(others), speaking, listed=False))
        return tuple(groups), next((group for group in groups[1:-1] if group.speaking), None)

    def _group(
        self, name: str, members: Sequence[str], speaking: Mapping[str, Speaking], *, listed: bool = True
    ) -> Group:
        """listed: whether those without a report here are named."""
        wanted = set(members)
        held = [item for item in self.reports if item.authority in wanted]
        here = {item.authority for item in held}
        said = [speaking[item.id] for item in held if item.id in speaking]
        newest: dict[str, Speaking] = {}
        for item in sorted(said, key=lambda item: (item.report.published, item.report.id)):
            newest[item.report.authority] = item
        return Group(
            name,
            tuple(member for member in dict.fromkeys(members) if member in here),
            tuple(member for member in dict.fromkeys(members) if member not in here) if listed else (),
            len(held),
            tuple(said),
            tuple(newest[each] for each in sorted(newest)),
            tuple(sorted(here - newest.keys())),
            {
                name: sum(each.authority == name and _is_later(each, item.report) for each in held)
                for name, item in newest.items()
            },
        )

    def _near(self, whose: Group | None, more: int) -> Mapping[str, tuple[Evidence, ...]]:
        """Of that group, in the newest report of each authority, the newest criticism and praise."""
        newest = {item.report.id for item in whose.newest} if whose else set()
        found = [item for item in self.every if item.report.id in newest and self._surely(item)]
        return {
            side: tuple(
                map(self.picker.evidence, self._one_of_each(found, {side}, _NEAR + more))
            )
            for side in ("criticism", "praise")
        }  # fmt: skip

    def _one_of_each(self, found: Sequence[Sentence], sides: set[str], most: int) -> list[Sentence]:
        """The best sentence of each report, the newest report first."""
        best: dict[str, list[Sentence]] = {}
        for item in sorted((item for item in found if item.side in sides), key=rank):
            best.setdefault(item.report.id, []).append(item)
        ordered = sorted(best.values(), key=lambda held: held[0].report.published, reverse=True)
        taken: list[Sentence] = []
        for held in ordered:
            if len(taken) < most:
                taken += self.picker.take(held, 1)
        return taken

    def _elsewhere(
        self, most: int, quoted: Sequence[Evidence]
    ) -> tuple[tuple[Evidence, ...], PraisedElsewhere]:
        """Praise of others, one of each authority, that stands alone; by the rule of `Index.praised`.

        quoted: praise that stands in the brief already; of those authorities nothing more is quoted.
        """
        known = {item.report.authority for item in quoted}
        request = Request.named(
            {
                name: self.request.of(name)
                for name in ("since", "until", "framework")
                if self.request.of(name)
            },
            mine=self.authority.name,
        )
        found = self.index.praised_for(self.about, request, "all", 40)
        held = {(item.paragraph.id, item.span): item for item in self.every}
        chosen: list[Evidence] = []
        sure = [item for item in found.others if self._surely(held.get((item.paragraph.id, item.span)))]
        for item in sure:
            sentence = held.get((item.paragraph.id, item.span))
            if len(chosen) == most or sentence is None or item.report.authority in known:
                continue
            if self.picker.take([sentence], 1):
                but = _evidence(item.but) if item.but else None
                chosen.append(self.picker.evidence(sentence, item.score, but))
        return tuple(chosen), found

    @staticmethod
    def _surely(item: Sentence | None) -> bool:
        """Whether it can be quoted of somebody else: it prints a name, and its side is sure."""
        finds = item is not None and item.paragraph.kind in ("finding", "summary")
        return finds and item is not None and item.named and rank(item)[2] == 0

    def _where_named(self) -> tuple[Evidence, ...]:
        """Of other authorities, the best sentence of each report, newest first."""
        found = [
            item for item in self.every if item.report.authority != self.authority.name and not item.asks
        ]
        sides = {item.side for item in found}
        return tuple(map(self.picker.evidence, self._one_of_each(found, sides, _ELSEWHERE + _MORE)))

    def _nearest(self) -> tuple[Evidence, ...]:
        """Where nothing speaks of it: what comes nearest by meaning, of the authority first."""
        found: list[Evidence] = []
        words = self.matter.subject
        for request in (self.request.having("authority", self.authority.name), self.request):
            result = self.index.searcher.search(words, request.taking_as_words([words]), _NEAREST)
            for item in result.results:
                known = {each.paragraph.id for each in found}
                score = round(item.cosine, 2)
                if item.paragraph.id not in known and item.spans and score >= _NEAR_ENOUGH:
                    found.append(
                        Evidence(item.paragraph, item.report, item.spans[0], "", item.anomalies, score)
                    )
        return tuple(found)

    def _themes(self) -> tuple[ThemeCount, ...]:
        """What the reports on the authority do speak of, most paragraphs first."""
        counted = self.index.speaking.counts(self.request.having("authority", self.authority.name))
        held = sorted((item for item in counted if item.paragraphs), key=lambda item: -item.paragraphs)
        return tuple(held[:_THEMES])

    def _notes(self) -> Iterable[str]:
        shown = [note for note in self.matter.scope.notes if "was read as the theme" not in note]
        yield from shown
        if self.superseded:
            told = (
                "report that a later version replaced is"
                if self.superseded == 1
                else ("reports that later versions replaced are")
            )
            yield f"{self.superseded} {told} left out."


def _is_later(report: Report, than: Report) -> bool:
    return report.published > than.published


def _by_side(found: Sequence[Sentence]) -> dict[str, int]:
    return dict(Counter(item.side for item in found))


def _evidence(item: Finding) -> Evidence:
    return Evidence(item.paragraph, item.report, item.span, item.side, item.anomalies, item.score)
