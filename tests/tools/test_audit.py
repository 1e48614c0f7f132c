"""The check for known holes never passes in silence over what it could not check."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tools.audit import main

HOLE = {"id": "PYSEC-2021-66", "fix_versions": ["2.11.3"]}
CANARY = {"name": "jinja2", "version": "2.11.2", "vulns": [HOLE]}
SOUND = {"name": "jinja2", "version": "3.1.6", "vulns": []}
SKIPPED = {"name": "jinja2", "skip_reason": "Dependency not found"}


class Audit:
    """Stands for pip-audit: what each service says of the canary, and of every file."""

    def __init__(self, canary: Mapping[str, Any], files: object = SOUND) -> None:
        self.canary, self.files = canary, files
        self.asked: list[Sequence[str]] = []

    def __call__(self, arguments: Sequence[str]) -> str:
        self.asked.append(arguments)
        service = arguments[arguments.index("-s") + 1]
        said = self.canary.get(service) if "canary" in arguments[-1] else self.files
        return json.dumps({"dependencies": [said]}) if said else ""


@pytest.mark.parametrize("mirror", [None, SKIPPED, {"name": "jinja2", "version": "2.11.2", "vulns": []}])
def test_where_no_service_knows_the_hole_that_is_there_it_says_so(
    mirror: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], Audit({"pypi": mirror})) == 2
    assert main(["--where-possible"], Audit({"pypi": mirror})) == 0
    assert capsys.readouterr().out.count("not checked, because no advisory service answers") == 2


@pytest.mark.parametrize("service", ["pypi", "osv"])
def test_a_service_that_knows_is_asked_of_every_file(service: str) -> None:
    audit = Audit({service: CANARY})
    assert main([], audit) == 0
    files = [arguments for arguments in audit.asked if "canary" not in arguments[-1]]
    assert [arguments[-1].rpartition("/")[2] for arguments in files] == ["run.txt", "dev.txt", "models.txt"]
    assert all(arguments[arguments.index("-s") + 1] == service for arguments in files)


@pytest.mark.parametrize("where_possible", [[], ["--where-possible"]])
def test_a_known_hole_fails_everywhere(where_possible: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(where_possible, Audit({"pypi": CANARY}, CANARY)) == 1
    assert "known hole: jinja2 2.11.2: PYSEC-2021-66, mended in 2.11.3" in capsys.readouterr().out


def test_a_package_that_was_passed_over_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], Audit({"pypi": CANARY}, SKIPPED)) == 2
    assert "not checked: jinja2: Dependency not found" in capsys.readouterr().out
    assert main([], Audit({"pypi": CANARY}, None)) == 2  # it broke off
    assert "requirements/run.txt: the service did not answer" in capsys.readouterr().out
