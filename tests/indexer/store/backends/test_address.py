"""Where an index folder can be named, an address can; its password is never printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import EngineUnavailable, InvalidRequest
from indexer.store.backends import engines
from indexer.store.backends.address import Address, address_of
from indexer.store.generations import current_name


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://reader:sesame@db.example.gov.uk:5433/reports?schema=north&sslmode=verify-full",
        "postgresql:///reports?host=/run/postgresql",
        "http://127.0.0.1:19530/reports",
        "https://milvus.example.gov.uk/reports?records=postgresql://reader:sesame@db/reports",
    ],
)
def test_an_address_survives_being_a_path(text: str) -> None:
    given = address_of(Path(text))
    assert given == address_of(text)
    assert given is not None
    assert given.parts.scheme == text.partition(":")[0]
    assert given.name == "reports"
    assert "sesame" not in str(given) + repr(given)


def test_the_older_name_of_the_scheme_is_the_same() -> None:
    assert address_of("postgres://db/reports") == address_of("postgresql://db/reports")


@pytest.mark.parametrize("folder", ["index", "/srv/http:", "C:\\indexes", "postgresql", "a/postgresql://b"])
def test_a_folder_is_no_address(folder: str) -> None:
    assert address_of(folder) is None
    assert address_of(Path(folder)) is None


def test_an_address_is_taken_apart() -> None:
    address = Address("postgresql://u:p@db:1/north%20west/x?schema=a&sslmode=require&schema=b")
    assert (address.scheme, address.name) == ("postgresql", "north west")
    assert address.options == {"schema": "b", "sslmode": "require"}


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="is not the address of an index"):
        address_of("postgresql://db:port/reports")


def test_what_needs_files_says_so_of_an_address() -> None:
    with pytest.raises(InvalidRequest, match=r"needs an index folder.*\*\*\*@db"):
        current_name(Path("postgresql://u:sesame@db/reports"))


def test_a_driver_that_is_not_installed_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "_ENGINES", {"http": ("no_such_driver.engine:Engine", "milvus")})
    with pytest.raises(EngineUnavailable, match=r"not installed.*pinpoint-reports\[milvus\]"):
        engines.engine_at(Address("http://away/reports"))
