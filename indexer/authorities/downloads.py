"""One URL -> one file on disk: politely, resumably, whole or not at all. The only file that knows HTTP."""

from __future__ import annotations

import email.utils
import hashlib
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from indexer.errors import DownloadRefused, ServerTrouble
from indexer.files import file_facts
from indexer.terminal import shortened

from .part_file import MARK_WITHIN, PartFile, PartState, not_a_pdf
from .proxies import no_way_out, unusable_proxy

if TYPE_CHECKING:  # imported when the first download starts: asking a question does not pay for it
    import httpx2

OnBytes = Callable[[int, int | None], None]  # bytes so far, bytes in all if the server said so

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
_FIRST_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated. Seconds and bytes; attempts and redirects are counts for one file.

    pause: between two requests. timeout: without a sign of the server; connect: until there is a
    connection. longest_wait: cap on back-off and on what a server may ask for. longest_download: for one
    attempt.
    """

    pause: float = 1.0
    attempts: int = 5
    timeout: float = 30.0
    connect: float = 6.0
    longest_wait: float = 120.0
    longest_download: float = 600.0
    max_bytes: int = 50_000_000
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Download:
    """What came. redirects: the URLs after the first, in order; etag, last_modified: "" if not sent."""

    final_url: str
    redirects: tuple[str, ...]
    size: int
    sha256: str
    etag: str
    last_modified: str


class Downloader:
    """One connection at a time, with a pause between requests. A context manager; not thread-safe.

    pdf: whether only a whole PDF will do; False for any file.
    """

    def __init__(
        self, manners: Manners, *, sleep: Callable[[float], None] = time.sleep, pdf: bool = True
    ) -> None:
        import httpx2

        self._manners = manners
        self._pdf = pdf
        self._sleep = sleep
        self._wait = 0.0  # before the next request; none before the first
        self._reached = False  # whether anybody ever answered
        try:
            self._client = httpx2.Client(
                # A compressed body could not be resumed, and a PDF hardly shrinks.
                headers={
                    "User-Agent": user_agent(),
                    "Accept": "application/pdf" if pdf else "*/*",
                    "Accept-Encoding": "identity",
                },
                timeout=httpx2.Timeout(manners.timeout, connect=min(manners.timeout, manners.connect)),
                follow_redirects=False,
            )
        except (ImportError, ValueError, httpx2.InvalidURL) as error:  # of what the environment names
            raise unusable_proxy(str(error)) from error

    def __enter__(self) -> Downloader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def download(self, url: str, target: Path, on_bytes: OnBytes) -> Download:
        """Fetch `url` into `target`, which appears whole and checked or stays as it was.

        What an interruption leaves (`<target>.part`) is continued by the next call. Raises
        DownloadRefused (the answer will not change), ServerTrouble (it may), NoConnection (nobody could
        ever be reached, tried once), OSError (the disk).
        """
        part = PartFile(target)
        for attempt in range(1, self._manners.attempts + 1):
            try:
                return self._attempt(url, part, on_bytes)
            except _TryAgain as failure:
                reason = failure.reason
                backoff = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)
                self._wait = min(max(backoff, failure.wait, self._manners.pause), self._manners.longest_wait)
        tries = f"tried {attempt} times" if attempt > 1 else "tried once"
        raise ServerTrouble(f"{reason} ({tries})", "run the same command again later")

    def _attempt(self, url: str, part: PartFile, on_bytes: OnBytes) -> Download:
        import httpx2

        if self._wait:
            self._sleep(self._wait)
        self._wait = self._manners.pause
        try:
            return self._receive(url, part, on_bytes)
        except (httpx2.ConnectTimeout, httpx2.ConnectError, httpx2.ProxyError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise DownloadRefused(
                    "the server's certificate is not trusted by this computer",
                    "ask whoever runs your network for its certificate",
                ) from error
            reason = str(error) or "no answer in time"
            if not self._reached:
                raise no_way_out(url, reason) from error
            raise _TryAgain(f"the connection failed: {shortened(reason)}") from error
        except httpx2.TimeoutException as error:
            raise _TryAgain("the server did not answer in time") from error
        except httpx2.TransportError as error:
            raise _TryAgain(
                f"the connection failed: {shortened(str(error)) or type(error).__name__}"
            ) from error
        except (httpx2.InvalidURL, httpx2.RequestError) as error:
            raise DownloadRefused(f"not to be had over HTTP: {shortened(str(error))}") from error

    def _receive(self, url: str, part: PartFile, on_bytes: OnBytes) -> Download:
        have, state = part.resumable(url)
        with self._answer(url, _range_headers(have, state)) as (response, redirects):
            status = response.status_code
            if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
                part.discard()
                raise _TryAgain("the server could not continue the download")
            if status == HTTPStatus.PARTIAL_CONTENT and have:
                if not _continues(response, have, state):
                    part.discard()
                    raise _TryAgain("the file changed on the server during the download")
                total = state.total
            elif status == HTTPStatus.OK:
                have, total = 0, _length(response)
                state = PartState(
                    url, response.headers.get("etag", ""), response.headers.get("last-modified", ""), total
                )
            else:
                raise _refusal(status, response.headers.get("retry-after", ""))
            self._keep(response, part, have, state, on_bytes)
        sha256 = _checked(part, total, pdf=self._pdf)
        size = part.path.stat().st_size
        part.finish()
        final_url = redirects[-1] if redirects else url
        return Download(final_url, redirects, size, sha256, state.etag, state.last_modified)

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[tuple[httpx2.Response, tuple[str, ...]]]:
        redirects: list[str] = []
        request = self._client.build_request("GET", url, headers=headers)
        while True:
            response = self._client.send(request, stream=True)
            self._reached = True
            try:
                if not response.has_redirect_location:
                    yield response, tuple(redirects)
                    return
                following = response.next_request
                location = shortened(response.headers["location"])
            finally:
                response.close()
            if following is None or following.url.scheme not in ("http", "https") or not following.url.host:
                raise DownloadRefused(f"redirected to {location!r}, which is not a web address")
            if request.url.scheme == "https" and following.url.scheme == "http":
                raise DownloadRefused(f"redirected from https to {location!r}, which is not protected")
            redirects.append(str(following.url))
            if len(redirects) > self._manners.max_redirects:
                raise DownloadRefused(f"redirected more than {self._manners.max_redirects} times")
            request = following

    def _keep(
        self, response: httpx2.Response, part: PartFile, have: int, state: PartState, on_bytes: OnBytes
    ) -> None:
        limit = self._manners.max_bytes
        started = time.monotonic()
        # A body that the client has to decode has other byte positions than the server's: never resumed.
        with part.writing(have, None if _encoded(response) else state) as file:
            too_large = (state.total or 0) > limit
            chunks = iter(()) if too_large else response.iter_bytes()
            for chunk in chunks:
                have += len(chunk)
                if have > limit:
                    too_large = True
                    break
                file.write(chunk)
                on_bytes(have, state.total)
                if time.monotonic() - started > self._manners.longest_download:
                    raise _TryAgain(f"the download took longer than {self._manners.longest_download:g} s")
        if too_large:
            part.discard()
            raise DownloadRefused(f"larger than the limit of {limit:,} bytes")


class _TryAgain(Exception):
    def __init__(self, reason: str, wait: float = 0.0) -> None:
        self.reason = reason
        self.wait = wait
        super().__init__(reason)


def user_agent() -> str:
    """Says truthfully which program asks."""
    try:
        number = version("pinpoint-reports")
    except PackageNotFoundError:
        number = "0"
    return f"pinpoint-reports/{number} (downloads published inspection reports, one at a time)"


def _range_headers(have: int, state: PartState) -> dict[str, str]:
    if not have:
        return {}
    headers = {"Range": f"bytes={have}-"}
    if state.validator:
        headers["If-Range"] = state.validator
    return headers


def _continues(response: httpx2.Response, have: int, state: PartState) -> bool:
    """Whether a 206 holds the bytes from `have` on of the version that `state` describes (RFC 9110, 14.4)."""
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("content-range", ""))
    if not found or int(found[1]) != have or response.headers.get("content-encoding"):
        return False
    if state.total is not None and found[2] != "*" and int(found[2]) != state.total:
        return False
    etag = response.headers.get("etag", "")
    return not (etag and state.etag and etag != state.etag)


def _length(response: httpx2.Response) -> int | None:
    value = response.headers.get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and not _encoded(response) else None


def _encoded(response: httpx2.Response) -> bool:
    return response.headers.get("content-encoding", "").lower() not in ("", "identity")


def _refusal(status: int, retry_after: str) -> Exception:
    try:
        words = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        words = str(status)
    if status in _BUSY or status >= 500:
        return _TryAgain(f"the server answered {words}", _seconds(retry_after))
    if status in _GONE:
        return DownloadRefused(f"not published there any more ({words})")
    return DownloadRefused(f"the server answered {words}")


def _seconds(retry_after: str) -> float:
    """Retry-After as seconds from now: a number or a date (RFC 9110, 10.2.3); 0 if it is neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        then = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _checked(part: PartFile, total: int | None, *, pdf: bool) -> str:
    """SHA-256 of the finished bytes: as many as the server said, and if `pdf`, a whole PDF by its marks."""
    size = part.path.stat().st_size
    if total is not None and size < total:
        raise _TryAgain(f"the connection ended after {size:,} of {total:,} bytes")
    if total is not None and size > total:
        part.discard()
        raise _TryAgain(f"{size:,} bytes came instead of {total:,}")
    if not pdf:
        return file_facts(part.path).sha256
    data = part.path.read_bytes()
    reason = not_a_pdf(data)
    if reason:
        part.discard()
        raise DownloadRefused(reason)
    if b"%%EOF" not in data[-MARK_WITHIN:]:
        part.discard()
        if total is None:  # the server did not say how much would come, so this may be a cut connection
            raise _TryAgain("the PDF is cut short")
        raise DownloadRefused("the PDF is cut short: it has no end mark")
    return hashlib.sha256(data).hexdigest()
