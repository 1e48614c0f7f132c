"""The JSON shapes, as plain dictionaries: what programs may rely on. Field names are fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from indexer.records import Anomaly, Paragraph, Report
from indexer.words.acronyms import Acronym
from search_api.answers.answerer import Answer
from search_api.answers.passages import Passage
from search_api.citations import cite, inspection
from search_api.question.scope import Coverage
from search_api.retrieval.results import Scored, SearchResult, Understood
from search_api.retrieval.similar import SimilarFinding, SimilarResult

Json = dict[str, Any]


def paragraph_json(report: Report, paragraph: Paragraph) -> Json:
    """{id, kind, number, authority, report, published, section, page_first, page_last, text} and
    `printed`: whether the report prints the number. Pages are null where unknown.
    """
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "number": paragraph.number,
        "printed": paragraph.printed,
        "authority": report.authority,
        "report": report.id,
        "published": report.published.isoformat(),
        "section": " > ".join(paragraph.section),
        "page_first": paragraph.page_first,
        "page_last": paragraph.page_last,
        "text": paragraph.text,
    }


def search_json(result: SearchResult) -> Json:
    """{query, understood, results: [{...paragraph, score, rank, citation, spans}], total, coverage}."""
    return {
        "query": result.query,
        "understood": understood_json(result.understood),
        "results": [_scored(found) for found in result.results],
        "total": result.total,
        "coverage": coverage_json(result.coverage),
    }


def answer_json(answer: Answer) -> Json:
    """{query, understood, answered, passages: [{quote, id, citation, ...paragraph}], nearest_miss,
    judgements: [{report, authority, published, citation, judgements: [{area, name, grade, printed}]}],
    coverage, message}. nearest_miss: a passage or null. message: "" where answered. judgements: those of
    the covers, where the question asks for them.
    """
    miss = answer.nearest_miss
    return {
        "query": answer.query,
        "understood": understood_json(answer.understood),
        "answered": answer.answered,
        "passages": [_passage(passage) for passage in answer.passages],
        "nearest_miss": None if miss is None else _passage(miss),
        "judgements": [
            {
                "report": report.id,
                "authority": report.authority,
                "published": report.published.isoformat(),
                "citation": f"{report.authority}, {inspection(report)}, cover",
                "judgements": [
                    {
                        "area": item.area,
                        "name": item.printed_name,
                        "grade": item.grade,
                        "printed": item.printed_grade,
                    }
                    for item in report.judgements
                ],
            }
            for report in answer.judgements
        ],
        "coverage": coverage_json(answer.coverage),
        "message": answer.text,
    }


def shown_json(
    report: Report,
    paragraph: Paragraph,
    beside: tuple[Paragraph | None, Paragraph | None],
    context: Sequence[Paragraph],
) -> Json:
    """{...paragraph, citation, grade, footnotes, linked, before, after, context: [paragraph]}.

    before, after: the neighbours' ids or null. context: neighbours in full, in reading order.
    """
    before, after = beside
    return paragraph_json(report, paragraph) | {
        "citation": cite(report, paragraph),
        "grade": paragraph.grade,
        "footnotes": list(paragraph.footnotes),
        "linked": list(paragraph.linked),
        "before": before.id if before else None,
        "after": after.id if after else None,
        "context": [paragraph_json(report, item) for item in context],
    }


def outline_json(report: Report, paragraphs: Sequence[Paragraph], anomalies: Sequence[Anomaly]) -> Json:
    """{report, authority, title, framework, inspection_start, inspection_end, published,
    published_source, lead_inspector, pages, source, judgements: [{area, grade, printed}],
    paragraphs: [{id, kind, number, section, page_first}], anomalies: [{kind, page, detail}]}.
    """
    return {
        "report": report.id,
        "authority": report.authority,
        "title": report.title,
        "framework": report.framework,
        "inspection_start": _iso(report.inspection_start),
        "inspection_end": _iso(report.inspection_end),
        "published": report.published.isoformat(),
        "published_source": report.published_source,
        "lead_inspector": report.lead_inspector,
        "pages": report.pages,
        "source": report.source,
        "judgements": [
            {"area": item.area, "grade": item.grade, "printed": item.printed_grade}
            for item in report.judgements
        ],
        "paragraphs": [
            {
                "id": item.id,
                "kind": item.kind,
                "number": item.number,
                "section": " > ".join(item.section),
                "page_first": item.page_first,
            }
            for item in paragraphs
        ],
        "anomalies": [{"kind": item.kind, "page": item.page, "detail": item.detail} for item in anomalies],
    }


def similar_json(result: SimilarResult) -> Json:
    """{paragraph: {...paragraph, citation}, authorities, kinds, reports, searched, total, notes,
    results: [{...paragraph, score, sentence_cosine, cosine, rank, citation, quote, span, source_span}],
    coverage}. quote: the sentence that matches, `span` of the text.
    """
    return {
        "paragraph": paragraph_json(result.report, result.paragraph)
        | {"citation": cite(result.report, result.paragraph)},
        "authorities": result.authorities,
        "kinds": sorted(result.kinds),
        "reports": result.reports,
        "searched": result.searched,
        "total": result.total,
        "notes": list(result.notes),
        "results": [_similar(found) for found in result.results],
        "coverage": coverage_json(result.coverage),
    }


def coverage_json(coverage: Coverage) -> Json:
    """{reports_searched, reports_indexed, paragraphs_searched, files_refused: [{path, reason}], text}."""
    return {
        "reports_searched": coverage.reports_searched,
        "reports_indexed": coverage.reports_indexed,
        "paragraphs_searched": coverage.paragraphs_searched,
        "files_refused": [{"path": file.path, "reason": file.reason} for file in coverage.files_refused],
        "text": coverage.text,
    }


def understood_json(understood: Understood) -> Mapping[str, object]:
    """{terms, acronyms, authorities, reports, since, until, frameworks, kinds, grades, polarity,
    understood_from: [{field, value, text, start, end}],
    also_searched: [{typed, names, ambiguous}], rest, notes, expansion_notes}.

    Filters in force, typed or read from the question. reports: ids that dates, grades or "latest" of
    the question leave, null where it said none. polarity: "strength" or "weakness", null; no filter.
    understood_from: the stretches of the query that said them. also_searched: other names of what the
    query names; of an ambiguous acronym all its meanings. rest: what was searched. notes: on the filters;
    expansion_notes: on those other names; one sentence each.
    """
    filters, question = understood.scope.filters, understood.question
    return {
        "terms": list(understood.terms.content),
        "acronyms": list(understood.terms.acronyms),
        "authorities": sorted(filters.authorities),
        "reports": None if question.reports is None else sorted(question.reports),
        "since": _iso(filters.since) or question.since or None,
        "until": _iso(filters.until) or question.until or None,
        "frameworks": sorted(filters.frameworks),
        "kinds": sorted(filters.kinds),
        "grades": sorted(filters.grades or question.grades),
        "polarity": question.polarity or None,
        "understood_from": [
            {
                "field": item.field,
                "value": item.value,
                "text": item.text,
                "start": item.start,
                "end": item.end,
            }
            for item in question.mentions
        ],
        "also_searched": [
            {"typed": item.typed, "names": list(item.alternatives), "ambiguous": item.ambiguous}
            for item in understood.expansions
        ],
        "rest": question.rest,
        "notes": list(understood.scope.notes),
        "expansion_notes": list(understood.notes),
    }


def acronyms_json(found: Sequence[Acronym]) -> Json:
    """{acronyms: [{short, paragraphs, senses: [{expansion, definitions, defined_in}]}]}, by short form."""
    return {
        "acronyms": [
            {
                "short": item.short,
                "paragraphs": item.paragraphs,
                "senses": [
                    {
                        "expansion": sense.expansion,
                        "definitions": sense.definitions,
                        "defined_in": sense.defined_in,
                    }
                    for sense in item.senses
                ],
            }
            for item in found
        ]
    }


def _scored(found: Scored) -> Json:
    return paragraph_json(found.report, found.paragraph) | {
        "score": round(found.score, 6),
        "rank": found.rank,
        "citation": cite(found.report, found.paragraph),
        "spans": [list(span) for span in found.spans],
    }


def _similar(found: SimilarFinding) -> Json:
    return paragraph_json(found.report, found.paragraph) | {
        "score": found.score,
        "sentence_cosine": round(found.sentence_cosine, 6),
        "cosine": round(found.cosine, 6),
        "rank": found.rank,
        "citation": cite(found.report, found.paragraph),
        "quote": found.paragraph.text[slice(*found.span)],
        "span": list(found.span),
        "source_span": list(found.source_span),
    }


def _passage(passage: Passage) -> Json:
    return {"quote": passage.quote, "citation": passage.citation} | paragraph_json(
        passage.report, passage.paragraph
    ) | {
        "start": passage.start,
        "spans": [list(span) for span in passage.spans],
        "score": round(passage.score, 6),
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
