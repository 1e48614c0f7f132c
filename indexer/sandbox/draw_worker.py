"""The process that draws pages of strangers' files: `python -m indexer.sandbox.draw_worker`.

A line in is one page to draw, as JSON: {path, page, boxes: [[left, bottom, right, top]], dpi}. Out comes a
line of JSON, {"bytes": n} and n bytes of PNG, or {"refused": why}. It ends when its standard input does.
"""

from __future__ import annotations

import json
import queue
import signal
import struct
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import UnreadableReport, system_reason
from indexer.reading.pdf import draw_page

from .limits import ReadLimits, allow_cpu, hold_process
from .read_worker import own_pipes, receive


def main() -> None:
    """Answer the lines of standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started this one decides
    requests, answers = own_pipes()
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=receive, args=(requests, waiting), daemon=True).start()
    limits = ReadLimits(cpu_seconds=20)
    hold_process(limits)
    while True:
        request = json.loads(waiting.get())
        allow_cpu(limits)
        head, body = _answer(request, limits)
        answers.write(json.dumps(head).encode("ascii") + b"\n" + body)
        answers.flush()


def _answer(request: dict[str, Any], limits: ReadLimits) -> tuple[dict[str, Any], bytes]:
    try:
        path = Path(request["path"])
        if path.stat().st_size > limits.megabytes << 20:
            raise UnreadableReport(f"the file has more than {limits.megabytes} MB")
        boxes = [(box[0], box[1], box[2], box[3]) for box in request["boxes"]]
        drawn = png(draw_page(path.read_bytes(), request["page"], boxes, request["dpi"]))
        return {"bytes": len(drawn)}, drawn
    except UnreadableReport as error:
        return {"refused": str(error)}, b""
    except MemoryError:
        return {"refused": f"drawing it needs more than {limits.memory_mb:,} MB of memory"}, b""
    except OSError as error:
        return {"refused": f"the file cannot be opened ({system_reason(error)})"}, b""


def png(picture: npt.NDArray[np.uint8]) -> bytes:
    """An RGB picture (height, width, 3) as PNG, each line filtered as the difference from the one above.

    W3C, Portable Network Graphics (PNG) Specification, third edition: chunks 5.3, filter 9.2.
    """
    height, width, _ = picture.shape
    lines = picture.reshape(height, width * 3)
    filtered = np.empty((height, width * 3 + 1), dtype=np.uint8)
    filtered[:, 0] = 2  # filter type Up
    filtered[0, 1:] = lines[0]
    np.subtract(lines[1:], lines[:-1], out=filtered[1:, 1:])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(filtered.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


if __name__ == "__main__":
    main()
