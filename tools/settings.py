"""Writes the tables of docs/servers/settings.md: every setting, as the code has it. What stands above stays.

    python tools/settings.py [--check]

--check: change nothing; exit status 1 where the file is not what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from search_api.settings import Row, table

PLACE = Path(__file__).resolve().parent.parent / "docs" / "servers" / "settings.md"
_FIRST = "For everybody"
_SERVING = "PINPOINT_SERVE_"
_OF_A_SERVER = ("PINPOINT_KEYS", "PINPOINT_PUBLIC_URL")


def page() -> str:
    """The whole document."""
    rows = table()
    ranking = ("SEARCH", "ASK", "DEPTH", "FUSION", "WEIGHT", "SHORT", "LONG", "EXPAND", "SIMILAR", "ANSWER")
    of_ranking = [row for row in rows if row.name.removeprefix("PINPOINT_").startswith(ranking)]
    serving = [row for row in rows if row.name.startswith(_SERVING) or row.name in _OF_A_SERVER]
    rest = [row for row in rows if row not in of_ranking and row not in serving]
    about = PLACE.read_text(encoding="utf-8").partition(f"## {_FIRST}")[0]
    return about + "\n".join(
        [
            *_part(_FIRST, rest),
            *_part("For a server", serving),
            *_part("Of searching", of_ranking),
        ]
    )


def _part(name: str, rows: list[Row]) -> list[str]:
    shown = [
        f"## {name}",
        "",
        "| setting | default | what it is |",
        "|---|---|---|",
    ]
    for row in rows:
        unit = f" ({row.unit})" if row.unit else ""
        shown.append(f"| `{row.name}` | {f'`{row.default}`' if row.default else 'none'}{unit} | {row.help} |")
    return [*shown, ""]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(PLACE.read_text(encoding="utf-8") != page())
    PLACE.write_text(page(), encoding="utf-8")
