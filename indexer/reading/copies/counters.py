"""Word's automatic numbers, which are not in its text: counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.errors import UnreadableReport

from .archive import Element

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_BULLET = "- "
_LEVELS = 9
_MOST = 10_000  # the highest number that is written in letters: each further one makes the text longer
_LONGEST = 200  # characters of what is printed for a number, the places of the counts in it
_LONG = ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int | None  # the level that restarts it, counted from 1; 0 for none; None for the one above
    legal: bool
    style: str


@dataclass(slots=True)
class Counters:
    """The lists of one Word file. numbering, styles: roots of its parts, None where it has none.

    Raises UnreadableReport where a number is of a form that is not known here.
    """

    numbering: Element | None
    styles: Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # abstract list -> levels
    _lists: dict[str, str] = field(default_factory=dict)  # list -> abstract list
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)  # list and level -> its own start
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)
    _of_style: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._read_styles()
        if self.numbering is None:
            return
        linked: dict[str, str] = {}
        for item in self.numbering.findall("abstractNum"):
            name = item.get("abstractNumId", "")
            link = item.find("numStyleLink")
            if link is not None:
                linked[name] = link.get("val", "")
            self._levels[name] = {int(it.get("ilvl", "0")): _level(it) for it in item.findall("lvl")}
        for item in self.numbering.findall("num"):
            name, abstract = item.get("numId", ""), item.find("abstractNumId")
            self._lists[name] = abstract.get("val", "") if abstract is not None else ""
            for override in item.findall("lvlOverride"):
                start, at = override.find("startOverride"), int(override.get("ilvl", "0"))
                if start is not None:
                    self._starts[name, at] = int(start.get("val", "1"))
                if (level := override.find("lvl")) is not None:
                    self._levels[f"{name} of its own"] = {
                        **self._levels.get(self._lists[name], {}), at: _level(level)
                    }  # fmt: skip
        for name, style in linked.items():  # a list that a style holds
            held = self._of_style.get(style, ("", None))[0]
            if held in self._lists and self._lists[held] != name:
                self._levels[name] = self._levels.get(self._lists[held], {})

    def label(self, paragraph: Element) -> str:
        """What Word prints before the paragraph, with a space after it: "27. ", "- ", or ""."""
        number, at = self._list_of(paragraph)
        if number in ("", "0"):
            return ""
        abstract = self._lists.get(number)
        levels = self._levels.get(f"{number} of its own") or self._levels.get(abstract or "", {})
        if abstract is None or at not in levels:
            raise _not_known("a list that the file does not describe")
        level = levels[at]
        if len(level.text) > _LONGEST:
            raise _not_known("a number of more than 200 characters")
        counts = self._counts.setdefault(abstract, {})
        if (number, at) in self._starts and (number, at) not in self._begun:
            self._begun.add((number, at))
            counts[at] = self._starts[number, at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in range(at + 1, _LEVELS):
            if deeper in levels and _restarts(levels[deeper], deeper, at):
                counts.pop(deeper, None)
        if level.form == "bullet":
            return "  " * at + _BULLET
        if level.form == "none" and "%" not in level.text:
            return f"{level.text} " if level.text.strip() else ""
        text = re.sub(
            r"%([1-9])", lambda found: self._part(levels, counts, int(found[1]) - 1, level), level.text
        )
        return f"{text} " if text.strip() else ""

    def _part(self, levels: dict[int, _Level], counts: dict[int, int], at: int, of: _Level) -> str:
        level = levels.get(at)
        if level is None:
            return ""
        count = counts.setdefault(at, level.start)
        return spelled(count, "decimal" if of.legal else level.form)

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        """The paragraph's list and level: its own, else those of its style."""
        facts = paragraph.find("pPr")
        style = _value(facts, "pStyle")
        own = facts.find("numPr") if facts is not None else None
        number = _value(own, "numId")
        level = _value(own, "ilvl")
        held, at = self._of_style.get(style, ("", None))
        number = number or held
        if level:
            return number, int(level)
        if at is None and number:
            levels = self._levels.get(self._lists.get(number, ""), {})
            at = next((place for place, item in levels.items() if item.style and item.style == style), 0)
        return number, at or 0

    def _read_styles(self) -> None:
        items = (
            {item.get("styleId", ""): item for item in self.styles.findall("style")}
            if self.styles is not None
            else {}
        )
        for name in items:
            number, level, seen = "", None, set[str]()
            at = name
            while at in items and at not in seen:
                seen.add(at)
                facts = items[at].find("pPr")
                own = facts.find("numPr") if facts is not None else None
                number = number or _value(own, "numId")
                level = (
                    level
                    if level is not None
                    else (int(_value(own, "ilvl")) if _value(own, "ilvl") else None)
                )
                at = _value(items[at], "basedOn")
            if number:
                self._of_style[name] = (number, level)


def _level(item: Element) -> _Level:
    restart = _value(item, "lvlRestart")
    return _Level(
        start=int(_value(item, "start") or "0"),
        form=_value(item, "numFmt") or "decimal",
        text=_value(item, "lvlText"),
        restart=int(restart) if restart else None,
        legal=item.find("isLgl") is not None,
        style=_value(item, "pStyle"),
    )


def _restarts(level: _Level, own: int, at: int) -> bool:
    if level.restart is None:
        return at < own
    return level.restart != 0 and at < level.restart


def _value(element: Element | None, name: str) -> str:
    found = element.find(name) if element is not None else None
    return found.get("val", "") if found is not None else ""


def spelled(count: int, form: str) -> str:
    """A count as Word prints it. Raises UnreadableReport for a form that is not known here."""
    if form in ("decimal", "decimalZero"):
        return f"{count:02}" if form == "decimalZero" else str(count)
    if count > _MOST and form in _LONG:
        raise _not_known(f"a number of {count:,} in letters")
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and count > 0:
        roman, left = "", count
        for value, letters in _ROMAN:
            roman += letters * (left // value)
            left %= value
        return roman if form == "lowerRoman" else roman.upper()
    if form == "ordinal" and count > 0:
        ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    if form in ("none", "bullet"):
        return ""
    raise _not_known(f"the form “{form[:40]}”")


def _not_known(what: str) -> UnreadableReport:
    return UnreadableReport(
        f"Word numbers its paragraphs in a way that is not known here: {what}", "save it as PDF"
    )
