"""Takes pictures of every page in every state: python tools/screenshots.py FOLDER [--index DIR].

Without an index it first indexes the sample reports. It needs Chromium (`make chromium`) and the extra `dev`.
There is one picture for each window: wide, phone and narrow (320 px), in light and dark.
`--windows 390-light` takes some of them. Tall pages are cut into parts. A bar that keeps to the end of the
window stands where the first window ends.
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
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

PINPOINT = str(Path(sys.executable).with_name("pinpoint"))
SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
WIDTHS = {"1200": 900, "390": 844, "320": 640}
STEP, PAGE = 5_000, 60_000  # milliseconds that an element and a page may take
BUSY = 503  # the status of an answer that took too long
TALLEST = 2400  # pixels of one picture: what is taller cannot be read when it is looked at whole
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]  # fmt: skip
_MARAC = "what did inspectors say about MARAC?"


class Step(NamedTuple):
    """What is done on a page before its picture. text: typed there; "" to click. until: waited for."""

    selector: str
    text: str = ""
    until: str = ""


class State(NamedTuple):
    """phone_only: it looks no different on a wide page."""

    path: str
    steps: tuple[Step, ...] = ()
    phone_only: bool = False


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of `pinpoint serve` on a free port."""
    command = [PINPOINT, "serve", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            for line in process.stderr or ():
                said += line
                if found := re.search(r"Pinpoint is at (http://\S+)/ ", line):
                    Thread(target=process.communicate, daemon=True).start()  # a full pipe would stop it
                    yield found[1]
                    return
            raise SystemExit(said)
        finally:
            process.terminate()


def read(site: str, path: str) -> Any:
    with urllib.request.urlopen(site + path) as reply:
        return json.load(reply)


def ask(question: str, **more: str) -> str:
    return "/?" + urlencode({"q": question, **more})


def draft(first: dict[str, Any]) -> str:
    """Of a plan: a right quotation, a changed one, a paragraph that is in no report, and no citation."""
    words = first["text"].split()[:12]
    year, number = first["published"][:4], first["label"]
    right, changed = " ".join(words), " ".join([*words[:5], "splendid", *words[6:]])
    claims = (
        f"Inspectors wrote “{right}” (Ofsted {year}, para {number}).",
        f"They also wrote “{changed}” (Ofsted {year}, para {number}).",
        f"See paragraph 999 of the {year} report, where leadership was judged outstanding.",
        "Inspectors found that social workers are too often changed.",
    )
    return "\n\n".join([f"{first['authority']} improvement plan", *claims])


def pages(site: str) -> dict[str, State]:
    """Name -> each page and state, of what the index has."""
    reports = read(site, "/api/v1/reports?limit=200")["reports"]
    found = read(site, "/api/v1/search?limit=50&" + urlencode({"q": _MARAC}))["results"]
    best = {item["report"]: item for item in reversed(found)}
    chosen = [item["id"] for item in list(best.values())[::-1][:3]]
    first = next((item for item in found if item["printed"]), found[0])
    own = first["authority"]
    slug = re.sub(r"-\d{4}-\d\d-\d\d.*", "", first["report"])
    one = f"/paragraphs/{chosen[0]}"
    plan = [("p", identity) for identity in chosen]
    words = [("title", f"{own} improvement plan"), *plan, ("action", "Attend each meeting")]
    paths = {
        "search-first": "/",
        "search-first-mine": "/?" + urlencode({"mine": own}),
        "results": ask(_MARAC),
        "results-list": ask(_MARAC, view="results"),
        "results-filtered": ask(_MARAC, authority=own, since="2013"),
        "results-filters-said": ask("recommendations about supervision since 2018"),
        "results-words-only": ask("recommendations since 2018", literal="true"),
        "results-concerns": ask("supervision", said="concern", sort="oldest"),
        "results-page-2": ask("children", page="2"),
        "results-past-the-last": ask(_MARAC, page="25"),
        "results-contrast": ask("what do good and inadequate councils say about MARAC?"),
        "results-tracker": ask(f"how have {own}'s recommendations been followed up?"),
        "results-mine": ask("where were we criticised?", mine=own),
        "results-refused": ask("zebra crossings on the moon"),
        "results-filter-empty": ask(_MARAC, authority=own, until="2005"),
        "view-authorities": ask(_MARAC, view="authorities", mine=own),
        "view-time": ask(_MARAC, view="time"),
        "view-compare-first": ask(_MARAC, view="compare"),
        "view-compare": ask(_MARAC, view="compare", one=own),
        "view-compare-grades": ask("MARAC", view="compare", one="good", other="requires improvement"),
        "view-nothing-to-count": ask("MARAC and supervision", view="time"),
        "paragraph": one,
        "paragraph-citing": f"{one}?quote=true&link=true#cite",
        "paragraph-marked": f"{one}?mark=0-40",
        "paragraph-same": f"{one}?show=same",
        "paragraph-same-narrowed": f"{one}?show=same&scope=newest",
        "paragraph-praised": f"{one}?show=praised",
        "paragraph-criticised": f"{one}?show=criticised",
        "paragraph-before-after": f"{one}?show=before-after",
        "report": f"/reports/{first['report']}",
        "report-found": f"/reports/{first['report']}?find=MARAC",
        "report-oldest": f"/reports/{min(reports, key=lambda item: item['published'])['id']}",
        "report-latest": f"/reports/{max(reports, key=lambda item: item['published'])['id']}",
        "authority": f"/authorities/{slug}",
        "authority-of-the-past": "/authorities/cumbria",
        "tracker": f"/authorities/{slug}/tracker",
        "reports": "/reports",
        "reports-sorted": "/reports?sort=-published&authority=s",
        "problem-reports-name": "/reports?authority=Northmore",
        "coverage": "/coverage",
        "coverage-refused": "/coverage?status=refused",
        "acronyms": "/acronyms",
        "acronyms-letter": "/acronyms?letter=M",
        "compare": "/compare",
        "contrast-first": "/contrast",
        "contrast": "/contrast?about=MARAC&one=good&other=requires+improvement",
        "praised-first": "/praised",
        "praised": "/praised?" + urlencode({"about": "MARAC", "mine": own}),
        "brief-first": "/brief",
        "brief": "/brief?" + urlencode({"about": "supervision", "authority": own}),
        "my-authority": "/my-authority",
        "my-authority-named": "/my-authority?" + urlencode({"mine": own}),
        "grades": "/grades?from=inadequate&to=good&area=leadership",
        "grades-authority": "/grades?" + urlencode({"authority": own}),
        "grades-none": "/grades?from=outstanding&to=inadequate",
        "matrix-first": "/matrix",
        **{
            f"matrix-{show}": f"/matrix?about=MARAC&show={show}"
            for show in ("trend", "region", "authority", "map")
        },
        "matrix-grades": "/matrix?show=map-grade",
        "matrix-sentences": "/matrix/sentences?about=MARAC",
        "themes": "/themes",
        "theme": "/themes/domestic-abuse",
        "silence-first": "/silence",
        "silence": "/silence?about=MARAC",
        "weak-to-strong-first": "/weak-to-strong",
        "weak-to-strong": "/weak-to-strong?about=supervision",
        "check-first": "/check",
        "plan-empty": "/plan",
        "plan": "/plan?" + urlencode(plan),
        "plan-words": "/plan?" + urlencode(words),
        "help": "/help",
        "accessibility": "/accessibility",
        "problem-no-page": "/nothing-here",
        "problem-no-paragraph": f"{one}999",
        "problem-no-authority": "/authorities/nowhere",
        "problem-no-tracker": "/authorities/nowhere/tracker",
        "problem-filter": ask(_MARAC, authority="Atlantis"),
        "problem-date": ask(_MARAC, since="yesterday"),
        "problem-parameter": "/?autority=Saltby&colour=red",
        "problem-contrast": "/contrast?about=MARAC&one=splendid",
    }
    for item in reversed(found):
        of = {"two-pages": item["page_first"] != item["page_last"], "unnumbered": not item["printed"]}
        of["recommendation"] = item["kind"] == "recommendation"
        paths |= {f"paragraph-{name}": f"/paragraphs/{item['id']}" for name, held in of.items() if held}
    return {name: State(path) for name, path in paths.items()} | after_steps(paths, draft(first))


def after_steps(paths: dict[str, str], text: str) -> dict[str, State]:
    """Name -> each state that takes a click or a typed word. text: of a draft to check."""
    checked = Step("form[data-check-form] button", until=".button[href='/check']")
    typed = Step("#q", "super", until="#suggestions li")
    opened = Step("main details:not([open]) > summary")
    return {
        "menu-open": State("/", (Step(".site-menu summary"),), phone_only=True),
        "suggestions": State("/", (typed,)),
        "suggestions-results": State(paths["results"], (typed,)),
        "filters-open": State(paths["results"] + "#filters", phone_only=True),
        "report-contents-open": State(paths["report"], (Step(".contents-folded summary"),), phone_only=True),
        "reports-more-filters": State(paths["reports"], (Step("#filters .more summary"),)),
        "plan-other-files": State(paths["plan"], (Step(".plan-files summary"),)),
        "plan-added": State(
            paths["paragraph"], (Step("[data-plan-add]", until="[data-plan-count]:visible"),)
        ),
        "copied": State(
            paths["paragraph"], (Step(".cite [data-copy-from]", until="button:text-is('Copied')"),)
        ),
        "tracker-opened": State(paths["tracker"], (opened,)),
        "check": State("/check", (Step("#text", text), checked)),
        "check-nothing-found": State("/check", (Step("#text", "We will do better."), checked)),
        "check-wrong": State("/check", (Step("form[data-check-form] button", until="[role=alert]"),)),
    }


def shoot(browser: Browser, site: str, states: dict[str, State], folder: Path, windows: str) -> int:
    """The number of pictures that were written. windows: a regular expression of width-scheme."""
    written = 0
    all_windows = product(WIDTHS, ("light", "dark"))
    for width, scheme in (each for each in all_windows if re.search(windows, "-".join(each))):
        for name, state in states.items():
            if state.phone_only and width == "1200":
                continue
            context = browser.new_context(
                viewport={"width": int(width), "height": WIDTHS[width]},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = context.new_page()
            page.set_default_timeout(STEP)
            reply = page.goto(site + state.path, timeout=PAGE)
            if reply and reply.status == BUSY:  # a question that was just being answered is in memory now
                reply = page.reload(timeout=PAGE)
            if reply and reply.status >= 400 and not name.startswith("problem-"):
                print(f"{name}-{width}-{scheme}: not reached: the page answers {reply.status}")
                context.close()
                continue
            for picture in page.locator("main img").all():  # they wait until they are looked at
                picture.scroll_into_view_if_needed()
            page.wait_for_load_state("networkidle", timeout=PAGE)
            try:
                for step in state.steps:
                    _do(page, step)
            except PlaywrightError as error:
                print(f"{name}-{width}-{scheme}: not reached: {error.message.splitlines()[0]}")
            else:
                written += _parts(page, folder, f"{name}-{width}-{scheme}")
            context.close()
    return written


def _do(page: Page, step: Step) -> None:
    place = page.locator(step.selector).first
    if step.text:
        place.fill(step.text)
    else:
        place.click()
    if step.until:
        page.locator(step.until).first.wait_for(timeout=PAGE)


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


def chromium_path() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Chromium is missing: `make chromium` installs Debian's")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes pictures of every page.")
    parser.add_argument("folder", type=Path, help="where they are written; made where it is missing")
    parser.add_argument("--index", type=Path, help="the index folder; else the sample reports")
    parser.add_argument("--only", default="", help="a regular expression of the names of pages")
    parser.add_argument("--windows", default="", help="a regular expression of windows, such as 1200-light")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        index = given.index or Path(made) / "index"
        if given.index is None:
            subprocess.run([PINPOINT, "index", str(SAMPLES), "--index", str(index)], check=True)
        with served(index) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            states = {name: state for name, state in pages(site).items() if re.search(given.only, name)}
            print(f"{shoot(browser, site, states, given.folder, given.windows)} pictures in {given.folder}")
            browser.close()


if __name__ == "__main__":
    main()
