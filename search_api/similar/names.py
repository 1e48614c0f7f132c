"""What can be asked for by name: whose reports, which side, which scopes."""

from __future__ import annotations

from typing import Literal

Authorities = Literal["other", "same", "any"]
Side = Literal["same", "praise", "criticism", "any"]
ScopeName = Literal["all", "region", "neighbours", "type", "better", "newest"]
