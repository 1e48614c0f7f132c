"""Processes killed at random moments: `python -m tests.reliability.kills --times 1000 --seed 1`.

After each kill the index opens as the old or the new generation, whole; nothing that was started is left
running; the next run publishes the new generation and leaves nothing unfinished.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import indexer.encoders.load
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from search_api.cli import app
from tests.reliability.command import options_of, say_how_far
from tests.reliability.processes import Child, Phases
from tests.reliability.scene import QUESTIONS, Scene, Seen, leftovers, make_scene, same, seen_or_none
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES, child_environment

_ASKED = 0.2  # of the times that an index is read, it is asked too
_ENOUGH = 300.0  # seconds, on a busy machine too, for anything to end by itself


@dataclass
class Killed:
    """One kill. what: its kind; phase: what the process was doing; state: "old" or "new" after it."""

    what: str
    phase: str
    state: str
    wrong: list[str] = field(default_factory=list)


class Proof:
    """The kinds of kill, on one scene, with moments drawn from `chance`."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.scene = make_scene(folder / "scene", paragraphs=8)
        self.index = folder / "index"
        self.phases = Phases()
        self.lasts: dict[str, float] = {}
        self.real: tuple[Path, Path, Any, Any] | None = None

    def writer(self, workers: bool = False) -> Killed:
        """`index` is killed while it reads, embeds or publishes. workers: files are read by processes."""
        what = "index, with reading processes" if workers else "index"
        index, before = self.scene.fresh(self.index), self.scene.old
        moment = self._moment(what, lambda: Child(lambda: self._publish(self._other(), workers)))
        self.phases.set("starting")
        child = Child(lambda: self._publish(index, workers))
        child.wait(max(0.0, moment - (time.monotonic() - child.began)))
        return self._after(what, child, index, before)

    def reader(self) -> Killed:
        """A process that reads files is killed; the run goes on and says which file it was."""
        what = "a reading process"
        index = self.scene.fresh(self.index)
        said = self.folder / "said.json"
        self.phases.set("starting")
        child = Child(lambda: said.write_text(json.dumps(self._publish(index, workers=True).as_json())))
        until = time.monotonic() + _ENOUGH
        while not (found := child.started()) and not child.has_ended() and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0.0, 0.9))
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        phase = str(self.phases)
        wrong = [] if child.wait(_ENOUGH) else ["the run did not end"]
        child.kill()
        state = self._state(index)
        if state == "neither":  # then files were refused, each with the reason
            refused = json.loads(said.read_text())["refused"] if child.status == 0 else []
            told = [item for item in refused if "was killed" in item["reason"]]
            wrong += [] if told and not check(index) else ["neither old nor new, and nothing was said"]
            state = "less the files refused"
        return Killed(what, phase, state, wrong + self._next(child, index))

    def server(self) -> Killed:
        """`serve` is killed while a new generation is taken up; whatever it answered was old or new."""
        what = "serve"
        index = self.scene.fresh(self.index)
        log = self.folder / "serve.log"
        log.write_bytes(b"")
        child = Child(lambda: _serve(index, log))
        wrong: list[str] = []
        address = _address(child, log)
        wrong += _answers(address, self.scene)
        _picture(address)
        writer = Child(lambda: self._publish(index, False))
        writer.wait(self.chance.uniform(0.0, 0.5))
        writer.kill()  # in half of these, before it was done
        wrong += _answers(address, self.scene)
        self.scene.publish(index)
        until = time.monotonic() + self.chance.uniform(0.0, 0.4)
        while time.monotonic() < until:
            wrong += _answers(address, self.scene)
        child.kill()
        return self._after(what, child, index, self.scene.new, "swapping", wrong)

    def encoder(self) -> Killed:
        """`pinpoint index` as users run it, with the encoder that ships, over the sample reports."""
        what = "pinpoint index, the real encoder"
        if self.real is None:
            self.real = _real_scene(self.folder / "real")
        reports, first, old, new = self.real
        index = self.folder / "real-index"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(first, index)
        started = time.monotonic()
        child = Child(lambda: _exec_index(reports, index))
        child.wait(self.chance.uniform(0.2, self.lasts.get(what, 12.0)))
        if child.has_ended():
            self.lasts[what] = time.monotonic() - started
        child.kill()
        wrong = [f"left running: process {pid}" for pid in child.orphans()]
        found = _real_seen(index)
        state = "old" if found == old else "new" if found == new else "neither"
        wrong += [f"{state} is seen"] if state == "neither" or (child.status == 0 and state == "old") else []
        if subprocess.run(
            _index_command(reports, index), env=child_environment(), capture_output=True
        ).returncode:
            wrong.append("the next run failed")
        wrong += [] if _real_seen(index) == new else ["after the next run it is not the new one"]
        wrong += [f"left over: {name}" for name in leftovers(index)] + check(index)
        phase = "ended" if child.status == 0 else "at work"
        return Killed(what, phase, state, wrong)

    def _publish(self, index: Path, workers: bool) -> Any:
        summary = self.scene.publish(index, workers=workers, progress=self.phases)
        self.phases.set("ended")
        return summary

    def _other(self) -> Path:
        return self.scene.fresh(self.folder / "measured")

    def _moment(self, what: str, run: Callable[[], Child]) -> float:
        """A moment in the life of a process, by how long the one that is run here takes."""
        if what not in self.lasts:
            child = run()
            child.wait(_ENOUGH)
            self.lasts[what] = time.monotonic() - child.began
        return self.chance.uniform(0.0, 1.05 * self.lasts[what])

    def _after(
        self, what: str, child: Child, index: Path, before: Seen, phase: str = "", wrong: Sequence[str] = ()
    ) -> Killed:
        child.kill()
        found = [*wrong]
        phase = phase or str(self.phases)
        state = self._state(index)
        published = child.status == 0 or before is self.scene.new
        if state not in ("old", "new") or (published and state == "old"):
            found.append(f"{state} is seen")
        return Killed(what, phase, state, found + self._next(child, index))

    def _state(self, index: Path) -> str:
        """All of it is read each time, and each fifth time it is asked too."""
        try:
            found = seen_or_none(index, ask=self.chance.random() < _ASKED)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            return f"{error!r}"
        return "new" if same(found, self.scene.new) else "old" if same(found, self.scene.old) else "neither"

    def _next(self, child: Child, index: Path) -> list[str]:
        wrong = [f"left running: process {pid}" for pid in child.orphans()]
        try:
            self.scene.publish(index)
            wrong += [] if self._state(index) == "new" else ["after the next run it is not the new one"]
            wrong += [f"left over: {name}" for name in leftovers(index)]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            wrong.append(f"the next run failed: {error!r}")
        return wrong


