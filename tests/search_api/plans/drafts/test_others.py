"""OpenDocument, Markdown, plain text and web pages: their blocks, notes, tables and links."""

from __future__ import annotations

import pytest

from search_api.plans.drafts.read import read_draft
from search_api.plans.drafts.records import Block, Cell, Link, Mark
from tests.search_api.plans.drafts.files import odt


def blocks(name: str, text: str | bytes) -> tuple[Block, ...]:
    return read_draft(name, text.encode() if isinstance(text, str) else text).blocks


def kinds(found: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.text, block.kind) for block in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_plain_text(encoding: str) -> None:
    assert blocks("a.txt", "‘Quoted’ – 5 £".encode(encoding))[0].text == "‘Quoted’ – 5 £"


def test_plain_text_in_paragraphs_or_lines() -> None:
    wrapped = "Leaders of the council have a clear and\nfull plan for the service.\n\n"
    wrapped += "Area: help\nAction: a much longer line\n\n> one\n> two\n\n1. a\n2. b"
    assert kinds(blocks("a.txt", wrapped)) == [
        ("Leaders of the council have a clear and full plan for the service.", "text"),
        ("Area: help\nAction: a much longer line", "text"),
        ("one\ntwo", "quote"), ("1. a", "text"), ("2. b", "text"),
    ]  # fmt: skip
    assert kinds(blocks("a.txt", "one\ntwo")) == [("one", "text"), ("two", "text")]
    assert blocks("a.txt", "see (https://a.org/x#page=3).")[0].links == (
        Link(5, 27, "https://a.org/x#page=3"),
    )


def test_markdown() -> None:
    text = (
        "---\ntitle: x\n---\n# One #\n\nTwo\n===\n\nA *b* __c__ `d_e` snake_case 3 * 4 \\*f\\*\nand on  \nhard\n\n"  # noqa: E501
        "> said\n> so\n\n- item\n1. first\n\n<!-- gone\n\nx -->\n```\ncode\n```\n"
    )
    draft = read_draft("a.md", text.encode())
    assert kinds(draft.blocks) == [
        ("One", "heading"), ("Two", "heading"), ("A b c d_e snake_case 3 * 4 *f* and on\nhard", "text"),
        ("said so", "quote"), ("item", "text"), ("1. first", "text"), ("code", "text"),
    ]  # fmt: skip
    assert len(draft.remarks) == 2


def test_notes_links_and_brackets_of_markdown() -> None:
    found = blocks("a.md", "“[the] child”[^a] **see** [it](https://a.org/a_b_c \"t\") [r] <https://b.org>\n\nLast\n\n"
                   "[^a]: Ofsted 2018,\n    para 27\n[r]: https://c.org\n")  # fmt: skip
    assert kinds(found) == [
        ("“[the] child” see it r https://b.org", "text"), ("Ofsted 2018, para 27", "note"), ("Last", "text")
    ]  # fmt: skip
    assert found[0].marks == (Mark(13, "a"),)
    assert [link.url for link in found[0].links] == ["https://a.org/a_b_c", "https://c.org", "https://b.org"]
    assert [found[0].text[link.start : link.end] for link in found[0].links] == ["it", "r", "https://b.org"]


def test_tables_of_markdown() -> None:
    found = blocks("a.md", "| A | B |\n|---|:-:|\n| 1\\|x | *2* |\n")
    assert [(block.text, block.cell) for block in found] == [
        ("A", Cell(1, 1, 1, True)), ("B", Cell(1, 1, 2, True)), ("1|x", Cell(1, 2, 1)), ("2", Cell(1, 2, 2)),
    ]  # fmt: skip


def test_a_web_page() -> None:
    page = (
        "<!doctype html><title>no</title><script>no()</script><h2>Head</h2><p>One<a href='#n1'><sup>1</sup></a> "  # noqa: E501
        "<a href='https://a.org'>two</a> <del>gone</del><a href='javascript:x'>three</a></p>"
        "<blockquote><p>said</p></blockquote><table><tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3</table>"
        "<ol><li id=n1><p>Note <a href='#b1'>↩</a></ol>"
    )
    draft = read_draft("page.txt", page.encode())
    assert kinds(draft.blocks) == [
        ("Head", "heading"), ("One two three", "text"), ("Note", "note"), ("said", "quote"), ("A", "cell"),
        ("B", "cell"), ("1", "cell"), ("2", "cell"), ("3", "cell"),
    ]  # fmt: skip
    assert draft.format == "html"
    assert draft.blocks[1].marks == (Mark(3, "n1"),)
    assert draft.blocks[1].links == (Link(4, 7, "https://a.org"),)
    assert draft.blocks[8].cell == Cell(1, 3, 2)


def test_an_opendocument_text() -> None:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:h text:outline-level="2">Head</text:h>'
        '<text:p>One<text:note text:id="f1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'  # noqa: E501
        '<text:note-body><text:p>Note</text:p></text:note-body></text:note>  two<text:s text:c="2"/>'
        '<text:a xlink:href="https://a.org">l</text:a><text:span text:style-name="T1">hid</text:span>'
        "<office:annotation><dc:creator>Ann</dc:creator><text:p>Why?</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p text:style-name="P1">said</text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>'  # noqa: E501
        '<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">'  # noqa: E501
        "<text:p>A</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    draft = read_draft("a.odt", odt(body, styles))
    assert kinds(draft.blocks) == [
        ("Head", "heading"), ("One two  l", "text"), ("Note", "note"), ("Why?", "comment"), ("box", "box"),
        ("said", "quote"), ("item", "text"), ("A", "cell"), ("b", "cell"),
    ]  # fmt: skip
    assert draft.blocks[1].marks == (Mark(3, "f1"),)
    assert draft.blocks[1].links == (Link(9, 10, "https://a.org"),)
    assert [block.cell for block in draft.blocks[-2:]] == [Cell(1, 1, 1, True, 1, 2), Cell(1, 2, 2)]
    assert draft.remarks == (
        "The draft has 1 tracked change: it was read as if it had been accepted.",
        "3 hidden characters were left out.",
    )  # fmt: skip
