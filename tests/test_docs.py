"""Documents: links, paths, commands and targets exist, and the README shows what is really printed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import pytest
import typer

from search_api.cli.app import COMMANDS, app
from tests.support.paths import ROOT, SAMPLES, child_environment

_MADE = ("build", "dist")  # by commands, from what is tested here
_OURS = sorted(path for path in ROOT.iterdir() if not path.name.startswith(".") and path.name not in _MADE)
_FILES = [
    path.relative_to(ROOT).as_posix()
    for top in _OURS
    for path in ([top] if top.is_file() else sorted(top.rglob("*")))
    if path.is_file() and "__pycache__" not in path.parts
]
_TREE = frozenset(_FILES) | {
    parent.as_posix() for name in _FILES for parent in Path(name).parents if parent != Path()
}
DOCUMENTS = [name for name in _FILES if name.endswith(".md")]
_RECORD = "CHANGELOG.md"  # its entries stay as they were written

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PLAIN_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
_SUFFIXES = (".py", ".md", ".csv", ".json", ".toml", ".sh", ".html", ".css", ".js", ".svg")
_ELSEWHERE = {
    "keys.json",
    "pinpoint.json",
    "generation/manifest.json",
    "sources/",
    "reports/",
    "and/",
}  # of an index or a user; a word of a report
_SHELL = {"&", "&&", "|", ";", ">"}
_MODULE = re.compile(r"python3? -m ((?:benchmarks|corpus|indexer|search_api|tools|training|web)[\w.]*)")
_MACHINE = re.compile(r"(?<![\w/.])/(?:work|tmp|root|home|Users|mnt)/[^\s`)]*")
_BANNED = (
    "as far as that can be told", "at most so many", "may be given again", "said beside",
    "take back", "takes back", "the first so many", "the word that", "told otherwise", "was told the same",
)  # fmt: skip


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ +(.+)$", _FENCE.sub("", text), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        again = sum(1 for one in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", one))
        found.add(f"{slug}-{again}" if again else slug)
    return found


def broken_links(text: str, document: Path) -> list[str]:
    """Relative links that lead to no file, out of the project, or to no heading. document: a path in ROOT."""

    def leads(link: str) -> bool:
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve()
        if name and not (target.is_relative_to(ROOT) and target.exists()):
            return False
        return not anchor or anchor in anchors(target.read_text(encoding="utf-8") if name else text)

    links = _LINK.findall(_INLINE.sub("", _FENCE.sub("", text)))
    return [link for link in links if not re.match(r"[a-z]+:", link) and not leads(link)]


def missing_paths(text: str, document: Path) -> list[str]:
    """Files and folders of the project in backticks, and modules after `python -m`, that are not there.

    A path may start at the root or at the document's folder; a name alone may be that of any file.
    """
    modules = [(module, module.replace(".", "/")) for module in _MODULE.findall(text)]
    missing = [module for module, path in modules if not {f"{path}.py", f"{path}/__main__.py"} & _TREE]
    here = document.parent.relative_to(ROOT)
    tops = {top.name for top in _OURS}
    for word in " ".join(_INLINE.findall(_FENCE.sub("", text))).split():
        first, slash, _ = word.partition("/")
        ours = word.endswith((*_SUFFIXES, "/")) or (slash and first in tops)
        if not ours or not _PLAIN_PATH.fullmatch(word) or word in _ELSEWHERE:
            continue
        places = [word.rstrip("/"), (here / word).as_posix(), *([] if slash else [f"*/{word}"])]
        if not any(fnmatch(path, place) for path in _TREE for place in places):
            missing.append(word)
    return missing


def lines_of_code(text: str) -> Iterator[str]:
    """Lines of the code blocks, and pieces of code in a sentence."""
    for _, block in _FENCE.findall(text):
        yield from block.splitlines()
    yield from _INLINE.findall(_FENCE.sub("", text))


@cache
def options() -> dict[str, set[str]]:
    """Command, or command and sub-command -> its options."""
    root: Any = typer.main.get_command(app)
    context = root.make_context("pinpoint", [], resilient_parsing=True)
    commands = {"": root} | {name: root.get_command(context, name) for name in COMMANDS}
    for name in COMMANDS:
        inner = getattr(commands[name], "commands", {})
        commands |= {f"{name} {sub}": command for sub, command in inner.items()}
    return {
        name: {"--help"}.union(*({*item.opts, *item.secondary_opts} for item in command.params))
        for name, command in commands.items()
    }


def wrong_commands(text: str) -> list[str]:
    """`pinpoint …` with a command or an option that does not exist; nothing is run."""
    wrong = []
    for line in lines_of_code(text):
        if not (found := re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?pinpoint (.+)", line)):
            continue
        words = list(takewhile(lambda word: word not in _SHELL, shlex.split(found[1], comments=True)))
        names = [word.rstrip(",") for word in takewhile(lambda word: not word.startswith("-"), words)]
        has_more = any(known.startswith(f"{names[0]} ") for known in options()) if names else False
        name = " ".join(names[: 2 if has_more else 1])
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        if name != "COMMAND" and (name not in options() or not used <= options()[name]):
            wrong.append(line)
    return wrong


def missing_targets(text: str, makefile: str) -> list[str]:
    targets = set(re.findall(r"^([\w-]+)\s*:(?!=)", makefile, re.MULTILINE))
    asked = (re.match(r"\s*make\s+([\w-]+)(?!\w*=)", line) for line in lines_of_code(text))
    return [found[1] for found in asked if found and found[1] not in targets]


def unwanted(text: str) -> list[str]:
    """Paths of somebody's machine, and turns of phrase that no reader of ours would use."""
    flat = re.sub(r"\s+", " ", text).lower()
    return [*_MACHINE.findall(text), *(phrase for phrase in _BANNED if phrase in flat)]


