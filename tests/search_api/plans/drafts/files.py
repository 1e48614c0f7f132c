"""Word files and OpenDocument texts made from raw parts, as small as a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}"'


def part(tag: str, inside: str) -> str:
    """A part of WordprocessingML with that root."""
    return f"{_HEAD}<w:{tag} {_SPACES}>{inside}</w:{tag}>"


def run(text: str, properties: str = "") -> str:
    facts = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{facts}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; what does not begin with "<" becomes one."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(item if item.startswith("<") else run(item) for item in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def zipped(parts: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, kind)
    return made.getvalue()


def word(
    *body: str, related: Mapping[str, tuple[str, str]] | None = None, links: Mapping[str, str] | None = None,
    kind: str = "document.main", more: Mapping[str, str | bytes] | None = None,
) -> bytes:  # fmt: skip
    """A Word file. related: id -> (kind of relation, part in word/ with the text in `more`). links: id ->
    address.
    """
    relations = "".join(
        f'<Relationship Id="{name}" Type="{R}/{what}" Target="{target}"/>'
        for name, (what, target) in (related or {}).items()
    )
    relations += "".join(
        f'<Relationship Id="{name}" Type="{R}/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in (links or {}).items()
    )
    types = "".join(
        f'<Override PartName="/word/{target}" ContentType="{WORD}.{what}+xml"/>'
        for what, target in (related or {}).values()
    )
    return zipped(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.{kind}+xml"/>{types}</Types>',
            "_rels/.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
            "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f"{relations}</Relationships>",
            **(more or {}),
        }
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_SPACES = " ".join(
    f'xmlns:{name}="{_ODF}:{name if name != "fo" else "xsl-fo-compatible"}:1.0"'
    for name in ("office", "text", "table", "style")
)


def odt(body: str, styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument text. styles: automatic ones."""
    content = (
        f'{_HEAD}<office:document-content {_ODF_SPACES} xmlns:draw="{_ODF}:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(more or {})}
    return zipped(parts, stored=("mimetype",))
