"""Generated drafts over made-up reports: a small part of `python -m tests.quality.plans.score`."""

from __future__ import annotations

from pathlib import Path

from tests.quality.plans.canvas import FORMATS
from tests.quality.plans.generate import generate
from tests.quality.plans.made_up import made_up_index
from tests.quality.plans.score import BAR, Score


def test_verdicts_on_generated_drafts_are_right(tmp_path: Path) -> None:
    score = Score()
    with made_up_index(tmp_path) as index:
        score.add(index, generate(index, 3, len(FORMATS), 18))
    right, every = score.counts
    assert every >= 100
    assert score.passed == []
    assert score.alarms == []
    assert right >= BAR * every, "\n".join(score.wrong)
    assert {name.rpartition(".")[2] for kind, name in score.every if kind == "format"} == set(FORMATS)
