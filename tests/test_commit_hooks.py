"""The hooks before a commit run what `make check` runs, from the environment that `make` sets up."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
import yaml
from pre_commit.clientlib import InvalidConfigError, load_config

from tests.support.paths import ROOT

CONFIG = ROOT / ".pre-commit-config.yaml"
HOOKS = [hook for repo in yaml.safe_load(CONFIG.read_text("utf-8"))["repos"] for hook in repo["hooks"]]


def test_the_file_is_one_that_pre_commit_reads() -> None:
    load_config(str(CONFIG))


def test_a_file_that_pre_commit_cannot_read_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / CONFIG.name
    wrong.write_text(CONFIG.read_text("utf-8").replace("language:", "tongue:"), "utf-8")
    with pytest.raises(InvalidConfigError):
        load_config(str(wrong))


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_each_hook_runs_a_command_that_set_up_installs(hook: dict[str, str]) -> None:
    command = Path(shlex.split(hook["entry"])[0])
    assert hook["language"] == "system"
    assert command.parent == Path(".venv/bin")
    assert (Path(sys.executable).parent / command.name).exists()
