"""Ask what nobody asks, by every door: each question is answered or refused, and every quotation is verbatim.

    python -m tests.hostile.queries --times 100000 --seed 1
    python -m tests.hostile.queries --times 300 --seed 1 --index FOLDER

Without --index, the samples are asked, with an encoder that needs no model. Each question goes by one of the
doors: Python (search, ask, similar, look up, counts), HTTP, pages, tools of assistants. A defect is any error
that is none of Pinpoint's own, any status of 500 or above, a refusal that does not say what is wrong, a
quotation that is no stretch of the stored paragraph, or more than five seconds of computing (`_LONGEST`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from indexer.errors import PinpointError
from indexer.store.reader import IndexReader
from search_api.answers.quotations.records import Answer, Passage
from search_api.index.index import Index
from search_api.mcp_tools.server import create_server
from search_api.serving.service import Service
from search_api.settings import Settings
from tests.hostile.asked import odd_id, odd_value, question
from tests.support.api_bench import sample_index
from tests.support.asgi_requests import LOOPBACK
from tests.support.encoders import HashEncoder
from web.pages import create_site

_LONGEST = 5.0  # seconds of computing
_FILTERS = ("authorities", "regions", "frameworks", "grades", "kinds", "since", "until", "limit", "offset",
"literal",
            "as_words", "follows", "mentioned", "nonsense")  # fmt: skip
_NAMES = ("authority", "region", "framework", "grade", "kind", "since", "until", "limit", "offset",
"literal", "as_words",
          "follows", "mentioned", "nonsense", "q")  # fmt: skip
_TOOLS = (
    "search",
    "ask",
    "get_paragraph",
    "get_report",
    "similar",
    "weak_to_strong",
    "list_reports",
    "acronyms",
    "none",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """word: answered, refused or defect. detail: of a defect."""

    number: int
    door: str
    sort: str
    word: str
    detail: str = ""
    seconds: float = 0.0


class Asked:
    """An open index with its doors. Use `opened`."""

    def __init__(self, index: Index, site: FastAPI, server: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.index, self.site, self.server, self.loop = index, site, server, loop
        self._bodyless = False
        self.doors: dict[str, Callable[[str, Random], str]] = {
            "ask": self._ask, "search": self._search, "look up": self._look_up, "HTTP": self._http,
            "pages": self._pages, "tools": self._tools,
        }  # fmt: skip

    # Python

    def _ask(self, text: str, chance: Random) -> str:
        follows = question(chance.randrange(1000), chance)[1] if chance.random() < 0.2 else ""
        answer = self.index.ask(text, follows=follows, **self._filters(chance))
        self._check(answer)
        return "answered"

    def _search(self, text: str, chance: Random) -> str:
        if chance.random() < 0.2:
            self.index.facets(text, **self._filters(chance))
            return "answered"
        found = self.index.search(text, **self._filters(chance))
        for item in found.results:
            _hold(item.paragraph.text == self.index.get(item.paragraph.id).paragraph.text, "another text")
            _hold(all(0 <= a < b <= len(item.paragraph.text) for a, b in item.spans), "spans beside the text")
        return "answered"

    def _look_up(self, text: str, chance: Random) -> str:
        name = odd_id(chance) if chance.random() < 0.8 else text
        way = chance.choice((self.index.get, self.index.cite, self.index.report, self.index.similar))
        way(name)
        return "answered"

    def _filters(self, chance: Random) -> dict[str, Any]:
        if chance.random() < 0.7:
            return {}
        name = chance.choice(_FILTERS[:7])  # a wrong type is Python's own error, as the signature says
        value = odd_value(chance)
        return {name: value if isinstance(value, str) else str(value)}

    def _check(self, answer: Answer) -> None:
        quoted: list[Passage] = [
            *answer.passages,
            *(further for group in answer.groups for further in group.further),
        ]
        if answer.nearest_miss is not None:
            quoted.append(answer.nearest_miss)
        for item in quoted:
            stored = self.index.get(item.paragraph.id).paragraph.text
            _hold(
                stored[item.start : item.start + len(item.quote)] == item.quote,
                f"not verbatim: {item.paragraph.id}",
            )
            _hold(bool(item.quote) and item.citation != "", "an empty quotation")
            _hold(
                all(0 <= a < b <= len(item.quote) for a, b in (*item.spans, item.core)),
                "spans beside the quotation",
            )
        _hold(
            bool(answer.passages or answer.text or answer.judgements or answer.remarks),
            "an answer without a word",
        )

    # Doors of a server

    def _http(self, text: str, chance: Random) -> str:
        path = chance.choice(
            ("search", "ask", "facets", "reports", "coverage", "acronyms", "authorities", "search", "ask")
        )
        if path not in ("search", "ask", "facets"):
            text = ""  # these take none
        if chance.random() < 0.3:
            path = f"paragraphs/{odd_id(chance)}" + chance.choice(
                ("", "/citation", "/similar", "/image", "/page")
            )
        status, kind, body = self._request(f"/api/v1/{path}", self._parameters(text, chance), chance)
        _hold(status < 500 or status == 503, f"status {status}: {body[:200]!r}")
        if not body:
            _hold(status < 400 or self._bodyless, f"status {status} without a word")
        elif status >= 400 and "json" in kind:
            problem = json.loads(body)
            _hold(
                bool(problem.get("title")) and problem.get("status") == status,
                f"a problem without words: {body[:200]!r}",
            )
        elif status == 200 and "json" in kind:
            self._check_json(json.loads(body))
        return "answered" if status < 400 else "refused"

    def _check_json(self, body: Any) -> None:
        for item in body.get("passages", []) if isinstance(body, dict) else []:
            stored = self.index.get(item["id"]).paragraph.text
            _hold(stored[item["start"] :].startswith(item["quote"]), f"not verbatim: {item['id']}")

    def _pages(self, text: str, chance: Random) -> str:
        path = chance.choice(("/", "/", "/", "/reports", "/acronyms", "/coverage", "/plan",
        f"/authorities/{odd_id(chance)}",
                              f"/paragraphs/{odd_id(chance)}", f"/reports/{odd_id(chance)}",
                              f"/{odd_id(chance)}"))  # fmt: skip
        status, kind, body = self._request(path, self._parameters(text, chance), chance)
        _hold(status < 500 or status == 503, f"status {status}: {body[-300:]!r}")
        for mark in (b"<script>alert(1)", b"<img src=x", b"<b>"):
            _hold(
                mark not in body or "html" not in kind,
                f"what was asked stands in the page as markup: {mark!r}",
            )
        return "answered" if status < 400 else "refused"

    def _parameters(self, text: str, chance: Random) -> bytes:
        pairs: list[tuple[str, str]] = [("q", text)] if text or chance.random() < 0.1 else []
        for _ in range(chance.choice((0, 0, 1, 3))):
            value = odd_value(chance)
            pairs.append((chance.choice(_NAMES), value if isinstance(value, str) else json.dumps(value)))
        if chance.random() < 0.05:
            return chance.randbytes(60)
        return urlencode(pairs, errors="surrogatepass").encode()

    def _request(self, path: str, query: bytes, chance: Random) -> tuple[int, str, bytes]:
        method = chance.choice(("GET",) * 18 + ("POST", "DELETE", "HEAD"))
        content = json.dumps(odd_value(chance)).encode() if method == "POST" else b""
        plain = path.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        scope = {
            "type": "http", "http_version": "1.1",
            "method": method, "path": plain, "raw_path": quote(plain).encode(),
            "query_string": query, "root_path": "", "scheme": "http", "server": ("localhost", 8765),
            "client": (LOOPBACK, 5),
            "headers": [(b"host", b"localhost:8765"), (b"content-type", b"application/json")],
        }  # fmt: skip
        sent: list[Any] = []
        self._bodyless = method == "HEAD"

        async def receive() -> Any:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        self.loop.run_until_complete(asyncio.wait_for(self.site(scope, receive, send), 60))
        head = dict(sent[0]["headers"])
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], head.get(b"content-type", b"").decode(), body

    def _tools(self, text: str, chance: Random) -> str:
        given: dict[str, Any] = {"q": text} if chance.random() < 0.8 else {"id": odd_id(chance)}
        for _ in range(chance.choice((0, 1, 2))):
            given[chance.choice((*_NAMES, "id", "authorities", "report"))] = odd_value(chance)
        return self.loop.run_until_complete(self._call(chance.choice(_TOOLS), given))

    async def _call(self, name: str, given: dict[str, Any]) -> str:
        try:
            async with Client(self.server) as client:
                result = await client.call_tool(name, given)
        except MCPError as error:
            _hold(bool(str(error)), "an error without words")
            return "refused"
        (block,) = result.content
        assert block.type == "text"
        if result.is_error:
            _hold(bool(block.text) and "did not expect" not in block.text, block.text[:200])
            return "refused"
        self._check_json(json.loads(block.text))
        return "answered"


class _Defect(Exception):
    pass


def _hold(fact: bool, otherwise: str) -> None:
    if not fact:
        raise _Defect(otherwise)


@contextmanager
def opened(folder: Path | None = None) -> Iterator[Asked]:
    """folder: an index made with the encoder that ships; None for the samples."""
    place = folder or sample_index()
    load = None if folder else (lambda _: HashEncoder())
    settings = Settings(index=place)
    service = Service(settings, **({"load": load} if load else {}))
    loop = asyncio.new_event_loop()
    with Index(
        IndexReader.open(place), settings=settings, encoder=None if folder else HashEncoder()
    ) as index:
        site = create_site(settings, service=service)

        async def ask(work: Callable[[Index], Any]) -> Any:
            return work(index)

        server = create_server(ask)
        lifespan = site.router.lifespan_context(site)
        loop.run_until_complete(lifespan.__aenter__())
        try:
            yield Asked(index, site, server, loop)
        finally:
            loop.run_until_complete(lifespan.__aexit__(None, None, None))
            loop.close()


def outcome(asked: Asked, seed: int, number: int) -> Outcome:
    """Ask the question of that number by its door."""
    chance = Random(f"{seed} {number}")
    sort, text = question(number, chance)
    door = list(asked.doors)[number // 11 % len(asked.doors)]
    begun = time.process_time()
    try:
        word, detail = asked.doors[door](text, chance), ""
    except PinpointError as error:
        word, detail = "refused", ""
        if not error.problem or "\n" in str(error) or len(str(error)) > 1_000:
            word, detail = "defect", f"a refusal that cannot be read: {str(error)[:100]!r}"
    except _Defect as error:
        word, detail = "defect", str(error)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        word, detail = (
            "defect",
            f"{type(error).__name__}: {str(error)[:150]} ({Path(last.filename).name}, {last.lineno})",
        )
    seconds = time.process_time() - begun
    if seconds > _LONGEST and word != "defect":
        word, detail = "defect", f"{seconds:.1f} seconds"
    return Outcome(number, door, sort, word, detail and f"{detail}: {text[:80]!r}", seconds)


def table(found: Sequence[Outcome]) -> list[str]:
    """Markdown: one row to a door."""
    words = ("answered", "refused", "defect")
    rows = [f"| door | {' | '.join(words)} | longest, seconds of computing |", "|---|---|---|---|---|"]
    for door in dict.fromkeys(item.door for item in found):
        mine = [item for item in found if item.door == door]
        counts = Counter(item.word for item in mine)
        rows.append(
            f"| {door} | {' | '.join(f'{counts[w]:,}' for w in words)} | {max(i.seconds for i in mine):.2f} |"
        )
    return rows


def main() -> None:
    """Print each defect and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--minutes", type=float, default=1_000.0, help="no question is asked after them")
    options = parser.parse_args()
    begun, done = time.monotonic(), []
    with opened(options.index) as asked:
        for number in range(options.start, options.start + options.times):
            done.append(outcome(asked, options.seed, number))
            if done[-1].word == "defect":
                print(f"{number} {done[-1].door}, {done[-1].sort}: {done[-1].detail}", flush=True)
            if time.monotonic() - begun > 60 * options.minutes:
                break
            if len(done) % 5_000 == 0:
                print(
                    f"{len(done):,} of {options.times:,}, {time.monotonic() - begun:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
    print("\n".join(table(done)))
    print(f"{len(done):,} questions, seed {options.seed}, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
