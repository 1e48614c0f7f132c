"""Reading in other processes: one bad file is refused with a plain reason, and harms no other."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.errors import PinpointError, UnreadableReport
from indexer.records import ReadReport
from indexer.sandbox.pool import PassingTrouble, ReadLimits, read_all
from tests.support.paths import child_environment
from tests.support.scripts.obedient_reader import READER, write, write_report

pytestmark = pytest.mark.slow

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="Windows limits neither memory nor computing time")
SMALL = ReadLimits(memory_mb=400, cpu_seconds=2, wall_seconds=30, answer_mb=1)


def read(
    *paths: Path, limits: ReadLimits = SMALL, workers: int = 2
) -> dict[str, ReadReport | UnreadableReport]:
    """By file name."""
    found = list(read_all(paths, limits, workers=workers, reader=READER))
    assert len(found) == len(paths)
    return {path.name: result for path, result in found}


def refusal(path: Path, limits: ReadLimits = SMALL) -> UnreadableReport:
    """Why `path` is refused, after a good file beside it was read."""
    good = write_report(path.with_name("good.pdf"), "Northmoor", "2018-08-24")
    results = read(path, good, limits=limits)
    assert isinstance(results["good.pdf"], ReadReport)
    result = results[path.name]
    assert isinstance(result, UnreadableReport)
    assert "\n" not in str(result)
    return result


def test_a_report_comes_back_as_it_was_read(tmp_path: Path) -> None:
    path = write_report(tmp_path / "a.pdf", "Saltby", "2022-05-16", "Visits – “regular”.", "Plans are clear.")
    result = read(path)["a.pdf"]
    assert isinstance(result, ReadReport)
    assert result.report.id == "saltby-2022-05-16"
    assert [item.text for item in result.paragraphs] == ["Visits – “regular”.", "Plans are clear."]


def test_many_files_over_several_processes(tmp_path: Path) -> None:
    paths = [write_report(tmp_path / f"{n}.pdf", "Saltby", "2022-05-16", f"Text {n}.") for n in range(120)]
    results = read(*paths, workers=3)
    for number in range(120):
        result = results[f"{number}.pdf"]
        assert isinstance(result, ReadReport)
        assert result.paragraphs[0].text == f"Text {number}."


def test_a_process_is_replaced_after_fifty_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.pdf", f"count {tmp_path}") for n in range(60)]
    processes = {str(result).split(",")[0] for result in read(*paths, workers=1).values()}
    assert len(processes) == 2


def test_a_file_that_hangs_is_given_up(tmp_path: Path) -> None:
    found = refusal(write(tmp_path / "x.pdf", "sleep 600"), ReadLimits(wall_seconds=2))
    assert str(found) == "reading it did not end within 2 seconds"
    assert isinstance(found, PassingTrouble)


@POSIX_ONLY
def test_a_file_that_computes_without_end_is_given_up(tmp_path: Path) -> None:
    found = refusal(write(tmp_path / "x.pdf", "compute"))
    assert str(found) == "reading it took more than 2 seconds of computing"
    assert not isinstance(found, PassingTrouble)


@POSIX_ONLY
def test_computing_time_is_counted_for_each_file_anew(tmp_path: Path) -> None:
    slow = [write(tmp_path / f"{n}.pdf", "compute") for n in range(3)]
    limits = ReadLimits(cpu_seconds=1, wall_seconds=60)
    assert {str(found) for found in read(*slow, limits=limits, workers=1).values()} == {
        "reading it took more than 1 seconds of computing"
    }


@POSIX_ONLY
def test_a_file_that_eats_memory_is_stopped(tmp_path: Path) -> None:
    assert str(refusal(write(tmp_path / "x.pdf", "eat"))) == "reading it needs more than 400 MB of memory"


def test_a_file_that_crashes_the_library(tmp_path: Path) -> None:
    assert "it made the PDF library crash" in str(refusal(write(tmp_path / "x.pdf", "crash")))


def test_a_process_that_leaves_in_the_middle(tmp_path: Path) -> None:
    assert "exit status 3" in str(refusal(write(tmp_path / "x.pdf", "leave 3")))


def test_a_file_without_end_of_nesting(tmp_path: Path) -> None:
    assert "nested too deeply" in str(refusal(write(tmp_path / "x.pdf", "recurse")))


def test_a_mistake_of_the_reader_is_told_with_its_place(tmp_path: Path) -> None:
    found = str(refusal(write(tmp_path / "x.pdf", "raise nothing")))
    assert found.startswith("it could not be understood (LookupError in obedient_reader.py, line ")


def test_what_a_library_prints_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    assert str(refusal(write(tmp_path / "x.pdf", "chatter"))) == "told to refuse:"


def test_a_library_cannot_take_the_next_request(tmp_path: Path) -> None:
    assert str(refusal(write(tmp_path / "x.pdf", "ask"))) == "standard input gave b''"


def test_more_text_than_may_be_sent_back(tmp_path: Path) -> None:
    path = write_report(tmp_path / "x.pdf", "Saltby", "2022-05-16", *["a long line of text " * 50] * 2000)
    assert str(refusal(path)) == "it holds more than 1 MB of text"


def test_an_answer_that_does_not_fit_together(tmp_path: Path) -> None:
    path = write_report(tmp_path / "x.pdf", "Saltby", "2022-05-16", "Text.", "   ")
    assert (
        str(refusal(path)) == "what was read in it does not fit together (answer.paragraphs[1] has no text)"
    )


def test_a_library_cannot_write_files(tmp_path: Path) -> None:
    refusal(write(tmp_path / "x.pdf", f"log {tmp_path / 'log.txt'}"))
    if os.name != "nt":
        assert (tmp_path / "log.txt").read_bytes() == b""


def test_a_file_is_tried_again_where_another_may_be_to_blame(tmp_path: Path) -> None:
    good = [write_report(tmp_path / f"{n}.pdf", "Saltby", "2022-05-16") for n in range(5)]
    bad = [write(tmp_path / f"bad-{n}.pdf", "crash") for n in range(5)]
    mixed = [path for pair in zip(good, bad, strict=True) for path in pair]
    results = read(*mixed, workers=1)
    assert all(isinstance(results[path.name], ReadReport) for path in good)
    assert all(isinstance(results[path.name], UnreadableReport) for path in bad)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"nothing like a report", "not a PDF: it does not begin as one"),
        (b"x" * 1100 + b"%PDF-1.7", "not a PDF: it does not begin as one"),
        (
            b"\n<!DOCTYPE HTML>\n<html><head><title>\n Not &amp; found\x1b[31m</title>",
            'a web page, not a PDF: "Not & found[31m"',
        ),
        (b"<html><body>no title %PDF-1.7", "a web page, not a PDF"),
        (b"<html><title>" + b"long " * 30 + b"</title>", "a web page, not a PDF"),
    ],
)
def test_what_needs_no_process_to_refuse(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert str(refusal(path)) == reason


def test_a_file_over_the_limit_of_size(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(51_000_001)
    assert str(refusal(path)) == "the file has 51 MB, over the limit of 50 MB"


def test_what_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    assert str(refusal(tmp_path / "folder.pdf")) == "a folder, not a file"
    assert str(refusal(tmp_path / "nothing.pdf")) == "there is no such file or folder"
    assert "an old Word file" in str(refusal(tmp_path / "report.doc"))
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe.pdf")
        assert str(refusal(tmp_path / "pipe.pdf")) == "not an ordinary file"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may open every file")
def test_a_file_that_may_not_be_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "x.pdf", "refuse")
    path.chmod(0)
    assert str(refusal(path)) == "it may not be opened (permission denied)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = write_report(tmp_path / os.fsdecode(b"caf\xe9.pdf"), "Saltby", "2022-05-16")
    result = read(path)[path.name]
    assert isinstance(result, ReadReport)
    assert result.report.source == path.name


def test_a_reader_that_cannot_be_loaded_ends_the_run(tmp_path: Path) -> None:
    path = write_report(tmp_path / "x.pdf", "Saltby", "2022-05-16")
    with pytest.raises(PinpointError, match=r"could not be started.*no_such_module"):
        list(read_all([path], SMALL, reader="no_such_module:read"))


def die_while_starting(monkeypatch: pytest.MonkeyPatch, deaths: range) -> list[int]:
    """Let the starts with these numbers, from 0, end in a process that is killed. The starts so far."""
    starts: list[int] = []
    true = subprocess.Popen

    def popen(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        starts.append(len(starts))
        if starts[-1] in deaths:
            code = f"import os, signal; os.kill(os.getpid(), {signal.SIGKILL:d})"
            command = [sys.executable, "-c", code]
        return true(command, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("indexer.sandbox.pool.subprocess.Popen", popen)
    return starts


@POSIX_ONLY
def test_a_process_that_is_killed_while_it_starts_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = die_while_starting(monkeypatch, range(2))
    results = read(write_report(tmp_path / "a.pdf", "Saltby", "2022-05-16"), workers=1)
    assert isinstance(results["a.pdf"], ReadReport)
    assert len(starts) == 3


@POSIX_ONLY
def test_where_no_process_ever_starts_the_run_ends_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = die_while_starting(monkeypatch, range(99))
    paths = [write_report(tmp_path / f"{n}.pdf", "Saltby", "2022-05-16") for n in range(9)]
    with pytest.raises(PinpointError, match=r"could not be started \(it was killed.*\), 3 times in a row"):
        list(read_all(paths, SMALL, workers=1, reader=READER))
    assert len(starts) == 3


@POSIX_ONLY
def test_files_that_no_process_is_left_for_are_not_to_blame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first process reads one file and dies with the second; no other starts."""
    starts = die_while_starting(monkeypatch, range(1, 99))
    good = write_report(tmp_path / "1.pdf", "Saltby", "2022-05-16")
    bad, left = write(tmp_path / "2.pdf", "leave 3"), write_report(tmp_path / "3.pdf", "Saltby", "2023-05-16")
    results = read(good, bad, left, workers=1)
    assert isinstance(results["1.pdf"], ReadReport)
    for name in ("2.pdf", "3.pdf"):
        assert isinstance(results[name], PassingTrouble)
        assert "could not be started again (it was killed" in str(results[name])
    assert len(starts) == 4


