"""Pictures of pages: the right lines are marked, and a process that dies harms one picture only."""

from __future__ import annotations

import io
import os
import signal
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdf
import pytest
from starlette.testclient import TestClient

from indexer.reading.pdf import draw_page
from indexer.records import Box, Paragraph
from indexer.sandbox.draw_worker import png
from indexer.store.reader import IndexReader
from search_api.schemas.base import PREFIX
from search_api.serving.page_images import PageImages, PageNotDrawn, _key
from tests.support.api_bench import SPANNING, make_app, sample_index

pytestmark = pytest.mark.slow

DPI = 72  # a pixel is a point


def pixels(data: bytes) -> npt.NDArray[np.uint8]:
    """(height, width, 3) of a PNG that `png` wrote, read by the specification."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        (sum32,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert sum32 == zlib.crc32(name + body)
        chunks[name] = body
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (8, 2, [0, 0, 0])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert set(lines[:, 0]) == {2}
    return np.cumsum(lines[:, 1:], axis=0, dtype=np.uint8).reshape(height, width, 3)


@pytest.fixture
def images() -> Iterator[PageImages]:
    made = PageImages(DPI)
    yield made
    made.close()


@pytest.fixture(scope="module")
def spanning() -> tuple[Path, str, Paragraph]:
    """A report's file, its SHA-256, and a paragraph on two of its pages."""
    with IndexReader.open(sample_index()) as reader:
        report = reader.report(SPANNING)
        path = reader.source_path(report.sha256)
        assert path
        return path, report.sha256, reader.get(f"{SPANNING}/para-15")


def test_png_keeps_every_pixel() -> None:
    picture = np.random.default_rng(7).integers(0, 256, (5, 4, 3), dtype=np.uint8)
    assert np.array_equal(pixels(png(picture)), picture)


def test_the_lines_of_the_paragraph_are_marked_and_nothing_else(
    images: PageImages, spanning: tuple[Path, str, Paragraph]
) -> None:
    path, sha256, paragraph = spanning
    assert paragraph.page_first is not None
    for page in (paragraph.page_first, paragraph.page_first + 1):
        marked = pixels(images.png(path, sha256, page, paragraph.boxes))
        plain = pixels(images.png(path, sha256, page, ()))
        changed = (marked != plain).any(axis=2)
        boxes = [box for box in paragraph.boxes if box.page == page]
        assert boxes
        expected = np.zeros_like(changed)
        for box in boxes:
            top, bottom = (round(marked.shape[0] - y) for y in (box.top, box.bottom))
            expected[top - 3 : bottom + 3, round(box.left) - 3 : round(box.right) + 3] = True
            assert changed[top + 1 : bottom - 1, round(box.left) : round(box.right)].mean() > 0.5
        assert not (changed & ~expected).any()
        assert (marked <= plain).all()  # the print shows through


