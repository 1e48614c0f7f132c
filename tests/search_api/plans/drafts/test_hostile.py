"""Files that are damaged, hostile or of another kind: each is refused with one true reason and what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from indexer.errors import UnreadableDraft
from search_api.plans.drafts.limits import LIMITS
from search_api.plans.drafts.read import read_draft
from tests.search_api.plans.drafts.files import odt, para, part, word, zipped

ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
OLD = b"\xd0\xcf\x11\xe0" + bytes(600)


def refusal(name: str, data: bytes, **limits: int) -> str:
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(name, data, replace(LIMITS, **limits))
    assert caught.value.remedy
    return caught.value.problem


def changed(**parts: str | bytes) -> bytes:
    return word(para("x"), more={f"word/{name}.xml": text for name, text in parts.items()})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"", "the file is empty"),
        ("a.doc", OLD, "an old Word file"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF cannot be read"),
        ("a.txt", b"%PDF-1.7\n", "a PDF cannot be read"),
        ("a.rtf", b"{\\rtf1 x}", "a rich text file"),
        ("a.docx", b"plain", "does not begin as a .docx file does"),
        ("a.csv", b"a,b", "ends in .csv"),
        ("a.txt", b"a\0b", "the file is no text"),
        ("a.txt", b" \n\n ", "holds no text"),
        ("a.docx", zipped({"notes.txt": "x"}), "an archive, not a draft"),
        ("a.docx", b"PK\x03\x04" + bytes(50), "its list of parts cannot be read"),
        ("a.docx", word(para("x"))[:-40], "its list of parts cannot be read"),
        ("a.docx", zipped({"[Content_Types].xml": "<Types/>"}), "it holds no document"),
        ("a.docx", changed(document=ENTITIES), "holds a document type or entities"),
        ("a.docx", changed(document=OUTSIDE), "holds a document type or entities"),
        ("a.docx", changed(document="<w:document>"), "is not well-formed"),
        ("a.docx", changed(document=b"\xff\xfe\x00"), "is not well-formed"),
        ("a.docx", changed(document='<?xml version="1.0" encoding="cp037"?><x/>'), "is not well-formed"),
        ("a.docx", changed(document=part("document", "")), "holds no text"),
        ("a.docx", changed(document=part("document", "<w:p>" * 300 + "</w:p>" * 300)), "nested too deeply"),
        ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "it holds no document"),
        ("a.odt", odt("", more={"content.xml": ENTITIES}), "holds a document type or entities"),
        ("a.odt", odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "protected by a password"),  # noqa: E501
        ("a.html", b"<div>" * 500 + b"x", "nested too deeply"),
    ],
)  # fmt: skip
def test_each_has_one_true_reason(name: str, data: bytes, reason: str) -> None:
    assert reason in refusal(name, data)


def test_a_spreadsheet_with_the_wrong_ending() -> None:
    data = word(para("x"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"].replace(b"wordprocessingml.document", b"spreadsheetml.sheet")
    assert "a spreadsheet" in refusal("a.docx", zipped({**parts, "[Content_Types].xml": types}))


def test_bombs() -> None:
    heavy = part("document", f"<w:body>{para('x')}{' ' * 11_000_000}</w:body>")
    assert "packed more tightly" in refusal("a.docx", changed(document=heavy))
    assert "unpacks to more than" in refusal("a.docx", changed(other="x" * 5000), unpacked=4000)
    assert "MB of text" in refusal("a.docx", word(para("x" * 3000)), xml=2000)
    assert "over the limit of 3" in refusal("a.docx", word(para("x")), parts=3)
    assert "elements" in refusal("a.docx", word(*[para("x")] * 50), elements=100)
    assert "MB, over the limit" in refusal("a.txt", b"x" * 2000, bytes=1000)


def test_parts_that_lie_in_each_other_or_stand_twice() -> None:
    made = bytearray(zipped({"word/document.xml": part("document", ""), "b": "text", "c": "text"}))
    second = made.index(b"PK\x01\x02", made.index(b"PK\x01\x02") + 4)
    third = made.index(b"PK\x01\x02", second + 4)
    made[third + 42 : third + 46] = made[second + 42 : second + 46]
    assert "lie in each other" in refusal("a.docx", bytes(made))
    twice = zipped({"word/document.xml": "x", "WORD/document.xml": "y"})
    assert "holds a part twice" in refusal("a.docx", twice)


def test_an_archive_that_lies_about_a_size() -> None:
    made = bytearray(zipped({"word/document.xml": part("document", "x" * 500)}))
    entry = made.index(b"PK\x01\x02")
    made[entry + 24 : entry + 28] = struct.pack("<I", 20)
    assert "damaged" in refusal("a.docx", bytes(made))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.odt", "a.docx"])
def test_too_many_paragraphs_and_one_that_is_too_long(name: str) -> None:
    def draft(*texts: str) -> bytes:
        if name.endswith("docx"):
            return word(*map(para, texts))
        if name.endswith("odt"):
            return odt("".join(f"<text:p>{text}</text:p>" for text in texts))
        return (
            "".join(f"<p>{text}</p>" for text in texts) if name.endswith("html") else "\n\n".join(texts)
        ).encode()

    assert len(read_draft(name, draft("a", "b", "c"), replace(LIMITS, blocks=3)).blocks) == 3
    assert "more than 2 paragraphs" in refusal(name, draft("a", "b", "c"), blocks=2)
    assert "paragraph 2 has 60 characters" in refusal(name, draft("a", "b" * 60), block_characters=50)
