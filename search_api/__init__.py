"""Which paragraphs answer this, and how do I cite them?

`open_index` opens an index; docs/how-to/python.md shows what can be asked of it.
"""

from __future__ import annotations

from indexer.lazy import loader

TYPE_CHECKING = (
    False  # `typing` takes a moment to import: by then a command answers Ctrl-C (indexer/process.py)
)
if TYPE_CHECKING:
    from indexer.errors import (
        CorruptIndex,
        IncompatibleIndex,
        IndexNotFound,
        InvalidPinpoint,
        InvalidRequest,
        ModelUnavailable,
        PinpointError,
        UnknownAuthority,
        UnknownPinpoint,
        UnknownRegion,
    )
    from search_api.answers.quotations.records import Answer, Passage
    from search_api.index.index import Index
    from search_api.index.opening import open_index
    from search_api.index.records import InContext, Outline
    from search_api.question.request import Request
    from search_api.retrieval.results import Facet, Scored, SearchResult
    from search_api.settings import Settings
    from search_api.similar.records import SimilarFinding, SimilarResult, TurnedResult

_ERRORS = "indexer.errors"
__getattr__ = loader(
    __name__,
    {
        "Answer": "search_api.answers.quotations.records",
        "CorruptIndex": _ERRORS,
        "Facet": "search_api.retrieval.results",
        "InContext": "search_api.index.records",
        "IncompatibleIndex": _ERRORS,
        "Index": "search_api.index.index",
        "IndexNotFound": _ERRORS,
        "InvalidPinpoint": _ERRORS,
        "InvalidRequest": _ERRORS,
        "ModelUnavailable": _ERRORS,
        "Outline": "search_api.index.records",
        "Passage": "search_api.answers.quotations.records",
        "PinpointError": _ERRORS,
        "Request": "search_api.question.request",
        "Scored": "search_api.retrieval.results",
        "SearchResult": "search_api.retrieval.results",
        "Settings": "search_api.settings",
        "SimilarFinding": "search_api.similar.records",
        "SimilarResult": "search_api.similar.records",
        "TurnedResult": "search_api.similar.records",
        "UnknownAuthority": _ERRORS,
        "UnknownPinpoint": _ERRORS,
        "UnknownRegion": _ERRORS,
        "open_index": "search_api.index.opening",
    },
)

__all__ = [
    "Answer",
    "CorruptIndex",
    "Facet",
    "InContext",
    "IncompatibleIndex",
    "Index",
    "IndexNotFound",
    "InvalidPinpoint",
    "InvalidRequest",
    "ModelUnavailable",
    "Outline",
    "Passage",
    "PinpointError",
    "Request",
    "Scored",
    "SearchResult",
    "Settings",
    "SimilarFinding",
    "SimilarResult",
    "TurnedResult",
    "UnknownAuthority",
    "UnknownPinpoint",
    "UnknownRegion",
    "open_index",
]
