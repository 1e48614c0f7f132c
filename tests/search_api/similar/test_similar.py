"""Similar paragraphs in a small fictional index: order, whose reports, kinds, spans, counts, filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.authorities.register import Register, default_register
from indexer.errors import InvalidPinpoint, InvalidRequest, UnknownAuthority, UnknownPinpoint
from indexer.records import Paragraph, Report
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.question.request import Request
from search_api.retrieval.polarity import Polarity
from search_api.settings import Settings
from search_api.similar.names import Authorities
from search_api.similar.records import SimilarResult
from search_api.similar.similar import Similar
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

ASKED = "northmoor-2018-08-24/para-27"
DELAY = "Return home interviews are not always completed within seventy-two hours."
NEARLY = "Return home interviews are not always completed within the required time."
FAR = "Foster carers value the buddy scheme and the training weekends they attend."
SHORT = "This is a strength."
DIMENSION = 256  # so that two words seldom fall on one place


def entry(report: Report, paragraphs: Sequence[Paragraph]) -> ReportEntry:
    return make_report_entry(report, paragraphs, dimension=DIMENSION)


def reports() -> list[ReportEntry]:
    """Northmoor 2016, 2018 (asked, and the same words again), 2021; Saltby 2019, 2022; Fernwick 2020."""
    early = make_report("Northmoor", date(2016, 1, 5))
    asked = make_report("Northmoor", date(2018, 8, 24))
    late = make_report("Northmoor", date(2021, 3, 2), framework="ilacs")
    saltby = make_report("Saltby", date(2019, 5, 16), framework="ilacs", urn="80002")
    saltby_late = make_report("Saltby", date(2022, 5, 16), framework="ilacs", urn="80002")
    fernwick = make_report("Fernwick", date(2020, 2, 3), framework="ilacs", urn="80003")
    return [
        entry(fernwick, [
            make_paragraph(fernwick, 1, f"{FAR} {SHORT}"),
            make_paragraph(fernwick, 2, DELAY, kind="improvement", section=("What needs to improve",)),
        ]),
        entry(early, [make_paragraph(early, 3, f"Leaders are visible. {NEARLY}")]),
        entry(asked, [
            make_paragraph(asked, 6, DELAY, kind="recommendation", section=("Recommendations",)),
            make_paragraph(asked, 27, f"{DELAY} {SHORT}"),
            make_paragraph(asked, 28, f"{DELAY} {SHORT}"),
        ]),
        entry(late, [make_paragraph(late, 4, f"{DELAY} {SHORT}")]),
        entry(saltby, [
            make_paragraph(saltby, 7, f"Elected members ask hard questions of officers.\n{NEARLY}"),
            make_paragraph(saltby, 8, f"{DELAY} {SHORT}"),
            make_paragraph(saltby, 9, f"{DELAY} {SHORT}"),
        ]),
        entry(saltby_late, [
            make_paragraph(saltby_late, 2, f"Elected members ask hard questions of officers.\n{NEARLY}"),
        ]),
    ]  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[IndexReader]:
    write_small_index(tmp_path / "index", reports(), dimension=DIMENSION)
    with IndexReader.open(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def similar(reader: IndexReader) -> Similar:
    return Similar(reader, default_register(), Settings(similar_least=0.5))


def ids(result: SimilarResult) -> list[str]:
    return [found.paragraph.id for found in result.results]


def test_other_authorities_one_paragraph_a_report_best_first(similar: Similar) -> None:
    result = similar.to(ASKED)
    # para-8 and para-9 tie: the earlier row. Fernwick's finding shares only "This is a strength."
    assert ids(result) == ["saltby-2019-05-16/para-8", "saltby-2022-05-16/para-2"]
    assert [found.rank for found in result.results] == [1, 2]
    first, second = (found.score for found in result.results)
    assert first == pytest.approx(1.0, abs=1e-3)
    assert 0.5 <= second < first
    assert (result.reports, result.total, result.searched) == (2, 2, 3)
    assert (result.paragraph.id, result.report.id) == (ASKED, "northmoor-2018-08-24")


def test_a_pair_scores_alone_what_it_scores_among_all(similar: Similar) -> None:
    for found in similar.to(ASKED).results:
        assert similar.score(ASKED, found.paragraph.id) == found.score


@pytest.mark.parametrize(
    ("authorities", "found", "searched"),
    [
        ("other", {"saltby-2019-05-16", "saltby-2022-05-16"}, 3),
        ("same", {"northmoor-2016-01-05", "northmoor-2021-03-02"}, 2),
        (
            "any",
            {"saltby-2019-05-16", "saltby-2022-05-16", "northmoor-2016-01-05", "northmoor-2021-03-02"},
            5,
        ),
    ],
)
def test_whose_reports(similar: Similar, authorities: Authorities, found: set[str], searched: int) -> None:
    result = similar.to(ASKED, authorities=authorities)
    assert {item.report.id for item in result.results} == found
    assert (result.reports, result.searched) == (len(found), searched)
    assert result.coverage.reports_searched == searched


def test_the_matching_sentences_are_slices_of_both_paragraphs(similar: Similar) -> None:
    result = similar.to(ASKED, authorities="any")
    for found in result.results:
        assert found.paragraph.text[slice(*found.span)] in {DELAY, NEARLY}
        assert result.paragraph.text[slice(*found.source_span)] == DELAY
        score = 0.6 * found.sentence_cosine + 0.2 * found.cosine + 0.2 * found.words
        assert found.score == pytest.approx(score, abs=1e-5)
        assert 0 < found.words <= 1


def test_a_short_sentence_is_compared_where_there_is_no_other(tmp_path: Path) -> None:
    one, two = make_report("Northmoor", date(2018, 8, 24)), make_report("Saltby", date(2019, 5, 16))
    write_small_index(
        tmp_path / "index",
        [
            make_report_entry(report, [make_paragraph(report, 1, "Life-story work.", kind="improvement")])
            for report in (one, two)
        ],
    )
    with IndexReader.open(tmp_path / "index") as reader:
        result = Similar(reader, default_register(), Settings()).to("northmoor-2018-08-24/improve-1")
    assert ids(result) == ["saltby-2019-05-16/improve-1"]
    assert result.results[0].score == pytest.approx(1.0, abs=1e-3)


def test_recommendations_are_compared_with_what_needs_to_improve(similar: Similar) -> None:
    result = similar.to("northmoor-2018-08-24/rec-6")
    assert ids(result) == ["fernwick-2020-02-03/improve-2"]
    assert result.kinds == {"recommendation", "improvement"}
    assert result.searched == 1  # the only other report that holds either


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (Request(authorities=("saltby",)), ["saltby-2019-05-16", "saltby-2022-05-16"]),
        (Request(since="2020"), ["saltby-2022-05-16"]),
        (Request(until="2019-05-16"), ["saltby-2019-05-16"]),
        (Request(kinds=("improvement",)), ["fernwick-2020-02-03"]),
        (Request(authorities=("Fernwick",)), []),
    ],
)
def test_filters(similar: Similar, request_: Request, found: list[str]) -> None:
    assert [item.report.id for item in similar.to(ASKED, request_).results] == found


@pytest.mark.parametrize(
    ("request_", "authorities", "note"),
    [
        (
            Request(authorities=("Northmoor",)),
            "other",
            "No other report of another authority is among those selected.",
        ),
        (Request(authorities=("Saltby",)), "same", "No other report of Northmoor is among those selected."),
        (
            Request(since="2018-08", until="2018-09"),
            "any",
            "No other report of any authority is among those selected.",
        ),
        (Request(since="2023"), "other",
         "No report was published since 1 January 2023; the latest was published on 16 May 2022."),
        (Request(kinds=("context",)), "other",
         "The reports selected have no paragraph of type context; they have finding (5), improvement (1)."),
        (Request(authorities=("Torbay",)), "other", "This index has no report on Torbay."),
    ],
)  # fmt: skip
def test_filters_that_leave_nothing_say_so(
    similar: Similar, request_: Request, authorities: Authorities, note: str
) -> None:
    result = similar.to(ASKED, request_, authorities=authorities)
    assert (result.results, result.reports, result.searched) == ((), 0, 0)
    assert result.notes == (note,)
    assert result.coverage.reports_searched == result.coverage.paragraphs_searched == 0
    assert result.coverage.reports_indexed == 6


def test_an_absent_authority_does_not_hide_the_others(similar: Similar) -> None:
    result = similar.to(ASKED, Request(authorities=("Torbay", "Saltby")))
    assert result.notes == ("This index has no report on Torbay.",)
    assert result.reports == 2


def test_pages_of_results_join_up(similar: Similar) -> None:
    whole = similar.to(ASKED, authorities="any").results
    parts = [similar.to(ASKED, authorities="any", limit=1, offset=offset) for offset in range(5)]
    assert tuple(found for part in parts for found in part.results) == whole
    assert [part.reports for part in parts] == [4] * 5
    assert parts[-1].results == ()


def test_the_least_score_decides_what_counts(reader: IndexReader) -> None:
    def counted(least: float) -> int:
        settings = Settings(similar_least=least)
        return Similar(reader, default_register(), settings).to(ASKED).reports

    assert [counted(least) for least in (-1.0, 0.5, 0.99)] == [3, 2, 1]


def test_what_leans_to_the_other_side_does_not_say_the_same(reader: IndexReader) -> None:
    settings = Settings(similar_least=0.5)
    delay, nearly = (
        reader.sentence_vectors(reader.row(identity))[place]
        for identity, place in ((ASKED, 0), ("saltby-2022-05-16/para-2", 1))
    )
    weights = 50 * (delay - nearly)
    polarity = Polarity(weights, -float(weights @ (delay + nearly)) / 2)
    both = Similar(reader, default_register(), settings).to(ASKED)
    assert ids(both) == ["saltby-2019-05-16/para-8", "saltby-2022-05-16/para-2"]
    same = Similar(reader, default_register(), settings, polarity).to(ASKED)
    assert ids(same) == ["saltby-2019-05-16/para-8"]
    assert same.reports == 1 < same.searched


def test_recommendations_have_a_threshold_of_their_own(reader: IndexReader) -> None:
    def counted(**least: Any) -> int:
        similar = Similar(reader, default_register(), Settings(**least))
        return similar.to("northmoor-2018-08-24/rec-6", Request(kinds=("finding",))).reports

    assert counted(similar_least=1.0, similar_least_recommended=0.4) == 2
    assert counted(similar_least=-1.0, similar_least_recommended=1.0) == 0


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (5, -1)])
def test_limits_that_cannot_be_used(similar: Similar, limit: int, offset: int) -> None:
    with pytest.raises(InvalidRequest, match="give a limit from 1"):
        similar.to(ASKED, limit=limit, offset=offset)


@pytest.mark.parametrize(
    ("identity", "error"),
    [
        ("northmoor-2018-08-24/para-99", UnknownPinpoint),
        ("saltby-2001-01-01/para-1", UnknownPinpoint),
        ("northmoor-2018-08-24", InvalidPinpoint),
        ("", InvalidPinpoint),
    ],
)
def test_ids_that_are_not_there(similar: Similar, identity: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        similar.to(identity)


def test_an_unknown_authority_gets_suggestions(reader: IndexReader) -> None:
    register: Register = default_register()
    with pytest.raises(UnknownAuthority, match="did you mean Northmoor"):
        Similar(reader, register, Settings()).to(ASKED, Request(authorities=("Northmor",)))
