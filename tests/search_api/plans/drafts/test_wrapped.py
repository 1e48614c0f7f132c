"""Lines of a plain text that were wrapped are one sentence, those of an indented item too."""

from __future__ import annotations

from search_api.plans.drafts.read import read_draft
from search_api.plans.drafts.text import unwrapped


def test_what_indents_a_line_counts_to_its_width() -> None:
    lines = [f"- {'a' * 58}", f"  {'b' * 53}", "  ccccc"]
    assert unwrapped(lines) == f"- {'a' * 58} {'b' * 53} ccccc"


def test_a_line_that_was_ended_on_purpose_ends() -> None:
    assert unwrapped([f"- {'a' * 58}", f"  {'b' * 20}", "  ccccc"]).count("\n") == 1


def test_a_line_goes_on_where_a_bracket_is_open() -> None:
    assert unwrapped(["They say so (Ofsted 2018, para", "27), and more."]) == (
        "They say so (Ofsted 2018, para 27), and more."
    )


def test_a_number_that_closes_a_bracket_begins_no_item() -> None:
    draft = read_draft("plan.txt", b"First.\n\nThey say so in 2018, at length (para\n27) and again.\n")
    assert [block.text for block in draft.blocks] == [
        "First.",
        "They say so in 2018, at length (para 27) and again.",
    ]
