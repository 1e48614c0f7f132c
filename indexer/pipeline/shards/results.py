"""What came of a shard: a folder that gets its name only when it is whole, and only once.

`readings.jsonl` has a line for each file that was read or refused, the journal the vectors of its texts, and
`seal.json` the SHA-256 of both. Everything is checked before it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer import files
from indexer.errors import UnreadableReport
from indexer.pipeline.journal import JOURNAL
from indexer.records import ReadReport
from indexer.sandbox.wire import from_plain, to_plain

from .plan import Maker, Shard, sealed, unsealed

READINGS, SEAL = "readings.jsonl", "seal.json"
_DAMAGED = ".damaged"


def line_of(sha256: str, result: ReadReport | UnreadableReport) -> bytes:
    """One line of `readings.jsonl`."""
    plain: dict[str, Any] = {"sha256": sha256}
    if isinstance(result, ReadReport):
        plain["read"] = to_plain(result)
    else:
        plain["refused"] = [result.problem, result.remedy]
    return json.dumps(plain, separators=(",", ":")).encode("ascii") + b"\n"


def seal(
    results: Path, shard: Shard, maker: Maker, token: str, lines: Iterable[bytes], journal: Path
) -> bool:
    """Put a shard's result in its place; False where another process was first, whose result stays.

    journal: of the shard's texts, closed. Raises OSError.
    """
    final, fresh = results / shard.name, results / f"{shard.name}.{token}{files.TEMPORARY}"
    files.remove(fresh)
    fresh.mkdir()
    facts = {
        READINGS: files.write_file(fresh / READINGS, lines),
        JOURNAL: files.write_file(fresh / JOURNAL, files.read_chunks(journal)),
    }
    listed = {name: [fact.sha256, fact.size] for name, fact in facts.items()}
    content = {"shard": shard.name, "maker": asdict(maker), "files": listed}
    files.write_file(fresh / SEAL, [sealed(content)])
    files.sync_folder(fresh)
    try:
        files.rename(fresh, final)
    except OSError:
        # A folder is never renamed over one that holds files. A lost answer of the server looks the same.
        if not final.is_dir():
            raise
        files.remove(fresh)
        return False
    return True


def sealed_names(results: Path) -> set[str]:
    """Names of the shards with a result, whole or damaged."""
    return {path.name for path in results.iterdir() if "." not in path.name}


def fault(results: Path, shard: Shard, maker: Maker) -> str:
    """What is wrong with a shard's result, in words; "" where every byte is as it was sealed."""
    folder = results / shard.name
    try:
        content = unsealed((folder / SEAL).read_bytes())
        if content["shard"] != shard.name or content["maker"] != asdict(maker):
            return "it is another's"
        for name in (READINGS, JOURNAL):
            facts = files.file_facts(folder / name)
            if [facts.sha256, facts.size] != content["files"][name]:
                return f"{name} is not as it was written"
        known = {file.sha256 for file in shard.files}
        for sha256, _ in _lines(folder):
            if sha256 not in known:
                return f"{READINGS} tells of another file"
    except OSError as error:
        return error.strerror or "it cannot be read"
    except (ValueError, KeyError, TypeError):
        return "it does not fit together"
    return ""


def drop(results: Path, name: str, token: str) -> None:
    """Take a damaged result away, so that it is made again."""
    aside = results / f"{name}.{token}{_DAMAGED}"
    files.remove(aside)
    try:
        files.rename(results / name, aside)
    except FileNotFoundError:
        return  # another process did
    files.remove(aside)


def readings(results: Path, shard: Shard) -> Iterator[tuple[Path, ReadReport | UnreadableReport]]:
    """The files that were read or refused, by the paths of the plan. Raises as `_lines`, and OSError."""
    keys = {file.sha256: Path(file.key) for file in shard.files}
    for sha256, result in _lines(results / shard.name):
        yield keys[sha256], result


def _lines(folder: Path) -> Iterator[tuple[str, ReadReport | UnreadableReport]]:
    """Raises ValueError, KeyError, TypeError for a line that `line_of` did not write."""
    with (folder / READINGS).open("rb") as file:
        for line in file:
            plain: Mapping[str, Any] = json.loads(line)
            if "read" in plain:
                read = from_plain(plain["read"])
                if read.report.sha256 != plain["sha256"]:
                    raise ValueError("a report of other bytes")
                yield plain["sha256"], read
            else:
                problem, remedy = plain["refused"]
                yield plain["sha256"], UnreadableReport(str(problem), str(remedy))
