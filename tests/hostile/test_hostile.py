"""A small, seeded part of what the commands of this folder try: see pdfs.py, queries.py and copies.py."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from tests.hostile.copies import outcomes as copy_outcomes
from tests.hostile.copy_cases import READ, Case, cases, sound_page, sound_word
from tests.hostile.mutations.raw import RAW
from tests.hostile.mutations.whole import is_whole
from tests.hostile.pdfs import ALL, Original, altered, originals, outcomes
from tests.hostile.queries import Asked, opened, outcome
from tests.hostile.verdicts import DEFECTS
from tests.support.paths import SAMPLES

pytestmark = pytest.mark.slow
COPIES, QUESTIONS = 40, 200
_QUICK = (
    "sound",
    "entity",
    "laughs",
    "type",
    "chars",
    "twice",
    "protected",
    "password",
    "another file",
    "path",
    "macros",
    "begins",
)


@pytest.fixture(scope="module")
def sound() -> list[Original]:
    return originals(None, 0)[:1]


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    with opened() as found:
        yield found


def test_no_damaged_copy_of_a_report_is_otherwise_in_silence(sound: list[Original], tmp_path: Path) -> None:
    numbers = [
        n
        for n in range(4 * COPIES)
        if list(ALL)[n % len(ALL)] in RAW and "overridden" not in list(ALL)[n % len(ALL)]
    ][:COPIES]
    found = list(outcomes(sound, 1, numbers, tmp_path))
    assert len(found) == COPIES
    assert [item for item in found if item.verdict.word in DEFECTS] == []
    assert {"equal", "said", "refused"} <= {item.verdict.word for item in found}


def test_a_file_is_whole_until_it_is_damaged(sound: list[Original]) -> None:
    data = sound[0].source.data
    assert is_whole(data)
    assert is_whole(sound[0].source.remade({}))
    assert not is_whole(data[:-200])
    damaged = [altered(sound, 1, n)[2].data for n in range(0, 310, 31)]
    assert not all(map(is_whole, damaged))


def test_every_question_is_answered_or_refused(asked: Asked) -> None:
    found = [outcome(asked, 1, number * 37) for number in range(QUESTIONS)]
    assert [item for item in found if item.word == "defect"] == []
    assert {item.door for item in found} == set(asked.doors)
    assert {item.word for item in found} == {"answered", "refused"}


def test_copies_made_to_harm_are_read_or_refused(tmp_path: Path) -> None:
    chosen = [
        case for case in cases() if len(case.data) < 400_000 and any(word in case.name for word in _QUICK)
    ]
    assert len(chosen) > 20
    assert any(case.expected == READ for case in chosen)
    assert [item for item in copy_outcomes(chosen, tmp_path) if item.word == "defect"] == []


def reason(tmp_path: Path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as caught:
        read_file(path)
    return caught.value.problem


def test_a_damaged_file_is_not_called_another_document(tmp_path: Path) -> None:
    path = next(SAMPLES.rglob("*2026.pdf"))
    said = reason(tmp_path, path.name, bytes(byte & 127 for byte in path.read_bytes()))
    assert said.startswith("the PDF is damaged; as far as it can be read: ")


def test_text_that_a_word_file_takes_from_another_is_not_lost_in_silence(tmp_path: Path) -> None:
    data = sound_word('<w:altChunk r:id="r1" xmlns:r="r"/>')
    assert "takes text from another file" in reason(tmp_path, "a - 29 march 2018.docx", data)


def test_a_word_file_with_two_documents_is_refused(tmp_path: Path) -> None:
    target = BytesIO(sound_word())
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
    assert "holds a part twice" in reason(tmp_path, "a - 29 march 2018.docx", target.getvalue())


@pytest.mark.parametrize(
    "name", ["undefined", "idna", "punycode", "unicode_escape", "utf-7", "utf-16", "rot13"]
)
def test_a_page_is_read_whatever_encoding_it_says(name: str, tmp_path: Path) -> None:
    found = list(
        copy_outcomes(
            [Case(name, ".html", sound_page(head=f'<meta charset="{name}">').encode(), READ)], tmp_path
        )
    )
    assert [item.word for item in found] == ["read"]
