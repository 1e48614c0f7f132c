"""Claims with a fault put in on purpose; each function writes one and notes the verdict that is right."""

from __future__ import annotations

from collections.abc import Callable

from indexer.records import Kind

from .canvas import Canvas
from .right import put


def altered(canvas: Canvas) -> bool:
    """A word swapped, dropped or added. False where the reports give nothing for it; so of all here."""
    if (source := canvas.sources.pick(10)) is None:
        return False
    words = source.words.split()
    place = canvas.chance.randrange(2, len(words) - 1)
    how = canvas.chance.choice(["swap", "drop", "add", "negate", "number"])
    if how == "swap":
        words[place] = "always" if words[place] != "always" else "seldom"
    elif how == "drop":
        del words[place]
    elif how == "number":
        words.insert(place, "17")
    else:
        words.insert(place, {"add": "very", "negate": "not"}[how])
    put(canvas, source, " ".join(words), "differs", f"altered: {how}")
    return True


def turned(canvas: Canvas) -> bool:
    """An ellipsis that leaves out what turns the meaning."""
    for _ in range(60):
        source = canvas.sources.pick(14)
        if source is None:
            return False
        words = source.words.split()
        places = [
            place
            for place, word in enumerate(words[4:-4], start=4)
            if word.lower() in ("not", "without", "too")
        ]
        if places:
            at = places[0]
            quoted = f"{' '.join(words[:at])} … {' '.join(words[at + 1 :])}"
            put(canvas, source, quoted, "differs", "ellipsis turns the meaning", key=" ".join(words[:at]))
            return True
    return False


def elsewhere(canvas: Canvas) -> bool:
    """A number of another paragraph."""
    if (source := canvas.sources.pick()) is None:
        return False
    others = [
        item for item in canvas.sources.of(source.report, "finding")
        if item.label != source.number and source.words.lower() not in item.text.lower()
    ]  # fmt: skip
    other = canvas.chance.choice(others)
    put(canvas, source, source.words, "elsewhere", "wrong number", number=other.label, target=other.id)
    return True


def no_number(canvas: Canvas) -> bool:
    """A number that the report does not have."""
    if (source := canvas.sources.pick()) is None:
        return False
    number = str(max(canvas.sources.numbers(source.report)) + canvas.chance.randint(20, 90))
    target = f"{source.report.id}/para-{number}"
    put(canvas, source, source.words, "no number", "number does not exist", number=number, target=target)
    return True


def no_report(canvas: Canvas) -> bool:
    """A year in which nothing was published."""
    if (source := canvas.sources.pick()) is None:
        return False
    years = {
        each.year
        for report in canvas.sources.every
        for each in (report.published, report.inspection_start, report.inspection_end)
        if each
    }
    missing = canvas.chance.choice([year for year in range(2010, 2026) if year not in years])
    put(canvas, source, source.words, "no report", "no such report", when=str(missing), shown=False)
    return True


def no_such_kind(canvas: Canvas) -> bool:
    """A letter of a kind that no report here is."""
    if any(report.framework == "jtai" for report in canvas.sources.every):
        return False
    if (source := canvas.sources.pick()) is None:
        return False
    canvas.text(f"“{source.words}” (JTAI letter, page 4).")
    canvas.expect(source.words, "no report", "JTAI letter", "no such report")
    return True


def wrong_page(canvas: Canvas) -> bool:
    """A right number with a wrong page, or a wrong page alone."""
    source = canvas.sources.pick()
    if source is None or not source.page or not source.report.pages:
        return False
    held = {item.page_first for item in canvas.sources.paragraphs[source.report.id]}
    page = max((each for each in held if each and each not in (source.page, source.page + 1)), default=1)
    if canvas.chance.random() < 0.5:
        canvas.text(f"“{source.words}” (Ofsted {source.year}, para {source.number}, p {page}).")
        canvas.expect(source.words, "wrong page", "number and page", "wrong page", source.paragraph.id)
    elif canvas.chance.random() < 0.7:
        canvas.text(f"“{source.words}” (Ofsted {source.year}, p. {page}).")
        canvas.expect(source.words, "elsewhere", "page", "wrong page", source.paragraph.id)
    else:
        page = source.report.pages + 11
        canvas.text(f"“{source.words}” (Ofsted {source.year}, p. {page}).")
        canvas.expect(source.words, "no number", "page", "page does not exist", source.paragraph.id)
    return True


