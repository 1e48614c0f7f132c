"""Results and records as the replies of the HTTP API: what schemas.py gives, with what api_schemas adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.records import Paragraph, Report
from indexer.words.acronyms import Acronym
from search_api.answers.answerer import Answer
from search_api.answers.passages import Passage
from search_api.citations import cite
from search_api.question.scope import Coverage
from search_api.retrieval.results import Scored, SearchResult, Understood
from search_api.retrieval.similar import SimilarResult

from . import plain as schemas
from . import replies as models
from . import report_replies as facts_models

Json = dict[str, Any]


def paragraph(report: Report, item: Paragraph) -> Json:
    """The fields of ParagraphReply."""
    return schemas.paragraph_json(report, item) | _more(report, item)


def found(items: Iterable[Scored], plain: Iterable[Json]) -> list[Json]:
    """The fields of FoundReply. plain: as schemas gives them for the same items."""
    return [
        given | _more(item.report, item.paragraph) | {"cosine": round(item.cosine, 6)}
        for item, given in zip(items, plain, strict=True)
    ]


def search(result: SearchResult, generation: str, limit: int, offset: int) -> models.SearchReply:
    given = schemas.search_json(result)
    given |= {
        "generation": generation,
        "limit": limit,
        "offset": offset,
        "results": found(result.results, given["results"]),
        "coverage": coverage(result.coverage),
    }
    return models.SearchReply.model_validate(given)


def answer(given: Answer, generation: str) -> models.AnswerReply:
    plain = schemas.answer_json(given)
    miss = given.nearest_miss
    plain |= {
        "generation": generation,
        "passages": [
            _passage(item, shape) for item, shape in zip(given.passages, plain["passages"], strict=True)
        ],
        "nearest_miss": None if miss is None else _passage(miss, plain["nearest_miss"]),
        "coverage": coverage(given.coverage),
    }
    return models.AnswerReply.model_validate(plain)


def understood(given: Understood) -> models.UnderstoodReply:
    return models.UnderstoodReply.model_validate(schemas.understood_json(given))


def similar(result: SimilarResult, generation: str, limit: int, offset: int) -> models.SimilarReply:
    given = schemas.similar_json(result)
    given |= {
        "generation": generation,
        "limit": limit,
        "offset": offset,
        "paragraph": paragraph(result.report, result.paragraph),
        "results": [
            plain | _more(item.report, item.paragraph)
            for item, plain in zip(result.results, given["results"], strict=True)
        ],
        "coverage": coverage(result.coverage),
    }
    return models.SimilarReply.model_validate(given)


def acronyms(
    page: Sequence[Acronym], total: int, generation: str, limit: int, offset: int
) -> facts_models.AcronymsReply:
    given = {"generation": generation, "total": total, "limit": limit, "offset": offset}
    return facts_models.AcronymsReply.model_validate(given | schemas.acronyms_json(page))


def coverage(given: Coverage) -> Json:
    """The fields of CoverageReply: where the files lie on this machine is left out."""
    files = [{"path": place(file.path), "reason": clean(file.reason)} for file in given.files_refused]
    return schemas.coverage_json(given) | {"files_refused": files}


def report(given: Report) -> Json:
    """The fields of ReportReply."""
    plain = schemas.outline_json(given, (), ())
    facts = {name: plain[name] for name in facts_models.ReportReply.model_fields if name in plain}
    return facts | {
        "id": given.id,
        "urn": given.urn,
        "media": given.media,
        "source": clean(given.source),
        "sha256": given.sha256,
        "permalink": f"{models.PREFIX}/reports/{given.id}",
    }


def place(path: str) -> str:
    """A file's name with its folder's: where that folder lies is nobody's business."""
    return clean("/".join(path.rstrip("/").split("/")[-2:]))


def clean(text: str) -> str:
    """Text that has UTF-8: a file name may be any bytes."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _passage(item: Passage, plain: Json) -> Json:
    return plain | _more(item.report, item.paragraph)


def _more(report: Report, item: Paragraph) -> Json:
    start, end = report.inspection_start, report.inspection_end
    return {
        "framework": report.framework,
        "inspection_start": start.isoformat() if start else None,
        "inspection_end": end.isoformat() if end else None,
        "grade": item.grade,
        "citation": cite(report, item),
        "permalink": f"{models.PREFIX}/paragraphs/{item.id}",
    }
