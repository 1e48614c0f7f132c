"""What a brief says and in which order. Whatever is in quotation marks is a sentence of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from indexer.anomalies import warning
from indexer.dates import day
from indexer.kinds.table import AREA_LABELS
from indexer.records import Paragraph, Report
from search_api.citations import cite, inspection
from search_api.comparison.matrix.records import SIDES, Side, Speaking
from search_api.lists import listed

from .blocks import Block, Heading, Quote, Table, Text
from .closing import closing
from .records import Brief, Evidence, Group, Recommended, Told
from .words import count, either, short_name

LinkOf = Callable[[Report, Paragraph], str]
COLUMNS: dict[Side, str] = {
    "praised": "Praised only",
    "both": "Praised and criticised",
    "criticised": "Criticised only",
    "mentioned": "Neither, or only named",
    "not mentioned": "Not mentioned",
}
_WORDS: dict[Side, str] = {
    "praised": "praised only",
    "both": "praised and criticised",
    "criticised": "criticised only",
    "mentioned": "neither, or only named",
    "not mentioned": "not mentioned",
}
_TAGS = {
    "praise": "read as praise",
    "criticism": "read as criticism",
    "mixed": "read as praise and criticism",
}
_NAMED = 4  # reports that are named as asking for nearly the same


def no_link(_: Report, __: Paragraph) -> str:
    """Where no address is known."""
    return ""


def lay_out(brief: Brief, link: LinkOf = no_link) -> tuple[Block, ...]:
    """The blocks of a brief. link: the address at which a paragraph can be read, "" for none."""
    return tuple(_Layout(brief, link).blocks())


class _Layout:
    def __init__(self, brief: Brief, link: LinkOf) -> None:
        self.brief, self.link = brief, link

    def blocks(self) -> Iterator[Block]:
        brief = self.brief
        yield Heading(brief.title, 1)
        yield Text(
            f"Evidence brief, {day(brief.made)}. Every sentence in quotation marks is copied word for word "
            "from a published inspection report."
        )
        if brief.definition:
            yield Text(f"Subject: {brief.definition[:1].lower()}{brief.definition[1:]}")
        elif brief.names:
            yield Text(f"Looked for: {', '.join(brief.names[:8])}.")
        for note in brief.notes:
            yield Text(note)
        yield from self._counts()
        yield from self._nearest()
        yield from self._own()
        yield from self._near()
        yield from self._elsewhere()
        yield from self._recommended()
        yield Heading("How this brief was made", 2)
        yield from closing(brief)

    def _counts(self) -> Iterator[Block]:
        yield Heading("How many reports say what", 2)
        groups = self.brief.groups
        # A column that counts nothing would be a heading of what was not found.
        shown = [side for side in COLUMNS if any(group.counts[side] for group in groups)]
        rows = tuple(
            (_group_name(group), str(group.reports), *(str(group.counts[side]) for side in shown))
            for group in groups
        )
        yield Table(
            "Reports, each counted once in its row, by how all its sentences on the subject were read",
            ("Reports of", "Reports", *(COLUMNS[side] for side in shown)),
            rows,
            numbers=True,
        )

    def _nearest(self) -> Iterator[Block]:
        brief = self.brief
        if brief.themes or brief.nearest:
            yield from self._themes()
        if not brief.nearest:
            return
        yield Heading("What comes nearest", 2)
        yield Text(
            "These are the sentences that come nearest by "
            f"meaning, those on {brief.authority} first. They may be about something else: read them before "
            "you use them."
        )
        for item in brief.nearest:
            yield self._quote(item, cite(item.report, item.paragraph))

    def _themes(self) -> Iterator[Block]:
        brief = self.brief
        yield Heading("What the reports do speak of", 2)
        yield Text(
            f"No report here speaks of ‘{brief.subject}’. A brief can be made on any theme of the list of "
            "themes, or on words that the reports use."
        )
        if brief.themes:
            yield Table(
                f"Themes of which the reports on {brief.authority} say most",
                ("Theme", "Paragraphs", "Reports"),
                tuple((item.theme.name, str(item.paragraphs), str(item.reports)) for item in brief.themes),
                numbers=True,
            )

    def _own(self) -> Iterator[Block]:
        brief = self.brief
        yield Heading(f"What inspectors found in {brief.authority}", 2)
        if not brief.own:
            yield Text(f"This index has no report on {brief.authority} within the dates and kinds asked for.")
            return
        if not brief.speaks:
            held = listed(day(item.report.published) for item in brief.own)
            yield Text(
                f"No sentence on the subject was found in {either(len(brief.own))} on {brief.authority} "
                f"here, published {held}. They do not say whether it is done well."
            )
            return
        for told in brief.own:
            if told.side != "not mentioned":
                yield from self._told(told)
        silent = [item for item in brief.own if item.side == "not mentioned"]
        if silent:
            held = listed(day(item.report.published) for item in silent)
            yield Text(
                f"Not mentioned in the {'report' if len(silent) == 1 else 'reports'} published {held}."
            )

    def _told(self, told: Told) -> Iterator[Block]:
        report = told.report
        yield Heading(f"{day(report.published)}: {grades(report)}", 3)
        verb = "speaks" if told.sentences == 1 else "speak"
        text = f"{inspection(report)}. {count(told.sentences, 'sentence')} {verb} of the subject"
        if read := by_side(told.sides):
            text += f", read as {read}"
        shown, every = len(told.shown), told.sentences
        yield Text(f"{text}. {'All' if shown == every else shown or 'None'} quoted here.", small=True)
        for item in told.shown:
            tag = _TAGS.get(item.side, "only named" if told.sides.keys() == {""} else "")
            if item.paragraph.grade:
                tag = f"{tag}; " * bool(tag) + f"in a section judged {item.paragraph.grade}"
            yield self._quote(item, cite(report, item.paragraph, "short"), tag=tag)

    def _near(self) -> Iterator[Block]:
        brief = self.brief
        groups = {group.name: group for group in brief.groups}
        yield Heading("How statistical neighbours and the region were judged", 2)
        if neighbours := groups.get("Statistical neighbours"):
            yield from self._neighbours(neighbours)
        elif brief.region:
            yield Text(f"The register lists no statistical neighbours of {brief.authority}.")
        else:
            yield Text(
                f"{brief.authority} is not in the register of authorities, so its statistical neighbours and "
                "its region are not known."
            )
        yield from self._region()
        if not brief.near_whose:
            yield Text("No report of any of them speaks of the subject.")
            return
        for side, title in (("criticism", "Criticism"), ("praise", "Praise")):
            found = brief.near.get(side, ())
            whose = _of_whom(brief.near_whose)
            if found:
                yield Heading(f"{title} of {whose}", 3)
                for item in found:
                    yield self._quote(item, cite(item.report, item.paragraph))
            else:
                yield Text(
                    f"No sentence that can be read alone was read with confidence as {side} of {whose}."
                )

    def _neighbours(self, group: Group) -> Iterator[Block]:
        total = len(group.authorities) + len(group.missing)
        text = f"{len(group.authorities)} of the {total} statistical neighbours of {self.brief.authority} "
        text += f"{'has' if len(group.authorities) == 1 else 'have'} a report here."
        if group.missing:
            text += f" None here: {listed(map(short_name, group.missing))}."
        if group.silent:
            text += f" No report here speaks of the subject: {listed(map(short_name, group.silent))}."
        yield Text(text)
        if group.newest:
            yield Table(
                "The newest report of each neighbour that speaks of the subject",
                ("Authority", "Published", "Grade", "Its sentences, as they were read"),
                tuple(
                    (
                        short_name(item.report.authority),
                        day(item.report.published),
                        grades(item.report, short=True),
                        _said(item, group.later.get(item.report.authority, 0)),
                    )
                    for item in group.newest
                ),
            )

    def _region(self) -> Iterator[Block]:
        """The authorities of the region by what the newest report of each says."""
        group = next((item for item in self.brief.groups if item.name.startswith("Rest of")), None)
        if group is None or not group.authorities:
            return
        parts = []
        for side in SIDES:
            held = [item.report for item in group.newest if item.side == side]
            if held:
                dated = (f"{short_name(item.authority)} ({item.published.year})" for item in held)
                parts.append(f"{_WORDS[side]}: {listed(dated)}")
        if group.silent:
            parts.append(f"not mentioned in any report here: {listed(map(short_name, group.silent))}")
        yield Text(
            f"{group.name}, by the newest report of each authority that speaks of the subject. "
            f"{_capital('; '.join(parts))}."
        )

    def _elsewhere(self) -> Iterator[Block]:
        brief = self.brief
        if not brief.elsewhere:
            yield from self._no_praise()
            return
        yield Heading("What is praised elsewhere", 2)
        text = (
            f"{brief.praised} of {count(brief.others, 'other authority', 'other authorities')} here "
            f"{'is' if brief.praised == 1 else 'are'} praised on the subject in the newest report that "
            "takes a side"
        )
        text += f", {brief.clear} of them without criticism on it there. "
        near = any(item.score for item in brief.elsewhere)
        text += (
            "Those come first, and among them the praise that is nearest to what "
            f"{brief.authority} is criticised for."
            if near
            else "Those come first, and among them the newest."
        )
        yield Text(text)
        for item in brief.elsewhere:
            yield self._quote(item, cite(item.report, item.paragraph))
            if item.but:
                cited = cite(item.but.report, item.but.paragraph, "short")
                yield self._quote(item.but, cited, within="The same report also says:")

    def _no_praise(self) -> Iterator[Block]:
        """No sentence to quote; whole reports may praise it all the same, and the table counts them."""
        others = self.brief.groups[-1].counts
        praising = others["praised"] + others["both"]
        yield Heading("No praise elsewhere that can be quoted" if praising else "No praise elsewhere", 2)
        yield Text(
            f"The table counts {count(praising, 'report')} of other authorities with praise. None of it can "
            "be read alone, so none is quoted."
            if praising
            else "No report of another authority here praises it, as far as we found."
        )

    def _recommended(self) -> Iterator[Block]:
        brief = self.brief
        if brief.named:
            yield Heading("Where other reports name it", 2)
            yield Text(
                "These sentences print a name of the subject. None was read as praise or criticism of it."
            )
            for item in brief.named:
                yield self._quote(item, cite(item.report, item.paragraph))
        yield Heading("What is recommended most" if brief.recommended else "No recommendations elsewhere", 2)
        if not brief.recommended:
            yield Text("No recommendation or area for improvement of another authority is on the subject.")
            return
        reports = brief.groups[-1].reports
        yield Text(
            f"{brief.recommending} of {count(reports, 'report')} of other authorities "
            f"{'recommends' if brief.recommending == 1 else 'recommend'} something on the subject, or "
            f"{'lists' if brief.recommending == 1 else 'list'} it among what needs to improve. What most of "
            "them ask for in nearly the same words comes first."
        )
        for asked in brief.recommended:
            yield self._quote(asked.evidence, cite(asked.evidence.report, asked.evidence.paragraph))
            yield Text(_alike(asked), small=True)

    def _quote(self, item: Evidence, cited: str, *, tag: str = "", within: str = "") -> Quote:
        address = self.link(item.report, item.paragraph)
        return Quote(item.quote, cited, address, tag, warning(item.anomalies), within)


def by_side(sides: Mapping[str, int]) -> str:
    """As in "4 praise, 2 criticism, 1 both"; "" where nothing is known of any."""
    names = {"praise": "praise", "criticism": "criticism", "mixed": "both", "neutral": "neither"}
    return ", ".join(f"{sides[side]} {name}" for side, name in names.items() if sides.get(side))


def grades(report: Report, *, short: bool = False) -> str:
    """As in "overall good"; without an overall grade each area, or, in short, how many; or "no grade"."""
    whole = [item for item in report.judgements if item.area == "overall"]
    if whole:
        return f"overall {whole[0].grade}"
    judged = [item for item in report.judgements if item.area != "lscb"]
    if short and len(judged) > 1:
        counted = Counter(item.grade for item in judged)
        return ", ".join(f"{grade} in {count(number, 'area')}" for grade, number in counted.items())
    areas = [f"{AREA_LABELS[item.area].lower()} {item.grade}" for item in judged]
    return "; ".join(areas) or "no grade"


def _said(item: Speaking, later: int) -> str:
    """later: reports of that authority published after it, none of which speaks of the subject."""
    told = by_side(Counter(each.side for each in item.said))
    told = told or f"named in {count(len(item.said), 'sentence')}"
    return f"{told}; not mentioned in {count(later, 'later report')}" if later else told


def _alike(item: Recommended) -> str:
    if not item.alike:
        return "No other report was found that asks for nearly the same."
    named = [cite(each.report, each.paragraph, "short") for each in item.alike[:_NAMED]]
    more = len(item.alike) - len(named)
    told = "; ".join(named) + (f"; and {count(more, 'other')}" if more else "")
    return f"Nearly the same in {count(len(item.alike), 'other report')}: {told}."


def _group_name(group: Group) -> str:
    total = len(group.authorities) + len(group.missing)
    if group.name == "Statistical neighbours":
        return f"{group.name} ({len(group.authorities)} of {total})"
    plural = count(total, "authority", "authorities")
    return f"{group.name} ({plural})" if group.name.startswith(("Rest", "All")) else group.name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_whom(name: str) -> str:
    return "the rest of the region" if name.startswith("Rest") else "statistical neighbours"
