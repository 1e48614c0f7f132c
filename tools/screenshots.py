"""Takes pictures of every page in every state: python tools/screenshots.py FOLDER [--index DIR].

Without an index it first indexes the sample reports. It needs Chromium (`make chromium`) and the extra `dev`.
There is one picture for each window: wide, phone and narrow (320 px), in light and dark. Tall pages are cut
into parts.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

PINPOINT = str(Path(sys.executable).with_name("pinpoint"))
SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
WIDTHS = {"1200": 900, "390": 844, "320": 640}
TALLEST = 2400  # pixels of one picture: what is taller cannot be read when it is looked at whole
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]  # fmt: skip
_MARAC = "what did inspectors say about MARAC?"


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of `pinpoint serve` on a free port."""
    command = [PINPOINT, "serve", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            for line in process.stderr or ():
                said += line
                if found := re.search(r"running on (http://\S+)", line):
                    yield found[1]
                    return
            raise SystemExit(said)
        finally:
            process.terminate()


def read(site: str, path: str) -> dict[str, list[dict[str, str]]]:
    with urllib.request.urlopen(site + path) as reply:
        found: dict[str, list[dict[str, str]]] = json.load(reply)
        return found


def pages(site: str) -> dict[str, str]:
    """Name -> path of each page and state, of what the index has."""
    asked = "/?" + urlencode({"q": _MARAC})
    reports = read(site, "/api/v1/reports?limit=200")["reports"]
    found = read(site, "/api/v1/search?limit=50&" + urlencode({"q": _MARAC}))["results"]
    best = {item["report"]: item for item in reversed(found)}
    chosen = [item["id"] for item in list(best.values())[::-1][:3]]
    crossing = [item["id"] for item in found if item["page_first"] != item["page_last"]]
    advice = [item["id"] for item in found if item["kind"] == "recommendation"]
    unnumbered = [item["id"] for item in found if not item["printed"]]
    first = found[0]
    names = {
        "search-first": "/",
        "results": asked,
        "results-filtered": f"{asked}&" + urlencode({"authority": first["authority"], "since": "2013"}),
        "results-filters-said": "/?" + urlencode({"q": "recommendations about supervision since 2018"}),
        "results-page-2": "/?" + urlencode({"q": "children", "page": 2}),
        "view-authorities": f"{asked}&view=authorities",
        "view-time": f"{asked}&view=time",
        "view-compare-first": f"{asked}&view=compare",
        "view-compare": f"{asked}&" + urlencode({"view": "compare", "one": first["authority"]}),
        "view-compare-grades": f"{asked}&view=compare&one=good&other=requires+improvement",
        "view-nothing-to-count": "/?" + urlencode({"q": "MARAC and supervision", "view": "time"}),
        "results-refused": "/?" + urlencode({"q": "zebra crossings on the moon"}),
        "results-filter-empty": f"{asked}&" + urlencode({"authority": first["authority"], "until": "2005"}),
        "paragraph": f"/paragraphs/{chosen[0]}",
        "paragraph-citing": f"/paragraphs/{chosen[0]}?quote=true&link=true#cite",
        "paragraph-same": f"/paragraphs/{chosen[0]}?show=same",
        "paragraph-praised": f"/paragraphs/{chosen[0]}?show=praised",
        "paragraph-before-after": f"/paragraphs/{chosen[0]}?show=before-after",
        "report": f"/reports/{first['report']}",
        "report-found": f"/reports/{first['report']}?find=MARAC",
        "report-oldest": f"/reports/{min(reports, key=lambda item: item['published'])['id']}",
        "report-latest": f"/reports/{max(reports, key=lambda item: item['published'])['id']}",
        "authority": "/authorities/" + re.sub(r"-\d{4}-\d\d-\d\d.*", "", first["report"]),
        "authority-unknown": "/authorities/nowhere",
        "authority-of-the-past": "/authorities/cumbria",
        "reports": "/reports",
        "reports-none": "/reports?since=2090",
        "reports-sorted": "/reports?sort=-published&authority=s",
        "reports-unknown-name": "/reports?authority=Northmore",
        "coverage": "/coverage",
        "acronyms": "/acronyms",
        "acronyms-letter": "/acronyms?letter=M",
        "grades": "/grades?from=inadequate&to=good&area=leadership",
        "grades-authority": "/grades?" + urlencode({"authority": first["authority"]}),
        "matrix-first": "/matrix",
        "matrix-trend": "/matrix?about=MARAC",
        "matrix-region": "/matrix?about=MARAC&show=region",
        "matrix-map": "/matrix?about=MARAC&show=map",
        "matrix-grades": "/matrix?show=map-grade",
        "matrix-sentences": "/matrix/sentences?about=MARAC",
        "plan-empty": "/plan",
        "plan": "/plan?" + urlencode([("p", identity) for identity in chosen]),
        "help": "/help",
        "accessibility": "/accessibility",
        "problem": "/nothing-here",
    }
    for name, identities in (("two-pages", crossing), ("recommendation", advice), ("unnumbered", unnumbered)):
        if identities:
            names[f"paragraph-{name}"] = f"/paragraphs/{identities[0]}"
    return names


def shoot(browser: Browser, site: str, names: dict[str, str], folder: Path) -> int:
    """The number of pictures that were written."""
    written = 0
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            for name, path in names.items():
                context = browser.new_context(
                    viewport={"width": int(width), "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                page.goto(site + path)
                for picture in page.locator("main img").all():  # they wait until they are looked at
                    picture.scroll_into_view_if_needed()
                page.wait_for_load_state("networkidle")
                written += _parts(page, folder, f"{name}-{width}-{scheme}")
                context.close()
    return written


def _parts(page: Page, folder: Path, name: str) -> int:
    width, height = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    starts = range(0, height, TALLEST)
    for part, top in enumerate(starts, 1):
        end = f"-part{part}" if len(starts) > 1 else ""
        page.screenshot(
            path=folder / f"{name}{end}.png",
            full_page=True,
            clip={"x": 0, "y": top, "width": width, "height": min(TALLEST, height - top)},
        )
    return len(starts)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes pictures of every page.")
    parser.add_argument("folder", type=Path, help="where they are written; made where it is missing")
    parser.add_argument("--index", type=Path, help="the index folder; else the sample reports")
    parser.add_argument("--only", default="", help="a regular expression of the names of pages")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is missing: `make chromium` installs Debian's")
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        index = given.index or Path(made) / "index"
        if given.index is None:
            subprocess.run([PINPOINT, "index", str(SAMPLES), "--index", str(index)], check=True)
        with served(index) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            names = {name: path for name, path in pages(site).items() if re.search(given.only, name)}
            print(f"{shoot(browser, site, names, given.folder)} pictures in {given.folder}")
            browser.close()


if __name__ == "__main__":
    main()
