"""Records as JSON: nothing is lost, and nothing that does not fit is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import (
    AREAS,
    FRAMEWORKS,
    GRADES,
    KINDS,
    Anomaly,
    Box,
    Judgement,
    Paragraph,
    Pinpoint,
    ReadReport,
    Report,
)
from indexer.sandbox.wire import decode, encode, from_plain, to_plain

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
NUMBER = st.integers(0, 2**31 - 1)
PAGE = st.none() | st.integers(1, 5000)
SIDE = st.floats(allow_nan=False, allow_infinity=False)
BOX = st.builds(Box, st.integers(1, 5000), SIDE, SIDE, SIDE, SIDE)
JUDGEMENT = st.builds(Judgement, st.sampled_from(AREAS), TEXT, st.sampled_from(GRADES), TEXT)
ANOMALY = st.builds(Anomaly, TEXT, PAGE, TEXT)
REPORT = st.builds(
    Report,
    id=st.just("saltby-2022-05-16"),
    authority=TEXT,
    urn=TEXT,
    title=TEXT,
    framework=st.sampled_from(FRAMEWORKS),
    inspection_start=st.none() | st.dates(),
    inspection_end=st.none() | st.dates(),
    published=st.dates(),
    published_source=TEXT,
    lead_inspector=TEXT,
    judgements=st.lists(JUDGEMENT, max_size=3).map(tuple),
    pages=PAGE,
    source=st.text(max_size=40),
    sha256=TEXT,
    media=st.sampled_from(["pdf", "text"]),
)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    kind, number = draw(st.sampled_from(KINDS)), draw(NUMBER)
    printed, part = draw(st.booleans()), draw(st.sampled_from(["", "lscb", "part2"]))
    return Paragraph(
        id=str(Pinpoint("saltby-2022-05-16", kind, number, part, printed=printed)),
        kind=kind,
        number=number,
        printed=printed,
        part=part,
        section=tuple(draw(st.lists(TEXT, max_size=3))),
        grade=draw(TEXT),
        page_first=draw(PAGE),
        page_last=draw(PAGE),
        text=draw(TEXT.filter(str.strip)),
        boxes=tuple(draw(st.lists(BOX, max_size=3))),
        footnotes=tuple(draw(st.lists(TEXT, max_size=2))),
        linked=tuple(draw(st.lists(NUMBER, max_size=3))),
        recommendation_mark=draw(st.booleans()),
    )


READ = st.builds(
    ReadReport,
    REPORT,
    st.lists(paragraphs(), max_size=4, unique_by=lambda item: item.id).map(tuple),
    st.lists(ANOMALY, max_size=3).map(tuple),
)


@given(READ)
def test_nothing_is_lost(read: ReadReport) -> None:
    line = encode(read)
    assert line.isascii()
    assert b"\n" not in line
    assert decode(line) == read


def sample() -> ReadReport:
    report = Report(
        "saltby-2022-05-16", "Saltby", "80002", "Inspection", "ilacs", None, date(2022, 4, 1),
        date(2022, 5, 16), "file name", "Idris Penn",
        (Judgement("overall", "Overall effectiveness", "good", "Good"),), 9, "a.pdf", "0" * 64, "pdf",
    )  # fmt: skip
    paragraph = Paragraph(
        "saltby-2022-05-16/para-3", "finding", 3, True, "", ("Findings",), "good", 2, 3,
        "Visits are regular.", (Box(2, 72.0, 80.5, 500.0, 92.25),), linked=(4,),
    )  # fmt: skip
    return ReadReport(report, (paragraph,), (Anomaly("gap", None, "2 is missing"),))


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    plain = json.loads(json.dumps(to_plain(sample())))
    change(plain)
    return dict(plain)


def test_the_sample_itself_is_taken() -> None:
    assert from_plain(changed(lambda plain: None)) == sample()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda plain: plain.pop("anomalies"), "the fields of ReadReport"),
        (lambda plain: plain.update(more=1), "the fields of ReadReport"),
        (lambda plain: plain["report"].update(pages="9"), r"report\.pages is not int"),
        (lambda plain: plain["report"].update(pages=True), r"report\.pages is not int"),
        (lambda plain: plain["report"].update(pages=2**40), r"report\.pages is not int"),
        (lambda plain: plain["report"].update(title=None), r"report\.title is not str"),
        (lambda plain: plain["report"].update(title="a\0b"), r"report\.title is not str"),
        (lambda plain: plain["report"].update(title="\ud800"), r"report\.title is not str"),
        (lambda plain: plain["report"].update(published="yesterday"), "yesterday"),
        (lambda plain: plain["report"].update(published=None), r"report\.published is not date"),
        (lambda plain: plain["report"].update(media="docx"), r"report\.media is not"),
        (lambda plain: plain["report"].update(framework="harbour"), r"report\.framework is not a name"),
        (lambda plain: plain["report"].update(framework=["ilacs"]), r"report\.framework is not"),
        (
            lambda plain: plain["report"]["judgements"][0].update(area="moorings"),
            r"judgements\[0\]\.area is not a name",
        ),
        (
            lambda plain: plain["report"]["judgements"][0].update(grade="fine"),
            r"judgements\[0\]\.grade is not",
        ),
        (lambda plain: plain["report"]["judgements"][0].update(area=["overall"]), r"\.area is not"),
        (lambda plain: plain["paragraphs"][0].update(kind="remark"), r"paragraphs\[0\]\.kind is not"),
        (lambda plain: plain["paragraphs"][0].update(number=4), "not its own"),
        (lambda plain: plain["paragraphs"][0].update(kind="recommendation"), "not its own"),
        (lambda plain: plain["paragraphs"][0].update(id="saltby-2022-05-17/para-3"), "not its own"),
        (lambda plain: plain["paragraphs"][0].update(id="para 3"), "not its own"),
        (lambda plain: plain["paragraphs"][0].update(text=" \n"), "has no text"),
        (lambda plain: plain["paragraphs"][0]["boxes"][0].update(left=float("nan")), r"left is not float"),
        (lambda plain: plain["paragraphs"][0].update(linked=4), r"linked is not tuple"),
        (lambda plain: plain["paragraphs"].append(plain["paragraphs"][0]), "repeats the id"),
    ],
)
def test_what_does_not_fit_is_refused(change: Callable[[dict[str, Any]], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        from_plain(changed(change))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)


def test_a_number_that_is_not_finite_is_not_sent() -> None:
    read = sample()
    box = replace(read.paragraphs[0].boxes[0], left=float("inf"))
    with pytest.raises(ValueError, match="JSON compliant"):
        encode(replace(read, paragraphs=(replace(read.paragraphs[0], boxes=(box,)),)))
