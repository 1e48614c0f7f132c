"""The site builds strictly, has all that the code has, fetches nothing from elsewhere, and all can use it.

`python -m tests.site` looks at every page; here are some of each kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search_api.mcp_tools.tools import TOOLS_BY_NAME
from search_api.settings import table
from tests.site.site_bench import found_on
from tests.support.paths import ROOT
from tests.test_docs import options
from tools.site import outward, reference, staging
from tools.site.__main__ import build

SOME = ("tutorials/first-question.html", "reference/http-api.html", "answers.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    return build(tmp_path_factory.mktemp("docs") / "site")


@pytest.mark.slow
def test_the_site_builds_strictly_and_has_every_page_of_docs(site: Path) -> None:
    pages = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    ours = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert {name.replace("README.md", "index.md") for name in ours} <= pages
    assert json.loads((site / "search.json").read_text(encoding="utf-8"))["items"]


@pytest.mark.slow
def test_pages_of_each_kind_can_be_used_by_all(site: Path) -> None:
    assert list(found_on(site, SOME)) == []


def test_the_reference_has_all_that_the_code_has() -> None:
    pages = reference.pages()
    commands = pages["reference/commands.md"]
    for name, known in options().items():
        if name:
            part = commands.partition(f"## pinpoint {name}\n")[2].partition("\n## ")[0]
            assert part, name
            assert [one for one in known if one.startswith("-") and one not in part] == [], name
    settings = pages.get("reference/settings.md") or (ROOT / "docs/servers/settings.md").read_text("utf-8")
    assert [row.name for row in table() if row.name not in settings] == []
    document: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    calls = [f"## {method.upper()} {path}\n" for path, item in document["paths"].items() for method in item]
    assert [call for call in calls if call not in pages["reference/http-api.md"]] == []
    assert [name for name in TOOLS_BY_NAME if f"\n## {name}\n" not in pages["reference/mcp-tools.md"]] == []


def test_what_would_be_fetched_from_elsewhere_is_found(tmp_path: Path) -> None:
    good = '<link rel="canonical" href="https://a.uk"><a href="https://a.uk">x</a><img src="a/b.png"><svg xmlns="http://w3">'
    (tmp_path / "good.html").write_text(good, encoding="utf-8")
    (tmp_path / "good.css").write_text("/* https://a.uk */ a { background: url(data:x) }", encoding="utf-8")
    assert list(outward.fetched_from_elsewhere(tmp_path)) == []
    for number, bad in enumerate((
        '<script src="https://cdn.uk/x.js"></script>', '<link href="//fonts.uk/x" rel=stylesheet>',
        '<img srcset="a.png 1x, https://a.uk/b.png 2x">', '<style>@import "https://a.uk/x"</style>',
        '<p style="background: url(https://a.uk/x)">',
    )):  # fmt: skip
        (tmp_path / f"bad{number}.html").write_text(bad, encoding="utf-8")
    (tmp_path / "bad.css").write_text("@font-face { src: url('https://a.uk/f.woff') }", encoding="utf-8")
    found = {line.partition(":")[0] for line in outward.fetched_from_elsewhere(tmp_path)}
    assert found == {"bad.css", *(f"bad{number}.html" for number in range(5))}


@pytest.mark.parametrize(
    ("link", "made"),
    [
        ("../api.md#paths", "[x](../api.md#paths)"),
        ("../../README.md#install-it", "[x](../index.md#install-it)"),
        ("../../CONTRIBUTING.md", "[x](../project/CONTRIBUTING.md)"),
        ("../comparing/", "[x](../comparing/README.md)"),
        ("../../tools/pins.py", "x"),
        ("https://a.uk/x", "[x](https://a.uk/x)"),
        ("#here", "[x](#here)"),
    ],
)
def test_a_link_is_made_that_of_the_site(link: str, made: str) -> None:
    """What the site does not have is named, not linked; code stays as it is."""
    text = f"[x]({link}) `[x](../../CONTRIBUTING.md)`"
    assert (
        staging.linked(text, "docs/citing/new.md", "citing/new.md") == f"{made} `[x](../../CONTRIBUTING.md)`"
    )


def test_a_page_in_no_section_or_named_in_vain_stops_the_build() -> None:
    wanted = [{"title": "A", "pages": ["a.md", "b/*.md"]}, {"title": "B", "pages": ["b/two.md"]}]
    places = ["a.md", "b/one.md", "b/two.md"]
    assert staging.navigation(places, wanted) == [{"A": ["a.md", "b/one.md"]}, {"B": ["b/two.md"]}]
    with pytest.raises(SystemExit, match=r"in no section of .*: c\.md"):
        staging.navigation([*places, "c.md"], wanted)
    with pytest.raises(SystemExit, match=r"not there: a\.md"):
        staging.navigation(places[1:], wanted)


def test_pictures_are_described_and_small() -> None:
    pictures = sorted((ROOT / "docs/pictures").glob("*.png"))
    assert sum(path.stat().st_size for path in pictures) < 1_500_000
    assert [path for path in pictures if path.name not in "".join(_texts())] == []


def _texts() -> Iterator[str]:
    for path in (ROOT / "docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "![](" not in text, path
        yield text
