"""Where colleagues reach this server, for links that are copied out of it."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.requests import Request

from .responses import service_of


def public_address(request: Request) -> str:
    """The setting `public_url`, else the name by which this request reached the server, with its scheme.

    "" where that is no name of the network but this machine's own or an IP address. A name that the server
    was not given by `serve_hosts` never comes here.
    """
    configured = service_of(request).settings.public_url
    return configured.rstrip("/") or _named(request)


def _named(request: Request) -> str:
    host = (request.url.hostname or "").lower().rstrip(".")
    try:
        ip_address(host)
    except ValueError:
        named = bool(host) and host != "localhost" and not host.endswith(".localhost")
        return str(request.base_url).rstrip("/") if named else ""
    return ""
