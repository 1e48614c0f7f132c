"""Every error that a user can meet: one base class, the values, and the remedy."""

from __future__ import annotations


class PinpointError(Exception):
    """Base of all expected errors.

    `str(error)` is one line that a user can act on: what is wrong, with the value, then the remedy.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = " ".join(problem.split())
        self.remedy = " ".join(remedy.split())
        super().__init__(f"{self.problem}: {self.remedy}" if self.remedy else self.problem)


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


class IncompatibleIndex(PinpointError):
    """The index was written in another format version: sound, but not for this program."""


class CorruptIndex(PinpointError):
    """A file of the index is missing, altered, or disagrees with another."""


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


class InvalidRequest(PinpointError):
    """An option, argument or setting with a value that cannot be used."""
