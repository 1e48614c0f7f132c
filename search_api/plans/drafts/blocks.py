"""The blocks of a draft while it is read: within its limits, each note right after the block of its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.errors import UnreadableDraft

from .limits import Limits
from .records import Block, Link

_BARE = re.compile(r"https?://[^\s<>\"“”‘’|\\^`{}]+", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


class Blocks:
    """Blocks in reading order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self.found: list[Block] = []

    def add(self, block: Block) -> bool:
        """Append it where it has text; whether it has. Raises UnreadableDraft where the draft is too long."""
        if not block.text.strip():
            return False
        check_length(block, self._limits)
        self._characters += len(block.text)
        if self._characters > self._limits.characters or len(self.found) >= self._limits.blocks:
            raise UnreadableDraft(
                f"the draft has more than {self._limits.blocks:,} paragraphs or "
                f"{self._limits.characters:,} characters",
                "split it, and check its parts",
            )
        self.found.append(block)
        return True


def check_length(block: Block, limits: Limits) -> None:
    """Raises UnreadableDraft for a paragraph that nobody wrote by hand."""
    if len(block.text) > limits.block_characters:
        raise UnreadableDraft(
            f"{block.place} has {len(block.text):,} characters, over the limit of "
            f"{limits.block_characters:,}",
            "break it into paragraphs",
        )


def is_web(url: str) -> bool:
    """Whether it leads to the web; others (scripts, files, mail) are no evidence."""
    return bool(_WEB.match(url.strip()))


def bare_links(text: str, known: Sequence[Link] = ()) -> tuple[Link, ...]:
    """Those known and every address that stands in the text itself outside of them, in order."""
    links = list(known)
    for match in _BARE.finditer(text):
        url = match[0].rstrip(".,;:!?*_'")
        while url.endswith((")", "]")) and url.count(url[-1]) > url.count("(" if url[-1] == ")" else "["):
            url = url[:-1].rstrip(".,;:!?")
        start, end = match.start(), match.start() + len(url)
        if len(url) > len("https://") and not any(link.start < end and start < link.end for link in known):
            links.append(Link(start, end, url))
    return tuple(sorted(links, key=lambda link: (link.start, link.end)))
