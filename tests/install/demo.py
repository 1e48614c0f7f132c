"""`pinpoint demo` as somebody sees it who has just installed Pinpoint."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import quote, urljoin

import httpx2

_PLACE = re.compile(r"Pinpoint is at (http://\S+)")
_PARTS = re.compile(r"""(?:href|src)="(/assets/[^"]+)\"""")
_LONGEST = 240.0  # on a machine that does much else; the proof holds it to 90


@dataclass(slots=True)
class Pages:
    """A demo that runs. said: lines of it so far, None at their end."""

    lines: Queue[str | None]
    said: list[str] = field(default_factory=list)
    base: str = ""

    def first(self) -> None:
        """Wait for it, and open the first page with all that belongs to it. Raises AssertionError."""
        while not self.base:
            try:
                line = self.lines.get(timeout=_LONGEST)
            except Empty:
                raise AssertionError(f"no page after {_LONGEST:.0f} seconds: {self._told()}") from None
            assert line is not None, f"it ended: {self._told()}"
            self.said.append(line)
            found = _PLACE.search(line)
            self.base = found[1] if found else ""
        page = self._page("")
        parts = sorted(set(_PARTS.findall(page)))
        assert "<form" in page
        assert parts, "a page without style and scripts"
        for part in parts:
            self._page(part)

    def ask(self) -> None:
        """Ask a question as the search page does. Raises AssertionError."""
        asked = quote("what did inspectors say about MARAC?")
        assert "<main" in self._page(f"/?q={asked}")
        passages = json.loads(self._page(f"/api/v1/ask?q={asked}"))["passages"]
        assert passages
        assert all(item["quote"] in item["text"] for item in passages)

    def _page(self, path: str) -> str:
        answer = httpx2.get(urljoin(self.base, path), timeout=30, trust_env=False, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.text

    def _told(self) -> str:
        return "".join(self.said)[-3000:]


@contextmanager
def demo(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Pages]:
    """Runs `command demo` in the folder until the end of the block; then it must end well at Ctrl-C."""
    process = subprocess.Popen(
        [*command, "demo", "--no-browser", "--port", "0"],
        cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    lines: Queue[str | None] = Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        yield Pages(lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _read(process: subprocess.Popen[str], lines: Queue[str | None]) -> None:
    assert process.stderr is not None
    with process.stderr:
        for line in process.stderr:
            lines.put(line)
    lines.put(None)
