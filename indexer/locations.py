"""Where things lie on a user's machine: the index, the exported model, API keys, the files of the wheel."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path


def default_index() -> Path:
    """`PINPOINT_INDEX` if set, else a folder in the user's data folder."""
    named = os.environ.get("PINPOINT_INDEX")
    return Path(named) if named else user_data_path("pinpoint", appauthor=False) / "index"


def default_reports() -> Path:
    """Where `pinpoint setup` saves reports: a folder in the user's data folder."""
    return user_data_path("pinpoint", appauthor=False) / "reports"


def model_cache() -> Path:
    """`PINPOINT_CACHE` if set, else a folder in the user's cache folder; holds exported models."""
    named = os.environ.get("PINPOINT_CACHE")
    return Path(named) if named else user_cache_path("pinpoint", appauthor=False)


def keys_file() -> Path:
    """`PINPOINT_KEYS` if set, else a file in the user's configuration folder; holds hashes of API keys."""
    named = os.environ.get("PINPOINT_KEYS")
    return Path(named) if named else user_config_path("pinpoint", appauthor=False) / "keys.json"


def corpus_folder() -> Path:
    """The folder `corpus` (samples and the tables of facts): in a checkout, else inside the wheel."""
    beside = Path(__file__).resolve().parent.parent / "corpus"
    return beside if beside.is_dir() else Path(__file__).resolve().parent / "_corpus"
