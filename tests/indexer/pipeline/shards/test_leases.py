"""Only one process has a shard in hand, for as long as it lives and its work goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from indexer.errors import PinpointError
from indexer.pipeline.shards.leases import MOST_ATTEMPTS, Leases


def test_a_lease_runs_out_without_signs_of_life_and_not_with_them(tmp_path: Path) -> None:
    mine, others = Leases(tmp_path, "mine", 0.4), Leases(tmp_path, "others", 0.4)
    lease = mine.take("shard")
    assert lease is not None
    assert others.take("shard") is None
    with mine.kept(lease):
        time.sleep(1.0)
        assert others.take("shard") is None
    again = others.take("shard")  # it was given back
    assert again is not None
    time.sleep(0.6)
    assert mine.take("shard") == tmp_path / "shard.2"
    mine.forget("shard")
    mine.close()
    others.close()
    assert list(tmp_path.iterdir()) == []


def test_who_makes_no_progress_loses_the_lease(tmp_path: Path) -> None:
    stuck, others = Leases(tmp_path, "stuck", 0.4, stuck=0.0), Leases(tmp_path, "others", 0.4)
    lease = stuck.take("shard")
    assert lease is not None
    with stuck.kept(lease):
        time.sleep(0.8)
        assert others.take("shard") is not None


def test_the_time_is_the_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lease = Leases(tmp_path, "mine", 60.0).take("shard")
    monkeypatch.setattr(time, "time", lambda: 4e9)  # this machine's clock is decades ahead
    assert Leases(tmp_path, "others", 60.0).take("shard") is None
    assert lease is not None
    os.utime(lease, (0, 0))
    assert Leases(tmp_path, "others", 60.0).take("shard") is not None


def test_a_shard_that_ends_every_process_is_named(tmp_path: Path) -> None:
    for number in range(MOST_ATTEMPTS):
        lease = Leases(tmp_path, f"{number}", 60.0).take("shard")
        assert lease is not None
        os.utime(lease, (0, 0))
    with pytest.raises(PinpointError, match="5 processes took the shard"):
        Leases(tmp_path, "last", 60.0).take("shard")
