"""Real footnotes in a Word file: python-docx has none, so their part is written here (ECMA-376, 17.11)."""

from __future__ import annotations

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT, _MARK = "footnote text", "footnote reference"  # the names that Word itself gives
# The line above the notes, and the one above those that go on from the page before.
_RULES = (("separator", "-1"), ("continuationSeparator", "0"))


class Footnotes:
    """Of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._last = paper, 0
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        self._part = XmlPart(PackURI("/word/footnotes.xml"), _TYPE, root, paper.part.package)
        paper.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = OxmlElement("w:footnotePr")
        for kind, identity in _RULES:
            root.append(_rule(kind, identity))
            item = OxmlElement("w:footnote")
            item.set(qn("w:id"), identity)
            named.append(item)
        self._announce(named)
        self._styles()

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Puts the mark at the end of a paragraph of the body; gives the note's own, after its number."""
        self._last += 1
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._last))
        paragraph.add_run(style=_MARK)._r.append(reference)
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._last))
        element = OxmlElement("w:p")
        note.append(element)
        self._part.element.append(note)
        found = Paragraph(element, _Home(self._part, self._paper))  # type: ignore[arg-type]
        found.style = self._paper.styles[_TEXT]
        found.add_run(style=_MARK)._r.append(OxmlElement("w:footnoteRef"))
        found.add_run(" ")
        return found

    def _announce(self, named: object) -> None:
        """In the settings, where their schema wants it: before `w:endnotePr` and `w:compat`."""
        settings = self._paper.settings.element
        later = [
            item for name in ("w:endnotePr", "w:compat") if (item := settings.find(qn(name))) is not None
        ]
        if later:
            later[0].addprevious(named)
        else:
            settings.append(named)

    def _styles(self) -> None:
        styles = self._paper.styles
        text = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style, text.font.size = styles["Normal"], Pt(9)
        text.paragraph_format.space_after, text.paragraph_format.line_spacing = Pt(2), 1.0
        mark = styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True


class _Home:
    """Where a paragraph of a note asks for its styles and links: the part of the notes."""

    def __init__(self, part: XmlPart, paper: Paper) -> None:
        self.part = _Part(part, paper)


class _Part:
    def __init__(self, part: XmlPart, paper: Paper) -> None:
        self._part, self._paper = part, paper
        self.relate_to = part.relate_to
        self.get_style, self.get_style_id = paper.part.get_style, paper.part.get_style_id


def _rule(kind: str, identity: str) -> object:
    return parse_xml(
        f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{identity}"><w:p><w:pPr><w:spacing w:after="0" '
        f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )
