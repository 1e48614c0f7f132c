"""A full disk, folders without rights, two writers, a clock set back, a disk that cannot flush."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer import files
from indexer.errors import CorruptIndex, IndexLocked, PublishFailed
from indexer.store import writer
from indexer.store.generations import current_name
from indexer.store.reader import IndexReader
from search_api.access.keys import KeyStore, KeysUnusable
from tests.reliability.damage import unprivileged
from tests.reliability.scene import Scene, leftovers, make_scene, same, seen
from tests.support.scripts.crash_writer import seen_run, write_run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="mounts, rights and users are as POSIX has them"),
]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k,nr_inodes=200", "none", str(place)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach; those above `tmp_path` are closed to them."""
    with tempfile.TemporaryDirectory(prefix="pinpoint-rights-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _publish(scene: Scene, index: Path) -> str:
    """Why it was refused; "" if it was not."""
    try:
        scene.publish(index)
    except PublishFailed as error:
        return str(error)
    return ""


def test_a_full_disk(small_disk: Path, scene: Scene) -> None:
    index = scene.fresh(small_disk / "index")
    ballast = small_disk / "ballast"
    room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    refused = 0
    for left in range(0, 140, 20):
        ballast.write_bytes(bytes(room - left * 1024))
        said = _publish(scene, index)
        ballast.unlink()
        assert same(seen(index), scene.old if said else scene.new), left
        if not said:
            break
        refused += 1
        assert "the disk is full" in said, left
        assert "free some space" in said, left
    assert refused >= 3
    scene.publish(index)
    assert same(seen(index), scene.new)
    assert leftovers(index) == []


def test_a_disk_mounted_to_read_only(small_disk: Path, scene: Scene) -> None:
    index = scene.fresh(small_disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(PublishFailed, match=r"the disk can only be read.*--index"):
        scene.publish(index)
    assert same(seen(index), scene.old)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    scene.publish(index)
    assert same(seen(index), scene.new)


def test_an_index_that_may_be_read_only(open_folder: Path) -> None:
    index = open_folder / "index"
    write_run(index, 1)
    with unprivileged(open_folder):
        for folder in (index, index / "generations", index / "sources"):
            folder.chmod(0o555)
        with pytest.raises(PublishFailed, match=r"(?i)permission denied.*--index"), writer.locked(index):
            write_run(index, 2)
        assert seen_run(index) == 1
        for folder in (index, index / "generations", index / "sources"):
            folder.chmod(0o755)
        with writer.locked(index):
            write_run(index, 2)
        assert seen_run(index) == 2


def test_an_index_that_may_not_be_read(open_folder: Path) -> None:
    index = open_folder / "index"
    write_run(index, 1)
    with unprivileged(open_folder):
        index.chmod(0)
        with pytest.raises(CorruptIndex, match=r"(?i)cannot be read \(permission denied\)"):
            IndexReader.open(index)
        index.chmod(0o755)
        assert seen_run(index) == 1


def test_keys_that_may_not_be_written(open_folder: Path) -> None:
    store = KeyStore(open_folder / "keys" / "keys.json")
    store.add("one")
    with unprivileged(open_folder):
        store.path.parent.chmod(0o555)
        with pytest.raises(KeysUnusable, match=r"(?i)permission denied"):
            store.add("two")
        (kept,) = store.keys()
        assert kept.name == "one"
        store.path.parent.chmod(0o755)


def test_two_writers_at_once(tmp_path: Path, scene: Scene) -> None:
    index = scene.fresh(tmp_path / "index")
    said: list[str] = []
    start = threading.Barrier(3)

    def publish() -> None:
        start.wait()
        try:
            said.append(scene.publish(index).generation)
        except IndexLocked as error:
            said.append(error.problem)

    threads = [threading.Thread(target=publish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    name = current_name(index)
    assert set(said) <= {name, f"another process is writing the index in {index}"}
    assert name in said
    assert same(seen(index), scene.new)
    assert leftovers(index) == []


def test_a_clock_that_is_set_back(tmp_path: Path, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written lies in the future, and the new generation says that it is years older."""
    index = scene.fresh(tmp_path / "index")
    later = time.time() + 10 * 365 * 86_400
    for path in index.rglob("*"):
        os.utime(path, (later, later))
    before = current_name(index)

    class Then(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Then:
            return cls(1999, 12, 31, tzinfo=UTC)

    monkeypatch.setattr(writer, "datetime", Then)
    scene.publish(index)
    with IndexReader.open(index) as reader:
        assert reader.manifest.created.startswith("1999")
    assert current_name(index) > before
    assert same(seen(index), scene.new)
    assert not scene.publish(index).published
    assert sorted(path.name for path in (index / "generations").iterdir()) == [before, current_name(index)]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_that_cannot_flush(
    tmp_path: Path, scene: Scene, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As some file systems over a network: what they were given they keep, but they do not confirm it."""
    index = scene.fresh(tmp_path / "index")

    def fsync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    scene.publish(index)
    KeyStore(tmp_path / "keys.json").add("one")
    monkeypatch.undo()
    assert same(seen(index), scene.new)
    assert leftovers(index) == []


def test_a_disk_that_fails_to_flush_is_no_such_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output error"):
        files.replace_file(tmp_path / "file", b"content")
    assert not (tmp_path / "file").exists()


def test_what_sqlite_was_refused_is_asked_of_the_system(tmp_path: Path) -> None:
    assert files.refusal(tmp_path / "trial") is None
    assert list(tmp_path.iterdir()) == []
    refused = files.refusal(tmp_path / "no folder" / "trial")
    assert refused is not None
    assert refused.errno == errno.ENOENT


def test_what_is_compared_can_differ(scene: Scene) -> None:
    assert {"reports", "paragraphs", "sources", "vectors"} <= set(scene.old.differs(scene.new))
    assert not same(scene.old, scene.new)
    assert not same(None, scene.new)
    assert same(seen(scene.index, ask=False), scene.old)
