"""Killing the indexer at any moment loses nothing that was published, and the next run ends the job."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import IndexNotFound
from indexer.pipeline.run import index_paths
from indexer.pipeline.summary import IndexSummary
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.encoders import HashEncoder
from tests.support.paths import SCRIPTS, child_environment
from tests.support.scripts.obedient_reader import READER, write, write_report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="kills with SIGKILL"),
]

MOMENTS = 12  # more of them by tests/reliability/kills


def run_until(moment: int, reports: Path, index: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            str(SCRIPTS / "killed_run.py"),
            str(reports),
            str(index),
            str(moment),
        ],
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def finish(reports: Path, index: Path) -> IndexSummary:
    return index_paths([reports], index, HashEncoder, workers=1, reader=READER)


def content(index: Path) -> tuple[dict[str, str], list[str]]:
    """Texts by id and refused paths; everything is sound."""
    assert check(index) == []
    with IndexReader.open(index, verify=True) as reader:
        texts = {p.id: p.text for report in reader.reports() for p in reader.paragraphs(report.id)}
        return texts, [source.path for source in reader.sources() if source.report is None]


def test_killed_at_many_moments(tmp_path: Path) -> None:
    reports, before = tmp_path / "reports", tmp_path / "before"
    for number in range(3):
        write_report(reports / f"{number}.pdf", "Saltby", f"202{number}-05-16", f"Text {number}.", "Same.")
    finish(reports, before)
    old = content(before)
    (reports / "0.pdf").unlink()
    write_report(reports / "1.pdf", "Saltby", "2021-05-16", "Changed.", "Same.")
    write_report(reports / "4.pdf", "Northmoor", "2024-05-16", *(f"More {number}." for number in range(12)))
    write(reports / "bad.pdf", "refuse it")

    after = tmp_path / "after"
    shutil.copytree(before, after)
    whole = run_until(0, reports, after)
    assert whole.returncode == 0, whole.stderr
    new = content(after)
    assert new != old

    last = int(whole.stdout)
    assert last > MOMENTS
    seen = []
    for moment in sorted({1 + place * (last - 1) // (MOMENTS - 1) for place in range(MOMENTS)}):
        index = tmp_path / f"killed-{moment}"
        shutil.copytree(before, index)
        assert run_until(moment, reports, index).returncode == -signal.SIGKILL
        found = content(index)
        assert found in (old, new), f"killed at moment {moment} of {last}"
        seen.append(found)
        finish(reports, index)
        assert content(index) == new, f"killed at moment {moment} of {last}"
        assert sorted(path.name for path in index.iterdir()) == [
            "CURRENT", "generations", "lock", "sources"
        ]  # fmt: skip
        assert not finish(reports, index).published
    assert old in seen
    assert new in seen
    assert seen == sorted(seen, key=lambda found: found == new)  # never back to the old


def test_killed_before_anything_was_published(tmp_path: Path) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    write_report(reports / "1.pdf", "Saltby", "2021-05-16", *(f"Text {number}." for number in range(8)))
    moments = int(run_until(0, reports, tmp_path / "other").stdout)
    for moment in range(1, moments // 2, moments // 12):  # later runs have less to embed, and end sooner
        assert run_until(moment, reports, index).returncode == -signal.SIGKILL
        with pytest.raises(IndexNotFound):
            IndexReader.open(index)
    summary = finish(reports, index)
    assert (summary.reports, summary.paragraphs) == (1, 8)
    assert content(index) == content(tmp_path / "other")
