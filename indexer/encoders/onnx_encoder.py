"""The default encoder: ONNX Runtime on the CPU; no torch."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array
from indexer.errors import ModelUnavailable

from .export import ONNX_FILE, PRIVATE, TOKENIZER_FILE, read_facts
from .protocol import EncodedParagraph, ParagraphText, check_items, check_query, normalised
from .windows import batches, pack, pieces
from .wordpiece import WordPiece

# Figures in docs/decisions/0003-onnx-encoder.md, from benchmarks/encoder.py.
BATCH_ROWS = 8
BATCH_TOKENS = 1024
# Paragraphs tokenised and sorted by length at a time: enough to fill batches evenly, little to hold.
_SLICE = 512

_Ids = npt.NDArray[np.int64]


class _Sums:
    """Token vectors of one paragraph, summed while its windows come in. position: among the items."""

    def __init__(self, position: int, sentences: int, dimension: int, windows: int) -> None:
        self.position = position
        self.left = windows
        self.whole = np.zeros(dimension, dtype=np.float32)
        self.sentences = np.zeros((sentences, dimension), dtype=np.float32)

    def add(self, vectors: Float32Array, owners: _Ids) -> None:
        """vectors: (tokens with [CLS] and [SEP], dim) of one window."""
        self.left -= 1
        self.whole += vectors.sum(axis=0)
        if len(owners):
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            self.sentences[owners[starts]] += np.add.reduceat(vectors[1:-1], starts, axis=0)

    def encoded(self) -> EncodedParagraph:
        whole = normalised(self.whole)
        sentences = normalised(self.sentences)
        # A sentence of which the tokenizer keeps nothing (control characters) stands for its paragraph.
        sentences[~sentences.any(axis=1)] = whole
        return EncodedParagraph(self.position, whole, sentences)


@dataclass(slots=True)
class _Window:
    """A run of one paragraph's tokens that is read in one pass.

    total: of its paragraph. ids: with [CLS] and [SEP]. owners: the sentence of each token between those two,
    ascending.
    """

    total: _Sums
    ids: _Ids
    owners: _Ids


class _Batch(NamedTuple):
    """Windows that are read together. vectors: of their tokens, once it is begun."""

    windows: Sequence[_Window]
    vectors: Future[Float32Array] | None = None

    def encoded(self) -> Iterator[EncodedParagraph]:
        """The paragraphs that it ends. Waits for the vectors."""
        assert self.vectors is not None
        for window, vectors in zip(self.windows, self.vectors.result(), strict=True):
            window.total.add(vectors[: len(window.ids)], window.owners)
            if window.total.left == 0:
                yield window.total.encoded()


class OnnxEncoder:
    """An Encoder on a folder that encoders.export wrote.

    A paragraph is the mean of all its token vectors, as sentence-transformers pools them. A sentence is
    the mean of the token vectors within its span, read in the context of its window, so one pass serves
    both. Threads may share one. Raises ModelUnavailable.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """threads: batches of paragraphs that are computed at once; None for one on each core."""
        os.environ.update(PRIVATE)
        import onnxruntime

        facts = read_facts(folder)
        self.folder = folder
        self.name = facts.name
        self.revision = facts.revision
        self.dimension = facts.dimension
        self.threads = threads or available_cores() or os.cpu_count() or 1
        self.batch_rows = BATCH_ROWS
        self.batch_tokens = BATCH_TOKENS
        self._capacity = facts.max_seq_length - 2
        options = onnxruntime.SessionOptions()
        # Each batch on one core, and as many batches at once as there are cores: threads that share a batch
        # wait for each other at every layer (docs/performance.md, Encoder).
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / ONNX_FILE), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = WordPiece(folder / TOKENIZER_FILE)
        except Exception as error:
            raise ModelUnavailable(
                f"the model in {folder} cannot be loaded ({error})", "delete that folder and run this again"
            ) from error
        first, last = (self._tokenizer.id_of(token) for token in ("[CLS]", "[SEP]"))
        if first is None or last is None:
            raise ModelUnavailable(f"the tokenizer in {folder} has no [CLS] and [SEP]", "use another model")
        self._first, self._last = first, last

    def encode_query(self, text: str) -> Float32Array:
        """(dim,), L2-normalised. Tokens beyond the window are left out. Raises ValueError if blank."""
        check_query(text)
        ids = self._tokenizer.encode(text).ids[: self._capacity]
        vectors = self._run([self._framed(ids)])
        return normalised(vectors[0].sum(axis=0))

    def encode_paragraphs(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        """As `Encoder.encode_paragraphs`. Items are checked at once, encoded as results are asked for."""
        check_items(items)
        return self._slices(items)

    def _slices(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        begun: deque[_Batch] = deque()
        pool = ThreadPoolExecutor(self.threads, thread_name_prefix="encoder")
        try:
            for start in range(0, len(items), _SLICE):
                for batch in self._batches(items[start : start + _SLICE], start):
                    rows = [window.ids for window in batch.windows]
                    begun.append(batch._replace(vectors=pool.submit(self._run, rows)))
                    # One more than is computed waits: what is ready is taken while the next is computed.
                    if len(begun) > 2 * self.threads:
                        yield from begun.popleft().encoded()
            while begun:
                yield from begun.popleft().encoded()
        finally:
            pool.shutdown(cancel_futures=True)

    def _batches(self, items: Sequence[ParagraphText], offset: int) -> Iterator[_Batch]:
        """The windows of a slice in batches of about the same length. offset: of its first item."""
        windows: list[_Window] = []
        for position, (text, spans) in enumerate(items, start=offset):
            found = self._windows(text, np.asarray(spans, dtype=np.int64))
            total = _Sums(position, len(spans), self.dimension, len(found))
            windows += [_Window(total, ids, owners) for ids, owners in found]
        lengths = [len(window.ids) for window in windows]
        for batch in batches(lengths, most=self.batch_rows, tokens=self.batch_tokens):
            yield _Batch([windows[index] for index in batch])

    def _windows(self, text: str, spans: npt.NDArray[np.int64]) -> list[tuple[_Ids, _Ids]]:
        """Token ids with [CLS] and [SEP], and the owners of those between, of each window."""
        tokens = self._tokenizer.encode(text)
        owners = np.maximum(np.searchsorted(spans[:, 0], tokens.starts, side="right") - 1, 0)
        edges = np.searchsorted(owners, np.arange(len(spans) + 1))
        runs: list[tuple[int, int]] = []
        for sentences in pack(np.diff(edges).tolist(), self._capacity):
            runs.extend(pieces(int(edges[sentences[0]]), int(edges[sentences[-1] + 1]), self._capacity))
        return [
            (self._framed(tokens.ids[start:stop]), owners[start:stop]) for start, stop in runs or [(0, 0)]
        ]

    def _framed(self, ids: Sequence[int]) -> npt.NDArray[np.int64]:
        return np.array([self._first, *ids, self._last], dtype=np.int64)

    def _run(self, rows: Sequence[npt.NDArray[np.int64]]) -> Float32Array:
        """Token vectors (rows, longest, dim); what lies beyond a row's own length means nothing."""
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def available_cores() -> int:
    """Physical cores that this process may use; 0, which lets ONNX Runtime count, where that is unknown.

    On Linux a process may be held to fewer cores than the machine has, by affinity or by a quota, and
    threads beyond them only wait for each other.
    """
    if not hasattr(os, "sched_getaffinity"):
        return 0
    allowed = os.sched_getaffinity(0)
    cores = set()
    for cpu in allowed:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            cores.add(siblings.read_text(encoding="ascii").strip())
        except OSError:
            cores.add(str(cpu))
    return max(1, min(len(cores), _quota() or len(cores)))


def _quota() -> int:
    """Whole cores that a container's quota grants (cgroup v2), 0 if it sets none."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return 0 if quota == "max" else -(-int(quota) // int(period))
    except (OSError, ValueError):
        return 0
