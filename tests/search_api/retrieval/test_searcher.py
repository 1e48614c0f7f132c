"""Search on a small fictional index: order, pages of results, filters, coverage, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.authorities.register import default_register
from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.store.format import Source
from indexer.store.reader import IndexReader
from search_api.question.request import EVERYTHING, Request, choose
from search_api.retrieval.fusion import best_first, reciprocal_rank
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    make_source,
    small_reports,
    write_small_index,
)
from tests.support.encoders import WordEncoder

REFUSED = Source("/reports/gone.pdf", "/reports", "0" * 64, 9, 1, "test-1", None, "a web page, not a PDF")


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    reports = small_reports()
    sources = [*(make_source(entry.report) for entry in reports), REFUSED]
    write_small_index(tmp_path / "index", reports, sources=sources)
    with IndexReader.open(tmp_path / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register(), Settings())


def found(searcher: Searcher, query: str, request: Request = EVERYTHING) -> list[str]:
    return [result.paragraph.id for result in searcher.search(query, request).results]


def test_every_paragraph_that_holds_the_acronym_comes_first(searcher: Searcher) -> None:
    ids = found(searcher, "what did inspectors say about MARAC?")
    assert set(ids[:4]) == {
        "northmoor-2016-01-05/para-28",
        "northmoor-2018-08-24/rec-6",
        "northmoor-2018-08-24/para-27",
        "saltby-2022-05-16/para-1",
    }


def test_an_acronym_in_small_letters_is_known_by_how_reports_print_it(searcher: Searcher) -> None:
    assert searcher.understand("marac", EVERYTHING).terms.acronyms == ("marac",)
    assert searcher.understand("early risk", EVERYTHING).terms.acronyms == ()
    assert found(searcher, "marac")[:4] == found(searcher, "MARAC")[:4]


@pytest.mark.parametrize("typed", ["TIDES", "tides", "HHPs", "HHP", "hhp", "hhps"])
def test_a_known_acronym_is_named_however_it_is_typed(tmp_path: Path, typed: str) -> None:
    report = make_report()
    texts = [
        "Targeted inshore drift and early support (TIDES) is new.", "Harbour hope plans (HHPs) are kept.",
        *["TIDES staff, with an HHP for each child, are kind."] * 8, "Plans for support are good in summer.",
    ]  # fmt: skip
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(texts, 1)]
    write_small_index(tmp_path / "tides", [make_report_entry(report, paragraphs)])
    with IndexReader.open(tmp_path / "tides") as reader:
        other = Searcher(reader, WordEncoder(), default_register(), Settings())
        signals = other.candidates(other.understand(f"how good is {typed} support", EVERYTHING)).signals
    named = dict(zip(signals.rows.tolist(), signals.named.tolist(), strict=True))
    printing = {row for row, text in enumerate(texts) if typed.upper().removesuffix("S") in text}
    assert len(printing) == 9
    assert named == {row: float(row in printing) for row in range(len(texts))}


@pytest.mark.parametrize("query", ["ATTENDANCE", "ATTENDANCE MINUTES", "ATTENDANCE IN NORTHMOOR"])
def test_a_word_typed_in_capitals_is_found_as_a_word_where_it_is_no_acronym(
    searcher: Searcher, query: str
) -> None:
    signals = searcher.candidates(searcher.understand(query, EVERYTHING)).signals
    row = searcher.reader.row("northmoor-2018-08-24/para-27")
    assert signals.lexical[signals.rows == row].tolist() > [0.0]
    assert found(searcher, query)[0] == "northmoor-2018-08-24/para-27"


def test_results_carry_report_rank_and_matching_sentences(searcher: Searcher) -> None:
    result = searcher.search("return home interviews are offered promptly")
    best = result.results[0]
    assert best.paragraph.id == "northmoor-2018-08-24/para-28"
    assert best.report.authority == "Northmoor"
    assert [item.rank for item in result.results] == list(range(1, len(result.results) + 1))
    assert best.paragraph.text[slice(*best.spans[0])] == ("Return home interviews are offered promptly.")
    assert [item.score for item in result.results] == sorted(
        (item.score for item in result.results), reverse=True
    )


def test_pages_of_results_join_up(searcher: Searcher) -> None:
    whole = searcher.search("MARAC", limit=9)
    parts = [searcher.search("MARAC", limit=2, offset=offset) for offset in (0, 2, 4, 6, 8)]
    joined = [(item.paragraph.id, item.rank, item.score) for part in parts for item in part.results]
    assert joined == [(item.paragraph.id, item.rank, item.score) for item in whole.results]
    assert {part.total for part in parts} == {whole.total}
    assert searcher.search("MARAC", offset=100).results == ()


def with_settings(searcher: Searcher, **values: Any) -> Searcher:
    return Searcher(searcher.reader, searcher.encoder, searcher.register, Settings(**values))


def test_the_fusion_is_the_one_that_the_settings_name(searcher: Searcher) -> None:
    other = with_settings(searcher, fusion="rrf")
    understood = other.understand("home interviews", EVERYTHING)
    found = other.candidates(understood).signals
    assert other.rank(understood).hits == best_first(
        found.rows, reciprocal_rank(found, other.settings.weights(2))
    )
    assert other.rank(understood).hits != searcher.rank(understood).hits


def test_the_constant_of_reciprocal_ranks_is_the_settings_own(searcher: Searcher) -> None:
    def best(k: float) -> float:
        other = with_settings(searcher, fusion="rrf", fusion_k=k)
        return other.rank(other.understand("home interviews", EVERYTHING)).hits[0].score

    assert best(1.0) > best(60.0)


def test_words_count_by_the_length_of_the_query(searcher: Searcher) -> None:
    own = {
        "short_query": 2,
        "short_lexical": 2.0,
        "weight_lexical": 0.5,
        "long_query": 5,
        "long_lexical": 0.25,
    }
    other, none = with_settings(searcher, **own), with_settings(searcher, **own | {
        "short_lexical": 0.0, "weight_lexical": 0.0, "long_lexical": 0.0,
    })  # fmt: skip
    for query, weight in (
        ("home interviews", 2.0),
        ("home interviews offered", 0.5),
        ("are return home interviews offered promptly to children", 0.25),
    ):
        understood = other.understand(query, EVERYTHING)
        signals = other.candidates(understood).signals
        lexical = dict(zip(signals.rows.tolist(), signals.lexical.tolist(), strict=True))
        without = {hit.row: hit.score for hit in none.rank(understood).hits}
        assert max(lexical.values()) > 0
        for hit in other.rank(understood).hits:
            assert hit.score - without[hit.row] == pytest.approx(weight * lexical[hit.row], abs=1e-5)


def test_a_stretch_taken_as_words_is_searched_and_filters_nothing(searcher: Searcher) -> None:
    query = "MARAC in Saltby since 2018"
    result = searcher.search(query, Request(as_words=("saltby",)))
    assert {item.report.id for item in result.results} == {LATE, SALTBY}
    assert "saltby" in result.understood.terms.content
    assert "2018" not in result.understood.question.rest
    whole = searcher.search(query, Request(as_words=("Saltby", "since 2018")))
    assert {item.report.id for item in whole.results} == {EARLY, LATE, SALTBY}


EARLY, LATE, SALTBY = "northmoor-2016-01-05", "northmoor-2018-08-24", "saltby-2022-05-16"


@pytest.mark.parametrize(
    ("request_", "reports"),
    [
        (Request(authorities=("saltby",)), {SALTBY}),
        (Request(authorities=("Northmoor County Council",)), {EARLY, LATE}),
        (Request(authorities=("Saltby", "NORTHMOOR"), since="2017"), {LATE, SALTBY}),
        (Request(since="2018"), {LATE, SALTBY}),
        (Request(since="2018-09", until="2022"), {SALTBY}),
        (Request(until="2018-08-24"), {EARLY, LATE}),
        (Request(until="2018-08-23"), {EARLY}),
        (Request(frameworks=("ILACS",)), {SALTBY}),
        (Request(kinds=("recommendation",)), {LATE}),
    ],
)  # fmt: skip
def test_filters(searcher: Searcher, request_: Request, reports: set[str]) -> None:
    assert {identity.partition("/")[0] for identity in found(searcher, "MARAC", request_)} == reports


@pytest.mark.parametrize(
    ("request_", "note"),
    [
        (
            Request(since="2023"),
            "No report was published since 1 January 2023; the latest was published on 16 May 2022.",
        ),
        (
            Request(until="2015"),
            "No report was published until 31 December 2015; the earliest was published on 5 January 2016.",
        ),
        (
            Request(authorities=("Northmoor",), since="2017", until="2017"),
            "No report of Northmoor was published since 1 January 2017 until 31 December 2017; "
            "the nearest were published on 5 January 2016 and 24 August 2018.",
        ),
        (
            Request(authorities=("Saltby",), frameworks=("sif",)),
            "No report of Saltby is of the kind ‘Single inspection framework (2013–17)’. "
            "Found: ‘ILACS (from 2018)’ (1).",
        ),
        (
            Request(authorities=("Saltby",), kinds=("recommendation",)),
            "The reports selected have no paragraph of type recommendation; "
            "they have finding (1), improvement (1), summary (1).",
        ),
        (Request(authorities=("Royal Borough of Greenwich",)), "This index has no report on Greenwich."),
    ],
)
def test_a_filter_that_leaves_nothing_says_so(searcher: Searcher, request_: Request, note: str) -> None:
    result = searcher.search("MARAC", request_)
    assert result.results == ()
    assert result.understood.scope.notes == (note,)
    assert result.coverage.reports_searched == result.coverage.paragraphs_searched == 0
    assert result.coverage.reports_indexed == 3


def test_an_authority_without_a_report_does_not_hide_the_others(searcher: Searcher) -> None:
    result = searcher.search("MARAC", Request(authorities=("Torbay", "Saltby")))
    assert result.understood.scope.notes == ("This index has no report on Torbay.",)
    assert {item.report.authority for item in result.results} == {"Saltby"}


def test_an_unknown_authority_gets_suggestions_and_no_guess(searcher: Searcher) -> None:
    with pytest.raises(UnknownAuthority, match=r"'Northmor' is not in .* did you mean Northmoor"):
        searcher.search("MARAC", Request(authorities=("Northmor",)))


@pytest.mark.parametrize(
    "request_",
    [
        Request(since="last year"),
        Request(since="2018-13"),
        Request(until="2018-02-30"),
        Request(since="2018-00"),
        Request(since="0000"),
        Request(since="٢٠١٨"),
        Request(since="2019", until="2018"),
        Request(since="2019-01-01-01"),
        Request(kinds=("findings",)),
        Request(frameworks=("",)),
    ],
)
def test_malformed_filters(searcher: Searcher, request_: Request) -> None:
    with pytest.raises(InvalidRequest):
        searcher.search("MARAC", request_)


@pytest.mark.parametrize("query", ["", "  ", "?!", "x" * 2001])
def test_queries_that_cannot_be_searched(searcher: Searcher, query: str) -> None:
    with pytest.raises(InvalidRequest):
        searcher.search(query)


def test_limits_that_cannot_be_used(searcher: Searcher) -> None:
    with pytest.raises(InvalidRequest):
        searcher.search("MARAC", limit=0)
    with pytest.raises(InvalidRequest):
        searcher.search("MARAC", offset=-1)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2022", "2022", (date(2022, 1, 1), date(2022, 12, 31))),
        ("2024-2", "2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2018-08-24", " 2018-08-24 ", (date(2018, 8, 24), date(2018, 8, 24))),
    ],
)
def test_first_and_last_days(searcher: Searcher, since: str, until: str, days: tuple[date, date]) -> None:
    chosen = choose(Request(since=since, until=until), searcher.interpreter.holdings)
    assert (chosen.since, chosen.until) == days


def test_coverage_counts_and_names_what_was_not_read(searcher: Searcher) -> None:
    coverage = searcher.search("MARAC", Request(authorities=("Northmoor",))).coverage
    assert (coverage.reports_searched, coverage.reports_indexed, coverage.paragraphs_searched) == (2, 3, 6)
    assert [(file.path, file.reason) for file in coverage.files_refused] == [
        ("/reports/gone.pdf", "a web page, not a PDF")
    ]
    assert coverage.text == (
        "Searched 2 of 3 reports (Northmoor; 5 January 2016 to 24 August 2018), 6 paragraphs; "
        "1 report has pages to check; 1 of 4 files could not be read."
    )


def test_coverage_of_a_kind_counts_its_paragraphs(searcher: Searcher) -> None:
    coverage = searcher.search("MARAC", Request(kinds=("recommendation",))).coverage
    assert coverage.paragraphs_searched == 1


def test_filters_named_in_the_query_hold_and_typed_ones_win(searcher: Searcher) -> None:
    def reports(query: str, request: Request = EVERYTHING) -> set[str]:
        return {identity.partition("/")[0] for identity in found(searcher, query, request)}

    assert reports("MARAC in Saltby") == {SALTBY}
    assert reports("Northmoor 2016: MARAC") == {EARLY}
    assert reports("MARAC since 2018") == {LATE, SALTBY}
    assert reports("MARAC in Saltby", Request(authorities=("Northmoor",))) == {EARLY, LATE}
    assert reports("MARAC before 2017", Request(since="2018")) == {LATE, SALTBY}
    assert reports("MARAC in Saltby", Request(literal=True)) == {EARLY, LATE, SALTBY}


def test_words_that_named_a_filter_are_not_searched(searcher: Searcher) -> None:
    named = searcher.search("MARAC in Saltby")
    plain = searcher.search("MARAC", Request(authorities=("Saltby",)))
    assert named.understood.terms == plain.understood.terms
    assert [(item.paragraph.id, item.score) for item in named.results] == [
        (item.paragraph.id, item.score) for item in plain.results
    ]


def test_filters_of_the_query_that_leave_nothing_never_give_everything(searcher: Searcher) -> None:
    result = searcher.search("Northmoor 2017: MARAC")
    assert result.results == ()
    assert result.understood.scope.notes == (
        "Northmoor has no report of 2017 in this index; it has 2016, 2018.",
    )
    assert result.coverage.reports_searched == result.coverage.paragraphs_searched == 0
