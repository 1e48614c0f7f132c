"""Labelled sets: their files, and the paragraphs of one index that their ids name.

The formats are described in docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from indexer.authorities.register import Register
from indexer.dates import single_date
from indexer.errors import InvalidRequest
from indexer.records import Kind, Paragraph, Report, slug
from indexer.store.reader import IndexReader

Qrels = Mapping[str, Mapping[str, int]]  # query -> {id: grade}

NUMBERED: tuple[Kind, ...] = ("finding", "recommendation")
TOPICS, QRELS, QUESTIONS = "topics.tsv", "topics.qrels", "questions.jsonl"
CROSSREFS, UNANSWERABLE = "crossrefs.jsonl", "unanswerable.tsv"


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose paragraph is known. id: the set's. answer_span: words of that paragraph."""

    query: str
    text: str
    id: str
    answer_span: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A recommendation and the findings of the same report that it names."""

    query: str
    text: str
    authority: str
    published: date
    numbers: tuple[int, ...]

    def ids(self) -> list[str]:
        """The set's ids of the findings."""
        return [f"{self.authority}|{self.published.isoformat()}|{number}" for number in self.numbers]


@dataclass(frozen=True, slots=True)
class Sets:
    """A part whose file is absent is empty. judged: query -> {set id: grade 0-3}, of every topic.

    notes: what was left out, one sentence each.
    """

    topics: Mapping[str, str]
    judged: Qrels
    questions: tuple[Question, ...]
    crossrefs: tuple[CrossReference, ...]
    unanswerable: Mapping[str, str]
    notes: tuple[str, ...]

    def queries(self) -> dict[str, list[str]]:
        """part -> the ids of its queries, in the order of the file."""
        return {
            "questions": [item.query for item in self.questions],
            "topics": list(self.topics),
            "crossrefs": [item.query for item in self.crossrefs],
            "unanswerable": list(self.unanswerable),
        }


_Item = TypeVar("_Item", Question, CrossReference)


