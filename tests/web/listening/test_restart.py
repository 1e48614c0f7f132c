"""A server is replaced while it is used: with a socket that somebody else keeps open, no request is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from indexer.errors import PinpointError
from tests.support.serving import serve_command, serve_environment
from web.listening import listener

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs POSIX sockets")


_HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
"""


class Manager:
    """As systemd: it listens, hands the socket over, and waits until it is told that a server is ready."""

    def __init__(self, folder: Path) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._told.bind(str(folder / "notify"))
        self._told.settimeout(180)
        self._environment = serve_environment() | {"NOTIFY_SOCKET": str(folder / "notify"), "LISTEN_FDS": "1"}

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        number = self.listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-c", _HAND_OVER, str(number), *serve_command(*options)],
            pass_fds=(number,), env=self._environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._told.recv(100) == b"READY=1"
        return process

    def close(self) -> None:
        self.listening.close()
        self._told.close()


@pytest.mark.slow
def test_no_request_is_lost_while_a_server_is_replaced(tmp_path: Path) -> None:
    manager = Manager(tmp_path)
    first = manager.start("--workers", "2")
    answered: list[int] = []
    lost: list[str] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                with urllib.request.urlopen(f"{manager.address}/api/v1/search?q=marac", timeout=60) as reply:
                    answered.append(reply.status)
                    reply.read()
            except OSError as error:
                lost.append(repr(error))

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    try:
        while len(answered) < 20 and not lost:
            ended.wait(0.05)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 143
        before = len(answered)
        second = manager.start()
        while len(answered) < before + 20 and not lost:
            ended.wait(0.05)
        ended.set()
        for client in clients:
            client.join(60)
        second.kill()
        second.wait()
    finally:
        ended.set()
        manager.close()
    assert lost == []
    assert set(answered) == {200}


def test_no_socket_is_taken_that_was_handed_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", "1")
    monkeypatch.setenv("LISTEN_FDS", "1")
    assert listener.handed_over() == []


def test_a_socket_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given, other = socket.socketpair()
    with other:
        monkeypatch.setattr(listener, "_FIRST", given.detach())
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
        monkeypatch.setenv("LISTEN_FDS", "1")
        with pytest.raises(PinpointError, match="not of TCP"):
            listener.handed_over()
