"""What movements of grades and the time line of an authority give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from pydantic import Field

from indexer.records import Report
from search_api.citations import inspection
from search_api.comparison.crosswalk import LINES
from search_api.comparison.grades.asked import asked
from search_api.comparison.grades.records import WAYS, Asked, Move, Moves, Printed, Stop, TimeLine
from search_api.schemas.base import (
    PREFIX,
    CoverageReply,
    Framework,
    Grade,
    Iso,
    Json,
    OfGeneration,
    Reply,
    coverage_json,
)
from search_api.schemas.parameters import PageOfRows, ReportFilters

Place = Callable[[Move], Move]
_Way = Literal[WAYS]  # type: ignore[valid-type]
_Line = Literal[LINES]  # type: ignore[valid-type]

COLUMNS = (
    "authority", "region", "area", "from", "to", "change", "compares", "note",
    "from_report", "from_published", "from_framework", "from_area_printed", "from_grade_printed",
    "from_paragraph",
    "to_report", "to_published", "to_framework", "to_area_printed", "to_grade_printed", "to_paragraph",
    "inspections_between", "check",
)  # fmt: skip


class MovesFilters(ReportFilters):
    """Which movements: areas, grades, ways, and filters on the later report."""

    area: list[_Line] = Field(
        default=[],
        max_length=10,
        description="Only this area of judgement. Repeatable.",
        examples=[["leadership"]],
    )
    before: list[Grade] = Field(
        default=[],
        max_length=5,
        alias="from",
        description="Only moves from this grade. Repeatable.",
        examples=[["inadequate"]],
    )
    after: list[Grade] = Field(
        default=[],
        max_length=5,
        alias="to",
        description="Only moves to this grade. Repeatable.",
        examples=[["good"]],
    )
    way: list[_Way] = Field(
        default=[],
        max_length=3,
        description="Only moves up, down or the same. Without it and a grade: up and down. Repeatable.",
        examples=[["up"]],
    )
    later: bool = Field(
        default=False,
        description="Compare with every later inspection, not only the next that judges the area.",
        examples=[False],
    )

    def asked(self) -> Asked:
        """Which movements are wanted. Raises InvalidRequest."""
        return asked(self.area, self.before, self.after, self.way, later=self.later)


class MovesParameters(MovesFilters, PageOfRows):
    """Which movements, and the part of the list."""


class PrintedReply(Reply):
    """A grade as one report prints it."""

    grade: Grade
    printed: str = Field(description="The grade as printed.")
    area: str = Field(description="The name of the area as printed.")
    report: str = Field(description="The report's id. Its page shows the grades of its cover.")
    framework: Framework
    published: Iso
    inspection: str = Field(description="The inspection in words, to cite.")
    paragraph: str = Field(
        description="Id of the first paragraph below the heading of the area; '' for a grade that is on the "
        "cover alone."
    )
    page: int | None = Field(description="Of that paragraph, counted from 1 in the file.")
    check: str = Field(description="What to check in the report before you quote the grade; usually ''.")
    permalink: str


class MoveReply(Reply):
    """Two grades of one area of one authority."""

    authority: str
    region: str = Field(description="'' if it is not known.")
    area: str = Field(description="The area on the time line.")
    change: str = Field(description="As in 'up two grades', 'unchanged' or 'not compared'.")
    steps: int | None = Field(description="Grades up, negative for down; null if the two do not compare.")
    compares: Literal["like", "nearly", "not"] = Field(
        description="Whether the two judgements are of the same thing; `note` says where they differ."
    )
    note: str
    before: PrintedReply
    after: PrintedReply
    between: list[str] = Field(description="Ids of the inspections between the two that gave no such grade.")


class StopReply(Reply):
    """One inspection of an authority."""

    report: str
    published: Iso
    framework: Framework
    stage: str = Field(description="The framework while it judged the same areas.")
    grades: dict[str, PrintedReply] = Field(description="By the area on the time line.")
    notes: dict[str, str] = Field(description="By area: how the grade compares with the one before it.")


class TimeLineReply(Reply):
    """All areas of one authority by inspection, oldest first."""

    authority: str
    areas: list[str]
    stops: list[StopReply]


class MovesReply(OfGeneration):
    """By authority, area and date."""

    headline: str
    summary: str
    moves: list[MoveReply]
    uncompared: list[MoveReply] = Field(
        description="Pairs with these grades that do not compare and are not counted; at most 100."
    )
    time_line: TimeLineReply | None = Field(description="Of the authority, where one alone was asked for.")
    total: int
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply

    @classmethod
    def of(
        cls, found: Moves, placed: Place, line: TimeLine | None, generation: str, limit: int, offset: int
    ) -> MovesReply:
        """The reply for a part of the list. placed: finds the paragraphs of a move."""
        plain = moves_json(found, placed, line, limit, offset)
        return cls.model_validate(
            plain | {"generation": generation, "coverage": CoverageReply.of(found.scope.coverage)}
        )


_MOST_UNCOMPARED = 100


def moves_json(
    found: Moves, placed: Place, line: TimeLine | None, limit: int | None = None, offset: int = 0
) -> Json:
    """{headline, summary, moves, uncompared, time_line, total, limit, offset, notes, coverage}."""
    end = None if limit is None else offset + limit
    return {
        "headline": found.headline,
        "summary": found.summary,
        "moves": [move_json(placed(move)) for move in found.rows[offset:end]],
        "uncompared": [move_json(placed(move)) for move in found.uncompared[:_MOST_UNCOMPARED]],
        "time_line": None if line is None else line_json(line),
        "total": len(found.rows),
        "limit": len(found.rows) if limit is None else limit,
        "offset": offset,
        "notes": list(found.scope.notes),
        "coverage": coverage_json(found.scope.coverage),
    }


def move_json(move: Move) -> Json:
    """The fields of MoveReply."""
    return {
        "authority": move.authority,
        "region": move.region,
        "area": move.line,
        "change": move.words,
        "steps": move.compared.steps,
        "compares": move.compared.how,
        "note": move.compared.why,
        "before": printed_json(move.before),
        "after": printed_json(move.after),
        "between": [report.id for report in move.between],
    }


def printed_json(item: Printed) -> Json:
    """The fields of PrintedReply."""
    report = item.report
    return {
        "grade": item.grade,
        "printed": item.judgement.printed_grade,
        "area": item.judgement.printed_name,
        "report": report.id,
        "framework": report.framework,
        "published": report.published.isoformat(),
        "inspection": f"{report.authority}, {inspection(report)}",
        "paragraph": item.paragraph,
        "page": item.page,
        "check": item.check,
        "permalink": f"{PREFIX}/paragraphs/{item.paragraph}" if item.paragraph else _of(report),
    }


def line_json(line: TimeLine) -> Json:
    """The fields of TimeLineReply."""
    return {
        "authority": line.authority,
        "areas": list(line.lines),
        "stops": [_stop_json(stop) for stop in line.stops],
    }


def move_rows(moves: Sequence[Move]) -> Iterator[tuple[object, ...]]:
    """Rows of the columns, for a spreadsheet."""
    for move in moves:
        yield (
            move.authority, move.region, move.line, move.before.grade, move.after.grade, move.words,
            move.compared.how, move.compared.why, *_columns(move.before), *_columns(move.after),
            " ".join(report.id for report in move.between),
            "; ".join(filter(None, (move.before.check, move.after.check))),
        )  # fmt: skip


def _columns(item: Printed) -> tuple[str, ...]:
    report = item.report
    return (
        report.id, report.published.isoformat(), report.framework, item.judgement.printed_name,
        item.judgement.printed_grade, item.paragraph,
    )  # fmt: skip


def _stop_json(stop: Stop) -> Json:
    return {
        "report": stop.report.id,
        "published": stop.report.published.isoformat(),
        "framework": stop.report.framework,
        "stage": stop.stage,
        "grades": {line: printed_json(item) for line, item in stop.grades.items()},
        "notes": {line: item.why for line, item in stop.compared.items() if item.why},
    }


def _of(report: Report) -> str:
    return f"{PREFIX}/reports/{report.id}"