def wrong_recommendation(canvas: Canvas) -> bool:
    """Of another number, or of none."""
    return _of_kind(canvas, "recommendation", "recommendation {}", 6)


def wrong_bullet(canvas: Canvas) -> bool:
    """The same of what needs to improve."""
    return _of_kind(canvas, "improvement", "bullet {}", 6)


def _of_kind(canvas: Canvas, kind: Kind, how: str, least: int) -> bool:
    if (source := canvas.sources.pick(least, kind)) is None:
        return False
    others = [item for item in canvas.sources.of(source.report, kind) if item.id != source.paragraph.id]
    if others and canvas.chance.random() < 0.5:
        cited = how.format(canvas.chance.choice(others).label)
        canvas.text(f"“{source.words}” (Ofsted {source.year}, {cited}).")
        canvas.expect(source.words, "elsewhere", kind, "wrong number", source.paragraph.id)
    else:
        action = canvas.action()
        canvas.text(
            f"{action} answers {how.format(canvas.chance.randint(61, 99))} of the {source.year} report."
        )
        canvas.expect(action, "no number", f"{kind}, not quoted", "number does not exist")
    return True


def no_number_alone(canvas: Canvas) -> bool:
    """A number that does not exist, without a quotation."""
    report = canvas.chance.choice(canvas.sources.reports)
    number = max(canvas.sources.numbers(report)) + canvas.chance.randint(20, 90)
    action = canvas.action()
    canvas.text(f"{action} follows from paragraph {number} of the {report.published.year} inspection report.")
    canvas.expect(action, "no number", "number alone", "number does not exist")
    return True


def other_grade(canvas: Canvas) -> bool:
    """An overall grade that was not given."""
    judged = [
        report
        for report in canvas.sources.reports
        if any(item.area == "overall" for item in report.judgements)
    ]
    if not judged:
        return False
    report = canvas.chance.choice(judged)
    true = next(item.grade for item in report.judgements if item.area == "overall")
    wrong = canvas.chance.choice([each for each in ("good", "outstanding", "inadequate") if each != true])
    action = canvas.action()
    canvas.text(canvas.chance.choice([
        f"{action}. In {report.published.year} Ofsted judged our services to be {wrong} overall.",
        f"{action}. Overall effectiveness was judged {wrong} at the inspection of {report.published.year}.",
    ]))  # fmt: skip
    canvas.expect(action, "wrong grade", "grade", "wrong grade")
    return True


def uncited(canvas: Canvas) -> bool:
    """A quotation without a source."""
    if (source := canvas.sources.pick(12)) is None:
        return False
    canvas.text(f"Inspectors told us that “{source.words}”.")
    canvas.expect(source.words, "uncited", "no citation", "no citation", source.paragraph.id)
    return True


def old_as_latest(canvas: Canvas) -> bool:
    """An older report as the latest."""
    full = [report for report in canvas.sources.reports if report.judgements]
    if len(full) < 2:
        return False
    oldest = min(full, key=lambda report: report.published)
    if (source := canvas.sources.pick(reports=[oldest])) is None:
        return False
    where = f"(Ofsted {source.year}, para {source.number})"
    canvas.text(f"At our latest inspection {where} inspectors found that “{source.words}”.")
    canvas.expect(source.words, "superseded", "latest", "superseded", source.paragraph.id)
    return True


FAULTS: dict[str, Callable[[Canvas], bool]] = {
    "altered": altered, "altered again": altered, "turned": turned, "elsewhere": elsewhere,
    "no number": no_number, "no report": no_report, "no such kind": no_such_kind, "wrong page": wrong_page,
    "recommendation": wrong_recommendation, "bullet": wrong_bullet, "no number alone": no_number_alone,
    "grade": other_grade, "uncited": uncited, "superseded": old_as_latest,
}  # fmt: skip
