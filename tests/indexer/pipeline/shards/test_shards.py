"""A run that several processes share gives what one process gives, whatever happens to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest, PinpointError, UnreadableReport
from indexer.pipeline import hands
from indexer.pipeline.journal import JOURNAL
from indexer.pipeline.run import index_paths
from indexer.pipeline.shards import coordinator, making
from indexer.pipeline.shards.coordinator import Sharing
from indexer.pipeline.shards.leases import Leases
from indexer.pipeline.shards.making import Hand
from indexer.pipeline.shards.plan import PLAN, RESULTS, SHARDS, Plan, Shard, read_plan, sealed, unsealed
from indexer.pipeline.shards.results import READINGS, SEAL, sealed_names
from indexer.pipeline.shards.worker import work
from indexer.pipeline.summary import IndexSummary
from indexer.records import ReadReport
from tests.indexer.pipeline.shards.proof import content
from tests.support.encoders import HashEncoder
from tests.support.index_bench import Notes
from tests.support.paths import SCRIPTS, child_environment
from tests.support.scripts import obedient_reader
from tests.support.scripts.obedient_reader import READER, write, write_report

pytestmark = pytest.mark.slow


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Ten files: eight reports, two of them the same and two of one day, and two that are refused."""
    folder = tmp_path / "reports"
    for number in range(5):
        name = f"{'abcde'[number]}/{number}.pdf"
        write_report(folder / name, "Saltby", f"202{number}-05-16", f"Text {number}.", "Same in all. Twice.")
    write_report(folder / "f/again.pdf", "Saltby", "2020-05-16", "Text 0.", "Same in all. Twice.")
    write_report(folder / "g/other.pdf", "Saltby", "2021-05-16", "Another one.", "Of the same day.")
    write(folder / "h/Northmoor-2024-01-02.pdf", "named Northmoor", "Dated by its name.")
    write(folder / "i/undated.pdf", "named Northmoor", "Dated by nothing.")
    write(folder / "j/bad.pdf", "refuse it")
    return folder


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which is quicker; the processes that a test starts read as they always do."""

    def read_all(
        paths: Iterable[Path], *limits: object, **options: object
    ) -> Generator[tuple[Path, ReadReport | UnreadableReport], None, None]:
        for path in paths:
            try:
                yield path, obedient_reader.obey(path, catalogue={}, max_pages=1)
            except UnreadableReport as error:
                yield path, UnreadableReport(str(error))

    monkeypatch.setattr(making, "read_all", read_all)
    monkeypatch.setattr(hands, "read_all", read_all)


def run(reports: Path, index: Path, shards: Path | None = None, **options: object) -> IndexSummary:
    if shards is not None:
        options["hands"] = Sharing(shards, 3, 2.0).hands
    return index_paths([reports], index, HashEncoder, workers=1, reader=READER, **options)  # type: ignore[arg-type]


@pytest.fixture
def plain(reports: Path, tmp_path: Path) -> dict[str, object]:
    run(reports, tmp_path / "plain")
    return content(tmp_path / "plain")


def facts(summary: IndexSummary) -> dict[str, object]:
    return summary.as_json() | {"seconds": 0, "generation": ""}


def planned(reports: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the folder as a process does that was killed when it had planned."""

    class Killed(BaseException):
        pass

    def make_one(hand: Hand, names: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Hand, "make_one", make_one)
        with pytest.raises(Killed):
            run(reports, folder.parent / "index", folder)


def test_one_process_alone(reports: Path, plain: dict[str, object], tmp_path: Path) -> None:
    index, shards = tmp_path / "index", tmp_path / "shards"
    summary = run(reports, index, shards)
    assert content(index) == plain
    assert facts(summary) == facts(run(reports, tmp_path / "plain2"))
    assert [path.name for path in shards.iterdir()] == [PLAN]
    assert read_plan(shards).published == summary.generation
    assert not run(reports, index, shards).published
    assert work(shards, HashEncoder, reader=READER).shards == 0


