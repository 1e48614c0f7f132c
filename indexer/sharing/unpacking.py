"""An archive becomes the published index: all is checked first, then one name changes."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from indexer import files
from indexer.errors import (
    CorruptIndex,
    IncompatibleIndex,
    IndexNotFound,
    IndexNotReadable,
    InvalidRequest,
    PinpointError,
    PublishFailed,
    system_reason,
)
from indexer.files import TEMPORARY
from indexer.pipeline.summary import Progress, Silent
from indexer.store.database import RecordStore
from indexer.store.format import (
    CURRENT,
    DATABASE,
    GENERATIONS,
    MANIFEST,
    SOURCES,
    Manifest,
)
from indexer.store.generations import current_name, generation_folder, name_or_none, source_problem
from indexer.store.housekeeping import free_name, own_folder, sweep
from indexer.store.reader import IndexReader
from indexer.store.verify import record_problems
from indexer.store.writer import locked, publish_failed

from . import signatures
from .archive import Archive
from .encoders import check_encoder
from .names import data_file, refused, source
from .restamp import free_generation, restamp
from .steps import Steps

_SPARE = 1 << 24  # bytes that must be left on the disk beside what is written
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Replacing:
    """What is in the folder now. reports: None where that cannot be told. built: ISO 8601, "" likewise.

    lost: ids of its reports that the archive does not hold, sorted. problem: why it cannot be told, "" if it
    can.
    """

    generation: str
    reports: int | None
    built: str
    lost: tuple[str, ...]
    problem: str = ""

    def __str__(self) -> str:
        if self.reports is None:
            return f"an index that cannot be read ({self.problem})"
        said = f"an index of {_reports(self.reports)}, built {self.built}"
        if not self.lost:
            return f"{said}; the new one holds all of them"
        more = f" and {len(self.lost) - _NAMED:,} more" if len(self.lost) > _NAMED else ""
        return f"{said}; the new one is without {', '.join(self.lost[:_NAMED])}{more}"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was published. sources: files of reports. signed_by: fingerprint, "" for none. replaced: None if
    nothing was there. published: False where the same index was there already, whole.
    """

    index: Path
    generation: str
    reports: int
    paragraphs: int
    sources: int
    built: str
    packed: str
    signed_by: str
    replaced: Replacing | None
    published: bool


def unpack_index(
    archive: Path,
    index: Path,
    *,
    replace: bool | Callable[[Replacing], bool] = False,
    signed_by: Sequence[str] = (),
    model: str | None = None,
    progress: Progress | None = None,
) -> Unpacked:
    """Publish the index that `pack_index` wrote into `archive` in the folder `index`.

    All of the archive is read and compared before anything is written. replace: whether an index that is
    there gives way; or asked with what it is. signed_by: public Ed25519 keys, as `.pub` files or lines, one
    of which must have signed. model: for an index of another model than Pinpoint's own, what `load_encoder`
    takes for it.

    Raises ArchiveRefused, ModelUnavailable (the index's model is not here), InvalidRequest (an index is
    there and is not to be replaced), IndexLocked, PublishFailed. Then, and when it is killed, the index is
    as it was before.
    """
    progress = progress or Silent()
    with Archive(archive) as opened:
        signer = _signer(opened, signed_by, progress)
        manifest = opened.manifest()
        check_encoder(manifest, model)
        _check_room(opened, manifest, index)
        opened.check(Steps("checking", opened.listing.unpacked, progress).advance)
        replaced = _replacing(index, opened.listing.reports)
        same = replaced is not None and _is_here(index, manifest)
        if replaced is not None and not same and not (replace(replaced) if callable(replace) else replace):
            raise InvalidRequest(
                f"{index} holds {replaced}", "add --yes to replace it, or name another folder"
            )
        if same and replaced is not None:
            name = replaced.generation
            _tidy(index)
        else:
            name = _publish(opened, manifest, index, replaced, progress)
        return Unpacked(
            index=index,
            generation=name,
            reports=manifest.counts.reports,
            paragraphs=manifest.counts.paragraphs,
            sources=len(manifest.kept),
            built=manifest.created,
            packed=opened.listing.created,
            signed_by=signatures.fingerprint(signer) if signer else "",
            replaced=None if same else replaced,
            published=not same,
        )


