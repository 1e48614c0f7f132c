"""The ledger of a corpus: one row of facts per report, so that a change of the parser shows what it did.

A row holds counts, ids, dates, grades and short reasons, never a report's text or a person's name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from indexer.records import FRAMEWORKS, KINDS, Anomaly, ReadReport


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One report. kinds: paragraphs by kind. numbers: first and last printed number of each sequence,
    as in "1-101" or "1-140, lscb 1-21". gaps, repeats: printed numbers missing or met again, with the part
    as above. anomalies: kind, page and how many paragraphs each touches. footnotes: linked to a
    paragraph. links: findings that recommendations name. marks: paragraphs that end with
    "(Recommendation)". over_page_end: paragraphs on more than one page. ungraded: findings without a
    grade. sections: ordered outermost headings that hold findings. judgements: area -> grade. accounted: as
    of records.ReadReport.
    """

    report: str
    framework: str
    media: str
    pages: int | None
    paragraphs: int
    kinds: Mapping[str, int]
    numbers: str
    gaps: tuple[str, ...]
    repeats: tuple[str, ...]
    unnumbered: int
    anomalies: tuple[str, ...]
    footnotes: int
    links: int
    marks: int
    over_page_end: int
    ungraded: int
    sections: int
    judgements: Mapping[str, str]
    inspected: str
    published: str
    published_source: str
    lead_inspector: bool
    letters: int
    accounted: float | None


def ledger_row(read: ReadReport) -> LedgerRow:
    """The facts of one reading."""
    report, paragraphs = read.report, read.paragraphs
    kinds = Counter(paragraph.kind for paragraph in paragraphs)
    printed: dict[str, list[int]] = {}
    for paragraph in paragraphs:
        if paragraph.printed:
            part = "" if paragraph.id.partition("/")[2].startswith(("para-", "rec-")) else paragraph.part
            printed.setdefault(part, []).append(paragraph.number)
    inspected = [day.isoformat() for day in (report.inspection_start, report.inspection_end) if day]
    return LedgerRow(
        report=report.id,
        framework=report.framework,
        media=report.media,
        pages=report.pages,
        paragraphs=len(paragraphs),
        kinds={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        numbers=", ".join(f"{part} {_range(numbers)}".strip() for part, numbers in printed.items()),
        gaps=tuple(_labelled(printed, _gaps)),
        repeats=tuple(_labelled(printed, _repeats)),
        unnumbered=sum(
            not paragraph.printed and paragraph.kind in ("finding", "recommendation")
            for paragraph in paragraphs
        ),
        anomalies=tuple(map(_noted, read.anomalies)),
        footnotes=sum(len(paragraph.footnotes) for paragraph in paragraphs),
        links=sum(len(paragraph.linked) for paragraph in paragraphs),
        marks=sum(paragraph.recommendation_mark for paragraph in paragraphs),
        over_page_end=sum(paragraph.page_first != paragraph.page_last for paragraph in paragraphs),
        ungraded=sum(paragraph.kind == "finding" and not paragraph.grade for paragraph in paragraphs),
        sections=len({p.section[0] for p in paragraphs if p.kind == "finding" and p.section}),
        judgements={judgement.area: judgement.grade for judgement in report.judgements},
        inspected="/".join(inspected),
        published=report.published.isoformat(),
        published_source=report.published_source,
        lead_inspector=bool(report.lead_inspector),
        letters=sum(sum(map(str.isalnum, paragraph.text)) for paragraph in paragraphs),
        accounted=read.accounted,
    )


def _noted(anomaly: Anomaly) -> str:
    """As in "gap p. 12 (2 paragraphs)"."""
    page = "" if anomaly.page is None else f" p. {anomaly.page}"
    count = len(anomaly.paragraphs)
    return anomaly.kind + page + (f" ({count} paragraph{'' if count == 1 else 's'})" if count else "")


def _labelled(printed: Mapping[str, Sequence[int]], of: Any) -> Iterable[str]:
    for part, numbers in printed.items():
        yield from (f"{part} {number}".strip() for number in of(numbers))


def _range(numbers: Sequence[int]) -> str:
    return f"{min(numbers)}-{max(numbers)}"


def _gaps(numbers: Sequence[int]) -> list[int]:
    return sorted(set(range(1, max(numbers) + 1)) - set(numbers))


def _repeats(numbers: Sequence[int]) -> list[int]:
    return sorted(number for number, count in Counter(numbers).items() if count > 1)


def to_json(rows: Iterable[LedgerRow]) -> list[dict[str, Any]]:
    """Rows by report id, tuples as lists."""
    return sorted(
        (
            {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}
            for row in rows
        ),
        key=lambda row: str(row["report"]),
    )


def snapshot_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """JSON with a line to a report, so that a change of one is a change of one line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line per fact that changed, by report id: what was gained and what was lost."""
    old, new = ({str(row["report"]): row for row in rows} for rows in (before, after))
    lines = [f"{report}: no longer read" for report in sorted(old.keys() - new.keys())]
    lines += [f"{report}: newly read" for report in sorted(new.keys() - old.keys())]
    for report in sorted(old.keys() & new.keys()):
        for name in (field.name for field in fields(LedgerRow)):
            was, now = old[report].get(name), new[report].get(name)
            if was != now:
                lines.append(f"{report}: {name} {was} -> {now}{_change(was, now)}")
    return lines


def _change(was: object, now: object) -> str:
    if isinstance(was, int) and isinstance(now, int) and not isinstance(now, bool):
        return f" ({now - was:+,})"
    return ""


def totals(rows: Sequence[LedgerRow]) -> dict[str, int]:
    """Sums over all rows, by the names that the last line of the table uses."""
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds.update(row.kinds)
    return {
        "reports": len(rows),
        "pages": sum(row.pages or 0 for row in rows),
        "paragraphs": sum(row.paragraphs for row in rows),
        **{kind: kinds[kind] for kind in KINDS},
        "gaps": sum(len(row.gaps) for row in rows),
        "repeats": sum(len(row.repeats) for row in rows),
        "anomalies": sum(len(row.anomalies) for row in rows),
    }


def by_framework(rows: Sequence[LedgerRow]) -> dict[str, int]:
    """Framework -> reports, in the order of the table of kinds; those that there are."""
    counted = Counter(row.framework for row in rows)
    return {name: counted[name] for name in FRAMEWORKS if counted[name]}
