"""The sets about answers, asked of a small index: which rows it can be asked, and what is made of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
from search_api.evaluation.answer_sets import AnswerSets, Labelled, Pair
from search_api.evaluation.answering import Answering, Failure, Unmapped
from search_api.evaluation.labels import label_of
from search_api.evaluation.sets import SetIds
from search_api.retrieval.labels import Labels
from search_api.retrieval.polarity import Polarity
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings
from tests.search_api.evaluation.rows import NORTHMOOR, P27, P28, count, expected, pair
from tests.support.builders import hashed_vector, make_paragraph, make_report, make_report_entry
from tests.support.builders import write_small_index as write
from tests.support.encoders import WordEncoder


@pytest.fixture
def searcher(tmp_path: Path) -> Any:
    write(tmp_path / "index")
    with IndexReader.open(tmp_path / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register(), Settings())


def mapped(searcher: Searcher, **rows: Any) -> Answering:
    found = Answering(searcher, AnswerSets(**{part: tuple(each) for part, each in rows.items()}))
    found.map(SetIds(searcher.reader, default_register()))
    return found


def test_rows_about_reports_that_the_index_lacks_are_left_out(searcher: Searcher) -> None:
    elsewhere = "wexcombe-2016-03-04"
    found = mapped(
        searcher,
        absent=[Pair("a1", "?", "Wexcombe", date(2016, 3, 4), (), ())],
        mentions=[count(ids=(P27, f"{elsewhere}/para-2")), count(searched=4)],
        answers=[
            expected(must=(P27, f"{elsewhere}/para-1")),
            expected(grades=((elsewhere, "overall", "good"),)),
            expected(any=((f"{elsewhere}/para-1",),)),
            expected(must_not=(f"{elsewhere}/para-1",)),
        ],
        sides=[Labelled("s001", f"{elsewhere}/para-1", "?", "praise")],
        polarity=[Labelled("p001", "wexcombe|2016-03-04|1", "?", "praise")],
    )
    found.run(lambda *_: pytest.fail("a row that was left out is asked"))
    assert found.failures == []
    assert [(item.part, item.id) for item in found.unmapped if not item.scored] == [
        ("absent", "Wexcombe|2016-03-04"),
        ("mentions", f"{elsewhere}/para-2"),
        ("mentions", ""),  # counted over four reports, of which there are three here
        ("answers", f"{elsewhere}/para-1"),
        ("answers", elsewhere),
        ("answers", f"{elsewhere}/para-1"),
        ("answers", f"{elsewhere}/para-1"),
        ("sides", f"{elsewhere}/para-1"),
        ("polarity", "wexcombe|2016-03-04|1"),
    ]
    assert found.left_out()[0] == "absent: 1 not scored, as the index lacks what they are about: a1."
    assert {part: rows for part, (rows, _) in found.estimates().items()} == dict.fromkeys(
        ("absent", "mentions", "answers", "sides", "polarity"), 0
    )
    assert found.estimates()["answers"][1] == {"passed": (None, None)}


def test_rows_that_the_index_can_answer_are_kept(searcher: Searcher) -> None:
    found = mapped(
        searcher,
        absent=[pair(P27, f"{NORTHMOOR}/para-99")],
        mentions=[count(searched=3), count(searched=2, filters={"since": "2018"})],
        answers=[
            expected(any=(("wexcombe-2016-03-04/para-1", P28),)),  # one of the group is enough
            expected(refuse=True),
        ],
    )
    asked: list[str] = []
    found.run(lambda query, _: asked.append(query))
    assert asked == ["a1", "m1", "m1", "e1", "e1"]
    # A paragraph that is missing from a report that is there counts as not found.
    assert found.unmapped == [
        Unmapped("absent", "a1", f"{NORTHMOOR}/para-99", True),
        Unmapped("answers", "e1", "wexcombe-2016-03-04/para-1", True),
    ]
    assert found.types == {"lists": [False, True]}
    assert found.counted("absent", "present_recall") == 1
    assert found.counted("absent", "absent_answered") == 0
    assert found.counted("mentions", "right") is None


WIDE = 512


def test_sentences_are_labelled_by_what_the_quotation_takes_in(
    tmp_path: Path,
) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    text = "Help is praised. Visits are late. The board meets."
    write(
        tmp_path / "index",
        [make_report_entry(report, [make_paragraph(report, 27, text)], dimension=WIDE)],
        dimension=WIDE,
    )
    sides = Polarity(8 * hashed_vector("late", WIDE) - 8 * hashed_vector("praised", WIDE), 0.0)
    with IndexReader.open(tmp_path / "index") as reader:
        made_of = (reader, WordEncoder(WIDE), default_register(), Settings())
        searcher = Searcher(*made_of)
        assert label_of(searcher, P27, "Visits are late.") == "neutral"  # nothing is known of its sides
        searcher = Searcher(*made_of, labels=Labels(reader, polarity=sides))
        assert label_of(searcher, P27, "Visits are  late.") == "criticism"
        assert label_of(searcher, P27, "Help is praised.") == "praise"
        assert label_of(searcher, P27, "is praised") == "praise"  # a part of a sentence
        assert label_of(searcher, P27, "Help is praised. Visits are late.") == "mixed"
        assert label_of(searcher, P27, "Visits are early.") is None
        assert label_of(searcher, P28, "Visits are late.") is None
        rows = [
            Labelled("s001", P27, "Visits are late.", "criticism"),
            Labelled("s002", P27, "Help is praised.", "mixed"),
            Labelled("s003", P27, "Visits are early.", "praise"),
        ]
        found = mapped(searcher, sides=rows)
        found.run(lambda *_: None)
    rows_scored, measured = found.estimates()["sides"]
    assert rows_scored == 2
    assert measured["praise_or_criticism"][0] == 1
    assert found.counted("sides", "praise_or_criticism") == 1
    assert measured["macro_f1"][0] == pytest.approx(1 / 3)
    assert found.failures == [
        Failure("sides", "s002", f"{P27} is labelled mixed, the program says praise"),
    ]
    assert found.unmapped == [Unmapped("sides", "s003", P27, False)]
