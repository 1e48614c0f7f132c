"""The settings file: which one is in force, and what it says. Its names and values are checked elsewhere."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from .errors import InvalidRequest, system_reason

VARIABLE = "PINPOINT_CONFIG"
NAME = "pinpoint.toml"
_ADDRESS = re.compile("[a-z]{2,}:/")  # of an engine: no drive of Windows
_OF_ALL = Path("/etc/pinpoint") / NAME  # of a server: for whoever runs a command there


def settings_file() -> Path | None:
    """The file that `PINPOINT_CONFIG` names, else the user's own, else that of the machine; None for none.

    `PINPOINT_CONFIG` set to nothing means that no file is read.
    """
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) if named else None
    places = [user_config_path("pinpoint", appauthor=False) / NAME]
    if os.name != "nt":
        places.append(_OF_ALL)
    # Not `Path.exists`: a folder that may not be looked into is an error to it.
    return next((place for place in places if os.path.exists(place)), None)  # noqa: PTH110


def settings_said() -> dict[str, Any]:
    """What the file says, by name; {} where there is none. Raises InvalidRequest where it cannot be read."""
    place = settings_file()
    if place is None:
        return {}
    try:
        return tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidRequest(
            f"the settings file {place} cannot be read: {system_reason(error)}",
            f"make it readable, or name another with {VARIABLE}",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRequest(
            f"the settings file {place} is not TOML: {error}",
            'write each setting as name = value, text in ""',
        ) from error


def folder_said(name: str) -> Path | None:
    """A file or folder that the settings file names; `~` and a path beside the file are understood.

    Raises InvalidRequest for what is no text.
    """
    said, place = settings_said().get(name), settings_file()
    if said is None or said == "" or place is None:
        return None
    if not isinstance(said, str):
        raise InvalidRequest(f"{name} in {place} is not text", f'write it as {name} = "/a/folder"')
    if _ADDRESS.match(said):
        return Path(said)
    return place.parent / Path(said).expanduser()


def number_said(name: str, otherwise: int) -> int:
    """A whole number, 0 or more: of the environment (`PINPOINT_NAME`), the settings file, or `otherwise`.

    For the commands that write an index. Raises InvalidRequest for what is no such number.
    """
    variable = f"PINPOINT_{name.upper()}"
    typed = os.environ.get(variable)
    said = typed if typed else settings_said().get(name, otherwise)
    text = str(said)
    if isinstance(said, bool) or not text.isascii() or not text.isdigit():
        raise InvalidRequest(
            f"{variable if typed else name} is {text[:40]!r}", "write a whole number, 0 or more"
        )
    return int(text)
