"""Pages of the repository -> pages of the site: gathered in one folder, with the links that hold there."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# Documents outside docs/ that the site has, by their place on it. Some may not be there.
OUTSIDE = {
    "CHANGELOG.md": "project/CHANGELOG.md",
    "CONTRIBUTING.md": "project/CONTRIBUTING.md",
    "ARCHITECTURE.md": "project/ARCHITECTURE.md",
    "SECURITY.md": "project/SECURITY.md",
    "corpus/README.md": "how-to/your-own-reports.md",
    "tests/quality/README.md": "project/questions.md",
    "README.md": "index.md",
}
_CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def gather(pages: Path, written: Mapping[str, str]) -> None:
    """Copy docs/ and the documents outside it to `pages`, with `written` (place -> text) beside them."""
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("__pycache__", "man"))
    for name, place in OUTSIDE.items():
        if name != "README.md" and (ROOT / name).is_file():
            (pages / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, pages / place)
    for place, text in written.items():
        (pages / place).parent.mkdir(parents=True, exist_ok=True)
        (pages / place).write_text(text, encoding="utf-8")
    outside = {place: name for name, place in OUTSIDE.items() if name != "README.md"}
    for path in pages.rglob("*.md"):
        place = path.relative_to(pages).as_posix()
        if place not in written:
            home = outside.get(place, f"docs/{place}")
            path.write_text(linked(path.read_text(encoding="utf-8"), home, place), encoding="utf-8")


def linked(text: str, home: str, place: str) -> str:
    """The text with each link as the site needs it; what the site does not have is named, not linked.

    home: where the document lies in the repository. place: where it lies on the site.
    """

    def moved(found: re.Match[str]) -> str:
        mark, words, link = found.groups()
        name, hash_, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link) or not name:
            return found[0]
        target = normpath(str(PurePosixPath(home).parent / name))
        if (ROOT / target).is_dir():
            target = f"{target}/README.md"
        there = target.removeprefix("docs/") if target.startswith("docs/") else OUTSIDE.get(target)
        if there is None or not (ROOT / target).is_file():
            return words
        return f"{mark}[{words}]({relpath(there, str(PurePosixPath(place).parent))}{hash_}{anchor})"

    parts = _CODE.split(text)  # every other one is code
    return "".join(part if number % 2 else _LINK.sub(moved, part) for number, part in enumerate(parts))


def sections() -> list[dict[str, Any]]:
    """Those of pages.toml: title and pages."""
    listed: list[dict[str, Any]] = tomllib.loads(
        Path(__file__).with_name("pages.toml").read_text(encoding="utf-8")
    )["section"]
    return listed


def navigation(places: list[str], wanted: list[dict[str, Any]]) -> list[dict[str, list[str]]]:
    """Section -> its pages. Raises SystemExit where a page is in no section, or a named one is missing."""
    named = {page for section in wanted for page in section["pages"] if "*" not in page}
    left = sorted(set(places) - named)
    made = []
    for section in wanted:
        chosen: list[str] = []
        for page in section["pages"]:
            if "*" in page:
                fit = [
                    place
                    for place in left
                    if fnmatchcase(place, page) and place.count("/") == page.count("/")
                ]
                left = [place for place in left if place not in fit]
                chosen += fit
            else:
                chosen.append(page)
        made.append({section["title"]: chosen})
    if missing := sorted(named - set(places)):
        raise SystemExit(f"pages.toml names pages that are not there: {', '.join(missing)}")
    if left:
        raise SystemExit(f"these pages are in no section of tools/site/pages.toml: {', '.join(left)}")
    return made
