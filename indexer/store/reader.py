"""An immutable snapshot of a published index: look up, search by vector, search by word, count."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from indexer.anomalies import Noted
from indexer.arrays import Float16Array, Float32Array, Int32Array, Int64Array, Spans
from indexer.errors import CorruptIndex, UnknownPinpoint
from indexer.records import KINDS, Acronym, Anomaly, Kind, Paragraph, Pinpoint, Report, ranges, report_of

from . import heirs
from .backends.address import address_of
from .backends.engines import engine_at
from .backends.kept import KeptFiles
from .backends.protocol import Kept, Postings, Records, Vectors, Words
from .database import RecordStore
from .filters import Facets, Filters, Hit, RowFacts
from .format import DATABASE, MEND, Manifest, Source, not_readable
from .generations import Fingerprints, checked_manifest, current_name, generation_folder, source_problem
from .postings import LexicalStore
from .vectors import VectorStore

Rows = Sequence[int] | Int64Array  # rows of paragraphs, in any order


class IndexReader:
    """The generation that was current when it was opened; later publishing changes nothing here.

    Rows are 0 to len(reader) - 1 and mean something within this generation only. Safe to use from
    several threads at once: look-ups and word searches take turns, vector searches do not. On
    Windows an open reader keeps its generation's files from being removed until it is closed.
    Close it when done, or use it as a context manager.
    """

    def __init__(
        self, manifest: Manifest, records: Records, vectors: Vectors, lexical: Postings, kept: Kept
    ) -> None:
        self._records = records
        self._vectors = vectors
        self._lexical = lexical
        self._kept = kept
        self.manifest = manifest
        self._in_order = records.reports()
        self._places = {report.id: place for place, report in enumerate(self._in_order)}

    @classmethod
    def open(cls, index: Path, *, verify: bool = False) -> IndexReader:
        """Open what is published in the folder `index`, or on the engine whose address it is.

        The manifest's version and checksum, every file's size, shape, dtype, number of rows and generation
        are always checked, and every byte but the vectors' by CRC-32; verify: all, by SHA-256.
        What is quoted is compared once more when it is read (`by_rows`).
        Raises IndexNotFound, IncompatibleIndex (another format version), CorruptIndex, IndexNotReadable,
        EngineUnavailable.
        """
        if (address := address_of(index)) is not None:
            return cls(*engine_at(address).open())
        name = current_name(index)
        while True:
            try:
                return cls.open_generation(index, name, verify=verify)
            except CorruptIndex:
                # Two publishes since CURRENT was read remove what it named: then look again.
                latest = current_name(index)
                if latest == name:
                    raise
                name = latest

    @classmethod
    def open_generation(cls, index: Path, name: str, *, verify: bool = False) -> IndexReader:
        """As `open`, a generation that need not be the current one."""
        folder = generation_folder(index, name)
        manifest = checked_manifest(folder, verify=verify)
        fingerprints = None if verify else Fingerprints(folder, manifest)
        records = RecordStore(folder / DATABASE, name)
        try:
            records.check(manifest.counts)
            lexical = LexicalStore(folder, manifest, records)
            opened = cls(
                manifest, records, VectorStore(folder, manifest), lexical, KeptFiles(index, manifest)
            )
            if fingerprints is not None:
                fingerprints.finish()
            return opened
        except BaseException:
            records.close()
            raise

    def close(self) -> None:
        """Close the index. Reading after it raises ValueError."""
        self._records.close()

    def __enter__(self) -> IndexReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Paragraphs."""
        return self.manifest.counts.paragraphs

    @property
    def generation(self) -> str:
        """Name of the generation that is open, as in "gen-000007-0a1b2c3d"."""
        return self.manifest.generation

    @property
    def dimension(self) -> int:
        """Length of its vectors."""
        return self.manifest.dimension

    # Reports and files

    def reports(self) -> tuple[Report, ...]:
        """Sorted by authority, then publication date, then id."""
        return self._in_order

    def report(self, report_id: str) -> Report:
        """Raises UnknownPinpoint."""
        return self._in_order[self._place(report_id)]

    def anomalies(self, report_id: str) -> tuple[Anomaly, ...]:
        """In page order. Raises UnknownPinpoint."""
        return self.noted.of_report.get(self._in_order[self._place(report_id)].id, ())

    @cached_property
    def noted(self) -> Noted:
        """What a reader must know of the reports and paragraphs, read once: there is one small table."""
        found = self._records.anomalies()
        return Noted({item.id: found[place] for place, item in enumerate(self._in_order) if place in found})

    def sources(self) -> tuple[Source, ...]:
        """Every file that the indexer looked at, taken or refused, in the order given to the writer."""
        return self._sources

    def source_path(self, sha256: str) -> Path | None:
        """A copy of a report's file that the index keeps, None if it keeps none of that SHA-256."""
        return self._kept.path(sha256)

    def sound_source(self, sha256: str) -> Path | None:
        """As `source_path`. Raises CorruptIndex where its bytes are not those that it is named by."""
        path = self.source_path(sha256)
        problem = source_problem(path) if path is not None else ""
        if problem:
            raise CorruptIndex(problem, MEND)
        return path

    def source_bytes(self, sha256: str) -> bytes | None:
        """What is at `source_path`, None if nothing is. Raises as `sound_source`."""
        path = self.source_path(sha256)
        if path is None:
            return None
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # two newer generations do without it
            return None
        except OSError as error:
            raise not_readable(path, error) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CorruptIndex(f"a report's file was altered: its SHA-256 is not its name ({path})", MEND)
        return data

    def acronyms(self) -> tuple[Acronym, ...]:
        """Those that the reports define, with what each stands for; sorted by the short form."""
        return self._records.acronyms()

    # Paragraphs

    def paragraphs(self, report_id: str) -> tuple[Paragraph, ...]:
        """In reading order. Raises UnknownPinpoint."""
        return tuple(self.by_rows(self.rows_of(report_id)))

    def rows_of(self, report_id: str) -> list[int]:
        """Rows of the report's paragraphs, ascending. Raises UnknownPinpoint."""
        return self._records.rows_of_report(self._place(report_id))

    def get(self, paragraph_id: str) -> Paragraph:
        """Raises UnknownPinpoint, saying which numbers there are; InvalidPinpoint for what is not an id."""
        return self.by_rows([self.row(paragraph_id)])[0]

    def row(self, paragraph_id: str) -> int:
        """Raises as `get` does."""
        found = self._records.row_of(paragraph_id)
        if found is None:
            raise self._unknown(paragraph_id)
        return found[0]

    def neighbours(self, paragraph_id: str) -> tuple[Paragraph | None, Paragraph | None]:
        """Those before and after in reading order, None at an end of the report. Raises as `get` does."""
        row = self.row(paragraph_id)
        rows = self.rows_of(report_of(paragraph_id))
        before, after = row - 1 if row > rows[0] else None, row + 1 if row < rows[-1] else None
        found = self._records.by_rows(beside for beside in (before, after) if beside is not None)
        return (
            None if before is None else found[before],
            None if after is None else found[after],
        )

    def by_rows(self, rows: Rows, *, glance: bool = False) -> list[Paragraph]:
        """In the order of `rows`, repeats included. Raises IndexError for a row that does not exist.
        glance: without boxes, seals unseen: to choose among many, not to quote from.
        """
        wanted = self._checked(rows).tolist()
        found = self._records.by_rows(wanted, sealed=not glance, boxes=not glance)
        return [found[row] for row in wanted]

    def texts_of(self, rows: Rows) -> list[str]:
        """Texts in the order of `rows`, as `by_rows`, faster than whole paragraphs."""
        found = self._records.texts_of(wanted := self._checked(rows).tolist())
        return [found[row] for row in wanted]

    def spans(self, row: int) -> Spans:
        """Half-open character spans of the sentences in the paragraph's text, in its order."""
        return self._records.spans(int(self._checked([row])[0])) or ()

    def spans_of(self, rows: Rows) -> list[Spans]:
        """As `spans`, in the order of `rows`."""
        wanted = self._checked(rows).tolist()
        found = self._records.spans_of(wanted)
        return [found[row] for row in wanted]

    def grades(self) -> list[str]:
        """The grade printed for the section of each row, "" for none, in the order of the rows."""
        return self._records.grades()

    # Filters and counts

    def select(self, filters: Filters) -> Int64Array | None:
        """Rows that pass, ascending; None where nothing is filtered. An unknown name lets none pass."""
        return self._row_facts.select(filters)

    def places_of(self, rows: Rows) -> npt.NDArray[np.int32]:
        """(len(rows),) the place in `reports()` of each row's report, in the order of `rows`."""
        return self._row_facts.report_of_row[self._checked(rows)]

    def kinds_of(self, rows: Rows) -> list[Kind]:
        """The kind of each of these paragraphs."""
        return [KINDS[code] for code in self._row_facts.kind_of_row[self._checked(rows)].tolist()]

    def newest_first(self, rows: Int64Array) -> Int64Array:
        """`rows`, those of the report published last first, within a report in reading order."""
        published = np.array([report.published.toordinal() for report in self._in_order], dtype=np.int64)
        places = self.places_of(rows)
        return rows[np.lexsort((rows, places, -published[places]))]

    def facets(self, rows: Rows | None = None) -> Facets:
        """{"authority" | "framework" | "kind" | "report" | "year": {name: paragraphs}}; sorted, no 0."""
        return self._row_facts.facets(None if rows is None else self._checked(rows))

    # Search

    def nearest(self, query: Float32Array, k: int, rows: Rows | None = None) -> list[Hit]:
        """Paragraphs nearest to `query`, best first, among `rows` (None: all).

        query: shape (dim,), L2-normalised. Score: cosine, in [-1, 1]; it depends on the row and the
        query only, not on k or rows. At most k hits; ties ordered by row.
        Raises DimensionMismatch if dim differs from the manifest's.
        """
        return self._vectors.nearest(query, k, None if rows is None else np.unique(self._checked(rows)))

    def lexical_scores(self, weights: Mapping[str, float]) -> Float32Array:
        """(n,) float32: BM25 of every paragraph for weighted terms of `analyser`; 0 where none stands.

        Statistics of the whole index. For ranking: `keyword` and `phrase` find, these score.
        """
        return self._lexical.scores(weights)

    def posting(self, term: str) -> tuple[Int32Array, Float32Array]:
        """Rows that hold a term of `analyser`, ascending, and its BM25 weight in each, above 0; as kept."""
        return self._lexical.posting(term)

    def rarity(self, term: str) -> float:
        """The inverse frequency of a term of `analyser`; 0.0 where no paragraph holds it."""
        return self._lexical.rarity(term)

    def term_counts(self) -> dict[str, int]:
        """Every term of `analyser` that a paragraph holds -> the number of those paragraphs."""
        return {term: last - first for term, first, last in self._records.terms()}

    def holding(self, term: str) -> Int64Array:
        """Rows of the paragraphs that hold a term of `analyser`, ascending."""
        return self._lexical.holding(term).astype(np.int64)

    def keyword(self, terms: Sequence[str], k: int, rows: Rows | None = None) -> list[Hit]:
        """Paragraphs that hold any of `terms`, best first, among `rows` (None: all).

        A term is a word or several that must stand in a row, compared after Porter's stemming,
        without case or accents; any text is allowed, and one without a letter or digit matches
        nothing. Stop words are the caller's matter. Score: SQLite's bm25() negated, statistics of
        the whole index. At most k hits; ties ordered by row.
        """
        return self._match(tuple(dict.fromkeys(terms)), k, rows)

    def phrase(self, text: str, k: int, rows: Rows | None = None) -> list[Hit]:
        """Paragraphs that hold the words of `text` in a row; compared, scored and ordered as in `keyword`."""
        return self._match((text,), k, rows)

    def phrase_rows(self, text: str) -> Int64Array:
        """Rows of the paragraphs that `phrase` finds, ascending; without scores, which cost more."""
        return np.array(sorted(self._records.rows_with((text,))), dtype=np.int64)

    def phrase_texts(self, text: str) -> list[tuple[int, str]]:
        """Row and text of every paragraph that `phrase` finds, in no order: for who reads on in the text."""
        return self._records.phrase_texts((text,))

    # Vectors

    def vector(self, row: int) -> Float32Array:
        """(dim,) float32, L2-normalised."""
        vector: Float32Array = self._vectors.vectors(self._checked([row]))[0]
        return vector

    def vectors(self, rows: Rows) -> Float32Array:
        """(len(rows), dim) float32, L2-normalised, in the order of `rows`."""
        return self._vectors.vectors(self._checked(rows))

    def sentence_vectors(self, row: int) -> Float32Array:
        """(k, dim) float32, one for each of the row's spans; kept as float16, so to about three digits."""
        return self._vectors.sentence_vectors(int(self._checked([row])[0]))

    def stored_sentences(self, row: int) -> Float16Array:
        """As `sentence_vectors`, float16, as they are kept: to be written again without a change."""
        return self._vectors.stored_sentences(int(self._checked([row])[0]))

    @property
    def sentence_offsets(self) -> Int64Array:
        """(n + 1,): where each paragraph's sentences begin among all. Not to be changed."""
        return self._vectors.offsets

    def sentences_of(self, rows: Rows) -> tuple[Float32Array, Int64Array]:
        """Sentence vectors of several rows at once: (m, dim) float32, and bounds (len(rows) + 1,).

        Those of rows[i] are at bounds[i] up to but not including bounds[i + 1].
        """
        return self._vectors.sentences_of(self._checked(rows))

    def vectors_by_text(self) -> Mapping[str, int]:
        """SHA-256 of a paragraph's text (UTF-8, hexadecimal) -> the first row with that text."""
        return self._records.rows_by_text()

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        return self._records.sources()

    @cached_property
    def _row_facts(self) -> RowFacts:
        return self._records.row_facts(self._in_order, len(self))

    def _match(self, words: Words, k: int, rows: Rows | None) -> list[Hit]:
        wanted = None if rows is None else self._checked(rows)
        if k <= 0 or len(self) == 0 or not words or (wanted is not None and not wanted.size):
            return []
        # SQLite is given a range, which it follows quickly and which is exact for one report or
        # authority; the rest of the filter is applied to the scores.
        first, last = (0, len(self) - 1) if wanted is None else (int(wanted.min()), int(wanted.max()))
        found, scores = self._records.match(words, first, last)
        if wanted is not None:
            mask: npt.NDArray[np.bool_] = np.zeros(len(self), dtype=bool)
            mask[wanted] = True
            found, scores = found[mask[found]], scores[mask[found]]
        order = np.lexsort((found, -scores))[:k]
        return [Hit(int(found[place]), float(scores[place])) for place in order]

    def _checked(self, rows: Rows) -> Int64Array:
        wanted = np.asarray(rows, dtype=np.int64).reshape(-1)
        if wanted.size and not (wanted.min() >= 0 and wanted.max() < len(self)):
            raise IndexError(f"a row is not within 0 and {len(self) - 1}")
        return wanted

    def _place(self, report_id: str) -> int:
        place = self._places.get(report_id)
        if place is None:
            remedy = heirs.told(report_id, tuple(self._places))
            raise UnknownPinpoint(f"the index holds no report {report_id[:80]!r}", remedy)
        return place

    def _unknown(self, paragraph_id: str) -> UnknownPinpoint:
        pinpoint = Pinpoint.parse(paragraph_id)
        held = self.paragraphs(pinpoint.report)
        named = [item for item in held if item.part == pinpoint.part]
        if any(not item.label.isdigit() for item in named):  # counts of ours would stand among 1.1 and A1
            named = [item for item in named if item.printed]
        labels = {kind: [item.label for item in named if item.kind == kind] for kind in KINDS}
        listed = [f"{kind} {ranges(found)}" for kind, found in labels.items() if found]
        return UnknownPinpoint(
            f"{pinpoint.report} has no {paragraph_id.partition('/')[2]}",
            f"it has {'; '.join(listed)}{heirs.same_number(pinpoint, held)}",
        )
