"""A search over lists: FAISS reads those whose centres are nearest, where they lie on the disk."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np

from indexer.arrays import Float32Array, Int64Array

from .layout import Lists, places

_PROBES = 4  # lists read for each unit of the square root of their number: 256 of 4,096
_RARER = 0.25  # how the number of lists grows as a filter leaves fewer rows; measured, see the decision
_READ = 60  # rows read for each that is wanted, at least
_DEVIATIONS = 6.0  # of what the eight bits take away: two scores that differ by more are in the right order
_STEPS = 255 * 12**0.5  # of a range to the standard deviation of what rounding to its steps takes away


class ListSearch:
    """Finds rows that may be nearest. Safe to use from several threads at once."""

    def __init__(self, faiss: Any, lists: Lists) -> None:
        self._faiss = faiss
        self._lists = lists
        number, dimension = lists.centres.shape
        self._rows = int(lists.sizes.sum())
        self._quantiser = faiss.IndexFlatIP(dimension)  # FAISS asks for one; the centres are compared here
        self._index = faiss.IndexIVFScalarQuantizer(
            self._quantiser,
            dimension,
            number,
            faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT,
            False,
        )
        faiss.copy_array_to_vector(np.ascontiguousarray(lists.ranges).reshape(-1), self._index.sq.trained)
        self._index.is_trained, self._index.ntotal = True, self._rows
        self._held = _mapped(faiss, lists)
        self._index.replace_invlists(self._held, False)
        weakref.finalize(self, _let_go, self._held, lists.codes)

    def candidates(self, query: Float32Array, wanted: int, rows: Int64Array | None) -> Int64Array:
        """Rows, ascending, of the lists that were read, among `rows`: all whose score is not clearly below
        that of the wanted-th. Fewer than `wanted` only where fewer were read.
        """
        probed = self._probed(query, wanted, self._rows if rows is None else len(rows))
        parameters, kept = self._parameters(len(probed), rows)
        slack = np.float32(2 * _DEVIATIONS / _STEPS * float(np.linalg.norm(query * self._lists.ranges[1])))
        most = int(self._lists.sizes[probed].sum())
        asked = min(2 * wanted + 64, most)
        while True:
            scores, found = self._read(query, probed, asked, parameters)
            whole = len(found) < asked or asked >= most
            # More may be as good as the wanted-th than were asked for: paragraphs that many reports share.
            if whole or scores[-1] < scores[wanted - 1] - slack:
                break
            asked = min(8 * asked, most)
        del kept
        least = scores[min(wanted, len(scores)) - 1] - slack if len(scores) else 0
        return np.sort(found[scores >= least])

    def _probed(self, query: Float32Array, wanted: int, passing: int) -> Int64Array:
        """Lists, nearest first."""
        centres, sizes = self._lists.centres, self._lists.sizes
        scores = np.empty(len(centres), dtype=np.float32)
        pointer = self._faiss.swig_ptr
        self._faiss.fvec_inner_products_ny(
            pointer(scores), pointer(query), pointer(centres), centres.shape[1], len(centres)
        )
        order = np.argsort(-scores, kind="stable")
        rarer = self._rows / passing
        enough = int(np.searchsorted(np.cumsum(sizes[order]), _READ * wanted * rarer)) + 1
        probes = max(int(_PROBES * len(centres) ** 0.5 * rarer**_RARER), enough)
        return order[:probes].astype(np.int64)

    def _parameters(self, probes: int, rows: Int64Array | None) -> tuple[Any, Any]:
        """What FAISS is told, and what must live for as long as it is used."""
        if rows is None:
            return self._faiss.SearchParametersIVF(nprobe=probes), None
        mask = np.zeros(self._rows, dtype=bool)
        mask[rows] = True
        bits = np.packbits(mask, bitorder="little")
        selector = self._faiss.IDSelectorBitmap(len(bits), self._faiss.swig_ptr(bits))
        return self._faiss.SearchParametersIVF(nprobe=probes, sel=selector), (bits, selector)

    def _read(
        self, query: Float32Array, probed: Int64Array, k: int, parameters: Any
    ) -> tuple[Float32Array, Int64Array]:
        """Scores of codes, best first, and their rows; at most k."""
        pointer = self._faiss.swig_ptr
        scores, found = np.empty(k, np.float32), np.empty(k, np.int64)
        unused = np.zeros(len(probed), np.float32)
        self._index.search_preassigned_c(
            1, pointer(query), k, pointer(probed), pointer(unused), pointer(scores), pointer(found),
            False, parameters,
        )  # fmt: skip
        held = found >= 0
        return scores[held], found[held]


def can_search(faiss: Any) -> bool:
    """Whether this build of FAISS reads lists where they lie; that for Windows does not."""
    return hasattr(faiss, "OnDiskInvertedLists")


def _mapped(faiss: Any, lists: Lists) -> Any:
    """FAISS's view of the codes: an address, and where each list is. Nothing is copied, opened or parsed."""
    number, dimension = lists.centres.shape
    rooms, starts, length = places(lists.sizes, dimension)
    held = faiss.OnDiskInvertedLists()
    held.this.disown()  # its destructor would unmap memory that NumPy mapped: see _let_go
    held.nlist, held.code_size, held.read_only = number, dimension, True
    held.lists.resize(number)
    table = np.stack([lists.sizes, rooms, starts], axis=1).astype(np.uint64)
    faiss.memcpy(held.lists.data(), faiss.swig_ptr(table.view(np.uint8).reshape(-1)), table.nbytes)
    held.totsize, held.ptr = length, faiss.swig_ptr(lists.codes)
    return held


def _let_go(held: Any, codes: Any) -> None:
    held.ptr = None
    held.this.own(True)
    del codes
