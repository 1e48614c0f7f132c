"""Damaged files: whatever is changed in a page's drawing, nothing is read otherwise without a word."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from indexer.errors import UnreadableReport
from indexer.reading.pdf.soundness.damage import scan
from tests.support.small_pdfs import oddities, read_small, small_report, texts_of

SAID = {"damaged page", "damaged file"}


def _rewritten(data: bytes, *, object_streams: bool = False, password: str | None = None) -> bytes:
    """With streams compressed by Flate alone, as reports have them; pypdf writes no object streams."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        page.compress_content_streams()
    if password is not None:
        writer.encrypt(user_password="", owner_password=password, algorithm="AES-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def report() -> bytes:
    return _rewritten(small_report())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, report: bytes) -> dict[str, str]:
    read = read_small(tmp_path_factory.mktemp("sound"), report)
    assert oddities(read) == []
    return texts_of(read)


def streams_of(data: bytes) -> Iterator[tuple[int, int]]:
    """Half-open spans of the streams."""
    place = 0
    while (start := data.find(b"stream\n", place)) >= 0:
        start += len(b"stream\n")
        end = data.index(b"\nendstream", start)
        yield start, end
        place = end + len(b"\nendstream")


Mutation = Callable[[bytearray, int, int, random.Random], None]


def flip(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    data[chance.randrange(start, end)] ^= 1 << chance.randrange(8)


def blank_the_rest(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    half = chance.randrange(start + 1, end)
    data[half:end] = bytes(end - half)


def swap(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    size = (end - start) // 5
    first, second = start + chance.randrange(size), start + 3 * size + chance.randrange(size)
    data[first : first + size], data[second : second + size] = (
        data[second : second + size],
        data[first : first + size],
    )


def shorten(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    del data[chance.randrange(start + 2, end - 1) : end]


@pytest.mark.parametrize("mutate", [flip, blank_the_rest, swap, shorten])
def test_no_changed_stream_is_read_otherwise_in_silence(
    tmp_path: Path, report: bytes, sound: dict[str, str], mutate: Mutation
) -> None:
    chance = random.Random(mutate.__name__)
    spans = [span for span in streams_of(report) if span[1] - span[0] > 60]
    assert len(spans) >= 4
    for number in range(40):
        data = bytearray(report)
        mutate(data, *spans[number % len(spans)], chance)
        try:
            read = read_small(tmp_path, bytes(data))
        except UnreadableReport:
            continue
        if bytes(data) != report and texts_of(read) != sound:
            assert {item.kind for item in read.anomalies} & SAID, (mutate.__name__, number)


def test_a_file_that_is_cut_short_is_refused_or_said(
    tmp_path: Path, report: bytes, sound: dict[str, str]
) -> None:
    for place in range(200, len(report) - 10, 150):
        try:
            read = read_small(tmp_path, report[:place])
        except UnreadableReport:
            continue
        assert texts_of(read) == sound or {item.kind for item in read.anomalies} & SAID, place


def with_wrong_checksum(report: bytes, *, page: int) -> bytes:
    """The words of the page are whole, but that cannot be known."""
    contents = pypdf.PdfReader(BytesIO(report)).pages[page - 1].raw_get("/Contents")
    place = report.index(b"\n%d 0 obj" % contents.idnum)
    end = next(end for start, end in streams_of(report) if start > place)
    data = bytearray(report)
    data[end - 2] ^= 8
    return bytes(data)


def test_the_damaged_page_is_named_and_its_paragraphs_marked(tmp_path: Path, report: bytes) -> None:
    read = read_small(tmp_path, with_wrong_checksum(report, page=3))
    (said,) = [item for item in oddities(read) if item.kind == "damaged page"]
    assert said.page == 3
    assert [identity.rpartition("-")[2] for identity in said.paragraphs] == ["5", "6", "7", "8"]


def test_a_damaged_cover_names_no_authority_and_no_date(tmp_path: Path, report: bytes) -> None:
    read = read_small(tmp_path, with_wrong_checksum(report, page=1))
    assert "Northmoor" not in read.report.authority
    assert read.report.published_source == "file name"
    (said,) = [item for item in read.anomalies if item.kind == "cover"]
    assert said.paragraphs == tuple(item.id for item in read.paragraphs)


def test_after_a_damaged_page_sections_and_ordinals_are_in_doubt(tmp_path: Path, report: bytes) -> None:
    read = read_small(tmp_path, with_wrong_checksum(report, page=3))
    (said,) = [item for item in oddities(read) if item.kind == "section"]
    after = [item.id for item in read.paragraphs if (item.page_first or 0) > 3]
    assert said.paragraphs[:1] == tuple(after[:1]) != ()


def test_an_encrypted_file_is_checked_too(tmp_path: Path, sound: dict[str, str]) -> None:
    report = _rewritten(small_report(), password="owner")
    read = read_small(tmp_path, report)
    assert (texts_of(read), oddities(read)) == (sound, [])
    chance = random.Random(3)
    for start, end in [span for span in streams_of(report) if span[1] - span[0] > 60]:
        data = bytearray(report)
        flip(data, start + 16, end, chance)
        try:
            read = read_small(tmp_path, bytes(data))
        except UnreadableReport:
            continue
        assert texts_of(read) == sound or {item.kind for item in read.anomalies} & SAID


def test_a_wrong_list_of_objects_is_said(report: bytes) -> None:
    assert not scan(report, encrypted=False).structure
    place = report.rindex(b"xref\n0")
    moved = report[: report.index(b"%", 9)] + b"%abc\n" + report[report.index(b"%", 9) :]
    assert scan(moved, encrypted=False).structure
    assert scan(report[:place], encrypted=False).structure


@pytest.mark.parametrize(
    ("sound_head", "damaged_head"),
    [
        (b"/Filter /FlateDecode", b"/Fklter /FlateDecode"),
        (b"/Filter /FlateDecode", b"/Filter /FlateDecodf"),
        (b"/Length", b"\0Length"),
        (b">>\nstream", b">~\nstream"),
    ],
    ids=["filter", "its name", "length", "end of the head"],
)
def test_a_stream_whose_head_is_damaged_is_said(
    tmp_path: Path, report: bytes, sound: dict[str, str], sound_head: bytes, damaged_head: bytes
) -> None:
    assert report.count(sound_head) > 3
    data = report.replace(sound_head, damaged_head, 4)
    try:
        read = read_small(tmp_path, data)
    except UnreadableReport:
        return
    assert texts_of(read) == sound or SAID & {item.kind for item in oddities(read)}


def test_a_typeface_with_notes_of_its_own_is_checked(report: bytes) -> None:
    start, end = next(streams_of(report))
    head = report.rfind(b"<<", 0, start) + 2
    noted = report[:head] + b" /Metadata 9 0 R " + report[head:]
    spoilt = bytearray(noted)
    spoilt[(start + end) // 2 + 17] ^= 64
    assert not scan(noted, encrypted=False).damaged
    assert scan(bytes(spoilt), encrypted=False).damaged


def test_two_files_joined_are_said(tmp_path: Path, report: bytes) -> None:
    read = read_small(tmp_path, report + report)
    assert "two files" in {item.kind for item in read.anomalies}


def test_plain_drawing_with_a_foreign_word_is_damaged() -> None:
    plain = small_report()
    assert scan(plain, encrypted=False).damaged == set()
    assert scan(plain.replace(b" Tj", b" Qj", 1), encrypted=False).damaged
    assert scan(plain.replace(b"T* ET", b"T* EX", 1), encrypted=False).damaged


def test_a_stream_that_grows_without_end_is_not_followed() -> None:
    packed = zlib.compress(bytes(300 << 20), 9)
    found = scan(
        b"%%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\nstartxref\n0\n%%EOF",
        encrypted=False,
    )
    assert found.damaged == set()
