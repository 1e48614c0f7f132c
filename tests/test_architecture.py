"""Who may import whom: one table of folders, no cycle, each library in its own room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search_api.cli.app import COMMANDS
from tests.support.imports import Tree
from tests.support.paths import ROOT

PACKAGES = ("indexer", "search_api", "web")
TREE = Tree(ROOT, PACKAGES)

# folder -> the folders that its files may import, beside their own. Each row has only rows above it.
_GROUND = ("indexer", "indexer.kinds")
_TEXTS = ("indexer.authorities", "indexer.words")
_READ = (
    "indexer.reading",
    "indexer.reading.letters",
    "indexer.reading.document",
    "indexer.reading.generic",
    "indexer.reading.checks",
    "indexer.reading.order",
    "indexer.reading.copies",
    "indexer.reading.pdf",
    *_TEXTS,
    *_GROUND,
)
_STORED = ("indexer.store", "indexer.store.backends", "indexer.encoders", *_READ)
# What the read side and the pages use of the indexer; the rest is the indexer's own.
_INDEXED = (
    "indexer.store",
    "indexer.store.lists",
    "indexer.store.backends",
    "indexer.encoders",
    *_TEXTS,
    *_GROUND,
)
_ASKED = (
    "search_api.question",
    "search_api.question.mentions",
    "search_api.themes",
    "search_api",
    *_INDEXED,
)
_FOUND = ("search_api.retrieval", "search_api.sides", *_ASKED)
_ANSWERED = (
    "search_api.similar",
    "search_api.answers",
    "search_api.answers.quotations",
    "search_api.comparison",
    "search_api.comparison.contrast",
    "search_api.comparison.elsewhere",
    "search_api.views",
    "search_api.comparison.grades",
    "search_api.comparison.matrix",
    "search_api.comparison.lineage",
    "search_api.references",
    "search_api.plans.drafts",
    "search_api.plans.claims",
    "search_api.plans.checking",
    "search_api.spoken",
    *_FOUND,
)
_SHAPED = (
    "search_api.schemas",
    "search_api.schemas.comparing",
    "search_api.schemas.citing",
    "search_api.watch",
    "search_api.exports",
    "search_api.exports.word",
    "search_api.briefs",
    "search_api.plans",
    "search_api.plans.imports",
    "search_api.index",
    *_ANSWERED,
)
_SERVED = ("search_api.serving", "search_api.access", *_SHAPED)
ROOMS: dict[str, tuple[str, ...]] = {
    "indexer.kinds": (),
    "indexer": ("indexer.kinds",),
    "indexer.authorities": _GROUND,
    "indexer.words": _GROUND,
    "indexer.encoders": _GROUND,
    "indexer.reading.pdf.soundness": ("indexer.reading",),
    "indexer.reading.pdf": (
        "indexer.reading.pdf.soundness",
        "indexer.reading",
        *_GROUND,
    ),  # for the lines and pages that it makes
    "indexer.reading.document": ("indexer.reading", *_GROUND),
    "indexer.reading.letters": ("indexer.reading", *_TEXTS, *_GROUND),
    "indexer.reading.copies": ("indexer.reading", "indexer.reading.pdf", "indexer.reading.order", *_GROUND),
    "indexer.reading.generic": ("indexer.reading", "indexer.reading.checks", *_TEXTS, *_GROUND),
    "indexer.reading.order": ("indexer.reading", *_GROUND),
    "indexer.reading.checks": (
        "indexer.reading",
        "indexer.reading.letters",
        "indexer.reading.order",
        *_TEXTS,
        *_GROUND,
    ),
    "indexer.reading": (
        "indexer.reading.checks",
        "indexer.reading.letters",
        "indexer.reading.document",
        "indexer.reading.generic",
        "indexer.reading.order",
        "indexer.reading.copies",
        "indexer.reading.pdf",
        *_TEXTS,
        *_GROUND,
    ),
    "indexer.store.lists": _GROUND,
    "indexer.store.backends": ("indexer.store", *_TEXTS, *_GROUND),
    "indexer.store.backends.milvus": ("indexer.store.backends", "indexer.store", *_TEXTS, *_GROUND),
    "indexer.store.backends.postgres": ("indexer.store.backends", "indexer.store", *_TEXTS, *_GROUND),
    "indexer.store": ("indexer.store.lists", "indexer.store.backends", "indexer.encoders", *_TEXTS, *_GROUND),
    "indexer.sandbox": _READ,
    "indexer.audit": ("indexer.sandbox", *_READ),
    "indexer.pipeline": ("indexer.sandbox", "indexer.store.lists", *_STORED),
    "indexer.pipeline.shards": ("indexer.pipeline", "indexer.sandbox", *_STORED),
    "indexer.sharing": ("indexer.pipeline", *_STORED),
    "indexer.cli": (
        "indexer.sharing",
        "indexer.pipeline.shards",
        "indexer.pipeline",
        "indexer.audit",
        "indexer.sandbox",
        *_STORED,
    ),
    "search_api": _INDEXED,
    "search_api.question.mentions": ("search_api", *_INDEXED),
    "search_api.themes": ("search_api", *_INDEXED),
    "search_api.question": ("search_api.question.mentions", "search_api.themes", "search_api", *_INDEXED),
    "search_api.retrieval": ("search_api.sides", *_ASKED),
    "search_api.sides": _INDEXED,
    "search_api.similar": ("search_api.themes", *_FOUND),
    "search_api.answers.quotations": ("search_api.views", *_FOUND),
    "search_api.answers": ("search_api.answers.quotations", *_FOUND),
    "search_api.comparison.contrast": ("search_api.comparison", *_FOUND),
    "search_api.comparison": _FOUND,
    "search_api.comparison.elsewhere": (
        "search_api.comparison",
        "search_api.comparison.contrast",
        *_FOUND,
    ),
    "search_api.views": (
        "search_api.comparison",
        "search_api.comparison.contrast",
        "search_api.comparison.elsewhere",
        "search_api.comparison.grades",
        "search_api.comparison.matrix",
        "search_api.comparison.lineage",
        "search_api.similar",
        "search_api.spoken",
        *_FOUND,
    ),
    "search_api.comparison.grades": ("search_api.comparison", *_FOUND),
    "search_api.comparison.matrix": ("search_api.comparison", *_FOUND),
    "search_api.comparison.lineage": ("search_api.comparison", *_FOUND),
    "search_api.references": ("search_api", *_INDEXED),
    "search_api.plans.drafts.office": ("search_api.plans.drafts", *_GROUND),
    "search_api.plans.drafts": ("search_api.plans.drafts.office", *_GROUND),
    "search_api.plans.claims": ("search_api.plans.drafts", *_FOUND),
    "search_api.plans.checking": ("search_api.plans.claims", "search_api.plans.drafts", *_FOUND),
    "search_api.spoken": _FOUND,
    "search_api.index": _ANSWERED,
    "search_api.plans": ("search_api.index", *_ANSWERED),
    "search_api.plans.imports": ("search_api.plans", "search_api.plans.drafts", *_GROUND),
    "search_api.exports.word": ("search_api.exports", "search_api.plans", "search_api.index", *_ANSWERED),
    "search_api.exports": ("search_api.exports.word", "search_api.plans", "search_api.index", *_ANSWERED),
    "search_api.briefs": (
        "search_api.references",
        "search_api.exports.word",
        "search_api.exports",
        "search_api.index",
        *_ANSWERED,
    ),
    "search_api.schemas": ("search_api.schemas.comparing", *_ANSWERED),
    "search_api.schemas.citing": ("search_api.schemas", *_ANSWERED),
    "search_api.schemas.comparing": ("search_api.schemas", "search_api.briefs", *_ANSWERED),
    "search_api.watch": ("search_api.index", *_ANSWERED),
    "search_api.serving": ("indexer.sandbox", *_SHAPED),
    "search_api.access": _SHAPED,
    "search_api.evaluation": _SHAPED,
    "search_api.mcp_tools": _SERVED,
    "search_api.http_api": ("search_api.http_api.comparing", "search_api.http_api.citing", *_SERVED),
    "search_api.http_api.citing": ("search_api.http_api", *_SERVED),
    "search_api.http_api.comparing": ("search_api.http_api", *_SERVED),
    "search_api.cli.comparing": ("search_api.cli", *_SERVED, "indexer.cli"),
    "search_api.cli.manual": ("search_api.cli", *_SERVED, "indexer.cli"),
    "search_api.cli.citing": ("search_api.cli", *_SERVED, "indexer.cli"),
    "search_api.cli": ("search_api.mcp_tools", "search_api.evaluation", *_SERVED, "indexer.cli"),
    "web.shared": ("search_api.http_api", *_SERVED),
    "web.views": ("web.shared", "search_api.http_api", "search_api.http_api.citing", *_SERVED),
    "web.views.comparing": (
        "web.views",
        "web.shared",
        "search_api.http_api",
        "search_api.http_api.comparing",
        *_SERVED,
    ),
    "web.views.paragraphs": ("web.shared", "search_api.http_api", *_SERVED),
    "web.views.search": (
        "web.views",
        "web.views.comparing",
        "web.shared",
        "search_api.http_api",
        "search_api.http_api.comparing",
        *_SERVED,
    ),
    "web.views.citing": (
        "web.shared",
        "search_api.http_api",
        "search_api.http_api.citing",
        *_SERVED,
    ),
    "web.listening": _SERVED,
    "web": (
        "web.listening",
        "web.views.search",
        "web.views.paragraphs",
        "web.views.comparing",
        "web.views.citing",
        "web.views",
        "web.shared",
        "search_api.http_api",
        "search_api.mcp_tools",
        *_SERVED,
    ),
    "web.starting": ("web", "web.listening", "indexer.pipeline", "indexer.cli", *_SERVED),
}

# Where each library may be imported; everywhere else it may not.
_HTTP = {
    module for module in TREE.files if module.startswith(("search_api.http_api.", "web.pages", "web.views."))
}
LIBRARIES = {
    "defusedxml": {"search_api.plans.drafts.office.xml_tree"},
    "pypdf": {"indexer.reading.pdf.document", "indexer.reading.pdf.soundness.sources"},
    "pypdfium2": {module for module in TREE.files if module.startswith("indexer.reading.pdf.")},
    "pymilvus": {"indexer.store.backends.milvus.client", "indexer.store.backends.milvus.layout"},
    "grpc": {"indexer.store.backends.milvus.client"},
    "psycopg": {module for module in TREE.files if module.startswith("indexer.store.backends.postgres.")},
    "psycopg_pool": {"indexer.store.backends.postgres.connections"},
    "faiss": {"indexer.store.vectors"},
    "torch": {"indexer.encoders.export", "indexer.encoders.torch_encoder"},
    "sentence_transformers": {"indexer.encoders.torch_encoder"},
    "cryptography": {"indexer.sharing.signatures"},
    "httpx2": {"indexer.authorities.downloads"},
    "fastapi": _HTTP,
    "prometheus_client": {"search_api.http_api.metrics"},
    "uvicorn": {module for module in TREE.files if module.startswith("web.listening.")},
    "mcp": {"search_api.mcp_tools.server"},
    "jinja2": {"web.shared.render"},
}


def test_the_table_names_every_folder() -> None:
    assert sorted(ROOMS) == TREE.folders
    assert {there for allowed in ROOMS.values() for there in allowed} <= set(ROOMS)


def test_every_import_is_one_that_the_table_allows() -> None:
    assert TREE.strays(ROOMS) == []


def test_no_files_import_each_other_in_a_ring() -> None:
    assert TREE.cycle() == []


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_each_library_stays_in_its_room(library: str) -> None:
    assert TREE.users(library) <= LIBRARIES[library]


def test_starting_the_command_loads_no_heavy_library() -> None:
    heavy = ["torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "pypdf"]
    heavy += ["pypdfium2", "httpx2", "fastapi", "uvicorn", "prometheus_client", "mcp"]
    heavy += ["psycopg", "pymilvus"]
    code = f"import sys, search_api.cli.app; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_command_line_stands_on_few_files() -> None:
    assert len(TREE.longest_chain("search_api.cli.app")) <= 12


@pytest.mark.parametrize(
    "command",
    ["ask", "search", "show", "similar", "weak-to-strong", "acronyms", "eval", "index", "info", "read"],
)
def test_few_files_stand_under_a_command(command: str) -> None:
    """A reader who follows the imports of a command down to the ground opens at most sixteen files."""
    module = COMMANDS[command].partition(":")[0]
    assert len(TREE.longest_chain(module)) <= 16


# Planted faults: each must be found, or the tests above say nothing.


def _plant(root: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        path = root / name
        for folder in reversed(path.relative_to(root).parents[:-1]):
            (root / folder).mkdir(exist_ok=True)
            (root / folder / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return Tree(root, ("house",))


_ALLOWED = {"house": (), "house.attic": ("house.cellar", "house"), "house.cellar": ("house",)}


@pytest.mark.parametrize(
    "line",
    [
        "from ..attic.roof import slate",
        "from ..attic import roof",
        "from .. import attic",
        "from house.attic import roof",
        "import house.attic.roof",
        "def late():\n    from ..attic import roof",
        "if TYPE_CHECKING:\n    from ..attic.roof import slate",
    ],
)
def test_an_import_upwards_is_found_however_it_is_written(tmp_path: Path, line: str) -> None:
    tree = _plant(tmp_path, {"house/attic/roof.py": "slate = 1\n", "house/cellar/wine.py": line + "\n"})
    [found] = tree.strays(_ALLOWED)
    assert found.startswith("house.cellar.wine:")
    assert " imports house.attic" in found


def test_an_import_from_a_folder_two_levels_down_is_found(tmp_path: Path) -> None:
    files = {"house/attic/roof.py": "slate = 1\n", "house/cellar/rack/wine.py": "from ...attic import roof\n"}
    rooms = _ALLOWED | {"house.cellar.rack": ("house.cellar",)}
    assert _plant(tmp_path, files).strays(rooms) == ["house.cellar.rack.wine:1 imports house.attic.roof"]


def test_a_folder_without_a_row_may_import_only_itself(tmp_path: Path) -> None:
    files = {"house/shed/rake.py": "from .. import key\n", "house/key.py": "turn = 1\n"}
    tree = _plant(tmp_path, files)
    assert tree.strays(_ALLOWED) == ["house.shed.rake:1 imports house.key"]
    assert "house.shed" in tree.folders


def test_imports_downwards_and_beside_are_allowed(tmp_path: Path) -> None:
    files = {
        "house/key.py": "turn = 1\n",
        "house/cellar/wine.py": "from ..key import turn\n",
        "house/attic/roof.py": "from ..cellar.wine import turn\nfrom .beam import oak\n",
        "house/attic/beam.py": "oak = 1\n",
    }
    tree = _plant(tmp_path, files)
    assert tree.strays(_ALLOWED) == []
    assert tree.cycle() == []


def test_only_the_front_door_of_a_package_may_show_type_checkers_what_lies_behind(tmp_path: Path) -> None:
    shown = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.attic.roof import slate\n"
    tree = _plant(tmp_path, {"house/attic/roof.py": "slate = 1\n", "house/__init__.py": shown})
    assert tree.strays(_ALLOWED) == []
    tree = _plant(tmp_path, {"house/__init__.py": "from house.attic.roof import slate\n"})
    assert tree.strays(_ALLOWED) == ["house:1 imports house.attic.roof"]
    tree = _plant(tmp_path, {"house/__init__.py": "", "house/key.py": shown})
    assert tree.strays(_ALLOWED) == ["house.key:3 imports house.attic.roof"]


def test_a_ring_of_imports_is_found_even_where_one_is_inside_a_function(tmp_path: Path) -> None:
    files = {
        "house/attic/roof.py": "from .beam import oak\n",
        "house/attic/beam.py": "def late():\n    from . import roof\noak = 1\n",
    }
    assert set(_plant(tmp_path, files).cycle()) == {"house.attic.roof", "house.attic.beam"}


def test_a_library_outside_its_room_is_found_in_a_folder_below(tmp_path: Path) -> None:
    tree = _plant(tmp_path, {"house/cellar/rack/wine.py": "def late():\n    import faiss.contrib\n"})
    assert tree.users("faiss") == {"house.cellar.rack.wine"}


def test_the_longest_chain_counts_every_file_on_it(tmp_path: Path) -> None:
    files = {
        "house/key.py": "turn = 1\n",
        "house/cellar/wine.py": "from ..key import turn\n",
        "house/attic/roof.py": "from ..cellar.wine import turn\nfrom ..key import turn as again\n",
    }
    chain = _plant(tmp_path, files).longest_chain("house.attic.roof")
    assert chain == ["house.attic.roof", "house.cellar.wine", "house.key"]
