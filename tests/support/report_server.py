"""A web server on this machine that publishes made-up reports and fails on request."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from indexer.authorities.downloads import Download, Downloader, Manners

Answer = Callable[[BaseHTTPRequestHandler], None]


def made_up_pdf(name: str, size: int = 40_000) -> bytes:
    """`size` bytes with the marks of a PDF at both ends, different for each name at every position."""
    line = f"{name} 0123456789\n".encode()
    body = (line * (size // len(line) + 1))[: size - 15]
    return b"%PDF-1.7\n" + body + b"%%EOF\n"


@dataclass
class ReportServer:
    """answers: for a path what to do with each request in turn; the last is repeated. asked: requests."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    base: str = ""

    def publish(self, path: str, *answers: Answer) -> str:
        """The URL at which the answers are given."""
        self.answers[path] = list(answers)
        return self.base + path

    def headers(self, name: str) -> list[str | None]:
        """The header of every request so far."""
        return [headers.get(name) for _, headers in self.asked]

    def stall(self, handler: BaseHTTPRequestHandler) -> None:
        """Never answers."""
        self.closing.wait(20)
        handler.close_connection = True


@contextmanager
def serving() -> Iterator[ReportServer]:
    """Runs on a free port of 127.0.0.1 until the end of the block, threads and sockets included."""
    state = ReportServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:
            state.asked.append((self.path, dict(self.headers.items())))
            queue = state.answers.get(self.path, [status(404)])
            (queue.pop(0) if len(queue) > 1 else queue[0])(self)

        do_CONNECT = do_GET  # noqa: N815 - as a proxy, which is asked for host:port

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    state.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def whole(data: bytes, *, media: str = "application/pdf", **validators: str) -> Answer:
    """The data, or the rest of it where Range and If-Range allow. validators: etag, last_modified."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        named = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        same = handler.headers.get("If-Range") in (None, *validators.values())
        start = int(named[1]) if named and same else 0
        headers = {"Content-Type": media, **{k.replace("_", "-"): v for k, v in validators.items()}}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        _send(handler, 206 if start else 200, data[start:], headers)

    return answer


def deaf_to_range(data: bytes, **validators: str) -> Answer:
    """The whole data whatever was asked."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _send(handler, 200, data, {k.replace("_", "-"): v for k, v in validators.items()})

    return answer


def raw(code: int, data: bytes, **headers: str) -> Answer:
    """Exactly these headers, Content-Length only if given; then the connection ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def cut(data: bytes, at: int, **validators: str) -> Answer:
    """Promises all the data and hangs up after `at` bytes."""
    return raw(200, data[:at], Content_Length=str(len(data)), **validators)


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        _send(handler, code, b"", {k.replace("_", "-"): v for k, v in headers.items()})

    return answer


def _send(handler: BaseHTTPRequestHandler, code: int, data: bytes, headers: Mapping[str, str]) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


class Fetcher:
    """Downloads to one target; notes the waits instead of waiting."""

    def __init__(self, server: ReportServer, folder: Path) -> None:
        self.server = server
        self.target = folder / "reports" / "northmoor.pdf"
        self.waits: list[float] = []
        self.seen: list[tuple[int, int | None]] = []

    def __call__(self, *answers: Answer, manners: Manners | None = None) -> Download:
        url = self.server.publish("/file/1", *answers)
        return self.fetch(url, manners)

    def fetch(self, url: str, manners: Manners | None = None) -> Download:
        with Downloader(manners or Manners(), sleep=self.waits.append) as downloader:
            return downloader.download(url, self.target, lambda *progress: self.seen.append(progress))

    def left_over(self) -> list[str]:
        return (
            sorted(path.name for path in self.target.parent.glob("*")) if self.target.parent.exists() else []
        )
