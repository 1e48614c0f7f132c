"""An archive that is not as it was written is refused with one true reason, and nothing is changed."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import ArchiveRefused, PinpointError
from indexer.sharing.names import BLOCK, END, header, padding
from indexer.sharing.packing import pack_index
from indexer.sharing.unpacking import unpack_index
from tests.support.builders import alter, write_small_index

from .conftest import MODEL, content

FLIPS = 60
Body = dict[str, Any]


def entry(name: str, data: bytes) -> bytes:
    return header(name, len(data)) + data + padding(len(data))


def spelled(body: Body) -> bytes:
    """The list with a right checksum, as somebody would write it who knows how."""
    body = {key: value for key, value in body.items() if key != "checksum"}
    plain = (json.dumps(body, sort_keys=True, indent=1) + "\n").encode()
    return (
        json.dumps(body | {"checksum": hashlib.sha256(plain).hexdigest()}, sort_keys=True, indent=1) + "\n"
    ).encode()


class Parts:
    """An archive taken apart: the list, and the other entries with their stored bytes."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive, "r:") as tar:
            files = ((item.name, tar.extractfile(item)) for item in tar)
            found = [(name, file.read()) for name, file in files if file is not None]
        self.body: Body = json.loads(found[0][1])
        self.entries = found[1:]

    def file(self, name: str) -> Body:
        return next(file for file in self.body["files"] if file["name"] == name)

    def put(self, name: str, data: bytes, stored: bytes | None = None) -> None:
        """Other bytes for a file, with everything in the list made to fit."""
        kept = data if stored is None else stored
        self.file(name).update(
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            stored_size=len(kept),
            stored_sha256=hashlib.sha256(kept).hexdigest(),
            encoding="" if stored is None else "gzip",
        )
        place = [known.removesuffix(".gz") for known, _ in self.entries].index(name)
        self.entries[place] = (name + ("" if stored is None else ".gz"), kept)

    def joined(self) -> bytes:
        return entry("pinpoint.json", spelled(self.body)) + self.rest()

    def rest(self) -> bytes:
        return b"".join(entry(*one) for one in self.entries) + END


def refused(data: bytes, folder: Path) -> str:
    """What is said of such an archive; nothing may have changed in a folder with an index, or be made."""
    path, there = folder / "hostile.pinpoint", folder / "there"
    path.write_bytes(data)
    if not there.exists():
        write_small_index(there)
    before = content(there)
    with pytest.raises(ArchiveRefused) as caught:
        unpack_index(path, there, model=MODEL, replace=True)
    assert content(there) == before
    return caught.value.problem


def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path, archive: Path) -> None:
    data, chance = archive.read_bytes(), random.Random(19)
    places = [0, 130, 148, 257, len(data) - 1, len(data) - 600, *chance.sample(range(len(data)), FLIPS)]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        assert refused(bytes(flipped), tmp_path), place


