"""What `requirements/` pins: names, versions, hashes, and what needs each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
PROJECT = "pinpoint-reports"

_PIN = re.compile(r"([a-z0-9-]+)==([^ ;+\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"#\s+(?:via )?\s*([a-z0-9-]+)(?: \(pyproject\.toml\))?")


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one package. hashes: SHA-256 of each of its files. via: what needs it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        """As package-url names it: https://github.com/package-url/purl-spec."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(name: str) -> tuple[Pin, ...]:
    """Of `requirements/<name>.txt`, in its order; a package with two versions twice. Raises ValueError."""
    blocks: list[list[str]] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if _PIN.match(line):
            blocks.append([line])
        elif line.startswith(" ") and blocks:
            blocks[-1].append(line)
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"requirements/{name}.txt: no exact version: {line}")
    return tuple(map(_pin, blocks))


def _pin(lines: list[str]) -> Pin:
    found = _PIN.match(lines[0])
    if not found:
        raise ValueError(lines[0])
    via = [match[1] for line in lines if (match := _VIA.fullmatch(line.strip())) and match[1] != "via"]
    return Pin(found[1], found[2], tuple(_HASH.findall("\n".join(lines))), tuple(via))