@POSIX_ONLY
def test_a_process_that_cannot_be_had_from_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def popen(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    path = write_report(tmp_path / "1.pdf", "Saltby", "2022-05-16")
    monkeypatch.setattr("indexer.sandbox.pool.subprocess.Popen", popen)
    with pytest.raises(PinpointError, match="too many files are open"):
        list(read_all([path], SMALL, reader=READER))


def test_closing_ends_the_processes(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.pdf", f"count {tmp_path}") for n in range(2)]
    readings = read_all([*paths, write(tmp_path / "x.pdf", "sleep 600")], SMALL, workers=1, reader=READER)
    _, result = next(readings)
    readings.close()
    process = int(str(result).split()[1].rstrip(","))
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@POSIX_ONLY
def test_no_process_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    first = write(tmp_path / "1.pdf", f"count {tmp_path}")
    second = write(tmp_path / "2.pdf", "sleep 600")
    script = (
        "from pathlib import Path; from indexer.sandbox.pool import read_all\n"
        f"paths = [Path({str(first)!r}), Path({str(second)!r})]\n"
        f"for _, found in read_all(paths, workers=1, reader={READER!r}):\n"
        "    print(found, flush=True)\n"
    )
    environment = child_environment()
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        process = int(program.stdout.readline().split()[1].rstrip(b","))
        program.send_signal(signal.SIGKILL)
    for _ in range(200):
        if not _is_running(process):
            return
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    pytest.fail("the reading process outlived the program that started it")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@POSIX_ONLY
def test_a_process_killed_from_outside_is_no_verdict_on_the_file(tmp_path: Path) -> None:
    found = refusal(write(tmp_path / "x.pdf", "die"))
    assert isinstance(found, PassingTrouble)
    assert str(found).startswith("the process reading it was killed")
