"""How a text longer than the model's window is read in several, and which windows share a batch. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def pack(sizes: Sequence[int], capacity: int) -> list[list[int]]:
    """Sentences in windows: the indices of `sizes` in order, cut into runs of about equal total.

    sizes: tokens of each sentence. A run never exceeds `capacity` unless it is a single sentence that
    does; its reader cuts it further.
    """
    total = sum(sizes)
    if total <= capacity:
        return [list(range(len(sizes)))]
    aim = -(-total // -(-total // capacity))  # the mean size of as few windows as could do
    windows: list[list[int]] = [[]]
    filled = 0
    for index, size in enumerate(sizes):
        if windows[-1] and (filled >= aim or filled + size > capacity):
            windows.append([])
            filled = 0
        windows[-1].append(index)
        filled += size
    return windows


def pieces(start: int, stop: int, capacity: int) -> Iterator[tuple[int, int]]:
    """[start, stop) in as few half-open pieces of about equal size as fit; none if it is empty."""
    count = -(-(stop - start) // capacity)
    for index in range(count):
        yield (
            start + (stop - start) * index // count,
            start + (stop - start) * (index + 1) // count,
        )


def batches(lengths: Sequence[int], *, most: int, tokens: int) -> Iterator[list[int]]:
    """Indices of `lengths`, shortest first, in batches that waste little on padding.

    A batch has at most `most` rows and, padded to its longest, at most `tokens` tokens; a single row
    may be longer. Ties keep their order.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) >= most or lengths[index] * (len(batch) + 1) > tokens):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
