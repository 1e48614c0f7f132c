"""The parts of a zipped document: opened within limits, each read only when it is asked for."""

from __future__ import annotations

import io
import zipfile
import zlib

from indexer.errors import UnreadableDraft
from search_api.plans.drafts.limits import Limits

from .xml_tree import Budget, Element, parse

_PROTECTED = 0x1  # of a part's flags (APPNOTE.TXT of the ZIP format, 4.4.4)
_LOCAL_HEADER = 30  # bytes before the name of a part (4.3.7)
_SMALL = 10_000_000  # bytes below which no ratio is looked at: a short part of repeated words packs well
_WRONG = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError,
          EOFError, OSError)  # fmt: skip
AGAIN = "open it in the program that wrote it, save it again and try that file"
SMALLER = "take pictures out or split the draft, and save it again"
DAMAGED = "the file is damaged"


class Archive:
    """Parts by name. Raises UnreadableDraft for what no office program writes."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except _WRONG as error:
            raise UnreadableDraft(f"{DAMAGED}: its list of parts cannot be read", AGAIN) from error
        parts = self.zip.infolist()
        if len(parts) > limits.parts:
            raise UnreadableDraft(
                f"the file has {len(parts):,} parts, over the limit of {limits.parts:,}", SMALLER
            )
        if sum(part.file_size for part in parts) > limits.unpacked:
            raise UnreadableDraft(
                f"the file unpacks to more than {limits.unpacked // 1_000_000:,} MB", SMALLER
            )
        self.parts = {part.filename: part for part in parts}
        if len({name.lower() for name in self.parts}) < len(
            parts
        ):  # which of them a program shows is not known
            raise UnreadableDraft(f"{DAMAGED}: it holds a part twice", AGAIN)
        if any(part.flag_bits & _PROTECTED for part in parts):
            raise UnreadableDraft(
                "the file is protected by a password", "save it without one and try that file"
            )
        self._refuse_overlaps()
        self._left = limits.xml
        self._budget = Budget(limits.elements, limits.depth)

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> bytes:
        """A part that is read as text. Raises UnreadableDraft."""
        part = self.parts[name]
        if part.file_size > _SMALL and part.file_size > part.compress_size * self.limits.ratio:
            raise UnreadableDraft(f"{name} is packed more tightly than text can be", AGAIN)
        if part.file_size > self._left:
            raise UnreadableDraft(
                f"the file holds more than {self.limits.xml // 1_000_000:,} MB of text", SMALLER
            )
        self._left -= part.file_size
        return self.raw(name)

    def raw(self, name: str) -> bytes:
        """A part as it is, of the size that the archive declares. Raises UnreadableDraft."""
        try:
            with self.zip.open(self.parts[name]) as file:
                data = file.read(self.parts[name].file_size + 1)
        except (*_WRONG, MemoryError) as error:
            raise UnreadableDraft(f"{DAMAGED}: {name} cannot be unpacked", AGAIN) from error
        if len(data) != self.parts[name].file_size:
            raise UnreadableDraft(f"{DAMAGED}: {name} has another size than it says", AGAIN)
        return data

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where there is no such part. Raises UnreadableDraft."""
        return parse(self.read(name), name, self._budget) if name in self.parts else None

    def _refuse_overlaps(self) -> None:
        """Parts that lie in each other unpack the same bytes over and over."""
        end = 0
        for part in sorted(self.parts.values(), key=lambda item: item.header_offset):
            if part.header_offset < end:
                raise UnreadableDraft(f"{DAMAGED}: its parts lie in each other", AGAIN)
            end = part.header_offset + _LOCAL_HEADER + len(part.filename.encode()) + part.compress_size
        if end > len(self.data):
            raise UnreadableDraft(f"{DAMAGED}: the end is missing", AGAIN)
