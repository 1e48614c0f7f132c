"""Lists of objects that point beside them, maps of glyphs that are cut, and letters that give it away."""

from __future__ import annotations

import zlib

import pytest

from indexer.reading.checks.anomalies import doubts_after
from indexer.reading.pages import Line
from indexer.reading.pdf.letters import odd_letters
from indexer.reading.pdf.soundness.damage import scan
from indexer.reading.pdf.soundness.lists import lists_are_wrong
from indexer.reading.pdf.soundness.maps import is_whole_map, references
from indexer.reading.report import _judgements_of_sections
from tests.support.builders import make_paragraph
from tests.support.small_pdfs import small_report

MAP = (
    b"begincmap\n1 begincodespacerange\n<00><FF>\nendcodespacerange\n"
    b"2 beginbfchar\n<01> <0041>\n<02> <0042>\nendbfchar\n"
    b"1 beginbfrange\n<03> <05> <0043>\nendbfrange\nendcmap\n"
)


def test_a_byte_more_in_a_dictionary_moves_every_object_behind_it() -> None:
    data = small_report(compressed=True)
    assert not scan(data, encrypted=False).structure
    assert scan(data.replace(b"/Type", b"/Type ", 1), encrypted=False).structure


def test_text_that_is_packed_as_pictures_are_is_damaged() -> None:
    packed = zlib.compress(b"BT (Words.) Tj ET")
    head, body = b"%PDF-1.7\n5 0 obj\n<< /Filter /FlateDecode", b">>\nstream\n" + packed + b"\nendstream\n"
    assert scan(head + body, encrypted=False).damaged == set()
    assert scan(head + b" /DecodeParms << /Predictor 12 >> " + body, encrypted=False).damaged == {5}


@pytest.mark.parametrize("predictor", [False, True])
def test_a_packed_list_points_at_its_objects(predictor: bool) -> None:
    data = b"%PDF-1.7\n5 0 obj\n<< >>\nendobj\nstartxref\n9\n%%EOF\n"
    head = (
        b"<< /Type /XRef /W [1 2 1] /Index [5 1] /Size 6" + b" /DecodeParms << /Predictor 12 >>" * predictor
    )
    up = b"\2" if predictor else b""
    assert not lists_are_wrong(data, 0, [(head, up + b"\1\0\x09\0")])
    assert lists_are_wrong(data, 0, [(head, up + b"\1\0\x0b\0")])
    assert lists_are_wrong(data.replace(b"\n9\n", b"\n20\n"), 0, [])


def test_a_map_that_is_cut_or_lacks_a_line_is_damaged() -> None:
    assert is_whole_map(MAP)
    assert not is_whole_map(MAP.replace(b"<02> <0042>\n", b""))
    assert not is_whole_map(MAP[: MAP.index(b"endbfrange")])
    assert references(b"<< /ToUnicode 12 0 R /Font 3 0 R >>") == {12}


@pytest.mark.parametrize("text", ["the children¶s plan", "it‚s known", "a plan\x84", "e\x02f"])
def test_a_sign_where_a_word_has_none_is_said(text: str) -> None:
    (note,) = odd_letters([Line(text)])
    assert note.kind == "odd letters"


@pytest.mark.parametrize(
    "text", ["it’s co-operation", "ask a@b.example", "well\ufffebeing", "Cafés © 2018", "a/b: (c)"]
)
def test_what_words_hold_is_not_odd(text: str) -> None:
    assert list(odd_letters([Line(text)])) == []


def test_a_heading_before_what_was_lost_may_be_that_of_other_paragraphs() -> None:
    before = make_paragraph(number=1, section=("Summary",))
    after = [make_paragraph(number=number, section=("What needs to improve",)) for number in (2, 3)]
    (doubt,) = doubts_after([before, *after], 1, after_loss=True)
    assert doubt.kind == "section"
    assert doubt.paragraphs == (after[0].id, after[1].id)


def test_a_report_without_blocks_has_no_judgements() -> None:
    assert _judgements_of_sections([]) == ()
