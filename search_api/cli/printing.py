"""Answers for people: quotations, citations and ids to copy, wrapped on a terminal and plain in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from indexer.anomalies import said as told
from indexer.anomalies import warning
from indexer.arrays import Spans
from indexer.cli.consoles import plain_console
from indexer.dates import day
from indexer.records import Anomaly, Paragraph, Report
from indexer.terminal import one_line, printable
from search_api.answers.quotations.records import Answer, Group, Passage
from search_api.citations import cite, inspection, locator, within
from search_api.question.filters import by_name
from search_api.question.mentions.instructions import FIELD as INSTRUCTION
from search_api.question.mentions.mention import Mention
from search_api.retrieval.results import SearchResult, Understood
from search_api.views.records import View

from .views import command_of

_WIDEST = 100  # columns; longer lines are tiring to read
_INDENT = 4
_SEVERAL = frozenset({"earlier", "latest two", "latest three"})  # reports of one authority
_FEWEST = 3  # passages of an answer that is cut to the screen
_AROUND = 10  # lines that are not of passages: what was understood, counts, headings of groups, coverage
_BESIDE = 3  # lines of a passage beside its quotation: the report, the place in it, an empty one


class Printer:
    """Prints to standard output. Nothing from a report is taken as markup or as a control sequence."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or plain_console()
        if self._console.is_terminal:
            self._console.width = min(self._console.width, _WIDEST)

    def answer(self, answer: Answer, *, fit: bool = False) -> None:
        """Judgements and passages with their citations, or the reason why nothing was found.

        fit: on a terminal, of an answer in groups only as many passages as its screen has room for.
        """
        self._understood(answer.understood)
        self._view(answer.view)
        if answer.answered:
            self._notes((*answer.understood.scope.notes, *answer.remarks))
            for report in answer.judgements:
                self._line(f"{report.authority}, {inspection(report)}, judged:", "bold")
                for item in report.judgements:
                    self._body(Text(one_line(f"{item.printed_name}: {item.printed_grade}")))
                self._line()
            self._passages(answer, fit=fit and self._console.is_terminal)
        else:
            self._line(answer.text, "bold")
            if answer.nearest_miss:
                self._line()
                self._line("Closest passage found, which may not answer the question:")
                self._line()
                self._passage(answer.nearest_miss)
            else:
                self._line()
        self._line(answer.coverage.text, "dim")

    def _view(self, view: View | None) -> None:
        """The first screen of a view of many reports, and which command shows the rest."""
        if view is None:
            return
        self._notes((view.said, *([view.note] if view.note else [])))
        if not view.lines:
            return
        self._line(view.title, "bold")
        side = ""
        for line in view.lines:
            if line.side != side:
                side = line.side
                self._line()
                self._line(side, "bold")
            self._line(line.text)
            for pin in line.pins:
                if pin.note:
                    self._body(Text(pin.note, "bold"))
                if pin.quote:
                    self._body(Text(f"“{printable(pin.quote)}”"))
                self._body(Text(pin.citation))
                self._body(Text(pin.id, "cyan"))
        if view.more:
            self._line()
            self._line(f"And {view.more:,} more: {command_of(view)}", "dim")
        self._line()

    def results(self, result: SearchResult) -> None:
        """Paragraphs in order of rank: citation, excerpt and id; then what was searched."""
        self._understood(result.understood)
        self._notes(result.understood.scope.notes)
        if not result.results and not result.understood.scope.notes:
            self._line("No matching paragraphs found.", "bold")
        for found in result.results:
            self._line(f"{found.rank}. {cite(found.report, found.paragraph)}")
            self._body(_excerpt(found.paragraph.text, found.spans))
            self._body(Text(found.paragraph.id, "cyan"))
            self._check(found.anomalies)
            self._line()
        self._line(result.coverage.text, "dim")

    def paragraph(
        self,
        report: Report,
        paragraph: Paragraph,
        beside: tuple[Paragraph | None, Paragraph | None],
        context: Sequence[Paragraph],
        anomalies: Mapping[str, tuple[Anomaly, ...]],
    ) -> None:
        """A paragraph in full with its citation. context: it and its neighbours in reading order.

        beside: the paragraphs just before and after it, None at the ends of the report. anomalies: id ->
        those that touch it.
        """
        for item in (*context, paragraph) if paragraph not in context else context:
            if item.section:
                self._line(" > ".join(item.section), "dim")
            self._line(f"{locator(item)[0].upper()}{locator(item)[1:]}", "bold")
            self._line(item.text, "" if item.id == paragraph.id else "dim")
            for footnote in item.footnotes:
                self._body(Text(f"Footnote: {printable(footnote)}", "dim"))
            self._check(anomalies.get(item.id, ()))
            self._line()
        if paragraph.linked:
            self._line("Findings it refers to: " + ", ".join(str(number) for number in paragraph.linked))
        self._line(cite(report, paragraph))
        self._line(paragraph.id, "cyan")
        before, after = beside
        self._line(
            f"previous: {before.id if before else 'none'}; next: {after.id if after else 'none'}", "dim"
        )

    def outline(self, report: Report, paragraphs: Sequence[Paragraph], anomalies: Sequence[Anomaly]) -> None:
        """A report: judgements, then its paragraphs under their headings, then what was unusual in it."""
        self._line(f"{report.authority}, {inspection(report)}", "bold")
        for judgement in report.judgements:
            self._line(f"{judgement.printed_name}: {judgement.printed_grade}")
        heading: tuple[str, ...] = ()
        for paragraph in paragraphs:
            if paragraph.section != heading:
                heading = paragraph.section
                self._line()
                self._line(" > ".join(heading), "bold")
            page = "" if paragraph.page_first is None else f"  page {paragraph.page_first}"
            self._body(Text(f"{paragraph.id}{page}"))
        if anomalies:
            self._line()
            self._line("Notes about this report:", "bold")
        for anomaly in anomalies:
            self._body(Text(one_line(f"{anomaly.kind}: {told(anomaly)}")))

    def _passages(self, answer: Answer, *, fit: bool) -> None:
        groups = answer.groups or (Group("", len(answer.passages), _ids(answer.passages)),)
        shown = self._fitting(answer) if fit and answer.groups else set(_ids(answer.passages))
        passages = {passage.paragraph.id: passage for passage in answer.passages}
        titled: set[str] = set()
        for group in groups:
            names = [name for name in group.passages if name in shown]
            of_report = bool(names) and group.label.startswith(_named(passages[names[0]].report))
            if group.label and names:
                more = f" ({len(names)} of {group.count})" if group.count > len(names) else ""
                self._line(f"{group.label}{more}", "bold underline")
                if not of_report:
                    self._line()
            before = ""
            for name in names:
                report = passages[name].report
                if report.id != before:
                    # The full title once; after that the report is known by authority and date.
                    title = "" if report.id in titled else inspection(report)
                    if of_report:
                        self._line(one_line(title), "dim")
                    else:
                        self._line(
                            one_line(f"{report.authority}, {title}" if title else _named(report)), "bold"
                        )
                titled.add(report.id)
                before = report.id
                self._passage(passages[name])
            if group.further and names:
                cited = "; ".join(
                    f"{_named(item.report)}, {within(item.report, item.paragraph)}{_to_check(item)}"
                    for item in group.further
                )
                left = group.count - len(group.passages) - len(group.further)
                more = f"; and {left} more" if left > 0 else ""
                self._line(
                    f"Also found, not quoted (read them before you name anyone): {cited}{more}.", "dim"
                )
                self._line()
        left = len(answer.passages) - len(shown)
        if left:
            more = f"{left} more passage{'' if left == 1 else 's'}"
            self._line(f"{more} not shown: add --limit {len(answer.passages)} to see all.", "dim")
            self._line()

    def _fitting(self, answer: Answer) -> set[str]:
        """Of each group in turn the first passages, as long as the screen has room, and at least three."""
        room = self._console.height - _AROUND
        passages = {passage.paragraph.id: passage for passage in answer.passages}
        turns = sorted(
            (place, at, name)
            for at, group in enumerate(answer.groups)
            for place, name in enumerate(group.passages)
        )
        shown: set[str] = set()
        for _, _, name in turns:
            quote = Text(f"“{passages[name].quote}”")
            lines = len(quote.wrap(self._console, max(self._console.width - _INDENT, 20)))
            room -= lines + _BESIDE
            if room < 0 and len(shown) >= _FEWEST:
                break
            shown.add(name)
        return shown

    def _passage(self, passage: Passage) -> None:
        before, after = _left_out(passage)
        self._body(Text.assemble(before, "“", _marked(passage.quote, passage.spans), "”", after))
        where = within(passage.report, passage.paragraph)
        self._body(Text.assemble(one_line(where), "  ", (passage.paragraph.id, "cyan")))
        self._check(passage.anomalies)
        if passage.alike:
            others = f"{passage.alike} other report{'' if passage.alike == 1 else 's'}"
            self._body(Text(f"Nearly the same in {others}.", "dim"))
        self._line()

    def _check(self, anomalies: Sequence[Anomaly]) -> None:
        """One line on what to check on the page before the paragraph is quoted; nothing where all is well."""
        if anomalies:
            self._body(Text(one_line(warning(anomalies)), "yellow"))

    def _understood(self, understood: Understood) -> None:
        if understood.read_as:
            self._line(f"Read as: {understood.read_as}", "bold")
            self._line()
        filters = [item for item in understood.question.filters if item.field != INSTRUCTION]
        asides = [f"‘{item.text}’" for item in understood.question.filters if item.field == INSTRUCTION]
        said = dict.fromkeys(_chip(item) for item in filters)
        if said:
            words = "; ".join(said)
            self._line(
                f"Filters read from your question: {words}. Use --literal to search exactly your words, or "
                "--as-words TEXT to keep one of them as words.",
                "dim",
            )
        if asides:
            was = "was" if len(asides) == 1 else "were"
            self._line(f"{' and '.join(asides)} {was} left out of the search; the rest was searched.", "dim")
        notes = () if understood.scope.empty else understood.notes
        for note in notes:
            self._line(note, "dim")
        if said or asides or notes:
            self._line()

    def _notes(self, notes: Sequence[str]) -> None:
        for note in notes:
            self._line(note, "bold")
        if notes:
            self._line()

    def _line(self, text: str = "", style: str = "") -> None:
        self._show(Text(printable(text), style))

    def _body(self, text: Text) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, _INDENT), expand=False))
        else:
            indent = " " * _INDENT
            self._show(Text("\n").join(Text.assemble(indent, line) for line in text.split("\n")))

    def _show(self, text: Text) -> None:
        # In a pipe a line is never cut, so that a quotation can be searched for.
        self._console.print(text, soft_wrap=not self._console.is_terminal)


