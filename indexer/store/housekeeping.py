"""What an index folder keeps: the files that reports were read from, and two generations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer import files as publishing
from indexer.errors import CorruptIndex, IncompatibleIndex, PublishFailed
from indexer.files import TEMPORARY

from .format import (
    GENERATIONS,
    SOURCES,
    ReportEntry,
    generation_number,
    is_generation,
    is_source_file,
    source_file,
)
from .generations import generation_folder, load_manifest, name_or_none


def keep_sources(
    folder: Path, reports: Sequence[ReportEntry], files: Mapping[str, Path], unfinished: list[Path]
) -> tuple[str, ...]:
    """Have the bytes of every report in `folder`; new ones are added to `unfinished`. The names, sorted."""
    wanted = {source_file(item.report.sha256, item.report.media): item.report for item in reports}
    for name, report in sorted(wanted.items()):
        target = folder / name
        if publishing.is_plain_file(target) and publishing.file_facts(target).sha256 == report.sha256:
            continue
        origin = files.get(report.sha256)
        if origin is None:
            raise PublishFailed(
                f"the file of {report.id} is neither given nor in {folder}", "index its folder again"
            )
        temporary = target.with_name(name + TEMPORARY)
        publishing.remove(temporary)
        unfinished.append(temporary)
        facts = publishing.write_file(temporary, publishing.read_chunks(origin))
        if facts.sha256 != report.sha256:
            raise PublishFailed(f"{origin} changed while it was being indexed", "index it again")
        publishing.remove(target)  # only a damaged one can be there
        unfinished.append(target)
        publishing.rename(temporary, target)
    return tuple(sorted(wanted))


def sweep(index: Path) -> None:
    """Remove all but the current generation and the one before it, and the sources that neither needs.

    Only what bears a name that we give: whatever else lies in the folder is somebody's.
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
        publishing.remove(folders[name])
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
