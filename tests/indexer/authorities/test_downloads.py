"""Downloads against a server on this machine that fails in every way that servers fail."""

from __future__ import annotations

import functools
import hashlib
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from indexer.authorities.downloads import Downloader, Manners, user_agent
from indexer.errors import DownloadRefused, NoConnection, ServerTrouble
from tests.support.report_server import (
    Fetcher,
    cut,
    made_up_pdf,
    raw,
    serving,
    status,
    whole,
)

PDF = made_up_pdf("Northmoor")
ETAG = '"v1"'


def test_a_file_arrives_whole_with_its_facts(fetcher: Fetcher) -> None:
    download = fetcher(whole(PDF, etag=ETAG, last_modified="Fri, 24 Aug 2018 09:30:00 GMT"))
    assert fetcher.target.read_bytes() == PDF
    assert download.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (download.size, download.etag) == (len(PDF), ETAG)
    assert download.last_modified == "Fri, 24 Aug 2018 09:30:00 GMT"
    assert (download.final_url, download.redirects) == (f"{fetcher.server.base}/file/1", ())
    assert fetcher.left_over() == ["northmoor.pdf"]
    assert fetcher.seen[-1] == (len(PDF), len(PDF))
    assert fetcher.waits == []


def test_the_request_says_who_asks_and_for_what(fetcher: Fetcher) -> None:
    fetcher(whole(PDF))
    _, headers = fetcher.server.asked[0]
    assert headers["User-Agent"] == user_agent()
    assert user_agent().startswith("pinpoint-reports/")
    assert headers["Accept-Encoding"] == "identity"
    assert "Range" not in headers


def test_there_is_a_pause_between_requests(fetcher: Fetcher) -> None:
    url = fetcher.server.publish("/file/1", whole(PDF))
    with Downloader(Manners(pause=2.5), sleep=fetcher.waits.append) as downloader:
        for _ in range(3):
            downloader.download(url, fetcher.target, lambda done, total: None)
    assert fetcher.waits == [2.5, 2.5]


@pytest.mark.parametrize(
    ("code", "words"), [(404, "404 Not Found"), (410, "410 Gone"), (403, "403 Forbidden")]
)
def test_a_final_answer_is_not_asked_for_twice(fetcher: Fetcher, code: int, words: str) -> None:
    with pytest.raises(DownloadRefused, match=words) as caught:
        fetcher(status(code))
    assert not isinstance(caught.value, ServerTrouble)
    assert len(fetcher.server.asked) == 1
    assert fetcher.left_over() == []


def test_a_web_page_with_status_200_is_refused_by_its_title(fetcher: Fetcher) -> None:
    page = b"<!DOCTYPE html><html><head><title>Report &amp; page\nnot found\x1b[31m</title></head></html>"
    with pytest.raises(DownloadRefused) as caught:
        fetcher(whole(page, media="text/html"))
    assert str(caught.value) == "a web page, not a PDF (titled 'Report & page not found [31m')"
    assert fetcher.left_over() == []
    assert len(fetcher.server.asked) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body>Sorry</body></html>", "a web page, not a PDF"),
        (b"PK\x03\x04 a word processor's file", "not a PDF: it does not start as one"),
        (b"", "the server sent an empty file"),
        (PDF[:-10], "the PDF is cut short: it has no end mark"),
        (b" " * 1024 + PDF, "not a PDF: it does not start as one"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(fetcher: Fetcher, data: bytes, reason: str) -> None:
    with pytest.raises(DownloadRefused) as caught:
        fetcher(whole(data))
    assert str(caught.value) == reason
    assert fetcher.left_over() == []


def test_a_refused_file_leaves_the_one_that_was_there(fetcher: Fetcher) -> None:
    fetcher(whole(PDF))
    with pytest.raises(DownloadRefused):
        fetcher(whole(b"<html>gone</html>"))
    assert fetcher.target.read_bytes() == PDF


def test_a_busy_server_is_asked_again_after_growing_waits(fetcher: Fetcher) -> None:
    fetcher(status(503), status(502), status(500), whole(PDF), manners=Manners(pause=0.0))
    assert fetcher.target.read_bytes() == PDF
    assert len(fetcher.waits) == 3
    for number, wait in enumerate(fetcher.waits):
        assert 2**number / 2 <= wait <= 2**number


@pytest.mark.parametrize(
    ("asked_for", "least", "most"),
    [
        (lambda: "7", 7.0, 7.0),
        (lambda: "86400", 20.0, 20.0),
        (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=15), usegmt=True), 10.0, 15.0),
        (lambda: format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True), 1.0, 1.0),
        (lambda: "soon", 1.0, 1.0),
    ],
)
def test_a_server_that_says_when_is_obeyed_within_reason(
    fetcher: Fetcher, asked_for: Callable[[], str], least: float, most: float
) -> None:
    fetcher(status(429, retry_after=asked_for()), whole(PDF), manners=Manners(longest_wait=20.0))
    assert len(fetcher.waits) == 1
    assert least <= fetcher.waits[0] <= most


