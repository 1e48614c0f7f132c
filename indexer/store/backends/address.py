"""Addresses of indexes that lie on an engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from indexer.errors import InvalidRequest

_SCHEMES = ("postgresql", "postgres", "http", "https")
# A path keeps one slash of several; on Windows it turns them round.
_ADDRESS = re.compile(rf"({'|'.join(_SCHEMES)}):[/\\]+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index lies on an engine. text: as it was given, with any password in it."""

    text: str

    @property
    def parts(self) -> SplitResult:
        """Scheme, host and the rest, as urllib splits them."""
        return urlsplit(self.text)

    @property
    def scheme(self) -> str:
        """As in "postgresql"."""
        return self.parts.scheme

    @property
    def name(self) -> str:
        """The first part of the path, as in "inspections"; "" for none."""
        return unquote(self.parts.path.strip("/").partition("/")[0])

    @property
    def options(self) -> dict[str, str]:
        """What stands after the question mark, by name; of a name given twice the last."""
        return dict(parse_qsl(self.parts.query, keep_blank_values=True))

    def without_password(self) -> str:
        """As it would be written without one."""
        return re.sub(r"(?<=[^/]):[^:/@?&\s]+(?=@)|(?:(?<=\?)|&)password=[^&\s]+", "", self.text)

    def __str__(self) -> str:
        """Without its passwords: to be printed."""
        return re.sub(r"(?<=:)[^:/@?&\s]+(?=@)|(?<=password=)[^&\s]+", "***", self.text)

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"


def address_of(index: Path | str) -> Address | None:
    """The address that was given where a folder could be; None for a folder."""
    text = str(index)
    found = _ADDRESS.match(text)
    if found is None or not found[2]:
        return None
    scheme = "postgresql" if found[1] == "postgres" else found[1]
    rest = found[2] if isinstance(index, str) else found[2].replace("\\", "/")
    # An address within the address, too: of the database that keeps the records.
    rest = re.sub(rf"(?<==)({'|'.join(_SCHEMES)}):/+", r"\1://", rest)
    address = Address(f"{scheme}://{rest}")
    if not address.name and "host" in address.options:  # postgresql:///NAME?host=/run/postgresql
        address = Address(f"{scheme}:///{rest.lstrip('/')}")
    try:
        _ = address.parts.port
    except ValueError as error:
        raise InvalidRequest(
            f"{address} is not the address of an index", "write it as postgresql://HOST:PORT/NAME"
        ) from error
    return address


def refuse_address(index: Path) -> None:
    """Raises InvalidRequest for an address, where a folder is needed."""
    if (address := address_of(index)) is not None:
        raise InvalidRequest(
            f"this needs an index folder, and {address} is none", "name the folder that was published there"
        )


def shown_place(index: Path) -> str:
    """The folder or address, to be printed: without a password."""
    return str(address_of(index) or index)
