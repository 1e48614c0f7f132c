"""An archive from an address: continued where it was cut, checked, used once."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.authorities.downloads import Manners
from indexer.errors import ArchiveRefused, DownloadRefused, InvalidRequest, PinpointError, ServerTrouble
from indexer.pipeline.summary import Silent
from indexer.sharing.fetching import archive_at
from indexer.sharing.unpacking import unpack_index
from tests.support.report_server import ReportServer, cut, serving, status, whole

from .conftest import MODEL

QUICK = Manners(pause=0, attempts=2, longest_wait=0)
ETAG = '"v1"'


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReportServer]:
    monkeypatch.setenv("PINPOINT_CACHE", str(tmp_path / "cache"))
    with serving() as running:
        yield running


def downloads(tmp_path: Path) -> list[str]:
    folder = tmp_path / "cache" / "downloads"
    return sorted(path.suffix for path in folder.iterdir() if path.suffix != ".lock")


def test_it_is_used_once_and_removed(tmp_path: Path, server: ReportServer, archive: Path) -> None:
    url = server.publish("/x", whole(archive.read_bytes(), etag=ETAG))
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    with archive_at(url, Silent(), sha256=sha256.upper(), manners=QUICK) as path:
        assert unpack_index(path, tmp_path / "there", model=MODEL).reports == 3
    assert downloads(tmp_path) == []


def test_what_was_cut_is_continued_by_the_next_run(
    tmp_path: Path, server: ReportServer, archive: Path
) -> None:
    data = archive.read_bytes()
    url = server.publish("/x", cut(data, 9_000, etag=ETAG), status(503))
    with pytest.raises(ServerTrouble), archive_at(url, Silent(), manners=QUICK):
        pass
    assert downloads(tmp_path) == [".json", ".part"]
    server.publish("/x", whole(data, etag=ETAG))
    with archive_at(url, Silent(), manners=QUICK) as path:
        assert path.read_bytes() == data
    assert server.headers("Range")[-1] == "bytes=9000-"
    assert server.headers("If-Range")[-1] == ETAG


def test_what_came_whole_is_not_asked_for_again(tmp_path: Path, server: ReportServer, archive: Path) -> None:
    url = server.publish("/x", whole(archive.read_bytes()), status(404))
    with pytest.raises(PinpointError, match="disk"), archive_at(url, Silent(), manners=QUICK):
        raise PinpointError("the disk is full")
    with archive_at(url, Silent(), manners=QUICK) as path:
        assert path.read_bytes() == archive.read_bytes()


def test_downloads_that_were_given_up_are_tidied_away(
    tmp_path: Path, server: ReportServer, archive: Path
) -> None:
    folder, day = tmp_path / "cache" / "downloads", 24 * 3600
    folder.mkdir(parents=True)
    for name, days in (("a.part", 40), ("a.json", 40), ("b.pinpoint", 40), ("c.part", 10)):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (time.time() - days * day,) * 2)
    with archive_at(server.publish("/x", whole(archive.read_bytes())), Silent(), manners=QUICK):
        pass
    assert [path.name for path in folder.iterdir() if path.suffix != ".lock"] == ["c.part"]


def test_another_file_than_was_meant_is_refused_and_goes(
    tmp_path: Path, server: ReportServer, archive: Path
) -> None:
    url = server.publish("/x", whole(archive.read_bytes()))
    for place in (url, str(archive), archive.as_uri()):
        with (
            pytest.raises(ArchiveRefused, match="not the one that you gave"),
            archive_at(place, Silent(), sha256="0" * 64, manners=QUICK),
        ):
            pass
    assert downloads(tmp_path) == []
    assert archive.exists()
    other = server.publish("/other", whole(b"no archive"))
    with pytest.raises(ArchiveRefused), archive_at(other, Silent(), manners=QUICK) as path:
        unpack_index(path, tmp_path / "there", model=MODEL)
    assert downloads(tmp_path) == []


def test_limits_and_addresses(tmp_path: Path, server: ReportServer, archive: Path) -> None:
    url = server.publish("/x", whole(archive.read_bytes()))
    small = Manners(pause=0, attempts=1, max_bytes=1000)
    with (
        pytest.raises(DownloadRefused, match="larger than the limit"),
        archive_at(url, Silent(), manners=small),
    ):
        pass
    with pytest.raises(DownloadRefused, match="404"), archive_at(server.base + "/y", Silent(), manners=QUICK):
        pass
    for place in ("ftp://example.org/x", "https:///x", "gopher://x"):
        with pytest.raises(InvalidRequest, match="use https, http or file"), archive_at(place, Silent()):
            pass
    with (
        pytest.raises(InvalidRequest, match="64 letters and digits"),
        archive_at(url, Silent(), sha256="abc"),
    ):
        pass
    with archive_at(archive.as_uri(), Silent()) as path:
        assert path == archive


def test_a_file_of_another_machine_is_not_looked_for_here() -> None:
    with (
        pytest.raises(InvalidRequest, match="names another machine"),
        archive_at("file://server/share/x.pinpoint", Silent()),
    ):
        pass


def test_what_fails_with_the_file_is_not_said_of_the_download(server: ReportServer, archive: Path) -> None:
    url = server.publish("/x", whole(archive.read_bytes()))
    with pytest.raises(OSError, match="full"), archive_at(url, Silent(), manners=QUICK):
        raise OSError("full")
