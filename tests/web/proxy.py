"""A reverse proxy on 127.0.0.1 that has a server at one path of its site, and nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SITE = "pinpoint.example.gov.uk"


@contextmanager
def proxy(server: str, prefix: str, *, strips: bool) -> Iterator[str]:
    """Its address without the prefix. server: as in http://127.0.0.1:1. strips: whether the prefix comes off.

    One request a connection. It calls the server by the name of its site, over TLS as it says.
    """
    host, _, port = server.removeprefix("http://").partition(":")

    async def pass_on(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())  # the loop alone would let go of one that waits for its end
        head = await reading.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        method, target, _ = first.split(b" ")
        path = target.decode("ascii")
        if path.partition("?")[0] != prefix and not path.startswith(f"{prefix}/"):
            writing.write(b"HTTP/1.1 404 Outside\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            ours = (b"host:", b"connection:")
            kept = [line for line in lines if not line.lower().startswith(ours)]
            length = next((int(line[15:]) for line in kept if line.lower().startswith(b"content-length:")), 0)
            sent = path.removeprefix(prefix) if strips else path
            sent = sent if sent.startswith("/") else f"/{sent}"
            said = [
                method + b" " + sent.encode() + b" HTTP/1.1", b"Host: " + SITE.encode(), b"Connection: close",
                b"X-Forwarded-For: 192.0.2.7", b"X-Forwarded-Proto: https", *kept,
            ]  # fmt: skip
            onward, out = await asyncio.open_connection(host, int(port))
            out.write(b"\r\n".join(said) + b"\r\n\r\n" + await reading.readexactly(length))
            while part := await onward.read(65536):
                writing.write(part)
            out.close()
            await out.wait_closed()
        await writing.drain()
        writing.close()
        await writing.wait_closed()

    async def run() -> None:
        ending = asyncio.Event()
        running = await asyncio.start_server(pass_on, "127.0.0.1", 0)
        async with running:
            at.append((asyncio.get_running_loop(), ending, running.sockets[0].getsockname()[1]))
            ready.set()
            await ending.wait()
        await asyncio.gather(*(task for task in tasks if task))

    tasks: set[asyncio.Task[None] | None] = set()
    at: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = []
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(20)
    loop, ending, number = at[0]
    try:
        yield f"http://127.0.0.1:{number}"
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(20)
