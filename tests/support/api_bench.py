"""The HTTP API over an index of the sample reports, in process. One index for all tests of a run."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from indexer.pipeline.run import index_paths
from search_api.serving.service import Service
from search_api.settings import Settings
from tests.support.encoders import HashEncoder
from tests.support.paths import SAMPLES
from web.pages import create_site

SPANNING = "northmoor-2016-01-29"  # the report whose paragraphs run over page ends


@cache
def sample_index() -> Path:
    """The samples, a file that is refused, and one report as exported text. Not to be changed."""
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-api-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = folder / "reports"
    shutil.copytree(SAMPLES, files)
    (files / "99903_wexcombe" / "not a report.pdf").write_text("<html>Report not found</html>")
    index_paths([files], folder / "index", HashEncoder)
    return folder / "index"


def own_index(folder: Path) -> Path:
    """A copy of the sample index that a test may change."""
    return Path(shutil.copytree(sample_index(), folder / "index"))


def make_service(index: Path, **changes: Any) -> Service:
    """changes: of the settings."""
    return Service(Settings(index=index, **changes), load=lambda _: HashEncoder())


def make_app(index: Path, **changes: Any) -> FastAPI:
    service = make_service(index, **changes)
    return create_site(service.settings, service=service)


@contextmanager
def client(index: Path | None = None, **changes: Any) -> Iterator[TestClient]:
    """Errors of the server reach the test as replies, as they would a client."""
    with TestClient(make_app(index or sample_index(), **changes), raise_server_exceptions=False) as made:
        yield made
