"""Any other sentence-transformers model, by name or folder. Imports torch: for indexing with `--model`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Float32Array
from indexer.errors import ModelUnavailable

from .export import INSTALL, PRIVATE, Progress, sha256_of
from .protocol import EncodedParagraph, ParagraphText, check_items, check_query, normalised
from .windows import batches, pack

_ROWS = 8
_TOKENS = 1024
_SLICE = 512
# What loading raises: hub and file errors are OSError, unknown or damaged models the others.
_UNREADABLE = (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError, AttributeError)
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


class SentenceTransformersEncoder:
    """An Encoder on a sentence-transformers model, on the CPU, with the prompts that the model names.

    Each sentence is encoded as a text of its own. A text beyond the model's window is encoded in
    several, cut between sentences where it can be, and their vectors averaged by number of tokens.
    """

    def __init__(self, model: str, *, progress: Progress | None = None) -> None:
        """Raises ModelUnavailable if the extra is missing, or the model cannot be found or read."""
        self._model = _load(model, progress)
        folder = Path(model)
        self.name = folder.resolve().as_posix() if folder.is_dir() else model
        self.revision = _revision(model)
        self.dimension = int(self._model.encode_query("dimension").shape[-1])
        longest = self._model.max_seq_length
        # A few models have no limit, which they state as None or as infinity.
        self._longest = int(longest) - self._prompt_tokens() if longest and longest < 1 << 20 else None

    def _prompt_tokens(self) -> int:
        return max((self._count(prompt) for prompt in self._model.prompts.values() if prompt), default=0)

    def encode_query(self, text: str) -> Float32Array:
        """(dim,), L2-normalised. Text beyond the window is left out. Raises ValueError if blank."""
        check_query(text)
        return normalised(self._model.encode_query(text, show_progress_bar=False))

    def encode_paragraphs(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        """As `Encoder.encode_paragraphs`. Items are checked at once, encoded as results are asked for."""
        check_items(items)
        return self._slices(items)

    def _slices(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        for start in range(0, len(items), _SLICE):
            yield from self._encode_slice(items[start : start + _SLICE], start)

    def _encode_slice(self, items: Sequence[ParagraphText], offset: int) -> Iterator[EncodedParagraph]:
        # One row for each window of each text; `owner` says whose it is: (item, -1 or sentence).
        texts: list[str] = []
        sizes: list[int] = []
        owners: list[tuple[int, int]] = []
        for item, (text, spans) in enumerate(items):
            sentences = [text[start:end] for start, end in spans]
            for owner, parts in [(-1, sentences), *((i, [part]) for i, part in enumerate(sentences))]:
                for window, size in self._windows(parts, text if owner == -1 else parts[0]):
                    texts.append(window)
                    sizes.append(size)
                    owners.append((item, owner))
        sums = [np.zeros((1 + len(spans), self.dimension), dtype=np.float32) for _, spans in items]
        left = [0] * len(items)
        for item, _ in owners:
            left[item] += 1
        for batch in batches(sizes, most=_ROWS, tokens=_TOKENS):
            vectors = self._encode([texts[index] for index in batch])
            for index, vector in zip(batch, vectors, strict=True):
                item, owner = owners[index]
                sums[item][owner + 1] += vector * sizes[index]
                left[item] -= 1
                if left[item] == 0:
                    both = normalised(sums[item])
                    yield EncodedParagraph(offset + item, both[0], both[1:])

    def _windows(self, sentences: Sequence[str], whole: str) -> Iterator[tuple[str, int]]:
        """Texts that fit the model's window, each with its number of tokens."""
        size = self._count(whole)
        if self._longest is None or size <= self._longest:
            yield whole, size
        elif len(sentences) == 1 and len(whole) > 1:
            for half in _halves(whole):
                yield from self._windows([half], half)
        elif len(sentences) == 1:
            yield whole, size
        else:
            counts = [self._count(sentence) for sentence in sentences]
            for run in pack(counts, self._longest):
                chosen = [sentences[index] for index in run]
                yield from self._windows(chosen, " ".join(chosen))

    def _count(self, text: str) -> int:
        """Tokens of the text, with those that the model adds; at least 1."""
        tokenizer = self._model.tokenizer
        if callable(tokenizer):
            return max(1, len(tokenizer(text, truncation=False, verbose=False)["input_ids"]))
        return max(1, len(tokenizer.encode(text).ids))

    def _encode(self, texts: list[str]) -> Float32Array:
        return normalised(self._model.encode_document(texts, batch_size=len(texts), show_progress_bar=False))


def _halves(text: str) -> tuple[str, str]:
    """The text cut at the white space nearest to its middle, or in the middle of a text without any."""
    text = text.strip()
    middle = len(text) // 2
    gaps = [index for index, character in enumerate(text) if character.isspace()]
    cut = min(gaps, key=lambda index: abs(index - middle), default=middle)
    return text[:cut].rstrip(), text[cut:].lstrip()


def _load(model: str, progress: Progress | None) -> Any:
    os.environ.update(PRIVATE)
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelUnavailable(
            f"the model {model!r} needs sentence-transformers ({error})", INSTALL
        ) from error
    quiet: Any = logging
    quiet.disable_progress_bar()
    local = Path(model).is_dir()
    try:
        # Offline first: asking the network for a model that is here already takes a minute without one.
        return SentenceTransformer(model, device="cpu", local_files_only=True)
    except _UNREADABLE as error:
        if local or _looks_like_path(model):
            raise _unavailable(model, error) from error
    if progress:
        progress(f"downloading the model {model}")
    try:
        return SentenceTransformer(model, device="cpu")
    except _UNREADABLE as error:
        raise _unavailable(model, error) from error


def _unavailable(model: str, error: Exception) -> ModelUnavailable:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return ModelUnavailable(
        f"the model {model!r} cannot be loaded ({reason})",
        "give the folder of a sentence-transformers model, or the name of one while online",
    )


def _looks_like_path(model: str) -> bool:
    return model.startswith((".", "/", "~")) or "\\" in model or model.count("/") > 1


def _revision(model: str) -> str:
    """SHA-256 of the weights: of the file if there is one, of their hashes in order of name if several."""
    folder = Path(model) if Path(model).is_dir() else _cached_folder(model)
    weights = sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern)) if folder else []
    hashes = [sha256_of(path) for path in weights]
    if len(hashes) < 2:
        return "".join(hashes)
    return hashlib.sha256("\n".join(hashes).encode("ascii")).hexdigest()


def _cached_folder(model: str) -> Path | None:
    from huggingface_hub import snapshot_download

    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (OSError, ValueError):
            continue
    return None
