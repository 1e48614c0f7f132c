"""Builds the site of the documentation: python -m tools.site [FOLDER], by default build/docs-site.

The pages are in FOLDER/html; open FOLDER/html/index.html in a browser, or serve that folder. It stops where a
link or heading is missing, a page is in no section, or a page would fetch something from elsewhere.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.site import outward, reference, staging

_FEATURES = [
    "navigation.sections",
    "navigation.path",
    "navigation.footer",
    "search.highlight",
    "content.code.copy",
]


def settings(navigation: list[dict[str, list[str]]]) -> dict[str, Any]:
    """Those of Zensical. Addresses end in .html, so that the site can be read from a folder as well."""
    return {
        "site_name": "Pinpoint",
        "site_description": "Search and cite inspection reports of children's services",
        "docs_dir": "pages",
        "site_dir": "html",
        "use_directory_urls": False,
        "nav": navigation,
        "extra": {"generator": False},
        "extra_css": ["site.css"],
        "extra_javascript": ["site.js"],
        "theme": {
            "name": "material",
            "variant": "modern",
            "language": "en",
            "font": False,
            "features": _FEATURES,
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default",
                 "toggle": {"icon": "lucide/sun", "name": "Use dark colours"}},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate",
                 "toggle": {"icon": "lucide/moon", "name": "Use light colours"}},
            ],
        },
        "markdown_extensions": {
            "admonition": {}, "attr_list": {}, "tables": {},
            "toc": {"permalink": False},
            "pymdownx.highlight": {"pygments_lang_class": True},
            "pymdownx.superfences": {},
        },
    }  # fmt: skip


def build(folder: Path) -> Path:
    """The folder of the finished pages. Raises SystemExit with what is wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    staging.gather(folder / "pages", reference.pages())
    for name in ("site.css", "site.js"):
        shutil.copyfile(Path(__file__).with_name(name), folder / "pages" / name)
    places = [path.relative_to(folder / "pages").as_posix() for path in (folder / "pages").rglob("*.md")]
    config = settings(staging.navigation(places, staging.sections()))
    (folder / "mkdocs.yml").write_text(json.dumps(config, indent=1), encoding="utf-8")  # JSON is YAML
    zensical = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(zensical, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{done.stderr}")
    if found := list(outward.fetched_from_elsewhere(folder / "html")):
        raise SystemExit("these would be fetched from elsewhere:\n" + "\n".join(found))
    return folder / "html"


if __name__ == "__main__":
    made = build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs-site"))
    print(f"{len(list(made.rglob('*.html')))} pages: open {made / 'index.html'}")
