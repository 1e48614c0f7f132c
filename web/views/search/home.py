"""What the first page shows below the question box: what is here, my authority, what can be asked, by job."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from indexer.records import Report
from search_api.index.index import Index
from web.shared.labels import FRAMEWORKS
from web.shared.lists import ListAddress
from web.shared.respond import by_age
from web.shared.urls import SearchState, authority_url, tracker_url
from web.views.comparing.own import OwnAuthority, own_authority

_NEWEST = 5
_SUBJECT = "MARAC"


@dataclass(frozen=True, slots=True)
class Held:
    """Reports of one kind, and the address of their list."""

    name: str
    reports: int
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do, and the address where it begins. hint: what comes of it, "" where the words say it."""

    text: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody has to do, and what helps with it here."""

    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """kinds: those that most reports are of first. newest: five at most. own: the reader's authority."""

    reports: int
    paragraphs: int
    authorities: int
    first_year: int
    last_year: int
    kinds: tuple[Held, ...]
    newest: tuple[Report, ...]
    own: OwnAuthority | None
    own_ways: tuple[Way, ...]
    jobs: tuple[Job, ...]


def home(index: Index, mine: str = "") -> Home:
    """mine: the reader's authority as the address says it. Raises UnknownAuthority."""
    reports = index.reader.reports()
    counts: dict[str, int] = {}
    for report in reports:
        counts[report.framework] = counts.get(report.framework, 0) + 1
    kinds = tuple(
        Held(FRAMEWORKS[name], count, ListAddress("/reports", (("framework", name),)).at())
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    years = [report.published.year for report in reports] or [0]
    newest = by_age(list(reports))[:_NEWEST]
    own = own_authority(index, mine or index.settings.authority)
    return Home(
        reports=len(reports),
        paragraphs=index.reader.manifest.counts.paragraphs,
        authorities=len(index.holdings.authorities),
        first_year=min(years),
        last_year=max(years),
        kinds=kinds,
        newest=tuple(newest),
        own=own,
        own_ways=_own_ways(own) if own else (),
        jobs=_jobs(index, own, newest),
    )


def _own_ways(own: OwnAuthority) -> tuple[Way, ...]:
    name = own.known.name
    return (
        Way(f"{name}’s inspections and grades", authority_url(name)),
        Way("What became of each recommendation", tracker_url(name)),
        Way(
            "Who was praised for what we were criticised for",
            "/praised?" + urlencode({"mine": name}),
        ),
        Way(
            "What needed to improve in our last inspection?",
            SearchState(q="What needed to improve in our last inspection?", mine=name).url,
        ),
    )


def _jobs(index: Index, own: OwnAuthority | None, newest: list[Report]) -> tuple[Job, ...]:
    """Each leads to something that is here: of the reader's authority, or of the one inspected last."""
    if not newest:
        return ()
    name = own.known.name if own and own.reports else newest[0].authority
    mine = own.known.name if own else ""

    def ask(question: str) -> Way:
        return Way(question, SearchState(q=question, mine=mine).url)

    acronyms = index.reader.acronyms()
    subject = _SUBJECT if any(item.short == _SUBJECT for item in acronyms) else "supervision"
    about = urlencode({"about": subject})
    return (
        Job(
            "Prepare for an inspection",
            (
                ask(f"What needed to improve in {name}’s last inspection?"),
                ask(f"What did inspectors say about {subject}?"),
                Way(f"What was said about {subject} in good and weak services", f"/contrast?{about}"),
            ),
        ),
        Job(
            "Write an improvement plan",
            (
                ask("Recommendations about supervision since 2018"),
                ask("Good practice in support for care leavers"),
                Way("Two to four pages of evidence", "/brief", "a brief for a board paper, as a Word file"),
                Way("Your plan", "/plan", "the paragraphs that you collected, for Word or a spreadsheet"),
            ),
        ),
        Job(
            "Look across authorities",
            (
                ask(f"How many reports mention {subject}?"),
                Way(f"{subject} over the years", SearchState(q=subject, view="time", mine=mine).url),
                Way("Which grades changed", "/grades"),
                Way("All comparisons", "/compare"),
            ),
        ),
        Job(
            "Check what is written",
            (
                Way("Check a draft", "/check", "its citations, quotations and grades against the reports"),
                _look_up(index, newest),
            ),
        ),
    )


def _look_up(index: Index, newest: list[Report]) -> Way:
    """The first numbered paragraph of a report, as somebody would cite it."""
    for report in newest:
        for paragraph in index.reader.paragraphs(report.id):
            if paragraph.kind == "finding" and paragraph.printed:
                question = f"{report.authority} {report.published.year} paragraph {paragraph.label}"
                return Way(question, SearchState(q=question).url, "a citation opens its paragraph")
    return Way(newest[0].id, f"/reports/{newest[0].id}", "the newest report")
