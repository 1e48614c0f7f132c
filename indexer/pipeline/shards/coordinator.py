"""`pinpoint index --shards`: the hands of a run that plans shards, makes some, and waits for all of them.

Everything else of the run, from looking at files to the one step that publishes, is what `pinpoint index`
does without them. What no shard could give, this process reads and embeds itself.
"""

from __future__ import annotations

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import files
from indexer.arrays import Spans
from indexer.encoders.protocol import Encoder
from indexer.errors import PinpointError
from indexer.pipeline.hands import Hands, Job, OwnHands
from indexer.pipeline.journal import EmbeddingJournal, TextVectors
from indexer.records import ReadReport
from indexer.sandbox.pool import Reading

from .leases import CLOCK
from .making import Hand
from .plan import (
    LEASES,
    RESULTS,
    SHARDS,
    Maker,
    Plan,
    Shard,
    ShardFile,
    read_plan,
    read_shard,
    refuse_other_work,
    split,
    write_shard,
)
from .results import drop, fault, readings, sealed_names

_PAUSE = 0.5  # seconds between two looks at what others did
_OPEN = 16  # journals held open: texts come in the order of the shards


@dataclass(frozen=True, slots=True)
class Sharing:
    """folder: shared with the other machines. most: files of one shard. lease_seconds: as in Plan.

    `Sharing(…).hands` is a `HandsFor` of `index_paths`.
    """

    folder: Path
    most: int = 50
    lease_seconds: float = 60.0

    def hands(self, job: Job) -> Hands:
        """Raises InvalidRequest for a folder that cannot be used."""
        if job.encoder is None:
            return OwnHands(job)
        refuse_other_work(self.folder, job.index.absolute())
        return SharedHands(self, job, job.encoder)


