"""What Windows or macOS does not have: modules, calls, signals, processes that are copies of their parent."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer import process
from indexer.errors import InvalidRequest
from indexer.sandbox import pool
from tests.support.paths import ROOT, child_environment
from web.listening import listener, processes

_OURS = ("indexer", "search_api", "web")
_WITHOUT = """
import builtins, contextlib, importlib, os, pkgutil, re, select, signal, socket, sys
from pathlib import Path
_OURS = ("indexer", "search_api", "web")
# Libraries have their own ways on each system: they are imported as they are here.
folders = [Path(importlib.import_module(top).__path__[0]) for top in _OURS]
for file in (file for folder in folders for file in folder.rglob("*.py")):
    text = file.read_text("utf-8")
    for name in re.findall(r"^ *(?:import|from) ([a-zA-Z]\\w+(?:\\.\\w+)*)", text, re.M):
        if name.partition(".")[0] not in (*_OURS, "torch", "transformers", "sentence_transformers", "onnx"):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
for name in "fork forkpty getuid geteuid getgid killpg sched_getaffinity setsid \\
    WNOHANG mkfifo chown fchmod fchown pread pwrite statvfs uname getloadavg O_NOFOLLOW O_DIRECTORY \\
    O_CLOEXEC O_NONBLOCK".split():
    if hasattr(os, name):
        delattr(os, name)
for name in "SIGHUP SIGKILL SIGALRM SIGCHLD SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 SIGXCPU SIGXFSZ SIGTRAP SIGSTOP \\
    SIGCONT alarm setitimer pause sigwait pthread_kill pthread_sigmask".split():
    if hasattr(signal, name):
        delattr(signal, name)
for name in "poll epoll kqueue".split():
    if hasattr(select, name):
        delattr(select, name)
for name in "AF_UNIX SO_REUSEPORT".split():
    if hasattr(socket, name):
        delattr(socket, name)
true_import = builtins.__import__
def guarded(name, where=None, *rest, **more):
    ours = (where or {}).get("__name__", "").partition(".")[0] in _OURS
    if ours and name in ("fcntl", "resource", "grp", "pwd", "termios", "tty", "pty", "syslog", "posix"):
        raise ModuleNotFoundError(f"no module named {name}: {where['__name__']}")
    return true_import(name, where, *rest, **more)
builtins.__import__ = guarded
failed = []
for top in _OURS:
    package = importlib.import_module(top)
    for found in pkgutil.walk_packages(package.__path__, top + ".", onerror=failed.append):
        if found.name == "indexer.encoders.export" or "torch" in found.name or "__main__" in found.name:
            continue
        try:
            importlib.import_module(found.name)
        except Exception as error:
            failed.append(f"{found.name}: {error!r}")
sys.exit("\\n".join(failed) or 0)
"""


@pytest.mark.slow
def test_every_module_is_imported_without_what_windows_lacks() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WITHOUT], env=child_environment(), capture_output=True, text=True, check=False
    )
    assert run.stderr.strip().splitlines() == []
    assert run.returncode == 0


def test_no_process_is_made_by_copying_but_the_workers_of_a_server() -> None:
    """Windows has no fork, and macOS cannot use it safely: reading and drawing start a fresh Python."""
    copying = re.compile(
        r"os\.fork|forkpty|preexec_fn|^\s*(?:import|from) (?:multiprocessing|concurrent\.futures\.process)",
        re.M,
    )
    files = (file for top in _OURS for file in sorted((ROOT / top).rglob("*.py")))
    copies = [file.relative_to(ROOT).as_posix() for file in files if copying.search(file.read_text("utf-8"))]
    assert copies == ["web/listening/processes.py"]


def test_serve_with_workers_says_where_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    processes.check_workers(1)
    with pytest.raises(InvalidRequest, match="--workers needs Linux or macOS"):
        processes.check_workers(2)


def test_cores_are_counted_where_a_process_cannot_be_asked_for_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert pool.usable_cores() == (os.cpu_count() or 1)
    from indexer.encoders.onnx_encoder import available_cores

    assert available_cores() == 0  # the library counts


def test_a_port_is_ours_alone_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[int] = []

    class Recorded(socket.socket):
        def setsockopt(self, *arguments: Any) -> None:
            chosen.append(arguments[1])

    monkeypatch.setattr(socket, "socket", Recorded)
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.setattr(os, "name", "nt")
    for one in listener.bind("127.0.0.1", 0):
        one.close()
    assert chosen == [-5]


def test_an_ended_pipe_is_told_from_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert process._reader_gone(BrokenPipeError())
    assert not process._reader_gone(OSError(22, "Invalid argument"))
    monkeypatch.setattr(os, "name", "nt")
    assert process._reader_gone(OSError(22, "Invalid argument"))


def test_every_file_is_opened_with_an_encoding() -> None:
    """What a system takes for text by itself differs; ruff's rule for it is in preview."""
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--preview",
        "--select",
        "PLW1514",
        "--quiet",
        *_OURS,
        "corpus",
    ]
    run = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_the_checkout_has_one_kind_of_line_end() -> None:
    """Tables and templates are fingerprinted: Git on Windows must not change their line ends."""
    assert Path(ROOT / ".gitattributes").read_text(encoding="utf-8").startswith("* text=auto eol=lf\n")
