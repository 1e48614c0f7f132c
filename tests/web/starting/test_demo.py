"""`pinpoint demo`: pages of the sample reports, and nothing left when it ends."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from indexer.errors import PinpointError
from tests.support.serving import program_command, serve_environment
from web.listening.listener import bind
from web.starting import demo

pytestmark = pytest.mark.slow


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_the_pages_open_and_nothing_is_left(tmp_path: Path) -> None:
    command = program_command("demo", "--no-browser", "--port", "0")
    environment = serve_environment() | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True) as process:
        try:
            assert process.stderr
            said = []
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"Pinpoint is at (http://127\.0\.0\.1:\d+)/ \(Ctrl-C ends it\)", line):
                    break
            else:
                raise AssertionError("".join(said))
            with urllib.request.urlopen(f"{found[1]}/reports", timeout=30) as reply:
                page = reply.read().decode()
            assert list(tmp_path.iterdir()) != []
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            assert process.wait(30) == 0, rest
        finally:
            process.kill()
    assert {"Northmoor", "Saltby", "Wexcombe"} <= set(re.findall(r"\w+", page))
    text = "".join(said)
    assert "do not exist" in text
    assert "what did inspectors say about MARAC?" in text
    assert "pinpoint setup" in text
    assert "faiss" not in text
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_left_to_whoever_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    [taken] = bind("127.0.0.1", 0)
    with taken:
        taken.listen()
        monkeypatch.setattr(demo, "USUAL_PORT", taken.getsockname()[1])
        assert demo.usable_port() == 0
    assert demo.usable_port() == demo.USUAL_PORT


def test_samples_that_are_not_installed_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "corpus_folder", lambda: tmp_path)
    with pytest.raises(PinpointError, match="install Pinpoint again"):
        demo.sample_reports()
