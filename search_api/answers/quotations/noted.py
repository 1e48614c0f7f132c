"""What an answer quotes, with what its reader must check on the page."""

from __future__ import annotations

from dataclasses import replace

from indexer.anomalies import Noted

from .records import Answer, Passage


def with_anomalies(answer: Answer, noted: Noted) -> Answer:
    """The answer, whose passages hold the anomalies that touch their paragraphs."""
    if not noted.to_check:
        return answer

    def told(passage: Passage) -> Passage:
        touching = noted.touching(passage.paragraph)
        return replace(passage, anomalies=touching) if touching else passage

    return replace(
        answer,
        passages=tuple(map(told, answer.passages)),
        nearest_miss=answer.nearest_miss and told(answer.nearest_miss),
        groups=tuple(
            replace(group, further=tuple(map(told, group.further))) if group.further else group
            for group in answer.groups
        ),
    )
