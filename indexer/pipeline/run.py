"""Folders of reports -> a published index: what did not change is taken over, nothing is left unsaid."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.configuration import number_said
from indexer.encoders.protocol import Encoder
from indexer.errors import UnreadableReport
from indexer.given import Given
from indexer.records import ReadReport
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.pool import PassingTrouble
from indexer.sandbox.read_worker import DEFAULT_READER
from indexer.store.format import Manifest, ReportEntry, Source
from indexer.store.lists.layout import EXACT
from indexer.store.writer import locked, mend_kept, write_generation

from . import journal
from .discovery import is_within, key_of, order
from .embedding import embedded
from .hands import Hands, HandsFor, Job, OwnHands, parser_version
from .known_index import KnownIndex, tail
from .recovery import Beginning, begin
from .same_reports import Candidate, Settled, settle
from .summary import Duplicate, IndexSummary, Progress, Refused, Silent
from .survey import Survey, same_file, survey

SAME_BYTES, SAME_REPORT = "same bytes", "same report"


def index_paths(
    paths: Sequence[Path],
    index: Path,
    encoder_factory: Callable[[], Encoder],
    *,
    only: bool = False,
    rebuild: bool = False,
    limits: ReadLimits | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    reader: str = DEFAULT_READER,
    given: Given | None = None,
    hands: HandsFor = OwnHands,
) -> IndexSummary:
    """Make the folder `index` hold what is now in `paths`, files or folders, and publish it.

    Reports found under `paths` before and gone since are removed; reports from elsewhere stay, unless
    `only`. A file is read again where its bytes, its name, the parser or the limits that it was
    refused by have changed; a text is embedded again where it or the encoder has. If nothing changed,
    nothing is written. rebuild: look at what was indexed before too, and read again what an index of an
    earlier format held; what a damaged index held is taken from elsewhere (recovery.py), and said.
    encoder_factory: called once, before reading, if there is any report.
    given: what their user says of all files under `paths`; None for what was said of each before.
    reader: "module:function" for the reading process. The parser's version is PARSER_VERSION of that
    module with the state of the tables in corpus/. hands: who reads, and embeds beforehand.

    A file that cannot be read is in the summary with its reason. Raises IndexLocked, PublishFailed,
    ModelUnavailable, and what `recovery.begin` raises; then, and when it is killed, the index is as it was
    before, and the next run need not embed again what this one had.
    """
    started = time.monotonic()
    exact = number_said("exact_paragraphs", EXACT)
    with locked(index), closing(begin(index, paths, only=only, rebuild=rebuild)) as beginning:
        run = _Run(
            index=index,
            known=beginning.known,
            mending=beginning.mending,
            limits=limits or ReadLimits(),
            workers=workers,
            progress=progress or Silent(),
            reader=reader,
            parser=parser_version(reader),
            hands_for=hands,
            given=given,
            exact=exact,
        )
        return run.index_paths(paths, beginning, encoder_factory, only, started)


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Of files with the same bytes, the first that can be read. fresh: read now."""

    key: str
    read: ReadReport
    fresh: bool


