"""Downloads that broke off: what is continued, what starts again, and what is never mixed."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from indexer.authorities.downloads import Downloader, Manners
from indexer.errors import DownloadRefused, ServerTrouble
from tests.support.report_server import Answer, Fetcher, cut, deaf_to_range, made_up_pdf, raw, status, whole

PDF = made_up_pdf("Northmoor")
OTHER = made_up_pdf("Saltby")
ETAG = '"v1"'


def interrupt_after(fetcher: Fetcher, bytes_in: int, *answers: Answer) -> None:
    """Leaves what a Ctrl-C leaves once `bytes_in` bytes have come."""
    url = fetcher.server.publish("/file/1", *answers)

    def on_bytes(done: int, total: int | None) -> None:
        if done >= bytes_in:
            raise KeyboardInterrupt

    with Downloader(Manners(), sleep=fetcher.waits.append) as downloader, pytest.raises(KeyboardInterrupt):
        downloader.download(url, fetcher.target, on_bytes)


def test_a_cut_connection_is_continued_where_it_broke(fetcher: Fetcher) -> None:
    download = fetcher(cut(PDF, 15_000, etag=ETAG), whole(PDF, etag=ETAG))
    assert fetcher.target.read_bytes() == PDF
    assert download.sha256 == hashlib.sha256(PDF).hexdigest()
    assert fetcher.server.headers("Range") == [None, "bytes=15000-"]
    assert fetcher.server.headers("If-Range") == [None, ETAG]
    assert fetcher.left_over() == ["northmoor.pdf"]


def test_a_later_run_continues_what_was_interrupted(fetcher: Fetcher) -> None:
    interrupt_after(fetcher, 1, cut(PDF, 9_000, etag=ETAG))
    assert fetcher.left_over() == ["northmoor.pdf.part", "northmoor.pdf.part.json"]
    have = (fetcher.target.parent / "northmoor.pdf.part").stat().st_size
    assert PDF.startswith((fetcher.target.parent / "northmoor.pdf.part").read_bytes())
    fetcher(whole(PDF, etag=ETAG))
    assert fetcher.server.headers("Range")[-1] == f"bytes={have}-"
    assert fetcher.target.read_bytes() == PDF
    assert fetcher.left_over() == ["northmoor.pdf"]


def test_without_etag_the_date_guards_the_continuation(fetcher: Fetcher) -> None:
    when = "Fri, 24 Aug 2018 09:30:00 GMT"
    fetcher(cut(PDF, 15_000, etag='W/"weak"', last_modified=when), whole(PDF, last_modified=when))
    assert fetcher.server.headers("If-Range") == [None, when]
    assert fetcher.target.read_bytes() == PDF


def test_without_any_validator_the_length_guards_the_continuation(fetcher: Fetcher) -> None:
    longer = made_up_pdf("Saltby", len(PDF) + 1)
    fetcher(cut(PDF, 15_000), whole(longer))
    assert fetcher.server.headers("Range") == [None, "bytes=15000-", None]
    assert fetcher.target.read_bytes() == longer


def test_a_server_that_ignores_range_sends_all_of_it_again(fetcher: Fetcher) -> None:
    fetcher(cut(PDF, 15_000, etag=ETAG), deaf_to_range(PDF, etag=ETAG))
    assert fetcher.server.headers("Range") == [None, "bytes=15000-"]
    assert fetcher.target.read_bytes() == PDF


def test_a_file_that_changed_meanwhile_is_not_mixed_with_the_old_one(fetcher: Fetcher) -> None:
    fetcher(cut(PDF, 15_000, etag=ETAG), whole(OTHER, etag='"v2"'))
    assert fetcher.target.read_bytes() == OTHER


@pytest.mark.parametrize(
    "content_range", ["bytes 14000-39999/40000", "bytes 15000-39999/50000", "bytes */40000", "all of it"]
)
def test_a_continuation_that_does_not_fit_starts_again(fetcher: Fetcher, content_range: str) -> None:
    wrong = raw(206, OTHER[15_000:], Content_Range=content_range, Content_Length="25000")
    fetcher(cut(PDF, 15_000, etag=ETAG), wrong, whole(PDF, etag=ETAG))
    assert fetcher.server.headers("Range") == [None, "bytes=15000-", None]
    assert fetcher.target.read_bytes() == PDF


def test_a_continuation_with_another_etag_starts_again(fetcher: Fetcher) -> None:
    wrong = raw(
        206, OTHER[15_000:], Content_Range="bytes 15000-39999/40000", Content_Length="25000", etag='"v2"'
    )
    fetcher(cut(PDF, 15_000, etag=ETAG), wrong, whole(OTHER, etag='"v2"'))
    assert fetcher.target.read_bytes() == OTHER


def test_a_continuation_that_the_server_refuses_starts_again(fetcher: Fetcher) -> None:
    fetcher(cut(PDF, 15_000, etag=ETAG), status(416), whole(PDF, etag=ETAG))
    assert fetcher.server.headers("Range") == [None, "bytes=15000-", None]
    assert fetcher.target.read_bytes() == PDF


def test_bytes_of_another_url_are_not_continued(fetcher: Fetcher) -> None:
    interrupt_after(fetcher, 1, cut(PDF, 9_000, etag=ETAG))
    fetcher.fetch(fetcher.server.publish("/file/2", whole(OTHER, etag=ETAG)))
    assert fetcher.server.headers("Range")[-1] is None
    assert fetcher.target.read_bytes() == OTHER


def test_a_part_with_an_unreadable_note_is_not_continued(fetcher: Fetcher) -> None:
    interrupt_after(fetcher, 1, cut(PDF, 9_000, etag=ETAG))
    (fetcher.target.parent / "northmoor.pdf.part.json").write_text('{"url": ', "utf-8")
    fetcher(whole(PDF, etag=ETAG))
    assert fetcher.server.headers("Range")[-1] is None
    assert fetcher.target.read_bytes() == PDF


def test_a_compressed_body_is_decoded_and_never_continued(fetcher: Fetcher) -> None:
    packed = gzip.compress(PDF)
    fetcher(
        raw(200, packed[:100], Content_Length=str(len(packed)), Content_Encoding="gzip", etag=ETAG),
        raw(200, packed, Content_Length=str(len(packed)), Content_Encoding="gzip", etag=ETAG),
    )
    assert fetcher.server.headers("Range") == [None, None]
    assert fetcher.target.read_bytes() == PDF


def test_a_promise_of_too_many_bytes_is_reported(fetcher: Fetcher) -> None:
    short = raw(200, PDF, Content_Length=str(len(PDF) + 500))
    with pytest.raises(ServerTrouble, match="tried 3 times"):
        fetcher(short, raw(416, b""), short, manners=Manners(attempts=3))
    assert not fetcher.target.exists()


def test_a_promise_of_too_few_bytes_is_a_pdf_cut_short(fetcher: Fetcher) -> None:
    with pytest.raises(DownloadRefused, match="cut short"):
        fetcher(raw(200, PDF, Content_Length="30000"))
    assert fetcher.left_over() == []


def test_a_body_of_unknown_length_that_ends_early_is_asked_for_again(fetcher: Fetcher) -> None:
    fetcher(raw(200, PDF[:20_000]), raw(200, PDF))
    assert fetcher.server.headers("Range") == [None, None]
    assert fetcher.target.read_bytes() == PDF
