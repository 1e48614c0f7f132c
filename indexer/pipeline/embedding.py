"""Reports -> entries with vectors: from the published index, from the journal, or made now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from indexer.arrays import Spans
from indexer.encoders.protocol import Encoder
from indexer.errors import PinpointError
from indexer.records import ReadReport
from indexer.store.format import Entry, ReportEntry
from indexer.words.sentences import sentence_spans

from .hands import Hands
from .journal import EmbeddingJournal, TextVectors
from .known_index import KnownIndex
from .summary import Progress


def embedded(
    reports: Sequence[ReadReport],
    index: Path,
    encoder: Encoder,
    known: KnownIndex,
    hands: Hands,
    progress: Progress,
) -> tuple[list[ReportEntry], int]:
    """The reports with vectors, in the same order, and the number of texts embedded now.

    A text is embedded once, wherever it stands, and not at all if the same encoder did so for the
    published index or for a run that was interrupted. What `hands` embedded for this run counts as made
    now. Raises PinpointError if the encoder gives vectors that cannot be used, PublishFailed if the disk
    is full.
    """
    reusable = known.was_embedded_by(encoder)
    ready: dict[str, tuple[Spans, TextVectors]] = {}
    missing: dict[str, Spans] = {}
    made = 0
    for report in reports:
        for text in dict.fromkeys(paragraph.text for paragraph in report.paragraphs):
            if text in ready or text in missing:
                continue
            found = known.vectors(text) if reusable else None
            if found is not None:
                ready[text] = found
                continue
            spans = sentence_spans(text)
            vectors = hands.vectors(report.report.sha256, text, spans)
            if vectors is None:
                missing[text] = spans
            else:
                ready[text] = spans, vectors
                made += 1
    if missing:
        with EmbeddingJournal(index, encoder.name, encoder.revision, encoder.dimension) as journal:
            made += embed(missing, encoder, journal, progress)
            for text, spans in missing.items():
                vectors = journal.get(text, spans)
                if vectors is None:
                    raise PinpointError(
                        f"the model {encoder.name} gave no vectors for a paragraph", "use another model"
                    )
                ready[text] = spans, vectors
    return [_entry(report, ready) for report in reports], made


def spans_by_text(reports: Iterable[ReadReport]) -> dict[str, Spans]:
    """Each distinct paragraph of the reports with its sentence spans, in reading order."""
    texts = dict.fromkeys(paragraph.text for report in reports for paragraph in report.paragraphs)
    return {text: sentence_spans(text) for text in texts}


def embed(missing: dict[str, Spans], encoder: Encoder, journal: EmbeddingJournal, progress: Progress) -> int:
    """Add the vectors of each text that the journal lacks; their number. Raises as `embedded` does."""
    items = [(text, spans) for text, spans in missing.items() if journal.get(text, spans) is None]
    progress.stage("embedding", len(missing))
    progress.advance(len(missing) - len(items))
    if len(items) < len(missing):
        count = len(missing) - len(items)
        progress.note(
            f"{count:,} paragraphs were embedded by a run that did not end; they are not embedded again"
        )
    for result in encoder.encode_paragraphs(items):
        text, spans = items[result.position]
        try:
            journal.add(text, spans, TextVectors(result.paragraph, result.sentences.astype(np.float16)))
        except ValueError as error:
            raise PinpointError(
                f"the model {encoder.name} gave {error}, which cannot be searched", "use another model"
            ) from error
        progress.advance()
    return len(items)


def _entry(read: ReadReport, ready: dict[str, tuple[Spans, TextVectors]]) -> ReportEntry:
    entries = []
    for paragraph in read.paragraphs:
        spans, vectors = ready[paragraph.text]
        entries.append(Entry(paragraph, spans, vectors.paragraph, vectors.sentences))
    return ReportEntry(read.report, read.anomalies, tuple(entries))
