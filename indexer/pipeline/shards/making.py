"""Taking a shard and making its result: the same for the process that planned and for every other."""

from __future__ import annotations

import random
import secrets
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from indexer.encoders.protocol import Encoder
from indexer.pipeline.embedding import embed, spans_by_text
from indexer.pipeline.journal import JOURNAL, EmbeddingJournal
from indexer.pipeline.summary import Silent
from indexer.records import ReadReport
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.pool import PassingTrouble, read_all

from .leases import Leases
from .plan import LEASES, RESULTS, Plan, Shard, read_shard
from .results import line_of, seal


@dataclass(slots=True)
class Hand:
    """One process at work in a shared folder. workers: reading processes; reader: "module:function".

    tick: called whenever a file is read or a text embedded. Holds the files of one shard at a time.
    """

    folder: Path
    plan: Plan
    encoder: Encoder
    workers: int | None
    reader: str
    tick: Callable[[], None] = lambda: None
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    leases: Leases = field(init=False)

    def __post_init__(self) -> None:
        self.leases = Leases(self.folder / LEASES, self.token, self.plan.lease_seconds)

    @property
    def results(self) -> Path:
        """Where results lie."""
        return self.folder / RESULTS

    def make_one(self, names: Collection[str]) -> Shard | None:
        """Take one of the shards that nobody has in hand, and make it; None where there is none.

        Raises OSError where the shared folder refuses, PinpointError as `Leases.take` and `embed` do.
        """
        # Not all from the same end: then processes that start together do not ask for the same.
        for name in random.sample(sorted(names), len(names)):
            lease = self.leases.take(name)
            if lease is None:
                continue
            with self.leases.kept(lease):
                shard = read_shard(self.folder, self.plan.maker, name)
                if shard is None:
                    continue  # its list is damaged: the process that planned writes it again
                self._make(shard)
            self.leases.forget(name)
            return shard
        return None

    def _make(self, shard: Shard) -> None:
        maker = self.plan.maker
        with tempfile.TemporaryDirectory(prefix="pinpoint-shard-") as scratch:
            reports: list[ReadReport] = []
            lines = list(self._read(shard, reports))
            spans = spans_by_text(reports)
            reports.clear()
            place = Path(scratch)
            with EmbeddingJournal(place, maker.encoder, maker.revision, maker.dimension) as journal:
                embed(spans, self.encoder, journal, _Ticking(self._on_tick))
            seal(self.results, shard, maker, self.token, lines, place / JOURNAL)

    def _read(self, shard: Shard, reports: list[ReadReport]) -> Iterator[bytes]:
        """The lines of the result; fills `reports`. What may be read another time is left out."""
        batch = {Path(file.key): file for file in shard.files}
        given = {Path(file.key): file.given for file in shard.files if file.given}
        limits = ReadLimits(**self.plan.maker.limits)
        with closing(read_all(batch, limits, workers=self.workers, reader=self.reader, given=given)) as found:
            for path, result in found:
                self._on_tick()
                sha256 = batch[path].sha256
                if isinstance(result, PassingTrouble):
                    continue
                if isinstance(result, ReadReport):
                    if result.report.sha256 != sha256:
                        continue
                    reports.append(result)
                yield line_of(sha256, result)

    def _on_tick(self) -> None:
        self.leases.advance()
        self.tick()


class _Ticking(Silent):
    """Passes on that something was done."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick

    def advance(self, steps: int = 1) -> None:
        self._tick()
