"""What is read off the words of a sentence: negations, turns, cues. No model is needed."""

from __future__ import annotations

import pytest

from search_api.sides.cues import CUES, counted, of_word
from search_api.sides.features import NAMES, features
from search_api.sides.phrases import COMPILED, PHRASES
from search_api.sides.wording import clauses, plain, softened, terms


def denied(text: str) -> int:
    return softened(plain(text))[1]


@pytest.mark.parametrize(
    "text",
    [
        "No children live in unregistered homes.",
        "No child waits for a social worker.",
        "There is no waiting list.",
        "None of the cases was unallocated.",
        "Few children wait.",
        "Very few families wait for short breaks.",
        "Visits are not delayed.",
        "Decisions are made without delay.",
        "There is no evidence of harm.",
        "Pupils are not disadvantaged by this.",
        "Children rarely experience delay.",
        "Children are not made subject to child protection plans unnecessarily.",
        "Inspectors found no evidence of children entering care unnecessarily.",
        "Plans do not stay open for longer than necessary.",
        "No caseload is too high.",
        "There are no significant weaknesses.",
        "Nobody was left without help.",
        "Staff never give up on young people.",
        "Visits are not only frequent but also purposeful.",
        "The service is not inadequate.",
        "Support prevents family breakdown.",
    ],
)
def test_to_deny_a_bad_thing_is_no_criticism(text: str) -> None:
    assert denied(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Support does not work well.",
        "Not all plans are timely.",
        "Managers do not reduce delay.",
        "Managers did not identify this risk.",
        "There is no plan to reduce drift.",
        "No system tracks children at risk.",
        "Meetings do not take place for some children at risk of harm.",
        "Too few children wait less than a week.",
        "A few children wait.",
        "Plans are not always clear about harm.",
        "Visits do not help children to be safe from harm.",
        "There is no evidence that delay is tracked.",
        "Children wait too long.",
        "Assessments are thorough.",
    ],
)
def test_to_deny_good_work_is_left_as_it_stands(text: str) -> None:
    assert denied(text) == 0


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("staff visit children who are not in school", "staff visit children"),
        ("help for children not in full-time education", "help for children"),
        ("children who do not receive help wait", "children who do not receive help wait"),
        ("plans that are not always clear", "plans that are not always clear"),
    ],
)
def test_a_negation_may_only_say_which(text: str, left: str) -> None:
    assert softened(text)[0].split() == left.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visits are timely, but records are not.", ["visits are timely", "records are not."]),
        (
            "While visits are timely, records, as a rule, are not.",
            ["visits are timely", "records, as a rule, are not."],
        ),
        (
            "Visits are timely; however, records are not.",
            ["visits are timely", "records are not."],
        ),
        ("However, records are not kept.", ["however, records are not kept."]),
        ("Records are not yet kept.", ["records are not yet kept."]),
        ("Despite this, records are kept.", ["records are kept."]),
        ("But.", ["but."]),
        ("", [""]),
    ],
)
def test_a_sentence_is_cut_where_it_turns(text: str, expected: list[str]) -> None:
    found = [run.strip(" ,") for run in clauses(plain(text))]
    assert found == expected


def test_terms_are_words_and_pairs_with_numbers_made_alike() -> None:
    assert terms(plain("In 2018, the child’s plan")) == {
        "in", "0", "the", "child", "plan", "in_0", "0_the", "the_child", "child_plan"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Plans are not clear.", "not_good"),
        ("Caseloads are too high.", "too"),
        ("Oversight needs to be strengthened.", "need"),
        ("There is more work to do.", "work_left"),
        ("Plans are yet to be shared.", "partly"),
        ("Most but not all plans are shared.", "most_not_all"),
        ("There are missed opportunities.", "falls_short"),
        ("Services have improved.", "improves"),
        ("Performance has declined.", "made_worse"),
        ("Leaders took immediate action.", "acts"),
        ("Leaders recognise that visits are late.", "admits"),
        ("Although late, visits take place.", "concedes"),
        ("However, visits are late.", "however"),
        ("This helps children.", "follows"),
        ("The previous inspection was published in May 2014.", "process"),
        ("The panel was established in 2014.", "year"),
    ],
)
def test_cues_are_found(text: str, cue: str) -> None:
    assert counted(plain(text))[cue] >= 1


def test_every_phrase_is_looked_for_by_a_word_that_it_holds() -> None:
    for text in ("visits aren't timely", "they don't always help"):
        assert counted(text)["not_good"] == len(COMPILED["not_good"].findall(text))
    assert set(PHRASES) < set(CUES)
    assert of_word("timely") == ("praises",)
    assert of_word("visits") == ()


def test_praise_that_is_denied_does_not_count() -> None:
    place = NAMES.index("balance")
    both = features(["Plans are clear and timely.", "Plans are not clear or timely."], ["", ""], {})
    assert both[0, place] == 2.0
    assert both[1, place] < both[0, place]


def test_features_have_a_column_for_each_name() -> None:
    found = features(["Plans are late.", ""], ["", "Visits are late."], {"late": 0.5})
    assert (found.shape, found.dtype.str) == ((2, len(NAMES)), "<f4")
    row = dict(zip(NAMES, found[1].tolist(), strict=True))
    assert (row["words"], row["before"], row["before_follows"]) == (0.0, 0.5, 0.0)
    assert dict(zip(NAMES, found[0].tolist(), strict=True))["words"] == 0.5
    assert len(set(NAMES)) == len(NAMES)
    assert features([], [], {}).shape == (0, len(NAMES))


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        features(["One."], [], {})