def _serve(index: Path, log: Path) -> None:
    os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND), 2)
    os.environ["PINPOINT_SERVE_LOOK_SECONDS"] = "0.05"
    indexer.encoders.load.load_encoder = lambda *_, **__: HashEncoder()
    app.run(["serve", "--index", str(index), "--port", "0"])


def _address(child: Child, log: Path) -> str:
    until = time.monotonic() + _ENOUGH
    while time.monotonic() < until and not child.has_ended():
        _, found, rest = log.read_text().partition("Pinpoint is at http://")
        if found and "/" in rest:
            return rest.partition("/")[0]
        time.sleep(0.01)
    raise RuntimeError(f"the server did not start: {log.read_text()[-400:]}")


def _get(address: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address, timeout=_ENOUGH)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def _answers(address: str, scene: Scene) -> list[str]:
    """What the server answers must be wholly the old or wholly the new."""
    wrong = []
    for question in QUESTIONS:
        status, body = _get(address, f"/api/v1/ask?q={quote(question)}")
        document = json.loads(body)
        quoted = [(passage["id"], passage["quote"]) for passage in document.get("passages", [])]
        known = [
            [(passage["id"], passage["quote"]) for passage in side.facts[question]["passages"]]
            for side in (scene.old, scene.new)
        ]
        if status != 200 or quoted not in known:
            wrong.append(f"the server answered {status} {quoted} to {question!r}")
    return wrong


