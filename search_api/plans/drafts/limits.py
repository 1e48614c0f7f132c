"""How large a draft may be: what bounds the time and the memory that reading one can take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """bytes: of the file. unpacked: bytes of all parts of a zipped document, as it declares them; xml: of
    those
    parts that are read. ratio: how many times its packed size a part that is read may have, from 10 MB on.
    parts: of the archive. elements: of XML, in all parts that are read; depth: of elements within each other.
    blocks: of text. block_characters: of one; characters: of all.
    """

    bytes: int = 30_000_000
    unpacked: int = 300_000_000
    xml: int = 60_000_000
    ratio: int = 250
    parts: int = 5_000
    elements: int = 1_000_000
    depth: int = 200
    blocks: int = 40_000
    block_characters: int = 100_000
    characters: int = 4_000_000


LIMITS = Limits()