def test_others_do_it_all_and_nothing_is_read_again(
    reports: Path, plain: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = tmp_path / "shards"
    planned(reports, shards, monkeypatch)
    done = work(shards, HashEncoder, workers=1, reader=READER)
    assert (done.shards > 2, done.files) == (True, len(read_files(shards)))
    encoders: list[HashEncoder] = []

    def encoder() -> HashEncoder:
        encoders.append(HashEncoder())
        return encoders[-1]

    index_paths(
        [reports], tmp_path / "index", encoder, workers=1, reader=READER, hands=Sharing(shards, 3, 2.0).hands
    )
    assert [item.encoded for item in encoders] == [0]
    assert content(tmp_path / "index") == plain


def read_files(shards: Path) -> list[str]:
    lines = [(shards / RESULTS / name / READINGS).read_bytes() for name in sealed_names(shards / RESULTS)]
    return b"".join(lines).decode().splitlines()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "damage"),
    [(READINGS, flip), (READINGS, Path.unlink), (JOURNAL, cut), (JOURNAL, flip), (SEAL, flip)],
)
def test_a_damaged_result_is_made_again(
    name: str,
    damage: Callable[[Path], None],
    reports: Path,
    plain: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shards = tmp_path / "shards"
    planned(reports, shards, monkeypatch)
    work(shards, HashEncoder, workers=1, reader=READER)
    hit = min(sealed_names(shards / RESULTS))
    damage(shards / RESULTS / hit / name)
    notes = Notes()
    run(reports, tmp_path / "index", shards, progress=notes)
    assert [note for note in notes.said if "damaged" in note and hit in note]
    assert content(tmp_path / "index") == plain


@pytest.mark.parametrize("name", [READINGS, JOURNAL])
def test_a_result_that_is_damaged_after_it_was_checked_is_not_used(
    name: str, reports: Path, plain: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = coordinator.SharedHands._work

    def damaging(hands: coordinator.SharedHands, planned: list[Shard]) -> None:
        whole(hands, planned)
        for shard in planned:
            (tmp_path / "shards" / RESULTS / shard.name / name).write_bytes(b"{")

    monkeypatch.setattr(coordinator.SharedHands, "_work", damaging)
    run(reports, tmp_path / "index", tmp_path / "shards")
    assert content(tmp_path / "index") == plain


def test_two_that_end_the_same_shard_do_not_double_it(
    reports: Path, plain: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = tmp_path / "shards"
    planned(reports, shards, monkeypatch)
    monkeypatch.setattr(Leases, "take", lambda self, name: self._folder / f"{name}.9")  # all believe it
    names = sorted(read_plan(shards).shards)
    for hand in [Hand(shards, read_plan(shards), HashEncoder(), 1, READER) for _ in range(2)]:
        for name in names:
            assert hand.make_one([name]) is not None
    assert sorted(path.name for path in (shards / RESULTS).iterdir()) == names
    monkeypatch.undo()
    run(reports, tmp_path / "index", shards)
    assert content(tmp_path / "index") == plain


@pytest.mark.parametrize(
    ("encoder", "parser", "words"),
    [
        (HashEncoder(name="other"), "obedient-1", "its encoder is hash-encoder, here it is other"),
        (HashEncoder(revision="2"), "obedient-1", "its encoder's revision is 1, here it is 2"),
        (HashEncoder(16), "obedient-1", "its vectors' length is 32, here it is 16"),
        (HashEncoder(), "obedient-2", "its reading code is obedient-1"),
    ],
)
def test_another_encoder_or_parser_is_refused(
    encoder: HashEncoder,
    parser: str,
    words: str,
    reports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planned(reports, tmp_path / "shards", monkeypatch)
    monkeypatch.setattr(obedient_reader, "PARSER_VERSION", parser)
    with pytest.raises(PinpointError) as refused:
        work(tmp_path / "shards", lambda: encoder, reader=READER)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert sealed_names(tmp_path / "shards" / RESULTS) == set()


def test_reports_that_are_not_here_are_refused(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(reports, tmp_path / "shards", monkeypatch)
    reports.rename(tmp_path / "moved")
    with pytest.raises(InvalidRequest, match="the reports are not on this machine"):
        work(tmp_path / "shards", HashEncoder, reader=READER)


def test_folders_that_cannot_be_used(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidRequest, match="there is no work in"):
        work(tmp_path, HashEncoder, reader=READER)
    with pytest.raises(InvalidRequest, match="holds other things"):
        run(reports, tmp_path / "index", tmp_path)
    planned(reports, tmp_path / "shards", monkeypatch)
    with pytest.raises(InvalidRequest, match="is used by a run for the index"):
        run(reports, tmp_path / "other", tmp_path / "shards")
    for data, words in (
        (b"{", "is damaged"),
        (sealed({"format": 9}), "another version"),
        (sealed([]), "another version"),
        (sealed({"format": 1}), "is damaged"),
    ):
        (tmp_path / "shards" / PLAN).write_bytes(data)
        with pytest.raises(PinpointError, match=words):
            work(tmp_path / "shards", HashEncoder, reader=READER)


@pytest.mark.parametrize(
    "change",
    [
        {"shards": {"../../outside": 3}},
        {"shards": ["a"]},
        {"shards": {"0" * 20: "3"}},
        {"lease_seconds": "60"},
        {"lease_seconds": 0},
        {"maker": {}},
        {"more": 1},
    ],
)
def test_a_plan_that_somebody_wrote_is_refused(
    change: dict[str, object], reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(reports, tmp_path / "shards", monkeypatch)
    plan = tmp_path / "shards" / PLAN
    plan.write_bytes(sealed(unsealed(plan.read_bytes()) | change))
    with pytest.raises(PinpointError, match=r"the plan in .* is damaged"):
        work(tmp_path / "shards", HashEncoder, reader=READER)
    assert not (tmp_path / "outside.1").exists()


def test_what_was_made_counts_after_the_folder_changed(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the shards near a new file are made again, and lists that are damaged are written again."""
    planned(reports, tmp_path / "shards", monkeypatch)
    work(tmp_path / "shards", HashEncoder, workers=1, reader=READER)
    before = sealed_names(tmp_path / "shards" / RESULTS)
    for path in (tmp_path / "shards" / SHARDS).iterdir():
        cut(path)
    write_report(reports / "z/new.pdf", "Northmoor", "2019-03-04", "New.")
    planned(reports, tmp_path / "shards", monkeypatch)
    assert len(before - sealed_names(tmp_path / "shards" / RESULTS)) <= 1 < len(before)
    run(reports, tmp_path / "index", tmp_path / "shards")
    run(reports, tmp_path / "plain")
    assert content(tmp_path / "index") == content(tmp_path / "plain")


def test_a_list_that_is_damaged_is_written_again(
    reports: Path, plain: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan = Plan.write

    def damaging(plan: Plan, folder: Path) -> None:
        write_plan(plan, folder)
        if not plan.published:
            cut(min((folder / SHARDS).iterdir()))

    monkeypatch.setattr(Plan, "write", damaging)
    run(reports, tmp_path / "index", tmp_path / "shards")
    assert content(tmp_path / "index") == plain


def test_an_index_is_added_to_and_embedded_anew(reports: Path, tmp_path: Path) -> None:
    index, shards = tmp_path / "index", tmp_path / "shards"
    run(reports, index)
    run(reports, tmp_path / "plain")
    write_report(reports / "z/new.pdf", "Northmoor", "2019-03-04", "New.")
    (reports / "c/2.pdf").unlink()
    summary = run(reports, index, shards)
    assert facts(summary) == facts(run(reports, tmp_path / "plain"))
    assert (summary.indexed, summary.unchanged) == (1, 6)
    assert content(index) == content(tmp_path / "plain")

    def second() -> HashEncoder:
        return HashEncoder(revision="2")

    index_paths([reports], index, second, reader=READER, hands=Sharing(shards, 3, 2.0).hands)
    index_paths([reports], tmp_path / "plain", second, reader=READER)
    assert content(index) == content(tmp_path / "plain")


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPTS / "shard_process.py"), *map(str, arguments)],
        env=child_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="kills with SIGKILL")
def test_three_processes_of_which_one_is_killed(
    reports: Path, plain: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, shards = tmp_path / "index", tmp_path / "shards"
    planned(reports, shards, monkeypatch)  # the index of this run is `index`, too
    leases = shards / "leases"
    killed = start("work", shards, 30)
    try:
        wait_for(lambda: any(path.suffix == ".1" for path in leases.iterdir()))
        held = {path.stem for path in leases.iterdir() if path.suffix == ".1"}
        others = [start("plan", reports, index, shards, 3, 2), start("work", shards)]
        wait_for(lambda: len(sealed_names(shards / RESULTS)) >= 1)
        killed.send_signal(signal.SIGKILL)
        said = [process.communicate(timeout=60)[0] for process in others]
    finally:
        killed.kill()
        killed.communicate()
    assert [process.returncode for process in others] == [0, 0]
    assert len(held) == 1
    assert said[0].strip() == "7"
    assert content(index) == plain
    assert [path.name for path in shards.iterdir()] == [PLAN]