class SharedHands:
    """This process, and all others that take shards from the folder."""

    reread = True

    def __init__(self, sharing: Sharing, job: Job, encoder: Encoder) -> None:
        self._sharing = sharing
        self._job = job
        self._encoder = encoder
        self._own = OwnHands(job)
        self._maker = Maker.here(job.parser, encoder, job.limits)
        self._planned = False
        self._shard_of: dict[str, str] = {}  # SHA-256 -> the shard that it was read in
        self._journals: OrderedDict[str, EmbeddingJournal] = OrderedDict()

    def read(self, batch: Mapping[Path, str], given: Mapping[Path, str]) -> Generator[Reading, None, None]:
        """As `Hands.read`. Only the first batch is shared: a later one holds the few files that were refused
        under another name.
        """
        left = dict(batch)
        if batch and not self._planned:
            self._planned = True
            listed = [ShardFile(path.as_posix(), sha, given.get(path, "")) for path, sha in batch.items()]
            shards = split(self._maker, listed, self._sharing.most)
            self._work(shards)
            self._job.progress.stage("putting it together", len(batch))
            for shard in shards:
                for path, result in self._readings(shard):
                    del left[path]
                    yield path, result
        if left:
            with closing(self._own.read(left, given)) as found:
                yield from found

    def vectors(self, sha256: str, text: str, spans: Spans) -> TextVectors | None:
        """As `Hands.vectors`."""
        name = self._shard_of.get(sha256)
        if name is None:
            return None
        try:
            return self._journal(name).get(text, spans)
        except (PinpointError, sqlite3.Error):  # damaged since it was checked: made here
            return None

    def done(self, generation: str) -> None:
        """Write down that it is published, then remove what is no longer needed."""
        self._close()
        folder = self._sharing.folder
        try:
            plan = read_plan(folder)
        except PinpointError:
            return  # nothing was shared
        if plan.published or plan.index != str(self._job.index.absolute()):
            return
        replace(plan, published=generation).write(folder)
        for name in (SHARDS, LEASES, RESULTS):
            files.remove(folder / name)

    def _work(self, shards: list[Shard]) -> None:
        """Until every shard has a result of which every byte was checked."""
        folder, progress = self._sharing.folder, self._job.progress
        results = folder / RESULTS
        plan = Plan(
            self._maker,
            str(self._job.index.absolute()),
            self._sharing.lease_seconds,
            {shard.name: len(shard.files) for shard in shards},
        )
        for place in (SHARDS, LEASES, RESULTS):
            files.make_folder(folder / place)
        self._tidy(plan.shards)
        for shard in shards:
            write_shard(folder, shard)
        plan.write(folder)
        count = sum(plan.shards.values())
        progress.note(
            f"{count:,} files in {len(shards):,} shards; on other machines run "
            f"`pinpoint index --work {folder}`"
        )
        progress.stage("reading and embedding, all machines", count)
        look = _Look(self, results, shards)
        hand = Hand(folder, plan, self._encoder, self._job.workers, self._job.reader, look.now_and_then)
        look.token = hand.token
        waiting = False
        try:
            while missing := look.now():
                if hand.make_one(missing) is not None:
                    waiting = False
                elif not waiting:
                    waiting = True
                    progress.note(f"waiting for {len(missing):,} shards that other processes have")
                else:
                    self._mend_lists(shards, missing)
                    time.sleep(_PAUSE)
        finally:
            hand.leases.close()

    def _mend_lists(self, shards: Iterable[Shard], names: Collection[str]) -> None:
        """Write those again that nobody can use."""
        for shard in shards:
            if shard.name in names and read_shard(self._sharing.folder, self._maker, shard.name) is None:
                write_shard(self._sharing.folder, shard)

    def _tidy(self, names: Iterable[str]) -> None:
        """Remove results and lists of other plans; those of this one are used."""
        wanted = {*names, CLOCK}
        for place in (SHARDS, RESULTS, LEASES):
            for path in (self._sharing.folder / place).iterdir():
                if path.name.partition(".")[0] not in wanted:
                    files.remove(path)

    def _readings(self, shard: Shard) -> Generator[Reading, None, None]:
        """Those of its result; where it was damaged since it was checked, the rest is read here."""
        try:
            for path, result in readings(self._sharing.folder / RESULTS, shard):
                if isinstance(result, ReadReport):
                    self._shard_of[result.report.sha256] = shard.name
                yield path, result
        except (OSError, ValueError, KeyError, TypeError):
            return

    def check(self, results: Path, shard: Shard, token: str) -> bool:
        """Whether a shard's result is sound; one that is not is taken away, and said."""
        if wrong := fault(results, shard, self._maker):
            self._job.progress.note(
                f"the result of shard {shard.name} is damaged ({wrong}): it is made again"
            )
            drop(results, shard.name, token)
            write_shard(self._sharing.folder, shard)
            return False
        self._job.progress.advance(len(shard.files))
        return True

    def _journal(self, name: str) -> EmbeddingJournal:
        if name not in self._journals:
            if len(self._journals) >= _OPEN:
                self._journals.popitem(last=False)[1].close()
            encoder = self._encoder
            journal = EmbeddingJournal(
                self._sharing.folder / RESULTS / name,
                encoder.name,
                encoder.revision,
                encoder.dimension,
                sealed=True,
            )
            self._journals[name] = journal
        self._journals.move_to_end(name)
        return self._journals[name]

    def _close(self) -> None:
        for journal in self._journals.values():
            journal.close()
        self._journals.clear()


class _Look:
    """Which results are there and sound; each is checked once, when it is first seen."""

    def __init__(self, hands: SharedHands, results: Path, shards: Iterable[Shard]) -> None:
        self._hands = hands
        self._results = results
        self._left = {shard.name: shard for shard in shards}
        self._next = 0.0
        self.token = ""

    def now(self) -> list[str]:
        """Names of the shards without a sound result."""
        for name in sorted(sealed_names(self._results) & self._left.keys()):
            if self._hands.check(self._results, self._left[name], self.token):
                del self._left[name]
        self._next = time.monotonic() + 5.0
        return list(self._left)

    def now_and_then(self) -> None:
        """Look again after five seconds: this process may be long at a shard of its own."""
        if time.monotonic() >= self._next:
            self.now()
