"""What Pinpoint is made of, as CycloneDX: `python tools/sbom.py FILE` from the pinned versions.

`python tools/sbom.py FILE ENVIRONMENT` does it for what is installed in a virtual environment.

https://cyclonedx.org/docs/1.6/json/. The licences are those of docs/security/licences.md.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.licences import licence_of
from tools.pins import FOLDER, PROJECT, Pin, pins

_MIT = "MIT"


def document(name: str = "run", installed: Sequence[Pin] | None = None) -> str:
    """JSON of the packages of `requirements/<name>.txt`, or of those that are given.

    Raises ValueError where it is no valid CycloneDX.
    """
    licences = LicenseFactory()
    project: dict[str, Any] = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom()
    root = Component(
        name=PROJECT,
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=PROJECT,
        description=project["description"],
        licenses=[licences.make_with_expression(_MIT)],
    )
    bom.metadata.component = root
    held = pins(name) if installed is None else installed
    parts = {pin.purl: _component(pin, licences) for pin in held}
    bom.components.update(parts.values())
    by_name = {PROJECT: [root]} | {
        pin.name: [parts[it.purl] for it in held if it.name == pin.name] for pin in held
    }
    for pin in held:
        for needed_by in pin.via:
            for whole in by_name.get(needed_by, ()):
                bom.register_dependency(whole, [parts[pin.purl]])
    for part in (root, *parts.values()):
        bom.register_dependency(part)
    made = JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(made):
        raise ValueError(f"not valid CycloneDX: {problem}")
    return made


def in_environment(folder: Path) -> tuple[Pin, ...]:
    """Pinpoint's packages in a virtual environment, and what needs each. Raises ValueError without it."""
    places = [
        str(path) for path in (*folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    ]
    found: dict[str, Distribution] = {
        canonicalize_name(item.metadata["Name"]): item for item in distributions(path=places)
    }
    if PROJECT not in found:
        raise ValueError(f"{PROJECT} is not installed in {folder}")
    via: dict[str, list[str]] = {PROJECT: []}
    waiting: list[tuple[str, frozenset[str]]] = [(PROJECT, frozenset())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        for wanted in _wanted(found[name], extras):
            needed = canonicalize_name(wanted.name)
            if needed in found:
                via.setdefault(needed, []).append(name)
                step = (needed, frozenset(wanted.extras))
                waiting += [step] if step not in seen else []
                seen.add(step)
    return tuple(
        Pin(name, found[name].version, (), tuple(sorted(set(by))))
        for name, by in sorted(via.items())
        if name != PROJECT
    )


def _wanted(item: Distribution, extras: frozenset[str]) -> list[Requirement]:
    asked = map(Requirement, item.requires or ())
    return [
        wanted
        for wanted in asked
        if not wanted.marker or any(wanted.marker.evaluate({"extra": extra}) for extra in extras | {""})
    ]


def _component(pin: Pin, licences: LicenseFactory) -> Component:
    licence = licence_of(pin.name).expression
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=pin.purl,
        purl=PackageURL.from_string(pin.purl),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in pin.hashes],
        licenses=[licences.make_with_expression(licence)] if licence else [],
    )


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/sbom.cdx.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    held = in_environment(Path(sys.argv[2])) if len(sys.argv) > 2 else pins("run")
    target.write_text(document(installed=held), encoding="utf-8")
    print(f"{len(held)} packages in {target}", file=sys.stderr)
