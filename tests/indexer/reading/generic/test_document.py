"""Documents of no known kind: indexed by the numbers that they print, whatever their form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.authorities.printed import UNKNOWN
from indexer.authorities.register import default_register
from indexer.errors import UnreadableReport
from indexer.given import Given
from indexer.reading.generic.document import read_document
from indexer.reading.pages import PageNote
from indexer.reading.report import read_file
from indexer.records import Pinpoint
from tests.indexer.reading.generic.made_up import GIVEN, Item, draw, finding, head, locators, odd, read
from tests.support.reading_pages import NUMBERS, line, page
from tests.support.small_pdfs import Drawing, pdf_bytes

PLAIN = [str(n) for n in range(1, 13)]


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ([f"{n}." for n in PLAIN], PLAIN),
        (PLAIN, PLAIN),
        ([f"({n})" for n in PLAIN], PLAIN),
        ([f"{n})" for n in PLAIN], PLAIN),
        ([f"{n}." for n in range(34, 46)], [str(n) for n in range(34, 46)]),
        ([f"1.{n}" for n in PLAIN], [f"1.{n}" for n in PLAIN]),
        (["1.1", "1.2", "2.1", "2.2", "2.3", "3.1"], ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1"]),
        (
            ["1.1.", "1.2.", "1.2.1.", "1.2.2.", "1.3.", "2.1."],
            ["1.1", "1.2", "1.2.1", "1.2.2", "1.3", "2.1"],
        ),
        (["A1", "A2", "A3", "B1", "B2"], ["A1", "A2", "A3", "B1", "B2"]),
        (["A.1", "A.2", "A.3", "B.1"], ["A.1", "A.2", "A.3", "B.1"]),
    ],
)
def test_every_form_of_number_is_read_as_printed(
    printed: list[str], labels: list[str], tmp_path: Path
) -> None:
    found = read(tmp_path, head("Findings"), *(finding(label) for label in printed))
    assert locators(found) == [f"para-{label}" for label in labels]
    assert odd(found) == []
    for item, label, number in zip(found.paragraphs, labels, printed, strict=True):
        assert item.label == label
        assert item.printed
        assert item.section == ("Findings",)
        assert item.text == f"Words of the paragraph that stands at {number} and 5 children."
        assert str(Pinpoint.parse(item.id)) == item.id


def test_sections_and_recommendations_come_from_the_headings(tmp_path: Path) -> None:
    items = [head("Findings"), *(finding(f"{n}.") for n in range(1, 5)), head("Recommendations")]
    items += [*(finding(f"{n}.") for n in range(5, 8)), head("Good practice"), finding("8.")]
    items += [head("Annex A"), finding("")]
    found = read(tmp_path, *items)
    assert locators(found) == [
        *(f"para-{n}" for n in range(1, 5)), *(f"rec-{n}" for n in range(5, 8)), "para-8",
        "unnumbered-para-annex-a-1",
    ]  # fmt: skip
    assert found.paragraphs[-1].section == ("Annex A",)
    assert not found.paragraphs[-1].printed


def test_numbered_headings_above_decimal_numbers_are_headings(tmp_path: Path) -> None:
    items: list[Item] = []
    for chapter in (1, 2, 3):
        items += [head(f"{chapter}. Chapter about matter {chapter}")]
        items += [finding(f"{chapter}.{n}") for n in (1, 2, 3)]
    found = read(tmp_path, *items)
    assert locators(found) == [f"para-{a}.{b}" for a in (1, 2, 3) for b in (1, 2, 3)]
    assert found.paragraphs[3].section == ("2. Chapter about matter 2",)


def test_numbered_headings_alone_make_no_numbered_paragraphs(tmp_path: Path) -> None:
    items: list[Item] = []
    for chapter in range(1, 6):
        items += [head(f"{chapter}. Chapter about matter {chapter}"), finding(""), finding("")]
    found = read(tmp_path, *items)
    assert all(not item.printed for item in found.paragraphs)
    assert locators(found)[:3] == [
        "unnumbered-para-chapter-about-matter-1-1", "unnumbered-para-chapter-about-matter-1-2",
        "unnumbered-para-chapter-about-matter-2-1",
    ]  # fmt: skip
    assert odd(found) == ["no numbers"]


def test_a_list_within_a_paragraph_takes_no_numbers(tmp_path: Path) -> None:
    listed = ["1. first thing", "2. second thing", "3. third thing", "4. fourth thing"]
    items = (
        [finding(f"{n}.") for n in range(1, 4)]
        + [finding("4.", *listed)]
        + [finding(f"{n}.") for n in (5, 6)]
    )
    found = read(tmp_path, *items)
    assert locators(found) == [f"para-{n}" for n in range(1, 7)]
    assert "third thing" in found.paragraphs[3].text


def test_a_gap_is_said_beside_both_of_its_sides(tmp_path: Path) -> None:
    found = read(tmp_path, *(finding(f"{n}.") for n in (1, 2, 3, 4, 9, 10, 11)))
    (gap,) = found.anomalies
    assert (gap.kind, gap.detail) == ("gap", "numbers 5 to 8 are not printed")
    assert [it.partition("/")[2] for it in gap.paragraphs] == ["para-4", "para-9"]


def test_numbers_that_begin_anew_are_another_part(tmp_path: Path) -> None:
    items = [head("Recommendations"), *(finding(f"{n}.") for n in range(1, 5)), head("Findings")]
    items += [finding(f"{n}.") for n in range(1, 8)]
    found = read(tmp_path, *items)
    assert locators(found) == [*(f"rec-{n}" for n in range(1, 5)), *(f"part2-para-{n}" for n in range(1, 8))]
    assert odd(found) == ["second sequence"]


def test_a_list_of_contents_is_no_text(tmp_path: Path) -> None:
    contents: list[Item] = [head("Contents")]
    contents += [("p", "", [f"{n}. Chapter {n} .............. {n + 2}"]) for n in range(1, 6)]
    path = tmp_path / "some report.pdf"
    body = [finding(f"{n}.") for n in range(1, 8)]
    path.write_bytes(pdf_bytes(draw([], "Harbours"), draw(contents), draw([head("Findings"), *body])))
    assert locators(read_file(path, given=GIVEN, catalogue={})) == [f"para-{n}" for n in range(1, 8)]


@pytest.mark.parametrize("step", [13.0, 14.5, 18.0, 22.0])
def test_however_wide_the_lines_are_set(step: float, tmp_path: Path) -> None:
    found = read(tmp_path, head("Findings"), *(finding("") for _ in range(6)), step=step, per_page=5)
    assert len(found.paragraphs) == 6


def test_a_paragraph_goes_on_over_a_page(tmp_path: Path) -> None:
    path = tmp_path / "some report.pdf"
    first = [finding("1."), finding("2."), ("p", "3.", ["The third goes on over"])]
    path.write_bytes(pdf_bytes(draw(first), draw([("p", "", ["the page and ends here."]), finding("4.")])))
    found = read_file(path, given=GIVEN, catalogue={})
    assert found.paragraphs[2].text == "The third goes on over the page and ends here."
    assert (found.paragraphs[2].page_first, found.paragraphs[2].page_last) == (1, 2)


def test_what_is_not_known_is_said_to_be_unknown(tmp_path: Path) -> None:
    found = read(
        tmp_path, *(finding(f"{n}.") for n in range(1, 5)), given=Given("generic", "", date(2019, 5, 7))
    )
    report = found.report
    assert (report.authority, report.urn, report.framework) == ("Unknown authority", "", "generic")
    assert (report.published_source, report.lead_inspector, report.judgements) == ("user", "", ())
    assert (report.inspection_start, report.title) == (None, "Harbours inspected")
    assert odd(found) == ["authority"]


def test_an_authority_of_the_register_is_given_by_any_of_its_names(tmp_path: Path) -> None:
    given = Given("generic", "Torbay Council", date(2019, 5, 7))
    report = read(tmp_path, *(finding(f"{n}.") for n in range(1, 5)), given=given).report
    assert (report.id, report.authority) == ("torbay-2019-05-07", "Torbay")


def test_without_a_date_it_is_refused_with_the_option(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"no publication date.*--published 2019-05-07"):
        read(tmp_path, *(finding(f"{n}.") for n in range(1, 5)), given=Given("generic", "Northmoor"))


def test_exported_text_is_read_by_its_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "review - 7 may 2019.txt"
    lines = ["Review of harbours", "Findings", *(f"1.{n} Words of the matter {n}." for n in range(1, 6))]
    lines += ["Recommendations", "2.1 The council should do this.", "2.2 The council should do that."]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    found = read_file(path, given=Given("generic", "Northmoor"), catalogue={})
    assert locators(found) == [*(f"para-1.{n}" for n in range(1, 6)), "rec-2.1", "rec-2.2"]
    assert found.paragraphs[0].text == "Words of the matter 1."
    assert found.paragraphs[-1].section == ("Recommendations",)
    assert found.report.published_source == "file name"


def test_all_text_is_accounted_for_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    plain = [finding(f"{n}.") for n in range(1, 8)]
    assert read(tmp_path, head("Findings"), *plain).accounted == 100.0
    found = read(tmp_path, head("Findings"), *plain, head("Annex A"), ("p", "", ["Harbour 12 and quay"]))
    assert "left out" in odd(found)
    assert found.accounted is not None
    assert 90 < found.accounted < 100


def test_pages_without_text_and_page_numbers_that_jump_are_said(tmp_path: Path) -> None:
    def numbered(printed: int) -> Drawing:
        def page(canvas: Canvas) -> None:
            for step in range(3):
                canvas.drawString(71, 700 - 40 * step, f"{3 * printed - 2 + step}. Words of the paragraph.")
            canvas.drawString(300, 40, str(printed))

        return page

    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    path = tmp_path / "some report.pdf"
    path.write_bytes(pdf_bytes(*(numbered(n) for n in (1, 2, 3)), picture, *(numbered(n) for n in (6, 7))))
    found = read_file(path, given=GIVEN, catalogue={})
    assert {"no text", "page numbers"} <= set(odd(found))


def test_a_cover_that_may_show_other_words_names_no_authority() -> None:
    numbered = (line(f"{n}. Words of the paragraph stand here.", NUMBERS) for n in range(1, 5))
    sound = page(line("Local authority: Northmoor"), *numbered)
    damaged = replace(sound, notes=(PageNote("damaged page", "its stream is damaged", unsure=True),))
    for first, authority in ((sound, "Northmoor"), (damaged, UNKNOWN)):
        found = read_document(
            (first,),
            path=Path("some report - 7 may 2019.pdf"),
            sha256="",
            media="pdf",
            given=Given("generic"),
            register=default_register(),
        )
        assert found.report.authority == authority
        assert ("cover" in odd(found)) == (authority == UNKNOWN)
