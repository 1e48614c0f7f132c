"""The proof of a reading finds what it should, and finds fault where there is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
import typer
from typer.testing import CliRunner

from indexer.audit.check_worker import check_files
from indexer.audit.readings import (
    check_report,
    first_texts,
    foreign_text,
    not_found,
    second_texts,
)
from indexer.cli.audit import check_reading_command, ledger_command, spread
from indexer.errors import UnreadableReport
from indexer.reading.pages import Page
from indexer.reading.pdf import open_checked, read_pages, second_reading
from indexer.reading.report import understand_pages
from indexer.records import Paragraph, ReadReport
from tests.support.paths import EXPORTED, SAMPLES
from tests.support.small_pdfs import lines_of_text, pdf_bytes

app = typer.Typer()
app.command("check-reading")(check_reading_command)
app.command("ledger")(ledger_command)
SAMPLE = "99902_saltby/children's services inspection - 13 november 2023.pdf"


@pytest.fixture(scope="module")
def sample() -> tuple[bytes, tuple[Page, ...], ReadReport]:
    path = SAMPLES / SAMPLE
    data = open_checked(path, max_pages=50)
    pages = read_pages(data)
    return data, pages, understand_pages(pages, path=path)


@pytest.mark.parametrize(
    "error", [pypdf.errors.LimitReachedError, pypdf.errors.PdfStreamError, pypdf.errors.PdfReadError]
)
def test_where_the_second_reader_gives_up_the_file_is_refused_and_says_so(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract_text(_: object) -> str:
        raise error("a limit of 75,000,000 bytes")

    monkeypatch.setattr("pypdf.PageObject.extract_text", extract_text)
    with pytest.raises(UnreadableReport, match=rf"gives up on page 1 \({error.__name__}: a limit of"):
        check_report(SAMPLES / SAMPLE)


@pytest.mark.parametrize(("pages", "said"), [(1, "and 1$"), (99, "and more$")])
def test_readers_that_count_pages_differently(pages: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.audit.readings.second_reading", lambda _: iter(["text"] * pages))
    with pytest.raises(UnreadableReport, match=f"count its pages differently: .*{said}"):
        check_report(SAMPLES / SAMPLE)


def with_text(read: ReadReport, place: int, **changes: object) -> tuple[ReadReport, Paragraph]:
    paragraphs = list(read.paragraphs)
    paragraphs[place] = replace(paragraphs[place], **changes)  # type: ignore[arg-type]
    return replace(read, paragraphs=tuple(paragraphs)), paragraphs[place]


@pytest.mark.slow
def test_samples_pass_with_both_readers(samples: Path) -> None:
    paths = sorted(samples.rglob("*.pdf"))
    checks = list(check_files(paths, fast=False, workers=2))
    assert sorted(check.path for check in checks) == sorted(map(str, paths))
    for check in checks:
        assert check.problems == ()
        assert check.paragraphs == check.first == check.second == check.agreed
        assert check.paragraphs > 20


def test_a_paragraph_with_a_wrong_word_is_reported_with_the_stretch(
    sample: tuple[bytes, tuple[Page, ...], ReadReport],
) -> None:
    data, pages, read = sample
    words = read.paragraphs[5].text.split()
    wrong, paragraph = with_text(read, 5, text=" ".join([*words[:6], "altered", *words[7:]]))
    for name, texts in (
        ("first reader", first_texts(pages)),
        ("second reader", second_texts(second_reading(data), pages)),
    ):
        found = not_found(wrong, texts, name)  # type: ignore[arg-type]
        assert list(found) == [paragraph.id]
        assert "altered" in found[paragraph.id].detail
        assert found[paragraph.id].page == paragraph.page_first


def test_a_paragraph_on_a_wrong_page_or_on_none_is_reported(
    sample: tuple[bytes, tuple[Page, ...], ReadReport],
) -> None:
    _, pages, read = sample
    first, last = read.paragraphs[5].page_first, read.paragraphs[5].page_last
    assert first is not None
    assert last is not None
    for wrong in ((first + 1, last + 1), (first, last + 1), (None, None)):
        moved, paragraph = with_text(read, 5, page_first=wrong[0], page_last=wrong[1])
        assert list(not_found(moved, first_texts(pages), "first reader")) == [paragraph.id]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Help is good. Piccadilly Gate Store Street", "closing"),
        ("Help is good.\nLead inspector: Ada Example", "closing"),
        ("Help is good. Page 3 of 12 Plans are good.", "page number"),
    ],
)
def test_foreign_words_in_a_paragraph_are_reported(
    sample: tuple[bytes, tuple[Page, ...], ReadReport], text: str, kind: str
) -> None:
    _, pages, read = sample
    wrong, paragraph = with_text(read, 5, text=text)
    assert [(problem.kind, problem.paragraph) for problem in foreign_text(wrong, pages)] == [
        (kind, paragraph.id)
    ]
    assert foreign_text(read, pages) == []


def test_margin_lines_among_a_paragraphs_lines_are_reported(
    sample: tuple[bytes, tuple[Page, ...], ReadReport],
) -> None:
    _, pages, read = sample
    page = pages[3]
    kinds = set()
    for line in page.lines:
        sides = [round(side, 1) for side in (line.left, line.bottom, line.right, line.top)]
        box = replace(
            read.paragraphs[5].boxes[0], page=4, left=sides[0], bottom=sides[1], right=sides[2], top=sides[3]
        )
        wrong, _ = with_text(read, 5, boxes=(box,))
        kinds |= {problem.kind for problem in foreign_text(wrong, pages)}
    assert kinds & {"running header", "page number", "small print"}


def test_what_is_no_report_is_refused_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf_bytes(lines_of_text("Minutes of a meeting")))
    with pytest.raises(UnreadableReport):
        check_report(path)
    (check,) = check_files([path], fast=True, workers=1)
    assert "not an inspection report" in check.refused


@pytest.mark.slow
def test_the_command_prints_the_table_and_its_exit_status(samples: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["check-reading", str(samples), "--json", "--limit", "2"])
    assert run.exit_code == 0
    facts = json.loads(run.stdout)
    assert (facts["reports"], facts["problems"], facts["foreign"]) == (2, [], {})
    assert facts["first"] == facts["second"] == facts["agreed"] == facts["paragraphs"] > 50
    run = CliRunner().invoke(app, ["check-reading", str(samples / SAMPLE), "--fast"])
    assert run.exit_code == 0
    assert "(100.00%)" in run.stdout
    assert "not asked" in run.stdout
    (tmp_path / "minutes.pdf").write_bytes(pdf_bytes(lines_of_text("Minutes of a meeting")))
    run = CliRunner().invoke(app, ["check-reading", str(tmp_path), "--fast"])
    assert run.exit_code == 1
    assert "refused: " in run.stdout


def test_exported_text_has_no_pages_to_be_found_on() -> None:
    path = EXPORTED
    check = check_report(path)
    assert (check.problems, check.pages, check.first) == ((), 0, None)
    assert check.paragraphs > 40


def test_files_are_spread_evenly() -> None:
    paths = [Path(str(number)) for number in range(10)]
    assert [path.name for path in spread(paths, 5)] == ["0", "2", "4", "6", "8"]
    assert spread(paths, None) == spread(paths, 99) == paths
