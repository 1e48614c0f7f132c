"""Every error that a user can meet: one base class, the values, and the remedy.

An error names its field and its remedy, and each surface words them: the command line says `--since` and
"`pinpoint info` lists what is indexed", the API `since` and "GET /api/v1/reports lists what is indexed".
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Remedy(Enum):
    """What to do about an error, where each surface has its own words for it."""

    LIST_REPORTS = "list the reports that are indexed"
    WRITE_DATE = "write a date as it is understood"
    SWAP_DATES = "exchange the first and the last date"
    MAKE_INDEX = "make an index, or name the folder that has one"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one surface. field: what it calls a field; remedies: one sentence for every Remedy."""

    field: Callable[[str], str]
    remedies: Mapping[Remedy, str]

    def problem(self, error: PinpointError) -> str:
        """What is wrong, in these words."""
        return f"{self.field(error.field)} {error.problem}" if error.of_field else error.problem

    def remedy(self, error: PinpointError) -> str:
        """What to do, in these words; "" where nothing can be said."""
        return error.remedy if error.key is None else self.remedies[error.key]

    def sentence(self, error: PinpointError) -> str:
        """Both, as in "problem: remedy"."""
        problem, remedy = self.problem(error), self.remedy(error)
        return f"{problem}: {remedy}" if remedy else problem


# What there is to do at a terminal where there is no index.
FIRST_STEPS = (
    "`pinpoint setup` gets published reports and makes one; "
    "`pinpoint demo` shows Pinpoint with made-up reports."
)
PYTHON = Wording(
    field=str,
    remedies={
        Remedy.LIST_REPORTS: "`index.reports()` lists what is indexed",
        Remedy.WRITE_DATE: "write 2022, 2022-03 or 2022-03-31",
        Remedy.SWAP_DATES: "exchange since and until",
        Remedy.MAKE_INDEX: "run `pinpoint index FOLDER` or name another folder",
    },
)


class PinpointError(Exception):
    """Base of all expected errors.

    problem: what is wrong, with the value, in one line. remedy: what to do, "" where nothing can be said.
    key: the remedy where each surface has its own words for it, else None. field: the name of the option or
    parameter that it is about, "" for none; of_field: whether `problem` goes on from that name, as in
    "since '2022-13' is not a date". value: what was given for it; near: what may have been meant instead,
    the likeliest first. `str(error)` is all of it, in the words of Python.
    """

    def __init__(
        self,
        problem: str,
        remedy: str | Remedy = "",
        *,
        field: str = "",
        of_field: bool = False,
        value: str = "",
        near: Iterable[str] = (),
    ) -> None:
        self.problem = " ".join(problem.split())
        self.key = remedy if isinstance(remedy, Remedy) else None
        self.remedy = PYTHON.remedies[remedy] if isinstance(remedy, Remedy) else " ".join(remedy.split())
        self.field = field
        self.of_field = of_field
        self.value = value
        self.near = tuple(near)
        super().__init__(self.problem)

    def __str__(self) -> str:
        return PYTHON.sentence(self)


class UnreadableReport(PinpointError):
    """A file that is not a report we can read; `problem` is the one-line reason."""


class InvalidPinpoint(PinpointError):
    """A text that is not the id of a report or paragraph."""


class UnknownPinpoint(PinpointError):
    """A well-formed id that this index does not hold."""


class UnknownAuthority(PinpointError):
    """A name that is neither in the register of authorities nor in the index."""


class UnknownRegion(UnknownAuthority):
    """A name that is no region of the register of authorities."""


class ModelUnavailable(PinpointError):
    """The encoder's weights are absent, altered, or need an extra that is not installed."""


class IndexNotFound(PinpointError):
    """There is no published index in the folder."""


class NothingPublished(IndexNotFound):
    """Nobody has made an index in the folder yet."""


class IncompatibleIndex(PinpointError):
    """The index was written in another format version: sound, but not for this program.

    newer: whether by a later version of the program.
    """

    def __init__(self, problem: str, remedy: str | Remedy = "", *, newer: bool = False) -> None:
        super().__init__(problem, remedy)
        self.newer = newer


class CorruptIndex(PinpointError):
    """A file of the index is missing, altered, or disagrees with another."""


class IndexNotReadable(CorruptIndex):
    """A file of the index is there and may be sound, but the system does not let us read it."""


class EngineUnavailable(PinpointError):
    """The engine that holds the index cannot be used: away, too old, refusing, or its driver is absent."""


class MisalignedRows(PinpointError):
    """Records that would put the rows of an index out of step; refused before anything is written."""


class IndexLocked(PinpointError):
    """Another process is writing this index."""


class DimensionMismatch(PinpointError):
    """A query vector's length differs from the index's dimension."""


class PublishFailed(PinpointError):
    """A new generation could not be written (disk full, no permission); the old one stands."""


class DownloadRefused(PinpointError):
    """What a URL gave is not a report, or it gave nothing; `problem` is the one-line reason."""


class ServerTrouble(DownloadRefused):
    """A server could not be reached or kept failing; the same URL may work later."""


class ArchiveRefused(PinpointError):
    """A file with a shared index that is damaged, altered, not whole, or not for this program."""


class NoConnection(PinpointError):
    """Nothing outside this machine can be reached: no file of a run can be had."""


class InvalidRequest(PinpointError):
    """An option, argument or setting with a value that cannot be used."""


class UnreadableDraft(InvalidRequest):
    """A file that is not a draft of a plan we can read; `problem` is the one-line reason."""


class UnknownTheme(InvalidRequest):
    """A name that is no theme of the vocabulary."""


_SYSTEM = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "part of its path is not a folder",
    errno.EISDIR: "it is a folder",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full for this user",
    errno.EFBIG: "the file would be larger than is allowed",
    errno.EIO: "the disk reports an error",
    errno.EROFS: "the disk can only be read",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOMEM: "there is not enough memory",
}


def system_reason(error: OSError) -> str:
    """What the operating system refused, in plain words without the path, as in "permission denied"."""
    return _SYSTEM.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def system_remedy(error: OSError) -> str:
    """What to do where something could not be read or written for that reason."""
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        return "close other programs and try again"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some space"
    return "check the disk" if error.errno == errno.EIO else "check who may open it and where it is"
