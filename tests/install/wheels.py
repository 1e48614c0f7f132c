"""The wheel and the source archive: built, looked into, and put where nothing of the checkout is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from tests.support.paths import ROOT
from tools.pins import pins

PACKAGES = ("indexer", "search_api", "web")
# Of corpus/: what the program reads. The rest makes the samples.
TABLES = ("authorities.csv", "catalogue.csv", "everyday.csv", "other_reports.csv", "terms.csv")
_NO_FILES = ("__pycache__", ".mypy_cache")


@dataclass(frozen=True, slots=True)
class Built:
    """source: the archive. wheel: made from it."""

    source: Path
    wheel: Path


def build(folder: Path, *, offline: bool = False) -> Built:
    """Both, with uv. Raises CalledProcessError."""
    kept = ["--offline"] if offline else []
    run([uv(), "build", "--quiet", "--out-dir", str(folder), *kept, str(ROOT)], folder, os.environ)
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(source, wheel)


def uv() -> str:
    """The program that is installed beside this Python, else the one on the path."""
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else "uv"


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What it prints. Raises CalledProcessError with what it said."""
    done = subprocess.run(
        command, cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=580
    )
    if done.returncode != 0:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr[-3000:])
    return done.stdout


def wheel_files(wheel: Path) -> dict[str, str]:
    """Name of each file -> its SHA-256; facts about the wheel itself are left out."""
    with zipfile.ZipFile(wheel) as held:
        return {
            name: hashlib.sha256(held.read(name)).hexdigest()
            for name in held.namelist()
            if not name.endswith("/RECORD")
        }


def wrong(held: Mapping[str, str]) -> list[str]:
    """What the wheel lacks, has otherwise than the checkout, or should not have, one line each."""
    expected = _expected()
    of_ours = {name for name in held if ".dist-info/" not in name and ".data/" not in name}
    return [
        *(f"lacking: {name}" for name in sorted(expected.keys() - of_ours)),
        *(f"too much: {name}" for name in sorted(of_ours - expected.keys())),
        *(
            f"altered: {name}"
            for name in sorted(of_ours & expected.keys())
            if held[name] != hashlib.sha256(expected[name].read_bytes()).hexdigest()
        ),
    ]


def _expected() -> dict[str, Path]:
    """Name in the wheel -> the file of the checkout."""
    found = {path.relative_to(ROOT): path for package in PACKAGES for path in _files(ROOT / package)}
    corpus = ROOT / "corpus"
    tables = [corpus / name for name in TABLES]
    found |= {
        Path("indexer/_corpus") / path.relative_to(corpus): path
        for path in (*tables, *_files(corpus / "samples"))
    }
    return {name.as_posix(): path for name, path in found.items()}


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not set(path.parts) & set(_NO_FILES))


def clean_environment(home: Path, *, offline: bool = False) -> dict[str, str]:
    """With an empty home, nothing of the checkout, and the settings of the registry that is used here."""
    dropped = ("XDG_", "PINPOINT_", "PYTHON", "VIRTUAL_ENV", "COVERAGE", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    kept |= {"HOME": str(home), "USERPROFILE": str(home), "UV_NO_PROGRESS": "1", "PYTHONSAFEPATH": "1"}
    kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    if offline:
        cache = run([uv(), "cache", "dir"], home, os.environ).strip()
        kept |= {"UV_OFFLINE": "1", "UV_CACHE_DIR": cache}
    return kept


def environment_of_pins(folder: Path, wheel: Path) -> Path:
    """The programs of a virtual environment with the wheel and links to what requirements/run.txt names.

    What is installed here besides cannot be imported there, so a package that nobody asked for is missed.
    """
    run(
        [uv(), "venv", "--quiet", "--offline", "--python", sys.executable, str(folder)],
        folder.parent,
        os.environ,
    )
    python = folder / "bin" / "python"
    (packages,) = folder.glob("lib/python*/site-packages")
    for pin in {pin.name for pin in pins("run")}:
        for top, place in _tops(pin):
            if not (packages / top).exists():
                (packages / top).symlink_to(place)
    install = ["pip", "install", "--quiet", "--offline", "--no-deps", "--python", str(python), str(wheel)]
    run([uv(), *install], folder.parent, os.environ)
    return python.parent


def _tops(name: str) -> Iterable[tuple[str, Path]]:
    """Files and folders of an installed package that lie in site-packages itself."""
    try:
        found = distribution(name)
    except ModuleNotFoundError:  # one that only another system needs
        return
    for top in {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}:
        yield top, Path(str(found.locate_file(top)))
