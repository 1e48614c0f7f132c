"""Fixtures for tests that need what a checkout alone does not hold: real reports, the real encoder.

Real reports lie beside the checkout, in `../shared/corpus` and `../shared/eval`; where they are absent the
tests that need them are skipped and say so.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from indexer.encoders.protocol import Encoder
from tests.support.encoders import real_encoder_or_skip
from tests.support.paths import SAMPLES, SHARED

# No test is timed: machines are noisy, and speed is measured by the commands in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


# A file of tests is one worker's: what takes longest goes first, so that no worker is left alone with it.
_LONG = (
    "tests/indexer/pipeline/",
    "tests/indexer/reading/test_corpus.py",
    "tests/browser/",
    "tests/training/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests first, each file's tests together and in their order."""
    long = {
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("corpus", "slow", "model"))
    }
    items.sort(
        key=lambda item: (not item.nodeid.startswith(_LONG), item.path not in long),
    )


def _shared_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"needs the real reports beside the checkout: ../shared/{name} is not there")
    return folder


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """The folder with `reports/`, `reports.csv`, `catalogue.csv` and one report as exported text."""
    return _shared_folder("corpus")


@pytest.fixture(scope="session")
def shared_eval() -> Path:
    """The folder with the labelled sets."""
    return _shared_folder("eval")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The default encoder."""
    return real_encoder_or_skip()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample reports, of fictional authorities."""
    return SAMPLES
