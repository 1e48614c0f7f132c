"""Every dependency has a known licence that Pinpoint may depend on, and the document says which."""

from __future__ import annotations

import sys

import pytest

from tools import licences
from tools.licences import BY_HAND, DOCUMENT, Licence, wrong
from tools.pins import pins

NAMES = {pin.name for name in ("run", "dev") for pin in pins(name)}


def test_every_licence_is_known_and_allowed() -> None:
    assert wrong(NAMES) == []


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="some versions, and so licences, differ by Python"
)
def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == licences.text(), "run python tools/licences.py"


def test_what_was_read_by_hand_is_still_a_dependency() -> None:
    assert BY_HAND.keys() <= NAMES


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("(MIT AND Zlib) OR LGPL-2.1-only", True),
        ("MIT AND AGPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GPL-2.0-only", False),
        ("LicenseRef-Proprietary", False),
        ("", False),
    ],
)
def test_what_may_be_depended_on(expression: str, fine: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "licence_of", lambda name: Licence(expression, "a test"))
    assert (wrong(["something"]) == []) == fine


def test_a_package_that_is_not_installed_is_unknown() -> None:
    assert wrong(["no-such-package-of-anybody"]) == [
        "no-such-package-of-anybody: its licence is unknown (not installed here)"
    ]
