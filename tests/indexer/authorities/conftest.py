"""A server of reports, and downloads from it, for every test of downloads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.report_server import Fetcher, ReportServer, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReportServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as running:
        yield running


@pytest.fixture
def fetcher(server: ReportServer, tmp_path: Path) -> Fetcher:
    return Fetcher(server, tmp_path)
