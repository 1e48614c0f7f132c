"""Published indexes damaged at random: `python -m tests.reliability.corruptions --times 500 --seed 1`.

Each is asked while it is open and after it is opened again, checked, and indexed again. Nothing altered may
be shown, `check` must find whatever the published generation needs, and nothing sound may be lost.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.errors import PinpointError
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from search_api.index.index import Index
from search_api.schemas.answers import answer_json
from tests.reliability.command import options_of, say_how_far
from tests.reliability.damage import Damage, damage, undo_permission, unprivileged
from tests.reliability.processes import told_by_child
from tests.reliability.scene import QUESTIONS, make_scene, seen
from tests.support.encoders import HashEncoder

_FACTS = ("reports", "paragraphs", "anomalies", "acronyms", "sources", "counts")


@dataclass
class Damaged:
    """One damaged index and what came of it.

    asked, opened: of the index that was open before, and of the one that is opened after it: "refused", "the
    same", or "true, other answers" where all that is quoted is right and the answers are not those of before.
    checked: "found" or "nothing found". indexed: "mended", "unchanged" (it needed nothing), "refused".
    """

    damage: Damage
    asked: str = ""
    opened: str = ""
    checked: str = ""
    indexed: str = ""
    wrong: list[str] = field(default_factory=list)


class Proof:
    """Indexes of two generations, damaged as `chance` has it."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.scene = make_scene(folder / "scene")
        self.index = folder / "index"
        self.published = folder / "published"
        shutil.copytree(self.scene.index, self.published)
        self.scene.publish(self.published)
        self.truth = self.scene.new
        with unprivileged(self.folder):  # so that nothing has to be found and read later
            seen(self.published)

    def one(self) -> Damaged:
        """Damage it once, and see what becomes of it."""
        shutil.rmtree(self.index, ignore_errors=True)
        shutil.copytree(self.published, self.index)
        with unprivileged(self.folder):
            return self._one()

    def _one(self) -> Damaged:
        opened = Index(IndexReader.open(self.index), encoder=HashEncoder())
        done = damage(self.index, self.chance)
        result = Damaged(done)
        with opened:
            result.asked = self._in_child(lambda: self._asked(opened), result)
        try:
            again = Index(IndexReader.open(self.index), encoder=HashEncoder())
        except PinpointError:
            result.opened = "refused"
        else:
            with again:
                result.opened = self._in_child(lambda: self._asked(again), result)
        try:
            problems = check(self.index)
        except PinpointError as error:
            problems = [str(error)]
        result.checked = "found" if problems else "nothing found"
        if done.counts and not problems:
            result.wrong.append("check found nothing")
        result.indexed = self._index_again(result)
        return result

    def _asked(self, index: Index) -> dict[str, Any]:
        """All that can be shown, each thing alone: {"state": ..., "wrong": [...]}."""
        wrong: list[str] = []
        refused = otherwise = False
        for name, show in _things(index):
            try:
                found = show()
            except PinpointError:
                refused = True
                continue
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is what this looks for
                wrong.append(f"{name} broke: {error!r}")
                continue
            if name in QUESTIONS:
                wrong += self._untrue(found)
                otherwise |= found != self.truth.facts[name]
            elif found != self._truth(name):
                wrong.append(f"{name} is shown altered")
        return {
            "state": "refused" if refused else "true, other answers" if otherwise else "the same",
            "wrong": wrong,
        }

    def _truth(self, name: str) -> Any:
        if name in _FACTS:
            return self.truth.facts[name]
        by_id = {item.id: item for report in self.truth.facts["paragraphs"] for item in report}
        return by_id.get(name)

    def _untrue(self, answer: dict[str, Any]) -> list[str]:
        """What is quoted must stand in the paragraph that is cited, with the facts that are known of it."""
        wrong = []
        known = {
            passage["id"]: passage for side in QUESTIONS for passage in self.truth.facts[side]["passages"]
        }
        for passage in [*answer["passages"], *filter(None, [answer["nearest_miss"]])]:
            true = self._truth(passage["id"])
            if true is None or passage["quote"] not in true.text:
                wrong.append(f"an altered quotation of {passage['id']}: {passage['quote']!r}")
            before = known.get(passage["id"])
            if before and passage["citation"] != before["citation"]:
                wrong.append(f"an altered citation: {passage['citation']}")
        return wrong

    def _in_child(self, act: Callable[[], dict[str, Any]], result: Damaged) -> str:
        """Reading a mapped file that was cut short ends the process: that must not be this one."""
        told, status = told_by_child(act)
        if told is None:
            return f"the process ended ({-status})"
        result.wrong += told["wrong"]
        return str(told["state"])

    def _index_again(self, result: Damaged) -> str:
        try:
            summary = self.scene.publish(self.index)
        except PinpointError as error:
            said = str(error)
            try:  # what the message says to do
                if result.damage.how == "no permission":
                    undo_permission(result.damage)
                    self.scene.publish(self.index)
                    return self._whole(result, "refused until it may be read")
                self.scene.publish_all(self.index, rebuild=True)
                return self._whole(result, "refused until all folders are named")
            except PinpointError as still:
                result.wrong.append(f"it cannot be mended: {said}; {still}")
                return "refused"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            result.wrong.append(f"indexing broke: {error!r}")
            return "broke"
        return self._whole(result, "mended" if summary.published else "unchanged")

    def _whole(self, result: Damaged, state: str) -> str:
        try:
            found = seen(self.index)
        except (PinpointError, ValueError, OSError) as error:
            result.wrong.append(f"after indexing again: {error}")
        else:
            if what := found.differs(self.truth):
                result.wrong.append(f"after indexing again something is lost or altered: {what}")
        return state