@dataclass(slots=True)
class _Run:
    index: Path
    known: KnownIndex
    limits: ReadLimits
    workers: int | None
    progress: Progress
    reader: str
    parser: str
    hands_for: HandsFor
    hands: Hands = field(init=False)
    exact: int = EXACT
    given: Given | None = None
    mending: bool = False  # what is published cannot be gone on from: publish, and remove nothing
    said: dict[str, str] = field(default_factory=dict)  # path -> what its user says of the file
    resolved: dict[str, _Resolved] = field(default_factory=dict)  # by SHA-256
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)  # path -> reason, valid for parser

    def index_paths(
        self,
        paths: Sequence[Path],
        beginning: Beginning,
        encoder_factory: Callable[[], Encoder],
        only: bool,
        started: float,
    ) -> IndexSummary:
        """What is given now counts for `paths` alone, not for what `beginning` adds."""
        found = survey((*paths, *beginning.before), self.known, self.limits, self.progress, only=only)
        looked_at = {file.sha256 for file in found.files}
        beginning.refuse_loss(self.index, looked_at | {source.sha256 for source in found.kept})
        if beginning.note:
            self.progress.note(beginning.note)
        self._note_given(found, [key_of(path) for path in paths])
        manifest = self.known.manifest
        readable = any(not file.problem for file in found.files)
        encoder = encoder_factory() if readable or any(source.report for source in found.kept) else None
        same_encoder = encoder is None or self.known.was_embedded_by(encoder)
        self.hands = self.hands_for(self._job(encoder))
        if manifest is not None and not self.mending and same_encoder and self._is_unchanged(found):
            self._settle_unchanged(found, manifest)
            return self._summary(found, self.known.sources, manifest.generation, started)

        self._read(self._by_content(found), again=self.hands.reread and not same_encoder)
        settled = settle(Candidate(item.key, item.read) for item in self.resolved.values())
        sources = self._sources(found, settled)
        fresh = any(item.fresh and item.key in settled.reports for item in self.resolved.values())
        same_files = not self.mending and _facts(sources) == _facts(self.known.sources)
        unchanged = same_encoder and not fresh and same_files
        if manifest is not None and unchanged and found.roots == manifest.roots:
            self._settle_unchanged(found, manifest)
            return self._summary(found, sources, manifest.generation, started, settled)
        if not settled.reports and manifest is None:
            return self._summary(found, sources, "", started, settled)

        texts = 0
        reports: list[ReportEntry] = []
        if encoder is not None and settled.reports:
            reports, texts = embedded(
                [settled.reports[key] for key in sorted(settled.reports, key=order)],
                self.index, encoder, self.known, self.hands, self.progress,
            )  # fmt: skip
        name, revision, dimension = _identity(encoder, manifest)
        self.progress.stage("publishing", 0)
        published = write_generation(
            self.index,
            reports=reports,
            sources=sources,
            encoder_name=name,
            encoder_revision=revision,
            dimension=dimension,
            parser=self.parser,
            source_files=self._files(found),
            roots=found.roots,
            spare=self.mending,
            absent=self.known.absent,
            exact=self.exact,
        )
        journal.discard(self.index)
        self.hands.done(published.generation)
        summary = self._summary(found, sources, published.generation, started, settled)
        return replace(summary, embedded=texts, published=True)

    def _files(self, found: Survey) -> dict[str, Path]:
        """SHA-256 of each report -> a file with its bytes, one that was just looked at where there is one."""
        here = {file.sha256: Path(file.key) for file in found.files}
        return {
            sha256: Path(item.key) if item.fresh else here.get(sha256, Path(item.key))
            for sha256, item in self.resolved.items()
        }

    def _note_given(self, found: Survey, roots: Sequence[str]) -> None:
        """Fill `said`: what is given now counts for every file under `roots`, else what was said before."""
        for file in found.files:
            within = self.given is not None and any(is_within(file.key, root) for root in roots)
            now = self.given.spell() if self.given is not None and within else None
            self.said[file.key] = self.known.given(file.key, file.sha256) if now is None else now
        self.said |= {source.path: source.given for source in found.kept}

    def _settle_unchanged(self, found: Survey, manifest: Manifest) -> None:
        """Nothing is to be published: what the index keeps is made whole, and an old journal goes."""
        have = {source.sha256: Path(source.path) for source in found.kept if Path(source.path).is_file()}
        have |= {file.sha256: Path(file.key) for file in found.files if file.sha256}
        mended = len(mend_kept(self.index, manifest, have))
        if mended:
            were = "file of a report that the index keeps was" if mended == 1 else "files of reports were"
            self.progress.note(f"{mended:,} {were} missing from the index or damaged: copied again")
        journal.discard_published(self.index)
        self.hands.done(manifest.generation)

    def _job(self, encoder: Encoder | None) -> Job:
        return Job(self.index, encoder, self.parser, self.limits, self.workers, self.reader, self.progress)

    @property
    def _refusing(self) -> str:
        """What a refusal depends on."""
        return f"{self.parser} {self.limits.key()}"

    def _is_unchanged(self, found: Survey) -> bool:
        """Whether it can be told without reading anything that a new generation would be as this one."""
        manifest = self.known.manifest
        if found.gone or manifest is None or found.roots != manifest.roots:
            return False
        for file in found.files:
            source = self.known.by_path.get(file.key)
            if source is None or not same_file(file, source) or source.given != self.said[file.key]:
                return False
            if not file.problem and source.parser != (self.parser if source.report else self._refusing):
                return False
        return True

    def _by_content(self, found: Survey) -> dict[str, list[tuple[str, bool]]]:
        """SHA-256 -> paths in order, each with whether it is taken over as it is."""
        members = [(file.key, file.sha256, False) for file in found.files if not file.problem]
        for source in found.kept:
            if source.report is not None:
                twin = self.known.reports[source.report].sha256 != source.sha256
                members.append((source.path, source.sha256, not twin))
        groups: dict[str, list[tuple[str, bool]]] = {}
        # Of the same bytes the file of which something is said comes first.
        for key, sha256, kept in sorted(members, key=lambda it: (not self.said.get(it[0]), order(it[0]))):
            groups.setdefault(sha256, []).append((key, kept))
        return groups

    def _read(self, groups: Mapping[str, list[tuple[str, bool]]], *, again: bool) -> None:
        """Fill `resolved` and `refusals`. Equal bytes are read again only under another name.

        again: read what could be taken over, too.
        """
        self.progress.stage("reading", len(groups))
        waiting = {sha256: list(members) for sha256, members in groups.items()}
        tried: dict[str, dict[tuple[str, ...], str]] = {sha256: {} for sha256 in groups}
        said = {Path(key): text for key, text in self.said.items() if text}
        while waiting:
            batch: dict[Path, str] = {}
            for sha256 in list(waiting):
                key = self._next(sha256, waiting[sha256], tried[sha256], again)
                if key is None:
                    del waiting[sha256]
                    self.progress.advance()
                else:
                    batch[Path(key)] = sha256
            with closing(self.hands.read(batch, said)) as readings:
                for path, result in readings:
                    sha256, key = batch[path], path.as_posix()
                    if isinstance(result, ReadReport) and result.report.sha256 != sha256:
                        result = PassingTrouble("it changed while it was being read: index it again")
                    if isinstance(result, ReadReport):
                        self.resolved[sha256] = _Resolved(key, result, fresh=True)
                        del waiting[sha256]
                        self.progress.advance()
                    else:
                        self._refuse(key, result)
                        tried[sha256][(*tail(key), self.said.get(key, ""))] = key

    def _next(
        self, sha256: str, members: list[tuple[str, bool]], tried: Mapping[tuple[str, ...], str], again: bool
    ) -> str | None:
        """The next of `members`, which is used up, that has to be read; None if that is settled."""
        while members:
            key, kept = members.pop(0)
            given = self.said.get(key, "")
            if kept or (not again and self.known.would_read_alike(sha256, key, self.parser, given)):
                self.resolved[sha256] = _Resolved(key, self.known.read(sha256), fresh=False)
                return None
            before = self.known.by_path.get(key)
            facts = (before.sha256, before.report, before.parser, before.given) if before else None
            if before and facts == (sha256, None, self._refusing, given):
                self.refusals[key] = before.reason, before.parser
            elif (*tail(key), given) in tried:
                self.refusals[key] = self.refusals[tried[(*tail(key), given)]]
            else:
                return key
        return None

    def _refuse(self, key: str, error: UnreadableReport) -> None:
        self.refusals[key] = str(error), "" if isinstance(error, PassingTrouble) else self._refusing

    def _sources(self, found: Survey, settled: Settled) -> tuple[Source, ...]:
        """Every file of the new index with what became of it, in path order."""
        sources = [source for source in found.kept if source.report is None]
        for file in found.files:
            reason = file.problem
            source = Source(
                file.key,
                file.root,
                file.sha256,
                file.size,
                file.mtime_ns,
                self.parser,
                None,
                reason,
                self.said[file.key],
            )
            sources.append(source if reason else self._outcome(source, settled))
        sources += [self._outcome(source, settled) for source in found.kept if source.report is not None]
        return tuple(sorted(sources, key=lambda source: order(source.path)))

    def _outcome(self, source: Source, settled: Settled) -> Source:
        found = self.resolved.get(source.sha256)
        if found is None:
            reason, parser = self.refusals[source.path]
            return replace(source, report=None, reason=reason, parser=parser)
        if found.key in settled.surplus:
            reason = "there are nine reports of this authority and day already"
            return replace(source, report=None, reason=reason, parser="")
        winner = settled.twins.get(found.key, found.key)
        if source.path != found.key:
            reason = f"{SAME_BYTES} as {found.key}"
        else:
            reason = "" if winner == found.key else f"{SAME_REPORT} as {winner}"
        return replace(source, report=settled.reports[winner].report.id, reason=reason)

    def _summary(
        self,
        found: Survey,
        sources: Sequence[Source],
        generation: str,
        started: float,
        settled: Settled | None = None,
    ) -> IndexSummary:
        """settled: None where nothing was looked into, because nothing changed."""
        shown = {file.key: file.path for file in found.files}
        mine = [source for source in sources if source.path in shown]
        fresh = {item.key for item in self.resolved.values() if item.fresh}
        taken = {source.path for source in mine if source.report and not source.reason}
        left = {source.sha256 for source in sources if source.report}
        gone = {source.sha256 for source in found.gone if source.report and not source.reason} - left
        refused = [Refused(shown[source.path], source.reason) for source in mine if source.report is None]
        duplicates = [
            Duplicate(shown[source.path], shown.get(other, str(Path(other))), reason)
            for source in mine
            if source.report and source.reason
            for reason, _, other in [source.reason.partition(" as ")]
        ]
        manifest = self.known.manifest
        paragraphs = manifest.counts.paragraphs if manifest else 0
        if settled is not None:
            paragraphs = sum(len(read.paragraphs) for read in settled.reports.values())
        return IndexSummary(
            indexed=len(fresh & taken),
            unchanged=len(taken - fresh),
            removed=len(gone),
            refused=tuple(sorted([*found.refused, *refused])),
            duplicates=tuple(duplicates),
            passed_over=found.passed_over,
            reports=len({source.report for source in sources if source.report}),
            paragraphs=paragraphs,
            embedded=0,
            generation=generation,
            published=False,
            seconds=time.monotonic() - started,
        )


def _identity(encoder: Encoder | None, manifest: Manifest | None) -> tuple[str, str, int]:
    """Name, revision and dimension for the new index; of the one before where no report is left."""
    if encoder is not None:
        return encoder.name, encoder.revision, encoder.dimension
    if manifest is not None:
        return manifest.encoder_name, manifest.encoder_revision, manifest.dimension
    raise ValueError("neither an encoder nor an index: there is nothing to publish")


def _facts(sources: Sequence[Source]) -> list[Source]:
    """What makes a difference: not when a file was last written."""
    return [replace(source, mtime_ns=0) for source in sources]
