"""What does each report say, paragraph by paragraph?

`read_file` reads one report; `index_paths` makes an index of many; docs/how-to/python.md shows both.
"""

from __future__ import annotations

from indexer.lazy import loader

TYPE_CHECKING = (
    False  # `typing` takes a moment to import: by then a command answers Ctrl-C (indexer/process.py)
)
if TYPE_CHECKING:
    from indexer.encoders.load import load_encoder
    from indexer.errors import PinpointError, UnreadableReport
    from indexer.pipeline.run import index_paths
    from indexer.pipeline.summary import IndexSummary
    from indexer.reading.report import read_file
    from indexer.records import Anomaly, Judgement, Paragraph, ReadReport, Report
    from indexer.sharing.packing import pack_index
    from indexer.sharing.unpacking import unpack_index

_RECORDS = "indexer.records"
__getattr__ = loader(
    __name__,
    {
        "Anomaly": _RECORDS,
        "IndexSummary": "indexer.pipeline.summary",
        "Judgement": _RECORDS,
        "Paragraph": _RECORDS,
        "PinpointError": "indexer.errors",
        "ReadReport": _RECORDS,
        "Report": _RECORDS,
        "UnreadableReport": "indexer.errors",
        "index_paths": "indexer.pipeline.run",
        "load_encoder": "indexer.encoders.load",
        "pack_index": "indexer.sharing.packing",
        "read_file": "indexer.reading.report",
        "unpack_index": "indexer.sharing.unpacking",
    },
)

__all__ = [
    "Anomaly",
    "IndexSummary",
    "Judgement",
    "Paragraph",
    "PinpointError",
    "ReadReport",
    "Report",
    "UnreadableReport",
    "index_paths",
    "load_encoder",
    "pack_index",
    "read_file",
    "unpack_index",
]
