"""Word files, web pages and texts made to harm: bombs, foreign entities, nesting, paths, encodings,
polyglots.

Each case says what must become of it: `READ`, the report of the sound copy word for word, or a pattern that
the reason of a refusal must hold.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO

from tests.indexer.reading.copies.word_files import LEVELS, a_list, abstract, paragraph, word_file
from tests.support.paths import EXPORTED
from tests.support.small_pdfs import small_report

READ = "read as the sound copy"
EITHER = "read otherwise or refused"  # nothing can be foreseen but that no limit is passed
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MAIN = "word/document.xml"
_DAMAGED, _UNPACKS, _FOREIGN = (
    r"damaged|no archive",
    r"unpacks to more|more than [\d,]+ MB of memory",
    r"what Word does not write",
)


@dataclass(frozen=True, slots=True)
class Case:
    """ending: of its file. expected: READ, EITHER or a regular expression."""

    name: str
    ending: str
    data: bytes
    expected: str


def sound_lines() -> list[str]:
    """The lines of a made-up report of a fictional authority."""
    return EXPORTED.read_text("utf-8").splitlines()


def sound_word(*more: str, **parts: bytes) -> bytes:
    """The report as a Word file. more: XML of further blocks."""
    return word_file(*map(paragraph, filter(str.strip, sound_lines())), *more, parts=parts)


def sound_page(*more: str, head: str = '<meta charset="utf-8">') -> str:
    """The report as a web page. more: markup behind it."""
    blocks = "".join(f"<p>{escape(line)}</p>\n" for line in sound_lines() if line.strip())
    return f"<!DOCTYPE html><html><head>{head}</head><body>{blocks}{''.join(more)}</body></html>"


def sound_text() -> bytes:
    """The report as exported text."""
    return EXPORTED.read_bytes()


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _archives()
    yield from _words()
    yield from _web()
    yield from _texts()


def _zipped(data: bytes, *more: tuple[str, bytes]) -> bytes:
    """The archive with further parts, whatever their names."""
    target = BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # that a part is there twice is meant
        for name, content in more:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _archives() -> Iterator[Case]:
    sound = sound_word()
    yield Case("sound Word file", ".docx", sound, READ)
    zeros = b"<a>" + b" " * (160 << 20)
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MAIN, zeros)
    yield Case("bomb: one part of 160 MB", ".docx", bomb.getvalue(), _UNPACKS)
    honest = struct.pack("<I", len(zeros))
    yield Case(
        "bomb that says that it is small",
        ".docx",
        bomb.getvalue().replace(honest, struct.pack("<I", 900)),
        _DAMAGED + "|" + _UNPACKS,
    )
    yield Case(
        "bomb of 30 parts",
        ".docx",
        _zipped(sound, *((f"word/{n}.xml", bytes(6 << 20)) for n in range(30))),
        _UNPACKS,
    )
    yield Case(
        "five thousand parts",
        ".docx",
        _zipped(sound, *((f"word/{n}.xml", b"") for n in range(5_000))),
        _UNPACKS,
    )
    yield Case("archive within an archive", ".docx", _zipped(sound, ("word/embeddings/a.docx", sound)), READ)
    yield Case(
        "paths that leave the folder",
        ".docx",
        _zipped(
            sound, ("../../../../etc/cron.d/a", b"x"), ("/etc/a", b"x"), ("C:\\a", b"x"), ("word/\x00a", b"x")
        ),
        READ,
    )
    yield Case("macros", ".docx", _zipped(sound, ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 99)), READ)
    yield Case(
        "the document twice",
        ".docx",
        _zipped(
            sound,
            (
                _MAIN,
                f"<w:document {_SPACE}><w:body>{paragraph('1. Another.')}</w:body></w:document>".encode(),
            ),
        ),
        "damaged",
    )
    yield Case("protected part", ".docx", _flagged(sound), "password")
    yield Case("unknown packing", ".docx", _flagged(sound, 8, 10, 99), _DAMAGED)
    yield Case("cut archive", ".docx", sound[: len(sound) // 2], _DAMAGED)
    yield Case("archive behind noise", ".docx", b"PK\x03\x04" + b"x" * 5_000 + sound, EITHER)
    yield Case("Word file called a web page", ".html", sound, "wrong ending")
    yield Case("Word file called a PDF", ".pdf", sound, "not a PDF")
    yield Case("Word file called text", ".txt", sound, "wrong ending|zero bytes")
    yield Case("PDF called a Word file", ".docx", small_report(), "PDF with the wrong ending")
    yield Case("PDF called text", ".txt", small_report(), "PDF with the wrong ending")
    yield Case("PDF with a Word file behind it", ".pdf", small_report() + sound, EITHER)
    yield Case("Word file with a PDF behind it", ".docx", sound + small_report(), EITHER)
    yield Case("archive that is no Word file", ".docx", _zipped(b"", ("a.txt", b"x")), "no document")
    yield Case("empty archive", ".docx", b"PK\x05\x06" + bytes(18), "not a Word file")


def _flagged(data: bytes, local: int = 6, listed: int = 8, value: int = 1) -> bytes:
    """Every part marked as protected by a password; or with another value in another field of its heads."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", local), (b"PK\x01\x02", listed)):
        start = -1
        while (start := changed.find(mark, start + 1)) >= 0:
            changed[start + at] = value
    return bytes(changed)


