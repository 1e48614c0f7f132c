"""A plan's Word files: headings, styles, live links, real footnotes; no word lost; programs open them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.citations import cite
from search_api.exports.word.plan import COLUMNS, as_footnotes, as_table
from search_api.plans.drafts.read import read_draft
from search_api.plans.plan import Chosen, Entry
from tests.search_api.exports.plans import LINK, TEXTS, TITLE, chosen
from tests.support.builders import make_paragraph, make_report

Make = Callable[[Sequence[Chosen], str], bytes]
BOTH = pytest.mark.parametrize("make", [as_table, as_footnotes])


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode("utf-8")


@BOTH
def test_title_language_and_page_numbers(make: Make) -> None:
    data = make(chosen(), TITLE)
    paper = docx.Document(io.BytesIO(data))
    assert paper.core_properties.title == TITLE
    assert paper.core_properties.language == "en-GB"
    assert paper.core_properties.author == "Pinpoint"
    assert paper.paragraphs[0].style is not None
    assert (paper.paragraphs[0].style.name, paper.paragraphs[0].text) == ("Title", TITLE)
    assert 'w:lang w:val="en-GB"' in part(data, "word/styles.xml")
    assert "NUMPAGES" in paper.sections[0].footer._element.xml
    assert 'w:val="15"' in part(data, "word/settings.xml")


def test_the_table_is_landscape_and_its_heading_row_is_repeated() -> None:
    items = chosen()
    paper = docx.Document(io.BytesIO(as_table(items, TITLE)))
    section = paper.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    (table,) = paper.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(rows[0]) == (*COLUMNS, "Note")
    assert "w:tblHeader" in table.rows[0]._tr.xml
    entry = items[0].entry
    cited = cite(items[0].report, items[0].paragraph)
    assert rows[1] == [
        entry.area, f"‘{TEXTS[0]}’", f"{cited}\nReference: {items[0].paragraph.id}", entry.action,
        entry.owner, entry.date, entry.note,
    ]  # fmt: skip
    assert rows[2][1] == f"‘{TEXTS[1][4:19]}’"
    assert "Check before you quote: Read the page." in rows[2][2]
    (link,) = table.rows[1].cells[2].paragraphs[0].hyperlinks
    assert link.address == LINK.format(page=27)


def test_without_notes_there_is_no_column_for_them() -> None:
    (table,) = docx.Document(io.BytesIO(as_table(chosen()[1:], ""))).tables
    assert tuple(cell.text for cell in table.rows[0].cells) == COLUMNS


def test_footnotes_are_real_and_areas_are_headings() -> None:
    items = chosen()
    data = as_footnotes(items, TITLE)
    draft = read_draft("plan.docx", data)
    headings = [(block.level, block.text) for block in draft.blocks if block.kind == "heading"]
    assert headings == [
        (1, TITLE),
        (1, "Missing children"),
        (2, "Northmoor 2018, paragraph 27"),
        (2, "Northmoor 2018, paragraph 3"),
        (1, "Other findings"),
        (2, "Wexcombe 2020, paragraph 6"),
    ]  # fmt: skip
    quoted = [block for block in draft.blocks if block.kind == "quote"]
    assert [block.text for block in quoted] == [f"‘{item.quotation}’" for item in items]
    assert [len(block.marks) for block in quoted] == [1, 1, 1]
    notes = [block for block in draft.blocks if block.kind == "note"]
    for note, item in zip(notes, items, strict=True):
        assert note.text.strip() == (f"{cite(item.report, item.paragraph)}. Reference: {item.paragraph.id}")
        assert [link.url for link in note.links] == [item.link]
    assert draft.remarks == ()


@BOTH
@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=2), note=st.text(max_size=30))
def test_any_text_makes_a_sound_file(make: Make, texts: list[str], note: str) -> None:
    report = make_report()
    items = [
        Chosen(make_paragraph(report, place, text), report, Entry("a", note, note, note, note, note), "")
        for place, text in enumerate(texts, start=1)
    ]
    paper = docx.Document(io.BytesIO(make(items, note)))
    assert paper.paragraphs


@BOTH
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Writer")
def test_libreoffice_opens_it_with_every_word(make: Make, tmp_path: Path) -> None:
    items = chosen() * 12
    (tmp_path / "plan.docx").write_bytes(make(items, TITLE))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "plan.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(tmp_path / "plan.pdf")
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    assert len(texts) > 1
    assert "".join(TITLE.split()) in texts[0]
    if make is as_table:
        assert all("AreaFindingSource" in text for text in texts)
    whole = "".join(texts)
    assert whole.count("Reference:") == len(items)
    assert whole.count("".join(TEXTS[2].split())) >= 11  # one may be broken by the foot of a page


# ECMA-376, 17.4.60 and 17.15.1.78: Word calls a file damaged whose elements stand in another order.
_ORDER = {
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "settings": "zoom defaultTabStop drawingGridHorizontalSpacing characterSpacingControl footnotePr "
    "endnotePr compat rsids",
}


def local(element: ElementTree.Element) -> str:
    """Its name without the namespace."""
    return element.tag.rpartition("}")[2]


@BOTH
def test_elements_stand_in_the_order_of_the_schema(make: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(make(chosen(), TITLE))) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        trees = [ElementTree.fromstring(archive.read(name)) for name in parts]
    seen = 0
    for tree in trees:
        for element in tree.iter():
            wanted = _ORDER.get(local(element), "").split()
            places = [wanted.index(name) for each in element if (name := local(each)) in wanted]
            assert places == sorted(places), ElementTree.tostring(element)
            seen += len(places) > 1
    assert seen > 10