def _things(index: Index) -> Iterator[tuple[str, Callable[[], Any]]]:
    reader = index.reader
    yield "reports", index.reports
    yield "anomalies", lambda: [reader.anomalies(report.id) for report in index.reports()]
    yield "acronyms", reader.acronyms
    try:
        ids = [item.id for report in index.reports() for item in reader.paragraphs(report.id)]
    except PinpointError:
        ids = []
    for identity in ids:
        yield identity, lambda identity=identity: reader.get(identity)  # type: ignore[misc]
    for question in QUESTIONS:
        yield (
            question,
            lambda question=question: json.loads(  # type: ignore[misc]
                json.dumps(answer_json(index.ask(question)), default=str)
            ),
        )


def corruptions(proof: Proof, times: int, most: float = 1e9) -> list[Damaged]:
    """So many, or as many as are done in `most` seconds."""
    began = time.monotonic()
    done: list[Damaged] = []
    while len(done) < times and time.monotonic() - began < most:
        done.append(proof.one())
        for trouble in done[-1].wrong:
            print(f"WRONG {done[-1].damage.how}, {done[-1].damage.what}: {trouble}", file=sys.stderr)
        say_how_far(done, "damaged", began)
    return done


def main(arguments: list[str]) -> int:
    """Damage so many and print the table. Status 1 where anything was wrong."""
    options = options_of("python -m tests.reliability.corruptions", arguments, 500)
    if os.name == "nt":
        print("not tried: it forks", file=sys.stderr)
        return 2
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pinpoint-damage-") as name:
        done = corruptions(Proof(Path(name), random.Random(options.seed)), options.times, options.seconds)
    for heading in ("how", "what"):
        print(f"\n  {heading}")
        for value in sorted({getattr(item.damage, heading) for item in done}):
            chosen = [item for item in done if getattr(item.damage, heading) == value]
            print(f"  {value:28}{len(chosen):5}  {_told(chosen)}")
    print(f"\n  all{'':25}{len(done):5}  {_told(done)}")
    wrong = sum(bool(item.wrong) for item in done)
    print(f"\n{len(done)} damaged, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _told(items: list[Damaged]) -> str:
    columns = []
    for name in ("asked", "opened", "checked", "indexed"):
        count = Counter(getattr(item, name) for item in items)
        columns.append(f"{name}: " + ", ".join(f"{value} {number}" for value, number in count.most_common()))
    return "; ".join(columns)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
