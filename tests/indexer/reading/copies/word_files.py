"""Word files made part by part, with Word's own automatic numbers."""

from __future__ import annotations

import zipfile
from html import escape
from io import BytesIO

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

LEVELS = (  # form, text, start of each level
    ("decimal", "%1.", 1),
    ("bullet", "•", 1),
)


def paragraph(text: str, *, number: str = "", level: int = 0, style: str = "", inside: str = "") -> str:
    """number: id of its list. inside: XML of more runs."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    facts = f"<w:pPr>{styled}{listed}</w:pPr>" if listed or styled else ""
    runs = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{facts}{runs}{inside}</w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def abstract(name: str, *levels: tuple[str, str, int], more: str = "") -> str:
    """A list's description. levels: form of number, text, start."""
    described = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{described}</w:abstractNum>'


def a_list(name: str, of: str, *, starts: dict[int, int] | None = None) -> str:
    """A list of that description; starts: level -> number at which this list begins anew."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in (starts or {}).items()
    )
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def word_file(
    *blocks: str, numbering: str = "", styles: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A .docx. blocks: XML of paragraphs and tables. parts: by name, beside these or in their place."""
    held = {
        "word/document.xml": f"<w:document {_SPACE}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {_SPACE}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {_SPACE}>{styles}</w:styles>",
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({name: text.encode() for name, text in held.items()} | (parts or {})).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()
