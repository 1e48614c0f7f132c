"""The sample reports: made from their content, fictional on every page, placed where the facts say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from corpus.make_samples import LARGEST, SAMPLES, TESTS, make_all
from corpus.sample_covers import FICTIONAL
from corpus.sample_text import read_all
from indexer.reading.normalise import fold, join_lines
from indexer.records import GRADES, Pinpoint
from tests.corpus.proved import part

GOLDEN: list[dict[str, Any]] = json.loads((TESTS / "golden" / "samples.json").read_text(encoding="utf-8"))
RUN = 12  # words: no stretch of this length may be in a published report
by_report = pytest.mark.parametrize("facts", GOLDEN, ids=lambda facts: str(facts["id"]))


@cache
def made() -> dict[Path, bytes]:
    return make_all()


@cache
def pages_of(path: Path) -> tuple[str, ...]:
    return _texts(path.read_bytes())


def _texts(data: bytes) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


@pytest.mark.slow
def test_making_twice_gives_the_same_bytes() -> None:
    assert make_all() == made()


@pytest.mark.slow
def test_the_committed_files_are_those_that_the_script_makes() -> None:
    committed = {path for path in SAMPLES.rglob("*") if path.is_file()}
    assert committed == {path for path in made() if path.is_relative_to(SAMPLES)}
    for path, data in made().items():
        if path.suffix == ".pdf":  # ReportLab and zlib may write the same page in other bytes
            assert _texts(data) == pages_of(path), f"run python -m corpus.make_samples: {path.name}"
        else:
            assert data == path.read_bytes(), f"run python -m corpus.make_samples: {path.name}"


def test_the_samples_cover_the_forms_and_authorities() -> None:
    assert len({facts["authority"] for facts in GOLDEN}) == 3
    frameworks = [facts["framework"] for facts in GOLDEN]
    assert sorted(frameworks) == ["ilacs", "ilacs", "ilacs", "protection", "sif", "sif_reinspection"]
    for authority in {facts["authority"] for facts in GOLDEN}:
        dates = {facts["published"] for facts in GOLDEN if facts["authority"] == authority}
        assert len(dates) == 2, f"{authority} has nothing to compare over time"


@by_report
def test_fictional_stands_in_the_margin_of_every_page(facts: dict[str, Any]) -> None:
    reader = pypdf.PdfReader(SAMPLES / facts["path"])
    assert len(reader.pages) == facts["pages"]
    for page in reader.pages:
        seen: list[tuple[str, float]] = []
        page.extract_text(visitor_text=lambda text, _cm, place, *_, seen=seen: seen.append((text, place[5])))
        heights = [height for text, height in seen if FICTIONAL in text]
        assert len(heights) == 1
        assert heights[0] < 40 or heights[0] > 795


@by_report
def test_reports_are_small_and_embed_only_the_symbols(facts: dict[str, Any]) -> None:
    path = SAMPLES / facts["path"]
    assert path.stat().st_size < LARGEST
    names = re.findall(rb"/FontName /([\w+-]+)", path.read_bytes())
    assert names
    assert all(b"Vera" in name for name in names), names


@by_report
def test_each_paragraph_stands_on_its_pages(facts: dict[str, Any]) -> None:
    pages = [fold(join_lines(text.splitlines())) for text in pages_of(SAMPLES / facts["path"])]
    for paragraph in facts["paragraphs"]:
        text = fold(paragraph["text"])
        first, last = paragraph["page_first"], paragraph["page_last"]
        assert text[:12] in pages[first - 1], paragraph["id"]
        assert text[-12:] in pages[last - 1], paragraph["id"]
        assert (text in pages[first - 1]) == (first == last), paragraph["id"]


@by_report
def test_printed_numbers_are_one_sequence(facts: dict[str, Any]) -> None:
    printed = [paragraph for paragraph in facts["paragraphs"] if paragraph["printed"]]
    assert [paragraph["number"] for paragraph in printed] == list(range(1, len(printed) + 1))
    assert 20 <= len(printed) <= 60
    assert all(str(Pinpoint.parse(p["id"])) == p["id"] for p in facts["paragraphs"])
    assert len({p["id"] for p in facts["paragraphs"]}) == len(facts["paragraphs"])
    assert all(judgement["grade"] in GRADES for judgement in facts["judgements"])


def test_one_paragraph_in_seven_runs_over_a_page_end() -> None:
    printed = [p for facts in GOLDEN for p in facts["paragraphs"] if p["printed"]]
    over = [p for p in printed if p["page_first"] != p["page_last"]]
    assert len(over) * 7 >= len(printed)


def test_recommendations_name_findings_that_carry_the_mark() -> None:
    linking = 0
    for facts in GOLDEN:
        findings = {p["number"]: p for p in facts["paragraphs"] if p["kind"] == "finding"}
        for paragraph in facts["paragraphs"]:
            linking += bool(paragraph["linked"])
            if Pinpoint.parse(paragraph["id"]).number <= 12:  # those of the first part
                assert all(findings[number]["recommendation_mark"] for number in paragraph["linked"])
            assert all(number in findings for number in paragraph["linked"])
    assert linking == 15


THEMES = ["MARAC", "LADO", "superv", "private(ly)? foster", "return home interview|interview on return"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_runs_through_every_report(theme: str) -> None:
    for facts in GOLDEN:
        texts = [p["text"] for p in facts["paragraphs"] if p["printed"]]
        assert any(re.search(theme, text, re.IGNORECASE) for text in texts), facts["id"]


@by_report
def test_marac_is_spelled_out_in_every_report(facts: dict[str, Any]) -> None:
    text = " ".join(p["text"] for p in facts["paragraphs"])
    assert "multi-agency risk assessment conference (MARAC)" in text


def test_the_traps_of_print_are_there() -> None:
    blocks = [block for sample in read_all() for block in sample.blocks if block.style == "number"]
    assert [block.label for block in blocks if block.variant == "tight"] == ["16."]
    assert [block.label for block in blocks if block.variant == "alone"] == ["44."]
    page = next(text for text in pages_of(SAMPLES / GOLDEN[0]["path"]) if "16.Services" in text)
    assert "over-optimistic" in join_lines(page.splitlines())
    texts = [text for facts in GOLDEN for text in pages_of(SAMPLES / facts["path"])]
    lines = [line.rstrip() for text in texts for line in text.splitlines()]
    assert sum(bool(re.search(r"[a-z]-$", line)) for line in lines) >= 5
    assert any(line == "44." for line in lines)
    assert any(line.startswith("\uf06e") for line in lines)


def test_the_exported_text_holds_every_paragraph_of_its_twin() -> None:
    exported = (TESTS / "data" / "northmoor-2018-export.txt").read_text(encoding="utf-8")
    facts = next(facts for facts in GOLDEN if facts["framework"] == "sif_reinspection")
    whole = fold(exported)
    for paragraph in facts["paragraphs"]:
        if paragraph["printed"]:
            start = re.sub("[‘’]", "'", paragraph["text"][:30])
            assert f"\n- {paragraph['number']}. {start}" in exported
        if paragraph["page_first"] == paragraph["page_last"]:
            assert fold(paragraph["text"]) in whole, paragraph["id"]


@pytest.mark.corpus
def test_no_twelve_words_running_are_in_a_published_report(real_corpus: Path) -> None:
    """Headings and the names of judgements are prescribed and the same everywhere; prose is not.

    Against every report where the samples changed, and by `python -m tests.corpus.proved`; else one in six.
    """
    ours: dict[tuple[str, ...], str] = {}
    for sample in read_all():
        prose = [p.text for b in sample.blocks if b.style in ("number", "bullet", "plain") for p in b.parts]
        for text in [*prose, *sample.footnotes.values()]:
            ours.update(dict.fromkeys(_runs(text), sample.name))
    assert len(ours) > 10_000
    for name, text in _published(real_corpus):
        shared = [" ".join(run) for run in _runs(text) if run in ours]
        assert not shared, f"{name}: {shared[:3]}"


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", re.sub("[’']", "", text.lower()))
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _published(folder: Path) -> Iterator[tuple[str, str]]:
    pypdfium2 = pytest.importorskip("pypdfium2")
    yield "seed", (folder / "torbay-2018-seed.txt").read_text(encoding="utf-8")
    for path in part("twelve-words", sorted((folder / "reports").rglob("*.pdf")), 6):
        if not path.read_bytes()[:1024].lstrip().startswith(b"%PDF-"):
            continue
        document = pypdfium2.PdfDocument(path)
        yield path.name, "\n".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
