"""Claims that are right, in every form; each function writes one and notes what is right of it."""

from __future__ import annotations

from collections.abc import Callable

from search_api.citations import Style
from search_api.citations import cite as cited
from search_api.plans.checking.records import Verdict

from .canvas import Canvas, Cite
from .forms import write
from .sources import TURNS, Source


def put(
    canvas: Canvas, source: Source, words: str, verdict: Verdict, fault: str, *, number: str = "",
    when: str = "", target: str = "", key: str = "", shown: bool = True,
) -> None:  # fmt: skip
    """Write a citation in some form. number, when, target: where the draft gives others than the source's."""
    target = target or source.paragraph.id
    made = Cite(source, words, number or source.number, when or str(source.year), target)
    form = write(canvas, made, leading=not when)
    canvas.expect(key or words, verdict, form, fault, source.paragraph.id if shown else "")


def plain(canvas: Canvas) -> bool:
    """False where the reports give nothing to cite so; so of all here."""
    if (source := canvas.sources.pick()) is None:
        return False
    put(canvas, source, source.words, "right", "none")
    return True


def bracket(canvas: Canvas) -> bool:
    """A first letter in square brackets, or a word that explains another."""
    if (source := canvas.sources.pick(10)) is None:
        return False
    first, *rest = source.words.split(" ")
    if canvas.chance.random() < 0.5:
        words = f"[{first[0].swapcase()}]{first[1:]} {' '.join(rest)}"
        put(canvas, source, words, "right", "none: bracketed letter", key=" ".join(rest)[:60])
    else:
        places = [
            place for place, word in enumerate(rest[2:-2], start=2) if word in ("they", "it", "them", "these")
        ]
        if not places:
            return False
        words = f"{first} {' '.join(rest[: places[0]])} [the council] {' '.join(rest[places[0] + 1 :])}"
        key = " ".join(rest[: places[0]])
        put(canvas, source, words, "right", "none: bracketed word", key=key)
    return True


def ellipsis(canvas: Canvas) -> bool:
    """Words left out that turn nothing."""
    if (source := canvas.sources.pick(15)) is None:
        return False
    words = source.words.split()
    cut = len(words) // 2
    if any(TURNS.match(each) for each in words[cut - 2 : cut + 1]):
        put(canvas, source, source.words, "right", "none")
        return True
    dots = canvas.chance.choice(["…", "...", "[…]", "[...]", ". . ."])
    head, tail = " ".join(words[: cut - 2]), " ".join(words[cut + 1 :])
    put(canvas, source, f"{head} {dots} {tail}", "right", "none: ellipsis", key=head)
    return True


def own_style(canvas: Canvas) -> bool:
    """As this program's own citations read."""
    if (source := canvas.sources.pick()) is None:
        return False
    style: Style = canvas.chance.choice(["plain", "short", "harvard"])
    canvas.text(f"“{source.words}” ({cited(source.report, source.paragraph, style)})")
    canvas.expect(source.words, "right", f"own: {style}", "none", source.paragraph.id)
    return True


def page(canvas: Canvas) -> bool:
    """A page alone."""
    source = canvas.sources.pick()
    if source is None or not source.page:
        return False
    how = canvas.chance.choice(["p. {}", "page {}", "p{}", "pg {}"]).format(source.page)
    canvas.text(f"“{source.words}” (Ofsted {source.year}, {how}).")
    canvas.expect(source.words, "right", "page", "none", source.paragraph.id)
    return True


def beside_page(canvas: Canvas) -> bool:
    """A number and the page that it stands on."""
    source = canvas.sources.pick()
    if source is None or not source.page:
        return False
    canvas.text(f"“{source.words}” (Ofsted {source.year}, para {source.number}, p {source.page}).")
    canvas.expect(source.words, "right", "number and page", "none", source.paragraph.id)
    return True


def several(canvas: Canvas) -> bool:
    """A range or a list of numbers."""
    source = canvas.sources.pick()
    if source is None or not source.number.isdigit():
        return False
    number = int(source.number)
    here = {int(item.label) for item in canvas.sources.of(source.report, "finding") if item.label.isdigit()}
    if number + 1 not in here or number - 1 not in here:
        return False
    numbers = canvas.chance.choice([
        f"paras {number}-{number + 1}", f"paragraphs {number - 1} to {number + 1}",
        f"paras {number - 1} and {number}", f"paras. {number}–{number + 1}", f"¶¶{number}-{number + 1}",
    ])  # fmt: skip
    canvas.text(f"“{source.words}” (Ofsted {source.year}, {numbers}).")
    canvas.expect(source.words, "right", "several numbers", "none", source.paragraph.id)
    return True


