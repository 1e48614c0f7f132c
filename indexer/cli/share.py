"""`pinpoint pack` and `unpack`: an index as one file, for colleagues; `publish`: on an engine, for many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import InvalidRequest
from indexer.locations import default_index
from indexer.process import stop_status
from indexer.store.backends.address import Address, address_of
from indexer.store.backends.engines import engine_at
from indexer.store.backends.replacing import lost_reports
from indexer.store.generations import current_name, name_or_none
from indexer.terminal import one_line, print_json

from .progress import ProgressLines

if TYPE_CHECKING:
    from indexer.sharing.packing import Packed
    from indexer.sharing.unpacking import Replacing, Unpacked

_MEGABYTE = 1_000_000
_NAMED = 5

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def pack(
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="The file to write, such as national.pinpoint.")
    ],
    index: Index = None,
    without_sources: Annotated[
        bool,
        typer.Option(
            "--without-sources",
            help="Leave out the reports' own files: smaller, but without pictures of pages.",
        ),
    ] = False,
    sign: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEY", help="Sign with this private SSH key (ssh-ed25519)."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Pack the index into one file that colleagues unpack with `pinpoint unpack`.

    Every byte is checked on the way. The file tells the names of the folders and files that you indexed,
    also of those that could not be read.
    """
    folder = index or default_index()
    try:
        packed = _pack(folder, to, not without_sources, sign, yes)
    except KeyboardInterrupt as error:
        typer.echo("pinpoint: interrupted; no file was written", err=True)
        raise typer.Exit(stop_status(error)) from error
    if as_json:
        print_json(_packed_json(packed))
        return
    kept = f"with {packed.sources:,} files of reports" if packed.sources else "without the reports' files"
    typer.echo(
        one_line(
            f"{packed.path}: {_reports(packed.reports)}, {packed.paragraphs:,} paragraphs, {kept}, "
            f"{packed.size / _MEGABYTE:,.1f} MB"
        )
    )
    typer.echo(f"SHA-256: {packed.sha256}")
    typer.echo(f"signed by: {packed.signed_by}" if packed.signed_by else "not signed")
    more = f" and {len(packed.roots) - _NAMED:,} more" if len(packed.roots) > _NAMED else ""
    unread = f"; it also names {packed.refused:,} files that could not be read" if packed.refused else ""
    typer.echo(one_line(f"It says where the reports lay: {', '.join(packed.roots[:_NAMED])}{more}{unread}"))


