"""How a verdict is said to a reader: how sure it is in words, and never more than it rests on."""

from __future__ import annotations

from .records import Outcome, Sure, Verdict

# What is counted, and what stands where no verdict can be given.
COUNTED: dict[Verdict, str] = {
    "repeated": "repeated",
    "still a concern": "still a concern",
    "improving": "improving",
    "addressed": "addressed",
    "unclear": "with no clear follow-up found",
    "not mentioned": "not mentioned",
}
_SURE: dict[Sure, str] = {"clear": "{}", "likely": "probably {}", "uncertain": "perhaps {}"}


def in_words(outcome: Outcome) -> str:
    """As in "Addressed", "Probably still a concern", "Perhaps improving", "No clear follow-up found"."""
    if outcome.verdict == "unclear":
        return "No clear follow-up found"
    if outcome.verdict == "not mentioned":
        return "Not mentioned, as far as we found"
    said = _SURE[outcome.sure].format(outcome.verdict)
    return said[:1].upper() + said[1:]
