"""`pinpoint key`: makes, lists and revokes the keys of the HTTP API."""

from __future__ import annotations

from typing import Annotated

import typer

from indexer.cli.helping import CommandGroup
from indexer.locations import keys_file
from indexer.terminal import one_line, print_json
from search_api.access.keys import ApiKey, KeyStore

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]

keys_app = CommandGroup("key", "Add, list and revoke the API keys of `pinpoint serve`.")


@keys_app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who or what will use the key.")],
    as_json: AsJson = False,
) -> None:
    """Make a key and show it. It is shown only once."""
    store = KeyStore(keys_file())
    key, secret = store.add(name)
    try:
        if as_json:
            print_json(_facts(key) | {"key": secret})
            return
        typer.echo(secret)
    except OSError:
        store.revoke(key.id)  # nobody saw it, and nobody can see it again
        raise
    typer.echo(
        f"This is the key {key.id} for {key.name}. Copy it now: it is not kept and cannot be shown again.",
        err=True,
    )


@keys_app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List the keys with their id, date and name."""
    keys = KeyStore(keys_file()).keys()
    if as_json:
        print_json({"keys": [_facts(key) for key in keys]})
        return
    for key in keys:
        typer.echo("  ".join(map(one_line, (key.id, key.created, key.name))))
    if not keys:
        typer.echo("There are no keys. `pinpoint key add` makes one.", err=True)


@keys_app.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id that `pinpoint key list` shows.")],
    as_json: AsJson = False,
) -> None:
    """Revoke a key. A running server applies this from the next request."""
    key = KeyStore(keys_file()).revoke(id.strip())
    if as_json:
        print_json(_facts(key) | {"revoked": True})
    else:
        typer.echo(one_line(f"Revoked {key.id} ({key.name})."))


def _facts(key: ApiKey) -> dict[str, str]:
    """{id, name, created}; never the hash."""
    return {"id": key.id, "name": key.name, "created": key.created}
