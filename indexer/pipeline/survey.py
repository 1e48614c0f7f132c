"""The files of a run: those found under the given paths with their SHA-256, and those left as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.quick_checks import quick_problem, unreadable
from indexer.store.format import Source

from .discovery import Discovery, discover, is_within, order
from .known_index import KnownIndex
from .summary import Progress, Refused


@dataclass(frozen=True, slots=True)
class Looked:
    """A file under the given paths. path: to show; key: to open, and its name in the index.

    problem: why it cannot be a report, "" if nothing speaks against it; then sha256 is set.
    """

    path: str
    key: str
    root: str
    sha256: str
    size: int
    mtime_ns: int
    problem: str


@dataclass(frozen=True, slots=True)
class Survey:
    """files: in path order. kept: of the published index, not under the given paths or not to be seen
    now. gone: of the published index, no longer there or no longer wanted. refused: given paths that
    are of no use, which the index does not remember. roots: outermost folders and files, in path order.
    """

    files: tuple[Looked, ...]
    kept: tuple[Source, ...]
    gone: tuple[Source, ...]
    refused: tuple[Refused, ...]
    roots: tuple[str, ...]
    passed_over: int


def survey(
    paths: Sequence[Path], known: KnownIndex, limits: ReadLimits, progress: Progress, *, only: bool
) -> Survey:
    """only: whatever is not under `paths` is gone."""
    found = discover(paths)
    given = [root.key for root in found.roots]
    # A folder that is suddenly empty is more often a share that is not mounted than one cleared out.
    closed = [
        refusal.key
        for refusal in found.refused
        if refusal.closed
        or any(source.report and is_within(source.path, refusal.key) for source in known.sources)
    ]
    kept = [
        source
        for source in known.sources
        if _under(source.path, closed) or not (only or _under(source.path, given))
    ]
    manifest = known.manifest
    before = manifest.roots if manifest is not None else ()
    roots = _outermost(
        [
            *(root for root in given if root not in closed),
            *(root for root in before if root in closed or not only),
        ]
    )
    files = _files(found, given, roots, limits, progress)
    present = {*(file.key for file in files), *(source.path for source in kept)}
    return Survey(
        files=files,
        kept=tuple(replace(source, root=_root_of(source.path, roots)) for source in kept),
        gone=tuple(source for source in known.sources if source.path not in present),
        refused=tuple(
            Refused(str(refusal.path), refusal.reason + _stays(refusal.key, kept))
            for refusal in found.refused
            if refusal.key in given
        ),
        roots=roots,
        passed_over=found.passed_over,
    )


def _files(
    found: Discovery, given: Sequence[str], roots: Sequence[str], limits: ReadLimits, progress: Progress
) -> tuple[Looked, ...]:
    progress.stage("looking at files", len(found.files))
    files: list[Looked] = []
    for file in found.files:
        files.append(_look(str(file.path), file.key, _root_of(file.key, roots), limits))
        progress.advance()
    files += [
        Looked(str(refusal.path), refusal.key, _root_of(refusal.key, roots), "", 0, 0, refusal.reason)
        for refusal in found.refused
        if refusal.key not in given  # a folder within a given one, which cannot be opened
    ]
    return tuple(sorted(files, key=lambda file: order(file.key)))


def _look(path: str, key: str, root: str, limits: ReadLimits) -> Looked:
    problem = quick_problem(Path(key), limits)
    try:
        facts = Path(key).stat()
        digest = "" if problem else _sha256(Path(key))
    except OSError as error:
        return Looked(path, key, root, "", 0, 0, problem or unreadable(error))
    return Looked(path, key, root, digest, facts.st_size, facts.st_mtime_ns, problem)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _under(key: str, folders: Iterable[str]) -> bool:
    return any(is_within(key, folder) for folder in folders)


def _outermost(keys: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for key in sorted(set(keys), key=order):
        if not _under(key, kept):
            kept.append(key)
    return tuple(kept)


def _root_of(key: str, roots: Sequence[str]) -> str:
    return next((root for root in roots if is_within(key, root)), key)


def _stays(key: str, kept: Sequence[Source]) -> str:
    count = sum(source.report is not None and is_within(source.path, key) for source in kept)
    if not count:
        return ""
    files = "file" if count == 1 else "files"
    return f"; the {count:,} {files} indexed from it before stay in the index (--only takes them out)"


def same_file(file: Looked, source: Source | None) -> bool:
    """Whether the published index holds this file as it is now."""
    if source is None or source.sha256 != file.sha256:
        return False
    return not file.problem or source.reason == file.problem
