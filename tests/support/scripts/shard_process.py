"""One process of a shared run: `shard_process.py plan REPORTS INDEX DIR FILES LEASE`, or `work DIR [PAUSE]`.

PAUSE: seconds that this process rests after each text, so that a test can stop it in the middle of a shard.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.encoders.protocol import EncodedParagraph, ParagraphText
from indexer.pipeline.run import index_paths
from indexer.pipeline.shards.coordinator import Sharing
from indexer.pipeline.shards.worker import work
from tests.support.encoders import HashEncoder
from tests.support.scripts.obedient_reader import READER


class SlowEncoder(HashEncoder):
    """Rests after each text."""

    pause = 0.0

    def encode_paragraphs(self, items: Sequence[ParagraphText]) -> Iterator[EncodedParagraph]:
        for encoded in super().encode_paragraphs(items):
            time.sleep(self.pause)
            yield encoded


def main(what: str, *arguments: str) -> None:
    if what == "plan":
        reports, index, folder, files, lease = arguments
        sharing = Sharing(Path(folder), int(files), float(lease))
        summary = index_paths(
            [Path(reports)], Path(index), SlowEncoder, workers=1, reader=READER, hands=sharing.hands
        )
        print(summary.reports)
    else:
        SlowEncoder.pause = float(arguments[1]) if len(arguments) > 1 else 0.0
        print(work(Path(arguments[0]), SlowEncoder, workers=1, reader=READER, pause=0.1).shards)


if __name__ == "__main__":
    main(*sys.argv[1:])
