"""The ways in which a reader takes a journey: pointing, or with the keyboard alone.

A journey is written once, with `follow`, `press`, `type` and `choose` on what roles and visible names find.
"""

from __future__ import annotations

from playwright.sync_api import Download, Locator, Page

from tests.browser.browser_bench import Visitor
from tests.browser.keyboard_walk import focused

_MOST = 250  # presses of Tab: more is no way to work
_WHERE = """target => {
  const focus = document.activeElement;
  if (focus === target) return "there";
  const inside = document.querySelector("main").contains(target);
  return inside && focus.getAttribute("href") === "#main" ? "skip link" : "elsewhere";
}"""


class Pointing:
    """With a mouse or a finger. page: the window's."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def act(self, target: Locator) -> None:
        """Do what a link or a button is for."""
        target.click()

    def type(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator, option: str) -> None:
        target.select_option(label=option)

    def open(self, path: str) -> None:
        """Come to a page from outside, as by a link in a message."""
        self.visitor.go(path)

    def follow(self, target: Locator) -> None:
        """Act, and be on the next page once it is there whole."""
        with self.page.expect_navigation():
            self.act(target)

    def download(self, target: Locator) -> Download:
        with self.page.expect_download() as begun:
            self.act(target)
        return begun.value

    def ask(self, question: str) -> None:
        """Type a question into the box of the first page and send it."""
        self.open("/")
        self.type(self.page.get_by_label("Your question or search words"), question)
        self.follow(self.page.get_by_role("button", name="Search", exact=True))

    def main_menu(self, name: str) -> None:
        """Follow the link `name` at the head of the page, which a phone has in a menu."""
        head = self.page.get_by_role("banner")
        link, menu = head.get_by_role("link", name=name), head.get_by_text("Menu", exact=True)
        if menu.is_visible() and not link.is_visible():
            self.act(menu)
        self.follow(link)

    def view(self, name: str) -> None:
        """Follow one of the tabs of a search."""
        views = self.page.get_by_role("navigation", name="Views of this search")
        self.follow(views.get_by_role("link", name=name))


class Keyboard(Pointing):
    """With Tab, Enter and letters, and with the skip link where it helps."""

    def _reach(self, target: Locator) -> None:
        """Press Tab until the focus is on `target` and shows; fails the test if it never is."""
        skipped = False
        for _ in range(_MOST):
            self.page.keyboard.press("Tab")
            where = target.evaluate(_WHERE)
            if where == "there":
                assert focused(self.visitor).outlined, f"the focus does not show: {target}"
                return
            if where == "skip link" and not skipped:
                self.page.keyboard.press("Enter")
                skipped = True
        raise AssertionError(f"not reached with {_MOST} presses: {target}")

    def act(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def type(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.type(text)

    def choose(self, target: Locator, option: str) -> None:
        """A list goes to the option whose first letters are typed."""
        self._reach(target)
        self.page.keyboard.type(option)
