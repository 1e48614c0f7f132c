"""The workflow for the three systems names what is there, and may do no more than read."""

from __future__ import annotations

import re
import shlex
from typing import Any

import yaml

from tests.support.paths import ROOT

FILE = ROOT / ".github" / "workflows" / "ci.yml"
TEXT = FILE.read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
STEPS: list[dict[str, Any]] = WORKFLOW["jobs"]["quick"]["steps"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_it_runs_on_three_systems_with_each_python_that_we_support() -> None:
    matrix = WORKFLOW["jobs"]["quick"]["strategy"]["matrix"]
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "windows", "macos"]
    assert matrix["python"] == ["3.11", "3.12", "3.13"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_it_may_only_read_and_each_action_is_one_commit() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "secrets." not in TEXT
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) for name in used)
    assert STEPS[0]["with"] == {"persist-credentials": False}


def test_its_steps_name_targets_and_files_that_are_there() -> None:
    for step in STEPS:
        words = shlex.split(step.get("run", "").replace("\\", "/"))
        if words[:1] == ["make"]:
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE)
        for word in words:
            if word.startswith(("requirements/", "tests/")):
                assert (ROOT / word).exists()
    cached = STEPS[1]["with"]["cache-dependency-path"]
    assert (ROOT / cached).is_file()


def test_windows_gets_the_same_tests_as_make_check() -> None:
    """Windows has no make: the lines are there twice, and must not drift."""

    def told(text: str) -> list[str]:
        return shlex.split(re.sub(r"\s+", " ", text.replace("\\", "/")).partition("-m pytest ")[2])

    ours = next(step["run"] for step in STEPS if step.get("name") == "Test")
    quick = re.search(r"^quick:.*\n\t(.+)$", MAKEFILE, re.MULTILINE)
    assert quick is not None
    assert told(ours) == told(quick[1])
    shells = [step.get("shell") for step in STEPS if "Windows'" in step.get("if", "") and "==" in step["if"]]
    assert shells == ["pwsh"] * 3


def test_make_asks_for_nothing_that_the_make_of_macos_lacks() -> None:
    """It is version 3.81, which cannot gather the output of targets that run side by side."""
    lines = [line for line in MAKEFILE.splitlines() if "--output-sync" in line]
    assert len(lines) == 1
    assert "$(filter output-sync,$(.FEATURES))" in lines[0]
