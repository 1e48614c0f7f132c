"""Which proxy stands between this machine and a web address, and what is said where there is no way out."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from indexer.errors import NoConnection
from indexer.terminal import shortened

_ASK = "ask whoever runs your network for its address, and set it as HTTPS_PROXY"


def proxy_for(url: str) -> str:
    """host:port of the proxy that the system or HTTP_PROXY, HTTPS_PROXY, ALL_PROXY name; "" for none.

    Without the name and password that its address may hold.
    """
    parts = urlsplit(url)
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all") or ""
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    return urlsplit(proxy if "://" in proxy else f"http://{proxy}").netloc.rpartition("@")[2]


def no_way_out(url: str, reason: str) -> NoConnection:
    """What is said where the first address that was tried cannot be reached."""
    reason = shortened(reason)
    if proxy := proxy_for(url):
        return NoConnection(
            f"the proxy {proxy} does not let us through ({reason})",
            "check HTTPS_PROXY, or ask whoever runs your network",
        )
    host = urlsplit(url).hostname or url
    return NoConnection(
        f"no internet connection, or a proxy is needed: {host} cannot be reached ({reason})",
        f"connect and run the same command again; or {_ASK}",
    )


def unusable_proxy(reason: str) -> NoConnection:
    """What is said of a proxy that we cannot speak to, as one for SOCKS."""
    if "socks" in reason.lower():
        reason = "SOCKS proxies cannot be used"
    return NoConnection(f"the proxy that is set cannot be used ({shortened(reason)})", _ASK)
