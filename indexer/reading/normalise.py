"""Normalisation of report text: one table, documented in docs/normalisation.md.

Two strengths. `clean` makes the text that is stored and quoted: characters that only a typesetter
sees are replaced, words and punctuation stay. `fold` makes a comparison form, in which two readings
of the same page agree; it is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.terminal import INVISIBLE

from .pages import LINE_END_HYPHEN

BULLET = "•"

# Glyphs that stand at the head of a list line, some from symbol fonts (private use), some drawn with
# combining strokes; hyphens and dashes count only with white space after them.
_BULLET_GLYPHS = "\uf06e\uf02d\uf0a7\uf0b7\uf0be\uf0d8\uf0fc◼■▪●•○◦‣\u0336"
_BULLET_LINE = re.compile(rf"^(?:[{_BULLET_GLYPHS}]\s*|[-‐‑–—―−─o]\s+)(?=\S)")

NORMALISED: dict[str, str] = {
    # spaces of every width -> one space
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
        " ",
    ),
    # strokes of drawn bullets; what nobody sees is taken out before (INVISIBLE)
    **dict.fromkeys("\u0335\u0336", ""),
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # non-breaking hyphen
    "\u2212": "–",  # minus sign set as a dash
    "\u2500": "–",  # box-drawing line set as a dash
    "\u2015": "—",  # horizontal bar
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    # ligatures of fonts whose own table of characters names another letter; English has none of these
    "\u019f": "ti",
    "\u01a9": "tt",
    "\u01ab": "tti",
    # symbol fonts
    "\uf020": " ",
    "\uf02d": "–",  # minus sign set as a dash
}
_TABLE = str.maketrans(NORMALISED)
_CONTROLS = f"\x00-\x08\x0b-\x1f\x7f-\x9f{INVISIBLE}"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_CHANGED = re.compile(f"[{''.join(map(re.escape, NORMALISED))}{_CONTROLS}\u014c]")
_FT = re.compile("(?<=[a-z])\u014c")  # the ligature "ft" of the same fonts; a name may begin with this letter
_UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd]")
_SPACES = re.compile(r" {2,}")

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(f"[{_SUPERSCRIPTS}]")
_RAISED = re.compile(rf"(?<=\S)[{_SUPERSCRIPTS}]+")
_FOLD_DROP = re.compile(r"[\s\-‐-―−_•·◼■▪●○◦" + _BULLET_GLYPHS + LINE_END_HYPHEN + r"]+")
_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", **dict.fromkeys(_SUPERSCRIPTS, "")}
)


@lru_cache(maxsize=8192)  # the same lines are cleaned at each step of the reading
def clean(text: str) -> str:
    """One line of report text as it is stored: NFC (never NFKC), one space between words."""
    if "  " not in text and not _CHANGED.search(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()  # as nearly all lines are
    # What goes first: where it stood between a letter and its accent, these make one character then.
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text).translate(_TABLE))
    return _SPACES.sub(" ", _FT.sub("ft", text)).strip()


def unknown_characters(text: str) -> int:
    """How many characters of a cleaned text no reader can tell: of symbol fonts, or not decoded."""
    return len(_UNKNOWN.findall(text))


def split_bullet(text: str) -> tuple[bool, str]:
    """Whether the line starts with a list glyph, and the line without it."""
    found = _BULLET_LINE.match(text)
    return (True, text[found.end() :]) if found else (False, text)


def strip_superscripts(text: str) -> str:
    """The line without footnote marks set as superscript characters."""
    return _RAISED.sub("", text) if _SUPERSCRIPT.search(text) else text


def join_lines(lines: list[str]) -> str:
    """Printed lines as running text; hyphens at line ends are joined as the word is written.

    A hyphen that the report prints stays ("multi-" + "agency" -> "multi-agency"); a soft hyphen
    (U+00AD) goes ("time\u00ad" + "scales" -> "timescales"). A hanging hyphen keeps its space
    ("16-" + "and 17-year-olds", "pre-" + "and post-adoption").
    """
    text = ""
    for raw in lines:
        soft = raw.rstrip().endswith("\u00ad")
        line = clean(raw.replace(LINE_END_HYPHEN, "-"))
        if not line:
            continue
        text = line if not text else text + _glue(text, line) + line
        if soft:
            text += "\u00ad"
    return text.replace("\u00ad", "")


def _glue(before: str, after: str) -> str:
    end = before[-2:]  # never the whole text: it grows with every line
    if end[-1:].isalpha() and after[0] not in ",;.":
        return " "  # as nearly all lines end
    if end.endswith("\u00ad"):
        return ""
    if re.search(r"\w-$", end):
        return " " if re.match(r"(?:and|or|to)\b(?!-)", after) else ""
    if re.search(r"\w–$", end) and re.match(r"\w", after):
        return ""
    if re.search(r"[A-Za-z]/$", end) or re.match(r"[,;.](?:\s|$)", after):
        return ""
    return " "


def fold(text: str) -> str:
    """Comparison form: no spaces, hyphens, dashes or bullets, straight quotes, lower case."""
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_FOLD)
    return unicodedata.normalize("NFKC", _FOLD_DROP.sub("", plain).lower())