def _picture(address: str) -> None:
    """Have the server start the process that draws. It refuses the page: a made-up report is no PDF."""
    _get(address, "/api/v1/paragraphs/saltby-2020-05-16/para-1/page.png")


def _real_scene(folder: Path) -> tuple[Path, Path, Any, Any]:
    """Reports, the index of two of them, and what is seen of it and of the index of three."""
    reports, index, after = folder / "reports", folder / "index", folder / "after"
    samples = sorted(SAMPLES.rglob("*.pdf"))
    reports.mkdir(parents=True)
    for path in samples[:2]:
        shutil.copyfile(path, reports / path.name)
    subprocess.run(_index_command(reports, index), env=child_environment(), capture_output=True, check=True)
    shutil.copyfile(samples[2], reports / samples[2].name)
    shutil.copytree(index, after)
    subprocess.run(_index_command(reports, after), env=child_environment(), capture_output=True, check=True)
    return reports, index, _real_seen(index), _real_seen(after)


def _index_command(reports: Path, index: Path) -> list[str]:
    code = "from search_api.cli.start import main; main()"
    return [sys.executable, "-c", code, "index", str(reports), "--index", str(index), "--workers", "1"]


def _exec_index(reports: Path, index: Path) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.execve(sys.executable, _index_command(reports, index), child_environment())


def _real_seen(index: Path) -> object:
    with IndexReader.open(index, verify=True) as reader:
        return [list(reader.paragraphs(report.id)) for report in reader.reports()], reader.reports()


# Shares of the kinds of kill, in a thousand.
SHARES = (("writer", 860), ("workers", 60), ("reader", 40), ("server", 30), ("encoder", 10))


def kills(proof: Proof, times: int, most: float = 1e9) -> list[Killed]:
    """So many kills, in a random order of kinds, or as many as are done in `most` seconds."""
    kinds: dict[str, Callable[[], Killed]] = {
        "writer": proof.writer,
        "workers": lambda: proof.writer(workers=True),
        "reader": proof.reader,
        "server": proof.server,
        "encoder": proof.encoder,
    }
    drawn = [name for name, share in SHARES for _ in range(round(share * times / 1000))]
    drawn += ["writer"] * (times - len(drawn))
    proof.chance.shuffle(drawn)
    began = time.monotonic()
    done: list[Killed] = []
    for name in drawn:
        if time.monotonic() - began > most:
            break
        done.append(kinds[name]())
        say_how_far(done, "kills", began)
    return done


def main(arguments: list[str]) -> int:
    """Kill so many and print the table. Status 1 where anything was wrong."""
    options = options_of("python -m tests.reliability.kills", arguments, 1000)
    if not sys.platform.startswith("linux"):
        print("not tried: what processes leave behind is looked for as on Linux", file=sys.stderr)
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pinpoint-kills-") as name:
        temporary = Path(name) / "tmp"
        temporary.mkdir()
        os.environ |= {"TMPDIR": str(temporary), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        tempfile.tempdir = None
        done = kills(Proof(Path(name), random.Random(options.seed)), options.times, options.seconds)
        left = sorted(path.name for path in temporary.iterdir())
    table: Counter[tuple[str, str, str]] = Counter((item.what, item.phase, item.state) for item in done)
    print(f"  {'killed':34}{'while':18}{'then seen':24}times")
    for (what, phase, state), count in sorted(table.items()):
        print(f"  {what:34}{phase:18}{state:24}{count:5}")
    for item in done:
        for trouble in item.wrong:
            print(f"  WRONG {item.what}, {item.phase}: {trouble}")
    print(f"  temporary files left: {left}")
    wrong = sum(bool(item.wrong) for item in done) + len(left)
    print(f"\n{len(done)} kills, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
