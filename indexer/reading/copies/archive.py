"""The parts of a Word file, which is a ZIP archive of XML: opened within limits, without entities."""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from indexer.errors import UnreadableReport

_MOST_PARTS = 3000
_MOST_BYTES = 150_000_000  # all parts together, unpacked, as the archive declares
_LONGEST_PART = 40_000_000  # of XML
_FOREIGN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OLD = b"\xd0\xcf\x11\xe0"  # how old Office files and encrypted new ones begin
_REMEDY = "save it as PDF"
_PROTECTED = 0x1  # of a part's flags (APPNOTE.TXT of the ZIP format, 4.4.4)

Element = ElementTree.Element


class WordArchive:
    """A Word file. Use it as a context manager. Raises UnreadableReport with the reason, OSError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(4)
        if head == _OLD:
            raise UnreadableReport("the Word file is protected by a password, or an old .doc", _REMEDY)
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, OSError) as error:
            _reraise(error)
            raise UnreadableReport("not a Word file: it is no archive, or damaged") from error
        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
            self._archive.close()
            raise UnreadableReport("the Word file unpacks to more than any report has")
        self._names = {part.filename for part in parts}
        if any(part.flag_bits & _PROTECTED for part in parts):
            self._archive.close()
            raise UnreadableReport("the Word file is protected by a password", _REMEDY)
        if len(self._names) < len(parts):  # which of them Word shows is not known
            self._archive.close()
            raise UnreadableReport("the Word file is damaged: it holds a part twice", _REMEDY)

    def __enter__(self) -> WordArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def xml(self, name: str) -> Element | None:
        """The root of a part, tags without their namespace; None where the file has no such part."""
        if name not in self._names:
            return None
        try:
            with self._archive.open(name) as part:
                data = part.read(_LONGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError) as error:
            _reraise(error)
            raise UnreadableReport(f"the Word file is damaged ({name})") from error
        if len(data) > _LONGEST_PART:
            raise UnreadableReport("the Word file unpacks to more than any report has")
        # Word writes neither document types nor entities, and UTF-8: others are not given to the parser.
        if _FOREIGN.search(data) or b"\0" in data:
            raise UnreadableReport("the Word file holds what Word does not write (a document type, entities)")
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableReport(f"the Word file is damaged ({name})") from error
        for element in root.iter():
            element.tag = local(element.tag)
            element.attrib = {local(key): value for key, value in element.attrib.items()}
        return root


def _reraise(error: Exception) -> None:
    """What the system refused is no verdict on the file; a place before its start (EINVAL) is the file's."""
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        raise error


def local(name: str) -> str:
    """A name without its namespace: Word writes one of two, and they mean the same."""
    return name.rpartition("}")[2]
