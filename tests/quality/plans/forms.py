"""The forms in which people cite a paragraph whose words they quote, each written into a canvas."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas, Cite
from .files.elements import Piece

Form = Callable[[Canvas, Cite], None]
SERVER = "https://pinpoint.example.gov.uk/paragraphs"
_MARKS = ("“{}”", "‘{}’", "'{}'", '"{}"')
_LEADS = ("Inspectors wrote that ", "The report says: ", "They found that ", "As was said, ", "")


def _in_brackets(canvas: Canvas, cite: Cite) -> None:
    cited = canvas.chance.choice([
        "(Ofsted {w}, para {n})", "(Ofsted, {w}, paragraph {n})", "(Ofsted {w}: ¶{n})",
        "(Ofsted {w}, para. {n})",
        "[Ofsted {w}, para {n}]", "(Ofsted, {w}: {n})", "(Ofsted report {w} §{n})",
        "(paragraph {n}, Ofsted {w})",
    ])  # fmt: skip
    marks, lead = canvas.chance.choice(_MARKS), canvas.chance.choice(_LEADS)
    canvas.text(f"{lead}{marks.format(cite.words)} {cited.format(w=cite.when, n=cite.number)}.")


def _in_sentence(canvas: Canvas, cite: Cite) -> None:
    canvas.text(canvas.chance.choice([
        f"Paragraph {cite.number} of the {cite.when} report says: “{cite.words}”.",
        f"In paragraph {cite.number} of their {cite.when} report inspectors said that ‘{cite.words}’.",
        f"As the report of {cite.when} puts it at para {cite.number}, “{cite.words}”.",
        f"Ofsted’s {cite.when} inspection report (at paragraph {cite.number}) notes that \"{cite.words}\".",
    ]))  # fmt: skip


def _in_note(canvas: Canvas, cite: Cite) -> None:
    _note(canvas, cite, endnote=False)


def _in_endnote(canvas: Canvas, cite: Cite) -> None:
    _note(canvas, cite, endnote=True)


def _note(canvas: Canvas, cite: Cite, *, endnote: bool) -> None:
    note = canvas.chance.choice([
        f"Ofsted {cite.when}, para {cite.number}.",
        f"Ofsted, {canvas.authority}, {cite.when}, paragraph {cite.number}.",
        f"See Ofsted’s report of {cite.when}, para. {cite.number}.",
    ])  # fmt: skip
    canvas.layout.add("text", f"Inspectors told us that “{cite.words}”.", note=note, endnote=endnote)


def _in_table(canvas: Canvas, cite: Cite) -> None:
    canvas.layout.add("text", "The table lists what was found.")
    if canvas.chance.random() < 0.5:
        canvas.layout.row("Area", "What was found", "Source", "Owner", "Due")
        source = f"Ofsted {cite.when}, para {cite.number}"
    else:
        canvas.layout.row("Area", "What was found", f"Ofsted {cite.when}", "Owner", "Due")
        source = f"para {cite.number}"
    canvas.layout.row("Practice", f"“{cite.words}”", source, "Head of service", "March 2027")


def _below_quote(canvas: Canvas, cite: Cite) -> None:
    canvas.layout.add("quote", cite.words)
    canvas.layout.add("text", canvas.chance.choice([
        f"(Ofsted {cite.when}, paragraph {cite.number})", f"— Ofsted, {cite.when}, para {cite.number}",
    ]))  # fmt: skip


def _after_heading(canvas: Canvas, cite: Cite) -> None:
    canvas.layout.add("heading", f"Ofsted inspection {cite.when}")
    canvas.text(f"“{cite.words}” (¶{cite.number}).")


def _after_ibid(canvas: Canvas, cite: Cite) -> None:
    same = canvas.chance.choice(
        ["ibid, para {n}", "ibid., paragraph {n}", "Ibid. ¶{n}", "same report, para {n}"]
    )
    canvas.text(
        f"The report (Ofsted {cite.when}) gives more detail. “{cite.words}” ({same.format(n=cite.number)})."
    )


def _in_box(canvas: Canvas, cite: Cite) -> None:
    canvas.layout.add("box", f"“{cite.words}” (Ofsted {cite.when}, para {cite.number})")


def _number_changed(canvas: Canvas, cite: Cite) -> None:
    """The number that was deleted is not what the draft says."""
    old = Piece(str(canvas.chance.randint(1, 150)), "deleted")
    new = Piece(cite.number, "inserted")
    canvas.layout.add("text", f"“{cite.words}” (Ofsted {cite.when}, para ", old, new, ").")


def _words_changed(canvas: Canvas, cite: Cite) -> None:
    words = cite.words.split(" ")
    place = canvas.chance.randrange(1, len(words) - 1)
    canvas.layout.add(
        "text", f"They say “{' '.join(words[:place])} ", Piece("hardly ", "deleted"),
        Piece(words[place], "inserted"),
        f" {' '.join(words[place + 1 :])}” (Ofsted {cite.when}, paragraph {cite.number}).",
    )  # fmt: skip


def _linked(canvas: Canvas, cite: Cite) -> None:
    piece = Piece(f"Ofsted {cite.when}, para {cite.number}", url=f"{SERVER}/{cite.target}")
    canvas.layout.add("text", f"“{cite.words}” (", piece, ").")


def _link_alone(canvas: Canvas, cite: Cite) -> None:
    piece = Piece("source", url=f"{SERVER}/{cite.target}")
    canvas.layout.add("text", f"The report puts it so: “{cite.words}” (", piece, ").")


def _permalink(canvas: Canvas, cite: Cite) -> None:
    canvas.text(f"“{cite.words}” ({SERVER}/{cite.target})")


def _id(canvas: Canvas, cite: Cite) -> None:
    canvas.text(f"“{cite.words}” [{cite.target}]")


def _pair(canvas: Canvas, cite: Cite) -> None:
    """Two quotations of one sentence, each with its own number; the other is right."""
    other = canvas.sources.pick(8, reports=[cite.source.report])
    if other is None:
        _in_brackets(canvas, cite)
        return
    first, second = f"“{cite.words}” (para {cite.number})", f"“{other.words}” (para {other.number})"
    if canvas.chance.random() < 0.5:
        first, second = second, first
    canvas.layout.add("text", f"In {cite.when} Ofsted told us that {first} and that {second}.")
    if cite.when == str(cite.source.year):
        canvas.expect(other.words, "right", "pair", "none", other.paragraph.id)
    else:
        canvas.expect(other.words, "no report", "pair", "no such report")


# Those that say which report by its year. formats: that can hold it, () for all.
DATED: dict[str, tuple[Form, tuple[str, ...]]] = {
    "brackets": (_in_brackets, ()),
    "sentence": (_in_sentence, ()),
    "footnote": (_in_note, ("docx", "odt", "md", "html")),
    "endnote": (_in_endnote, ("docx", "odt")),
    "table": (_in_table, ("docx", "odt", "md", "html")),
    "block quotation": (_below_quote, ()),
    "heading": (_after_heading, ("docx", "odt", "md", "html")),
    "ibid": (_after_ibid, ()),
    "text box": (_in_box, ("docx", "odt")),
    "tracked number": (_number_changed, ("docx", "odt", "html")),
    "tracked words": (_words_changed, ("docx", "odt", "html")),
    "pair": (_pair, ()),
}
# Those that lead to a paragraph.
LEADING: dict[str, tuple[Form, tuple[str, ...]]] = {
    "link on citation": (_linked, ("docx", "odt", "md", "html")),
    "link on a word": (_link_alone, ("docx", "odt", "md", "html")),
    "permalink": (_permalink, ()),
    "id": (_id, ()),
}


def write(canvas: Canvas, cite: Cite, *, leading: bool = True) -> str:
    """Write it in a form that the format can hold; the form’s name. leading: whether an id may be one."""
    every = DATED | LEADING if leading else DATED
    fit = [name for name, (_, formats) in every.items() if not formats or canvas.format in formats]
    name = canvas.chance.choice(fit)
    every[name][0](canvas, cite)
    return name
