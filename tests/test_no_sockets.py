"""No command opens a socket, but `fetch`, and `serve` at the address that was asked for. Libraries included.

The guard is tests/support/guard/sitecustomize.py. The real encoder is loaded: its library has telemetry.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from search_api.cli.app import COMMANDS
from tests.support.paths import ROOT, SAMPLES

pytestmark = pytest.mark.slow

_GUARD = ROOT / "tests" / "support" / "guard"
_REPORT = SAMPLES / "99902_saltby"
# name -> arguments. All are run one after the other in one process; {folder} is empty at first.
_RUNS: dict[str, list[list[str]]] = {
    "index": [["index", str(_REPORT), "--index", "{folder}/index", "--workers", "1"]],
    "ask": [["ask", "what did inspectors say about MARAC?", "--index", "{folder}/index"]],
    "search": [["search", "return home interviews", "--index", "{folder}/index", "--json"]],
    "cite": [["cite", "saltby-2023-11-13/para-6", "--quote", "--link", "--index", "{folder}/index"]],
    "show": [["show", "saltby-2023-11-13/para-6", "--index", "{folder}/index"]],
    "similar": [["similar", "saltby-2023-11-13/para-6", "--same", "--index", "{folder}/index"]],
    "weak-to-strong": [["weak-to-strong", "supervision", "--index", "{folder}/index"]],
    "lineage": [["lineage", "Saltby", "--index", "{folder}/index"]],
    "themes": [["themes", "neglect", "--index", "{folder}/index"]],
    "silence": [["silence", "private fostering", "--index", "{folder}/index"]],
    "grades": [["grades", "--index", "{folder}/index", "--json"]],
    "trend": [["trend", "neglect", "--index", "{folder}/index"]],
    "matrix": [["matrix", "neglect", "--index", "{folder}/index", "--json"]],
    "map": [["map", "--by", "grade", "--index", "{folder}/index"]],
    "contrast": [["contrast", "supervision", "--index", "{folder}/index"]],
    "praised": [["praised", "supervision", "--mine", "Saltby", "--index", "{folder}/index"]],
    "check-plan": [["check-plan", "{folder}/draft.md", "--index", "{folder}/index"]],
    "brief": [["brief", "supervision", "--authority", "Saltby", "--index", "{folder}/index"]],
    "watch": [
        ["watch", "add", "marac", "MARAC", "--folder", "{folder}", "--index", "{folder}/index"],
        ["watch", "run", "--folder", "{folder}", "--index", "{folder}/index"],
    ],
    "acronyms": [["acronyms", "--index", "{folder}/index"]],
    "plan": [["plan", "saltby-2023-11-13/para-6", "--index", "{folder}/index", "-o", "{folder}/plan.docx"]],
    "completion": [["completion", "zsh"]],
    "info": [["info", "--index", "{folder}/index", "--json"]],
    "check": [["check", "--index", "{folder}/index"]],
    "pack": [["pack", "--to", "{folder}/shared.pinpoint", "--index", "{folder}/index"]],
    "unpack": [["unpack", "{folder}/shared.pinpoint", "--index", "{folder}/unpacked"]],
    "read": [["read", "{report}"]],
    "check-reading": [["check-reading", str(_REPORT)]],
    "ledger": [["ledger", str(_REPORT)]],
    "eval": [["eval", "{folder}/sets", "--index", "{folder}/index", "--only", "unanswerable"]],
    "key": [["key", "add", "portal"], ["key", "list"]],
    "config": [["config", "show"]],
    "mcp": [["mcp", "--index", "{folder}/index"]],
}
_BY_ITSELF = {"demo", "fetch", "publish", "serve", "setup"}
_CODE = """
import json, sys
from search_api.cli.app import run
for arguments in json.loads(sys.argv[1]):
    print("status", arguments[0], run(arguments), file=sys.stderr, flush=True)
"""


def environment(folder: Path, forbidden: str) -> dict[str, str]:
    """Of a user who has nothing set up. forbidden: what the kernel ends a process for."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join((str(_GUARD), str(ROOT))),
        "SOCKETS_SEEN": str(folder / "seen"),
        "SOCKETS_FORBIDDEN": forbidden,
    }


def seen(folder: Path) -> list[str]:
    """What was done with sockets, without the number of the process."""
    file = folder / "seen"
    return [line.partition(" ")[2] for line in file.read_text().splitlines()] if file.exists() else []


def test_every_command_is_run_here() -> None:
    assert _RUNS.keys() | _BY_ITSELF == COMMANDS.keys()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The folder of a guarded run of every command, with its index, and how it ended."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "sets").mkdir()
    (folder / "sets" / "unanswerable.tsv").write_text("u1\tWhat does a furlong cost on Zanzibar?\n")
    (folder / "draft.md").write_text("# Saltby\n\nSee Ofsted 2023, paragraph 6.\n")
    asked = _line("initialize", 1, protocolVersion="2025-06-18", capabilities={}, clientInfo=_CLIENT)
    called = _line("tools/call", 2, name="ask", arguments={"q": "what did inspectors say about MARAC?"})
    done = subprocess.run(
        [sys.executable, "-c", _CODE, json.dumps(_arguments(folder))],
        input=asked + '{"jsonrpc": "2.0", "method": "notifications/initialized"}\n' + called,
        env=environment(folder, "socket"),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return folder, done


def test_no_command_opens_a_socket(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = ran
    assert done.returncode == 0, f"ended by the kernel, or failed: {done.returncode}\n{done.stderr[-3000:]}"
    said = re.findall(r"^status (\S+) (\d+)$", done.stderr, re.MULTILINE)
    assert [name for name, _ in said] == [arguments[0] for arguments in _arguments(folder)]
    assert {name: status for name, status in said if status != "0"} == {}, done.stderr[-3000:]
    assert '"id":2' in done.stdout  # the assistant's question was answered
    assert seen(folder) == []


def test_no_library_says_anything(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    found = re.findall(
        r"^.*(?:Warning|\bINFO\b|\bDEBUG\b|faiss|onnx|\.py:\d).*$", ran[1].stderr, re.MULTILINE
    )
    assert found == []


def test_a_server_binds_to_the_address_asked_for_and_connects_to_nothing(
    tmp_path: Path, ran: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    code = "import sys; from search_api.cli.app import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code]
    index = str(ran[0] / "index")
    quiet = environment(tmp_path, "connect")
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--index", index], env=quiet, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr
            found = (re.search(r"Pinpoint is at http://127\.0\.0\.1:(\d+)/ ", line) for line in server.stderr)
            port = int(next(item[1] for item in found if item))
            base = f"http://127.0.0.1:{port}"
            for path in ("/", "/?q=MARAC", "/api/v1/ask?q=MARAC", "/metrics", "/readyz",
                         "/api/v1/paragraphs/saltby-2023-11-13/para-6/page.png"):  # fmt: skip
                with urllib.request.urlopen(base + path, timeout=60) as reply:
                    assert reply.status == 200
            call = _line("tools/call", 1, name="ask", arguments={"q": "MARAC"}).encode()
            headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
                       "MCP-Protocol-Version": "2025-06-18"}  # fmt: skip
            with urllib.request.urlopen(
                urllib.request.Request(f"{base}/mcp", call, headers), timeout=60
            ) as reply:
                assert reply.status == 200
            assert server.poll() is None
        finally:
            server.kill()
    done = seen(tmp_path)
    binds = [line for line in done if line.startswith("socket.bind ")]
    assert binds == ["socket.bind (('127.0.0.1', 0),)"]
    looked_up = [line for line in done if line.startswith("socket.getaddrinfo ")]
    assert all("('127.0.0.1', 0," in line for line in looked_up)
    assert [line for line in done if line not in binds + looked_up and "socket.__new__" not in line] == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import socket; socket.socket()", "socket.__new__"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("import socket; socket.socketpair()", ""),
        ("from concurrent.futures import ProcessPoolExecutor as P\nimport socket\n"
         "if __name__ == '__main__': P(1).submit(socket.getaddrinfo, 'localhost', 1).result()",
         "socket.getaddrinfo"),
    ],
)  # fmt: skip
def test_the_guard_sees(tmp_path: Path, code: str, line: str) -> None:
    subprocess.run([sys.executable, "-c", code], env=environment(tmp_path, ""), check=False, timeout=60)
    assert all(line in item for item in seen(tmp_path))
    assert bool(seen(tmp_path)) == bool(line)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part of the guard is Linux's")
@pytest.mark.parametrize(
    ("forbidden", "call", "ended"),
    [
        ("socket", "socket(2, 1, 0)", True),  # AF_INET
        ("socket", "socket(10, 2, 0)", True),  # AF_INET6
        ("socket", "socket(1, 1, 0)", False),  # AF_UNIX
        ("connect", "connect(99, 0, 0)", True),
        ("connect", "socket(2, 1, 0)", False),
    ],
)
def test_the_kernel_ends_a_compiled_library_that_calls_out(
    tmp_path: Path, forbidden: str, call: str, ended: bool
) -> None:
    code = f"import ctypes; ctypes.CDLL(None).{call}"
    quiet = environment(tmp_path, forbidden)
    done = subprocess.run([sys.executable, "-c", code], env=quiet, check=False, timeout=60)
    assert (done.returncode != 0) == ended


def _arguments(folder: Path) -> list[list[str]]:
    """Of each run, in order."""
    report = next(_REPORT.glob("*.pdf"))
    runs = [arguments for several in _RUNS.values() for arguments in several]
    return [[part.format(folder=folder, report=report) for part in arguments] for arguments in runs]


_CLIENT: dict[str, Any] = {"name": "test", "version": "1"}


def _line(method: str, number: int, **params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}) + "\n"
