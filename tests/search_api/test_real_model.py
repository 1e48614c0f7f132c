"""Asking with the real encoder, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.encoders.protocol import Encoder
from indexer.locations import model_cache
from indexer.reading.report import read_file
from indexer.records import Paragraph
from indexer.store.format import Entry, ReportEntry
from indexer.store.reader import IndexReader
from indexer.store.writer import write_generation
from indexer.words.sentences import sentence_spans
from search_api.answers.answerer import Answerer
from search_api.question.request import Request
from search_api.retrieval.searcher import Searcher
from tests.support.builders import make_source, small_reports, stand_ins


@pytest.mark.model
def test_asking_never_imports_torch(tmp_path: Path, encoder: Encoder) -> None:
    entries = [
        ReportEntry(item.report, (), tuple(encoded([entry.paragraph for entry in item.entries], encoder)))
        for item in small_reports()
    ]
    publish(tmp_path / "index", entries, stand_ins(tmp_path / "files", entries), encoder)
    arguments = ["ask", "what did inspectors say about MARAC?", "--index", str(tmp_path / "index")]
    code = (
        f"import sys; from search_api.cli.app import run; status = run({arguments!r}); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'fastapi'} & set(sys.modules); "
        "sys.exit(status or (f'imported {heavy}' if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    for expected in ("2018-08-24/rec-6", "2018-08-24/para-27", "2016-01-05/para-28"):
        assert f"northmoor-{expected}" in done.stdout


@pytest.mark.model
def test_no_library_reports_its_use(tmp_path: Path, encoder: Encoder) -> None:
    entries = [
        ReportEntry(item.report, (), tuple(encoded([entry.paragraph for entry in item.entries], encoder)))
        for item in small_reports()
    ]
    publish(tmp_path / "index", entries, stand_ins(tmp_path / "files", entries), encoder)
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}  # some are silent in CI
    environment |= {"HOME": str(home), "PINPOINT_CACHE": str(model_cache())}
    environment |= {"XDG_CACHE_HOME": str(home / ".cache"), "XDG_DATA_HOME": str(home / ".data")}
    code = (
        f"from search_api.cli.app import run; run(['ask', 'MARAC', '--index', {str(tmp_path / 'index')!r}])"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert [str(path.relative_to(home)) for path in home.rglob("*")] == []


@pytest.mark.corpus
@pytest.mark.model
def test_what_inspectors_said_about_marac_in_torbay(
    tmp_path: Path, encoder: Encoder, real_corpus: Path
) -> None:
    (folder,) = (real_corpus / "reports").glob("*_torbay")
    files = {}
    entries = []
    for path in sorted(folder.glob("*.pdf")):
        found = read_file(path)
        files[found.report.sha256] = path
        entries.append(ReportEntry(found.report, (), tuple(encoded(found.paragraphs, encoder))))
    publish(tmp_path / "index", entries, files, encoder)
    with IndexReader.open(tmp_path / "index") as reader:
        asked = Answerer(Searcher(reader, encoder, default_register()))
        answer = asked.ask("what did inspectors say about MARAC?", Request(authorities=("Torbay",)))
        sources = {report.sha256: report for report in reader.reports()}
    cited = {passage.paragraph.id: passage.citation for passage in answer.passages}
    assert sources.keys() == files.keys()
    for pinpoint, end in {
        "torbay-2018-08-24/para-27": "to 5 July 2018, published 24 August 2018, paragraph 27, page ",
        "torbay-2018-08-24/rec-6": "published 24 August 2018, recommendation 6, page ",
        "torbay-2016-01-05/para-28": "published 5 January 2016, paragraph 28, page ",
    }.items():
        assert end in cited[pinpoint]
    assert all("MARAC" in passage.quote for passage in answer.passages[:3])
    # The report of 2016 praises the meetings and then takes half of it back: the quotation goes that far.
    quotes = {passage.paragraph.id: passage.quote for passage in answer.passages}
    assert "However, " in quotes["torbay-2016-01-05/para-28"]


def encoded(paragraphs: Sequence[Paragraph], encoder: Encoder) -> list[Entry]:
    spans = [sentence_spans(paragraph.text) for paragraph in paragraphs]
    texts = [paragraph.text for paragraph in paragraphs]
    results = encoder.encode_paragraphs(list(zip(texts, spans, strict=True)))
    return [
        Entry(paragraphs[item.position], spans[item.position], item.paragraph, item.sentences)
        for item in sorted(results, key=lambda item: item.position)
    ]


def publish(index: Path, entries: Sequence[ReportEntry], files: Mapping[str, Path], encoder: Encoder) -> None:
    write_generation(
        index,
        reports=entries,
        sources=[make_source(item.report) for item in entries],
        encoder_name=encoder.name,
        encoder_revision=encoder.revision,
        dimension=encoder.dimension,
        parser="test",
        source_files=files,
        roots=("/reports",),
    )
