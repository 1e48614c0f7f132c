"""A brief as Markdown, web page and Word file: the same words in each, nothing taken as markup."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import html  # type: ignore[import-untyped]

from search_api.briefs import links
from search_api.briefs.blocks import Heading, Quote, Table, Text
from search_api.briefs.files import FILES, file_name
from search_api.briefs.layout import lay_out
from search_api.briefs.records import Brief
from search_api.citations import cite
from search_api.index.index import Index

from .made_up import brief_of, entry, open_made_up

HOSTILE = "Supervision of <b>all</b> *staff* | [x](y) & more is good & \x0bregular_here_."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_made_up(tmp_path_factory.mktemp("files")) as opened:
        yield opened


@pytest.fixture(scope="module")
def brief(index: Index) -> Brief:
    return brief_of(index, "supervision", "Northmoor")


def linked(brief: Brief, kind: str) -> bytes:
    return FILES[kind].write(brief, lambda report, _: f"https://reports.example/{report.id}?a=1&b=2#page=3")


def word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    # Paragraph.text has the words of links.
    return "\n".join([*(item.text for item in document.paragraphs), *cells])


def test_every_word_of_every_block_stands_in_the_web_page_and_the_word_file(brief: Brief) -> None:
    page = " ".join(html.document_fromstring(FILES["html"].write(brief)).text_content().split())
    word = " ".join(word_text(FILES["docx"].write(brief)).split())
    for block in lay_out(brief):
        match block:
            case Heading() | Text():
                words = [block.text]
            case Table():
                words = [block.caption, *block.header, *(cell for row in block.rows for cell in row)]
            case Quote():
                words = [f"‘{block.text}’", block.cited, block.tag, block.check, block.within]
        for text in words:
            assert " ".join(text.split()) in page
            assert " ".join(text.split()) in word


def test_each_quotation_has_its_citation(brief: Brief) -> None:
    blocks = [block for block in lay_out(brief) if isinstance(block, Quote)]
    [wexcombe] = [block for block in blocks if "family workers" in block.text]
    [item] = brief.near["criticism"]
    assert wexcombe.cited == cite(item.report, item.paragraph)
    assert all(block.cited for block in blocks)


def test_markdown_reads_as_markdown(brief: Brief) -> None:
    text = linked(brief, "md").decode()
    assert text.startswith("# Supervision and management oversight: what inspectors found in Northmoor\n")
    assert "| Northmoor | 3 | 0 | 1 | 1 | 1 |" in text  # no column that counts nothing
    assert "](<https://reports.example/saltby-2021-05-01?a=1&b=2#page=3>)" in text


def test_nothing_of_a_report_is_taken_as_markup(tmp_path: Path) -> None:
    with open_made_up(tmp_path, [entry("Northmoor", 2022, HOSTILE)]) as index:
        brief = brief_of(index, "supervision", "Northmoor")
        [item] = brief.own[0].shown
    assert item.quote == HOSTILE
    markdown, page = FILES["md"].write(brief).decode(), FILES["html"].write(brief).decode()
    assert r"\<b\>all\</b\> \*staff\* \| \[x\](y) \& more" in markdown
    assert "<b>" not in page
    assert "&lt;b&gt;all&lt;/b&gt; *staff* | [x](y) &amp; more" in page
    assert "<b>all</b> *staff* | [x](y) & more is good" in word_text(FILES["docx"].write(brief))


def test_the_word_file_has_headings_a_header_row_links_and_its_language(brief: Brief) -> None:
    document = docx.Document(io.BytesIO(linked(brief, "docx")))
    facts = document.core_properties
    assert facts.title == brief.title
    assert facts.language == "en-GB"
    styles = {item.style.name for item in document.paragraphs if item.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "Quote", "Pinpoint citation", "List Bullet"} <= styles
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    links = [link.address + "#" + link.fragment for item in document.paragraphs for link in item.hyperlinks]
    quotes = [block for block in lay_out(brief) if isinstance(block, Quote)]
    assert len(links) == len(quotes)
    assert "https://reports.example/saltby-2021-05-01?a=1&b=2#page=3" in {link.strip("#") for link in links}


@pytest.mark.parametrize("kind", sorted(FILES))
def test_the_same_brief_gives_the_same_bytes(brief: Brief, kind: str) -> None:
    assert FILES[kind].write(brief) == FILES[kind].write(brief)


def test_the_web_page_loads_nothing_and_says_its_language(brief: Brief) -> None:
    page = linked(brief, "html").decode()
    assert '<html lang="en-GB">' in page
    for word in ("<script", "<link", "<img", "@import", "url("):
        assert word not in page


def test_the_name_of_the_file_holds_letters_digits_and_hyphens_alone(index: Index) -> None:
    brief = brief_of(index, "../sup & visits", "Northmoor")
    assert file_name(brief, "docx") == "brief-sup-and-visits-northmoor-2026-11-28.docx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Writer")
def test_libreoffice_opens_the_word_file_and_shows_its_words(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(linked(brief, "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    arguments = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "brief.pdf") as document:
        assert 1 <= len(document) <= 4
        words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "what inspectors found in Northmoor" in words
    assert "Statistical neighbours (2 of 3)" in words
    assert "Page 1 of" in words


def test_the_word_file_holds_no_part_that_runs_or_reaches_out(brief: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(FILES["docx"].write(brief))) as archive:
        names = archive.namelist()
        assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
        assert b'TargetMode="External"' not in b"".join(map(archive.read, names))


def test_a_file_leads_to_the_publishers_own_address(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        links, "address", lambda report, page: f"https://published.example/{report.id}#p={page}"
    )
    text = FILES["md"].write(brief).decode()
    assert "](<https://published.example/northmoor-2018-05-01#p=3>)" in text


def test_a_report_that_no_catalogue_has_gets_no_link(brief: Brief) -> None:
    assert "](" not in FILES["md"].write(brief).decode()