def test_a_cut_file_is_refused(tmp_path: Path, archive: Path) -> None:
    data = archive.read_bytes()
    assert refused(b"", tmp_path).endswith("was not made by `pinpoint pack`, or its first bytes were altered")
    for size in (100, 512, 700):
        refused(data[:size], tmp_path)
    for size in (len(data) // 2, len(data) - 1024, len(data) - 1):
        assert refused(data[:size], tmp_path) == (
            f"the archive is cut short: it has {size:,} of {len(data):,} bytes"
        )


def test_more_than_it_says_is_refused(tmp_path: Path, archive: Path) -> None:
    data = archive.read_bytes()
    assert refused(data + b"\0", tmp_path) == "the archive has 1 bytes more than it says"
    assert "more than it says" in refused(data[: -len(END)] + entry("extra.txt", b"x") + END, tmp_path)


def _special(kind: bytes, name: str, link: str = "") -> bytes:
    item = tarfile.TarInfo(name)
    item.type, item.linkname = kind, link
    return item.tobuf(tarfile.PAX_FORMAT)


FOREIGN = [
    entry("../outside", b"x"),
    entry("/outside", b"x"),
    entry("generation/../../outside", b"x"),
    entry("C:/outside", b"x"),
    entry("sources/..%2foutside", b"x"),
    entry("generation/reports.sqlite", b"x"),
    entry("generation/REPORTS.SQLITE", b"x"),
    entry("generation/lpt1.npy", b"x"),
    entry("sources/a\x1b[2Jb.pdf", b"x"),
    _special(tarfile.SYMTYPE, "sources/link.pdf", "/outside"),
    _special(tarfile.LNKTYPE, "sources/link.pdf", "/outside"),
    _special(tarfile.CHRTYPE, "sources/device"),
    _special(tarfile.FIFOTYPE, "sources/pipe"),
    _special(tarfile.DIRTYPE, "sources/folder"),
    _special(tarfile.REGTYPE, "sources/" + "ü" * 300),
]


@pytest.mark.parametrize("foreign", FOREIGN, ids=range(len(FOREIGN)))
def test_an_entry_that_is_none_of_an_index_s_is_refused_wherever_it_stands(
    tmp_path: Path, archive: Path, foreign: bytes
) -> None:
    """In place of others of the same length, too: the file then has the length that it says."""
    parts = Parts(archive)
    head, rest = entry("pinpoint.json", spelled(parts.body)), parts.rest()
    first = len(entry(*parts.entries[0]))
    assert "bytes more than it says" in refused(head + foreign + rest, tmp_path)
    assert "header of" in refused(head + foreign + rest[: -len(foreign)], tmp_path)
    assert "was altered" in refused(head + rest[:first] + foreign + rest[first + len(foreign) :], tmp_path)
    assert not (tmp_path / "outside").exists()


NAMES = [
    "../../outside",
    "/outside",
    "generation/../outside",
    "sources/" + "a" * 64 + ".exe",
    "sources/" + "a" * 64 + ".pdf/x",
    "generation/reports.sqlite\0",
    "generation/Reports.sqlite",
    "generation\\reports.sqlite",
    "generation/\x1b[2J.npy",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_none_of_an_index_s_is_refused_in_the_list_too(
    tmp_path: Path, archive: Path, name: str
) -> None:
    parts = Parts(archive)
    parts.body["files"].append(parts.body["files"][-1] | {"name": name})
    said = refused(parts.joined(), tmp_path)
    assert (
        "has a name that none of an index has" in said
        or "disagree" in said
        or "altered" in said
        or ("cut short" in said)
    )
    parts.body["files"][-2:] = [parts.body["files"][-2] | {"name": name}]
    parts.entries[-1] = (name.replace("\0", "")[:90] or "x", parts.entries[-1][1])
    refused(parts.joined(), tmp_path)


def _twice(parts: Parts) -> None:
    parts.body["files"].append(parts.body["files"][-1])
    parts.entries.append(parts.entries[-1])


def _reordered(parts: Parts) -> None:
    parts.body["files"].reverse()
    parts.entries.reverse()


def _missing(parts: Parts) -> None:
    parts.body["files"].pop()
    parts.entries.pop()


def _unlisted_field(parts: Parts) -> None:
    parts.body["run"] = "something"


def _version(parts: Parts) -> None:
    parts.body["format_version"] = 2


def _index_version(parts: Parts) -> None:
    parts.body["index_version"] = 99


def _another_kind(parts: Parts) -> None:
    parts.body["format"] = "something else"


def _other_counts(parts: Parts) -> None:
    parts.body["paragraphs"] += 1


def _other_encoder(parts: Parts) -> None:
    parts.body["encoder_revision"] = "1" * 64


def _huge(parts: Parts) -> None:
    parts.file("generation/paragraphs.npy").update(size=1 << 60, stored_size=1 << 60)


def _negative(parts: Parts) -> None:
    parts.file("generation/paragraphs.npy").update(size=-1, stored_size=-1)


def _no_number(parts: Parts) -> None:
    parts.file("generation/paragraphs.npy").update(size=True, stored_size=True)


def _packed_oddly(parts: Parts) -> None:
    parts.file("generation/paragraphs.npy").update(encoding="xz")


def _claims_a_bomb(parts: Parts) -> None:
    parts.file("generation/reports.sqlite").update(size=1 << 32)


def _unpacks_to_more(parts: Parts) -> None:
    data = b"\0" * 5_000_000
    parts.put("generation/reports.sqlite", data, gzip.compress(data, mtime=0))
    parts.file("generation/reports.sqlite").update(size=1000)


def _no_gzip(parts: Parts) -> None:
    parts.put("generation/reports.sqlite", b"x", b"no gzip at all")


def _gzip_and_more(parts: Parts) -> None:
    data = gzip.compress(b"x" * 1000, mtime=0)
    parts.put("generation/reports.sqlite", b"x" * 1000, data + b"more")


def _cut_gzip(parts: Parts) -> None:
    parts.put("generation/reports.sqlite", b"x" * 1000, gzip.compress(b"x" * 1000, mtime=0)[:-3])


def _pickle(parts: Parts) -> None:
    parts.put(
        "generation/paragraphs.npy",
        b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False}" + b"x" * 64,
    )


def _short_array(parts: Parts) -> None:
    parts.put("generation/paragraphs.npy", b"x")


def _other_source(parts: Parts) -> None:
    parts.put(parts.body["files"][-1]["name"], b"%PDF-1.7 another")


def _altered_manifest(parts: Parts) -> None:
    [(name, data)] = [one for one in parts.entries if one[0] == "generation/manifest.json"]
    parts.put(name, data.replace(b'"dimension": 16', b'"dimension": 17'))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_twice, "disagree"),
        (_reordered, "does not begin with the manifest"),
        (_missing, "disagree"),
        (_unlisted_field, "list of files in the archive is damaged or was altered"),
        (_version, "format version 2, this program reads version 1"),
        (_index_version, "the index in it has format version 99"),
        (_another_kind, "damaged or was altered"),
        (_other_counts, "disagree"),
        (_other_encoder, "disagree"),
        (_huge, "claims a size that cannot be"),
        (_negative, "claims a size that cannot be"),
        (_no_number, "claims a size that cannot be"),
        (_packed_oddly, "packed in a way that this program does not know"),
        (_claims_a_bomb, "claims to unpack to 4,294,967,296 bytes from"),
        (_unpacks_to_more, "disagree"),
        (_no_gzip, "disagree"),
        (_pickle, "disagree"),
        (_other_source, "disagree"),
        (_altered_manifest, "manifest of its index was altered"),
    ],
)
def test_a_list_with_a_right_checksum_is_not_believed(
    tmp_path: Path, archive: Path, spoil: Callable[[Parts], None], said: str
) -> None:
    parts = Parts(archive)
    spoil(parts)
    assert said in refused(parts.joined(), tmp_path)


