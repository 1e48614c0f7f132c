"""A wheel, an empty home and nothing of the checkout: `pinpoint demo` opens its pages.

What requirements/run.txt names is linked from the environment that runs the tests, so nothing is
downloaded but what builds the wheel. `make install-proof` installs everything anew, in every way.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.install.demo import demo
from tests.install.proof import MOST_WHEEL
from tests.install.wheels import Built, build, clean_environment, environment_of_pins, run, wheel_files, wrong

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built"))


def test_the_wheel_of_the_source_archive_has_what_the_program_reads_and_nothing_else(built: Built) -> None:
    assert wrong(wheel_files(built.wheel)) == []
    assert built.wheel.stat().st_size < MOST_WHEEL


def test_a_wheel_without_a_template_or_with_a_draft_is_seen(built: Built) -> None:
    held = wheel_files(built.wheel)
    template = "web/templates/base.html"
    del held[template]
    assert wrong(held | {"draft.md": "", "web/__init__.py": "other"}) == [
        f"lacking: {template}",
        "too much: draft.md",
        "altered: web/__init__.py",
    ]


def test_an_installed_wheel_opens_its_pages_without_the_checkout(built: Built, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = clean_environment(home)
    programs = environment_of_pins(tmp_path / "venv", built.wheel)
    where = "import indexer, web; print(indexer.__file__, web.__file__)"
    found = run([str(programs / "python"), "-c", where], home, environment).split()
    assert all(str(tmp_path) in place for place in found)
    with demo([str(programs / "pinpoint")], home, environment) as pages:
        pages.first()
        pages.ask()
