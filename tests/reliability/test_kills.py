"""A part of what `python -m tests.reliability.kills` does: each kind of kill but that of the real encoder."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.processes import Child
from tests.support.paths import child_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="looks for processes as Linux shows them"
    ),
]

# In a process of its own, since it forks: one that runs tests has threads.
_FEW = """
import random, sys
from pathlib import Path
from tests.reliability.kills import Proof
proof = Proof(Path(sys.argv[1]), random.Random(int(sys.argv[2])))
done = [proof.writer() for _ in range(3)] + [proof.writer(workers=True), proof.reader(), proof.server()]
for item in done:
    print(item.what, item.phase, item.state, *item.wrong, sep="; ")
sys.exit(any(item.wrong for item in done))
"""


def test_a_kill_of_each_kind(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(1 << 30)
    environment = child_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", TMPDIR=str(tmp_path))
    command = [sys.executable, "-c", _FEW, str(tmp_path / "proof"), str(seed)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"seed {seed}\n{done.stdout}\n{done.stderr[-3000:]}"
    assert [path.name for path in tmp_path.iterdir()] == ["proof"]


@pytest.mark.parametrize("start", ["Child(wait).wait(60)", "told_by_child(wait)"])
def test_a_child_ends_with_the_process_that_started_it(start: str) -> None:
    code = (
        "import time\n"
        "from tests.reliability.processes import Child, told_by_child\n"
        "def wait():\n"
        "    print('waits', flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code + start]
    with subprocess.Popen(command, env=child_environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"waits\n"
        process.kill()
        process.communicate(timeout=30)  # until the child, too, has let go of the standard output


def test_what_a_child_starts_is_found_and_ended() -> None:
    child = Child(lambda: os.execv("/bin/sh", ["sh", "-c", "sleep 60 & sleep 60"]))
    until = time.monotonic() + 20
    while not child.started() and time.monotonic() < until:
        time.sleep(0.02)
    child.kill()
    assert child.status == -9
    assert child.orphans(0.1)  # a shell that is killed leaves what it started
    assert child.orphans(0.1) == []