@pytest.mark.parametrize(
    ("spoil", "said", "right"),
    [
        (_unpacks_to_more, "has more than the 1,000 bytes it claims", True),
        (_no_gzip, "cannot be unpacked", True),
        (_gzip_and_more, "has bytes after its end", True),
        (_cut_gzip, "is cut short", True),
        (_pickle, "is no index (paragraphs.npy", True),
        (_pickle, "the CRC-32 of", False),
        (_short_array, "is no index (paragraphs.npy belongs to another generation", True),
    ],
)
def test_nor_is_one_whose_index_has_a_manifest_that_fits(
    tmp_path: Path, archive: Path, spoil: Callable[[Parts], None], said: str, right: bool
) -> None:
    """Somebody who makes every size and checksum fit is stopped by what the files are."""
    parts = Parts(archive)
    spoil(parts)
    [(name, data)] = [one for one in parts.entries if one[0] == "generation/manifest.json"]
    manifest = json.loads(data)
    stored = {name.removeprefix("generation/"): data for name, data in parts.entries}
    crcs = {known: facts["crc32"] for known, facts in manifest["files"].items()}
    crcs |= {known: zlib.crc32(stored[known]) for known in crcs if known in stored}
    for file in parts.body["files"]:
        if (known := file["name"].removeprefix("generation/")) in manifest["files"]:
            crc = crcs[known] if right else 1
            manifest["files"][known] = {"crc32": crc, "sha256": file["sha256"], "size": file["size"]}
    parts.put(name, spelled(manifest))
    assert said in refused(parts.joined(), tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW extra AS SELECT 1",
        "CREATE TRIGGER extra AFTER UPDATE ON paragraphs BEGIN DELETE FROM reports; END",
        "CREATE TABLE extra (x)",
        "UPDATE paragraphs SET text = 'Everything is fine.' WHERE rowid = 1",
        "UPDATE paragraphs SET spans = '[[0, 99999]]'",
        "UPDATE reports SET framework = 'nonsense'",
        "UPDATE reports SET published = x'00'",
        "UPDATE terms SET last = 99999",
        "UPDATE boxes SET lines = x'00'",
    ],
)
def test_an_index_whose_records_are_not_what_was_written_is_refused(
    tmp_path: Path, index: Path, statement: str
) -> None:
    """Its checksums are right: whoever altered it made them anew."""
    alter(index, statement)
    try:
        pack_index(index, tmp_path / "x.pinpoint")
    except PinpointError:  # it does not even open
        return
    assert "is no index" in refused((tmp_path / "x.pinpoint").read_bytes(), tmp_path)


def test_a_list_twice_and_a_tar_of_another_maker_are_refused(tmp_path: Path, archive: Path) -> None:
    parts = Parts(archive)
    head = entry("pinpoint.json", spelled(parts.body))
    assert "more than it says" in refused(head + head + parts.rest(), tmp_path)
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, data in [("pinpoint.json", spelled(parts.body)), *parts.entries]:
            item = tarfile.TarInfo(name)
            item.size, item.mode, item.uid, item.mtime = len(data), 0o777, 1000, 1
            tar.addfile(item, io.BytesIO(data))
    assert "was not made by `pinpoint pack`" in refused(made.getvalue(), tmp_path)
    assert "was not made by" in refused(zlib.compress(archive.read_bytes()), tmp_path)
    assert "was not made by" in refused(b"<!doctype html>" * BLOCK, tmp_path)