def load_sets(folder: Path) -> Sets:
    """Raises InvalidRequest with file and line for what does not fit, and where nothing is there."""
    present = {
        name for name in (TOPICS, QRELS, QUESTIONS, CROSSREFS, UNANSWERABLE) if (folder / name).is_file()
    }
    judged = _qrels(folder / QRELS) if present >= {TOPICS, QRELS} else {}
    typed = _table(folder / TOPICS) if judged else {}
    stray = sorted(judged.keys() - typed.keys())
    if stray:
        raise InvalidRequest(f"{QRELS} judges {stray[0]!r}", f"give that topic's text in {TOPICS}")
    questions = _unique(_question, folder / QUESTIONS) if QUESTIONS in present else ()
    crossrefs = _unique(_crossref, folder / CROSSREFS) if CROSSREFS in present else ()
    unanswerable = _table(folder / UNANSWERABLE) if UNANSWERABLE in present else {}
    if not (judged or questions or crossrefs or unanswerable):
        raise InvalidRequest(
            f"{folder} holds no labelled set", "give the folder with topics.tsv and its like"
        )
    needed = {
        "questions": (QUESTIONS,),
        "topics": (TOPICS, QRELS),
        "crossrefs": (CROSSREFS,),
        "unanswerable": (UNANSWERABLE,),
    }
    notes = [
        f"{part} left out: there is no {' and no '.join(name for name in files if name not in present)}."
        for part, files in needed.items()
        if not present.issuperset(files)
    ]
    unjudged = [query for query in typed if query not in judged]
    if unjudged:
        notes.append(f"Topics left out because {QRELS} judges nothing for them: {', '.join(unjudged)}.")
    topics = {query: text for query, text in typed.items() if query in judged}
    sets = Sets(topics, judged, questions, crossrefs, unanswerable, tuple(notes))
    counted = Counter(query for queries in sets.queries().values() for query in queries)
    twice = [query for query, times in counted.items() if times > 1]
    if twice:
        raise InvalidRequest(f"two sets use the query id {twice[0]!r}", "give each query its own")
    return sets


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """(place, line) of every line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{path} is not UTF-8 text", "save it as UTF-8") from error
    rows = [(f"{path.name}, line {n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not rows:
        raise InvalidRequest(f"{path} is empty", "fill it or remove it")
    yield from rows


def _table(path: Path) -> dict[str, str]:
    rows: dict[str, str] = {}
    for place, line in lines(path):
        query, _, text = (piece.strip() for piece in line.partition("\t"))
        if not text or query.split() != [query] or query in rows:
            raise InvalidRequest(f"{place} is not a new query's id, a tab and its text", "correct the line")
        rows[query] = text
    return rows


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for place, line in lines(path):
        columns = line.split()
        if len(columns) != 4 or columns[3] not in ("0", "1", "2", "3"):
            raise InvalidRequest(f"{place} is not 'query 0 id grade' with a grade 0-3", "correct the line")
        _parts(columns[2], place)
        judged.setdefault(columns[0], {})[columns[2]] = int(columns[3])
    return judged


def _unique(make: Callable[[str, dict[str, Any]], _Item], path: Path) -> tuple[_Item, ...]:
    found: dict[str, _Item] = {}
    for place, line in lines(path):
        try:
            item = make(place, json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidRequest(f"{place} cannot be used ({error!r})", "correct the line") from error
        if item.query in found:
            raise InvalidRequest(f"{place} repeats the query {item.query!r}", "give each its own")
        found[item.query] = item
    return tuple(found.values())


def _question(place: str, row: dict[str, Any]) -> Question:
    _parts(row["id"], place)
    return Question(_word(row["qid"]), str(row["question"]), row["id"], str(row["answer_span"]))


def _crossref(place: str, row: dict[str, Any]) -> CrossReference:
    numbers = tuple(int(number) for number in row["paragraphs"])
    if not numbers:
        raise ValueError("no paragraphs")
    query = f"x{int(place.rpartition(' ')[2]):03}"  # the set gives these no ids: the line's number
    day = date.fromisoformat(row["published"])
    return CrossReference(query, str(row["text"]), str(row["authority"]), day, numbers)


def _word(query: object) -> str:
    if not isinstance(query, str) or not query or query.split() != [query]:
        raise ValueError(f"the query's id {query!r} is not one word")
    return query


# From the sets' ids to paragraphs


def _parts(set_id: str, place: str = "a set's id") -> tuple[str, date, int]:
    try:
        authority, published, number = set_id.split("|")
        return authority, date.fromisoformat(published), int(number)
    except ValueError as error:
        raise InvalidRequest(f"{place}: {set_id[:80]!r}", "write authority|YYYY-MM-DD|number") from error


class SetIds:
    """What the sets' ids `authority|YYYY-MM-DD|number` name in one index.

    The authority in any spelling that the register matches, "_" for a space. The date is the one at
    the end of the report's file name, else the publication date: the two differ in a few reports by
    some days. The number is one that the report prints; where a second sequence repeats it, the first
    sequence is meant.
    """

    def __init__(self, reader: IndexReader, register: Register) -> None:
        self._reader, self._register = reader, register
        self._reports: dict[tuple[str, date], list[Report]] = {}
        files: dict[str, list[str]] = {report.id: [report.source] for report in reader.reports()}
        for source in reader.sources():
            if source.report is not None:
                files[source.report].append(source.path)
        dated = [(_date_of(name), report) for report in reader.reports() for name in files[report.id]]
        for day, report in (*dated, *((report.published, report) for report in reader.reports())):
            held = self._reports.setdefault((self._key(report.authority), day), []) if day else []
            if report not in held:
                held.append(report)

    def report(self, authority: str, published: date) -> Report | None:
        """The report of that authority and date, None where the index has none."""
        held = self._reports.get((self._key(authority.replace("_", " ")), published), [])
        return held[0] if held else None

    def paragraph(self, set_id: str, kinds: Iterable[Kind] = NUMBERED) -> str | None:
        """The paragraph's id; None where the index holds none of these kinds with that number."""
        authority, published, number = _parts(set_id)
        report = self.report(authority, published)
        held = self._reader.paragraphs(report.id) if report else ()
        allowed = set(kinds)
        found = [
            item for item in held if is_numbered(item) and item.kind in allowed and item.number == number
        ]
        return min(found, key=lambda item: item.part != "").id if found else None

    def _key(self, authority: str) -> str:
        known = self._register.match(authority)
        return slug(known.name if known else authority)


def is_numbered(paragraph: Paragraph) -> bool:
    """Whether the sets' ids can name it: a finding or recommendation whose number is printed."""
    return paragraph.printed and paragraph.kind in NUMBERED


def _date_of(file: str) -> date | None:
    return single_date(PurePosixPath(file).stem.split(" - ")[-1])
