"""What an index folder keeps: the files that reports were read from, two generations, and what they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from indexer import files as publishing
from indexer.errors import CorruptIndex, IncompatibleIndex, PublishFailed
from indexer.files import TEMPORARY

from .database import TracedSource, traced_sources
from .format import (
    DATABASE,
    GENERATIONS,
    MANIFEST,
    SOURCES,
    Manifest,
    ReportEntry,
    generation_number,
    is_generation,
    is_source_file,
    not_readable,
    source_file,
)
from .generations import generation_folder, load_manifest, name_or_none


@dataclass(frozen=True, slots=True)
class Trace:
    """What a generation that cannot be used still tells of what was indexed.

    roots: the folders and files that were named, None where that cannot be told. sources: every file that
    was looked at, None where that cannot be told. encoder_name: "" where that cannot be told.
    """

    roots: tuple[str, ...] | None
    sources: tuple[TracedSource, ...] | None
    encoder_name: str


def finished(index: Path) -> list[str]:
    """Names of the generations that lie in the folder, the newest first. Raises IndexNotReadable."""
    try:
        names = [path.name for path in (index / GENERATIONS).iterdir() if is_generation(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise not_readable(index / GENERATIONS, error) from error
    return sorted(names, key=lambda name: (generation_number(name), name), reverse=True)


def kept_sources(index: Path) -> list[str]:
    """Names of the files of reports that the folder holds, needed or not, sorted. Raises IndexNotReadable."""
    try:
        return sorted(path.name for path in (index / SOURCES).iterdir() if is_source_file(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise not_readable(index / SOURCES, error) from error


def trace(folder: Path) -> Trace:
    """What the generation in `folder` tells of what was indexed, whatever is wrong with it and its format.

    An altered manifest tells nothing; the list of files is then taken from the database, if it can be read.
    """
    try:
        told = Manifest.parse_any((folder / MANIFEST).read_bytes()) or {}
    except OSError:
        told = {}
    sources = traced_sources(folder / DATABASE)
    roots, encoder = told.get("roots"), told.get("encoder_name")
    if not isinstance(roots, list) or not all(isinstance(root, str) for root in roots):
        roots = None if sources is None else sorted({source.root for source in sources})
    return Trace(
        None if roots is None else tuple(roots), sources, encoder if isinstance(encoder, str) else ""
    )


def own_folder(path: Path) -> None:
    """Have a plain folder there. A link or a file in its place goes; what a link leads to is left alone."""
    if not publishing.is_plain_folder(path):
        publishing.remove(path)
        publishing.make_folder(path)


def free_name(path: Path) -> None:
    """Let a file be put there: an empty folder in its place goes. Raises PublishFailed for any other."""
    if publishing.is_plain_folder(path):
        try:
            path.rmdir()
        except OSError as error:
            problem = f"a folder is where the index's file {path.name} belongs ({path})"
            raise PublishFailed(problem, "move it away, then index again") from error


def mend_sources(index: Path, kept: Sequence[str], files: Mapping[str, Path]) -> list[str]:
    """Copy again what of `kept` is missing or damaged; the names of those that were. Raises OSError.

    files: SHA-256 -> a file that had those bytes. What none of them has is left as it is, for `check` to say.
    """
    folder = index / SOURCES
    own_folder(folder)
    mended = []
    for name in kept:
        target, sha256 = folder / name, name.partition(".")[0]
        if sha256 not in files or _is_sound(target, sha256):
            continue
        unfinished: list[Path] = []
        if _copied(files[sha256], target, sha256, unfinished):
            mended.append(name)
        else:
            publishing.remove(unfinished[0])
    return mended


def _copied(origin: Path, target: Path, sha256: str, unfinished: list[Path]) -> bool:
    """Put a copy of `origin` at `target`, if it has those bytes; whether it has. Raises OSError.

    unfinished: gets the names of what is written, in order; where it is not put there, the first stays.
    """
    temporary = target.with_name(target.name + TEMPORARY)
    publishing.remove(temporary)
    unfinished.append(temporary)
    if publishing.write_file(temporary, publishing.read_chunks(origin)).sha256 != sha256:
        return False
    publishing.remove(target)  # only a damaged one can be there
    unfinished.append(target)
    publishing.rename(temporary, target)
    return True


def _is_sound(path: Path, sha256: str) -> bool:
    """Whether that file is there, can be read and has these bytes."""
    try:
        return publishing.is_plain_file(path) and publishing.file_facts(path).sha256 == sha256
    except OSError:
        return False


def keep_sources(
    folder: Path,
    reports: Sequence[ReportEntry],
    files: Mapping[str, Path],
    unfinished: list[Path],
    absent: Set[str] = frozenset(),
) -> tuple[str, ...]:
    """Have the bytes of every report in `folder`; new ones are added to `unfinished`. The names, sorted.

    absent: names that the index was shared without, and that need not be there.
    """
    wanted = {source_file(item.report.sha256, item.report.media): item.report for item in reports}
    for name, report in sorted(wanted.items()):
        target = folder / name
        if _is_sound(target, report.sha256):
            continue
        origin = files.get(report.sha256)
        if name in absent and (origin is None or not publishing.is_plain_file(origin)):
            del wanted[name]
            continue
        if origin is None:
            raise PublishFailed(
                f"the file of {report.id} is neither given nor in {folder}", "index its folder again"
            )
        if not _copied(origin, target, report.sha256, unfinished):
            if name in absent:
                publishing.remove(unfinished.pop())
                del wanted[name]
                continue
            raise PublishFailed(f"{origin} changed while it was being indexed", "index it again")
    return tuple(sorted(wanted))


def sweep(index: Path, *, published: bool = True) -> None:
    """Remove all but the current generation and the one before it, and the sources that neither needs.

    Only what bears a name that we give: whatever else lies in the folder is somebody's. published: False to
    remove nothing but what no run finished; for a run that could not read all that was published.
    """
    current = name_or_none(index)
    folders = {path.name: path for path in (index / GENERATIONS).iterdir()}
    stale = [name for name in folders if name.endswith(TEMPORARY) and is_generation(_finished(name))]
    kept: list[str] = []
    if current is not None:
        number = generation_number(current)
        earlier = [name for name in folders if 0 < generation_number(name) < number]
        kept = [current, *sorted(earlier, key=generation_number)[-1:]]
        stale += [name for name in folders if generation_number(name) and name not in kept]
    for name in stale:
        if published or name.endswith(TEMPORARY):
            publishing.remove(folders[name])
    if not published:
        return
    try:
        needed = {
            name for generation in kept for name in load_manifest(generation_folder(index, generation)).kept
        }
    except (CorruptIndex, IncompatibleIndex):
        return  # which sources it needs cannot be told: keep them all
    if kept:
        for path in (index / SOURCES).iterdir():
            if path.name not in needed and is_source_file(_finished(path.name)):
                publishing.remove(path)


def _finished(name: str) -> str:
    return name.removesuffix(TEMPORARY)
