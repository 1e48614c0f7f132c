"""Labelled sets: their files, and the paragraphs of one index that their ids name.

The formats are described in docs/evaluation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from indexer.authorities.register import Register
from indexer.dates import single_date
from indexer.errors import InvalidRequest
from indexer.records import Kind, Paragraph, Report, slug
from indexer.store.reader import IndexReader

from .answer_sets import FILES, AnswerSets, load_answer_sets
from .files import json_rows, lines, numbered, set_id_parts, table, word

Qrels = Mapping[str, Mapping[str, int]]  # query -> {id: grade}

NUMBERED: tuple[Kind, ...] = ("finding", "recommendation")
TOPICS, QRELS, QUESTIONS = "topics.tsv", "topics.qrels", "questions.jsonl"
CROSSREFS, UNANSWERABLE = "crossrefs.jsonl", "unanswerable.tsv"
RANKED = ("questions", "topics", "crossrefs")  # the parts that can be written as run files
# part -> the files that it needs, in the order in which parts are shown
PARTS: dict[str, tuple[str, ...]] = {
    "questions": (QUESTIONS,),
    "topics": (TOPICS, QRELS),
    "crossrefs": (CROSSREFS,),
    "unanswerable": (UNANSWERABLE,),
    **{part: (name,) for part, name in FILES.items()},
}


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

    parts: those to run. questions: also there, but not to be ranked, where only `unanswerable` is run.
    notes: what was left out, one sentence each.
    """

    topics: Mapping[str, str]
    judged: Qrels
    questions: tuple[Question, ...]
    crossrefs: tuple[CrossReference, ...]
    unanswerable: Mapping[str, str]
    answering: AnswerSets
    parts: tuple[str, ...]
    notes: tuple[str, ...]

    def queries(self) -> dict[str, list[str]]:
        """part -> the ids of its queries, in the order of the file; none for a part not to run."""
        every = {
            "questions": [item.query for item in self.questions],
            "topics": list(self.topics),
            "crossrefs": [item.query for item in self.crossrefs],
            "unanswerable": list(self.unanswerable),
            **self.answering.queries(),
        }
        return {part: every[part] if part in self.parts else [] for part in PARTS}


def load_sets(folder: Path, only: Collection[str] = ()) -> Sets:
    """only: the parts to load, all of them where it is empty.

    Raises InvalidRequest with file and line for what does not fit, where nothing is there, and for a part in
    `only` that does not exist or has no file.
    """
    strange = sorted(set(only) - PARTS.keys())
    if strange:
        raise InvalidRequest(f"{strange[0]!r} is no part of the sets", f"use {', '.join(PARTS)}")
    parts = tuple(part for part in PARTS if part in only or not only)
    missing = {part: [name for name in PARTS[part] if not (folder / name).is_file()] for part in parts}
    for part in only:
        if missing[part]:
            raise InvalidRequest(
                f"{folder} holds no {' and no '.join(missing[part])}", f"leave out --only {part}"
            )
    there = {part for part in parts if not missing[part]}
    judged = _qrels(folder / QRELS) if "topics" in there else {}
    typed = table(folder / TOPICS) if judged else {}
    stray = sorted(judged.keys() - typed.keys())
    if stray:
        raise InvalidRequest(f"{QRELS} judges {stray[0]!r}", f"give that topic's text in {TOPICS}")
    # How many of the refusals are right takes questions that have an answer.
    known = "questions" in there or ("unanswerable" in there and (folder / QUESTIONS).is_file())
    questions = json_rows(_question, folder / QUESTIONS) if known else ()
    crossrefs = json_rows(_crossref, folder / CROSSREFS) if "crossrefs" in there else ()
    unanswerable = table(folder / UNANSWERABLE) if "unanswerable" in there else {}
    if not there:
        raise InvalidRequest(
            f"{folder} holds no labelled set", "give the folder with topics.tsv and its like"
        )
    notes = [
        f"{part} left out: there is no {' and no '.join(names)}." for part, names in missing.items() if names
    ]
    unjudged = [query for query in typed if query not in judged]
    if unjudged:
        notes.append(f"Topics left out because {QRELS} judges nothing for them: {', '.join(unjudged)}.")
    topics = {query: text for query, text in typed.items() if query in judged}
    answering = load_answer_sets(folder, there)
    sets = Sets(
        topics, judged, questions, crossrefs, unanswerable, answering, tuple(p for p in PARTS if p in there),
        tuple(notes),
    )  # fmt: skip
    every = [query for queries in sets.queries().values() for query in queries]
    if "questions" not in there:
        every += [item.query for item in questions]
    twice = [query for query, times in Counter(every).items() if times > 1]
    if twice:
        raise InvalidRequest(f"two sets use the query id {twice[0]!r}", "give each query its own")
    return sets


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for place, line in lines(path):
        columns = line.split()
        if len(columns) != 4 or columns[3] not in ("0", "1", "2", "3"):
            raise InvalidRequest(f"{place} is not 'query 0 id grade' with a grade 0-3", "correct the line")
        set_id_parts(columns[2], place)
        judged.setdefault(columns[0], {})[columns[2]] = int(columns[3])
    return judged


def _question(place: str, row: dict[str, Any]) -> Question:
    set_id_parts(row["id"], place)
    return Question(word(row["qid"]), str(row["question"]), row["id"], str(row["answer_span"]))


def _crossref(place: str, row: dict[str, Any]) -> CrossReference:
    numbers = tuple(int(number) for number in row["paragraphs"])
    if not numbers:
        raise ValueError("no paragraphs")
    day = date.fromisoformat(row["published"])
    return CrossReference(numbered("x", place), str(row["text"]), str(row["authority"]), day, numbers)


# From the sets' ids to paragraphs


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
        authority, published, number = set_id_parts(set_id)
        report = self.report(authority, published)
        held = self._reader.paragraphs(report.id) if report else ()
        allowed = set(kinds)
        found = [
            item for item in held if is_numbered(item) and item.kind in allowed and item.label == str(number)
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
