"""Words that say what to do, or why it is asked, are not searched for."""

from __future__ import annotations

import pytest

from search_api.question.mentions.instructions import find_instructions
from search_api.question.mentions.mention import Mention, without


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("Can you tell me whether Northmoor looked at adoption?", "whether Northmoor looked at adoption?"),
        ("Could you please show us how Saltby does on neglect?", "how Saltby does on neglect?"),
        ("find three councils that do well on early help", "do well on early help"),
        ("show the trend of caseloads", "caseloads"),
        ("give me citations for MARAC", "MARAC"),
        ("list all authorities with a family hub", "a family hub"),
        ("Compare Northmoor and Saltby on neglect", "Northmoor and Saltby on neglect"),
        ("I'd like to know about short breaks", "short breaks"),
        ("As lead member I'd like to understand how homes are chosen", "how homes are chosen"),
        ("For a hearing: reports on neglect", "reports on neglect"),
        ("Which councils use Mockingbird? We're writing a business case", "use Mockingbird?"),
        ("We are a small council with poor feedback. Who does well?", "Who does well?"),
        ("how are siblings placed? need this for a paper", "how are siblings placed?"),
        ("does early help work? evidence pls", "does early help work?"),
        ("oversight of placements? Please give authority and paragraph.", "oversight of placements?"),
        ("what made Saltby inadequate, in plain terms for a cabinet member",
         "what made Saltby inadequate"),
        ("what was said on neglect, for a briefing", "what was said on neglect"),
        ("summarise neglect with paragraph numbers", "neglect"),
    ],
)  # fmt: skip
def test_they_are_found(question: str, searched: str) -> None:
    assert without(question, find_instructions(question)) == searched


@pytest.mark.parametrize(
    "question",
    [
        "areas for improvement",
        "what evidence do social workers record?",
        "support for children with plans",
        "how do managers compare plans?",
        "we found children waiting",  # alone it is the question
        "please",
        "",
        "examples of direct work with children",
        "what do carers need to know about health?",
    ],
)
def test_what_is_asked_about_stays(question: str) -> None:
    assert find_instructions(question) == []


def test_a_council_that_asks_is_still_a_council() -> None:
    text = "We are Northmoor. How do others recruit?"
    named = Mention("authority", "Northmoor", "Northmoor", 7, 16, ("Northmoor",))
    assert find_instructions(text, [named]) == []
    assert [item.text for item in find_instructions(text)] == ["We are Northmoor."]
