"""Who is asking: the client's address, and who has signed in, as far as those who say so are believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from indexer.errors import InvalidRequest
from indexer.terminal import one_line

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Headers = Sequence[tuple[bytes, bytes]]

_LONGEST_USER = 200  # characters
_IPV6_SITE = 64  # bits: one household or office has all the addresses behind them
# What a proxy says of a client; from anybody else it is a claim, and nothing behind this reads it.
FORWARDING = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"x-forwarded-host", b"x-forwarded-proto")


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from. address: None where it is unknown. by_proxy: through one that is believed.

    forwarded: whether it says that it was passed on. user: who has signed in at the proxy, "" for nobody.
    """

    address: Address | None
    by_proxy: bool = False
    forwarded: bool = False
    user: str = ""

    @property
    def site(self) -> str:
        """The address, or for IPv6 the network of one site, of which one client may have any address."""
        if isinstance(self.address, IPv6Address):
            return str(ip_network((self.address, _IPV6_SITE), strict=False))
        return str(self.address or "unknown")


class Proxies:
    """The reverse proxies that are believed, and the header in which they say who has signed in.

    networks: as in "10.0.0.0/8, 192.168.1.4". user_header: "" for none. Raises InvalidRequest.
    """

    def __init__(self, networks: str = "", user_header: str = "") -> None:
        self.networks = tuple(_network(text) for text in listed(networks))
        self.user_header = user_header.strip().lower().encode("ascii", "replace")
        if user_header and not self.networks:
            raise InvalidRequest(
                f"PINPOINT_SERVE_USER_HEADER={user_header!r} without a proxy that may set it",
                "name the proxy in PINPOINT_SERVE_PROXIES",
            )
        if not all(char.isalnum() or char == "-" for char in self.user_header.decode()):
            raise InvalidRequest(
                f"PINPOINT_SERVE_USER_HEADER={user_header!r} is not a header's name", "as in X-Forwarded-User"
            )

    def believed(self, address: Address | None) -> bool:
        """Whether a request from this address comes from one of the proxies."""
        return address is not None and any(address in network for network in self.networks)

    def client(self, scope: Scope) -> Client:
        """Of the address that is connected, or the one that a believed proxy names."""
        headers: Headers = scope["headers"]
        peer = _address((scope.get("client") or ("",))[0])
        forwarded = any(name in FORWARDING for name, _ in headers)
        if not self.believed(peer):
            return Client(peer, forwarded=forwarded)
        users = [value for name, value in headers if self.user_header and name == self.user_header]
        # Two of them: one is a stranger's, and nobody can say which.
        user = one_line(users[0].decode("utf-8", "replace"))[:_LONGEST_USER] if len(users) == 1 else ""
        return Client(self._first_not_ours(peer, headers), True, forwarded, user)

    def without_claims(self, headers: Headers) -> list[tuple[bytes, bytes]]:
        """The headers without what only a believed proxy may say."""
        claims = {*FORWARDING, self.user_header}
        return [(name, value) for name, value in headers if name not in claims]

    def _first_not_ours(self, peer: Address | None, headers: Headers) -> Address | None:
        """X-Forwarded-For from the right: each proxy adds whom it heard; further left, anybody wrote it."""
        hops = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
        nearest = peer
        for hop in reversed([text.strip() for text in hops.split(",") if text.strip()]):
            address = _address(hop)
            if address is None:
                return nearest
            nearest = address
            if not self.believed(address):
                return nearest
        return nearest


def listed(text: str) -> list[str]:
    """The items of a setting that has commas between them."""
    return [item.strip() for item in text.split(",") if item.strip()]


def values_of(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    """Every value of a header, in order. name: in small letters."""
    return [value.decode("latin-1").strip() for key, value in headers if key == name]


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise InvalidRequest(
            f"PINPOINT_SERVE_PROXIES: {text[:80]!r} is no address or network",
            "write 10.1.2.3 or 10.0.0.0/8, commas between",
        ) from error


def _address(text: object) -> Address | None:
    """With or without a port, as proxies write it; an IPv4 address in IPv6 clothes is the former."""
    host = str(text).strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
