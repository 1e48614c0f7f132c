"""How a published index is damaged: one file or folder of it, in one way."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.store.format import CURRENT, DATA_FILES, GENERATIONS, MANIFEST, SOURCES
from indexer.store.generations import generation_folder, name_or_none

_NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Damage:
    """how: the way. what: the file or folder, without what differs between runs. path: of it.

    counts: whether what is published needs it; the generation before it and the lock are not needed.
    """

    how: str
    what: str
    path: Path
    counts: bool


def damage(index: Path, chance: random.Random) -> Damage:
    """Damage one thing in the index, so that something there is different afterwards."""
    name = name_or_none(index) or ""
    folder = generation_folder(index, name)
    earlier = [path for path in sorted((index / GENERATIONS).iterdir()) if path.name != name]
    data = [folder / item for item in DATA_FILES]
    current = [index / CURRENT, folder / MANIFEST, *data, *data, *sorted((index / SOURCES).iterdir())]
    while True:
        how = chance.choice(list(_WAYS))
        path = chance.choice(current)
        if how in ("missing", "symbolic link", "no permission") and chance.random() < 0.2:
            path = chance.choice([folder, index / GENERATIONS, index / SOURCES])
        elif chance.random() < 0.08:
            path = chance.choice(sorted(earlier[0].iterdir()))
        counts = path.parent != earlier[0] and _is_kept(path, index)
        if _WAYS[how](path, earlier[0], chance):
            return Damage(how, _called(path, earlier[0]), path, counts)


def _called(path: Path, earlier: Path) -> str:
    if path.parent == earlier:
        return "the generation before it"
    if path.parent.name == SOURCES:
        return "sources/ (a file)"
    if path.name == SOURCES or path.name == GENERATIONS:
        return f"{path.name}/ (the folder)"
    return "the generation's folder" if path.parent.name == GENERATIONS else path.name


def _is_kept(path: Path, index: Path) -> bool:
    """Whether the current generation needs this; a file of a report that changed since is not needed."""
    if path.parent.name != SOURCES:
        return True
    folder = generation_folder(index, name_or_none(index) or "")
    return path.name in (folder / MANIFEST).read_text("utf-8")


def _bit(path: Path, earlier: Path, chance: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return True


def _zeros(path: Path, earlier: Path, chance: random.Random) -> bool:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data))
    stretch = data[start : start + chance.choice([4, 64, 512, 4096])]
    data[start : start + len(stretch)] = bytes(len(stretch))
    path.write_bytes(data)
    return any(stretch)


def _cut(path: Path, earlier: Path, chance: random.Random) -> bool:
    os.truncate(path, chance.randrange(path.stat().st_size))
    return True


def _of_before(path: Path, earlier: Path, chance: random.Random) -> bool:
    other = earlier / path.name
    if path.parent == earlier or not other.is_file():
        return False
    shutil.copyfile(other, path)
    return True


def _swapped(path: Path, earlier: Path, chance: random.Random) -> bool:
    other = chance.choice(
        [one for one in sorted(path.parent.iterdir()) if one.is_file() and one != path] or [path]
    )
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)
    return one != two


def _missing(path: Path, earlier: Path, chance: random.Random) -> bool:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return True


def _folder(path: Path, earlier: Path, chance: random.Random) -> bool:
    path.unlink()
    path.mkdir()
    return True


def _no_permission(path: Path, earlier: Path, chance: random.Random) -> bool:
    path.chmod(0)
    return True


def _link(path: Path, earlier: Path, chance: random.Random) -> bool:
    """To itself, moved to a folder beside the index."""
    outside = Path(f"{_index_of(path)}-elsewhere")
    shutil.rmtree(outside, ignore_errors=True)
    outside.mkdir()
    shutil.move(path, outside / path.name)
    path.symlink_to(outside / path.name)
    return True


def _index_of(path: Path) -> Path:
    while not (path / GENERATIONS).exists() or path.name == GENERATIONS:
        if path == path.parent:
            raise ValueError(f"{path} lies in no index")
        path = path.parent
    return path


# Each says whether it made a difference; else another is drawn.
_WAYS: dict[str, Callable[[Path, Path, random.Random], bool]] = {
    "one bit": _bit,
    "a stretch of zeros": _zeros,
    "cut short": _cut,
    "of the generation before": _of_before,
    "two files swapped": _swapped,
    "missing": _missing,
    "a folder in its place": _folder,
    "no permission": _no_permission,
    "symbolic link": _link,
}


def undo_permission(done: Damage) -> None:
    """Give the right back."""
    done.path.chmod(0o755 if done.path.is_dir() else 0o644)


def others_may_run_python() -> bool:
    """Whether `unprivileged` works here: root's Python may lie where no other user may enter."""
    if os.name == "nt" or os.geteuid() != 0:
        return True
    try:
        subprocess.run([sys.executable, "-c", ""], user=_NOBODY, group=_NOBODY, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """As a user who owns the folder and whom a folder without rights keeps out; root would pass."""
    if os.geteuid() != 0:
        yield
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
