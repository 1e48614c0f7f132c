"""The process that draws pages for `pdfs.py`: a fingerprint of each page's picture, as a viewer shows it."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdfium2

from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.read_worker import Answer, serve

_SCALE = 1.5  # pixels a point


def main() -> None:
    """Answer the lines of standard input until it ends."""
    serve(argparse.ArgumentParser(prog="look"), _drawing, sys.argv[1:])


def _drawing(options: Mapping[str, Any], limits: ReadLimits) -> Callable[[Path, str], Answer]:
    def draw(path: Path, given: str) -> Answer:
        return {"pages": pictures(path.read_bytes())}

    return draw


def pictures(data: bytes) -> list[str]:
    """One fingerprint for each page, in order; "" for one that cannot be drawn."""
    found = []
    document = pypdfium2.PdfDocument(data)
    try:
        for place in range(min(len(document), 60)):
            try:
                page = document[place]
                if page.get_width() * page.get_height() > 4_000_000:
                    found.append("")
                    continue
                drawn = page.render(scale=_SCALE).to_numpy()
                found.append(hashlib.sha256(drawn.tobytes()).hexdigest()[:16])
            except pypdfium2.PdfiumError:
                found.append("")
    finally:
        document.close()
    return found


if __name__ == "__main__":
    main()
