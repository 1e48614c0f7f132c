"""The file of API keys: what is kept, what is not, and what others do to it meanwhile."""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import files
from indexer.errors import InvalidRequest
from search_api.access.keys import KeyStore, KeysUnusable


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "deep" / "keys.json")


def test_a_key_is_found_by_its_secret_and_the_secret_is_not_kept(store: KeyStore) -> None:
    key, secret = store.add("  Improvement\tteam ")
    other, _ = store.add("portal")
    assert re.fullmatch(r"pp_[A-Za-z0-9_-]{43}", secret)
    assert re.fullmatch(r"[0-9a-f]{8}", key.id)
    assert key.name == "Improvement team"
    assert store.find(secret) == key
    assert store.keys() == (key, other)
    kept = "".join(path.read_text("utf-8") for path in store.path.parent.iterdir())
    assert secret not in kept
    assert secret.removeprefix("pp_") not in kept
    assert secret not in repr(key)


def test_every_key_is_another(store: KeyStore) -> None:
    made = [store.add("same name") for _ in range(20)]
    assert len({secret for _, secret in made}) == len({key.id for key, _ in made}) == 20


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_the_owner_can_read_the_file_whatever_the_umask(store: KeyStore) -> None:
    before = os.umask(0)
    try:
        store.add("first")
        assert store.path.stat().st_mode & 0o777 == 0o600
        store.path.chmod(0o644)
        store.add("second")
    finally:
        os.umask(before)
    assert store.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_opens_nothing(store: KeyStore, mode: int) -> None:
    _, secret = store.add("first")
    store.path.chmod(mode)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        store.find(secret)
    store.path.chmod(0o600)
    assert store.find(secret)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_file_that_others_may_replace_or_own_opens_nothing(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = store.add("first")
    folder = store.path.parent
    for mode, opens in ((0o777, False), (0o703, False), (0o1777, True), (0o775, True), (0o700, True)):
        folder.chmod(mode)
        if opens:
            assert store.find(secret)
        else:
            with pytest.raises(KeysUnusable, match="may replace the files in"):
                store.find(secret)
    owner = store.path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    if owner:
        with pytest.raises(KeysUnusable, match="belongs to another user"):
            store.find(secret)
    else:
        assert store.find(secret)  # what root made, everybody may believe


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs root to give a file away")
def test_a_file_of_another_user_is_believed_by_root_alone(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = store.add("first")
    os.chown(store.path, 4321, 4321)
    assert store.find(secret)  # a file that was handed into a container
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    with pytest.raises(KeysUnusable, match="belongs to another user"):
        store.find(secret)


@given(wrong=st.text(max_size=60))
def test_what_is_no_key_finds_none(tmp_path_factory: pytest.TempPathFactory, wrong: str) -> None:
    store = KeyStore(tmp_path_factory.getbasetemp() / "one-key" / "keys.json")
    if not store.keys():
        store.add("first")
    assert store.find(wrong) is None
    assert store.find("pp_" + wrong) is None


def test_part_of_a_key_and_its_hash_find_none(store: KeyStore) -> None:
    key, secret = store.add("first")
    for wrong in (
        secret[:-1],
        secret + "A",
        secret.removeprefix("pp_"),
        secret.upper(),
        key.sha256,
        key.id,
        "",
    ):
        assert store.find(wrong) is None


def test_a_running_server_sees_what_another_process_changes(store: KeyStore) -> None:
    server = KeyStore(store.path)
    assert server.keys() == ()
    key, secret = store.add("first")
    assert server.find(secret) == key
    _, second = store.add("second")
    store.revoke(key.id)
    assert server.find(secret) is None
    assert server.find(second) is not None
    store.path.unlink()
    assert server.find(second) is None


def test_revoking_what_is_not_there(store: KeyStore) -> None:
    key, _ = store.add("first")
    with pytest.raises(InvalidRequest, match="`pinpoint key list`"):
        store.revoke("12345678")
    assert store.keys() == (key,)


@pytest.mark.parametrize("name", ["", "   ", "\x1b", "n" * 81])
def test_a_name_that_cannot_be(store: KeyStore, name: str) -> None:
    with pytest.raises(InvalidRequest, match="1 to 80 characters"):
        store.add(name)
    assert not store.path.exists()


def test_keys_added_at_once_are_all_kept(store: KeyStore) -> None:
    secrets: list[str] = []

    def add(number: int) -> None:
        secrets.append(KeyStore(store.path).add(f"key {number}")[1])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(secrets) == 12
    assert all(store.find(secret) for secret in secrets)
    assert len(store.keys()) == 12


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"keys": []}',
        b'{"format": 2, "keys": []}',
        b'{"format": 1, "keys": [{"id": "a"}]}',
        b'{"format": 1, "keys": [{"id": "a", "name": "b", "created": "c", "sha256": "00"}]}',
        b'{"format": 1, "keys": [{"id": 1, "name": "b", "created": "c", "sha256": "' + b"00" * 32 + b'"}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_opens_nothing_and_is_not_written_over(store: KeyStore, damage: bytes) -> None:
    _, secret = store.add("first")
    store.path.write_bytes(damage)
    with pytest.raises(KeysUnusable, match="restore it"):
        store.find(secret)
    with pytest.raises(KeysUnusable):
        store.add("second")
    assert store.path.read_bytes() == damage


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="no file"):
        KeyStore(tmp_path).keys()


@pytest.mark.parametrize("failing", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_file(
    store: KeyStore, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, secret = store.add("first")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(*((Path, "replace", fail) if failing == "replace" else (os, "fsync", fail)))
        with pytest.raises(KeysUnusable, match="the disk is full"):
            store.add("second")
    assert KeyStore(store.path).keys() == (key,)
    third, _ = store.add("third")
    assert store.keys() == (key, third)
    assert store.find(secret) == key


def test_the_folder_is_flushed_after_the_file_has_its_name(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    flush = files.sync_folder

    def sync(path: Path) -> None:
        if path == store.path.parent:
            seen.append(store.path.exists() and bool(json.loads(store.path.read_text())["keys"]))
        flush(path)

    monkeypatch.setattr(files, "sync_folder", sync)
    store.add("first")
    assert seen == [True]
