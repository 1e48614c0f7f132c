"""The index that a server has open: replaced when a new generation is published, closed when unused."""

from __future__ import annotations

import ctypes
import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.encoders.protocol import Encoder
from indexer.errors import IndexNotFound, NothingPublished, PinpointError, Remedy
from indexer.store.backends.published import published_name
from indexer.store.reader import IndexReader
from search_api.index.index import Index, LoadEncoder, load_encoder
from search_api.settings import Settings

_log = logging.getLogger(__name__)
_AT_A_TIME = 150  # paragraphs whose sides are read between two looks, in each process


class Snapshot:
    """One open generation, how many use it, and whether it was replaced. `index`: until it is closed."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.generation = index.generation
        self._lock = threading.Lock()
        self._users = 0
        self._retired = False

    @contextmanager
    def using(self) -> Iterator[Index]:
        """The index, which stays open for as long as the block runs."""
        if not self._enter():
            raise RuntimeError(f"generation {self.generation} is closed")
        try:
            yield self.index
        finally:
            self._leave()

    def retire(self) -> None:
        """Close it as soon as nobody uses it."""
        with self._lock:
            close = not self._retired and self._users == 0
            self._retired = True
        if close:
            self._close()

    def _close(self) -> None:
        self.index.close()
        # The vectors are freed with the last reference; a cycle among what held them would keep them long.
        del self.index
        gc.collect()
        _give_back_memory()

    def _enter(self) -> bool:
        with self._lock:
            if self._retired and self._users == 0:
                return False
            self._users += 1
            return True

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            close = self._retired and self._users == 0
        if close:
            self._close()


def _give_back_memory() -> None:
    """Hand what is free back to the system, where the C library would keep it (glibc: 100 MB a process)."""
    with suppress(AttributeError, OSError, TypeError):  # another C library, or none that can be named
        ctypes.CDLL(None).malloc_trim(0)


class Snapshots:
    """The current snapshot of the index in a folder. Threads may share it.

    `open` opens it, and a thread then looks every `seconds` whether CURRENT names another generation.
    That is opened and warmed beside the old one, which answers until the new one is ready. One that
    cannot be opened changes nothing; `trouble` says why until one can. The encoder is loaded once,
    and again only for an index that was made with another.
    """

    def __init__(
        self, index: Path, settings: Settings, *, load: LoadEncoder = load_encoder, seconds: float = 1.0
    ) -> None:
        self.index = index
        self.trouble = ""
        self.nothing_published = False  # at the last look
        self.swaps = 0
        self._settings = settings
        self._load = load
        self._seconds = seconds
        self._encoder: Encoder | None = None
        self._all_read = ""  # the generation whose sentences' sides have all been read
        self._asked_for = ""  # the name by which that encoder was loaded
        self._current: Snapshot | None = None
        self._lock = threading.Lock()  # of _current
        self._refreshing = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def borrow(self) -> Iterator[Snapshot]:
        """The current snapshot, which stays open for as long as the block runs.

        Raises IndexNotFound while no index could be opened; NothingPublished where nobody has made one.
        """
        while True:
            with self._lock:
                current = self._current
            if current is None and self.nothing_published:
                raise NothingPublished("there is no index yet", Remedy.MAKE_INDEX)
            if current is None:
                raise IndexNotFound("no index is open", self.trouble or "publish one, or ask again later")
            if current._enter():
                break  # else it was replaced and closed between the two
        try:
            yield current
        finally:
            current._leave()

    @property
    def generation(self) -> str:
        """Of the current snapshot, "" while there is none."""
        current = self._current
        return current.generation if current else ""

    def refresh(self) -> bool:
        """Open what is current now, if it is another generation. Whether it was replaced.

        Raises IndexNotFound, IncompatibleIndex, CorruptIndex, ModelUnavailable; the old one stays.
        """
        with self._refreshing:
            if published_name(self.index) == self.generation:
                self.trouble = ""
                return False
            new = Snapshot(self._open())
            with self._lock:
                old, self._current = self._current, new
            self.trouble = ""
            if old is None:
                return True
            self.swaps += 1
        old.retire()
        return True

    def watch(self) -> None:
        """Look for new generations from now on, until `close`."""
        self._thread = threading.Thread(target=self._watch, name="pinpoint-index", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching, and close the index once nobody borrows it any more."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        with self._lock:
            old, self._current = self._current, None
        if old:
            old.retire()

    def _watch(self) -> None:
        self._tag_first()
        while not self._stop.wait(self._seconds):
            first = not self.generation
            self.look()
            if first:
                self._tag_first()
            self._read_on()

    def _tag_first(self) -> None:
        """Tag the themes of the first index beside its first requests: a start does not wait for them."""
        try:
            with self.borrow() as current:
                current.index.themes.counts()
        except IndexNotFound:
            return
        except Exception as error:  # noqa: BLE001 - whoever asks for themes is told
            _log.warning("the themes of the index could not be tagged yet: %s", error)

    def _read_on(self) -> None:
        """Read the sides of a few paragraphs more: the first question on a common matter need not wait."""
        if not self.generation or self.generation == self._all_read:
            return
        try:
            with self.borrow() as current:
                if not current.index.searcher.read_on(_AT_A_TIME):
                    self._all_read = current.generation
        except Exception as error:  # noqa: BLE001 - whoever asks for sides is told
            self._all_read = self.generation
            _log.warning("the sides of the index's sentences could not be read: %s", error)

    def look(self) -> None:
        """`refresh`, with what it raises kept in `trouble`."""
        try:
            if self.refresh():
                _log.info("the index is now generation %s", self.generation)
            self.nothing_published = False
        except NothingPublished as error:
            if self._current is None:  # that is how a server begins: nothing to warn of
                self.nothing_published, self.trouble = True, str(error)
            else:
                self._keep(str(error))
        except PinpointError as error:
            self.nothing_published = False
            self._keep(str(error))
        except Exception as error:  # noqa: BLE001 - the watch must go on; the old generation answers
            self._keep(f"{type(error).__name__} while the index was being opened")

    def _keep(self, trouble: str) -> None:
        if trouble != self.trouble:
            _log.warning("the new generation cannot be opened: %s", trouble)
        self.trouble = trouble

    def _open(self) -> Index:
        # Once for a generation, beside the one that answers: here there is time to check every byte.
        reader = IndexReader.open(self.index, verify=True)
        try:
            index = Index(reader, settings=self._settings, encoder=self._encoder_of(reader))
            # What the first search computes or reads from disk, no user should wait for.
            index.find("children")
            if self._current is not None:
                index.themes.counts()  # takes seconds, while the old one answers
            return index
        except BaseException:
            reader.close()
            raise

    def _encoder_of(self, reader: IndexReader) -> Encoder:
        wanted = reader.manifest.encoder_name
        if self._encoder is None or wanted != self._asked_for:
            self._encoder, self._asked_for = self._load(wanted), wanted
        return self._encoder