def headless(text: str) -> list[str]:
    """The first lines of tables of which a column has no heading: nobody who hears it knows what it holds."""
    lines = text.splitlines()
    return [
        line
        for line, under in pairwise(lines)
        if re.fullmatch(r"\|(:?-+:?\|)+", under.replace(" ", "")) and re.search(r"\|\s*\|", line)
    ]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_leads_only_to_what_is_there(name: str) -> None:
    text = read(name)
    assert broken_links(text, ROOT / name) == []
    assert missing_targets(text, read("Makefile")) == []
    assert wrong_commands(text) == []


@pytest.mark.parametrize("name", sorted({*DOCUMENTS} - {_RECORD}))
def test_a_document_is_of_this_tree_and_in_plain_words(name: str) -> None:
    assert missing_paths(read(name), ROOT / name) == []
    assert unwanted(read(name)) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_column_of_a_table_has_a_heading(name: str) -> None:
    assert headless(read(name)) == []


def test_a_column_without_a_heading_is_found() -> None:
    assert headless("| | b |\n|---|---|\n| 1 | |\n") == ["| | b |"]
    assert headless("| a | b |\n|:---|---|\n| | 2 |\n") == []


def test_a_broken_link_is_found() -> None:
    text = "# One\n## One\n[a](#one-1) [b](api.md#paths) [c](../README.md) [d](https://x.uk) `[e](f)`"
    assert broken_links(text, ROOT / "docs" / "new.md") == []
    text = "# One\n[a](#two) [b](api.md#nowhere) [c](gone.md) [d](../../other/README.md)\n```\n# Two\n```\n"
    expected = ["#two", "api.md#nowhere", "gone.md", "../../other/README.md"]
    assert broken_links(text, ROOT / "docs" / "new.md") == expected


def test_a_stale_path_is_found() -> None:
    text = "`indexer/records.py` `corpus/samples` `web/views/` `sample_*.py` `python -m training.mine`"
    assert missing_paths(text, ROOT / "docs" / "new.md") == []
    text = "`indexer/gone.py` `corpus/none` `pages/` `gone_*.py` `mcp.md`\n```\npython -m training.dig\n```\n"
    assert missing_paths(text, ROOT / "docs" / "new.md") == [
        "training.dig", "indexer/gone.py", "corpus/none", "pages/", "gone_*.py"
    ]  # fmt: skip


def test_a_wrong_command_is_found() -> None:
    good = [
        'pinpoint ask "a -b?" --since 2016 --limit=2 # --no',
        "pinpoint key add X --json",
        "pinpoint serve &",
        "pinpoint --help",
    ]
    assert (
        wrong_commands(
            "```\n" + "\n".join(good) + "\n```\nand `pinpoint key add, list, revoke`, pinpoint whatever"
        )
        == []
    )
    bad = [
        "pinpoint answer X",
        "pinpoint ask X --author Y",
        "pinpoint key make X",
        "pinpoint serve --json | cat",
    ]
    assert wrong_commands("```\n" + "\n".join(bad) + "\n```\n") == bad
    assert wrong_commands("Type `pinpoint find`.") == ["pinpoint find"]


def test_a_missing_target_is_found() -> None:
    makefile = ".PHONY: demo\nBIN := x\ndemo: setup\nsetup-dev:\n"
    text = (
        "```\nmake demo   # more\nmake setup-dev\nmake PYTHON=python3\nmake BIN\nmake tests\n```\n`make all`"
    )
    assert missing_targets(text, makefile) == ["BIN", "tests", "all"]


def test_a_private_path_and_a_banned_phrase_are_found() -> None:
    assert unwanted("`/path/to/index`, `https://example.gov.uk/home/x`, repeatable") == []
    assert unwanted("See /home/me/x. It may\nbe given again.") == ["/home/me/x.", "may be given again"]


@pytest.mark.slow
def test_the_readme_shows_what_is_printed(tmp_path: Path) -> None:
    """Every block of output in the README is what the command above it prints on the sample reports."""
    index = str(tmp_path / "index")
    assert _pinpoint("index", str(SAMPLES), "--index", index)
    command, shown = "", 0
    for kind, block in _FENCE.findall(read("README.md")):
        if kind == "text":
            assert _pinpoint(*shlex.split(command)[1:], index=index).strip("\n") == block.strip("\n")
            shown += 1
        command = block.strip()
    assert shown


def _pinpoint(*arguments: str, index: str = "") -> str:
    code = f"import sys; from search_api.cli.app import run; sys.exit(run({list(arguments)!r}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=child_environment() | {"PINPOINT_INDEX": index},
        cwd=ROOT,
    ).stdout
