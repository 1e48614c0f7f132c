"""Opening: pypdf checks and decrypts and is the second reader, PDFium reads.

PDFium is not thread-safe even across documents: call this in a worker process, one thread.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdf
import pypdf.errors
import pypdfium2

from indexer.errors import UnreadableReport
from indexer.reading.pages import Page

from .faces import Faces
from .page import read_page
from .soundness.damage import Scan, scan
from .soundness.file_notes import file_notes

_MADE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings would reach the user's terminal


def open_checked(path: Path, *, max_pages: int) -> bytes:
    """The file's bytes, decrypted where no password is needed, after pypdf found a sound document.

    Raises UnreadableReport with a one-line reason.
    """
    data = path.read_bytes()
    if not data:
        raise UnreadableReport("the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableReport("not a PDF: it does not start as one")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableReport("the PDF is protected by a password")
        count = len(reader.pages)
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        AssertionError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as error:
        raise UnreadableReport(f"the PDF is damaged: {type(error).__name__}") from error
    if count == 0:
        raise UnreadableReport("the PDF has no pages")
    if count > max_pages:
        raise UnreadableReport(f"the PDF has {count:,} pages, over the limit of {max_pages:,}")
    return data


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Pages in order, lines in the document's own order. Raises UnreadableReport."""
    encrypted = b"/Encrypt" in data
    scanned = scan(data, encrypted=encrypted)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("the PDF is damaged or cut short") from error
    try:
        pages = list(_pages_of(document, scanned, encrypted=encrypted))
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("a page of the PDF is damaged") from error
    finally:
        document.close()
    for place, note in file_notes(data, scanned, len(pages), encrypted=encrypted):
        pages[place] = replace(pages[place], notes=(*pages[place].notes, note))
    return tuple(pages)


def made_on(data: bytes) -> str:
    """When the PDF says it was last changed, or else made, as in "2019-05-03T09:30"; "" if it does not."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ""
    try:
        dates = [document.get_metadata_value(name) for name in ("ModDate", "CreationDate")]
    finally:
        document.close()
    found = next((match for text in dates if (match := _MADE.match(text))), None)
    if found is None:
        return ""
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute).isoformat(timespec="minutes")
    except ValueError:
        return ""


def second_reading(data: bytes) -> Iterator[str]:
    """The text of each page in order as pypdf reads it: slow, independent of PDFium.

    Raises UnreadableReport where pypdf gives up, as at its own limits.
    """
    done = 0
    try:
        for page in pypdf.PdfReader(io.BytesIO(data), strict=False).pages:
            text = page.extract_text()
            done += 1
            yield text
    except pypdf.errors.PyPdfError as error:
        problem = f"the second PDF reader gives up on page {done + 1} ({type(error).__name__}: {error})"
        raise UnreadableReport(problem) from error


def _pages_of(document: pypdfium2.PdfDocument, scanned: Scan, *, encrypted: bool) -> Iterator[Page]:
    # PDFium may crash where it draws from a damaged typeface; what is damaged is said all the same
    faces = Faces(document, {} if scanned.damaged or scanned.structure else scanned.maps)
    open_pages = []
    try:
        for index in range(len(document)):
            page = document[index]
            open_pages.append(page)
            read, stays = read_page(
                page, index + 1, faces, layers=scanned.layers or encrypted, actual=scanned.actual or encrypted
            )
            if not stays:
                open_pages.pop().close()
            yield read
    finally:
        for page in open_pages:
            page.close()
