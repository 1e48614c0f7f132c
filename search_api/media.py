"""What kinds of file reports are read from: their words for readers, and how the file is sent."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.records import Media


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """noun: as in "read from exported text"; "" for a PDF, whose pages are known.

    media_type: of the file over HTTP. inline: whether a browser may show it. A web page of somebody else is
    only ever saved: shown, it would act as a page of this server.
    """

    noun: str
    media_type: str
    inline: bool = False


FILES: dict[Media, KindOfFile] = {
    "pdf": KindOfFile("", "application/pdf", inline=True),
    "text": KindOfFile("exported text", "text/plain", inline=True),
    "word": KindOfFile(
        "a Word file", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "html": KindOfFile("a web page", "text/html"),
}
