"""Where nothing can be reached: said once, at once, and by way of a proxy where one is named."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from indexer.authorities.downloads import Downloader, Manners
from indexer.authorities.proxies import proxy_for
from indexer.errors import NoConnection, PinpointError, ServerTrouble
from tests.support.report_server import Answer, Fetcher, made_up_pdf, raw, serving, status, whole

PDF = made_up_pdf("Northmoor")
_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
ELSEWHERE = "http://reports.example.invalid/file/1"  # no name server knows it


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with serving() as running:
        yield Fetcher(running, tmp_path)


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def silent_address() -> Iterator[str]:
    """Where nobody takes a connection, and nobody refuses one: as behind a firewall."""
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.socket())
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(4):  # more than its queue holds
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        yield f"127.0.0.1:{deaf.getsockname()[1]}"


def test_a_name_that_nobody_knows_is_said_once(fetcher: Fetcher) -> None:
    with pytest.raises(NoConnection) as caught:
        fetcher.fetch(ELSEWHERE)
    said = str(caught.value)
    assert said.startswith("no internet connection, or a proxy is needed: reports.example.invalid cannot be")
    assert said.endswith("ask whoever runs your network for its address, and set it as HTTPS_PROXY")
    assert fetcher.waits == []


def test_an_address_that_never_answers_is_waited_for_once_and_not_long(fetcher: Fetcher) -> None:
    assert Manners().connect <= 10
    with silent_address() as address, pytest.raises(NoConnection, match="no internet connection"):
        fetcher.fetch(f"http://{address}/file/1", Manners(connect=0.2))
    assert fetcher.waits == []


def test_a_connection_that_was_there_is_tried_again(fetcher: Fetcher) -> None:
    def on_bytes(_done: int, _total: int | None) -> None:
        return

    with serving() as going:
        url = going.publish("/file/1", raw(200, PDF, Content_Length=str(len(PDF))))
        downloader = Downloader(Manners(attempts=2), sleep=fetcher.waits.append)
        downloader.download(url, fetcher.target, on_bytes)
    with downloader, pytest.raises(ServerTrouble, match=r"the connection failed: .*tried 2 times"):
        downloader.download(url, fetcher.target, on_bytes)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_that_is_named_is_asked(
    variable: str, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, f"http://user:secret@{fetcher.server.base.removeprefix('http://')}")
    fetcher.server.publish(ELSEWHERE, whole(PDF))  # a proxy is asked for the whole address
    fetcher.fetch(ELSEWHERE)
    assert fetcher.target.read_bytes() == PDF
    assert fetcher.server.headers("Proxy-Authorization") != [None]


def test_no_proxy_is_asked_for_what_is_excepted(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(NoConnection):
        fetcher(whole(PDF))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fetcher(whole(PDF))
    assert fetcher.target.read_bytes() == PDF


def test_a_proxy_that_cannot_be_reached_is_named_without_its_password(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = closed_port()
    monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{port}")
    with pytest.raises(NoConnection, match=f"the proxy 127.0.0.1:{port} does not let us through") as caught:
        fetcher.fetch(ELSEWHERE)
    assert "secret" not in str(caught.value)
    assert fetcher.waits == []


@pytest.mark.parametrize("answer", [status(407), status(403), status(502)])
def test_a_proxy_that_refuses_a_protected_address_is_asked_once(
    answer: Answer, monkeypatch: pytest.MonkeyPatch, fetcher: Fetcher
) -> None:
    fetcher.server.publish("reports.example.invalid:443", answer)
    monkeypatch.setenv("HTTPS_PROXY", fetcher.server.base)
    with pytest.raises(NoConnection, match="does not let us through"):
        fetcher.fetch(ELSEWHERE.replace("http:", "https:"))
    assert len(fetcher.server.asked) == 1


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "ftp://127.0.0.1:21"])
def test_a_proxy_that_we_cannot_speak_to_is_said(
    address: str, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(PinpointError, match="the proxy that is set cannot be used"):
        fetcher(whole(PDF))


def test_which_proxy_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("https://a.example.org/x") == ""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.org:8080")
    monkeypatch.setenv("NO_PROXY", "b.example.org")
    assert proxy_for("https://a.example.org/x") == "proxy.example.org:8080"
    assert proxy_for("http://a.example.org/x") == ""
    assert proxy_for("https://b.example.org/x") == ""
