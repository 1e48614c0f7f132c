"""The check of readings holds its processes to limits, and one bad file never ends its run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from indexer.audit.check_worker import check_files
from indexer.audit.readings import Problem, ReadingCheck
from indexer.cli import audit
from indexer.cli.audit import check_reading_command
from indexer.sandbox.limits import ReadLimits
from tests.support.scripts.obedient_checker import CHECKER
from tests.support.scripts.obedient_reader import write, write_report

SMALL = ReadLimits(memory_mb=400, cpu_seconds=2, wall_seconds=45, answer_mb=1)
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="Windows limits neither memory nor computing time")


def check(*paths: Path, fast: bool = True, limits: ReadLimits = SMALL) -> dict[str, ReadingCheck]:
    """By file name."""
    found = list(check_files(paths, fast=fast, workers=2, limits=limits, checker=CHECKER))
    assert sorted(item.path for item in found) == sorted(map(str, paths))
    return {Path(item.path).name: item for item in found}


@pytest.mark.parametrize("fast", [True, False])
def test_a_check_comes_back_as_it_was_made(tmp_path: Path, fast: bool) -> None:
    path = write_report(tmp_path / "a.pdf", "Saltby", "2022-05-16", "Visits are regular.", "Plans are clear.")
    second = None if fast else 2
    problem = Problem("closing", "saltby-2022-05-16/para-1", None, "“small” print")
    assert check(path, fast=fast)["a.pdf"] == ReadingCheck(
        str(path), "", "saltby-2022-05-16", 1, 2, 2, second, second, (problem,)
    )


def test_a_file_that_hangs_is_given_up_and_the_others_are_checked(tmp_path: Path) -> None:
    bad = write(tmp_path / "hangs.pdf", "sleep 600")
    good = write_report(tmp_path / "good.pdf", "Saltby", "2022-05-16")
    found = check(bad, good, limits=ReadLimits(wall_seconds=2))
    assert found["hangs.pdf"].refused == "reading it did not end within 2 seconds"
    assert found["good.pdf"].first == 1


@POSIX_ONLY
def test_one_bad_file_of_each_kind_is_named_and_the_others_are_checked(tmp_path: Path) -> None:
    orders = {
        "computes": ("compute", "took more than 2 seconds of computing"),
        "eats": ("eat", "needs more than 400 MB of memory"),
        "crashes": ("crash", "made the PDF library crash"),
        "dies": ("die", "was killed, perhaps for lack of memory: check it again"),
        "leaves": ("leave 3", "crash (exit status 3)"),
        "stumbles": ("raise this", "could not be understood (LookupError"),
        "refuses": ("refuse minutes", "told to refuse: minutes"),
    }
    bad = [write(tmp_path / f"{name}.pdf", order) for name, (order, _) in orders.items()]
    good = [write_report(tmp_path / f"good{n}.pdf", "Saltby", "2022-05-16") for n in range(4)]
    gone = tmp_path / "gone.pdf"
    found = check(*good[:2], *bad, gone, *good[2:])
    for name, (_, reason) in orders.items():
        assert reason in found[f"{name}.pdf"].refused
        assert "\n" not in found[f"{name}.pdf"].refused
    assert found["gone.pdf"].refused == "there is no such file or folder"
    assert [found[path.name].refused for path in good] == [""] * 4
    assert all(found[path.name].first == 1 for path in good)


def test_the_command_names_the_file_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "bad.pdf", "leave 3")
    write_report(tmp_path / "good.pdf", "Saltby", "2022-05-16")
    monkeypatch.setattr(
        "indexer.audit.check_worker.check_files.__kwdefaults__", {"limits": SMALL, "checker": CHECKER}
    )
    app = typer.Typer()
    app.command()(check_reading_command)
    run = CliRunner().invoke(app, [str(tmp_path)])
    assert run.exit_code == audit._FOUND_WRONG
    assert "bad.pdf: it made the PDF library crash" in run.stdout
    assert "saltby-2022-05-16/para-1: closing" in run.stdout
