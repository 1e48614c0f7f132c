"""Arrays in `.npy` files. Headers are written and compared byte for byte, never parsed.

An array of another dtype, shape or order, or one that holds pickled objects, is simply not the expected
header.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import CorruptIndex

from .format import MEND, not_readable

FLOAT32, FLOAT16 = np.dtype("<f4"), np.dtype("<f2")


END = 64  # bytes after the values

INT32, INT64 = np.dtype("<i4"), np.dtype("<i8")
UINT8 = np.dtype("u1")


def npy_header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """The first bytes of an `.npy` file, format version 1.0, C order, padded to a multiple of 64."""
    described = f"{{'descr': {dtype.str!r}, 'fortran_order': False, 'shape': {shape!r}, }}"
    padding = -(10 + len(described) + 1) % 64
    text = described.encode("ascii") + b" " * padding + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def npy_end(generation: str) -> bytes:
    """What follows the values in each array of a generation: its name, padded to 64 bytes. NumPy skips it."""
    return generation.encode("ascii").ljust(END - 1) + b"\n"


def map_array(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """The array in an `.npy` file, mapped read-only: a value is read from the disk when it is used.

    Raises CorruptIndex unless the file holds exactly this dtype and shape, in C order, and END bytes more;
    IndexNotReadable.
    """
    header = npy_header(dtype, shape)
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    try:
        with path.open("rb") as file:
            same = file.read(len(header)) == header
        if not same or path.stat().st_size != len(header) + size + END:
            raise CorruptIndex(f"{path.name} does not hold {shape} values of {dtype.name} ({path})", MEND)
        if size == 0:
            return np.zeros(shape, dtype=dtype)  # an empty file part cannot be mapped
        return np.memmap(path, dtype=dtype, mode="r", offset=len(header), shape=shape)
    except OSError as error:
        raise not_readable(path, error) from error


def let_go(mapped: npt.NDArray[Any]) -> None:
    """Give back the pages of a `map_array` that were read: they stay in the system's cache, and count there.

    The system maps sixteen pages where one is read, so that rows read here and there add up to the whole
    file. Does nothing where the system cannot.
    """
    file = getattr(mapped, "_mmap", None)
    if file is not None and hasattr(mmap, "MADV_DONTNEED"):
        file.madvise(mmap.MADV_DONTNEED)
