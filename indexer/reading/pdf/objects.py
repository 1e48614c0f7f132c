"""What is painted on a page, object by object, in the order of painting; forms are opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

from . import calls
from .calls import Box, Matrix

TEXT, PATH, IMAGE = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE
SHADING, FORM = pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM

_DEEPEST = 8  # forms within forms
_MOST = 50_000  # objects of one page that are looked at


class Painted(NamedTuple):
    """One object, a tuple since a page has hundreds. item: PDFium's handle. order: of painting.

    form: matrix from its space to the page's.
    """

    item: int
    kind: int
    order: int
    form: Matrix | None = None

    @property
    def box(self) -> Box:
        """Bounds in the page's own space."""
        found = calls.bounds(self.item)
        return found if self.form is None else _moved(found, self.form)


def painted(page: int) -> list[Painted]:
    """Every object of an open page but the forms themselves; at most 50,000."""
    count = min(calls.count_objects(page), _MOST)
    items: list[int] = list(map(calls.get_object, repeat(page), range(count)))
    kinds: list[int] = list(map(calls.object_type, items))
    if FORM not in kinds:
        return list(map(Painted, items, kinds, range(count)))
    found: list[Painted] = []
    for item, kind in zip(items, kinds, strict=True):
        if kind == FORM:
            found.extend(_inside(item, len(found), calls.matrix(item), 1))
            if len(found) > _MOST:
                break
        else:
            found.append(Painted(item, kind, len(found)))
    return found


def _inside(form: int, order: int, matrix: Matrix, depth: int) -> Iterator[Painted]:
    if depth > _DEEPEST:
        return
    given = 0
    for place in range(calls.count_in_form(form)):
        if given > _MOST:
            return
        item = calls.get_in_form(form, place)
        kind = calls.object_type(item)
        if kind == FORM:
            for found in _inside(item, order + given, _times(calls.matrix(item), matrix), depth + 1):
                given += 1
                yield found
        else:
            yield Painted(item, kind, order + given, matrix)
            given += 1


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
