"""Parameters of an address that no page has: what other sites add, and what else is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, urlencode

# What mail programs, advertisers and social networks add to any link: it says nothing of what is asked.
_TRACKERS = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),
        *(
            "li_fat_id",
            "igshid",
            "igsh",
            "mc_cid",
            "mc_eid",
            "mkt_tok",
            "srsltid",
            "epik",
            "s_cid",
            "vero_id",
        ),
        *("_ga", "_gl", "_hsenc", "_hsmi", "oly_anon_id", "oly_enc_id", "rb_clickid", "wickedid"),
    )
)
_OF_CAMPAIGNS = ("utm_", "hsa_", "pk_", "mtm_", "piwik_")
IGNORED = "pinpoint.ignored"  # in the scope of a request: names that were not used and must be said

Pairs = list[tuple[str, str]]


def pairs_of(query: bytes) -> Pairs:
    """The parameters of an address, as typed, empty ones too."""
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace")


def without_trackers(query: bytes) -> bytes:
    """The same bytes where there is none."""
    if b"=" not in query:
        return query
    pairs = pairs_of(query)
    kept = [(name, value) for name, value in pairs if not _tracks(name)]
    return query if len(kept) == len(pairs) else urlencode(kept).encode()


def without(query: bytes, names: Collection[str]) -> bytes:
    """The query without parameters of these names."""
    return urlencode([(name, value) for name, value in pairs_of(query) if name not in names]).encode()


def renamed(query: bytes, old: str, new: str) -> str:
    """The query with a parameter of another name."""
    return urlencode([(new if name == old else name, value) for name, value in pairs_of(query)])


def corrected(query: bytes, field: str, value: str, meant: str) -> str:
    """The query with one value of a parameter put right; as it is where it does not say that value."""
    return urlencode(
        [
            (name, meant if name == field and given.strip() == value.strip() else given)
            for name, given in pairs_of(query)
        ]
    )


def said_of(ignored: Iterable[str]) -> str:
    """What was not used of an address, as one sentence; "" for nothing."""
    names = " and ".join(f"‘{name[:40]}’" for name in ignored)
    return (
        f"We did not use {names} from this web address, because this page does not know it." if names else ""
    )


def _tracks(name: str) -> bool:
    plain = name.lower()
    return plain in _TRACKERS or plain.startswith(_OF_CAMPAIGNS)
