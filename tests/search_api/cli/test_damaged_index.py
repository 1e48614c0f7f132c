"""A paragraph that was altered is not printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.builders import alter, current_generation, flip

from .calls import pinpoint

ALTERED = "Aubergines reach social workers in time"


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "what did inspectors say about MARAC?"],
        ["search", "MARAC"],
        ["show", "northmoor-2018-08-24/para-27"],
        ["show", "northmoor-2018-08-24"],
        ["similar", "northmoor-2018-08-24/para-27"],
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_nothing_altered_is_printed(
    index: Path, capfd: pytest.CaptureFixture[str], command: list[str], options: list[str]
) -> None:
    alter(index, f"UPDATE paragraphs SET text = '{ALTERED}. ' || substr(text, 42) WHERE rowid = 4")
    status, out, err = pinpoint(capfd, *command, "--index", index, *options)
    assert (status, out) == (3, "")
    assert err.startswith("pinpoint: the index is damaged: paragraph northmoor-2018-08-24/para-27 is not ")
    assert "`pinpoint check` lists what is damaged" in err


def test_a_damaged_database_is_not_opened(index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = current_generation(index) / "reports.sqlite"
    flip(path, path.stat().st_size // 2, 3)
    for command in (["ask", "what about MARAC?"], ["info"], ["acronyms"]):
        status, out, err = pinpoint(capfd, *command, "--index", index)
        assert (status, out) == (3, "")
        assert "reports.sqlite was altered since it was written" in err
