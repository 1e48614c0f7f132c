"""A part of what `python -m tests.reliability.faults` tries: some calls of each trial, within seconds."""

from __future__ import annotations

from errno import EACCES, EIO, ENOSPC

import pytest

from tests.reliability.injection import FAIL, Fault, Outcome, cannot, faults_for, under_faulty_calls
from tests.reliability.trials import untrue

pytestmark = pytest.mark.slow


def refused(said: str, path: str = "paragraphs.npy") -> Outcome:
    return Outcome("refused", said, "w", path, 1)


def test_some_faults_of_each_trial() -> None:
    if reason := cannot():
        pytest.skip(reason)
    arguments = ("--every", "23", "--first", "7", "--seconds", "2")
    assert under_faulty_calls("tests.reliability.faults", *arguments, timeout=600) == 0


def test_each_kind_of_call_has_its_faults() -> None:
    found = faults_for("ows")
    assert [fault.number for fault in found] == sorted(fault.number for fault in found)
    assert {fault.label for fault in found if fault.kind == "w"} == {
        "ENOSPC", "EIO", "EDQUOT", "ENOSPC from then on", "cut short", "cut short, ENOSPC from then on",
        "the process ends before it", "the process ends in the middle",
    }  # fmt: skip
    assert {fault.number for fault in faults_for("ooooo", every=2, first=1)} == {2, 4}


@pytest.mark.parametrize(
    ("fault", "outcome", "true"),
    [
        (Fault(1, "w", FAIL, ENOSPC), refused("it could not be written (No space left on device)"), True),
        (Fault(1, "w", FAIL, ENOSPC), refused("it could not be written (Permission denied)"), False),
        (Fault(1, "w", FAIL, EIO), refused("not written (disk I/O error)", "a/reports.sqlite"), True),
        (Fault(1, "w", FAIL, EIO), refused("not written (disk I/O error)"), False),
        (Fault(1, "c", FAIL, ENOSPC, lasting=True), refused("(disk I/O error)", "a/reports.sqlite"), False),
        (Fault(1, "c", FAIL, EACCES), Outcome("broke", "Traceback ...", "c", "CURRENT", 1), False),
        (Fault(1, "c", FAIL, EACCES), Outcome("done", "", "c", "CURRENT", 1), True),
    ],
)
def test_a_message_must_name_the_reason(fault: Fault, outcome: Outcome, true: bool) -> None:
    assert (untrue(outcome, fault) == []) is true
