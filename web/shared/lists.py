"""Part of a long list as a page shows it: which rows, of how many, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListAddress:
    """Where a list is found. given: its filters as (name, value). limit: rows a page; usual: where unsaid."""

    path: str
    given: tuple[tuple[str, str], ...] = ()
    limit: int = 50
    usual: int = 50

    def at(self, offset: int = 0) -> str:
        """The address from that row on, counted from 0."""
        given = list(self.given)
        if self.limit != self.usual:
            given.append(("limit", str(self.limit)))
        if offset:
            given.append(("offset", str(offset)))
        return f"{self.path}?{urlencode(given)}" if given else self.path


@dataclass(frozen=True, slots=True)
class RowPage(Generic[T]):
    """rows: those from `offset` on, counted from 0, of `total`; none where `offset` is beyond the last."""

    rows: tuple[T, ...]
    total: int
    offset: int
    address: ListAddress

    @property
    def number(self) -> int:
        """Of this page, from 1; one that begins between two pages counts as the earlier."""
        return self.offset // self.address.limit + 1

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.address.limit))

    def url(self, number: int) -> str:
        """Address of the page of this number, counted from 1."""
        return self.address.at((number - 1) * self.address.limit)


def part(rows: Sequence[T], address: ListAddress, offset: int) -> RowPage[T]:
    """The page of `rows` that begins at `offset`."""
    return RowPage(tuple(rows[offset : offset + address.limit]), len(rows), offset, address)


USUAL = 100  # rows a page


def paged(title: str, number: int) -> str:
    """The title of a page of a list; the first page goes without a number."""
    return f"{title}, page {number}" if number > 1 else title