def _signer(opened: Archive, signed_by: Sequence[str], progress: Progress) -> bytes | None:
    """The key that signed, None for none or where it cannot be told. Raises as `unpack_index`."""
    trusted = [key for given in signed_by for key in signatures.public_keys(given)]
    signer = None
    if opened.signature:
        try:
            signer = signatures.signer(opened.head, opened.signature)
        except InvalidRequest as error:  # without the library that can tell
            if signed_by:
                raise
            progress.note(f"the archive is signed, but by whom was not checked: {error}")
    if signed_by:
        signatures.check_signer(signer, trusted)
    return signer


def _check_room(opened: Archive, manifest: Manifest, index: Path) -> None:
    """Raises PublishFailed where the disk has no room for what is not there yet."""
    needed = _SPARE + sum(facts.size for facts in manifest.files.values())
    sizes = {file.name: file.size for file in opened.listing.files}
    for name in manifest.kept:
        if not files.is_plain_file(index / SOURCES / name):
            needed += sizes[source(name)]
    there = next(folder for folder in (index.absolute(), *index.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise PublishFailed(
            f"the index needs {needed / 1e6:,.0f} MB, and the disk of {index} has {free / 1e6:,.0f} MB left",
            "free some space; the index is as it was before",
        )


def _replacing(index: Path, reports: Sequence[str]) -> Replacing | None:
    """What is published in the folder now; None for nothing. reports: ids of those that are to come."""
    try:
        name = current_name(index)
    except IndexNotFound:
        return None
    except IndexNotReadable:
        raise
    except CorruptIndex as error:
        return Replacing("", None, "", (), error.problem)
    try:
        with IndexReader.open_generation(index, name) as reader:
            held = {report.id for report in reader.reports()}
            return Replacing(name, len(held), reader.manifest.created, tuple(sorted(held - set(reports))))
    except IndexNotReadable:
        raise
    except (CorruptIndex, IncompatibleIndex) as error:
        return Replacing(name, None, "", (), error.problem)


def _is_here(index: Path, manifest: Manifest) -> bool:
    """Whether what is published is this index, perhaps under a later number, and every byte is sound."""
    try:
        with IndexReader.open(index, verify=True) as reader:
            found = reader.manifest
    except (CorruptIndex, IncompatibleIndex, IndexNotFound):
        return False
    same = _identity(found) == _identity(manifest) and set(manifest.kept) <= set(found.kept)
    return same and not any(source_problem(index / SOURCES / name) for name in manifest.kept)


def _identity(manifest: Manifest) -> tuple[object, ...]:
    """What stays of an index when it is given another number."""
    tag = manifest.generation.rpartition("-")[2]
    return (
        tag, manifest.created, manifest.encoder_name, manifest.encoder_revision, manifest.dimension,
        manifest.parser, manifest.roots, manifest.counts,
    )  # fmt: skip


def _publish(
    opened: Archive, manifest: Manifest, index: Path, replaced: Replacing | None, progress: Progress
) -> str:
    """Write it all beside what is published, then point CURRENT to it; the generation's name."""
    with locked(index):
        if (name_or_none(index) or "") != (replaced.generation if replaced else ""):
            raise PublishFailed(f"the index in {index} changed meanwhile", "run the command again")
        unfinished: list[Path] = []
        name = ""
        try:
            for folder in (index / GENERATIONS, index / SOURCES):
                own_folder(folder)
            free_name(index / CURRENT)
            sweep(index, published=False)
            name = free_generation(index, manifest.generation)
            temporary, final = generation_folder(index, name + TEMPORARY), generation_folder(index, name)
            unfinished += [temporary, final, index / (CURRENT + TEMPORARY)]
            files.make_folder(temporary)
            _extract(opened, manifest, index, temporary, unfinished, progress)
            _check_records(temporary, manifest, opened.listing.reports)
            if name != manifest.generation:
                manifest = restamp(temporary, manifest, name)
            files.write_file(temporary / MANIFEST, [manifest.serialise()])
            files.sync_folder(temporary)
            files.rename(temporary, final)
            files.replace_file(index / CURRENT, f"{name}\n".encode())
        except (OSError, sqlite3.Error) as error:
            if name and name_or_none(index) == name:
                raise PublishFailed(
                    f"the new index in {index} is in place, but the disk did not confirm it "
                    f"({system_reason(error) if isinstance(error, OSError) else error})",
                    "unpack it again",
                ) from error
            raise publish_failed(f"the index in {index} could not be written", index, error) from error
        finally:
            # Where it cannot be told whether the generation is current it must stay; the next run tidies up.
            if _is_not_current(index, name):
                for path in unfinished:
                    files.remove(path)
        with suppress(OSError, IndexNotReadable):  # published; what is left is tidied the next time
            sweep(index)
    return name


def _is_not_current(index: Path, name: str) -> bool:
    try:
        return not name or name_or_none(index) != name
    except IndexNotReadable:
        return False


def _tidy(index: Path) -> None:
    """What a run left that was stopped after its last step goes now, if nobody else is writing."""
    with suppress(OSError, PinpointError), locked(index):
        sweep(index)


def _extract(
    opened: Archive, manifest: Manifest, index: Path, folder: Path, unfinished: list[Path], progress: Progress
) -> None:
    """Data files into `folder`, files of reports beside those that are kept.

    unfinished: gets the names of what is new.
    """
    steps = Steps("unpacking", opened.listing.unpacked, progress)
    places = {data_file(name): folder / name for name in manifest.data_files}
    places |= {source(name): index / SOURCES / name for name in manifest.kept}
    for file, chunks in opened.files():
        target = places.get(file.name)
        if target is not None and target.parent == folder:
            if files.write_file(target, chunks) != manifest.files[target.name]:
                raise refused(f"the archive is not sound: the CRC-32 of {target.name} does not match")
        elif target is not None and source_problem(target):  # missing or damaged
            temporary = target.with_name(target.name + TEMPORARY)
            unfinished += [temporary, target]
            files.remove(temporary)
            files.write_file(temporary, chunks)
            files.remove(target)
            files.rename(temporary, target)
        steps.advance(file.size)


def _check_records(folder: Path, manifest: Manifest, reports: Sequence[str]) -> None:
    """Raises ArchiveRefused for files that are whole but hold what no index does; OSError."""
    problem = _problem(folder, manifest, reports)
    if not problem:
        return
    # A disk that failed looks the same to SQLite: then reading the files says so, or the problem is gone.
    for name, facts in manifest.files.items():
        if files.file_facts(folder / name) != facts:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder / name))
    if not (problem := _problem(folder, manifest, reports)):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))
    said = problem.replace(f"{folder}{os.sep}", "")
    raise refused(f"the archive is whole, but what is in it is no index ({said})")


def _problem(folder: Path, manifest: Manifest, reports: Sequence[str]) -> str:
    """The first that is wrong with the unpacked files, "" if nothing is. reports: ids, as listed."""
    try:
        if problems := record_problems(folder, manifest):
            return problems[0]
        with closing(RecordStore(folder / DATABASE, manifest.generation)) as records:
            same = [report.id for report in records.reports()] == list(reports)
            return "" if same else "its list names other reports"
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return str(error) or type(error).__name__
    except IndexNotReadable as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from error
        return error.problem
    except CorruptIndex as error:
        return error.problem


def _reports(number: int) -> str:
    return f"{number:,} report" + ("" if number == 1 else "s")