def unpack(
    place: Annotated[
        str, typer.Argument(metavar="FILE_OR_URL", help="The file, or its address (https, http or file).")
    ],
    index: Index = None,
    signed_by: Annotated[
        list[str] | None,
        typer.Option(
            "--signed-by",
            metavar="PUBLIC_KEY",
            help="Refuse what this key did not sign: a .pub file or its line. Repeatable.",
        ),
    ] = None,
    sha256: Annotated[
        str, typer.Option("--sha256", metavar="HEX", help="Refuse a file with another SHA-256.")
    ] = "",
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_PATH", help="For an index of another model than Pinpoint's: where it is here."
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace an index that is there, without asking.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Use an index that somebody packed: from a file, or from an address.

    All of it is checked before anything is replaced. An interrupted download is continued when you run the
    command again. Until the last step the index that was there stays in use.
    """
    folder = index or default_index()
    before = name_or_none(folder)
    try:
        unpacked = _unpack(place, folder, signed_by or [], sha256, model, yes)
    except KeyboardInterrupt as error:
        same = name_or_none(folder) == before
        state = (
            "the index has not changed; run the command again" if same else "but the new index is in place"
        )
        typer.echo(f"pinpoint: interrupted; {state}", err=True)
        raise typer.Exit(stop_status(error)) from error
    if as_json:
        print_json(_unpacked_json(unpacked))
        return
    if unpacked.signed_by:
        checked = "the key that you named" if signed_by else "say with --signed-by whose key that must be"
        typer.echo(f"signed by {unpacked.signed_by} ({checked})")
    files = f"{unpacked.sources:,} files of reports" if unpacked.sources else "none of the reports' files"
    state = "" if unpacked.published else ", as before"
    typer.echo(
        one_line(
            f"The index in {unpacked.index} holds {_reports(unpacked.reports)} with {unpacked.paragraphs:,} "
            f"paragraphs and {files}{state}. It was built {unpacked.built}."
        )
    )


def _pack(folder: Path, to: Path, sources: bool, sign: Path | None, yes: bool) -> Packed:
    # Imported here, where Ctrl-C is caught: they take a moment.
    from indexer.sharing import signatures
    from indexer.sharing.packing import pack_index

    with ProgressLines() as progress:

        def signed(data: bytes) -> bytes:
            key = sign or Path()
            return progress.asked(lambda: signatures.sign(data, key))  # it may ask for a passphrase

        signer = signed if sign else None
        return pack_index(folder, to, sources=sources, sign=signer, replace_file=yes, progress=progress)


def _unpack(
    place: str, folder: Path, signed_by: list[str], sha256: str, model: str | None, yes: bool
) -> Unpacked:
    from indexer.sharing.fetching import archive_at
    from indexer.sharing.unpacking import unpack_index

    if place.lower().startswith("http:") and not (signed_by or sha256):
        said = "note: with http, someone on the network could change the file: use https or --signed-by"
        typer.echo(said, err=True)
    with ProgressLines() as progress:

        def agreed(there: Replacing) -> bool:
            return yes or progress.asked(lambda: _agreed(folder, there))

        with archive_at(place, progress, sha256=sha256) as archive:
            return unpack_index(
                archive, folder, replace=agreed, signed_by=signed_by, model=model, progress=progress
            )


def _agreed(folder: Path, there: Replacing) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    if typer.confirm(one_line(f"{folder} holds {there}. Replace it?"), err=True):
        return True
    raise InvalidRequest("nothing was changed", "name another folder with --index")


def _reports(number: int) -> str:
    return f"{number:,} report" + ("" if number == 1 else "s")


def _packed_json(packed: Packed) -> dict[str, object]:
    return {
        "path": str(packed.path),
        "bytes": packed.size,
        "sha256": packed.sha256,
        "reports": packed.reports,
        "paragraphs": packed.paragraphs,
        "sources": packed.sources,
        "built": packed.built,
        "signed_by": packed.signed_by,
        "roots": list(packed.roots),
    }


def _unpacked_json(unpacked: Unpacked) -> dict[str, object]:
    replaced = unpacked.replaced
    return {
        "index": str(unpacked.index),
        "generation": unpacked.generation,
        "published": unpacked.published,
        "reports": unpacked.reports,
        "paragraphs": unpacked.paragraphs,
        "sources": unpacked.sources,
        "built": unpacked.built,
        "packed": unpacked.packed,
        "signed_by": unpacked.signed_by,
        "replaced": replaced
        and {"reports": replaced.reports, "built": replaced.built, "lost": list(replaced.lost)},
    }


def publish(
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help="Where: postgresql://USER@HOST/DATABASE, or http://HOST:19530/NAME for Milvus.",
        ),
    ],
    index: Index = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Copy all of it, though it is there: mends a copy that is damaged."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace an index that holds reports which this one lacks.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the index of a folder to PostgreSQL or Milvus, where many people can ask it.

    Whoever asks meanwhile gets the old index or the new one, whole. Other commands take the same address
    for --index. If you stop it, nothing has changed there, or everything has: run the command again.
    """
    address = address_of(to)
    if address is None:
        raise InvalidRequest(
            f"--to takes an address, and {str(to)[:80]!r} is none", "write it as postgresql://HOST/DATABASE"
        )
    folder = index or default_index()
    try:
        if again:
            from indexer.sharing.renewing import renew

            renew(folder)
        name = publish_to(address, folder, replace=yes)
    except KeyboardInterrupt as error:
        typer.echo(
            "pinpoint: interrupted; nothing was changed, or all of it; run the command again", err=True
        )
        raise typer.Exit(stop_status(error)) from error
    if as_json:
        print_json({"address": str(address), "generation": name})
    else:
        typer.echo(one_line(f"{address} holds what {folder} holds ({name})."))


def publish_to(address: Address, folder: Path, *, replace: bool = False) -> str:
    """Publish the current generation of the folder there, with progress; its name.

    replace: whether an index gives way that holds reports which the folder's lacks. Raises NothingPublished
    where the folder has none, InvalidRequest, EngineUnavailable, PublishFailed.
    """
    current_name(folder)  # before the engine is troubled
    engine = engine_at(address)
    if not replace and (lost := lost_reports(engine, folder)):
        raise InvalidRequest(
            f"{address} holds {_reports(len(lost))} that the index in {folder} lacks, such as {lost[0]}",
            "add --yes to replace it, or index those reports too",
        )
    with ProgressLines() as progress:
        return engine.publish(folder, _Told(progress))


class _Told:
    """Hears how far a publish is, and moves the bar on."""

    def __init__(self, progress: ProgressLines) -> None:
        self._progress = progress
        self._what, self._done = "", 0

    def __call__(self, what: str, done: int, of: int) -> None:
        if what != self._what:
            self._what, self._done = what, 0
            self._progress.stage(f"publishing {what}", of)
        if done > self._done:
            self._progress.advance(done - self._done)
            self._done = done
