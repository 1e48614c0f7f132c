"""What the published index already knows, so that what did not change is neither read nor embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.arrays import Float32Array, Spans
from indexer.encoders.protocol import Encoder
from indexer.given import Given
from indexer.records import ReadReport, Report
from indexer.store.database import TracedSource
from indexer.store.format import Manifest, Source, source_file
from indexer.store.reader import IndexReader

from .discovery import order
from .journal import TextVectors
from .same_reports import as_first


class KnownIndex:
    """The generation that a run goes on from, or nothing where there is none (recovery.py).

    reader: every byte of it was checked, because what is carried over gets new checksums. traced: what a
    later generation that cannot be used still lists, for what its user said of files. Close it when done.
    """

    def __init__(self, reader: IndexReader | None, traced: Sequence[TracedSource] = ()) -> None:
        self._reader = reader
        self._traced = {source.path: source.given for source in traced if _is_given(source.given)}
        self._traced_bytes = {
            source.sha256: source.given for source in traced if source.report and _is_given(source.given)
        }

    def close(self) -> None:
        """Close the index, if there is one."""
        if self._reader is not None:
            self._reader.close()

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of that generation, None without one."""
        return None if self._reader is None else self._reader.manifest

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every file that the generation knows, in the index's order; none without a generation."""
        return () if self._reader is None else self._reader.sources()

    @cached_property
    def by_path(self) -> Mapping[str, Source]:
        """Path -> file."""
        return {source.path: source for source in self.sources}

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """By id."""
        return {} if self._reader is None else {report.id: report for report in self._reader.reports()}

    @property
    def absent(self) -> frozenset[str]:
        """Names in `sources/` of its reports whose files it does not keep: it was shared without them."""
        kept = self.manifest.kept if self.manifest is not None else ()
        wanted = (source_file(report.sha256, report.media) for report in self.reports.values())
        return frozenset(wanted) - frozenset(kept)

    @cached_property
    def origins(self) -> Mapping[str, Source]:
        """SHA-256 -> the file that a report of this index was read from."""
        found: dict[str, Source] = {}
        for source in self.sources:
            if source.report is not None and self.reports[source.report].sha256 == source.sha256:
                held = found.setdefault(source.sha256, source)
                if held.reason and not source.reason:
                    found[source.sha256] = source
        return found

    def would_read_alike(self, sha256: str, path: str, parser: str, given: str) -> bool:
        """Whether reading these bytes under this path must give what the index holds.

        The file's name and its folder's count too: they may give the date and the authority. given: what
        its user says of the file now.
        """
        origin = self.origins.get(sha256)
        if origin is None or (origin.parser, origin.given) != (parser, given):
            return False
        return tail(origin.path) == tail(path)

    def given(self, path: str, sha256: str) -> str:
        """What was said of this file when it was indexed, here or, with the same bytes, elsewhere."""
        traced = self._traced.get(path, self._traced_bytes.get(sha256))
        if traced is not None:
            return traced
        before = self.by_path.get(path) or self.origins.get(sha256)
        return before.given if before is not None else ""

    def read(self, sha256: str) -> ReadReport:
        """The report with these bytes, under the id of a day's first report; KeyError if there is none."""
        identity = self.origins[sha256].report
        reader = self._reader
        if reader is None or identity is None:
            raise KeyError(sha256)
        paragraphs, anomalies = reader.paragraphs(identity), reader.anomalies(identity)
        return as_first(ReadReport(self.reports[identity], paragraphs, anomalies))

    def was_embedded_by(self, encoder: Encoder) -> bool:
        """Whether its vectors come from this encoder: the same name, revision and dimension."""
        manifest = self.manifest
        return manifest is not None and (encoder.name, encoder.revision, encoder.dimension) == (
            manifest.encoder_name,
            manifest.encoder_revision,
            manifest.dimension,
        )

    def vectors(self, text: str) -> tuple[Spans, TextVectors] | None:
        """Sentence spans and vectors of a paragraph with this text, None if there is none."""
        row = self._rows.get(hashlib.sha256(text.encode()).hexdigest())
        if row is None or self._reader is None:
            return None
        return self._spans[row], TextVectors(self._vectors[row], self._reader.stored_sentences(row))

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {} if self._reader is None else self._reader.vectors_by_text()

    # Of every row at once: a run asks for nearly all of them.
    @cached_property
    def _spans(self) -> Sequence[Spans]:
        return () if self._reader is None else self._reader.spans_of(np.arange(len(self._reader)))

    @cached_property
    def _vectors(self) -> Float32Array:
        reader = self._reader
        return np.zeros((0, 0), np.float32) if reader is None else reader.vectors(np.arange(len(reader)))


def _is_given(text: str) -> bool:
    """Whether a text from a damaged index is what `Given` spells."""
    try:
        Given.parse(text)
    except ValueError:
        return False
    return True


def tail(path: str) -> tuple[str, ...]:
    """The names of a file and of the folder that it lies in."""
    return order(path)[-2:]
