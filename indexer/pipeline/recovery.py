"""What does a run go on from, where the published index is damaged or of another format? Nothing is dropped.

docs/decisions/0014-damaged-indexes.md gives the rules and the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import CorruptIndex, IncompatibleIndex, IndexNotFound, IndexNotReadable, InvalidRequest
from indexer.store.format import CURRENT
from indexer.store.generations import current_name, generation_folder
from indexer.store.housekeeping import Trace, finished, kept_sources, trace
from indexer.store.reader import IndexReader

from .discovery import discover, is_within
from .known_index import KnownIndex

_NOTHING = Trace(None, None, "")
_NAMED = 3  # folders that a message names


@dataclass(frozen=True, slots=True)
class Beginning:
    """known: what can be taken over. before: folders and files to look at beside the paths given.

    note: what happened, in one line, "" where the index could be gone on from or there is none. mending:
    whether a new generation is needed though nothing may have changed, and nothing published may be removed.
    unsure: whether what was indexed can only be told by the files that the index keeps.
    """

    known: KnownIndex
    before: tuple[Path, ...] = ()
    note: str = ""
    unsure: bool = False

    @property
    def mending(self) -> bool:
        """Whether what CURRENT names cannot be gone on from."""
        return bool(self.note)

    def refuse_loss(self, index: Path, seen: Set[str]) -> None:
        """Raises CorruptIndex where the index keeps files of reports that this run would drop unawares.

        seen: SHA-256 of the files that are looked at or stay.
        """
        if not self.unsure:
            return
        manifest = self.known.manifest
        held = set(manifest.kept if manifest is not None else ())
        lost = [name for name in kept_sources(index) if name not in held and name[:64] not in seen]
        if lost:
            which = "a report" if len(lost) == 1 else f"{len(lost):,} reports"
            raise CorruptIndex(
                f"{self.note}; but it keeps {which} found in none of these folders (sources/{lost[0]})",
                "name all folders that were indexed, or add --rebuild to go on without what is not found",
            )

    def close(self) -> None:
        """Close what is taken over from."""
        self.known.close()


def begin(index: Path, paths: Sequence[Path], *, only: bool, rebuild: bool) -> Beginning:
    """For the one process that holds the index locked. Every byte of what is taken over is checked.

    A damaged generation gives way to the newest sound one, and the folders that were indexed before are
    looked at again, unless `only`. rebuild: look at those folders in any case, and go on from an earlier
    format by reading them again.

    Raises IncompatibleIndex for a later format, and for an earlier one without `rebuild`; IndexNotReadable
    where a file may not be read; CorruptIndex where it cannot be told, or not be read now, what was indexed;
    InvalidRequest where nothing is given and nothing was indexed. Then nothing was changed.
    """
    try:
        reader = IndexReader.open(index, verify=True)
    except IndexNotReadable:
        raise
    except IncompatibleIndex as error:
        if error.newer or not rebuild:
            raise
        told = trace(generation_folder(index, current_name(index)))
        return _from_folders(told, paths, only, error.problem)
    except CorruptIndex as error:
        return _beside(index, paths, only=only, rebuild=rebuild, cause=error.problem)
    except IndexNotFound as error:
        if finished(index):
            cause = f"its file {CURRENT} is missing"
            return _beside(index, paths, only=only, rebuild=rebuild, cause=cause)
        if not paths:
            raise InvalidRequest(error.problem, "name the folders to index") from error
        return Beginning(KnownIndex(None))
    return Beginning(KnownIndex(reader), _added(reader.manifest.roots, only) if rebuild else ())


def encoder_before(index: Path) -> str:
    """Name of the encoder that the index was made with, "" where that cannot be told."""
    try:
        current = current_name(index)
    except (IndexNotFound, CorruptIndex):
        current = ""
    names = ([current] if current else []) + finished(index)
    return next((told for name in names if (told := trace(generation_folder(index, name)).encoder_name)), "")


def _beside(index: Path, paths: Sequence[Path], *, only: bool, rebuild: bool, cause: str) -> Beginning:
    """From the newest sound generation beside the one that CURRENT should name, and from its folders."""
    try:
        current = current_name(index)
    except (IndexNotFound, CorruptIndex):
        current = ""  # then the newest that lies there is the one
    told = trace(generation_folder(index, current)) if current else _NOTHING
    sound: IndexReader | None = None
    others: list[Trace] = []
    for name in finished(index):
        if name == current:
            continue
        try:
            sound = IndexReader.open_generation(index, name, verify=True)
            break
        except IndexNotReadable:
            raise
        except IncompatibleIndex as error:
            if error.newer:
                raise
            others.append(trace(generation_folder(index, name)))
        except CorruptIndex:
            others.append(trace(generation_folder(index, name)))
    # What cannot be told of the generation that is lost is told of the one before it.
    sure = told.roots is not None or not current
    if told.roots is None:
        roots = sound.manifest.roots if sound else next((one.roots for one in others if one.roots), None)
        listed = next((one.sources for one in others if one.sources is not None), None)
        told = Trace(roots, told.sources if sound else listed, told.encoder_name)
    state = f"the index is damaged ({cause})"
    if sound is None:
        return _from_folders(told, paths, only, state, sure=sure, rebuild=rebuild)
    try:
        before = _added(told.roots or (), only)
        known = KnownIndex(sound, told.sources or ())
        _refuse_missing(before, known, told, state)
    except BaseException:
        sound.close()
        raise
    made = f"{sound.generation}, built {sound.manifest.created}"
    note = f"{state}: this run goes on from its generation {made}"
    unsure = not (sure or only or rebuild)
    return Beginning(known, before, note + _looked_at(before, only, sure or unsure), unsure)


def _from_folders(
    told: Trace, paths: Sequence[Path], only: bool, state: str, *, sure: bool = True, rebuild: bool = True
) -> Beginning:
    """From no generation: from the folders that were indexed before, read again. state: of the index."""
    if told.roots is None and not only and not (rebuild and paths):
        raise CorruptIndex(
            f"{state} and does not tell which folders were indexed", "name all of them and add --rebuild"
        )
    before = _added(told.roots or (), only)
    if not paths and not before:
        raise InvalidRequest("the index does not tell which folders were indexed", "name them")
    known = KnownIndex(None, told.sources or ())
    _refuse_missing(before, known, told, state)
    note = f"{state}: every report is read again"
    unsure = not (sure or only or rebuild)
    return Beginning(known, before, note + _looked_at(before, only, sure or unsure), unsure)


def _added(roots: Sequence[str], only: bool) -> tuple[Path, ...]:
    return () if only else tuple(Path(root) for root in roots)


def _looked_at(before: Sequence[Path], only: bool, sure: bool) -> str:
    """How the note ends: which folders are looked at beside those that were given."""
    if only:
        return ", and takes in only the paths given now (--only)"
    names = [str(path) for path in before[:_NAMED]]
    if len(before) > _NAMED:
        names.append(f"{len(before) - _NAMED:,} more")
    listed = f", and takes in again what was indexed before: {', '.join(names)}" if names else ""
    later = "" if sure else "; what was indexed since from other folders must be indexed again"
    return listed + later


def _refuse_missing(before: Sequence[Path], known: KnownIndex, told: Trace, state: str) -> None:
    """Raises CorruptIndex where a folder of before cannot be read now and what it held is nowhere else."""
    for root in before:
        for refusal in discover([root]).refused:
            whole = refusal.path == root
            if not (refusal.closed or whole) or _is_held(refusal.key, known, told):
                continue
            raise CorruptIndex(
                f"{state}, and {refusal.path}, which was indexed before, cannot be read: {refusal.reason}",
                "make it available again, or name all that is to be indexed and add --only",
            )


def _is_held(folder: str, known: KnownIndex, told: Trace) -> bool:
    """Whether all that was indexed from a folder is in the generation that is gone on from."""
    if told.sources is None:
        return False
    held = {(source.path, source.sha256) for source in known.sources if source.report is not None}
    return all(
        (source.path, source.sha256) in held
        for source in told.sources
        if source.report and is_within(source.path, folder)
    )
