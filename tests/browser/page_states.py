"""Every page, in each state that looks or works differently: what all pages must keep is tested on these."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from tests.search_api.plans.sample_draft import as_markdown

MARAC = "what did inspectors say about MARAC?"  # the first example
TWO_PAGES = "northmoor-2016-01-29/para-19"  # runs over the end of a page of its report
PLANNED = (TWO_PAGES, "saltby-2019-07-22/para-6", "wexcombe-2026-06-15/para-6")
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} \u202egnihtyna'


class State(NamedTuple):
    path: str
    status: int = 200
    draft: str = ""  # sent with the form of the page


def asked(question: str, **filters: str) -> str:
    return "/?" + urlencode({"q": question, **filters})


def plan(*paragraphs: str) -> str:
    return "/plan?" + urlencode([("p", identity) for identity in paragraphs])


STATES = {
    "search-first": State("/"),
    "search-first-mine": State("/?mine=Northmoor"),
    "search-filter-chosen": State("/?authority=Northmoor"),
    "results": State(asked(MARAC)),
    "results-filtered": State(asked(MARAC, authority="Northmoor", since="2016", kind="finding")),
    "results-filters-said": State(asked("recommendations about supervision since 2018", view="results")),
    "results-words-only": State(asked("recommendations since 2018", literal="true")),
    "results-page-2": State(asked("children", page="2")),
    "results-past-the-last": State(asked(MARAC, page="25")),
    "results-concerns": State(asked("supervision", said="concern", sort="oldest")),
    "view-authorities": State(asked(MARAC, view="authorities", mine="Northmoor")),
    "view-time": State(asked(MARAC, view="time")),
    "view-compare": State(asked("compare Northmoor and Saltby on MARAC", view="compare")),
    "view-compare-first": State(asked("MARAC", view="compare")),
    "view-compare-grades": State(asked("MARAC", view="compare", one="good", other="requires improvement")),
    "view-nothing-to-count": State(asked("MARAC and supervision", view="time")),
    "results-refused": State(asked("zebra crossings on the moon")),
    "results-filter-empty": State(asked(MARAC, authority="Saltby", until="2013")),
    "results-hostile": State(asked(HOSTILE)),
    "problem-no-page": State("/nothing-here", 404),
    "problem-no-authority": State(asked(MARAC, authority="Atlantis"), 422),
    "problem-bad-date": State(asked(MARAC, since="yesterday"), 422),
    "problem-unknown-parameter": State("/?autority=Saltby&colour=red", 422),
    "problem-no-paragraph": State("/paragraphs/northmoor-2016-01-29/para-999", 404),
    "paragraph": State(f"/paragraphs/{TWO_PAGES}"),
    "paragraph-recommendation": State("/paragraphs/northmoor-2016-01-29/rec-1"),
    "paragraph-summary": State("/paragraphs/saltby-2019-07-22/summary-1"),
    "report": State("/reports/northmoor-2016-01-29"),
    "report-ilacs": State("/reports/saltby-2019-07-22"),
    "report-found": State("/reports/northmoor-2016-01-29?find=neglect"),
    "reports": State("/reports"),
    "reports-none": State("/reports?authority=Northmoor&since=2025"),
    "reports-sorted": State("/reports?authority=sal&sort=-published"),
    "reports-unknown-name": State("/reports?authority=Northmore"),
    "authority": State("/authorities/northmoor"),
    "authority-of-the-past": State("/authorities/cumbria"),
    "tracker": State("/authorities/northmoor/tracker"),
    "tracker-unknown": State("/authorities/northmore/tracker", 404),
    "authority-unknown": State("/authorities/northmore", 404),
    "compare": State("/compare"),
    "contrast-first": State("/contrast"),
    "contrast": State("/contrast?about=MARAC&one=good&other=requires+improvement"),
    "contrast-wrong": State("/contrast?about=MARAC&one=splendid", 422),
    "praised": State("/praised?about=MARAC&mine=Northmoor"),
    "brief-first": State("/brief"),
    "brief": State("/brief?about=supervision&authority=Northmoor"),
    "brief-wrong": State("/brief?about=supervision&authority=Atlantis", 422),
    "my-authority": State("/my-authority"),
    "my-authority-named": State("/my-authority?mine=Northmoor"),
    "results-compared": State(asked("compare Northmoor and Saltby on MARAC")),
    "results-contrast": State(asked("what do good and inadequate councils say about MARAC?")),
    "results-tracker": State(asked("how have Northmoor's recommendations been followed up?")),
    "coverage": State("/coverage"),
    "coverage-refused": State("/coverage?status=refused"),
    "acronyms": State("/acronyms"),
    "acronyms-letter": State("/acronyms?letter=M"),
    "acronyms-none": State("/acronyms?short=ZZZ"),
    "grades": State("/grades"),
    "grades-authority": State("/grades?authority=Saltby&way=up&way=same&way=down"),
    "grades-none": State("/grades?from=outstanding&to=inadequate"),
    "grades-wrong": State("/grades?authority=Atlantis", 422),
    "matrix-first": State("/matrix"),
    "matrix-trend": State("/matrix?about=MARAC"),
    "matrix-authority": State("/matrix?about=MARAC&show=authority"),
    "matrix-map": State("/matrix?about=MARAC&show=map"),
    "matrix-grades": State("/matrix?show=map-grade"),
    "matrix-sentences": State("/matrix/sentences?about=MARAC"),
    "themes": State("/themes"),
    "theme": State("/themes/domestic-abuse"),
    "silence": State("/silence?about=MARAC"),
    "weak-to-strong": State("/weak-to-strong?about=supervision"),
    "paragraph-same": State(f"/paragraphs/{TWO_PAGES}?show=same&quote=true&link=true"),
    "paragraph-praised": State("/paragraphs/northmoor-2016-01-29/rec-1?show=praised&scope=newest"),
    "paragraph-before-after": State(f"/paragraphs/{TWO_PAGES}?show=before-after"),
    "paragraph-marked": State("/paragraphs/northmoor-2016-01-29/rec-1?mark=0-20"),
    "check-first": State("/check"),
    "check": State("/check", draft=as_markdown().decode()),
    "check-nothing-found": State("/check", draft="We will do better."),
    "check-hostile": State("/check", draft=f"{HOSTILE} “{HOSTILE}” (Ofsted 2016, para 19)."),
    "check-wrong": State("/check", 422, draft=" "),
    "plan-empty": State("/plan"),
    "plan": State(plan(*PLANNED)),
    "help": State("/help"),
    "accessibility": State("/accessibility"),
}