def whole(canvas: Canvas) -> bool:
    """A report as a whole."""
    if (source := canvas.sources.pick()) is None:
        return False
    month = source.report.published.strftime("%B %Y")
    which = canvas.chance.choice(
        [f"(Ofsted {source.year})", f"(Ofsted, {month})", f"(Ofsted inspection, {month})"]
    )
    canvas.text(f"“{source.words}” {which}.")
    canvas.expect(source.words, "right", "whole report", "none", source.paragraph.id)
    return True


def recommendation(canvas: Canvas) -> bool:
    """Of an older report, quoted or only named."""
    if (source := canvas.sources.pick(6, "recommendation")) is None:
        return False
    word = canvas.chance.choice(["recommendation {}", "Recommendation {}", "rec {}", "rec. {}"]).format(
        source.number
    )
    if canvas.chance.random() < 0.5:
        canvas.text(f"“{source.words}” (Ofsted {source.year}, {word}).")
        canvas.expect(source.words, "right", "recommendation", "none", source.paragraph.id)
    else:
        action = canvas.action()
        canvas.text(f"{action} answers {word} of the {source.year} report.")
        canvas.expect(f"{action} answers", "right", "recommendation, not quoted", "none", source.paragraph.id)
    return True


def bullet(canvas: Canvas) -> bool:
    """Of what needs to improve."""
    if (source := canvas.sources.pick(6, "improvement")) is None:
        return False
    how = canvas.chance.choice(
        ["bullet {n}", "area for improvement {n}", "what needs to improve, bullet {n}"]
    )
    canvas.text(
        f"Ofsted asks for this: “{source.words}” (Ofsted {source.year}, {how.format(n=source.number)})."
    )
    canvas.expect(source.words, "right", "bullet", "none", source.paragraph.id)
    return True


def summary(canvas: Canvas) -> bool:
    """Of the summary of a newer report."""
    reports = [report for report in canvas.sources.reports if report.framework == "ilacs"]
    source = canvas.sources.pick(8, "summary", reports) if reports else None
    if source is None:
        return False
    canvas.text(f"“{source.words}” (Ofsted {source.year}, summary paragraph {source.number}).")
    canvas.expect(source.words, "right", "summary", "none", source.paragraph.id)
    return True


def number_alone(canvas: Canvas) -> bool:
    """A number without a quotation."""
    if (source := canvas.sources.pick()) is None:
        return False
    action = canvas.action()
    canvas.text(canvas.chance.choice([
        f"{action} follows from paragraph {source.number} of the {source.year} inspection report.",
        f"{action} is our answer to Ofsted ({source.year}, para {source.number}).",
        f"{action}: see Ofsted {source.year}, ¶{source.number}.",
    ]))  # fmt: skip
    canvas.expect(action, "right", "number alone", "none", source.paragraph.id)
    return True


def grade(canvas: Canvas) -> bool:
    """The overall grade."""
    judged = [
        report
        for report in canvas.sources.reports
        if any(item.area == "overall" for item in report.judgements)
    ]
    if not judged:
        return False
    report = canvas.chance.choice(judged)
    true = next(item.grade for item in report.judgements if item.area == "overall")
    text = canvas.chance.choice([
        f"In {report.published.year} Ofsted judged our services to be {true} overall.",
        f"Overall effectiveness was judged {true} at the inspection of {report.published.year}.",
    ])  # fmt: skip
    canvas.text(f"{canvas.action()}. {text}")
    canvas.expect(canvas.layout.elements[-1].text[:9], "right", "grade", "none")
    return True


RIGHT: dict[str, Callable[[Canvas], bool]] = {
    "plain": plain, "plain again": plain, "plain once more": plain, "bracket": bracket, "ellipsis": ellipsis,
    "own style": own_style, "page": page, "number and page": beside_page, "several": several, "whole": whole,
    "recommendation": recommendation, "bullet": bullet, "summary": summary, "number alone": number_alone,
    "grade": grade,
}  # fmt: skip
