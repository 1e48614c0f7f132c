"""What the Python files of a tree import of each other: read from their text, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Imported:
    """One import. module: its absolute dotted name. line: where it stands, from 1."""

    module: str
    line: int


class Tree:
    """The Python files below the packages of one folder.

    A module is named as Python names it: `indexer/store/reader.py` is indexer.store.reader, and
    `indexer/store/__init__.py` is indexer.store.
    """

    def __init__(self, root: Path, packages: Sequence[str]) -> None:
        self.root = root
        self.files: dict[str, Path] = {}
        self._imports: dict[str, tuple[Imported, ...]] = {}
        for package in packages:
            for path in sorted((root / package).rglob("*.py")):
                parts = path.relative_to(root).with_suffix("").parts
                self.files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path

    def folder(self, module: str) -> str:
        """The dotted folder that a module lies in."""
        return module if self.files[module].name == "__init__.py" else module.rpartition(".")[0]

    @property
    def folders(self) -> list[str]:
        """Every folder that holds a Python file, sorted."""
        return sorted({self.folder(module) for module in self.files})

    def imports(self, module: str) -> tuple[Imported, ...]:
        """Every import of the file, those inside functions and for type checkers too.

        Relative imports are resolved, whatever their depth. `from package import name` counts as an import
        of the module `package.name` where there is one, else of `package`. Of the `__init__` of a top
        package, which shows type checkers what lies behind it and loads it when asked, the part for type
        checkers is left out. Each file is read once.
        """
        if module not in self._imports:
            self._imports[module] = tuple(self._read(module))
        return self._imports[module]

    def _read(self, module: str) -> Iterator[Imported]:
        tree = ast.parse(self.files[module].read_text(encoding="utf-8"))
        if "." not in module and self.files[module].name == "__init__.py":
            tree.body = [node for node in tree.body if not _for_type_checkers(node)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (Imported(alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(module, node)
                for alias in node.names:
                    whole = f"{source}.{alias.name}"
                    yield Imported(whole if whole in self.files else source, node.lineno)

    def _absolute(self, module: str, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.folder(module).split(".")
        parts = parts[: len(parts) - (node.level - 1)]
        return ".".join([*parts, node.module] if node.module else parts)

    @cached_property
    def graph(self) -> Mapping[str, frozenset[str]]:
        """module -> the modules of the tree that it imports."""
        return {
            module: frozenset(
                item.module
                for item in self.imports(module)
                if item.module in self.files and item.module != module
            )
            for module in self.files
        }

    def cycle(self) -> list[str]:
        """Modules that import each other in a ring, the first one again at the end; [] if there is none."""
        try:
            TopologicalSorter(self.graph).prepare()
        except CycleError as error:
            return list(error.args[1])
        return []

    def longest_chain(self, start: str) -> list[str]:
        """The longest way down the imports from `start`, which it begins with. The tree has no cycle."""
        longest: dict[str, list[str]] = {}
        for module in TopologicalSorter(self.graph).static_order():
            below = max((longest[item] for item in self.graph[module]), key=len, default=[])
            longest[module] = [module, *below]
        return longest[start]

    def strays(self, rooms: Mapping[str, Sequence[str]]) -> list[str]:
        """Imports that no row allows, as "module:line imports module".

        rooms: folder -> the folders that its files may import beside their own. A row for a folder
        speaks of that folder alone, not of those below it.
        """
        wrong = []
        for module in self.files:
            here = self.folder(module)
            for item in self.imports(module):
                if item.module not in self.files:
                    continue
                there = self.folder(item.module)
                if there != here and there not in rooms.get(here, ()):
                    wrong.append(f"{module}:{item.line} imports {item.module}")
        return wrong

    def users(self, library: str) -> set[str]:
        """Modules that import the library or a part of it."""
        return {
            module
            for module in self.files
            for item in self.imports(module)
            if item.module.split(".")[0] == library
        }


def _for_type_checkers(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
