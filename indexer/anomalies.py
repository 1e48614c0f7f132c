"""What a reader must check before quoting a report: which paragraphs an anomaly touches, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .records import Anomaly, Paragraph, report_of

# Kinds that tell of a whole report, though they may name the page where it shows, or of what no quotation
# holds: they stand beside the paragraphs that they name, and no others.
WHOLE_REPORT = frozenset({"authority", "hidden text", "no numbers", "same day", "second sequence"})
_SAID = 2  # of one paragraph, in full; of more their number


class Noted:
    """The anomalies of an index by what they touch.

    of_report: report id -> all of it, in page order. to_check: ids of the reports in which a page or a
    paragraph is to be checked.
    """

    def __init__(self, of_report: Mapping[str, tuple[Anomaly, ...]]) -> None:
        self.of_report = of_report
        self.to_check = frozenset(name for name, found in of_report.items() if any(map(is_local, found)))
        self._of_paragraph: dict[str, tuple[Anomaly, ...]] = {}
        self._of_pages: dict[str, tuple[Anomaly, ...]] = {}
        for report in self.to_check:
            for item in of_report[report]:
                for name in item.paragraphs:
                    self._of_paragraph[name] = (*self._of_paragraph.get(name, ()), item)
            self._of_pages[report] = tuple(
                item for item in of_report[report] if not item.paragraphs and is_local(item)
            )

    def touching(self, paragraph: Paragraph) -> tuple[Anomaly, ...]:
        """Those that name the paragraph, then those that name none and begin on one of its pages."""
        report = report_of(paragraph.id)
        if report not in self.to_check:
            return ()
        paged = (item for item in self._of_pages[report] if _stands_on(paragraph, item.page))
        return (*self._of_paragraph.get(paragraph.id, ()), *paged)


def is_local(anomaly: Anomaly) -> bool:
    """Whether it tells of certain pages or paragraphs: others concern the report, and no quotation of it."""
    if anomaly.paragraphs:
        return True
    return anomaly.page is not None and anomaly.kind not in WHOLE_REPORT


def said(anomaly: Anomaly) -> str:
    """As in "number 34 is not printed (page 12)"."""
    return anomaly.detail if anomaly.page is None else f"{anomaly.detail} (page {anomaly.page})"


def warning(touching: Sequence[Anomaly]) -> str:
    """One line to stand beside a quotation, as in "Check the page: number 34 is not printed (page 12)".

    touching: those of its paragraph. "" where nothing is to be checked.
    """
    if not touching:
        return ""
    words = list(dict.fromkeys(said(item) for item in touching))
    more = len(words) - _SAID
    listed = "; ".join(words[:_SAID]) + (f"; and {more} more, on the report’s page" if more > 0 else "")
    paged = any(item.page is not None for item in touching)
    return f"Check the {'page' if paged else 'report'}: {listed}"


def sentence(anomaly: Anomaly) -> str:
    """As in "Number 34 is not printed (page 12)."."""
    words = said(anomaly)
    return f"{words[:1].upper()}{words[1:]}."


def counted(anomalies: Iterable[Anomaly]) -> dict[str, int]:
    """Kind -> how many, the most frequent first."""
    found: dict[str, int] = {}
    for item in anomalies:
        found[item.kind] = found.get(item.kind, 0) + 1
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _stands_on(paragraph: Paragraph, page: int | None) -> bool:
    if page is None or paragraph.page_first is None:
        return False
    return paragraph.page_first <= page <= (paragraph.page_last or paragraph.page_first)
