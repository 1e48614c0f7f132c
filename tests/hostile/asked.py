"""Questions that nobody asks: every grammar, alphabet and length that a search box may be given."""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random
from typing import Any

WORDS = (
    "MARAC", "thresholds", "social workers", "return home interviews", "neglect", "care leavers", "Northmoor",
    "Saltby", "Wexcombe", "2018", "paragraph 27", "recommendation 6", "outstanding", "inadequate", "LADO",
    "what did inspectors say about", "how many", "which councils", "compare", "since 2016", "latest report",
    "private fostering", "placement sufficiency", "children’s", "not in", "except", "MASH", "the", "and",
)  # fmt: skip
_FTS = (
    '"', "'", "*", "^", "(", ")", ":", "+", "-", "NEAR(", "NEAR/3", "AND", "OR", "NOT", "text:", "rowid:",
    "{text section}:", "-text:", "^MARAC", "MARAC*", '"MARAC', 'MARAC"', "NEAR(a b, 5)", '""', '"" OR ""',
    "--",
    "/*", "*/", ";", "%", "_", "\\", "||", "[", "]", "<", ">", "=", "@", "#", "`", "~", "|", "&", "!", "?",
)  # fmt: skip
_SQL = (
    "'; DROP TABLE paragraphs; --", "1 OR 1=1", "' UNION SELECT sql FROM sqlite_master --", "%27%20OR%201=1",
    '" OR ""="', "x'; ATTACH DATABASE '/tmp/a' AS a; --", "$(id)", "{{7*7}}", "${jndi:ldap://a}",
    "../../etc/passwd",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "%00", "\\x00",
    "&lt;b&gt;",
    "{'$gt': ''}", "%s%s%s%n", "{0.__class__}", "\r\nSet-Cookie: a=b", "(?:a+)+$", "a" * 40 + "!",
)  # fmt: skip
_RANGES = (
    (0x00, 0x20), (0x7F, 0xA0), (0x300, 0x370), (0x590, 0x700), (0x900, 0xE00), (0x200B, 0x2070), (0x2190,
    0x2400),
    (0x3040, 0x3100), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xE000), (0xE000, 0xE100), (0xFB00,
    0xFB07),
    (0xFE00, 0xFE10), (0xFF00, 0xFFF0), (0xFFF9, 0x10000), (0x1D400, 0x1D800), (0x1F300, 0x1FA00),
    (0xE0000, 0xE0080), (0x10FFF0, 0x110000), (0x2150, 0x2190), (0x0660, 0x066A), (0x2460, 0x24FF),
)  # fmt: skip
_QUOTES = "\"'“”‘’«»„‟`´"
_NUMBERS = (
    "0", "-1", "99999999999999999999", "1e308", "1e-5", "NaN", "Infinity", "0x1F", "١٢٣", "²", "½", "１２",
    "Ⅻ", "1.2.3.4.5",
    "2018-13-45", "31 February 2019", "0000", "2018-2016", "paragraph 99999999999999999999", "para -1",
    "paras 1 to 10000000",
    "since 0001", "until 9999", "in the year 0", "between 2020 and 1990", "paragraph ²",
)  # fmt: skip


def _grammar(chance: Random) -> str:
    return chance.choice((" ", "")).join(chance.choice(_FTS + WORDS) for _ in range(chance.randint(1, 12)))


def _letters(chance: Random) -> str:
    low, high = chance.choice(_RANGES)
    return "".join(chr(chance.randrange(low, high)) for _ in range(chance.randint(1, 30)))


def _mixed_letters(chance: Random) -> str:
    return " ".join(
        chance.choice((_letters(chance), chance.choice(WORDS))) for _ in range(chance.randint(2, 6))
    )


def _woven(chance: Random) -> str:
    """A sign between the letters of a word: combining marks, zero widths, directions, tags."""
    sign = chr(
        chance.choice(
            (0x301, 0x200B, 0x200D, 0x202E, 0x2066, 0xAD, 0xFE0F, 0xE0041, 0x0, 0x1B, 0x9B, 0x34F, 0xFEFF)
        )
    )
    return sign.join(chance.choice(WORDS)) * chance.choice((1, 1, 20))