def test_a_page_that_is_turned_is_marked_where_it_is_printed(spanning: tuple[Path, str, Paragraph]) -> None:
    """Boxes and picture are of the page as it is read: upright, though the file lays it on its side."""
    path, _, paragraph = spanning
    assert paragraph.page_first is not None
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(path))
    page = writer.pages[paragraph.page_first - 1]
    page.rotate(90)
    turned = io.BytesIO()
    writer.write(turned)
    boxes = [
        (box.left, box.bottom, box.right, box.top)
        for box in paragraph.boxes
        if box.page == paragraph.page_first
    ]
    upright = draw_page(path.read_bytes(), paragraph.page_first, boxes, DPI)
    beside = draw_page(turned.getvalue(), paragraph.page_first, boxes, DPI)
    marks = [(picture[:, :, 0].astype(int) - picture[:, :, 2] > 60) for picture in (upright, beside)]
    assert marks[0].sum() > 1000
    assert (beside == upright).all()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_process_that_was_killed_is_replaced(
    images: PageImages, spanning: tuple[Path, str, Paragraph]
) -> None:
    path, sha256, _ = spanning
    assert images.pid is None
    first = images.png(path, sha256, 1, ())
    pid = images.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert images.png(path, sha256, 1, ()) == first  # kept: no process is needed
    assert images.png(path, sha256, 2, ()) != first
    assert images.pid not in (None, pid)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_process_that_was_stopped_is_killed_replaced_and_the_page_drawn(
    spanning: tuple[Path, str, Paragraph],
) -> None:
    path, sha256, _ = spanning
    images = PageImages(DPI, seconds=5)
    first = images.png(path, sha256, 1, ())
    pid = images.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    assert images.png(path, sha256, 2, ()) != first
    assert images.pid not in (None, pid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    images.close()


_HANGS = (
    "import json, sys, time\n"
    "for line in sys.stdin:\n"
    "    if json.loads(line)['page'] == 13:\n"
    "        time.sleep(600)\n"
    "    sys.stdout.write('{\"bytes\": 3}\\nPNG')\n"
    "    sys.stdout.flush()\n"
)


@pytest.fixture
def hanging(tmp_path: Path) -> Sequence[str]:
    """The command of a process that hangs for page 13."""
    script = tmp_path / "worker.py"
    script.write_text(_HANGS)
    return [sys.executable, str(script)]


def test_a_page_that_hangs_costs_its_time_once(hanging: Sequence[str]) -> None:
    images = PageImages(command=hanging, seconds=1)
    with pytest.raises(PageNotDrawn, match="did not end within 1 seconds"):
        images.png(Path("x"), "x", 13, ())
    assert images.pid is None
    with pytest.raises(PageNotDrawn, match="did not end within 1 seconds"):
        images.png(Path("x"), "x", 13, ())
    with pytest.raises(PageNotDrawn, match="did not end within 1 seconds"):
        images.kept("x", 13, ())
    assert images.pid is None  # nothing was started for it again
    images.close()


def test_a_process_that_does_not_even_read_is_killed() -> None:
    images = PageImages(command=[sys.executable, "-c", "import time; time.sleep(600)"], seconds=0.5)
    many = [Box(1, 1.0, 2.0, 3.0, 4.0)] * 50_000  # more than a pipe holds
    with pytest.raises(PageNotDrawn, match="did not end"):
        images.png(Path("x"), "x", 1, many)
    images.close()


def test_what_is_kept_waits_for_no_drawing_and_closing_ends_it(hanging: Sequence[str]) -> None:
    images = PageImages(command=hanging, seconds=600)
    assert images.kept("x", 1, ()) is None
    assert images.png(Path("x"), "x", 1, ()) == b"PNG"
    said: list[str] = []

    def draw() -> None:
        try:
            images.png(Path("x"), "x", 13, ())
        except PageNotDrawn as error:
            said.append(str(error))

    drawing = threading.Thread(target=draw)
    drawing.start()
    while not images._drawing.locked():
        time.sleep(0.01)
    assert images.kept("x", 1, ()) == b"PNG"
    images.close()
    drawing.join()
    assert "being stopped" in said[0]


def test_pictures_take_no_place_of_searches_and_a_full_queue_is_said() -> None:
    """Every thread and place for pictures is taken; searches, pages and kept pictures are answered."""
    app = make_app(sample_index(), serve_image_waiting=1, serve_threads=1, serve_waiting=0)
    service = app.state.service
    with IndexReader.open(sample_index()) as reader:
        [one, two, three] = [reader.get(f"{SPANNING}/para-{number}") for number in (13, 24, 48)]

    def picture(paragraph: Paragraph) -> str:
        return f"{PREFIX}/paragraphs/{paragraph.id}/page.png"

    going, begun = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        begun.set()
        going.wait(60)
        return b"PNG"

    with TestClient(app, raise_server_exceptions=False) as http, ThreadPoolExecutor(2) as beside:
        service.images.png = slow
        first = beside.submit(http.get, picture(one))
        assert begun.wait(60)
        second = beside.submit(http.get, picture(two))
        while service.drawers.held < 2:
            time.sleep(0.01)
        refused = http.get(picture(three))
        assert http.get(f"{PREFIX}/search?q=marac").status_code == 200
        assert http.get(f"{PREFIX}/ask?q=marac").status_code == 200
        service.images._keep(page_key(one), b"KEPT")
        assert http.get(picture(one)).content == b"KEPT"
        going.set()
        assert first.result().status_code == second.result().status_code == 200
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["type"] == "urn:pinpoint:problem:busy"


def page_key(paragraph: Paragraph) -> object:
    with IndexReader.open(sample_index()) as reader:
        sha256 = reader.report(SPANNING).sha256
    assert paragraph.page_first
    return _key(sha256, paragraph.page_first, paragraph.boxes)


def test_a_process_that_dies_while_it_draws_fails_that_picture_only(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(
        "import json, os, sys\n"
        "for line in sys.stdin:\n"
        "    if json.loads(line)['page'] == 13:\n"
        "        os._exit(9)\n"
        "    if json.loads(line)['page'] == 14:\n"
        "        sys.stdout.write('not json\\n')\n"
        "    else:\n"
        "        sys.stdout.write('{\"bytes\": 3}\\nPNG')\n"
        "    sys.stdout.flush()\n"
    )
    images = PageImages(command=[sys.executable, str(script)])
    for bad in (13, 14):
        assert images.png(script, "x", 2 * bad, ()) == b"PNG"
        with pytest.raises(PageNotDrawn, match="made the PDF library stop"):
            images.png(script, "x", bad, ())
        assert images.png(script, "x", 3 * bad, ()) == b"PNG"
    images.close()
    with pytest.raises(PageNotDrawn, match="being stopped"):
        images.png(script, "x", 99, ())


@pytest.mark.parametrize(
    ("content", "page", "reason"),
    [
        (b"%PDF-1.7 not really", 1, "damaged or cut short"),
        (b"", 1, "damaged or cut short"),
        (None, 1, "cannot be opened"),
        ("sample", 999, "and no page 999"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    images: PageImages,
    tmp_path: Path,
    spanning: tuple[Path, str, Paragraph],
    content: bytes | str | None,
    page: int,
    reason: str,
) -> None:
    path = tmp_path / "report.pdf"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else spanning[0].read_bytes())
    with pytest.raises(PageNotDrawn, match=reason):
        images.png(path, "y", page, ())
    assert images.png(spanning[0], spanning[1], 1, (Box(1, -9e9, -9e9, 9e9, 9e9),))


def test_a_page_that_claims_to_be_huge_is_drawn_small() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(14_400, 14_400)
    data = io.BytesIO()
    writer.write(data)
    height, width, _ = draw_page(data.getvalue(), 1, (), 300).shape
    assert height * width <= 4_010_000


def test_the_latest_pictures_are_kept_within_the_bound(spanning: tuple[Path, str, Paragraph]) -> None:
    path, sha256, _ = spanning
    images = PageImages(DPI, keep_mb=0)
    first = images.png(path, sha256, 1, ())
    assert images.png(path, sha256, 1, ()) == first
    images.close()
