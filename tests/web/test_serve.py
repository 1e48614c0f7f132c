"""`pinpoint serve`: who may reach it, what is said before it starts, and that it starts and ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from search_api.cli import app
from tests.support.api_bench import own_index, sample_index
from tests.support.serving import serve_command, serve_environment, server

pytestmark = pytest.mark.slow


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
    assert app.run(["serve", "--host", "0.0.0.0", "--index", str(sample_index())]) == 2
    err = capfd.readouterr().err
    assert "0.0.0.0 can be reached by others" in err
    assert "--open" in err
    assert err.count("\n") == 1


def test_a_damaged_index_is_said_before_anything_listens(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    assert app.run(["serve", "--index", str(tmp_path)]) == 3
    assert "does not name a generation" in capfd.readouterr().err


def test_without_an_index_it_says_what_to_do_and_opens_one_that_comes(tmp_path: Path) -> None:
    with server("--index", str(tmp_path / "index")) as (address, process):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"}))
        page = refused.value.read().decode()
        assert refused.value.code == 503
        assert "<h1>There are no reports here yet</h1>" in page
        assert '"ready":false' in read(f"{address}/livez")
        own_index(tmp_path)
        for _ in range(600):
            if '"ready":true' in read(f"{address}/livez"):
                break
            time.sleep(0.1)
        assert "There are no reports" not in read(address)
        process.kill()
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_port_that_is_taken_is_said() -> None:
    with server() as (address, _):
        again = subprocess.run(
            serve_command("--port", address.rpartition(":")[2]),
            capture_output=True,
            text=True,
            env=serve_environment(),
            check=False,
        )
    assert again.returncode == 3
    assert "pinpoint: cannot listen on 127.0.0.1, port" in again.stderr
    assert "Traceback" not in again.stderr