def _attack(chance: Random) -> str:
    return " ".join(
        (chance.choice(WORDS), chance.choice(_SQL), chance.choice(("", *WORDS)))[: chance.randint(1, 3)]
    )


def _markup(chance: Random) -> str:
    return html.escape(_attack(chance)) if chance.random() < 0.5 else f"<b>{_attack(chance)}</b><!--"


def _numbers(chance: Random) -> str:
    return " ".join(chance.choice(_NUMBERS + WORDS) for _ in range(chance.randint(1, 5)))


def _quoted(chance: Random) -> str:
    text = chance.choice(WORDS)
    for _ in range(chance.randint(1, 8)):
        text = f"{chance.choice(_QUOTES)}{text} {chance.choice(WORDS)}{chance.choice(_QUOTES)}"
    return text


def _sentence(chance: Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12))) + chance.choice(
        ("", "?", "??!", ".", "…")
    )


def _long(chance: Random) -> str:
    unit = chance.choice(
        (
            "a",
            "MARAC ",
            '"',
            "(",
            "NEAR(",
            "é",
            "\U0001f642",
            "a-",
            "not in ",
            "and ",
            "27.",
            "A.B.",
            " ",
            "“",
            "1 ",
        )
    )
    length = chance.choice((1_990, 2_000, 2_001, 4_000, 60_000, 1_000_000))
    return (unit * (length // len(unit) + 1))[:length]


def _empty(chance: Random) -> str:
    return chance.choice(
        ("", " ", "\t\n", "?", ".", "\u3000", "\u200b", "\x00", "…", "“”", '""', "()", "-", "*")
    )


SORTS: dict[str, Callable[[Random], str]] = {
    "grammar of search": _grammar,
    "alphabets": _letters,
    "alphabets among words": _mixed_letters,
    "signs within words": _woven,
    "commands and markup": _attack,
    "escaped markup": _markup,
    "numbers and dates": _numbers,
    "quotation marks": _quoted,
    "words in any order": _sentence,
    "very long": _long,
    "nothing": _empty,
}


def question(number: int, chance: Random) -> tuple[str, str]:
    """The sort and the text of a question. Long ones are one in forty."""
    names = [name for name in SORTS if name != "very long"]
    name = "very long" if number % 40 == 7 else names[number % len(names)]
    return name, SORTS[name](chance)


def odd_value(chance: Random) -> Any:
    """A value of any type of JSON, where another may be wanted."""
    return chance.choice((
        None, True, 0, -1, 1, 5, 10**30, 0.5, float("1e308"), "", "5", "null", "true", "[]", [], [None],
        [[]], {},
        {"a": 1}, {"$ne": None}, ["MARAC", 1], [""], ["a"] * 200, "x" * 5_000, "\ud800", "\x00",
        _letters(chance),
        _attack(chance), "2018", "2018-99", "9999-12-31", "Northmoor", "all", [{"id": {}}],
        "northmoor-2018-03-29/para-9",
    ))  # fmt: skip


_IDS = (
    "", "/", "//", "a", "northmoor-2018-03-29", "northmoor-2018-03-29/", "northmoor-2018-03-29/para-9",
    "northmoor-2018-03-29/para-0", "northmoor-2018-03-29/para-99999999999999999999",
    "northmoor-2018-03-29/para--1",
    "northmoor-2018-02-31/para-1", "northmoor-2018-03-29/PARA-1", "northmoor-2018-03-29/para-1/../para-2",
    "northmoor-2018-03-29/para-1?x=1#y", "../../../etc/passwd", "northmoor-2018-03-29/para-１", "a" * 10_000,
    "northmoor-2018-03-29/rec-1", "northmoor-2018-03-29/rec-1 ", "northmoor-2018-03-29%2Fpara-1", "-/-",
    "\x00/\x00",
)  # fmt: skip


def odd_id(chance: Random) -> str:
    """The id of a paragraph, or what is none."""
    return chance.choice(
        (*_IDS, *_IDS, _letters(chance), _grammar(chance), f"northmoor-2018-03-29/{_letters(chance)}")
    )
