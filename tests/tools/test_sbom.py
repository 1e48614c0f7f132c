"""The bill of materials is CycloneDX, and holds what is pinned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools import sbom
from tools.pins import PROJECT, Pin, pins


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Checked against the schema as it was made."""
    found: dict[str, Any] = json.loads(sbom.document())
    return found


def test_it_holds_every_pinned_package_with_its_hashes_and_licence(made: dict[str, Any]) -> None:
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["purl"]: part for part in made["components"]}
    assert parts.keys() == {pin.purl for pin in pins("run")}
    for pin in pins("run"):
        part = parts[pin.purl]
        assert sorted(item["content"] for item in part["hashes"]) == sorted(pin.hashes) != []
        assert part["licenses"]


def test_it_says_what_needs_what(made: dict[str, Any]) -> None:
    needs = {item["ref"]: item.get("dependsOn", []) for item in made["dependencies"]}
    assert needs.keys() == {PROJECT, *(pin.purl for pin in pins("run"))}
    [fastapi] = [pin.purl for pin in pins("run") if pin.name == "fastapi"]
    assert any(name.startswith("pkg:pypi/starlette@") for name in needs[fastapi])
    assert fastapi in needs[PROJECT]
    # Nothing stands beside the tree.
    reached, waiting = set(), [PROJECT]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs[name]
    assert reached == needs.keys()


def test_what_the_schema_does_not_allow_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "pins", lambda name: (Pin("no version", "1", ("no hash",), (PROJECT,)),))
    with pytest.raises(ValueError, match="not valid CycloneDX"):
        sbom.document()


def test_what_is_installed_is_followed_from_pinpoint(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name, needs in (
        (
            PROJECT,
            ["rich>=14", "pypdf[crypto]>=7", 'mcp>=2; extra == "mcp"', 'colorama; sys_platform == "none"'],
        ),
        ("rich", []),
        ("pypdf", ['Cryptography; extra == "crypto"']),
        ("cryptography", []),
        ("mcp", []),
        ("colorama", []),
    ):
        facts = packages / f"{name.replace('-', '_')}-1.0.dist-info"
        facts.mkdir(parents=True)
        lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0"]
        (facts / "METADATA").write_text(
            "\n".join([*lines, *(f"Requires-Dist: {need}" for need in needs)]), encoding="utf-8"
        )
    held = sbom.in_environment(tmp_path)
    assert [(pin.name, pin.version, pin.via) for pin in held] == [
        ("cryptography", "1.0", ("pypdf",)),
        ("pypdf", "1.0", (PROJECT,)),
        ("rich", "1.0", (PROJECT,)),
    ]
    made = json.loads(sbom.document(installed=held))
    assert [part["name"] for part in made["components"]] == ["cryptography", "pypdf", "rich"]


def test_an_environment_without_pinpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not installed in"):
        sbom.in_environment(tmp_path)
