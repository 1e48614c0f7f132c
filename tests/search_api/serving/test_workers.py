"""Work off the event loop: bounded, refused at once when full, given up after its time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from search_api.schemas.base import PREFIX
from search_api.serving.workers import Busy, TookTooLong, Workers
from tests.support.api_bench import make_app, sample_index


def run(work: Callable[[], Any]) -> Any:
    return asyncio.run(work())


def test_what_work_gives_and_raises() -> None:
    workers = Workers("test", 2, 2, 5)

    async def both() -> None:
        assert await workers.run(lambda: threading.current_thread().name.startswith("test")) is True
        with pytest.raises(ZeroDivisionError):
            await workers.run(lambda: 1 / 0)
        with pytest.raises(TimeoutError, match="its own"):
            await workers.run(_raise_timeout)

    run(both)
    assert workers.held == 0
    workers.close()


def _raise_timeout() -> None:
    raise TimeoutError("its own")


def test_the_next_beyond_the_bound_is_refused_at_once_and_later_ones_are_not() -> None:
    workers, going = Workers("test", 2, 3, 5), threading.Event()

    async def flood() -> tuple[list[Any], float]:
        held = [asyncio.create_task(workers.run(going.wait)) for _ in range(5)]
        await asyncio.sleep(0)
        assert workers.held == 5
        started = time.monotonic()
        for _ in range(3):
            with pytest.raises(Busy):
                await workers.run(going.wait)
        refused_in = time.monotonic() - started
        going.set()
        done = await asyncio.gather(*held)
        assert await workers.run(lambda: 7) == 7
        return done, refused_in

    done, refused_in = run(flood)
    assert done == [True] * 5
    assert refused_in < 1
    assert workers.held == 0
    workers.close()


def test_work_given_up_keeps_its_thread_but_not_a_waiting_place() -> None:
    workers, going = Workers("test", 1, 1, 0.05), threading.Event()

    async def late() -> None:
        tasks = [asyncio.create_task(workers.run(going.wait)) for _ in range(2)]
        for task in tasks:
            with pytest.raises(TookTooLong, match=r"not done within 0.05 seconds"):
                await task
        assert workers.held == 1  # the one that waited was never begun
        going.set()
        while workers.held:
            await asyncio.sleep(0.01)
        assert await workers.run(lambda: 1) == 1

    run(late)
    workers.close()


@pytest.mark.slow
def test_a_full_server_says_so_with_the_time_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    going, begun = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> None:
        begun.set()
        going.wait(10)
        raise ZeroDivisionError

    app = make_app(sample_index(), serve_threads=1, serve_waiting=0)
    with TestClient(app, raise_server_exceptions=False) as http:
        monkeypatch.setattr("search_api.retrieval.searcher.Searcher.search", slow)
        first = threading.Thread(target=http.get, args=(f"{PREFIX}/search?q=marac",))
        first.start()
        assert begun.wait(10)
        refused = http.get(f"{PREFIX}/reports")
        assert http.get("/livez").status_code == 200
        assert "pinpoint_work_held 1.0" in http.get("/metrics").text
        going.set()
        first.join()
        assert http.get(f"{PREFIX}/reports").status_code == 200
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["type"] == "urn:pinpoint:problem:busy"


@pytest.mark.slow
def test_a_request_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    going = threading.Event()
    app = make_app(sample_index(), serve_seconds=0.05)
    with TestClient(app, raise_server_exceptions=False) as http:
        monkeypatch.setattr("search_api.retrieval.searcher.Searcher.search", lambda *_, **__: going.wait(10))
        late = http.get(f"{PREFIX}/search?q=marac")
        going.set()
    assert late.status_code == 503
    assert late.json()["type"] == "urn:pinpoint:problem:took-too-long"
    assert int(late.headers["retry-after"]) > 0
