"""The Word file back: a comment at each place, and everything else as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from search_api.plans.drafts.read import read_draft
from search_api.plans.drafts.records import Comment, Draft
from search_api.plans.drafts.returned import with_comments
from tests.search_api.plans.drafts.files import para, part, run, word

NOTES = part("footnotes", f'<w:footnote w:id="1">{para("Ofsted 2018, para 27.")}</w:footnote>')
MARK = '<w:r><w:footnoteReference w:id="1"/></w:r>'
BOX = f"<w:r><w:pict><w:txbxContent>{para('In a box')}</w:txbxContent></w:pict></w:r>"
TABLE = f"<w:tbl><w:tr><w:tc>{para('In a cell')}</w:tc></w:tr></w:tbl>"
TRACKED = para("We say ", '<w:del w:id="1"><w:r><w:delText>not </w:delText></w:r></w:del>',
               f'<w:ins w:id="2">{run("that leaders ", "<w:b/>")}</w:ins>', "act &amp; listen.")  # fmt: skip
BODY = (para("First, a claim", MARK, " and more."), TRACKED, para(BOX), TABLE)


def sample(**more: str) -> bytes:
    related = {"rF": ("footnotes", "footnotes.xml")} | {f"r{kind}": (kind, f"{kind}.xml") for kind in more}
    parts = {"word/footnotes.xml": NOTES} | {f"word/{kind}.xml": text for kind, text in more.items()}
    return word(*BODY, related=related, more={**parts, "word/media/a.png": b"\x89PNG" + bytes(range(256))})


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def at(draft: Draft, words: str, said: str = "Wrong.") -> Comment:
    """A comment on the first place of these words."""
    block = next(block for block in draft.blocks if words in block.text)
    start = block.text.index(words)
    return Comment(block.anchor, start, start + len(words), said)


def without_marks(document: bytes) -> str:
    """The main part less the marks of comments, with runs that were split as one."""
    text = document.decode()
    text = re.sub(r"<w:r xmlns:w=[^>]*><w:commentReference[^>]*/></w:r>|<w:commentRange[^>]*/>", "", text)
    text = re.sub(r'</w:t></w:r><w:r>(?:<w:rPr><w:b/></w:rPr>)?<w:t xml:space="preserve">', "", text)
    return text


PLACES = [
    "claim",
    "First",
    "First, a claim and more.",
    "leaders act & li",
    "at l",
    "In a cell",
    "Ofsted 2018",
    "In a box",
]


def test_everything_but_the_comments_stays_as_it_was() -> None:
    data = sample()
    draft = read_draft("p.docx", data)
    made = with_comments(data, [at(draft, words) for words in PLACES])
    before, after = parts(data), parts(made)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
    }
    assert without_marks(after["word/document.xml"]) == without_marks(before["word/document.xml"])
    again = read_draft("p.docx", made)
    assert [block.text for block in again.blocks] == [block.text for block in draft.blocks]


def commented(document: bytes, number: int) -> str:
    """The text between the marks of a comment."""
    text = document.decode()
    [inside] = re.findall(
        rf'<w:commentRangeStart [^>]*w:id="{number}"/>(.*)<w:commentRangeEnd [^>]*w:id="{number}"/>',
        text,
        re.DOTALL,
    )
    return "".join(re.findall(r"<w:t[ >][^<]*?>?([^<>]*)</w:t>", inside)).replace("&amp;", "&")


@pytest.mark.parametrize("words", PLACES[:6])
def test_a_comment_spans_its_words(words: str) -> None:
    data = sample()
    made = parts(with_comments(data, [at(read_draft("p.docx", data), words)]))["word/document.xml"]
    assert commented(made, 1) == words


def test_a_comment_on_a_note_or_a_box_stands_in_the_body() -> None:
    data = sample()
    draft = read_draft("p.docx", data)
    made = parts(with_comments(data, [at(draft, "para 27"), at(draft, "box")]))
    assert commented(made["word/document.xml"], 1) == "claim"
    assert "About footnote 1, “para 27”:" in made["word/comments.xml"].decode()
    assert "About text box 1, “box”:" in made["word/comments.xml"].decode()
    assert made["word/footnotes.xml"] == NOTES.encode()


def test_comments_that_are_there_stay_first() -> None:
    held = part("comments", f'<w:comment w:id="7" w:author="Ann">{para("Mine")}</w:comment>')
    data = sample(comments=held)
    made = parts(with_comments(data, [at(read_draft("p.docx", data), "claim", "Ours <1>\nTwo")]))
    text = made["word/comments.xml"].decode()
    assert text.startswith(held.removesuffix("</w:comments>"))
    assert re.findall(r'w:id="(\d+)" w:author="(\w+)"', text) == [("7", "Ann"), ("8", "Pinpoint")]
    assert "Ours &lt;1&gt;" in text
    assert made["[Content_Types].xml"] == parts(data)["[Content_Types].xml"]


def test_the_same_place_twice_and_no_comment_at_all() -> None:
    data = sample()
    draft = read_draft("p.docx", data)
    made = parts(with_comments(data, [at(draft, "claim"), at(draft, "claim"), at(draft, "a claim")]))
    assert [commented(made["word/document.xml"], number) for number in (1, 2, 3)] == [
        "claim",
        "claim",
        "a claim",
    ]
    assert with_comments(data, []) == data


def test_a_place_that_is_not_there_is_refused() -> None:
    for comment in (Comment("word/document.xml#9999", 0, 1, "x"), Comment("", 0, 1, "x")):
        with pytest.raises(InvalidRequest, match="is not in this file"):
            with_comments(sample(), [comment])
    with pytest.raises(InvalidRequest, match="only a Word file"):
        with_comments(b"text", [])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Writer")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    data = sample()
    draft = read_draft("p.docx", data)
    (tmp_path / "p.docx").write_bytes(with_comments(data, [at(draft, words) for words in PLACES]))
    arguments = ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless",
              "--convert-to", "odt",
                 "--outdir", str(tmp_path), str(tmp_path / "p.docx")]  # fmt: skip
    subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    back = read_draft("p.odt", (tmp_path / "p.odt").read_bytes())
    assert [block.text for block in back.blocks if block.kind == "text"][:2] == [
        "First, a claim and more.", "We say that leaders act & listen."
    ]  # fmt: skip
    assert back.remarks[-1] == f"{len(PLACES)} comments by Pinpoint itself were left out."
