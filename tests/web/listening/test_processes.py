"""Several processes at one port: replaced when they die or hang, ended together; what fails is said once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from tests.support.paths import child_environment
from tests.support.serving import serve_command, serve_environment, server
from web.listening import processes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

_PID = re.compile(r"worker (\d) uvicorn.error: Started server process \[(\d+)\]")


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_all_end_together() -> None:
    with server("--workers", "2") as (address, process):
        assert process.stderr
        pids: dict[str, int] = {}
        log = ""

        def listen_for(count: int) -> None:
            nonlocal log
            while len(_PID.findall(log)) < count:
                log += process.stderr.readline()  # type: ignore[union-attr]
            pids.update((number, int(pid)) for number, pid in _PID.findall(log))

        listen_for(1)  # the first has said so before the address was
        first = dict(pids)
        for number in first:
            os.kill(pids[number], signal.SIGKILL)
        listen_for(2)
        assert f"worker {next(iter(first))} ended with signal 9; another takes its place" in log
        for _ in range(20):
            with urllib.request.urlopen(f"{address}/api/v1/search?q=marac", timeout=60) as reply:
                assert reply.status == 200
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(60) == 143
    assert "Traceback" not in log + rest
    assert rest.count("Finished server process") == 2
    for pid in pids.values():
        assert not Path(f"/proc/{pid}").exists()


@pytest.mark.slow
def test_what_keeps_all_from_starting_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    command = [*serve_command("--workers", "3", "--port", "0"), "--index", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=serve_environment(), check=False)
    assert done.returncode == 3
    assert done.stderr.count("does not name a generation") == 1
    assert done.stderr.count("\n") == 1


_WATCH = """
import os, signal, sys, time
from indexer.process import Terminated
from web.listening import processes

def say(*words):  # in one piece: several processes write to one pipe
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

processes._SILENT, processes._TICK, processes._STARTING = 1.0, 0.1, 20.0
try:
    role = processes.Watch(2, lambda: say("ready")).run()
except Terminated:
    sys.exit(143)
if isinstance(role, int):
    sys.exit(role)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
role.beat()  # until then it is starting, and has longer
say("worker", role.number, os.getpid())
while role.beat():
    time.sleep(0.1)
say("alone", role.number)
"""


@contextmanager
def _watch() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _WATCH]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(), text=True) as process:
        try:
            yield process
        finally:  # it never ends by itself: a test that fails would wait for it for ever
            process.kill()


def test_a_worker_that_hangs_is_ended_and_replaced() -> None:
    with _watch() as process:
        assert process.stdout
        said = sorted(process.stdout.readline().split() for _ in range(3))
        assert said[0] == ["ready"]
        _, number, pid = said[2]
        assert number == "2"
        os.kill(int(pid), signal.SIGSTOP)
        _, again, other = process.stdout.readline().split()
        assert (again, other != pid) == ("2", True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 143
    assert not Path(f"/proc/{pid}").exists()


def test_workers_end_where_nobody_watches_them_any_more() -> None:
    with _watch() as process:
        assert process.stdout
        for _ in range(3):
            process.stdout.readline()
        process.kill()
        assert sorted(process.stdout.read().split("\n")) == ["", "alone 1", "alone 2"]


def test_a_worker_that_dies_at_once_again_and_again_is_started_ever_later() -> None:
    watch = processes.Watch(1, lambda: None)
    [place] = watch._places
    delays = []
    for _ in range(7):
        place.pipe, place.begun = os.open(os.devnull, os.O_RDONLY), time.monotonic()
        watch._lost(place, "ended", time.monotonic())
        delays.append(place.delay)
    assert delays == [1, 2, 4, 8, 16, 30, 30]


def test_without_fork_more_workers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    processes.check_workers(1)
    with pytest.raises(InvalidRequest, match="--workers"):
        processes.check_workers(2)
