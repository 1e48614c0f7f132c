"""Which command shows the whole of a view that a question asked for?"""

from __future__ import annotations

import shlex

from search_api.question.filters import newest, rows
from search_api.views.records import View


def command_of(view: View) -> str:
    """As it can be typed; "" where the answer is the view."""
    given: dict[str, list[str]] = {}
    for name, value in view.given:
        given.setdefault(name, []).append(value)
    typed: list[str] = {
        "contrast": ["contrast", view.subject, "--one", view.grades[0], "--other", view.grades[1]],
        "praised": ["praised", view.subject],
        "movements": ["grades"],
        "trend": ["trend", view.subject],
        "silence": ["silence", view.subject],
        "tracker": ["lineage", *view.authorities] if view.authorities else [],
        "turned": ["weak-to-strong", view.subject],
        "matrix": _matrix(view, given),
        "compare": [],
    }[view.kind]
    if not typed:
        return ""
    if view.kind == "movements":
        names = {"from": "--from", "to": "--to", "area": "--area", "way": "--way"}
        typed += [
            part
            for name, option in names.items()
            for value in given.get(name, ())
            for part in (option, value)
        ]
    if view.kind == "praised":
        typed += [
            part
            for name in ("mine", "whose")
            for value in given.get(name, ())
            for part in (f"--{name}", value)
        ]
    on = {item.name for item in newest()}
    known = {item.name for item in rows()} - on
    typed += [
        part for name in given if name in known for value in given[name] for part in (f"--{name}", value)
    ]
    typed += [f"--{name}" for name in given if name in on]
    return f"pinpoint {shlex.join(typed)}"


def _matrix(view: View, given: dict[str, list[str]]) -> list[str]:
    show = given.get("show", ["region"])[0]
    if show == "map-grade":
        return ["map", "--by", "grade"]
    return ["map", view.subject] if show == "map" else ["matrix", view.subject, "--by", show]
