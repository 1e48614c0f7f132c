"""Which authorities a subject line names, where it names more than one."""

from __future__ import annotations

import re

from indexer.authorities.register import Register

_BETWEEN = re.compile(r"(?:,| &| and|, and) (?:the )?")


def authorities_named(name: str, register: Register) -> tuple[str, ...]:
    """The register's names of all authorities in "Northmoor, Saltby and Wexcombe", in printed order.

    Empty unless the whole text is names of the register; a name with "and" within it stays whole.
    """
    found = register.match(name)
    if found is not None:
        return (found.name,)
    for cut in _BETWEEN.finditer(name):
        first = register.match(name[: cut.start()])
        rest = authorities_named(name[cut.end() :], register) if first is not None else ()
        if first is not None and rest:
            return (first.name, *rest)
    return ()
