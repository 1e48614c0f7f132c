"""The one way of the house: search_api -> indexer, and within a package only upwards."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Where each library may be imported; everywhere else it may not.
ROOMS = {
    "pypdf": {"indexer/pdf_pages.py"},
    "pypdfium2": {"indexer/pdf_pages.py"},
    "faiss": {"indexer/vector_store.py"},
    "torch": {"indexer/model_export.py", "indexer/torch_encoder.py"},
    "sentence_transformers": {"indexer/torch_encoder.py"},
    "httpx2": {"indexer/downloads.py"},
    "fastapi": {f"search_api/{name}.py" for name in ("app", "http_errors")}
    | {f"search_api/{path.name}" for path in (ROOT / "search_api").glob("routes_*.py")},
    "prometheus_client": {"search_api/metrics.py"},
    "uvicorn": {"search_api/serve_command.py"},
    "mcp": {"search_api/mcp_server.py"},
    "jinja2": {"search_api/page_html.py"},
}


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """(relative level, module) of every import in the file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module:
                yield node.level, node.module
            else:
                yield from ((node.level, alias.name) for alias in node.names)


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).glob("*.py"))


def _layers(package: str) -> list[str]:
    """The order that ARCHITECTURE.md gives: one table row per file, each importing only rows above."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split(f"## {package}/")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)\.py`", section, re.MULTILINE)


@pytest.mark.parametrize("package", ["indexer", "search_api"])
def test_architecture_names_every_file_once(package: str) -> None:
    present = [path.stem for path in _files(package) if path.stem != "__init__"]
    assert sorted(_layers(package)) == sorted(present)


@pytest.mark.parametrize("package", ["indexer", "search_api"])
def test_a_file_imports_only_files_listed_above_it(package: str) -> None:
    layers = _layers(package)
    wrong = []
    for path in _files(package):
        for level, module in _imports(path):
            target = module.split(".")[0]
            if level != 1 or target not in layers or path.stem == "__init__":
                continue
            if layers.index(target) >= layers.index(path.stem):
                wrong.append(f"{path.stem} imports {target}")
    assert wrong == []


def test_the_write_side_never_imports_the_read_side() -> None:
    wrong = [
        f"{path.name}: {module}"
        for path in _files("indexer")
        for _, module in _imports(path)
        if module.startswith("search_api")
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_each_library_stays_in_its_room(library: str) -> None:
    users = {
        f"{path.parent.name}/{path.name}"
        for package in ("indexer", "search_api")
        for path in _files(package)
        for _, module in _imports(path)
        if module.split(".")[0] == library
    }
    assert users <= ROOMS[library]


def test_starting_the_command_loads_no_heavy_library() -> None:
    heavy = ["torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "pypdf"]
    heavy += ["pypdfium2", "httpx2", "fastapi", "uvicorn", "prometheus_client", "mcp"]
    code = f"import sys, search_api.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
