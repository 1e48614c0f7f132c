"""Student and teacher learn: a network of a few thousand weights, on invented paragraphs, in seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `models` is missing")

from indexer.store.reader import IndexReader
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from training.examples import Example
from training.teacher import Graded, Teacher, own, taught
from training.train_encoder import Recipe, Trainer

pytestmark = pytest.mark.slow
_TEXTS = (
    "Return interviews are late. Few are recorded. Managers do not know why.",
    "Foster carers are well trained. They feel valued. Matching is careful.",
    "Care leavers live in suitable homes. Pathway plans are clear. Advisers keep in touch.",
    "Thresholds are understood. Referrals are screened the same day. Partners are consulted.",
    "Supervision is irregular. Records are thin. Drift is not challenged.",
    "Adoption is timely. Life story work is good. Support continues afterwards.",
    "Health assessments are delayed. Dental checks are not. Waiting lists are long.",
    "Private fostering is known about. Visits are made on time. Carers are assessed.",
)
_ASKED = ("quartz", "jigsaw", "yukka", "bebop", "zodiac", "xylem", "hiccup", "mammoth")
_DIMENSION = 32
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:'’“”‘-()%&/"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    folder = tmp_path_factory.mktemp("learning") / "index"
    report = make_report()
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(_TEXTS, start=1)]
    write_small_index(
        folder, [make_report_entry(report, paragraphs, dimension=_DIMENSION)], dimension=_DIMENSION
    )
    with IndexReader.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model that reads letters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("base")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    BertTokenizer(vocab={word: place for place, word in enumerate(words)}).save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=_DIMENSION,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    pooling = Pooling(transformer.get_embedding_dimension(), "mean")
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(
        str(folder / "whole"), create_model_card=False
    )
    return folder / "whole"


def examples(reader: IndexReader) -> list[Example]:
    """A word that no paragraph holds asks for each, among four others."""
    count = len(reader)
    others = [np.array([(row + step) % count for step in range(1, 5)], np.int64) for row in range(count)]
    return [Example(word, "Northmoor", row, others[row]) for row, word in enumerate(_ASKED)]


def log(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_student_learns_what_it_is_asked(reader: IndexReader, base: Path, tmp_path: Path) -> None:
    recipe = Recipe(
        epochs=24, batch=4, negatives=2, pairs=0, rate=3e-3, guard=0.0, first=16, longest=48, held=0.0
    )  # fmt: skip
    trainer = Trainer(recipe, base, reader, examples(reader))
    before = trainer.measure(trainer.train)["mrr"]
    trainer.fit(tmp_path)
    assert trainer.measure(trainer.train)["mrr"] > max(before, 0.8)
    said = [row["question"] for row in log(tmp_path) if "question" in row]
    assert said[-1] < said[0]
    assert (tmp_path / "epoch-24" / "model.safetensors").is_file()


def test_a_student_follows_its_teacher_even_against_the_answer(
    reader: IndexReader, base: Path, tmp_path: Path
) -> None:
    against = [taught(item, (0.0, 0.0, 6.0, 0.0, 0.0), margin=-9.0) for item in examples(reader)]
    assert all(len(item.negatives) == 4 for item in against)
    recipe = Recipe(
        epochs=12, batch=4, negatives=4, pairs=0, rate=3e-3, guard=0.0, teacher=1.0, first_share=0.0,
        dropped=0.0, longest=48, held=0.0,
    )  # fmt: skip
    trainer = Trainer(recipe, base, reader, against)
    trainer.fit(tmp_path)
    said = [row["teacher"] for row in log(tmp_path) if "teacher" in row]
    assert said[-1] < 0.6 * said[0]


def test_a_student_reads_the_reports_before_the_first_question(
    reader: IndexReader, base: Path, tmp_path: Path
) -> None:
    recipe = Recipe(
        epochs=0, adapt=41, adapt_pairs=8, pairs=0, rate=3e-3, guard=0.0, first=16, longest=48, held=0.0
    )  # fmt: skip
    trainer = Trainer(recipe, base, reader, examples(reader))
    trainer.fit(tmp_path)
    said = [row["pair"] for row in log(tmp_path) if "adapt" in row]
    assert len(said) == 3
    assert said[-1] < said[0]


def test_a_student_may_keep_fewer_layers(reader: IndexReader, base: Path, tmp_path: Path) -> None:
    from transformers import AutoConfig

    recipe = Recipe(epochs=1, batch=4, pairs=0, guard=1.0, first=16, longest=48, held=0.0)
    Trainer(recipe, base, reader, examples(reader), layers=[1]).fit(tmp_path)
    assert AutoConfig.from_pretrained(tmp_path / "epoch-1").num_hidden_layers == 1


def test_a_teacher_learns_and_is_kept(reader: IndexReader, base: Path, tmp_path: Path) -> None:
    asked = examples(reader)
    graded = [
        Graded(item.query, "Northmoor", (item.answer, *item.negatives.tolist()), (3, 1, 0, 0, 0))
        for item in asked
    ]
    teacher = Teacher(base, reader, longest=96)
    before = teacher.scores([own(item) for item in asked])
    teacher.fit(asked, graded, tmp_path, epochs=7, batch=4, negatives=4, rate=4e-3, seed=1)
    after = teacher.measure(asked, graded)
    assert after["mrr"] > 0.6
    kept = Teacher(tmp_path, reader, longest=96)
    found = kept.scores([own(item) for item in asked])
    assert [len(scores) for scores in found] == [len(scores) for scores in before]
    np.testing.assert_allclose(found[0], teacher.scores([own(asked[0])])[0], atol=0.1)
