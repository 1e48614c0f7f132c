"""Remakes the pictures of the tutorials and of the README: python -m tools.site.pictures [FOLDER].

They show the sample reports on a wide, light page. By default they are written to docs/pictures. It needs
Chromium (`make chromium`) and the extra `dev`.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.screenshots import FLAGS, PINPOINT, SAMPLES, chromium_path, served
from tools.site.staging import ROOT

_MARAC = "/?q=what+did+inspectors+say+about+MARAC%3F"
_PARAGRAPH = "/paragraphs/saltby-2023-11-13/para-6"
WIDTH, COLOURS = 1080, 64  # of a picture: pixels, and as many colours as a page of text has


class Picture(NamedTuple):
    """path: of the page. height: pixels, from `top` of the page (a selector, or the start)."""

    path: str
    height: int
    top: str = ""


PICTURES = {
    "answer": Picture(_MARAC, 1150),
    "paragraph": Picture(_PARAGRAPH, 900),
    "citing": Picture(f"{_PARAGRAPH}?quote=true&link=true#cite", 620, ".cite"),
    "plan": Picture("/plan?p=saltby-2023-11-13/para-6&p=northmoor-2016-01-29/para-19", 800),
    "compare": Picture("/?q=MARAC&view=compare&one=Northmoor&other=Saltby", 900),
    "tracker": Picture("/authorities/northmoor/tracker", 900),
    "reports": Picture("/reports", 700),
}
CHECK = 1000  # the height of the picture of a checked draft


def tutorial_draft() -> str:
    """The draft that the tutorial gives."""
    text = (ROOT / "docs/tutorials/check-a-plan.md").read_text(encoding="utf-8")
    return text.partition("```markdown\n")[2].partition("```")[0]


def take(page: Page, site: str, folder: Path) -> None:
    """All of them, each in `folder` by its name."""
    for name, picture in PICTURES.items():
        page.set_viewport_size({"width": WIDTH, "height": picture.height})  # bars keep to its end
        page.goto(site + picture.path)
        _save(page, folder / f"{name}.png", picture.height, picture.top)
    page.set_viewport_size({"width": WIDTH, "height": CHECK})
    page.goto(site + "/check")
    page.locator("#text").fill(tutorial_draft())
    page.locator("form[data-check-form] button").first.click()
    page.locator(".button[href='/check']").first.wait_for()
    _save(page, folder / "check.png", CHECK)


def _save(page: Page, path: Path, height: int, top: str = "") -> None:
    for picture in page.locator("main img").all():  # they wait until they are looked at
        picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    page.evaluate("() => { window.scrollTo(0, 0); document.activeElement?.blur(); }")
    box = page.locator(top).first.bounding_box() if top else None
    start = max(0, round(box["y"]) - 8) if box else 0
    whole = page.evaluate("() => document.documentElement.scrollHeight")
    clip = {"x": 0, "y": start, "width": WIDTH, "height": min(height, whole - start)}
    taken = page.screenshot(full_page=True, clip=clip)
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def window(browser: Browser) -> Page:
    """A wide, light one in which nothing moves."""
    page: Page = browser.new_page(
        viewport={"width": WIDTH, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    return page


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        index = Path(made) / "index"
        subprocess.run([PINPOINT, "index", str(SAMPLES), "--index", str(index)], check=True)
        with served(index) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            take(window(browser), site, folder)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
