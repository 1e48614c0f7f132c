"""What is made to fail: an action on a folder, and what must be true of that folder afterwards."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.authorities.catalogue import Publication
from indexer.authorities.downloads import Manners
from indexer.authorities.fetching import fetch, is_here, note_path
from indexer.errors import system_reason
from indexer.sharing import encoders
from indexer.sharing.packing import pack_index
from indexer.sharing.unpacking import unpack_index
from search_api.access.keys import KeyStore
from tests.reliability.injection import FAIL, Fault, Outcome
from tests.reliability.scene import Scene, leftovers, same, seen_or_none
from tests.support.encoders import HashEncoder
from tests.support.report_server import made_up_pdf, serving, whole

_PUBLISHED = (1, 2, 3)
_ASKED = cycle([True, False, False, False, False])  # an index is always read; each fifth is asked too
# What SQLite says of an error of the system, which it does not name. That is enough where the error passes at
# once; where it stays, its own name must be given.
_SQLITE_SAYS = (
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
    "database disk image is malformed",
    "disk is full",
    # and how the journal words that
    "the disk reports an error",
    "too many files are open",
    "the disk can only be read",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """prepare: makes the folder as it is before. act: what is done, in a child. What it gives is its message.

    judge: what is wrong with the folder after that; it also does the same again, without a fault, and then
    nothing may be missing, too much or left over. [] if nothing is wrong.
    """

    name: str
    prepare: Callable[[Path], object]
    act: Callable[[Path], str]
    judge: Callable[[Path, Outcome], list[str]]


def untrue(outcome: Outcome, fault: Fault) -> list[str]:
    """What is wrong with the message: it must be ours and name the reason that the system gave."""
    if outcome.how == "broke":
        return [f"it broke: {outcome.said[-600:]}"]
    refused = outcome.how == "refused" or "cannot be written" in outcome.said  # of single files in a run
    if not refused or fault.error == 0 or fault.mode != FAIL:
        return []
    reason = os.strerror(fault.error)
    passing = not fault.lasting and ".sqlite" in outcome.path
    words = system_reason(OSError(fault.error, reason))
    if (
        reason in outcome.said
        or words in outcome.said
        or (passing and any(told in outcome.said for told in _SQLITE_SAYS))
    ):
        return []
    return [f"the reason {reason!r} is not in: {outcome.said}"]


def publishing(scene: Scene) -> Trial:
    """A run of the indexer that publishes a new generation over an old one."""

    def act(index: Path) -> str:
        return scene.publish(index).generation

    def judge(index: Path, outcome: Outcome) -> list[str]:
        return _judge_index(scene, index, outcome, first=False)

    return Trial("index, a new generation", scene.fresh, act, judge)


def first_publishing(scene: Scene) -> Trial:
    """The first run of the indexer in an empty folder."""

    def act(index: Path) -> str:
        scene.publish_all(index)
        return ""

    def judge(index: Path, outcome: Outcome) -> list[str]:
        return _judge_index(scene, index, outcome, first=True)

    return Trial("index, the first generation", _emptied, act, judge)


def unpacking(scene: Scene, folder: Path) -> Trial:
    """An archive of the new index is unpacked over the old one."""
    made, archive = folder / "made", folder / "made.pinpoint"
    if not archive.exists():
        scene.fresh(made)
        scene.publish(made)
        pack_index(made, archive)
    vars(encoders)["load_encoder"] = lambda _: HashEncoder()

    def act(index: Path) -> str:
        unpack_index(archive, index, replace=True, model="any")
        return ""

    def judge(index: Path, outcome: Outcome) -> list[str]:
        return _judge_index(scene, index, outcome, first=False, again=act)

    return Trial("unpack", scene.fresh, act, judge)


def _judge_index(
    scene: Scene,
    index: Path,
    outcome: Outcome,
    *,
    first: bool,
    again: Callable[[Path], object] | None = None,
) -> list[str]:
    old = None if first else scene.old
    wrong: list[str] = []
    ask = next(_ASKED)
    try:
        found = seen_or_none(index, ask=ask)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
        return [f"it does not open: {error!r}"]
    states = {"old": same(found, old), "new": same(found, scene.new)}
    if not any(states.values()):
        wrong.append("neither the old nor the new")
    if outcome.how == "done" and not states["new"]:
        wrong.append("it said that it was done, and the index is not the new one")
    if "as it was before" in outcome.said and not states["old"]:
        wrong.append(f"not as it was before: {outcome.said}")
    if "is in place" in outcome.said and not states["new"]:
        wrong.append(f"not in place: {outcome.said}")
    if outcome.how == "refused" and not any(words in outcome.said for words in ("as it was", "in place")):
        wrong += [] if states["old"] else [f"new, although it was refused: {outcome.said}"]
    again = again or (scene.publish_all if first else scene.publish)
    try:
        again(index)
        wrong += (
            []
            if same(seen_or_none(index, ask=ask), scene.new)
            else ["after the next run the index is not the new one"]
        )
        wrong += [f"left over: {name}" for name in leftovers(index)]
    except Exception as error:  # noqa: BLE001
        wrong.append(f"the next run failed: {error!r}")
    return wrong


@contextmanager
def published_reports() -> Iterator[str]:
    """The address of a server with three reports. It is a process of its own: this one forks."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        here.close()
        process.join(10)
        process.kill()


