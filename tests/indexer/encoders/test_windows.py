from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.encoders.windows import batches, pack, pieces

_SIZES = st.lists(st.integers(0, 90), min_size=1, max_size=40)


@given(_SIZES, st.integers(1, 60))
def test_windows_hold_every_sentence_once_in_order(sizes: list[int], capacity: int) -> None:
    runs = pack(sizes, capacity)
    assert [index for run in runs for index in run] == list(range(len(sizes)))
    assert all(len(run) == 1 or sum(sizes[index] for index in run) <= capacity for run in runs)


def test_what_fits_is_one_window() -> None:
    assert pack([100, 100, 54], 254) == [[0, 1, 2]]


def test_windows_are_of_about_equal_size() -> None:
    assert pack([60, 60, 60, 60, 20], 254) == [[0, 1, 2], [3, 4]]


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_pieces_join_up_and_fit(start: int, length: int, capacity: int) -> None:
    found = list(pieces(start, start + length, capacity))
    assert [index for low, high in found for index in range(low, high)] == list(range(start, start + length))
    assert all(0 < high - low <= capacity for low, high in found)
    assert len(found) == -(-length // capacity)


@given(st.lists(st.integers(1, 256), max_size=60), st.integers(1, 16), st.integers(1, 2048))
def test_batches_keep_to_both_limits_and_lose_nothing(lengths: list[int], most: int, tokens: int) -> None:
    found = list(batches(lengths, most=most, tokens=tokens))
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) <= most
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= tokens
    order = [lengths[index] for batch in found for index in batch]
    assert order == sorted(order)
