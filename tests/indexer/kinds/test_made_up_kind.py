"""A second inspectorate: its kind of report is declared once, and every room knows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.report import read_file
from indexer.records import FRAMEWORKS
from indexer.sandbox.wire import encode
from tests.support.paths import ROOT
from tests.support.small_pdfs import BOLD, FONT, pdf_bytes

COVER = (
    "Northmoor",
    "Review of the harbour",
    "Inspectorate of Fictional Harbours",
    "Inspection dates: 15 to 19 January 2018",
    "Published: 29 March 2018",
    "Lead inspector: Ada Example",
    "The whole harbour Leaky",
    "Safety of moorings Shipshape",
)
TEXT = (
    "Orders to the harbour master",
    "1. Mend the crane on the north quay before winter.",
    "2. Count the boats every evening.",
    "Safety of moorings: shipshape",
    "3. Ropes are checked each morning.",
    "4. Rings are painted and firm.",
    "5. Visitors are shown where to moor.",
)


def write(canvas: Canvas, lines: tuple[str, ...]) -> None:
    for place, text in enumerate(lines):
        canvas.setFont(BOLD if lines is TEXT and not text[0].isdigit() else FONT, 12)
        canvas.drawString(71, 740 - 36 * place, text)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("harbour")
    path = folder / "harbour.pdf"
    path.write_bytes(pdf_bytes(lambda canvas: write(canvas, COVER), lambda canvas: write(canvas, TEXT)))
    command = [
        sys.executable, "-m", "tests.support.scripts.made_up_kind",
        str(path), str(sample_of_ofsted(samples)), str(folder / "index"),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def sample_of_ofsted(samples: Path) -> Path:
    return next(path for path in sorted(samples.rglob("*.pdf")) if "2018" in path.name)


def test_its_cover_tells_it(found: dict[str, Any]) -> None:
    assert found["framework"] == "harbour"


def test_its_areas_are_judged_on_its_own_scale(found: dict[str, Any]) -> None:
    assert found["judgements"] == [["overall", "leaky", "Leaky"], ["moorings", "shipshape", "Shipshape"]]


def test_its_headings_say_what_its_paragraphs_are(found: dict[str, Any]) -> None:
    assert found["paragraphs"] == [
        ["rec-1", "Orders to the harbour master", ""],
        ["rec-2", "Orders to the harbour master", ""],
        ["para-3", "Safety of moorings", "shipshape"],
        ["para-4", "Safety of moorings", "shipshape"],
        ["para-5", "Safety of moorings", "shipshape"],
    ]


def test_its_records_pass_between_processes_and_are_stored(found: dict[str, Any]) -> None:
    assert found["wire"]
    assert found["stored"]


def test_readers_see_its_words(found: dict[str, Any]) -> None:
    assert found["labels"] == ["Harbour reviews (fictional)", "Moorings"]
    assert found["cited"].startswith(
        "Inspectorate of Fictional Harbours (2018) Northmoor: Review of the harb"
    )
    assert found["change"] == "Not compared with the inspection before, which was carried out by Ofsted."


def test_questions_and_programs_name_it(found: dict[str, Any]) -> None:
    assert found["asked"] == ["harbour"]
    assert found["reply"] == "harbour"
    assert found["enum"] == [*FRAMEWORKS[:-1], "harbour", FRAMEWORKS[-1]]


def test_reports_of_the_other_inspectorate_are_read_as_without_it(
    found: dict[str, Any], samples: Path
) -> None:
    assert found["sample"] == encode(read_file(sample_of_ofsted(samples))).decode()
