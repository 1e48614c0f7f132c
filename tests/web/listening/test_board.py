"""Connections of one socket are shared evenly among the processes that take from it."""

from __future__ import annotations

from contextlib import ExitStack

from tests.web.listening.bench import Small, answered, listening, request, wait_until
from web.listening.board import Board
from web.listening.listener import bind


class Place:
    """One of two, as a worker has it."""

    def __init__(self, board: Board, place: int) -> None:
        self._board, self._place = board, place

    def holds(self, connections: int) -> None:
        self._board.hold(self._place, connections)

    def fewest_elsewhere(self) -> int:
        return self._board.fewest_elsewhere(self._place)


def test_nobody_else_has_fewer_than_a_place_where_nobody_is() -> None:
    board = Board(3)
    assert board.fewest_elsewhere(0) > 1_000_000
    board.hold(1, 5)
    board.hold(0, 2)
    assert [board.fewest_elsewhere(place) for place in range(3)] == [5, 2, 2]
    board.clear(0)
    assert board.fewest_elsewhere(2) == 5


def test_connections_are_shared_evenly() -> None:
    board = Board(2)
    with ExitStack() as stack:
        [socket] = bind("127.0.0.1", 0)
        stack.callback(socket.close)
        one, other = (
            stack.enter_context(listening(Small(), socket, Place(board, place))) for place in range(2)
        )
        for count in range(1, 13):
            made = stack.enter_context(one.connect())
            made.sendall(request())
            assert answered(made)
            wait_until(lambda count=count: one.held + other.held == count)  # type: ignore[misc]
        assert {one.held, other.held} <= {5, 6, 7}


def test_a_connection_that_no_other_takes_is_taken_all_the_same() -> None:
    board = Board(2)
    board.hold(1, 0)  # somebody who never takes one
    with ExitStack() as stack:
        alone = stack.enter_context(listening(Small(), others=Place(board, 0)))
        for _ in range(3):
            made = stack.enter_context(alone.connect())
            made.sendall(request())
            assert answered(made)
