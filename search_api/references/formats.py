"""Items of CSL-JSON as the formats that reference managers import: CSL-JSON itself, RIS and BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

Json = dict[str, Any]
FormatName = Literal["csl-json", "ris", "bibtex"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


class Format(NamedTuple):
    """suffix: of a file, with its stop."""

    media_type: str
    suffix: str
    write: Callable[[Sequence[Json]], str]


def as_csl_json(items: Sequence[Json]) -> str:
    """One list, indented."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def as_ris(items: Sequence[Json]) -> str:
    """One record of type RPRT for each item, lines ended by CR and LF.

    Tags: https://en.wikipedia.org/wiki/RIS_(file_format). SP: the page, where the locator is one. N1: the
    place in words.
    """
    return "".join(_ris(item) for item in items)


def as_bibtex(items: Sequence[Json]) -> str:
    """One @techreport for each item, in UTF-8; its key is the id with a colon for the slash."""
    return "\n".join(map(_bibtex, items))


def _ris(item: Json) -> str:
    year, month, day = item["issued"]["date-parts"][0]
    lines = [
        ("TY", "RPRT"),
        ("ID", item["id"]),
        *(("AU", each["literal"]) for each in item["author"]),
        ("TI", item["title"]),
        ("PB", item["publisher"]),
        ("PY", str(year)),
        ("DA", f"{year}/{month:02d}/{day:02d}"),
        ("LA", item["language"]),
        ("SP", item["locator"] if item["label"] == "page" else ""),
        ("N1", item["note"]),
        ("UR", item.get("URL", "")),
    ]
    return "".join(f"{tag}  - {_line(text)}\r\n" for tag, text in lines if text) + "ER  - \r\n\r\n"


def _bibtex(item: Json) -> str:
    year, month, day = item["issued"]["date-parts"][0]
    fields = [
        ("author", f"{{{' and '.join(_braced(each['literal']) for each in item['author'])}}}"),
        ("title", f"{{{_braced(item['title'])}}}"),  # inner braces keep its capitals
        ("institution", f"{{{_tex(item['publisher'])}}}"),
        ("year", f"{{{year}}}"),
        ("month", _MONTHS[month - 1]),
        ("day", f"{{{day}}}"),
        ("pages", f"{{{item['locator'].replace('-', '--')}}}" if item["label"] == "page" else ""),
        ("note", f"{{{_tex(item['note'])}}}"),
        ("url", f"{{{_url(item['URL'])}}}" if "URL" in item else ""),
        ("langid", "{british}"),
    ]
    written = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@techreport{{{item['id'].replace('/', ':')},\n{written}\n}}\n"


def _braced(text: str) -> str:
    return f"{{{_tex(text)}}}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _url(address: str) -> str:
    # Within \url nothing needs a backslash but what would end the field.
    return address.replace("{", "%7B").replace("}", "%7D")


def _line(text: str) -> str:
    """On one line: a line of a report's title could otherwise begin with a tag."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()


FORMATS: dict[FormatName, Format] = {
    "csl-json": Format("application/vnd.citationstyles.csl+json", ".json", as_csl_json),
    "ris": Format("application/x-research-info-systems", ".ris", as_ris),
    "bibtex": Format("application/x-bibtex", ".bib", as_bibtex),
}