def _document(inside: str, head: str = "") -> bytes:
    return f"{head}<w:document {_SPACE}><w:body>{inside}</w:body></w:document>".encode()


def _words() -> Iterator[Case]:
    laughs = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"  # fmt: skip
    for name, head, text in (
        ("billion laughs", laughs, "&a11;"),
        ("entity of another file", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ("entity of the web", '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/a.dtd"> %x;]>', ""),
        ("document type in small letters", "<!doctype a>", ""),
    ):
        main = _document(f"<w:p><w:r><w:t>1. {text}</w:t></w:r></w:p>", head)
        yield Case(name, ".docx", sound_word(**{_MAIN: main}), _FOREIGN)
    main = _document(
        paragraph("1. a"), '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY a "b">]>'
    )
    yield Case("entities in UTF-16", ".docx", sound_word(**{_MAIN: main.decode().encode("utf-16")}), _FOREIGN)
    main = _document(paragraph("1. a"), '<?xml version="1.0" encoding="utf-7"?>')
    yield Case("encoding that XML does not know", ".docx", sound_word(**{_MAIN: main}), EITHER)
    for tag in ("tbl", "sdt", "r", "hyperlink"):
        nested = f"<w:{tag}>" * 60_000 + f"</w:{tag}>" * 60_000
        yield Case(
            f"{tag} within itself, 60,000 deep",
            ".docx",
            sound_word(f"<w:p>{nested}</w:p>" + nested),
            "damaged|nested|no report|memory|crash",
        )
    cells = f"<w:tr>{'<w:tc><w:p/></w:tc>' * 60}</w:tr>"
    yield Case("a table of 300,000 empty cells", ".docx", sound_word(f"<w:tbl>{cells * 5_000}</w:tbl>"), READ)
    outside = '<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
    yield Case(
        "relation to an outside file",
        ".docx",
        sound_word(**{"word/_rels/document.xml.rels": outside.encode()}),
        READ,
    )
    for tag in ("altChunk", "subDoc"):
        yield Case(
            f"text taken from another file ({tag})",
            ".docx",
            sound_word(f'<w:{tag} r:id="r1" xmlns:r="r"/>'),
            "another file",
        )
    for name, form, start in (("letters", "lowerLetter", 2_000_000_000), ("Roman numbers", "upperRoman",
    2_000_000_000),
                              ("ordinals", "ordinal", 10**30), ("figures", "decimal", 10**30)):  # fmt: skip
        listed = abstract("0", (form, "%1.", start)) + a_list("1", "0")
        data = word_file(
            *map(paragraph, filter(str.strip, sound_lines())), paragraph("x", number="1"), numbering=listed
        )
        yield Case(f"a list that begins at {start:,} in {name}", ".docx", data, EITHER)
    rings = "".join(
        f'<w:style w:styleId="{one}"><w:basedOn w:val="{two}"/></w:style>' for one, two in ("AB", "BA")
    )
    data = word_file(
        *map(paragraph, filter(str.strip, sound_lines())), paragraph("", style="A"), styles=rings
    )
    yield Case("styles based on each other", ".docx", data, READ)
    data = word_file(
        paragraph("x", number="1", level=999_999_999), numbering=abstract("0", *LEVELS) + a_list("1", "0")
    )
    yield Case("a level that no list has", ".docx", data, "not known|damaged")
    long = abstract("0", ("decimal", "%1" * 200_000, 1)) + a_list("1", "0")
    data = word_file(*(paragraph("x", number="1") for _ in range(400)), numbering=long)
    yield Case("a number of 200,000 figures, 400 times", ".docx", data, EITHER)


def _web() -> Iterator[Case]:
    page = sound_page()
    yield Case("sound web page", ".html", page.encode(), READ)
    deep = "<div>" * 200_000
    yield Case("200,000 elements deep", ".html", sound_page(deep).encode(), "nested|deep|damaged|limit")
    yield Case(
        "200,000 lists deep", ".html", sound_page("<ul><li>" * 100_000).encode(), "nested|deep|damaged|limit"
    )
    yield Case(
        "scripts, frames and styles",
        ".html",
        sound_page(
            "<script>document.write('1. x')</script><style>p{}</style>"
            "<iframe src='file:///etc/passwd'>1. x</iframe>"
        ).encode(),
        READ,
    )
    yield Case(
        "five million attributes", ".html", sound_page("<p " + "a " * 1_000_000 + "></p>").encode(), EITHER
    )
    yield Case("a comment without an end", ".html", sound_page("<!-- " + "- " * 100_000).encode(), EITHER)
    yield Case("a tag without an end", ".html", sound_page("<p title='" + "a" * 1_000_000).encode(), EITHER)
    yield Case("many beginnings of tags", ".html", sound_page("<" * 300_000).encode(), EITHER)
    yield Case(
        "many beginnings of comments",
        ".html",
        sound_page("<!-" * 100_000 + "<![" * 1_000 + "<?" * 1_000).encode(),
        EITHER,
    )
    yield Case(
        "entities without an end",
        ".html",
        sound_page("&" * 300_000 + "&#" + "9" * 200_000 + ";").encode(),
        EITHER,
    )
    yield Case("6 MB", ".html", page.encode() + b" " * 6_000_000, "over the limit")
    yield Case("zero bytes", ".html", page.encode() + b"\0", "zero bytes")
    yield Case("signs of byte order, UTF-16", ".html", page.replace("utf-8", "utf-16").encode("utf-16"), READ)
    yield Case("sign of byte order, UTF-8", ".html", b"\xef\xbb\xbf" + page.encode(), READ)
    yield Case(
        "numbers by a style sheet",
        ".html",
        sound_page(head="<style>p{counter-increment:a}</style>").encode(),
        "style sheet",
    )
    for name in ("undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "rot13",
    "base64", "zip",
                 "utf-7", "none", "utf-8\x00", "x" * 40, "oem", "mbcs", "string-escape",
                 "utf_8_sig"):  # fmt: skip
        yield Case(
            f"charset {name[:20]!r}",
            ".html",
            sound_page(head=f'<meta charset="{name}">').encode(),
            EITHER if "\x00" in name else READ,
        )


def _texts() -> Iterator[Case]:
    text = sound_text()
    yield Case("sound text", ".txt", text, READ)
    yield Case("text with a sign of byte order", ".txt", b"\xef\xbb\xbf" + text, READ)
    yield Case("text in UTF-16", ".txt", text.decode().encode("utf-16"), "zero bytes|UTF-16")
    yield Case("text in UTF-32", ".txt", text.decode().encode("utf-32"), "zero bytes|UTF-32")
    yield Case("noise", ".txt", bytes(range(1, 256)) * 4_000, "not an inspection report|not a|zero|cut into")
    yield Case("lines of Windows", ".txt", text.replace(b"\n", b"\r\n"), READ)
    yield Case("one line of 4 MB", ".txt", text + b"1. " + b"a" * 4_000_000, EITHER)
    for unit in (
        b"1.",
        b"1. ",
        b"- ",
        b"(",
        b"a ",
        b"1.1.1.1\n",
        b"\n",
        b"\t",
        b"\xc2\xa0",
        b"27. x\n\n",
        b"Paragraph 1\n\n",
        b"...",
        b"2018 ",
        b"and ",
        b"\xe2\x80\xae",
    ):
        yield Case(
            f"two million bytes of {unit!r}", ".txt", text + b"\n\n" + unit * (2_000_000 // len(unit)), EITHER
        )
    yield Case("web page called text", ".txt", sound_page().encode(), "wrong ending")
    yield Case("rich text called text", ".txt", b"{\\rtf1 " + text + b"}", "rich text")
    yield Case("nothing", ".txt", b"", "empty")
    yield Case("nothing but spaces", ".txt", b" \n" * 100, "empty")
