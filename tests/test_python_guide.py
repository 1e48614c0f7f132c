"""docs/how-to/python.md is run: each block of output is what the code above it prints. Names are there."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import indexer
import search_api
from tests.support.paths import ROOT, SAMPLES

_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GUIDE = ROOT / "docs" / "how-to" / "python.md"


def differences(text: str) -> list[str]:
    """Runs the Python blocks of a guide, one after another; each that prints something else than it says."""
    wrong: list[str] = []
    names: dict[str, object] = {"__name__": "guide"}
    printed = ""
    for language, body in _BLOCK.findall(text):
        if language == "python":
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(body, "guide", "exec"), names)
            printed = out.getvalue()
        elif body != printed:
            wrong.append(f"said:\n{body}\nprinted:\n{printed}")
    return wrong


@pytest.mark.slow
def test_the_guide_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLES, tmp_path / "corpus" / "samples")
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8")
    assert len(_BLOCK.findall(text)) >= 16
    assert "\n".join(differences(text)) == ""


def test_a_guide_that_says_something_else_is_found() -> None:
    assert differences("```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n") == ["said:\n3\n\nprinted:\n2\n"]
    assert differences("```python\nprint(1 + 1)\n```\n\n```text\n2\n```\n") == []


@pytest.mark.parametrize("package", [indexer, search_api])
def test_every_public_name_is_there_and_documented(package: object) -> None:
    names: list[str] = vars(package)["__all__"]
    assert names == sorted(names, key=str)
    for name in names:
        assert getattr(package, name).__doc__, name
    with pytest.raises(AttributeError, match="nothing_like_it"):
        package.nothing_like_it  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_packages_loads_nothing_else() -> None:
    code = (
        "import sys, indexer, search_api; "
        "print([name for name in sys.modules if name.split('.')[0] in ('indexer', 'search_api', 'numpy')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['indexer.lazy', 'indexer', 'search_api']"
