"""What the proofs work on: a made-up index before and after a change, and all that a reader sees of one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from indexer.errors import IndexNotFound, UnreadableReport
from indexer.files import TEMPORARY
from indexer.pipeline import journal, run
from indexer.pipeline.journal import _COMMIT_SECONDS
from indexer.pipeline.run import index_paths
from indexer.pipeline.summary import IndexSummary, Progress
from indexer.sandbox.pool import Reading, read_all
from indexer.store.format import CURRENT, GENERATIONS, LOCK, SOURCES
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from search_api.index.index import Index
from search_api.question import expansions
from search_api.retrieval import searcher
from search_api.schemas.answers import answer_json
from tests.support.encoders import HashEncoder
from tests.support.scripts.obedient_reader import READER, obey, write, write_report

QUESTIONS = (
    "What did inspectors say about MARAC?",
    "How good are plans for children?",
    "return home interviews",
)
# Tables of the program, which are the same for every index that is opened here.
vars(searcher)["load_terms"] = cache(expansions.load_terms)
vars(expansions)["_key"] = cache(expansions._key)
_OURS = [CURRENT, GENERATIONS, LOCK, SOURCES]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """All that a reader sees of one generation, without its name.

    facts: name -> what is seen. Where nothing was asked, there are no answers.
    """

    facts: dict[str, Any]

    def differs(self, other: Seen) -> list[str]:
        """The names of what differs."""
        return [
            name for name in self.facts.keys() & other.facts.keys() if self.facts[name] != other.facts[name]
        ]


def same(one: Seen | None, other: Seen | None) -> bool:
    """Whether both are nothing, or the same was seen of both wherever both were looked at."""
    if one is None or other is None:
        return one is other
    return not one.differs(other)


@dataclass(frozen=True, slots=True)
class Scene:
    """reports, elsewhere: folders. index: as published from both before `reports` changed.

    old, new: what is seen of it then, and after `publish`.
    """

    reports: Path
    elsewhere: Path
    index: Path
    old: Seen
    new: Seen

    def fresh(self, target: Path) -> Path:
        """A copy of the index as it was published first."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.index, target)
        return target

    def publish(
        self, index: Path, *, workers: bool = False, progress: Progress | None = None
    ) -> IndexSummary:
        """Index the changed folder. What is elsewhere stays, although it is not named."""
        return indexed([self.reports], index, workers=workers, progress=progress)

    def publish_all(self, index: Path, *, rebuild: bool = False) -> IndexSummary:
        """Index everything from the start."""
        return indexed([self.reports, self.elsewhere], index, rebuild=rebuild)


def make_scene(folder: Path, *, paragraphs: int = 4) -> Scene:
    """Four reports, of which one stays, one changes, one goes and one comes; a fifth lies elsewhere."""
    reports, elsewhere, index = folder / "reports", folder / "elsewhere", folder / "index"
    texts = [
        f"Managers review plan {number}. Work at MARAC {number} is prompt."
        for number in range(1, paragraphs + 1)
    ]
    write_report(elsewhere / "0.pdf", "Wexcombe", "2018-02-03", "Return home interviews are prompt.", "Same.")
    write_report(reports / "1.pdf", "Saltby", "2020-05-16", *texts, "Same.")
    write_report(reports / "2.pdf", "Saltby", "2021-05-16", "Plans for children are good.", *texts)
    write_report(reports / "3.pdf", "Northmoor", "2019-03-02", "Leaders know MARAC well.", "Same.")
    indexed([reports, elsewhere], index)
    old = seen(index)
    (reports / "3.pdf").unlink()
    write_report(reports / "2.pdf", "Saltby", "2021-05-16", "Plans for children are weak.", *texts[1:])
    write_report(reports / "4.pdf", "Northmoor", "2024-05-16", *(f"New {text}" for text in texts))
    write(reports / "bad.pdf", "refuse it")
    after = folder / "after"
    shutil.copytree(index, after)
    indexed([reports], after)
    return Scene(reports, elsewhere, index, old, seen(after))


def indexed(
    paths: list[Path],
    index: Path,
    *,
    workers: bool = False,
    progress: Progress | None = None,
    rebuild: bool = False,
) -> IndexSummary:
    """Index with an encoder that needs no model; files are read in this process unless `workers`."""
    if not workers:
        vars(run)["read_all"] = _read_here
    vars(journal)["_COMMIT_SECONDS"] = 0.0  # each paragraph is kept at once: more to go wrong
    try:
        return index_paths(
            paths, index, HashEncoder, workers=1, reader=READER, progress=progress, rebuild=rebuild
        )
    finally:
        vars(run)["read_all"], vars(journal)["_COMMIT_SECONDS"] = read_all, _COMMIT_SECONDS


def _read_here(paths: Iterable[Path], *_: object, **__: object) -> Generator[Reading, None, None]:
    for path in paths:
        try:
            yield path, obey(path, catalogue={}, max_pages=1)
        except UnreadableReport as error:
            yield path, error


def seen(index: Path, *, ask: bool = True) -> Seen:
    """Read all of an index, and ask it. `check` must find nothing, else ValueError.

    Raises what opening and asking raise.
    """
    with IndexReader.open(index, verify=True) as reader:
        facts = _shown(Index(reader, encoder=HashEncoder()), QUESTIONS if ask else ())
        facts["kept"] = {
            name: hashlib.sha256((index / SOURCES / name).read_bytes()).hexdigest()
            for name in reader.manifest.kept
        }
        rows = range(len(reader))
        facts["vectors"] = [
            reader.vector(row).tobytes() + reader.sentence_vectors(row).tobytes() for row in rows
        ]
    problems = check(index)
    if problems:
        raise ValueError("; ".join(problems))
    return Seen(facts)


def seen_or_none(index: Path, *, ask: bool = True) -> Seen | None:
    """None where nothing was published."""
    try:
        return seen(index, ask=ask)
    except IndexNotFound:
        return None


def _shown(index: Index, questions: Iterable[str]) -> dict[str, Any]:
    reader = index.reader
    reports = reader.reports()
    facts: dict[str, Any] = {
        "reports": reports,
        "paragraphs": [list(reader.paragraphs(report.id)) for report in reports],
        "anomalies": [reader.anomalies(report.id) for report in reports],
        "sources": [replace(source, mtime_ns=0) for source in reader.sources()],
        "acronyms": reader.acronyms(),
        "counts": reader.manifest.counts,
    }
    for question in questions:
        facts[question] = json.loads(json.dumps(answer_json(index.ask(question)), default=str))
    return facts


def leftovers(index: Path) -> list[str]:
    """What a run that ended well should not have left in an index folder."""
    names = sorted(path.name for path in index.iterdir())
    generations = sorted(path.name for path in (index / GENERATIONS).iterdir())
    return (
        [name for name in names if name not in _OURS]
        + [str(path) for path in index.rglob("*") if path.name.endswith(TEMPORARY)]
        + generations[2:]
    )
