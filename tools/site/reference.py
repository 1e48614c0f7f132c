"""The pages of reference that come from code: commands, settings, HTTP API, tools of an AI assistant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from search_api.mcp_tools.arguments import described
from search_api.mcp_tools.tools import TOOLS_BY_NAME
from tools import man_page
from tools.site.staging import ROOT

_METHODS = ("get", "post", "put", "patch", "delete")


def pages() -> dict[str, str]:
    """Place on the site -> text in Markdown."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    made = {
        "reference/commands.md": commands(),
        "reference/http-api.md": http_api(document),
        "reference/mcp-tools.md": mcp_tools(),
    }
    return {place: "\n".join(lines) + "\n" for place, lines in made.items()}


def commands() -> Iterator[str]:
    """Every command with its arguments, options and examples."""
    yield from _opening(
        "Every command and option", "Taken from the program. `pinpoint COMMAND --help` prints the same."
    )
    for command, context in islice(man_page.commands(), 1, None):  # the first is `pinpoint` itself
        yield from ("", f"## {context.command_path}", "", _prose(command.help or ""), "")
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        yield from ("```text", re.sub(r"\s+", " ", usage), "```", "")
        items = command.get_params(context)
        arguments = [item for item in items if item.param_type_name == "argument"]
        yield from _table(
            ("argument", "what it is"),
            ((f"`{one.metavar or one.name.upper()}`", getattr(one, "help", "") or "") for one in arguments),
        )
        records = [item.get_help_record(context) for item in items if item not in arguments]
        yield from _table(
            ("option", "what it does"), ((f"`{record[0]}`", record[1]) for record in records if record)
        )
        if shown := command.examples(context) if hasattr(command, "examples") else ():
            lines = (f"pinpoint {example.line}  # {example.does}" for example in shown)
            yield from ("Examples:", "", "```", *lines, "```", "")


def http_api(document: Mapping[str, Any]) -> Iterator[str]:
    """Every path of the committed document, with its parameters and the replies that are its own."""
    yield from _opening(
        "Every path of the HTTP API",
        "Taken from [openapi.json](../openapi.json), which programs can read. "
        "[How to use the API](../api.md) has examples.",
    )
    for path, item in document["paths"].items():
        for method in (one for one in _METHODS if one in item):
            yield from ("", f"## {method.upper()} {path}", "")
            yield from _call(item[method])
    yield from ("", "## Problems", "")
    yield from ("Each problem is `application/problem+json`, with a sentence that says what to do.", "")
    yield from _table(("status", "meaning"), sorted(_problems(document).items()))


def _call(call: Mapping[str, Any]) -> Iterator[str]:
    yield from (_prose(call.get("description") or call.get("summary", "")), "")
    parameters = call.get("parameters", [])
    yield from _table(
        ("parameter", "in", "type", "what it is"),
        (
            (
                _needed(one["name"], one.get("required", False)),
                one["in"],
                _type(one["schema"]),
                one.get("description", ""),
            )
            for one in parameters
        ),
    )
    if "requestBody" in call:
        yield from (f"Body: {', '.join(f'`{kind}`' for kind in call['requestBody']['content'])}.", "")
    for status, reply in call["responses"].items():
        if status.startswith("2"):
            kinds = [f"`{kind}`{_reply(body)}" for kind, body in reply.get("content", {}).items()]
            yield from (f"Reply {status}: {', '.join(kinds) or 'empty'}.", "")


def _problems(document: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in document["paths"].values():
        for call in (item[one] for one in _METHODS if one in item):
            for status, reply in call["responses"].items():
                if not status.startswith("2"):
                    found.setdefault(status, reply["description"])
    return found


def mcp_tools() -> Iterator[str]:
    """Every tool, with the arguments that a client is told of."""
    yield from _opening(
        "Every tool for an AI assistant", "Taken from the program. [How to set it up](../mcp.md)."
    )
    for name, tool in TOOLS_BY_NAME.items():
        schema = described(tool.arguments)
        required = schema.get("required", [])
        yield from ("", f"## {name}", "", _prose(tool.description), "")
        yield from _table(
            ("argument", "type", "what it is"),
            (
                (_needed(one, one in required), _type(field), field.get("description", ""))
                for one, field in schema.get("properties", {}).items()
            ),
        )


def _opening(title: str, about: str) -> Iterator[str]:
    yield from (f"# {title}", "", about, "")


def _needed(name: str, required: bool) -> str:
    return f"`{name}` (required)" if required else f"`{name}`"


def _type(schema: Mapping[str, Any]) -> str:
    """In words, as in "list of text", with the values where there are few."""
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        kinds = [_type(one) for one in choices if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return "date" if schema.get("format") == "date" else words.get(str(kind), str(kind))


def _reply(body: Mapping[str, Any]) -> str:
    name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return f" (`{name}`)" if name else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Nothing where there is no row."""
    listed = list(rows)
    if listed:
        yield f"| {' | '.join(head)} |"
        yield "|" + "---|" * len(head)
        for row in listed:
            yield f"| {' | '.join(_cell(one) for one in row)} |"
        yield ""


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|").replace("\n", " ")


def _prose(text: str) -> str:
    """Without what Markdown would take for an element or a link; code stays as it is."""
    parts = re.split(r"(`[^`]*`)", text.replace("\f", "\n"))
    for number in range(0, len(parts), 2):
        parts[number] = re.sub(r"[<>*_\[\]]", lambda found: f"&#{ord(found[0])};", parts[number])
    return "".join(parts).strip()
