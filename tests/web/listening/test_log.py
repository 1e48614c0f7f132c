"""The log: a repeated line is counted, lines that differ are printed, and nothing floods it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from web.listening.log import CountingHandler


class Bench:
    def __init__(self) -> None:
        self.now = 0.0
        self.text = io.StringIO()
        self.handler = CountingHandler(self.text, clock=lambda: self.now)
        self.handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        self.log = logging.Logger("pinpoint.test")
        self.log.addHandler(self.handler)

    @property
    def lines(self) -> list[str]:
        return self.text.getvalue().splitlines()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.handler.close()


def test_a_repeated_line_is_printed_once_and_then_counted(bench: Bench) -> None:
    for _ in range(1000):
        bench.log.warning("no room")
    assert bench.lines == ["WARNING pinpoint.test: no room"]
    bench.now = 61
    bench.handler.sum_up()
    assert bench.lines[1:] == ["WARNING pinpoint.test: no room (999 times more in 61 s)"]
    bench.log.warning("no room")
    assert len(bench.lines) == 3


def test_of_lines_that_differ_a_few_are_printed_and_the_last_is_said(bench: Bench) -> None:
    for number in range(1000):
        bench.log.warning("client %d is gone", number)
    assert len(bench.lines) == 5
    bench.handler.close()
    assert bench.lines[5:] == ["WARNING pinpoint.test: client 999 is gone (995 times more in 0 s)"]


def test_other_lines_do_not_hide_behind_one_that_repeats(bench: Bench) -> None:
    for number in range(100):
        bench.log.warning("no room")
        if number == 50:
            bench.log.error("no room")
            bench.log.warning("no index")
    assert bench.lines == [
        f"{level} pinpoint.test: {text}"
        for level, text in (("WARNING", "no room"), ("ERROR", "no room"), ("WARNING", "no index"))
    ]


def test_a_traceback_is_printed_once(bench: Bench) -> None:
    for _ in range(100):
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            bench.log.exception("a task failed")
    assert bench.text.getvalue().count("Traceback") == 1
    bench.handler.close()
    assert bench.lines[-1] == "ERROR pinpoint.test: a task failed (99 times more in 0 s)"
    assert bench.text.getvalue().count("Traceback") == 1


def test_a_line_of_the_access_log_is_never_left_out() -> None:
    bench = Bench()
    bench.log.name = "uvicorn.access"
    for _ in range(100):
        bench.log.info('%s - "GET %s"', "127.0.0.1", "/livez")
    bench.handler.close()
    assert len(bench.lines) == 100


def test_many_kinds_of_line_are_not_kept_for_ever(bench: Bench) -> None:
    for number in range(5000):
        bench.log.warning(f"line {number}")
    assert len(bench.lines) == 5000
    assert len(bench.handler._kinds) <= 200
