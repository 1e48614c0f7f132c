"""Same side, other side, scope and commonness of what other reports say, in a made-up index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.reader import IndexReader
from search_api.similar.names import Side
from search_api.similar.records import SimilarResult
from search_api.similar.similar import Similar

from .made_up import ASKED, FAR, LATE, ONCE, PROMPT, said, similar_of, written


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[IndexReader]:
    reports = [
        said("Northmoor", 2018, f"{LATE} {FAR}", grade="requires improvement"),
        said("Saltby", 2016, LATE, grade="inadequate"),
        said("Saltby", 2019, PROMPT, grade="outstanding"),
        said("Wexcombe", 2017, ONCE, grade="requires improvement"),
        said("Wexcombe", 2020, f"{PROMPT} {LATE}"),
        said("Fernwick", 2021, FAR),
    ]
    with written(tmp_path / "index", reports) as opened:
        yield opened


@pytest.fixture
def similar(reader: IndexReader) -> Similar:
    return similar_of(reader)


def found(result: SimilarResult) -> dict[str, str]:
    """Report -> the sentence that matches."""
    return {item.report.id: item.paragraph.text[slice(*item.span)] for item in result.results}


def test_opposites_never_stand_in_the_list_of_the_same(similar: Similar) -> None:
    result = similar.to(ASKED)
    assert found(result) == {
        "saltby-2016-08-24": LATE,
        "wexcombe-2017-08-24": ONCE,
        "wexcombe-2020-08-24": LATE,
        "fernwick-2021-08-24": FAR,
    }
    assert {(item.source_label, item.label) for item in result.results} == {
        ("criticism", "criticism"),
        ("criticism", "mixed"),
        ("praise", "praise"),
    }
    assert set(found(similar.to(ASKED, side="any"))) == {*found(result), "saltby-2019-08-24"}


def test_who_was_praised_for_what_is_criticised(similar: Similar) -> None:
    result = similar.to(ASKED, side="praise")
    # Not Fernwick, which is praised for what Northmoor is praised for; not the mixed sentence.
    assert found(result) == {"saltby-2019-08-24": PROMPT, "wexcombe-2020-08-24": PROMPT}
    for item in result.results:
        assert result.paragraph.text[slice(*item.source_span)] == LATE
        assert (item.source_label, item.label) == ("criticism", "praise")
        assert item.score <= 1


def test_who_was_criticised_for_what_is_praised(similar: Similar) -> None:
    result = similar.to("saltby-2019-08-24/para-1", side="criticism")
    assert found(result) == {"northmoor-2018-08-24": LATE, "wexcombe-2020-08-24": LATE}


@pytest.mark.parametrize("side", ["praise", "criticism"])
def test_another_side_shares_a_telling_word(tmp_path: Path, side: Side) -> None:
    """Nearness of vectors alone asserts nothing."""
    reports = [said("Northmoor", 2018, LATE), said("Saltby", 2019, FAR)]
    with written(tmp_path / "other", reports) as reader:
        low = similar_of(reader).settings.model_copy(update={"similar_least_praised": -1.0})
        assert similar_of(reader, low).to(ASKED, side=side).results == ()


def test_recommendations_are_answered_by_findings(tmp_path: Path) -> None:
    from tests.support.builders import make_paragraph, make_report

    from .made_up import entry

    report = make_report("Northmoor")
    asked = make_paragraph(report, 3, LATE, kind="recommendation")
    with written(tmp_path / "other", [entry(report, [asked]), said("Saltby", 2019, PROMPT)]) as reader:
        assert found(similar_of(reader).to(asked.id, side="praise")) == {"saltby-2019-08-24": PROMPT}


@pytest.mark.parametrize(
    ("scope", "reports", "searched"),
    [
        (("region",), ["saltby-2016-08-24"], 2),
        (("neighbours",), ["wexcombe-2017-08-24", "wexcombe-2020-08-24"], 2),
        (("type", "newest"), ["wexcombe-2020-08-24"], 1),
        (("newest",), ["fernwick-2021-08-24", "wexcombe-2020-08-24"], 3),
        (("better",), ["fernwick-2021-08-24", "wexcombe-2020-08-24"], 3),
        (
            ("all",),
            ["fernwick-2021-08-24", "saltby-2016-08-24", "wexcombe-2017-08-24", "wexcombe-2020-08-24"],
            5,
        ),
    ],
)  # fmt: skip
def test_scopes(similar: Similar, scope: tuple[str, ...], reports: list[str], searched: int) -> None:
    result = similar.to(ASKED, scopes=scope)
    assert sorted(found(result)) == reports
    assert (result.searched, result.coverage.reports_searched) == (searched, searched)
    assert result.scopes == tuple(
        name for name in ("region", "neighbours", "type", "better", "newest") if name in scope
    )


def test_nothing_is_better_than_outstanding(similar: Similar) -> None:
    result = similar.to("saltby-2019-08-24/para-1", scopes="better")
    assert (result.results, result.searched) == ((), 0)
    assert result.notes == ("No section of the reports selected was judged better than outstanding.",)


def test_an_index_whose_sides_are_unknown_says_so(reader: IndexReader) -> None:
    from .made_up import REGISTER, SETTINGS

    result = Similar(reader, REGISTER, SETTINGS).to(ASKED, side="praise")
    assert result.results == ()
    assert result.notes == ("Praise and criticism cannot be told apart in this index.",)


def test_how_common_a_sentence_is(tmp_path: Path) -> None:
    reports = [
        said("Northmoor", 2018, f"{LATE} {FAR}"),
        *(said(f"Place {letter}", 2019, f"{FAR} {LATE}") for letter in "ABCDE"),
        said("Place F", 2019, PROMPT, LATE, LATE),
    ]
    with written(tmp_path / "other", reports) as reader:
        result = similar_of(reader).to(ASKED, common=True, limit=20)
        late, far = result.common
        assert (late.reports, late.in_words, late.boilerplate) == (6, 6, True)  # each report once
        assert (far.reports, far.in_words, far.boilerplate) == (5, 5, True)
        assert [slice(*item.span) for item in (late, far)] == [
            slice(0, len(LATE)), slice(len(LATE) + 1, len(LATE) + 1 + len(FAR)),
        ]  # fmt: skip
        assert {item.common.reports for item in result.results if item.common} == {6}
        assert similar_of(reader).to(ASKED).common == ()


def test_a_sentence_of_few_reports_is_no_boilerplate(similar: Similar) -> None:
    late = similar.to(ASKED, common=True).common[0]
    assert (late.reports, late.boilerplate) == (3, False)  # not praise of it, and not the same report
