"""The time line: every figure of it stands in its table, every letter is escaped, nothing is drawn twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

from search_api.comparison.matrix.parts import Part
from search_api.comparison.matrix.tally import Said
from web.shared.pictures import share, timeline


@dataclass(frozen=True)
class Year:
    name: str
    searched: int
    mentions: int
    strengths: int
    concerns: int
    recommendations: int
    others: int


YEARS = (
    Year("2018", 12, 7, 3, 2, 1, 1),
    Year("2019", 0, 0, 0, 0, 0, 0),
    Year("2020", 3, 0, 0, 0, 0, 0),
    Year("2021", 1, 1200, 700, 500, 0, 0),
)


def drawn(html: str) -> ElementTree.Element:
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def test_every_figure_stands_in_the_table() -> None:
    html = timeline(YEARS, "‘neglect’")
    rows = re.findall(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', html)
    told = [(name, *re.findall(r"<td>(.*?)</td>", cells)) for name, cells in rows]
    figures = [
        (item.searched, item.mentions, item.strengths, item.concerns, item.recommendations, item.others)
        for item in YEARS
    ]
    assert told == [
        (item.name, *(f"{value:,}" for value in each)) for item, each in zip(YEARS, figures, strict=True)
    ]


def test_praise_stands_above_the_line_and_criticism_below() -> None:
    svg = drawn(timeline(YEARS, "‘neglect’"))
    line = float(next(item for item in svg.iter("line") if item.get("class") == "axis").attrib["y1"])
    boxes = [item for item in svg.iter("rect") if item.get("class")]
    for item in boxes:
        top, tall = float(item.attrib["y"]), float(item.attrib["height"])
        if item.get("class") in ("criticised", "both"):
            assert top >= line
        else:
            assert top + tall <= line + 0.1
    assert sorted(item.attrib["class"] for item in boxes) == [
        "both", "criticised", "criticised", "mentioned", "praised", "praised",
    ]  # fmt: skip
    high = float(svg.attrib["height"])
    assert all(float(item.attrib["y"]) + float(item.attrib["height"]) <= high for item in boxes)


def test_no_report_is_no_zero() -> None:
    words = ["".join(item.itertext()) for item in drawn(timeline(YEARS, "it")).iter("text")]
    assert words == ["7", "2018", "2019", "0", "2020", "1,200", "2021"]


def test_it_has_a_name_and_no_style_or_script_of_its_own() -> None:
    html = timeline(YEARS, '‘<b> & "x"’')
    named = drawn(html).attrib["aria-label"]
    assert '‘<b> & "x"’' in unescape(named)
    assert "most in 2021, 1,200" in named
    assert "<b>" not in html
    assert "style=" not in html
    assert "<script" not in html


def test_a_break_is_drawn_and_said() -> None:
    html = timeline(YEARS, "it", {"2021"})
    assert len([item for item in drawn(html).iter("line") if item.get("class") == "break"]) == 1
    assert "do not compare across it" in html
    assert "do not compare" not in timeline(YEARS, "it")
    assert timeline((), "it") == ""


def test_the_figure_above_a_full_bar_stands_clear_of_the_line_of_all_reports() -> None:
    said: dict[Said, int] = {"concern": 1, "strength": 2, "recommendation": 0}
    full = Part(searched=4, mentioning=4, paragraphs=said, reports=said)
    figure = share([("2018", full)], "MARAC").partition("<figcaption>")[0] + "</figure>"
    drawn = ElementTree.fromstring(figure)
    top = min(float(line.get("y1", "")) for line in drawn.iter("line") if line.get("class") == "faint")
    printed = next(text for text in drawn.iter("text") if text.text == "4/4")
    assert top - float(printed.get("y", "")) >= 5  # its stroke goes below the foot of its figures
