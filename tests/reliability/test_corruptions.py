"""A part of what `python -m tests.reliability.corruptions` does: some damage of each run's own choice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile

import pytest

from tests.reliability.damage import others_may_run_python
from tests.support.paths import child_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="forks, and takes rights away as POSIX does"),
]

# In a process of its own, since it forks: one that runs tests has threads.
_FEW = """
import random, sys
from pathlib import Path
from tests.reliability.corruptions import Proof, corruptions
done = corruptions(Proof(Path(sys.argv[1]), random.Random(int(sys.argv[2]))), 8)
for item in done:
    print(item.damage.how, item.damage.what, item.opened, item.checked, item.indexed, *item.wrong, sep="; ")
sys.exit(any(item.wrong for item in done))
"""


def test_some_of_each_kind() -> None:
    if not others_may_run_python():
        pytest.skip("root tries this as another user, who may not enter the folder that Python lies in")
    seed = random.SystemRandom().randrange(1 << 30)
    environment = child_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    # Not tmp_path, which is closed to other users: root tries this as one of them.
    with tempfile.TemporaryDirectory(prefix="pinpoint-damage-") as folder:
        command = [sys.executable, "-W", "ignore", "-c", _FEW, folder, str(seed)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
    assert done.returncode == 0, f"seed {seed}\n{done.stdout}\n{done.stderr[-3000:]}"
