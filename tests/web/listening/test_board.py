"""Connections of one socket are shared evenly among the processes that take from it."""

from __future__ import annotations

from contextlib import ExitStack
from http.client import HTTPConnection
from typing import cast

from tests.web.listening.bench import Small, answered, listening, request, wait_until
from web.listening.board import Board
from web.listening.connections import Connection
from web.listening.listener import Held, bind


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


def test_connections_that_came_before_the_other_was_there_are_shared_with_it() -> None:
    board = Board(2)
    with ExitStack() as stack:
        [socket] = bind("127.0.0.1", 0)
        stack.callback(socket.close)
        first = stack.enter_context(listening(Small(), socket, Place(board, 0)))
        clients = []
        for _ in range(8):
            client = HTTPConnection("127.0.0.1", first.port, timeout=30)
            stack.callback(client.close)
            assert asked(client) == b"ok"
            clients.append(client)
        assert first.held == 8
        other = stack.enter_context(listening(Small(), socket, Place(board, 1)))

        def even() -> bool:
            assert all(asked(client) == b"ok" for client in clients)  # no request is lost on the way
            return abs(first.held - other.held) <= 1 and first.held + other.held == 8

        wait_until(even)


def test_sockets_of_one_process_are_counted_together() -> None:
    board = Board(2)
    held = Held(Place(board, 0))
    one, other = cast("Connection", object()), cast("Connection", object())
    held.add(one)
    held.add(other)
    assert board.fewest_elsewhere(1) == 2
    held.discard(one)
    assert board.fewest_elsewhere(1) == 1


def asked(client: HTTPConnection) -> bytes:
    client.request("GET", "/")
    return client.getresponse().read()


def test_a_connection_that_no_other_takes_is_taken_all_the_same() -> None:
    board = Board(2)
    board.hold(1, 0)  # somebody who never takes one
    with ExitStack() as stack:
        alone = stack.enter_context(listening(Small(), others=Place(board, 0)))
        for _ in range(3):
            made = stack.enter_context(alone.connect())
            made.sendall(request())
            assert answered(made)