def _serve(pipe: Connection) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # it complains of each client that dies
    with serving() as server:
        for number in _PUBLISHED:
            server.publish(f"/{number}", whole(made_up_pdf(f"report {number}"), etag='"1"'))
        pipe.send(server.base)
        with suppress(EOFError):
            pipe.recv()  # until the other end is closed


def fetching(address: str) -> Trial:
    """Downloads of three reports, of which the second is published anew under the same address."""
    chosen = [
        Publication(f"9000{number}", f"Authority {number}", date(2020, 1, number), f"{address}/{number}")
        for number in _PUBLISHED
    ]
    content = {item.path: made_up_pdf(f"report {item.published.day}") for item in chosen}
    older = made_up_pdf("an older report 2")
    manners = Manners(pause=0.0, attempts=2)

    def run(folder: Path) -> list[str]:
        """The files that were refused, each with the reason."""
        outcomes = fetch(chosen, folder, manners=manners, sleep=lambda _: None)
        return [f"{item.path.name}: {item.reason}" for item in outcomes if item.status == "refused"]

    def prepare(folder: Path) -> None:
        _emptied(folder)
        path = folder / chosen[1].path
        path.parent.mkdir(parents=True)
        path.write_bytes(older)
        note_path(path).write_text(json.dumps({"url": "https://elsewhere.invalid/2", "sha256": ""}), "utf-8")

    def act(folder: Path) -> str:
        return "; ".join(run(folder))

    def judge(folder: Path, outcome: Outcome) -> list[str]:
        wrong = []
        for item in chosen:
            path = folder / item.path
            held = path.read_bytes() if path.exists() else None
            if held not in (None, content[item.path], older):
                wrong.append(f"{path.name} is neither whole nor as it was")
            if is_here(item, folder) and held != content[item.path]:
                wrong.append(f"{path.name} is taken to be here and is not")
            told = path.name in outcome.said or outcome.how != "done"
            if not told and held != content[item.path]:
                wrong.append(f"{path.name} is not here, and nothing was said")
        try:
            wrong += [f"the next run: {said}" for said in run(folder)]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            return [*wrong, f"the next run failed: {error!r}"]
        wanted = {folder / item.path for item in chosen}
        wanted |= {note_path(path) for path in wanted} | {folder / ".pinpoint-fetch.lock"}
        there = {path for path in folder.rglob("*") if path.is_file()}
        wrong += [f"left over: {path.name}" for path in sorted(there - wanted)]
        wrong += [f"missing: {path.name}" for path in sorted(wanted - there)]
        wrong += [f"not here: {item.path}" for item in chosen if not is_here(item, folder)]
        return wrong

    return Trial("fetch", prepare, act, judge)


def keeping_keys(folder: Path) -> Trial:
    """A key is made and another revoked, in a file that holds two."""
    start = folder / "keys-before"
    names = _keys(start, "one", "two")

    def prepare(target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(start, target)

    def act(target: Path) -> str:
        _, secret = KeyStore(target / "keys.json").add("three")
        KeyStore(target / "keys.json").revoke(names["one"])
        return secret

    def judge(target: Path, outcome: Outcome) -> list[str]:
        try:
            held = _names(KeyStore(target / "keys.json"))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            return [f"the keys cannot be read: {error!r}"]
        wrong = []
        if held not in ({"one", "two"}, {"one", "two", "three"}, {"two", "three"}):
            wrong.append(f"the keys are {sorted(held)}")
        if outcome.how == "done":
            found = KeyStore(target / "keys.json").find(outcome.said)
            if held != {"two", "three"} or found is None or found.name != "three":
                wrong.append(f"it said that it was done, and the keys are {sorted(held)}")
        store = KeyStore(target / "keys.json")
        store.add("four")
        if (store.path.stat().st_mode & 0o777) != 0o600 or _names(store) != held | {"four"}:
            wrong.append("the next change failed")
        left = sorted(
            path.name for path in target.iterdir() if path.name not in ("keys.json", "keys.json.lock")
        )
        return wrong + [f"left over: {name}" for name in left]

    return Trial("keys", prepare, act, judge)


def _names(store: KeyStore) -> set[str]:
    kept = store.keys()
    return {key.name for key in kept}


def _keys(folder: Path, *names: str) -> dict[str, str]:
    store = KeyStore(folder / "keys.json")
    return {name: store.add(name)[0].id for name in names}


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def trials(scene: Scene, address: str, folder: Path) -> Sequence[Trial]:
    """All of them."""
    return [
        publishing(scene),
        first_publishing(scene),
        fetching(address),
        keeping_keys(folder),
        unpacking(scene, folder),
    ]
