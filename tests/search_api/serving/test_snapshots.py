"""New generations while a server runs: taken without a failed request, the old one closed when unused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from indexer.store.format import CURRENT
from indexer.store.generations import current_name
from indexer.store.reader import IndexReader
from search_api.schemas.base import PREFIX
from search_api.serving.snapshots import Snapshots
from search_api.settings import Settings
from search_api.themes.tagger import Tagger
from tests.support.api_bench import make_app
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    small_reports,
    write_small_index,
)
from tests.support.encoders import WordEncoder

pytestmark = pytest.mark.slow


class Loads:
    """Counts how often an encoder is loaded."""

    def __init__(self, dimension: int = 16) -> None:
        self.names: list[str] = []
        self._dimension = dimension

    def __call__(self, name: str) -> WordEncoder:
        self.names.append(name)
        made = WordEncoder(self._dimension)
        made.name = name
        return made


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def snapshots(index: Path) -> Iterator[Snapshots]:
    made = Snapshots(index, Settings(index=index), load=Loads(), seconds=3600)
    made.refresh()
    yield made
    made.close()


def publish(index: Path, year: int) -> None:
    """The small reports and one of Northmoor of that year."""
    report = make_report("Northmoor", date(year, 5, 1))
    paragraph = make_paragraph(report, 1, f"MARAC in the year {year} is attended by all partners.")
    write_small_index(index, [*small_reports(), make_report_entry(report, [paragraph])])


def works(reader: IndexReader) -> bool:
    """Whether its database still answers."""
    try:
        return bool(reader.get("northmoor-2018-08-24/para-27"))
    except ValueError:  # "the reader is closed"
        return False


def test_a_new_generation_is_taken_and_the_old_one_closed_after_its_last_use(
    index: Path, snapshots: Snapshots
) -> None:
    with snapshots.borrow() as first, snapshots.borrow() as second:
        assert first is second
        reader = first.index.reader
        publish(index, 2021)
        assert snapshots.refresh()
        with snapshots.borrow() as new:
            assert new is not first
            assert len(new.index.reader.reports()) == 4
        assert first.index.search("MARAC").coverage.reports_indexed == 3
        with first.using():
            pass
        assert works(reader)
    assert not works(reader)
    with pytest.raises(RuntimeError, match="is closed"), first.using():
        pass
    assert works(new.index.reader)
    assert snapshots.swaps == 1
    assert not snapshots.refresh()


def test_the_encoder_is_loaded_once(index: Path) -> None:
    load = Loads()
    snapshots = Snapshots(index, Settings(index=index), load=load)
    for year in (2020, 2021, 2022):
        publish(index, year)
        snapshots.refresh()
    assert load.names == ["hashed-words"]
    write_small_index(index, encoder_name="another")
    snapshots.refresh()
    assert load.names == ["hashed-words", "another"]
    snapshots.close()


def test_a_start_does_not_wait_for_themes_and_a_new_generation_has_them(
    index: Path, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_tag = [], threading.Event()

    def counts(tagger: Tagger, rows: None = None) -> dict[str, int]:
        may_tag.wait(10)
        asked.append(tagger)
        return {}

    monkeypatch.setattr(Tagger, "counts", counts)
    snapshots.watch()  # `refresh` opened the first without a tag
    assert snapshots.generation
    assert asked == []
    may_tag.set()
    write_small_index(index, small_reports()[:2])
    assert snapshots.refresh()
    with snapshots.borrow() as current:
        assert current.index.themes in asked
    snapshots.close()
    assert len(asked) == 2


def test_a_generation_that_cannot_be_opened_leaves_the_old_one(index: Path, snapshots: Snapshots) -> None:
    was = snapshots.generation
    (index / CURRENT).write_text("gen-000009-00000000\n")
    with pytest.raises(CorruptIndex):
        snapshots.refresh()
    snapshots.look()
    assert "gen-000009" in snapshots.trouble
    assert snapshots.generation == was
    (index / CURRENT).unlink()
    with pytest.raises(IndexNotFound):
        snapshots.refresh()
    with snapshots.borrow() as snapshot:
        assert works(snapshot.index.reader)
    publish(index, 2021)
    snapshots.look()
    assert snapshots.trouble == ""
    assert snapshots.generation != was


def test_an_index_of_other_weights_is_refused(index: Path) -> None:
    class Changed(Loads):
        def __call__(self, name: str) -> WordEncoder:
            made = super().__call__(name)
            made.revision = "other weights"
            return made

    snapshots = Snapshots(index, Settings(index=index), load=Changed())
    with pytest.raises(IncompatibleIndex, match="other weights of hashed-words"):
        snapshots.refresh()
    with pytest.raises(IndexNotFound), snapshots.borrow():
        pass


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux shows them")
def test_closed_generations_leave_no_file_open(index: Path, snapshots: Snapshots) -> None:
    publish(index, 2020)
    snapshots.refresh()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for year in (2021, 2022, 2023):
        publish(index, year)
        snapshots.refresh()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_requests_during_swaps_all_succeed_and_see_one_generation(index: Path) -> None:
    publish(index, 2000)
    app = make_app(index, serve_look_seconds=0.01)
    app.state.service.snapshots._load = Loads()
    failed: list[str] = []
    seen: dict[str, set[tuple[str, ...]]] = {}
    done = threading.Event()

    def ask(http: TestClient) -> None:
        while not done.is_set():
            reply = http.get(f"{PREFIX}/search?q=MARAC+year")
            if reply.status_code != 200:
                failed.append(reply.text)
                return
            found = reply.json()
            ids = tuple(item["id"] for item in found["results"])
            seen.setdefault(found["generation"], set()).add(ids)

    with TestClient(app) as http:
        threads = [threading.Thread(target=ask, args=(http,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for year in range(2001, 2011):
            publish(index, year)
            limit = time.monotonic() + 10
            while app.state.service.snapshots.generation != current_name(index):
                assert time.monotonic() < limit, app.state.service.snapshots.trouble
                time.sleep(0.01)
        done.set()
        for thread in threads:
            thread.join()
        assert app.state.service.snapshots.swaps == 10
    assert failed == []
    assert len(seen) > 3
    # One generation always gives one and the same list, and no two of them share it.
    assert all(len(lists) == 1 for lists in seen.values())
    assert len(set.union(*seen.values())) == len(seen)


def test_the_tag_changes_with_the_generation(index: Path) -> None:
    app = make_app(index, serve_look_seconds=3600)
    app.state.service.snapshots._load = Loads()
    with TestClient(app) as http:
        tag = http.get(f"{PREFIX}/reports").headers["etag"]
        publish(index, 2021)
        app.state.service.snapshots.look()
        reply = http.get(f"{PREFIX}/reports", headers={"If-None-Match": tag})
        assert reply.status_code == 200
        assert reply.headers["etag"] != tag
        assert reply.json()["total"] == 4
