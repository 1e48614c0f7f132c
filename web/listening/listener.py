"""A listening socket that stays up: a limit of connections, and no more than that when files run out."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol

from indexer.errors import PinpointError

from .connections import Connection, full, wire

RETRY_AFTER = 2  # seconds, said to a client that finds no place
_PAUSE = 0.5  # seconds without taking connections when not even a refusal can be sent
_YOUNG = 1.0  # seconds in which a waiting connection is not given up for another
_REFUSED = 24  # connections kept for a moment so that the refusal arrives
_MOMENT = 1.0  # seconds
_LEFT_TO_OTHERS = 0.02  # seconds; they are told of the connection as this process is, and may be busy
_GIVEN_AWAY = 0.1  # seconds at least between connections given up for a process that has fewer
_FIRST = 3  # the number of the first file that a service manager hands over
_NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_log = logging.getLogger(__name__)


class Others(Protocol):
    """Processes that take connections from the same socket."""

    def holds(self, connections: int) -> None:
        """Tell them how many this one has open."""

    def fewest_elsewhere(self) -> int:
        """How many the one of them has that has the fewest."""
        ...


class Held:
    """The connections that this process has open, over all its sockets; the others are told how many."""

    def __init__(self, others: Others | None = None) -> None:
        self._open: set[Connection] = set()
        self._others = others
        self._given = 0.0  # when one was last given up for another process

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Connection]:
        return iter(self._open)

    def tell(self) -> None:
        """Tell the others how many there are."""
        if self._others:
            self._others.holds(len(self._open))

    def add(self, connection: Connection) -> None:
        """It is open."""
        self._open.add(connection)
        self.tell()

    def discard(self, connection: Connection) -> None:
        """It is not open any more, or its place is wanted."""
        self._open.discard(connection)
        self.tell()

    def more_than_another(self) -> bool:
        """Whether another process has fewer."""
        return self._others is not None and self._others.fewest_elsewhere() < len(self._open)

    def one_too_many(self) -> bool:
        """Whether the client of one should connect anew, so that a process with fewer takes it.

        Clients keep a connection for hours: those that came before another process was there, or while it
        was busy, would stay here. Now and then only: that process may be too busy to take it now, too.
        """
        now = time.monotonic()
        if self._others is None or now - self._given < _GIVEN_AWAY:
            return False
        if self._others.fewest_elsewhere() + 1 >= len(self._open):
            return False
        self._given = now
        return True


class Listener:
    """Takes connections of one bound socket, of which at most `most` are open at a time.

    One more is let in by closing one that has waited a second or more without a request; else it is
    answered 503 with Retry-After. When the process has no file left for a connection, one that was kept
    back is used to refuse with. Stands in for asyncio's server, which then logs and tries again thousands
    of times. at_once: taken before what is open has its turn. held: those of all sockets of this process;
    while a process beside it has fewer, the next connection is left to that for a moment. Not for several
    threads; needs a loop that watches sockets.
    """

    def __init__(
        self,
        listening: socket.socket,
        make: Callable[[Callable[[Connection], None]], Connection],
        *,
        most: int,
        at_once: int = 16,
        backlog: int = 128,
        held: Held | None = None,
    ) -> None:
        self.sockets = (listening,)  # as asyncio's server has them
        self._make = make
        self._most = most
        self._at_once = at_once
        self._backlog = backlog
        self._held = Held() if held is None else held
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._refused: dict[socket.socket, asyncio.TimerHandle] = {}  # the oldest first
        self._spare: int | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._closed = False

    def start(self) -> None:
        """Listen. Raises OSError."""
        self._keep_a_spare()
        self.sockets[0].setblocking(False)
        self.sockets[0].listen(self._backlog)
        self._held.tell()
        self._watch()

    def close(self) -> None:
        """Take no more connections; those that are open stay so."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self.sockets[0].fileno())
        if self._retry:
            self._retry.cancel()
        for taken in list(self._refused):
            self._end(taken)
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None

    async def wait_closed(self) -> None:
        """As asyncio's server has it: what was taken a moment ago is handed over."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _watch(self) -> None:
        if not self._closed:
            self._loop.add_reader(self.sockets[0].fileno(), self._take)

    def _take(self) -> None:
        if self._held.more_than_another():
            self._loop.remove_reader(self.sockets[0].fileno())
            self._retry = self._loop.call_later(_LEFT_TO_OTHERS, self._take_all_the_same)
        else:
            self._take_some()

    def _take_all_the_same(self) -> None:
        self._watch()
        if not self._closed:
            self._take_some()

    def _take_some(self) -> None:
        for _ in range(self._at_once):
            try:
                taken, _ = self.sockets[0].accept()
            except BlockingIOError:
                return  # none is left, or another process took it
            except OSError as error:
                if error.errno not in _NO_FILES:
                    continue  # that client is gone already
                if not self._refuse_with_the_spare():
                    self._pause()
                    return
                continue
            if len(self._held) < self._most or self._make_room():
                self._admit(taken)
            else:
                _log.warning("all %d connections are in use; the next is refused", self._most)
                self._refuse(taken)

    def _admit(self, taken: socket.socket) -> None:
        connection = self._make(self._gone)
        self._held.add(connection)
        task = self._loop.create_task(self._hand_over(taken, connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hand_over(self, taken: socket.socket, connection: Connection) -> None:
        try:
            await self._loop.connect_accepted_socket(lambda: connection, taken)
        except OSError:  # gone, or nothing left to watch it with
            self._gone(connection)
            taken.close()

    def _gone(self, connection: Connection) -> None:
        self._held.discard(connection)

    def _make_room(self) -> bool:
        """Close a connection that waits for a request; False where none is there, or it came just now.

        First those that have never had a request; of them or the rest, the one that has waited longest.
        """
        waiting = [(*state, id(one), one) for one in self._held if (state := one.waiting()) is not None]
        if not waiting:
            return False
        _, since, _, longest = min(waiting)
        if self._loop.time() - since < _YOUNG:
            return False
        self._held.discard(longest)
        longest.give_up()
        return True

    def _refuse(self, taken: socket.socket) -> None:
        """Say 503 and close in a moment: at once, the client would lose the reply with the connection."""
        taken.setblocking(False)
        with suppress(OSError):
            taken.send(wire(full(RETRY_AFTER)))
            taken.shutdown(socket.SHUT_WR)
        self._refused[taken] = self._loop.call_later(_MOMENT, self._end, taken)
        if len(self._refused) > _REFUSED:
            self._end_oldest()

    def _end_oldest(self) -> None:
        if self._refused:
            self._end(next(iter(self._refused)))

    def _end(self, taken: socket.socket) -> None:
        self._refused.pop(taken).cancel()
        _end(taken)

    def _refuse_with_the_spare(self) -> bool:
        """Whether one connection could be refused, or was gone already, though no file is left."""
        _log.error("no file is left for another connection; the next is refused")
        if self._spare is None:
            self._end_oldest()  # one file for the spare
            return self._keep_a_spare()
        os.close(self._spare)
        self._spare = None
        try:
            taken, _ = self.sockets[0].accept()
        except BlockingIOError:
            return self._keep_a_spare()
        except OSError:
            return False
        with suppress(OSError):
            taken.send(wire(full(RETRY_AFTER)))
            taken.shutdown(socket.SHUT_WR)
        _end(taken)
        return self._keep_a_spare()

    def _keep_a_spare(self) -> bool:
        if self._spare is None:
            with suppress(OSError):
                self._spare = os.open(os.devnull, os.O_RDONLY)
        return self._spare is not None

    def _pause(self) -> None:
        self._loop.remove_reader(self.sockets[0].fileno())
        self._retry = self._loop.call_later(_PAUSE, self._resume)

    def _resume(self) -> None:
        self._keep_a_spare()
        self._watch()


def _end(taken: socket.socket) -> None:
    """Close it, having read what came: a connection closed with bytes unread is reset, reply and all."""
    with suppress(OSError):
        taken.setblocking(False)
        taken.recv(65536)
    taken.close()


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets at every address of the name, not yet listening. port: 0 for any. Raises OSError."""
    made: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in dict.fromkeys(found):
            one = socket.socket(family, kind, protocol)
            made.append(one)
            if os.name == "posix":
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            elif (alone := getattr(socket, "SO_EXCLUSIVEADDRUSE", None)) is not None:
                # On Windows another program could otherwise take our port while we listen.
                one.setsockopt(socket.SOL_SOCKET, alone, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError:
        for one in made:
            one.close()
        raise
    return made


def handed_over() -> list[socket.socket]:
    """TCP sockets that the service manager listens at on our behalf (sd_listen_fds(3)), often none.

    It keeps them open while this program is replaced: whoever connects meanwhile waits and is not refused.
    Raises PinpointError for a socket of another kind.
    """
    named = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if named[0] != str(os.getpid()) or not named[1].isdigit():
        return []
    found = [socket.socket(fileno=number) for number in range(_FIRST, _FIRST + int(named[1]))]
    for one in found:
        one.set_inheritable(False)
        if one.family not in (socket.AF_INET, socket.AF_INET6) or one.type != socket.SOCK_STREAM:
            for each in found:
                each.close()
            raise PinpointError("the socket that was handed over is not of TCP", "give ListenStream= a port")
    return found


def tell_manager(state: str) -> None:
    """Tell the service manager that started us (sd_notify(3)), where there is one. state: as in "READY=1"."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if place[:1] not in ("/", "@"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.sendto(state.encode(), place.replace("@", "\0", 1) if place[0] == "@" else place)


def room_for(wanted: int, kept: int = 64) -> int:
    """How many connections the process can hold: `wanted`, or fewer where it may open too few files.

    kept: files for the index, the log and drawing. The soft limit is raised as far as it may be.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    needed = wanted + kept
    if soft < needed:
        raised = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
    most = max(min(wanted, soft - kept), min(wanted, 8))
    if most < wanted:
        _log.warning("this process may open %d files: at most %d connections, not %d", soft, most, wanted)
    return most
