"""`pinpoint index --work`: take shards from a shared folder until all have a result."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.encoders.protocol import Encoder
from indexer.errors import InvalidRequest, PinpointError
from indexer.pipeline.hands import parser_version
from indexer.pipeline.summary import Progress, Silent
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.read_worker import DEFAULT_READER

from .making import Hand
from .plan import Maker, Plan, read_plan, read_shard
from .results import sealed_names

_PAUSE = 1.0  # seconds between two looks, where all that is left is in other hands


@dataclass(frozen=True, slots=True)
class WorkSummary:
    """What this process did: shards, and files in them."""

    shards: int
    files: int
    seconds: float


def work(
    folder: Path,
    encoder_factory: Callable[[], Encoder],
    *,
    workers: int | None = None,
    reader: str = DEFAULT_READER,
    progress: Progress | None = None,
    pause: float = _PAUSE,
) -> WorkSummary:
    """Make shards of the plan in `folder` as long as one has no result. What others have in hand is waited
    for: they may be killed.

    Nothing in the folder chooses what code or which model is loaded here. Raises InvalidRequest where there
    is no plan or its files are not on this machine, PinpointError where this machine would make something
    else of a file than the one that planned, ModelUnavailable, OSError where the folder refuses.
    """
    began, progress = time.monotonic(), progress or Silent()
    shards = files = 0
    hand: Hand | None = None
    encoder: Encoder | None = None
    seen = _Seen(progress)
    try:
        while not (plan := read_plan(folder)).published:
            if hand is None or hand.plan != plan:  # at first, and where it was planned anew
                encoder = encoder or encoder_factory()
                _refuse_other(plan, Maker.here(parser_version(reader), encoder, _limits(plan)))
                _refuse_missing(folder, plan)
                hand = Hand(folder, plan, encoder, workers, reader)
                seen.begin(plan)
            try:
                missing = seen.look(hand.results)
                made = hand.make_one(missing) if missing else None
            except FileNotFoundError:
                if read_plan(folder) == plan:
                    raise
                continue  # it was tidied up: all is published
            if not missing:
                break
            if made is None:
                time.sleep(pause)
            else:
                shards, files = shards + 1, files + len(made.files)
    finally:
        if hand is not None:
            hand.leases.close()
    return WorkSummary(shards, files, time.monotonic() - began)


class _Seen:
    """Says how far all processes together are."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._left: dict[str, int] = {}

    def begin(self, plan: Plan) -> None:
        """Count afresh."""
        self._left = dict(plan.shards)
        self._progress.stage("reading and embedding, all machines", sum(plan.shards.values()))

    def look(self, results: Path) -> list[str]:
        """Names of the shards without a result."""
        for name in sealed_names(results) & self._left.keys():
            self._progress.advance(self._left.pop(name))
        return list(self._left)


def _limits(plan: Plan) -> ReadLimits:
    try:
        return ReadLimits(**plan.maker.limits)
    except TypeError as error:
        raise PinpointError(
            "the plan has other limits than this version of Pinpoint knows",
            "install the same version on every machine",
        ) from error


def _refuse_other(plan: Plan, here: Maker) -> None:
    if different := plan.maker.difference(here):
        raise PinpointError(
            f"this machine would not make the same of a report as the one that planned: {different}",
            "install the same version of Pinpoint and name the same --model on every machine",
        )


def _refuse_missing(folder: Path, plan: Plan) -> None:
    """Raises InvalidRequest where no file of the first and of the last shard is here."""
    names = list(plan.shards)
    shards = [read_shard(folder, plan.maker, name) for name in {*names[:1], *names[-1:]}]
    paths = [Path(file.key) for shard in shards if shard for file in shard.files]
    if paths and not any(path.exists() for path in paths):
        raise InvalidRequest(
            f"the reports are not on this machine ({paths[0]})",
            "make them available under the same path on every machine",
            field="work",
        )
