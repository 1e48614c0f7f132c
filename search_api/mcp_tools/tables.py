"""Tools that count over many reports: movements of grades, the matrix of a matter, the evidence brief."""

from __future__ import annotations

from typing import Any

from search_api.briefs.make import make_brief
from search_api.index.index import Index
from search_api.schemas.base import CoverageReply
from search_api.schemas.comparing.brief import BriefParameters, brief_quotes
from search_api.schemas.comparing.grades import MovesFilters, moves_json
from search_api.schemas.comparing.matrix import MatrixParameters, matrix_json

from .arguments import Paged, told_apart

Json = dict[str, Any]


class GradesArguments(MovesFilters, Paged):
    """Of grade_moves."""

    def call(self) -> object:
        """What makes two calls the same."""
        return self.model_dump(mode="json", exclude={"cursor"}, by_alias=True)


class MatrixArguments(MatrixParameters, Paged):
    """Of matrix."""


class BriefArguments(BriefParameters, Paged):
    """Of brief."""


def grade_moves(index: Index, given: GradesArguments) -> Json:
    """How grades moved; the list last, as it may be long."""
    request = told_apart(given.request(), index.holdings)
    found = index.moves(given.asked(), request)
    plain = moves_json(found, index.movements.placed, index.line_of(found, request))
    for name in ("limit", "offset"):
        del plain[name]
    long = {name: plain.pop(name) for name in ("moves", "uncompared", "time_line")}
    coverage = CoverageReply.of(found.scope.coverage).model_dump()
    return plain | {"generation": index.generation, "coverage": coverage} | long


def matrix(index: Index, given: MatrixArguments) -> Json:
    """Counts by year and row; the cells last, as they may be many."""
    request = told_apart(given.request(), index.holdings)
    found = index.matrix_of(given.about, given.by, request)
    plain = matrix_json(found, index.reader)
    long = {name: plain.pop(name) for name in ("columns", "whole", "totals", "cells")}
    coverage = CoverageReply.of(found.scope.coverage).model_dump()
    return plain | {"generation": index.generation, "coverage": coverage} | long


def brief(index: Index, given: BriefArguments) -> Json:
    """The evidence on a subject for one authority; the quotations last."""
    made = make_brief(index, given.about, given.authority, given.request())
    plain = brief_quotes(made)
    coverage = CoverageReply.of(made.coverage).model_dump()
    short = {name: value for name, value in plain.items() if not isinstance(value, list | dict)}
    long = {name: value for name, value in plain.items() if name not in short}
    return short | {"generation": index.generation} | long | {"coverage": coverage}
