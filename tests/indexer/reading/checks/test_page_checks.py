"""Pages that are blank, missing, moved or doubled are said, with the paragraphs that they touch."""

from __future__ import annotations

from dataclasses import replace

from indexer.reading.checks.page_checks import seam_anomalies
from indexer.reading.order.page_numbers import page_number_jumps, seams, textless
from indexer.reading.pages import Line, Page
from tests.support.reading_pages import NUMBERS, heading, line, locators, page, read


def numbered_page(number: int, printed: int, *lines: Line) -> Page:
    foot = Line(str(printed), left=300, bottom=30, right=306, top=42, size=12)
    return page(*lines, foot, number=number)


def report(*printed: int, title: str = "Inspection findings") -> list[Page]:
    return [
        numbered_page(
            place + 1,
            number,
            *([heading(title)] if place == 0 else []),
            line(f"{2 * number - 1}. Words of one paragraph here.", NUMBERS),
            line(f"{2 * number}. Words of the other paragraph.", NUMBERS),
        )
        for place, number in enumerate(printed)
    ]


def test_pages_in_order_are_not_odd() -> None:
    assert page_number_jumps(report(1, 2, 3, 4, 5)) == []
    unnumbered = [page(line("A cover."), number=1), *report(1, 2, 3, 4)]
    pages = [replace(item, number=place + 1) for place, item in enumerate(unnumbered)]
    assert page_number_jumps(pages) == []


def test_a_missing_page_is_named_with_the_paragraphs_around_it() -> None:
    pages = report(1, 2, 4, 5)
    found, odd = read(*pages)
    (jump, section) = seam_anomalies(pages, found)
    assert (jump.page, jump.detail) == (3, "after printed page 2 comes 4: printed page 3 is missing")
    assert [one.rpartition("/")[2] for one in jump.paragraphs] == ["para-4", "para-7"]
    assert section.kind == "section"
    (gap,) = (anomaly for anomaly in odd if anomaly.kind == "gap")
    assert gap.detail == "numbers 5 to 6 are not printed; pages 2 to 3"


def test_pages_in_another_order_are_read_and_said() -> None:
    pages = report(1, 3, 2, 4, 5)
    found, odd = read(*pages)
    assert [n for n in locators(found) if n.startswith("para")] == [
        f"para-{n}" for n in (1, 2, 5, 6, 3, 4, *range(7, 11))
    ]
    assert [anomaly.page for anomaly in odd if anomaly.kind == "order"] == [2, 3, 4]
    assert seams(pages) == {2, 3, 4}


def test_a_blank_page_is_named() -> None:
    pages = report(1, 2, 3, 4)
    pages[1] = replace(pages[1], lines=())
    assert textless(pages) == [2]
    found, _ = read(*pages)
    blank = seam_anomalies(pages, found)[0]
    assert (blank.kind, blank.page) == ("no text", 2)
    assert [one.rpartition("/")[2] for one in blank.paragraphs] == ["para-2", "para-5"]


def test_text_after_missing_numbers_is_not_added_to_the_paragraph_before() -> None:
    pages = report(1, 4, 5)
    tail = line("the end of a paragraph that is not here.")
    pages[1] = page(tail, *(item for item in pages[1].lines), number=2)
    found, odd = read(*pages)
    texts = {item.id.rpartition("/")[2]: item.text for item in found}
    assert texts["para-2"] == "Words of the other paragraph."
    assert tail.text in texts.values()
    (loose,) = (anomaly for anomaly in odd if anomaly.kind == "unnumbered")
    assert found[2].id in loose.paragraphs


def test_a_part_with_page_numbers_of_its_own_is_said_and_its_heading_is_believed() -> None:
    board = report(1, 2, title="The effectiveness of the Local Safeguarding Children Board (LSCB)")
    pages = [replace(item, number=place + 1) for place, item in enumerate([*report(1, 2, 3), *board])]
    found, _ = read(*pages)
    said = seam_anomalies(pages, found)
    assert [(one.kind, one.page, one.detail) for one in said] == [
        ("page numbers", 4, "after printed page 3 the page numbers start again")
    ]
