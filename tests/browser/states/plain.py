"""Words that a reader of the pages does not need, and headings that stand twice."""

from __future__ import annotations

from tests.browser.browser_bench import Visitor

# What is quoted, what the reader typed, and what is only for those who run the service, is not looked at.
_SAID = """() => {
  const main = document.querySelector("main").cloneNode(true);
  const others = main.querySelectorAll(".report-text, blockquote, .technical, .file, code, q, [value]");
  others.forEach(part => part.remove());
  return main.textContent.replace(/\\s+/g, " ");
}"""
_UNREADABLE = (
    r"\b(scores? (of )?\d|cosine|vectors?|embedding|encoder|boilerplate|undefined|NaN)\b"
    r"|(?<![\w/-])20\d\d-\d\d-\d\d(?![\w/-])"
)
_FOUND = """([said, wrong]) => [...said.matchAll(new RegExp(wrong, "gi"))].map(
  found => said.slice(Math.max(0, found.index - 40), found.index + 40))"""
_TWICE = """() => {
  const texts = [...document.querySelectorAll("h1, h2:not(li *)")].map(heading => heading.textContent.trim());
  return texts.filter((text, place) => texts.indexOf(text) !== place);
}"""


def unplain(visitor: Visitor) -> list[str]:
    """Each with what stands round it."""
    said: str = visitor.page.evaluate(_SAID)
    return [
        *visitor.page.evaluate(_FOUND, [said, _UNREADABLE]),
        *(f"twice: {heading}" for heading in visitor.page.evaluate(_TWICE)),
    ]
