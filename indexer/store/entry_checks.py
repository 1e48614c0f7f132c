"""Would these records keep the rows of an index in step? Asked before anything is written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from indexer.arrays import Spans
from indexer.errors import InvalidPinpoint, MisalignedRows
from indexer.records import Paragraph, Pinpoint, Report, unlisted

from .format import SUFFIX_OF_MEDIA, Entry, ReportEntry, Source, is_sha256

_UNIT = 1e-3  # how far the length of a float32 unit vector may be from 1
_UNIT_HALF = 1e-2  # the same after rounding to float16
_LARGEST = 2**31 - 1


def check_reports(reports: Sequence[ReportEntry], dimension: int) -> None:
    """Raises MisalignedRows at the first id given twice or record that `check_report` refuses."""
    if dimension < 1:
        raise MisalignedRows(f"the dimension is {dimension}", "give the encoder's")
    seen: set[str] = set()
    for entry in reports:
        for identity in chain([entry.report.id], (item.paragraph.id for item in entry.entries)):
            if identity in seen:
                raise MisalignedRows(
                    f"the id {identity} occurs twice", "give each report and paragraph its own id"
                )
            seen.add(identity)
        check_report(entry, dimension)


def check_report(entry: ReportEntry, dimension: int) -> None:
    """Raises MisalignedRows, naming the paragraph, unless every record, span and vector fits."""
    report = entry.report
    try:
        Pinpoint.parse(f"{report.id}/para-1")
    except InvalidPinpoint as error:
        raise MisalignedRows(
            f"{report.id!r} is not the id of a report", "build it with report_id()"
        ) from error
    if not is_sha256(report.sha256):
        raise MisalignedRows(f"{report.id} has {report.sha256!r} for a SHA-256", "give 64 hexadecimal digits")
    if report.media not in SUFFIX_OF_MEDIA:
        raise MisalignedRows(
            f"{report.id} has the media {report.media!r}", f"give one of {', '.join(SUFFIX_OF_MEDIA)}"
        )
    for record in (report, *report.judgements, *(item.paragraph for item in entry.entries)):
        _check_names(record, report.id)
    for text in _report_texts(entry):
        _check_text(text, report.id)
    for item in entry.entries:
        _check_paragraph(item.paragraph, report)
        _check_spans(item.spans, item.paragraph)
        _check_shapes(item, dimension)
    _check_values(entry)


def check_sources(reports: Sequence[ReportEntry], sources: Sequence[Source]) -> None:
    """Raises MisalignedRows unless each path is given once and each report has a source with its bytes."""
    known = {entry.report.id: entry.report.sha256 for entry in reports}
    seen: set[tuple[str, str]] = set()
    missing = dict(known)
    for source in sources:
        if (source.root, source.path) in seen:
            raise MisalignedRows(f"the source {source.path!r} occurs twice", "give each path once")
        seen.add((source.root, source.path))
        if source.report is None:
            continue
        if source.report not in known:
            raise MisalignedRows(
                f"the source {source.path!r} names the report {source.report}", "give that report too"
            )
        if known[source.report] == source.sha256:
            missing.pop(source.report, None)
    for identity in missing:
        raise MisalignedRows(
            f"no source has the bytes of {identity}", "give the source that it was read from"
        )


def _check_paragraph(paragraph: Paragraph, report: Report) -> None:
    try:
        pinpoint = Pinpoint.parse(paragraph.id)
    except InvalidPinpoint as error:
        raise MisalignedRows(
            f"{paragraph.id!r} is not the id of a paragraph", "build it with Pinpoint"
        ) from error
    said = (pinpoint.report, pinpoint.kind, pinpoint.number, str(pinpoint))
    if said != (report.id, paragraph.kind, paragraph.number, paragraph.id):
        raise MisalignedRows(
            f"{paragraph.id} is given to {paragraph.kind} {paragraph.number} of {report.id}",
            "report, kind and number of a paragraph must be those of its id",
        )
    if paragraph.number > _LARGEST:
        raise MisalignedRows(f"{paragraph.id} has a number over {_LARGEST:,}", "check how it was read")
    for text in (paragraph.part, paragraph.grade, paragraph.text, *paragraph.section, *paragraph.footnotes):
        _check_text(text, paragraph.id)
    sides = (side for box in paragraph.boxes for side in (box.left, box.bottom, box.right, box.top))
    if not all(map(math.isfinite, sides)):
        raise MisalignedRows(f"{paragraph.id} has a box that is not finite", "check how its page was read")


def _check_names(record: object, name: str) -> None:
    """No reader would open an index that holds a name which the table lacks."""
    if field := unlisted(record):
        raise MisalignedRows(
            f"{name} has the {field} {str(getattr(record, field))[:80]!r}",
            "give a name of indexer/kinds/table.py",
        )


def _check_spans(spans: Spans, paragraph: Paragraph) -> None:
    last = 0
    for start, end in spans:
        if not last <= start < end <= len(paragraph.text):
            raise MisalignedRows(
                f"{paragraph.id} has the sentence span ({start}, {end}) in {len(paragraph.text)} characters",
                "spans must be within the text, in its order, without overlap",
            )
        last = end


def _check_shapes(entry: Entry, dimension: int) -> None:
    vector, sentences, name = entry.vector, entry.sentence_vectors, entry.paragraph.id
    if vector.dtype != np.float32 or vector.shape != (dimension,):
        raise MisalignedRows(
            f"{name} has a vector of {vector.dtype} {vector.shape}", f"give float32 of shape ({dimension},)"
        )
    if sentences.dtype not in (np.float16, np.float32) or sentences.shape != (len(entry.spans), dimension):
        raise MisalignedRows(
            f"{name} has {len(entry.spans)} sentences and vectors of {sentences.dtype} {sentences.shape}",
            f"give float32 or float16 of shape ({len(entry.spans)}, {dimension})",
        )


def _check_values(entry: ReportEntry) -> None:
    if not entry.entries:
        return
    vectors = np.stack([item.vector for item in entry.entries])
    sentences = np.concatenate([item.sentence_vectors for item in entry.entries]).astype(np.float16)
    owners = np.repeat(np.arange(len(entry.entries)), [len(item.spans) for item in entry.entries])
    for values, rows, tolerance in ((vectors, range(len(vectors)), _UNIT), (sentences, owners, _UNIT_HALF)):
        # A value that is not finite makes the length so too, and no comparison with it holds.
        lengths = np.sqrt(np.einsum("ij,ij->i", values, values, dtype=np.float64))
        for place in np.flatnonzero(~(np.abs(lengths - 1.0) <= tolerance))[:1]:
            raise MisalignedRows(
                f"{entry.entries[int(rows[place])].paragraph.id} has a vector of length {lengths[place]:.4f}",
                "vectors must be finite and L2-normalised",
            )


def _report_texts(entry: ReportEntry) -> Iterator[str]:
    report = entry.report
    yield from (report.authority, report.urn, report.title, report.framework, report.published_source)
    yield from (report.lead_inspector, report.media)
    yield from (*report.other_authorities, *report.agencies, report.made, report.superseded_by)
    for judgement in report.judgements:
        yield from (judgement.area, judgement.printed_name, judgement.grade, judgement.printed_grade)
    for anomaly in entry.anomalies:
        yield from (anomaly.kind, anomaly.detail, *anomaly.paragraphs)


def _check_text(text: str, name: str) -> None:
    try:
        clean = b"\0" not in text.encode()
    except UnicodeEncodeError:
        clean = False
    if not clean:
        raise MisalignedRows(
            f"{name} has a text with NUL or half a character pair", "remove it while reading"
        )
