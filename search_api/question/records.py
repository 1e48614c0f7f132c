"""What a question and its filters come to: records, handed on from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.arrays import Int64Array
from indexer.records import Report
from search_api.question.mentions.mention import Mention
from search_api.question.mentions.phrases import PHRASE, WITHOUT

from .request import Chosen
from .words import STOP_WORDS, words

# Beside a phrase these only ask how often it is there.
_COUNTING = frozenset(("many", "often", "times", "number", "count", "exact", "exactly", "phrase", "words"))


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on. files_refused: in path order. text: all of it as one line.

    reports_to_check: of those searched, how many have a page or paragraph that anomalies tell to check.
    """

    reports_searched: int
    reports_indexed: int
    paragraphs_searched: int
    files_refused: tuple[Refused, ...]
    text: str
    reports_to_check: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a request comes to in one index.

    reports: those that the filters leave, in the index's order. rows: of their paragraphs that are
    searched, ascending; None for every row. notes: what the user should know about the filters, one
    sentence each: an authority without a report here, or why nothing is left. exact: of the whole index, the
    rows that hold every phrase of the question and nothing that it leaves out; None where it has neither.
    kept: of the whole index, the rows that a filter on paragraphs leaves which the index does not hold itself
    (themes); None for all.
    """

    chosen: Chosen
    reports: tuple[Report, ...]
    rows: Int64Array | None
    notes: tuple[str, ...]
    coverage: Coverage
    exact: Int64Array | None = None
    kept: Int64Array | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is searched."""
        return self.rows is not None and len(self.rows) == 0


@dataclass(frozen=True, slots=True)
class Offer:
    """typed: as in the question. meant: a word as the reports write it, or an authority's name. certain:
    nothing else is as near, so that it is searched for instead.
    """

    typed: str
    meant: str
    certain: bool = False

    @property
    def text(self) -> str:
        """The offer as a sentence for the user."""
        if self.certain:
            return f"No report uses the word ‘{self.typed}’, so ‘{self.meant}’ was used instead."
        return f"No report uses the word ‘{self.typed}’. Did you mean ‘{self.meant}’?"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A stretch of the query that the reports name otherwise too.

    start, end: half-open, in characters of the query. kind: "acronym", "long form" or "term".
    alternatives: never what was typed; long forms come first. ambiguous: an acronym of several senses,
    the long forms of all of which are then alternatives.
    """

    typed: str
    start: int
    end: int
    kind: str
    alternatives: tuple[str, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a question says, whatever was typed beside it: read once, and chosen from as often as needed.

    found: every stretch but dates, as it was found. dates, dates_beside: the dates, where no authority is
    meant and where one is, named or typed: "2018" alone is then a filter. notes: for the user, one sentence
    each. pasted: rows that hold the whole text word for word, ascending: nothing in it is then a filter.
    """

    text: str
    found: tuple[Mention, ...] = ()
    dates: tuple[Mention, ...] = ()
    dates_beside: tuple[Mention, ...] = ()
    notes: tuple[str, ...] = ()
    pasted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question says of which reports are meant, beside the filters that were typed.

    authorities: register names. reports: ids that dates, grades and "latest" leave, None where none
    of these was said. since, until: ISO, the outermost days said, "" for none. polarity: "strength",
    "weakness" or "", no filter. mentions: every stretch that was understood, in order. rest: the text
    to search for, never without a word where the question has one. empty: the filters leave no
    report. notes: for the user, one sentence each. beside: what of `rest` is no phrase. latest: it asks for
    each authority's latest report, and for no other.
    """

    rest: str
    authorities: frozenset[str] = frozenset()
    reports: frozenset[str] | None = None
    since: str = ""
    until: str = ""
    polarity: str = ""
    mentions: tuple[Mention, ...] = ()
    empty: bool = False
    notes: tuple[str, ...] = field(default=())
    beside: str = ""
    latest: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        """What a paragraph must hold word for word, without the marks, once each."""
        return tuple(dict.fromkeys(item.members[0] for item in self.mentions if item.field == PHRASE))

    @property
    def left_out(self) -> tuple[tuple[str, bool], ...]:
        """Words that no paragraph may hold; and whether they are a phrase, which stands in one form only."""
        items = [item.members for item in self.mentions if item.field == WITHOUT]
        return tuple(dict.fromkeys((words, form == "exact") for words, form in items))

    @property
    def only_phrases(self) -> bool:
        """Whether the question names phrases and nothing besides by which paragraphs could be ranked."""
        return bool(self.phrases) and (STOP_WORDS | _COUNTING).issuperset(words(self.beside))

    @property
    def filters(self) -> tuple[Mention, ...]:
        """The stretches that name filters."""
        return tuple(item for item in self.mentions if item.field != "polarity")

    def said(self, name: str) -> frozenset[str]:
        """The values that the question says of the filter of that name."""
        return frozenset(member for item in self.mentions if item.field == name for member in item.members)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """rows: of the paragraphs named, as the question orders them, of the newest report first. notes: what is
    not there, one sentence each. asked: whether the question names any paragraph.
    """

    rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    asked: bool = False


NO_LOOKUP = LookedUp()
