"""What a user says of a file that its cover does not tell: its kind, whose report it is, its date.

It is remembered with the file, so that reading it again gives the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from .errors import InvalidRequest

KINDS = ("generic", "auto")  # "auto": by the cover, as if nothing had been said


@dataclass(frozen=True, slots=True)
class Given:
    """kind: "generic", or "" for what the cover tells. authority, published: "" and None where not said."""

    kind: str = ""
    authority: str = ""
    published: date | None = None

    def spell(self) -> str:
        """As text, in one spelling; "" where nothing is said."""
        said = {
            "kind": self.kind,
            "authority": self.authority,
            "published": "" if self.published is None else self.published.isoformat(),
        }
        held = {name: value for name, value in said.items() if value}
        return json.dumps(held, ensure_ascii=False, sort_keys=True) if held else ""

    @classmethod
    def parse(cls, text: str) -> Given:
        """The reverse of `spell`. Raises ValueError for anything else."""
        if not text:
            return cls()
        held = json.loads(text)
        if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
            raise ValueError(f"not what a user says of a file: {text[:80]!r}")
        day = held.get("published", "")
        return cls(held.get("kind", ""), held.get("authority", ""), date.fromisoformat(day) if day else None)


def given_by(kind: str | None, authority: str | None, published: str | None) -> Given | None:
    """From what was typed; None where nothing was. Raises InvalidRequest for what cannot be used."""
    if kind is None and authority is None and published is None:
        return None
    if kind not in KINDS:
        if kind is not None:
            raise InvalidRequest(
                f"{kind[:80]!r} is no kind to read a file as", f"use {' or '.join(KINDS)}", field="kind"
            )
        raise InvalidRequest(
            "an authority or a date is given without a kind", "add --kind generic", field="kind"
        )
    if kind == "auto":
        if authority is not None or published is not None:
            raise InvalidRequest(
                "an authority or a date is not used with --kind auto", "use --kind generic", field="kind"
            )
        return Given()
    name = " ".join((authority or "").split())
    if len(name) > 100 or (authority is not None and not any(map(str.isalpha, name))):
        raise InvalidRequest(f"{name[:80]!r} is no name of an authority", "use its name", field="authority")
    try:
        day = date.fromisoformat(published) if published is not None else None
    except ValueError as error:
        raise InvalidRequest(
            f"{(published or '')[:80]!r} is not a date that Pinpoint can read",
            "write it as in 2019-05-07",
            field="published",
        ) from error
    return Given(kind, name, day)
