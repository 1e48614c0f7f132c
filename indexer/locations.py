"""Where things lie on a user's machine: the index, the exported model, API keys, the files of the wheel."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path

from .configuration import folder_said


def _named(name: str) -> Path | None:
    """As the environment says, else the settings file."""
    said = os.environ.get(f"PINPOINT_{name.upper()}")
    return Path(said) if said else folder_said(name)


def default_index() -> Path:
    """`PINPOINT_INDEX` or `index` of the settings file if set, else a folder in the user's data folder.

    May be the address of an engine (store/backends/address.py).
    """
    return _named("index") or user_data_path("pinpoint", appauthor=False) / "index"


def default_reports() -> Path:
    """Where `pinpoint setup` saves reports: a folder in the user's data folder."""
    return user_data_path("pinpoint", appauthor=False) / "reports"


def staging_folder(address: str) -> Path:
    """Where an index is made that is published to an engine. address: without a password."""
    tag = hashlib.sha256(address.encode()).hexdigest()[:12]
    return user_data_path("pinpoint", appauthor=False) / "staging" / tag


def model_cache() -> Path:
    """Holds exported models and unfinished downloads. `PINPOINT_CACHE` or `cache` of the settings file if
    set, else a folder of the user's cache folder.
    """
    return _named("cache") or user_cache_path("pinpoint", appauthor=False)


def keys_file() -> Path:
    """Holds hashes of API keys. `PINPOINT_KEYS` or `keys` of the settings file if set, else a file of the
    user's configuration folder.
    """
    return _named("keys") or user_config_path("pinpoint", appauthor=False) / "keys.json"


def corpus_folder() -> Path:
    """The folder `corpus` (samples and the tables of facts): in a checkout, else inside the wheel."""
    beside = Path(__file__).resolve().parent.parent / "corpus"
    # Beside an installed package another package may have that name.
    return beside if (beside / "authorities.csv").is_file() else Path(__file__).resolve().parent / "_corpus"
