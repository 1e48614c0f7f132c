"""A plan in the query of an address and in the fields of a form."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from pydantic import BeforeValidator, Field, StringConstraints

from indexer.errors import InvalidRequest
from search_api.plans.plan import (
    LONGEST,
    LONGEST_ID,
    LONGEST_TITLE,
    MOST,
    PARAMETERS,
    Plan,
    as_typed,
)  # fmt: skip
from search_api.schemas.parameters import NoParameters

_MOVE = "^[0-9]{1,3}:(?:up|down|remove)$"
_OTHERS = {"title": LONGEST_TITLE, "format": 20, "move": 20}  # fields that a form has once


# A browser counts the end of a line once, and sends two characters.
_Id = Annotated[str, StringConstraints(max_length=LONGEST_ID)]
_Area = Annotated[str, StringConstraints(max_length=LONGEST["area"]), BeforeValidator(as_typed)]
_Action = Annotated[str, StringConstraints(max_length=LONGEST["action"]), BeforeValidator(as_typed)]
_Owner = Annotated[str, StringConstraints(max_length=LONGEST["owner"]), BeforeValidator(as_typed)]
_Date = Annotated[str, StringConstraints(max_length=LONGEST["date"]), BeforeValidator(as_typed)]
_Note = Annotated[str, StringConstraints(max_length=LONGEST["note"]), BeforeValidator(as_typed)]
_Quote = Annotated[str, StringConstraints(max_length=LONGEST["quote"]), BeforeValidator(as_typed)]


class PlanParameters(NoParameters):
    """title: of the plan. p: ids in order. area, action, owner, date, n (notes), quote: in the same order.

    move: "2:up", what a button without a script asks for.
    """

    title: Annotated[str, StringConstraints(max_length=LONGEST_TITLE)] = ""
    p: list[_Id] = Field(default=[], max_length=MOST)
    area: list[_Area] = Field(default=[], max_length=MOST)
    action: list[_Action] = Field(default=[], max_length=MOST)
    owner: list[_Owner] = Field(default=[], max_length=MOST)
    date: list[_Date] = Field(default=[], max_length=MOST)
    n: list[_Note] = Field(default=[], max_length=MOST)
    quote: list[_Quote] = Field(default=[], max_length=MOST)
    move: str = Field(default="", pattern=f"^$|{_MOVE}")

    @property
    def plan(self) -> Plan:
        """The plan that they say."""
        given = {name: getattr(self, parameter) for name, parameter in PARAMETERS.items()}
        return Plan.of(self.p, given.pop("note"), title=self.title, given=given)


def plan_in_form(body: bytes) -> tuple[Plan, str]:
    """The plan in a form as browsers send it, and the format that is asked for ("csv" where none is).

    Raises InvalidRequest where it is longer than a plan may be or has other fields.
    """
    fields = _fields(body)
    given = {name: fields.get(parameter, []) for name, parameter in PARAMETERS.items()}
    title = fields.get("title", [""])[-1]
    plan = Plan.of(fields.get("p", []), given.pop("note"), title=title, given=given)
    return plan, fields.get("format", ["csv"])[-1]


def _fields(body: bytes) -> dict[str, list[str]]:
    sizes = {"p": LONGEST_ID, **{PARAMETERS[name]: most for name, most in LONGEST.items()}, **_OTHERS}
    try:
        found = parse_qs(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=len(sizes) * MOST
        )
    except ValueError:
        raise InvalidRequest(
            "this plan could not be read", "open the plan page and download it from there"
        ) from None
    for name, values in found.items():
        if name not in sizes:
            raise InvalidRequest(f"{name[:40]!r} is not part of a plan", f"use {', '.join(sizes)}")
        if len(values) > MOST or any(len(as_typed(value)) > sizes[name] for value in values):
            raise InvalidRequest(
                f"the plan is too long at {name!r}",
                f"keep to {MOST} paragraphs, and {sizes[name]:,} characters in each {_called(name)}",
            )
    return found


def _called(parameter: str) -> str:
    return {"n": "note", "p": "reference"}.get(parameter, parameter)
