"""Kinds of paragraph. They are common to all reports: ids and citations rest on them."""

from __future__ import annotations

from .base import KindOfParagraph

PARAGRAPHS = (
    KindOfParagraph("finding", "Findings", "findings", "para"),
    KindOfParagraph("recommendation", "Recommendations", "recommendations", "rec"),
    KindOfParagraph("improvement", "What needs to improve", "recommendations", "improve"),
    KindOfParagraph("summary", "Summaries", "paragraphs", "summary"),
    KindOfParagraph("context", "Context", "paragraphs", "context"),
)
