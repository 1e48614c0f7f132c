"""`pinpoint serve`: who may reach it, what is said before it starts, and that it starts and ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from api_bench import sample_index

from search_api import cli

_TESTS = Path(__file__).resolve().parents[1]
_CODE = """
import sys, indexer.encoder
from fake_encoder import HashEncoder
from search_api import cli
indexer.encoder.load_encoder = lambda *_: HashEncoder()
sys.exit(cli.run(sys.argv[1:]))
"""


@contextmanager
def server(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port: its address and process. What it logs is read to the end."""
    with subprocess.Popen(
        _command("--port", "0", *arguments), stderr=subprocess.PIPE, env=_environment(), text=True
    ) as process:
        try:
            assert process.stderr
            for line in process.stderr:
                if found := re.search(r"Pinpoint is at (http://\S+)/ ", line):
                    yield found[1], process
                    return
            raise AssertionError("the server did not start")
        finally:
            process.kill()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", _CODE, "serve", "--index", str(sample_index()), *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINPOINT_")}
    return kept | {"PYTHONPATH": os.pathsep.join((str(_TESTS.parent), str(_TESTS)))}


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as reply:
        return str(reply.read().decode())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_it_starts_answers_logs_no_question_and_ends() -> None:
    with server() as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert '"status":"ready"' in read(f"{address}/readyz")
        assert '"total":' in read(f"{address}/api/v1/search?q=aubergine")
        process.send_signal(signal.SIGINT)
        assert process.stderr
        log = process.stderr.read()
        assert process.wait(20) == 0
    assert "aubergine" not in log
    assert "Traceback" not in log


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_request_that_runs_is_answered_before_it_ends() -> None:
    with server() as (address, process):
        with urllib.request.urlopen(f"{address}/api/v1/reports/northmoor-2016-01-29/source") as reply:
            process.send_signal(signal.SIGTERM)
            assert reply.read(5) == b"%PDF-"
            assert len(reply.read()) > 50_000
        process.wait(20)


def test_the_server_keeps_to_its_limits_and_speaks_mcp() -> None:
    """What access control and MCP do is told by their own tests; here that they are there."""
    with server() as (address, _):
        with urllib.request.urlopen(f"{address}/livez") as reply:
            assert reply.headers["x-content-type-options"] == "nosniff"
        request = urllib.request.Request(
            f"{address}/mcp",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "id": 1,
                    "method": "tools/list",
                    "params": {},
                }
            ).encode(),
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json, text/event-stream",
                "MCP-Protocol-Version": "2025-06-18",
            },
        )
        with urllib.request.urlopen(request) as reply:
            names = {tool["name"] for tool in json.load(reply)["result"]["tools"]}
    assert {"search", "ask", "get_paragraph", "list_reports"} <= names


def test_another_address_needs_a_key_or_to_be_open(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", "--host", "0.0.0.0", "--index", str(sample_index())]) == 2
    err = capfd.readouterr().err
    assert "0.0.0.0 can be reached by others" in err
    assert "--open" in err
    assert err.count("\n") == 1


def test_no_index_is_said_before_anything_listens(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", "--index", str(tmp_path)]) == 3
    assert "there is no index" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_port_that_is_taken_is_said() -> None:
    with server() as (address, _):
        again = subprocess.run(
            _command("--port", address.rpartition(":")[2]),
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
    assert again.returncode == 3
    assert "pinpoint: cannot listen on 127.0.0.1, port" in again.stderr
    assert "Traceback" not in again.stderr
