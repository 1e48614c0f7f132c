"""The trend, the matrix and the tile map as drawings; a table of the same figures stands beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .grid import size
from .records import SIDE_LABELS, Cell, Column, Matrix, TileMap
from .svg import box, class_of, drawing, line, text

_LEFT, _TOP = 48, 58
_BARS = (
    ("mentioned", "mention it", ""),
    ("praised", "praise it", "+"),
    ("criticised", "criticise it", "−"),
)


def trend(matrix: Matrix, name: str = "trend") -> str:
    """Bars for each year: the share of its reports that mention, praise and criticise the matter."""
    step, high, foot = 74, 190, 56
    width, base = _LEFT + step * max(len(matrix.columns), 5) + 12, _TOP + high
    parts = [*_key(name, [(kind, f"{sign} {said}".strip()) for kind, said, sign in _BARS], _LEFT, 30)]
    for share in (0, 25, 50, 75, 100):
        y = base - high * share / 100
        parts += [
            line(_LEFT, y, width - 8, y, faint=True),
            text(f"{share}%", _LEFT - 6, y + 4, 11, anchor="end"),
        ]
    for place, column in enumerate(matrix.columns):
        cell, x = matrix.years.get(column.name, Cell()), _LEFT + step * place
        parts += _year(column, x + step / 2, base + 16, step)
        if column.breaks:
            parts.append(line(x, _TOP - 8, x, base + foot - 18, dashed=True))
        if not cell.searched:
            continue
        parts.append(text(f"of {cell.searched}", x + step / 2, base + 46, 11, quiet=True))
        for turn, (kind, said, sign) in enumerate(_BARS):
            count = (cell.mentioned, cell.praised, cell.criticised)[turn]
            tall, left = high * count / cell.searched, x + 6 + turn * 23
            tip = f"{column.name}: {count} of {cell.searched} reports {said}"
            if count:
                parts.append(box(name, kind, left, base - tall, 20, tall, tip))
            parts.append(text(f"{sign}{count}", left + 10, base - tall - 4, 11, bold=kind == "mentioned"))
    parts.insert(
        0, text(f"Reports that mention ‘{matrix.label}’, by year", 8, 18, 14, anchor="start", bold=True)
    )
    title = f"Trend of ‘{matrix.label}’: share of reports by year of publication"
    return drawing(name, width, base + foot, title, _said(matrix), parts)


def grid(matrix: Matrix, name: str = "matrix") -> str:
    """Boxes for each row and year: reports that mention it of all there are, praise and criticism below."""
    wide, tall = 54, 34
    left = 12 + max((7 * len(row) for row in matrix.rows), default=40)
    width = left + wide * (len(matrix.columns) + 1) + 8
    kinds = [
        (kind, SIDE_LABELS[kind]) for kind in ("praised", "criticised", "both", "mentioned", "not mentioned")
    ]
    words = {"praised": "more praise it", "criticised": "more criticise it", "both": "as many do either",
             "mentioned": "mentioned only", "not mentioned": "not mentioned"}  # fmt: skip
    parts = [text(f"Reports that mention ‘{matrix.label}’", 8, 18, 14, anchor="start", bold=True)]
    parts += _key(name, [(kind, words[kind]) for kind, _ in kinds], 8, 30)
    for place, column in enumerate(matrix.columns):
        parts += _year(column, left + wide * (place + 0.5), _TOP + 12, wide)
    parts.append(text("All years", left + wide * (len(matrix.columns) + 0.5), _TOP + 12, 12, bold=True))
    top = _TOP + 34
    for turn, row in enumerate(matrix.rows):
        y = top + turn * tall
        parts.append(text(row, left - 6, y + tall / 2 + 4, 12, anchor="end"))
        held = [matrix.cell(row, column.name) for column in matrix.columns]
        for place, cell in enumerate([*held, matrix.totals[row]]):
            year = matrix.columns[place].name if place < len(held) else "all years"
            parts += _cell(name, cell, left + place * wide, y, wide, tall, f"{row}, {year}")
    bottom = top + tall * len(matrix.rows)
    for place, column in enumerate(matrix.columns):
        if column.breaks:
            parts.append(line(left + wide * place, _TOP, left + wide * place, bottom, dashed=True))
    title = f"Matrix of ‘{matrix.label}’: reports by {matrix.by} and year of publication"
    return drawing(name, width, bottom + 10, title, _said(matrix), parts)


def tiles(found: TileMap, name: str = "map") -> str:
    """One tile for each authority, with its code and what it shows in a letter."""
    side, gap = 46, 3
    columns, rows = size()
    legend = [(state, f"{letter} {words} ({count})".strip()) for state, letter, words, count in found.legend]
    top = 34 + 20 * len(legend)
    parts = [text(found.title, 8, 18, 14, anchor="start", bold=True)]
    for turn, (state, words) in enumerate(legend):
        parts += [
            box(name, class_of(state), 8, 28 + 20 * turn, 16, 14),
            text(words, 30, 39 + 20 * turn, 12, anchor="start"),
        ]
    for tile in found.tiles:
        x, y = 8 + tile.column * (side + gap), top + tile.row * (side + gap)
        parts.append(box(name, class_of(tile.state), x, y, side, side, f"{tile.authority}: {tile.detail}"))
        parts.append(text(tile.code, x + side / 2, y + 15, 11, quiet=not tile.state))
        if tile.letter:
            parts.append(text(tile.letter, x + side / 2, y + 31, 15, bold=True))
        if tile.year:
            parts.append(text(tile.year, x + side / 2, y + 43, 10))
    told = "; ".join(f"{words}: {count}" for _, _, words, count in found.legend)
    desc = (
        f"One tile for each of {len(found.tiles)} authorities of England. {told}. The table has each of them."
    )
    return drawing(name, 16 + columns * (side + gap), top + rows * (side + gap) + 8, found.title, desc, parts)


def _cell(name: str, cell: Cell, x: float, y: float, wide: float, tall: float, where: str) -> Iterator[str]:
    if not cell.searched:
        return
    tip = (
        f"{where}: {cell.mentioned} of {cell.searched} reports mention it, {cell.praised} praise it, "
        f"{cell.criticised} criticise it"
    )
    yield box(name, class_of(cell.leaning), x + 1, y + 1, wide - 2, tall - 2, tip)
    yield text(f"{cell.mentioned}/{cell.searched}", x + wide / 2, y + 14, 12, bold=True)
    if cell.mentioned:
        yield text(f"+{cell.praised} −{cell.criticised}", x + wide / 2, y + 28, 11)


def _year(column: Column, x: float, y: float, wide: float) -> Iterator[str]:
    yield text(column.name, x, y, 12, bold=True)
    yield text(column.short, x, y + 15, 9 if wide < 60 else 10, quiet=True)


def _key(name: str, kinds: Sequence[tuple[str, str]], x: float, y: float) -> Iterator[str]:
    for kind, words in kinds:
        yield box(name, class_of(kind), x, y, 16, 12)
        yield text(words, x + 22, y + 10, 12, anchor="start")
        x += 40 + 6.4 * len(words)


def _said(matrix: Matrix) -> str:
    """The drawing in words: the whole, then each year."""
    years = "; ".join(_in_words(matrix.columns, matrix))
    return f"{matrix.headline} By year of publication: {years}." if years else matrix.headline


def _in_words(columns: Iterable[Column], matrix: Matrix) -> Iterator[str]:
    for column in columns:
        cell = matrix.years.get(column.name, Cell())
        if cell.searched:
            yield (
                f"{column.name} {cell.mentioned} of {cell.searched}, praised in {cell.praised}, "
                f"criticised in {cell.criticised}"
            )
        else:
            yield f"{column.name} no report"
