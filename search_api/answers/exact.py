"""What is asked for word for word: the paragraphs that hold it, each with the sentences that do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from indexer.arrays import Spans
from indexer.records import Paragraph, report_of
from indexer.store.filters import Hit
from search_api.question.exact import holding_sentences, left_out_words, listed, nothing, stretches
from search_api.retrieval.matters import Mentions, Subject
from search_api.retrieval.results import Ranking, Understood

from .quotations.passages import Choice, check_spans, choose, make_passage
from .quotations.ranks import Ranks
from .quotations.records import Evidence, Passage, Selection

_POOL = 100  # paragraphs that hold it and are read for one answer, in the order of the search


def holding(
    searcher: Ranks, understood: Understood, ranking: Ranking, weights: Mapping[str, float]
) -> Selection:
    """Of a question with phrases the paragraphs that hold them all, in the order of the search.

    What lacks one is not quoted, not even as the closest passage. weights: index term -> weight.
    """
    phrases, scope = understood.question.phrases, understood.scope
    passages = _quoting(searcher, ranking, ranking.hits[:_POOL], phrases, weights)
    if not passages:
        why = () if scope.exact is None else (nothing(scope, understood.question),)
        remarks = tuple(dict.fromkeys((*scope.notes, *why)))
        return Selection((), None, Evidence(0.0), True, remarks, absent=bool(remarks))
    found = Selection(passages, None, Evidence(1.0), False)
    counted = _counted(searcher, understood, phrases)
    if len(phrases) == 1 and not understood.question.left_out:
        return replace(found, matters=(counted,))
    return replace(found, remarks=(_count(understood, counted),))


def beside(
    searcher: Ranks, understood: Understood, ranking: Ranking, weights: Mapping[str, float], found: Selection
) -> Selection:
    """`found`, behind the paragraphs that hold the whole text where it was pasted from a report; with what is
    left out said first, for of the rest alone is it true that nothing is mentioned.
    """
    if understood.parsed.pasted:
        held = set(understood.lookup.rows)
        hits = [hit for hit in ranking.hits[:_POOL] if hit.row in held]
        first = _quoting(searcher, ranking, hits, (understood.parsed.text,), weights)
        taken = {passage.paragraph.id for passage in first}
        others = () if found.weak else found.passages
        rest = tuple(passage for passage in others if passage.paragraph.id not in taken)
        return Selection((*first, *rest), None, Evidence(1.0), False) if first else found
    if understood.question.left_out:
        said = f"Paragraphs that contain {left_out_words(understood.question)} are left out."
        said += " In the others:" if found.absent else ""
        return replace(found, remarks=(said, *found.remarks))
    return found


def is_exact(understood: Understood) -> bool:
    """Whether words must or must not stand there, or the question was pasted from a report."""
    question = understood.question
    return bool(understood.parsed.pasted or question.phrases or question.left_out)


def read_freely(understood: Understood) -> str:
    """What of the question is no words of a report."""
    if understood.parsed.pasted:
        return ""
    return understood.question.beside if understood.question.phrases else understood.parsed.text


def _quoting(
    searcher: Ranks,
    ranking: Ranking,
    hits: Sequence[Hit],
    phrases: Sequence[str],
    weights: Mapping[str, float],
) -> tuple[Passage, ...]:
    """One passage of each, in the order of `hits`."""
    reader = searcher.reader
    passages = []
    rows = [hit.row for hit in hits]
    for hit, paragraph, spans in zip(hits, reader.by_rows(rows), reader.spans_of(rows), strict=True):
        whole = float(reader.vector(hit.row) @ ranking.vector)
        if spans:
            check_spans(paragraph, spans)
            cosines = (reader.sentence_vectors(hit.row) @ ranking.vector).tolist()
            said = ranking.said.get(hit.row, np.zeros(len(spans), np.float32)).tolist()
            only = holding_sentences(paragraph.text, spans, phrases)
            choice = choose(paragraph.text, spans, cosines, weights, (), said, ranking.side, only=only)
            choice = _with_each(choice, paragraph, spans, phrases)
        else:
            spans, choice = ((0, len(paragraph.text)),), Choice(0, 0, (0,), whole, 0.0)
        report = reader.report(report_of(paragraph.id))
        passages.append(make_passage(paragraph, report, spans, choice, whole))
    return tuple(passages)


def _counted(searcher: Ranks, understood: Understood, phrases: Sequence[str]) -> Mentions:
    """Every paragraph of the scope: all of them hold the phrases."""
    reader, scope, none = searcher.reader, understood.scope, np.zeros(0, np.int64)
    rows = none if scope.rows is None else scope.rows
    places = set(reader.places_of(rows).tolist())
    reports = tuple(report for place, report in enumerate(reader.reports()) if place in places)
    subjects = tuple(Subject(phrase, (phrase,), rows, strict=(phrase,)) for phrase in phrases)
    return Mentions(
        subjects, rows, none, (), reports, len(scope.reports), exact=True, counted=rows, holding=reports
    )


def _count(understood: Understood, found: Mentions) -> str:
    question, paragraphs, reports = understood.question, len(found.rows), len(found.reports)
    return (
        f"{listed(question.phrases)} {'is' if len(question.phrases) == 1 else 'are'} in {paragraphs:,} "
        f"paragraph{'' if paragraphs == 1 else 's'} of {reports:,} of {found.searched:,} "
        f"report{'' if found.searched == 1 else 's'}"
        f"{' without ' + left_out_words(question) if question.left_out else ''}."
    )


def _with_each(choice: Choice, paragraph: Paragraph, spans: Spans, phrases: Sequence[str]) -> Choice:
    """The stretch made long enough to hold each phrase once, whole: its place that is nearest."""
    first, last, best = choice.first, choice.last, set(choice.best)
    for phrase in phrases:
        held = [
            places
            for start, end in stretches(paragraph.text, phrase)
            if (places := [at for at, (low, high) in enumerate(spans) if low < end and start < high])
        ]
        if held:
            nearest = min(held, key=lambda places: max(first - places[0], places[-1] - last, 0))
            first, last = min(first, nearest[0]), max(last, nearest[-1])
            best.update(nearest)
    return replace(choice, first=first, last=last, best=tuple(sorted(best)))
