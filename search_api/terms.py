"""The list of terms of the field, corpus/terms.csv, as it is written: groups of terms by their role."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from indexer.errors import PinpointError, system_reason
from indexer.locations import corpus_folder

NAME, FORM, RELATED = ROLES = ("name", "form", "related")  # of a term; docs/acronyms.md
TERMS = "corpus/terms.csv"


def read_groups() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Group -> role -> terms, all in the order of the file; a group has each of ROLES, be it empty.

    Raises PinpointError where the table cannot be read, or a row is empty or of no role.
    """
    path = corpus_folder() / "terms.csv"
    groups: dict[str, dict[str, list[str]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                group, term, role = ((row.get(name) or "").strip() for name in ("group", "term", "role"))
                if not group or not term or role not in ROLES:
                    raise PinpointError(
                        f"{path}: {term[:80]!r} is empty or of no role", f"use one of {', '.join(ROLES)}"
                    )
                groups.setdefault(group, {each: [] for each in ROLES})[role].append(term)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        raise PinpointError(f"cannot read the list of terms {path}", reason) from error
    return groups
