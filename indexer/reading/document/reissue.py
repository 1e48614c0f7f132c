"""What a report's pages say of its own correction: "amended on 3 May 2019", "corrected version"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.normalise import clean
from indexer.reading.pages import Page
from indexer.records import Anomaly

_DONE = r"(?:re-?issued|re-?published|corrected|amended|revised)"
_SAID = re.compile(
    rf"\b(?:this|the) (?:report|letter|version|document|publication) (?:was|has been|is) {_DONE}\b"
    rf"|\b{_DONE} (?:version|report|letter|copy|edition)\b"
    rf"|\b{_DONE}(?: on| in)?:?(?: \d{{1,2}})? (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d{4}\b"
    rf"|^\W*(?:{_DONE}|re-?issue|erratum|correction)\W*$",
    re.IGNORECASE,
)
REISSUED = "re-issue"  # kind of the anomaly where a report's pages say that it was put right
_LONGEST = 200  # characters of such a line


def reissues(pages: Sequence[Page]) -> tuple[Anomaly, ...]:
    """One where the pages say that the report was put right, none where they do not.

    Such a line stands alone on a cover or on the last page: text that speaks of revised plans is not meant.
    """
    for page in dict.fromkeys([*pages[:2], *pages[-1:]]):
        for line in page.lines:
            text = clean(line.text)
            found = _SAID.search(text) if len(text) <= _LONGEST else None
            if found and (found.start() == 0 or found[0].lower().startswith(("this", "the"))):
                return (Anomaly(REISSUED, page.number, f"it says that it was put right: ‘{text}’"),)
    return ()
