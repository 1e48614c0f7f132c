"""Small bad inputs kept outside the project: each is read right, refused for its true reason, or said."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from tests.support.paths import ROOT
from tests.support.small_pdfs import oddities, texts_of

pytestmark = pytest.mark.corpus
CASES = ROOT.parent / "shared" / "cases" / "pdf"

# case -> kinds of anomaly that must be among those said; none: read as the sound one, with nothing said
SAME = {
    "17_rotate90": (),
    "18_mediabox_offset": (),
    "18b_mediabox_negative": (),
    "30_numbers_drawn_last": (),
    "32_reverse_draw_order": (),
    "57_doubled_text": (),
    "75_javascript_embedded": (),
    "77b_owner_password": (),
    "78_huge_mediabox": (),
    "79_userunit": (),
    "81_junk_before_header": (),
    **dict.fromkeys(
        (
            "10_hidden_alpha",
            "10_hidden_covered",
            "10_hidden_tr3",
            "10_hidden_white",
            "10z_hidden_tr3_last_number",
            "10z_hidden_white_last_number",
            "11_tiny_text",
            "12_white_inline",
            "15_off_mediabox_right",
            "48_hidden_authority_cover",
            "48b_hidden_cover_before",
        ),
        ("hidden text",),
    ),
    "25_actualtext_number": ("replaced text",),
    "58_annotation_over_text": ("laid over",),
    "82_text_after_eof": ("two files",),
}
SAID = {
    "13_white_not": "hidden text",
    "56_overlay_replaced_text": "hidden text",
    **dict.fromkeys(
        (
            "20_tounicode_10_reads_11",
            "23_tounicode_newline",
            "24_tounicode_word",
            "50_nonbmp_001",
            "50_nonbmp_005",
            "50_nonbmp_040",
            "50_nonbmp_400",
            "51_tag_characters",
            "52_lone_surrogate",
            "54_fffe",
            "55_ligature_expand",
        ),
        "glyphs",
    ),
    "42_bidi_override_number": "odd letters",
    "47_homoglyph_authority": "odd letters",
    "47c_rlo_authority": "odd letters",
    "63_scanned_page_in_middle": "no text",
    "74_kids_loop": "damaged file",
    "80_two_pdfs_concatenated": "two files",
}
REFUSED = {"76_600_pages": "over the limit", "77_password": "password"}


@pytest.fixture(scope="module")
def base() -> dict[str, str]:
    if not CASES.is_dir():
        pytest.skip(f"needs {CASES}")
    return texts_of(read_file(report_of("00_base")))


def report_of(case: str) -> Path:
    (path,) = (CASES / case).glob("*.pdf")
    return path


@pytest.mark.parametrize("case", sorted(SAME))
def test_read_as_the_sound_one(base: dict[str, str], case: str) -> None:
    read = read_file(report_of(case))
    assert texts_of(read) == base
    assert tuple(item.kind for item in oddities(read)) == SAME[case]
    assert read.report.authority == "Northmoor"


@pytest.mark.parametrize("case", sorted(SAID))
def test_what_is_odd_is_said(base: dict[str, str], case: str) -> None:
    read = read_file(report_of(case))
    assert SAID[case] in {item.kind for item in oddities(read)}
    assert read.report.authority != "Torbay"


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_refused_for_its_reason(base: dict[str, str], case: str) -> None:
    with pytest.raises(UnreadableReport, match=REFUSED[case]):
        read_file(report_of(case))