def _left_out(passage: Passage) -> tuple[str, str]:
    """What stands before and after a quotation where the paragraph begins earlier or goes on."""
    if passage.is_whole:
        return "", ""
    text, end = passage.paragraph.text, passage.start + len(passage.quote)
    return "[…] " if text[: passage.start].strip() else "", " […]" if text[end:].strip() else ""


def _to_check(passage: Passage) -> str:
    words = warning(passage.anomalies)
    return f" ({words[0].lower()}{words[1:]})" if words else ""


def _ids(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(passage.paragraph.id for passage in passages)


def _named(report: Report) -> str:
    return f"{report.authority}, {day(report.published)}"


def _chip(item: Mention) -> str:
    if item.field == "report":
        return f"each authority's {item.value} report{'s' if item.value in _SEVERAL else ''}"
    if item.field == "paragraph" and item.members[0] != "id":
        return item.value  # as in "paragraph 27", "recommendation 6"
    if item.field in ("framework", "kind"):
        row = by_name(item.field)
        return f"{row.label.lower()} {' or '.join(row.worded(item.members))}"
    names = {"neighbours": "statistical neighbours of", "grade": "graded", "phrase": "exact words"}
    names["without"] = "without the words"
    if item.field in ("phrase", "without"):
        return f"{names[item.field]} “{item.value}”"
    # Of a year or month the inspection may have been in it: see question/reports.py.
    names["published"] = "published" if item.exact else "inspected or published"
    name = names.get(item.field, item.field)
    return f"all but {name} {item.value.removeprefix('not ')}" if item.excluded else f"{name} {item.value}"


def _marked(text: str, spans: Spans) -> Text:
    """`text` with the spans in bold, unless they are all of it; each piece made printable by itself."""
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    between = zip([0, *ends], [*starts, len(text)], strict=True)
    if not any(text[start:end].strip() for start, end in between):
        return Text(printable(text))
    marked, end = Text(), 0
    for start, stop in spans:
        marked.append(printable(text[end:start]))
        marked.append(printable(text[start:stop]), "bold")
        end = stop
    return marked.append(printable(text[end:]))


def _excerpt(text: str, spans: Spans) -> Text:
    """The spans in quotation marks, with " […] " where something between them is left out."""
    excerpt, end = Text("“"), 0
    for place, (start, stop) in enumerate(spans):
        if text[end:start].strip():
            excerpt.append(" […] " if place else "[…] ")
        elif place:
            excerpt.append(printable(text[end:start]))
        excerpt.append(printable(text[start:stop]))
        end = stop
    if text[end:].strip():
        excerpt.append(" […]")
    return excerpt.append("”")
