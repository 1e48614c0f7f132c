"""Numbers that are not printed: the sequence goes on after them, and each gap is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.reading.generic.made_up import finding, head, locators, odd, read


def numbers(*stretches: str) -> list[str]:
    """The labels of stretches: 2.1, 2.2, 2.3 of "2.1-3"; A4 of "A4"."""
    found = []
    for stretch in stretches:
        first, _, end = stretch.partition("-")
        prefix = first.rstrip("0123456789")
        start = int(first[len(prefix) :])
        found += [f"{prefix}{n}" for n in range(start, int(end or start) + 1)]
    return found


def between(one: str, other: str) -> dict[str, tuple[str, str]]:
    return {f"the numbers between {one} and {other} are not printed": (one, other)}


@pytest.mark.parametrize(
    ("printed", "gaps"),
    [
        (numbers("1.1-4", "2.1", "2.3-5", "3.1-3"), {"number 2.2 is not printed": ("2.1", "2.3")}),
        (numbers("1.1-4", "2.1-2", "2.4", "3.1-3"), {"number 2.3 is not printed": ("2.2", "2.4")}),
        (numbers("1.1-4", "2.1", "2.40-43", "3.1"), {"numbers 2.2 to 2.39 are not printed": ("2.1", "2.40")}),
        (numbers("1.1-4", "2.1", "2.3", "2.5", "2.7", "3.1-3"), {
            "number 2.2 is not printed": ("2.1", "2.3"),
            "number 2.4 is not printed": ("2.3", "2.5"),
            "number 2.6 is not printed": ("2.5", "2.7"),
        }),
        (numbers("1.1-4", "2.2-5", "3.1-3"), between("1.4", "2.2")),
        (numbers("1.1-4", "7.2-5", "8.1"), between("1.4", "7.2")),
        (numbers("1.1-2", "1.2.1", "1.2.3-4", "1.3-4"), {"number 1.2.2 is not printed": ("1.2.1", "1.2.3")}),
        (numbers("A1-4", "B1", "B3-5", "C1-2"), {"number B2 is not printed": ("B1", "B3")}),
        (numbers("A1-4", "H2-5"), between("A4", "H2")),
        (numbers("1-3", "80-84"), {"numbers 4 to 79 are not printed": ("3", "80")}),
    ],
)  # fmt: skip
def test_a_sequence_is_followed_over_its_gaps(
    printed: list[str], gaps: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    found = read(tmp_path, head("Findings"), *(finding(label) for label in printed))

    assert locators(found) == [f"para-{label}" for label in printed]
    said = {
        item.detail: tuple(it.rpartition("para-")[2] for it in item.paragraphs)
        for item in found.anomalies
        if item.kind == "gap"
    }
    assert said == gaps
    assert set(odd(found)) == {"gap"} | {kind for kind in odd(found) if kind == "authority"}


def test_a_number_that_stands_in_a_later_part_fills_no_gap(tmp_path: Path) -> None:
    main = numbers("1.1-4", "2.1", "2.3-5", "3.1-3")
    annex = numbers("1.1-2", "2.1-4")
    items = [finding(label) for label in main] + [head("Annex")] + [finding(label) for label in annex]
    found = read(tmp_path, head("Findings"), *items)

    assert locators(found) == [f"para-{it}" for it in main] + [f"part2-para-{it}" for it in annex]
    assert "number 2.2 is not printed" in [item.detail for item in found.anomalies]


def test_a_number_in_a_sentence_is_no_paragraph(tmp_path: Path) -> None:
    printed = numbers("1.1-4", "2.1", "3.1-4")
    items = [finding(label) for label in printed]
    items[4] = finding("2.1", "Of the care leavers a share that fell by more than")
    wrapped = ("p", "2.5", ["per cent since the last year was without a home."])
    found = read(tmp_path, head("Findings"), *items[:5], wrapped, *items[5:])

    assert locators(found) == [f"para-{label}" for label in printed]
    assert "gap" not in odd(found)


def test_a_list_in_a_section_with_one_number_takes_none(tmp_path: Path) -> None:
    printed = numbers("1.1-4", "2.1", "3.1-4")
    items = [finding(label) for label in printed]
    items[4] = finding("2.1", "2.2 Homes.", "2.4 Schools.", "2.5 Health.")
    found = read(tmp_path, head("Findings"), *items)

    assert locators(found) == [f"para-{label}" for label in printed]


def test_a_number_that_nothing_follows_is_text_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, head("Findings"), *(finding(it) for it in numbers("1.1-4", "2.1-2", "2.4")))

    assert locators(found)[-2:] == ["para-2.2", "unnumbered-para-findings-1"]
    said = [item for item in found.anomalies if item.kind == "number in text"]
    assert [item.detail for item in said] == [
        "number 2.4 stands in the column of the numbers, but is read as text after 2.2"
    ]
    assert said[0].page == 1
    assert [it.partition("/")[2] for it in said[0].paragraphs] == ["unnumbered-para-findings-1"]


def test_few_numbers_that_begin_anew_are_text_and_said(tmp_path: Path) -> None:
    main = [finding(f"{n}.") for n in range(1, 41)]
    few = [finding(f"{n}.") for n in range(1, 4)]
    found = read(tmp_path, head("Findings"), *main, head("Annex"), *few)

    said = [item for item in found.anomalies if item.kind == "number in text"]
    assert [item.detail for item in said] == ["the numbers 1 to 3 are few and are read as text"]
    assert said[0].paragraphs
    assert not [it for it in locators(found) if it.startswith("part2")]