def test_a_server_that_keeps_failing_is_given_up(fetcher: Fetcher) -> None:
    with pytest.raises(ServerTrouble) as caught:
        fetcher(status(503), manners=Manners(attempts=4))
    assert str(caught.value) == (
        "the server answered 503 Service Unavailable (tried 4 times): run the same command again later"
    )
    assert len(fetcher.server.asked) == 4


def test_a_server_that_is_not_there_is_given_up(fetcher: Fetcher) -> None:
    with serving() as stopped:
        url = stopped.publish("/file/1", whole(PDF))
    fetcher(whole(PDF))
    with pytest.raises(NoConnection, match=r"127\.0\.0\.1 cannot be reached"):
        fetcher.fetch(url, Manners(attempts=2))
    assert fetcher.waits == []


def test_a_server_that_says_nothing_is_given_up(fetcher: Fetcher) -> None:
    with pytest.raises(ServerTrouble, match="did not answer in time"):
        fetcher(fetcher.server.stall, manners=Manners(attempts=1, timeout=0.05))


def test_a_download_that_only_trickles_is_given_up_and_can_be_continued(fetcher: Fetcher) -> None:
    with pytest.raises(ServerTrouble, match="took longer than 0 s"):
        fetcher(whole(PDF, etag=ETAG), manners=Manners(attempts=1, longest_download=0.0))
    assert fetcher.left_over() == ["northmoor.pdf.part", "northmoor.pdf.part.json"]


def test_redirects_are_followed_and_reported(fetcher: Fetcher) -> None:
    last = fetcher.server.publish("/moved/here", whole(PDF))
    fetcher.server.publish("/moved", status(302, location="/moved/here"))
    download = fetcher(status(301, location=f"{fetcher.server.base}/moved"))
    assert download.redirects == (f"{fetcher.server.base}/moved", last)
    assert download.final_url == last
    assert fetcher.target.read_bytes() == PDF


def test_a_cut_behind_a_redirect_is_continued(fetcher: Fetcher) -> None:
    fetcher.server.publish("/moved", cut(PDF, 15_000, etag=ETAG), whole(PDF, etag=ETAG))
    fetcher(status(302, location="/moved"))
    assert fetcher.server.headers("Range") == [None, None, "bytes=15000-", "bytes=15000-"]
    assert fetcher.target.read_bytes() == PDF


@pytest.mark.parametrize(
    "location",
    ["file:///etc/hosts", "ftp://127.0.0.1/report.pdf", "data:,x", "https://reports.example:port/"],
)
def test_redirects_lead_only_to_web_addresses(fetcher: Fetcher, location: str) -> None:
    with pytest.raises(DownloadRefused, match="redirected to"):
        fetcher(status(302, location=location))
    assert len(fetcher.server.asked) == 1


def test_a_circle_of_redirects_ends(fetcher: Fetcher) -> None:
    with pytest.raises(DownloadRefused, match="redirected more than 5 times"):
        fetcher(status(302, location="/file/1"))
    assert len(fetcher.server.asked) == 6


def test_a_file_over_the_limit_is_refused_before_its_body_is_kept(fetcher: Fetcher) -> None:
    with pytest.raises(DownloadRefused, match="larger than the limit of 30,000 bytes"):
        fetcher(whole(PDF), manners=Manners(max_bytes=30_000))
    assert fetcher.seen == []
    assert fetcher.left_over() == []


def test_a_file_of_unknown_length_over_the_limit_is_refused(fetcher: Fetcher) -> None:
    with pytest.raises(DownloadRefused, match="larger than the limit"):
        fetcher(raw(200, PDF), manners=Manners(max_bytes=30_000))
    assert fetcher.left_over() == []


def test_a_file_of_just_the_limit_is_kept(fetcher: Fetcher) -> None:
    fetcher(whole(PDF), manners=Manners(max_bytes=len(PDF)))
    assert fetcher.target.read_bytes() == PDF


def test_an_address_that_is_none_is_refused(fetcher: Fetcher) -> None:
    with pytest.raises(DownloadRefused, match="not to be had over HTTP"):
        fetcher.fetch("http://127.0.0.1:port/file")


def answered_by(monkeypatch: pytest.MonkeyPatch, reply: Callable[[httpx2.Request], httpx2.Response]) -> None:
    """For what a server without a certificate cannot show."""
    client = functools.partial(httpx2.Client, transport=httpx2.MockTransport(reply))
    monkeypatch.setattr(httpx2, "Client", client)


def test_a_protected_address_does_not_lead_to_an_unprotected_one(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = {"location": "http://reports.example/file/1"}
    answered_by(monkeypatch, lambda request: httpx2.Response(302, headers=to))
    with pytest.raises(DownloadRefused, match="redirected from https to 'http://reports"):
        fetcher.fetch("https://reports.example/file/1")


def test_a_certificate_that_is_not_trusted_is_final(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")

    answered_by(monkeypatch, refuse)
    with pytest.raises(DownloadRefused, match="certificate is not trusted by this computer") as caught:
        fetcher.fetch("https://reports.example/file/1")
    assert not isinstance(caught.value, ServerTrouble)
    assert fetcher.waits == []


def test_what_does_not_fetch_does_not_load_the_http_library() -> None:
    code = "import sys, indexer.authorities.catalogue, indexer.cli.fetch; sys.exit('httpx2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
