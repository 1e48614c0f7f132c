"""What is to be done, as files in the shared folder: one plan, and for each shard a list of files.

Each is JSON that bears the SHA-256 of its content. A shard's name is made from what it lists and from all
that decides what comes of it, so that a result under that name is right whenever it was made.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from indexer import files
from indexer.encoders.protocol import Encoder
from indexer.errors import InvalidRequest, PinpointError
from indexer.sandbox.limits import ReadLimits

PLAN, SHARDS, LEASES, RESULTS = "plan.json", "shards", "leases", "results"

_FORMAT = 1
_NAME = re.compile(r"[0-9a-f]{20}")  # of a shard: names of files are made of it
_OURS = {PLAN, SHARDS, LEASES, RESULTS, PLAN + files.TEMPORARY}
# What turns a file into text and a text into vectors, beside our own code.
_LIBRARIES = ("pinpoint-reports", "pypdfium2", "onnxruntime", "numpy")


@dataclass(frozen=True, slots=True)
class Maker:
    """All that decides what comes of a file, wherever it is read. versions: of the libraries, by name."""

    parser: str
    encoder: str
    revision: str
    dimension: int
    limits: dict[str, int]
    versions: dict[str, str]

    @classmethod
    def here(cls, parser: str, encoder: Encoder, limits: ReadLimits) -> Maker:
        """Of this process."""
        versions = {name: _version(name) for name in _LIBRARIES}
        return cls(parser, encoder.name, encoder.revision, encoder.dimension, asdict(limits), versions)

    def difference(self, here: Maker) -> str:
        """How `here` differs, in words, as in "its encoder is X, here it is Y"; "" where it does not."""
        pairs: list[tuple[str, object, object]] = [
            ("encoder", self.encoder, here.encoder),
            ("encoder's revision", self.revision, here.revision),
            ("vectors' length", self.dimension, here.dimension),
            ("reading code", self.parser, here.parser),
            *((name, self.versions.get(name), here.versions.get(name)) for name in _LIBRARIES),
            ("limits", self.limits, here.limits),
        ]
        return next((f"its {name} is {a}, here it is {b}" for name, a, b in pairs if a != b), "")


@dataclass(frozen=True, slots=True)
class ShardFile:
    """key: its path, the same on every machine. given: what its user says of it, as `Given.spell` writes."""

    key: str
    sha256: str
    given: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that one process reads and embeds together."""

    name: str
    files: tuple[ShardFile, ...]

    @classmethod
    def of(cls, maker: Maker, listed: Sequence[ShardFile]) -> Shard:
        """Under the name that belongs to these files and this maker."""
        return cls(_digest([asdict(maker), [asdict(file) for file in listed]])[:20], tuple(listed))


@dataclass(frozen=True, slots=True)
class Plan:
    """index: the folder that the run publishes to. shards: name -> number of files, in path order.

    lease_seconds: how long a shard stays with a process that says nothing. published: the generation that
    all of it went into, "" until then.
    """

    maker: Maker
    index: str
    lease_seconds: float
    shards: dict[str, int]
    published: str = ""

    def write(self, folder: Path) -> None:
        """Replace the folder's plan in one step."""
        files.replace_file(folder / PLAN, sealed({"format": _FORMAT, **asdict(self)}))


def split(maker: Maker, listed: Sequence[ShardFile], most: int) -> list[Shard]:
    """Shards of at most `most` files each, in order.

    A shard may end early, after a file whose SHA-256 says so: a file that is added or gone later changes the
    shards near it, not all that follow.
    """
    shards: list[Shard] = []
    held: list[ShardFile] = []
    for file in listed:
        held.append(file)
        early = len(held) >= most / 2 and int(file.sha256[:8], 16) % max(2, most // 4) == 0
        if len(held) >= most or early:
            shards.append(Shard.of(maker, held))
            held = []
    return [*shards, Shard.of(maker, held)] if held else shards


def refuse_other_work(folder: Path, index: Path) -> None:
    """Raises InvalidRequest where it holds other things, or the plan of a run for another index that has not
    published yet.
    """
    if not folder.exists():
        return
    others = sorted({path.name for path in folder.iterdir()} - _OURS)
    if others:
        raise InvalidRequest(
            f"{folder} holds other things ({others[0]!r})", "name a new or empty folder", field="shards"
        )
    try:
        before = read_plan(folder)
    except PinpointError:
        before = None  # none, or of another version: it is written anew
    if before is not None and not before.published and before.index != str(index):
        raise InvalidRequest(
            f"{folder} is used by a run for the index {before.index}",
            "name another folder, or remove that one if the run was given up",
            field="shards",
        )


def read_plan(folder: Path) -> Plan:
    """Raises InvalidRequest where there is none yet, PinpointError for one that cannot be used."""
    try:
        plain = unsealed((folder / PLAN).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InvalidRequest(
            f"there is no work in {folder}",
            "start `pinpoint index FOLDER --shards` with that folder first",
            field="work",
        ) from error
    except ValueError as error:
        raise _damaged(folder) from error
    if not isinstance(plain, dict) or plain.pop("format", None) != _FORMAT:
        raise PinpointError(
            f"the plan in {folder} was made by another version of Pinpoint",
            "install the same version on every machine",
        )
    try:
        plan = Plan(**{**plain, "maker": Maker(**plain["maker"])})
        fits = (
            all(_NAME.fullmatch(name) and type(files) is int for name, files in plan.shards.items())
            and all(type(limit) is int for limit in plan.maker.limits.values())
            and 0 < plan.lease_seconds < 1e6
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder) from error
    if not fits:
        raise _damaged(folder)
    return plan


def _damaged(folder: Path) -> PinpointError:
    return PinpointError(f"the plan in {folder} is damaged", "run `pinpoint index` with --shards again")


def write_shard(folder: Path, shard: Shard) -> None:
    """List a shard's files in the shared folder."""
    files.replace_file(_place(folder, shard.name), sealed([asdict(file) for file in shard.files]))


def read_shard(folder: Path, maker: Maker, name: str) -> Shard | None:
    """None where what lies there is not what belongs under that name."""
    try:
        listed = [ShardFile(**file) for file in unsealed(_place(folder, name).read_bytes())]
    except (FileNotFoundError, ValueError, TypeError):
        return None
    shard = Shard.of(maker, listed)
    return shard if shard.name == name else None


def sealed(content: Any) -> bytes:
    """JSON with the SHA-256 of its content."""
    return json.dumps({"sha256": _digest(content), "content": content}).encode("ascii")


def unsealed(data: bytes) -> Any:
    """The content. Raises ValueError for bytes that are not as `sealed` wrote them."""
    plain = json.loads(data)
    if not isinstance(plain, Mapping) or plain.get("sha256") != _digest(plain.get("content")):
        raise ValueError("altered")
    return plain["content"]


def _place(folder: Path, name: str) -> Path:
    return folder / SHARDS / f"{name}.json"


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
