"""Word files: every place that text can stand in, with tracked changes accepted."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.plans.drafts.read import read_draft
from search_api.plans.drafts.records import Block, Cell, Draft, Link, Mark
from tests.search_api.plans.drafts.files import para, part, run, word

STYLES = part(
    "styles",
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>'
    '<w:style w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
    '<w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>'
    '<w:style w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>',
)


def read(*body: str, links: dict[str, str] | None = None, **parts: str) -> Draft:
    """parts: kind of relation -> text of the part."""
    related = {f"rId{kind}": (kind, f"{kind}.xml") for kind in ("styles", *parts)}
    more = {f"word/{kind}.xml": text for kind, text in {"styles": STYLES, **parts}.items()}
    return read_draft("plan.docx", word(*body, related=related, more=more, links=links))


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def only(draft: Draft) -> Block:
    (block,) = draft.blocks
    return block


def test_paragraphs_headings_and_quotes() -> None:
    found = read(para("One."), para(), para("Two", style="Mine"), para("Three", style="Q"), para("x", style="C"),  # noqa: E501
                 para("Four", style="A"), para("Five",
                 properties='<w:outlineLvl w:val="0"/>')).blocks  # fmt: skip
    assert [(block.text, block.kind, block.level, block.place) for block in found] == [
        ("One.", "text", 0, "paragraph 1"), ("Two", "heading", 2, "paragraph 2"),
        ("Three", "quote", 0, "paragraph 3"), ("Four", "text", 0, "paragraph 4"),
        ("Five", "heading", 1, "paragraph 5"),
    ]  # fmt: skip


def test_what_prints_without_being_text() -> None:
    inside = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/>"
        '<w:t>e\u00adf</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:lastRenderedPageBreak/></w:r>'
    )
    assert only(read(para(inside))).text == "a\tb\nc-def•"


def test_tracked_changes_are_accepted_and_counted() -> None:
    draft = read(
        para("Kept ", f'<w:del w:id="1">{run("gone").replace("w:t", "w:delText")}</w:del>',
             f'<w:ins w:id="2">{run("new ")}<w:del w:id="3">{run("x")}</w:del></w:ins>',
             f'<w:moveFrom w:id="4">{run("from")}</w:moveFrom>', f'<w:moveTo w:id="5">{run("to")}</w:moveTo>'),  # noqa: E501
        para("The end of this ", properties='<w:rPr><w:del w:id="6"/></w:rPr>'), para("was deleted."),
        f'<w:tbl><w:tr><w:trPr><w:del w:id="7"/></w:trPr><w:tc>{para("gone")}</w:tc></w:tr></w:tbl>',
    )  # fmt: skip
    assert texts(draft) == ["Kept new to", "The end of this was deleted."]
    assert draft.remarks == ("The draft has 7 tracked changes: it was read as if they had been accepted.",)


def test_tables_with_merged_cells_and_a_table_in_a_cell() -> None:
    def cell(inside: str, facts: str = "") -> str:
        return f"<w:tc><w:tcPr>{facts}</w:tcPr>{inside}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(para('in'))}</w:tr></w:tbl>"
    wide, begins = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(para('Area'))}{cell(para('Wide'), wide)}"
        f"</w:tr><w:tr>{cell(para('Over'), begins)}{cell(para('a'))}{cell(inner + para('b'))}</w:tr>"
        f"<w:tr>{cell(para('hidden'), '<w:vMerge/>')}{cell(para('c'))}{cell(para())}</w:tr></w:tbl>"
    )
    assert [(block.text, block.cell) for block in read(table).blocks] == [
        ("Area", Cell(1, 1, 1, True)), ("Wide", Cell(1, 1, 2, True, 1, 2)), ("Over", Cell(1, 2, 1, False, 2)),
        ("a", Cell(1, 2, 2)), ("in", Cell(2, 1, 1)), ("b", Cell(1, 2, 3)), ("c", Cell(1, 3, 2)),
    ]  # fmt: skip


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = f"<w:txbxContent>{para('In a box')}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(para("Before ", drawn, "after"), para("Last")).blocks
    assert [(block.text, block.kind) for block in found] == [
        ("Before after", "text"), ("In a box", "box"), ("Last", "text")
    ]  # fmt: skip


def test_notes_follow_their_marks() -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{para("--")}</w:footnote>'
        f'<w:footnote w:id="2">{para("Second.")}</w:footnote><w:footnote w:id="1">{para("First.")}{para("More.")}</w:footnote>',  # noqa: E501
    )
    body = para("One", '<w:r><w:footnoteReference w:id="1"/></w:r>', " two.",
                '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>')  # fmt: skip
    found = read(body, para("After"), footnotes=notes).blocks
    assert [(block.text, block.kind, block.note, block.place) for block in found] == [
        ("One two.", "text", "", "paragraph 1"), ("First.", "note", "footnote-1", "footnote 1"),
        ("More.", "note", "footnote-1", "footnote 1"), ("Second.", "note", "footnote-2", "footnote 2"),
        ("After", "text", "", "paragraph 2"),
    ]  # fmt: skip
    assert found[0].marks == (Mark(3, "footnote-1"), Mark(8, "footnote-2"))


def test_comments_are_read_and_our_own_are_left_out() -> None:
    comments = part(
        "comments",
        f'<w:comment w:id="1" w:author="Ann">{para("Is this so?")}</w:comment>'
        f'<w:comment w:id="2" w:author="Pinpoint">{para("No such paragraph")}</w:comment>',
    )
    marks = '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:commentReference w:id="2"/></w:r>'
    draft = read(para("Text", marks), comments=comments)
    assert [(block.text, block.kind) for block in draft.blocks] == [
        ("Text", "text"),
        ("Is this so?", "comment"),
    ]
    assert draft.remarks == ("1 comment by Pinpoint itself was left out.",)


def test_links_and_fields() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    field = (char("begin"), '<w:r><w:instrText> HYPERLINK "https://a.org/x" \\l "page=3"</w:instrText></w:r>',
             char("separate"), "shown", char("end"))  # fmt: skip
    linked = f'<w:hyperlink r:id="rL">{run("there")}</w:hyperlink>'
    bad = f'<w:hyperlink r:id="rJ">{run("script")}</w:hyperlink>'
    draft = read(para("go ", *field, " or ", linked, bad), para("unclosed ", char("begin"), "stays"),
                 links={"rL": "https://b.org/", "rJ": "javascript:x"})  # fmt: skip
    assert texts(draft) == ["go shown or therescript", "unclosed stays"]
    assert draft.blocks[0].links == (Link(3, 8, "https://a.org/x#page=3"), Link(12, 17, "https://b.org/"))


def test_hidden_text_is_left_out_and_said() -> None:
    draft = read(
        para("seen", run("four", "<w:vanish/>"), run("!", '<w:vanish w:val="0"/>')),
        para("gone", style="Secret"),
    )
    assert texts(draft) == ["seen!"]
    assert draft.remarks == ("8 hidden characters were left out.",)


def test_content_controls_smart_tags_and_equations() -> None:
    draft = read(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{para('Block')}</w:sdtContent></w:sdt>",
        para(f"<w:sdt><w:sdtContent>{run('in ')}</w:sdtContent></w:sdt>", f"<w:smartTag>{run('line')}</w:smartTag>",  # noqa: E501
             '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'),
    )  # fmt: skip
    assert texts(draft) == ["Block", "in linex"]


def test_headers_once_and_macros() -> None:
    header = part("hdr", para("Plan 2024"))
    data = word(
        para("Body"), '<w:sectPr><w:headerReference r:id="r1"/><w:headerReference r:id="r2"/></w:sectPr>',
        related={"r1": ("header", "header1.xml"), "r2": ("header", "header2.xml")}, kind="document.macroEnabled.main",  # noqa: E501
        more={"word/header1.xml": header, "word/header2.xml": header},
    )  # fmt: skip
    draft = read_draft("plan.docm", data)
    assert [(block.text, block.kind) for block in draft.blocks] == [("Plan 2024", "header"), ("Body", "text")]
    assert draft.remarks == ("The file's macros were ignored.",)


def test_what_is_taken_from_elsewhere_is_said() -> None:
    assert read(para("x"), '<w:altChunk r:id="a"/>').remarks == (
        "The draft takes text from another file, which was not read.",
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_is_read_as_it_was_written(written: list[str]) -> None:
    written = [text for text in written if text.strip() and not set(text) & {"\ufffe", "\uffff", "\u00ad"}]
    document = Document()
    for text in written:
        document.add_paragraph(text)
    document.add_paragraph("the end")
    made = io.BytesIO()
    document.save(made)
    assert texts(read_draft("plan.docx", made.getvalue())) == [*written, "the end"]


@pytest.mark.parametrize("levels", [20, 30])
def test_tables_within_tables(levels: int) -> None:
    inner = para("deep")
    for _ in range(levels):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{para()}</w:tc></w:tr></w:tbl>"
    assert texts(read(inner)) == ["deep"]
