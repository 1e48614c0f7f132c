"""The commands of the README, the tutorials and how-to pages run on the sample reports, in their order."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT, SAMPLES, child_environment

GUIDES = [
    "README.md",
    *(f"docs/tutorials/{name}.md" for name in (
        "first-question", "check-a-plan", "compare-two-authorities", "set-up-for-a-team"
    )),
    "docs/how-to/cite.md", "docs/how-to/get-reports.md",
]  # fmt: skip
# These stay until they are stopped, or need the internet. test_docs knows whether they exist.
_NOT_HERE = {"demo", "serve", "setup", "fetch", "unpack"}
_ATTENTION = {"check-plan": 4}  # command -> status where it finds what the guide shows
_SAVED = {"markdown": "draft.md"}  # kind of block -> the file that the reader is told to make of it
_RUN = """\
import json, sys
from search_api.cli.app import run
statuses = []
for words in json.load(sys.stdin):
    print("$ " + " ".join(words), file=sys.stderr, flush=True)
    statuses.append(run(words))
json.dump(statuses, open("statuses.json", "w"))
"""


def commands(text: str) -> Iterator[list[str]]:
    """What follows `pinpoint` on each line of the blocks that are typed."""
    for kind, block in re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines() if not kind else ():
            words = shlex.split(line, comments=True)
            if words[:1] == ["pinpoint"] and (words[1] not in _NOT_HERE or "--no-pages" in words):
                yield words[1:]


@pytest.mark.slow
def test_the_commands_of_the_guides_run(tmp_path: Path) -> None:
    """One process for all of them: what takes long is to start."""
    shutil.copytree(SAMPLES, tmp_path / "reports")
    (tmp_path / "extra").mkdir()
    shutil.copyfile(next(SAMPLES.rglob("*.pdf")), tmp_path / "extra/our inspection - 24 August 2018.pdf")
    wanted = [["demo", "--keep", "samples", "--no-pages"]]  # what the README says in a sentence
    for name in GUIDES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for kind, block in re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            if kind in _SAVED:
                (tmp_path / _SAVED[kind]).write_text(block, encoding="utf-8")
        found = list(commands(text))
        assert found, name
        wanted += found
    ran = subprocess.run(
        [sys.executable, "-c", _RUN],
        input=json.dumps(wanted),
        capture_output=True,
        encoding="utf-8",
        env=child_environment()
        | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "PINPOINT_INDEX": str(tmp_path / "samples"),
            "PINPOINT_KEYS": str(tmp_path / "keys.json"),
        },
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    statuses = json.loads((tmp_path / "statuses.json").read_text(encoding="utf-8"))
    wrong = [
        (" ".join(words), status)
        for words, status in zip(wanted, statuses, strict=True)
        if status != _ATTENTION.get(words[0], 0)
    ]
    assert wrong == [], ran.stderr


def test_only_what_is_typed_is_run() -> None:
    typed = "pinpoint ask x  # one\npip install x\npinpoint serve\npinpoint demo\npinpoint demo --no-pages\n"
    text = f"```\n{typed}```\n```text\npinpoint show y\n```\n"
    assert list(commands(text)) == [["ask", "x"], ["demo", "--no-pages"]]
