"""`pinpoint demo`: pages of the sample reports, and nothing left when it ends but what is to be kept."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from indexer.errors import PinpointError
from indexer.store.format import CURRENT
from search_api.cli.app import run
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES
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
    assert "INFO" not in text + rest  # of the library that serves: it says nothing that helps
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


@pytest.fixture
def one_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder from which the demo takes its samples: a copy of one, so that the test is quick."""
    folder = tmp_path / "installed"
    folder.mkdir()
    shutil.copy(min(SAMPLES.rglob("*.pdf"), key=lambda path: path.stat().st_size), folder)
    monkeypatch.setattr(demo, "sample_reports", lambda: folder)
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_, **__: HashEncoder())
    return folder


def test_an_index_that_is_kept_can_be_asked_and_made_again(
    one_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "my samples"
    for again in (False, True):
        if again:  # as from another installation
            one_sample.rename(tmp_path / "elsewhere")
            monkeypatch.setattr(demo, "sample_reports", lambda: tmp_path / "elsewhere")
        assert run(["demo", "--keep", str(kept), "--no-pages"]) == 0
        said = capfd.readouterr().err
        assert f"--index '{kept}'" in said  # ready to be typed, though the name has a space
        assert "removed at the end" not in said
        assert run(["info", "--json", "--index", str(kept)]) == 0
        assert json.loads(capfd.readouterr().out)["reports"] == 1


@pytest.mark.parametrize("pointer", [True, False])
def test_somebody_s_own_index_is_left_alone(
    one_sample: Path, tmp_path: Path, pointer: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    own = make_report("Easterly")
    write_small_index(tmp_path / "index", [make_report_entry(own, [make_paragraph(own)])])
    if not pointer:
        (tmp_path / "index" / CURRENT).unlink()
    before = {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()}
    assert run(["demo", "--keep", str(tmp_path / "index"), "--no-pages"]) == 2
    assert "an index of other reports: name a new folder" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()} == before


def test_to_keep_nothing_and_show_nothing_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--no-pages"]) == 2
    assert "--keep" in capfd.readouterr().err
