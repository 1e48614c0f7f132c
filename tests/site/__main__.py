"""axe-core on every page of the site: python -m tests.site [FOLDER], by default build/docs-site/html."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.site.site_bench import found_on


def main(folder: Path) -> int:
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    if not pages:
        print(f"there are no pages in {folder}: `make docs-site` builds them")
        return 2
    wrong = 0
    for line in found_on(folder, pages):
        print(line, flush=True)
        wrong += 1
    print(f"{len(pages)} pages, each wide and light and on a phone and dark: {wrong} things wrong")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs-site/html")))
