"""A publish that is killed, at three moments; `kills.py` is a command for fifty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.store.backends.postgres.kills import HOW, kills
from tests.support.engines.postgres import running


@pytest.mark.slow
def test_readers_see_one_whole_generation_whenever_a_publish_is_killed(tmp_path: Path) -> None:
    with running() as server:
        assert [how for how, _, _ in kills(server, tmp_path, len(HOW))] == list(HOW)
