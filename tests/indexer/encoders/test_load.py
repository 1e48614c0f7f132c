from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from indexer.arrays import Float32Array
from indexer.encoders.load import load_encoder, own_folder
from indexer.encoders.onnx_encoder import OnnxEncoder
from indexer.encoders.protocol import EncodedParagraph, Encoder, ParagraphText, normalised
from indexer.errors import ModelUnavailable
from indexer.words.sentences import sentence_spans
from tests.support.encoders import HashEncoder, real_encoder_or_skip

_MODEL_LIBRARIES = ("torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers")


def _items(*texts: str) -> list[ParagraphText]:
    return [(text, sentence_spans(text)) for text in texts]


def _encode(encoder: Encoder, items: Sequence[ParagraphText]) -> list[EncodedParagraph]:
    found = sorted(encoder.encode_paragraphs(items), key=lambda encoded: encoded.position)
    assert [encoded.position for encoded in found] == list(range(len(items)))
    return found


def _is_unit(vectors: Float32Array) -> bool:
    return vectors.dtype == np.float32 and bool(np.allclose(np.linalg.norm(vectors, axis=-1), 1, atol=1e-5))


def _run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_loads_no_model_library() -> None:
    script = f"import sys, indexer.encoders.load; print(sorted(set({_MODEL_LIBRARIES}) & set(sys.modules)))"
    assert _run(script) == "[]"


def test_normalised_gives_unit_vectors_and_keeps_zeros() -> None:
    found = normalised([[3.0, 4.0], [0.0, 0.0]])
    assert np.allclose(found, [[0.6, 0.8], [0.0, 0.0]])
    assert found.dtype == np.float32


def test_the_fake_encoder_is_an_encoder_that_ranks_by_words_in_common() -> None:
    encoder: Encoder = HashEncoder()
    texts = ("Return home interviews are late.", "Foster carers feel valued.", "Interviews at home are late!")
    query = encoder.encode_query("late return home interviews")
    found = _encode(encoder, _items(*texts))
    assert all(_is_unit(encoded.paragraph) and _is_unit(encoded.sentences) for encoded in found)
    scores = [float(encoded.paragraph @ query) for encoded in found]
    assert sorted(range(3), key=scores.__getitem__) == [1, 2, 0]
    assert np.array_equal(HashEncoder(200).encode_query("a b"), HashEncoder(200).encode_query("a b"))
    assert encoder.encode_query("⚠").shape == (32,)


@pytest.mark.parametrize(
    "item", [("", ()), (" \n", ()), ("Text.", ()), ("Text.", ((0, 9),)), ("Two. Do.", ((5, 8), (0, 4)))]
)
def test_an_item_without_its_own_spans_is_refused_before_the_first_result(item: ParagraphText) -> None:
    with pytest.raises(ValueError, match="item 1 "):
        HashEncoder().encode_paragraphs([("Sound.", ((0, 6),)), item])


def test_a_blank_query_is_refused() -> None:
    with pytest.raises(ValueError, match="blank"):
        HashEncoder().encode_query(" ")


def test_another_model_without_the_extra_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelUnavailable, match=r"'saltby-model' needs .*pip install -e '.\[models\]'"):
        load_encoder("saltby-model")


@pytest.fixture(scope="module")
def onnx() -> OnnxEncoder:
    encoder = real_encoder_or_skip()
    assert isinstance(encoder, OnnxEncoder)
    return encoder


# Sixty sentences, no two alike, that a report could hold.
_LONG = " ".join(
    f"{who} {what} {where}."
    for who in ("Social workers", "Foster carers", "The virtual school", "Independent reviewing officers")
    for what in ("seldom record visits", "plan health checks early", "know the risk of exploitation")
    for where in (
        "in Northmoor",
        "when a child goes missing",
        "after strategy meetings",
        "for care leavers",
        "at weekends",
    )
)


def test_an_encoder_of_an_older_version_names_what_to_do() -> None:
    with pytest.raises(
        ModelUnavailable, match=r"pinpoint-encoder-2 in the place of pinpoint-encoder-1"
    ) as caught:
        load_encoder("pinpoint-encoder-1")
    assert "pinpoint index" in caught.value.remedy


@pytest.mark.model
def test_the_default_encoder_says_what_it_is(onnx: OnnxEncoder) -> None:
    assert (onnx.name, onnx.dimension) == ("pinpoint-encoder-2", 384)
    assert load_encoder("pinpoint-encoder-2").revision == onnx.revision
    base = load_encoder("sentence-transformers/all-MiniLM-L6-v2")
    assert (base.name, base.dimension) == ("all-MiniLM-L6-v2", 384)
    assert base.revision.startswith("53aa51172d14")
    assert base.revision != onnx.revision


@pytest.mark.model
def test_results_do_not_depend_on_the_company_in_a_batch(onnx: OnnxEncoder) -> None:
    texts = ("Short.", "Plans for most children in Saltby are clear. A few drift.", _LONG, "Visits\nhappen.")
    together = _encode(onnx, _items(*texts))
    for text, encoded in zip(texts, together, strict=True):
        (alone,) = _encode(onnx, _items(text))
        assert np.abs(alone.paragraph - encoded.paragraph).max() < 1e-5
        assert np.abs(alone.sentences - encoded.sentences).max() < 1e-5
        assert encoded.sentences.shape == (len(sentence_spans(text)), 384)
        assert _is_unit(encoded.paragraph)
        assert _is_unit(encoded.sentences)


@pytest.mark.model
def test_a_paragraph_of_one_sentence_points_where_its_sentence_does(onnx: OnnxEncoder) -> None:
    (found,) = _encode(onnx, _items("Managers in Wexcombe check every decision within a day."))
    assert float(found.paragraph @ found.sentences[0]) > 0.95


@pytest.mark.model
def test_sentences_of_a_long_paragraph_stay_near_to_themselves_alone(onnx: OnnxEncoder) -> None:
    (found,) = _encode(onnx, _items(_LONG))
    spans = sentence_spans(_LONG)
    assert found.sentences.shape == (60, 384)
    alone = np.stack([onnx.encode_query(_LONG[start:end]) for start, end in spans])
    cosines = found.sentences @ alone.T
    # Read in context a sentence takes on some of its neighbours' sense, so near, not equal.
    assert np.diag(cosines).min() > 0.5
    assert (cosines.argmax(axis=1) == np.arange(60)).mean() > 0.7


@pytest.mark.model
def test_the_sentence_that_answers_is_found_among_its_neighbours(onnx: OnnxEncoder) -> None:
    text = (
        "Thresholds are understood and contacts are screened by experienced staff. "
        "Attendance at MARAC is inconsistent, so risks from violent partners are missed. "
        "Most children looked after see a dentist every year. "
        "Managers hold more cases than they can supervise well."
    )
    (found,) = _encode(onnx, _items(text))
    questions = ("What was said about MARAC?", "dental checks", "supervision and management oversight")
    assert [int((found.sentences @ onnx.encode_query(question)).argmax()) for question in questions] == [
        1,
        2,
        3,
    ]


@pytest.mark.model
def test_the_last_sentence_of_a_long_paragraph_counts(onnx: OnnxEncoder) -> None:
    topic = "Private fostering arrangements in Wexcombe are never checked."
    with_topic, without = _encode(
        onnx, _items(f"{_LONG} {topic}", f"{_LONG} Staff enjoy their weekly lunch.")
    )
    query = onnx.encode_query("private fostering checks")
    assert float(with_topic.paragraph @ query) > float(without.paragraph @ query) + 0.005
    assert float(with_topic.sentences[-1] @ query) > float(without.sentences[-1] @ query) + 0.1
    # What an encoder that truncates makes of the two is the same.
    cut, also_cut = (
        onnx.encode_query(f"{_LONG} {end}") for end in (topic, "Staff enjoy their weekly lunch.")
    )
    assert np.array_equal(cut, also_cut)


@pytest.mark.model
def test_a_sentence_longer_than_the_window_is_read_to_its_end(onnx: OnnxEncoder) -> None:
    endless = _LONG.replace(".", ",")
    one, other = _encode(onnx, _items(f"{endless} adoption panels.", f"{endless} traffic lights."))
    assert one.sentences.shape == (1, 384)
    assert np.abs(one.paragraph - other.paragraph).max() > 1e-4
    assert np.abs(one.sentences - other.sentences).max() > 1e-4


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["\u200b", "Fine.\n\u200b\u200d", "\ud800", "x" * 3000, "⚠" * 900, "- \n- \n"]
)
def test_odd_texts_get_unit_vectors(onnx: OnnxEncoder, text: str) -> None:
    (found,) = _encode(onnx, _items(text))
    assert _is_unit(found.paragraph)
    assert _is_unit(found.sentences)
    assert _is_unit(onnx.encode_query(text))


@pytest.mark.model
def test_answering_never_imports_torch() -> None:
    real_encoder_or_skip()
    script = (
        "import sys\n"
        "from indexer.encoders.load import load_encoder\n"
        "encoder = load_encoder()\n"
        "encoder.encode_query('late visits')\n"
        "list(encoder.encode_paragraphs([('Late.', ((0, 5),))]))\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    assert _run(script) == "[]"


@pytest.mark.model
def test_the_export_loads_by_its_folder_too(onnx: OnnxEncoder, tmp_path: Path) -> None:
    from indexer.encoders.export import FACTS_FILE, ONNX_FILE, TOKENIZER_FILE, default_folder

    for name in (FACTS_FILE, ONNX_FILE, TOKENIZER_FILE):
        (tmp_path / name).symlink_to(default_folder() / name)
    found, base = load_encoder(str(tmp_path)), load_encoder("all-MiniLM-L6-v2")
    assert (found.name, found.revision) == (base.name, base.revision)
    own = load_encoder(str(own_folder()))
    assert (own.name, own.revision) == (onnx.name, onnx.revision)


def test_vectors_do_not_depend_on_how_many_batches_are_computed_at_once() -> None:
    items = _items(*(f"Visit {number} was late. " * (1 + number % 7) for number in range(60)))
    alone, together = (OnnxEncoder(own_folder(), threads=threads) for threads in (1, 4))
    for one, other in zip(_encode(alone, items), _encode(together, items), strict=True):
        assert np.array_equal(one.paragraph, other.paragraph)
        assert np.array_equal(one.sentences, other.sentences)


def test_an_encoding_that_is_given_up_leaves_no_thread() -> None:
    encoder = OnnxEncoder(own_folder(), threads=2)
    results = encoder.encode_paragraphs(_items(*(f"Visit {number} was late." for number in range(200))))
    next(iter(results))
    assert any(thread.name.startswith("encoder") for thread in threading.enumerate())
    results.close()  # type: ignore[attr-defined]
    assert not any(thread.name.startswith("encoder") for thread in threading.enumerate())


def test_a_batch_that_fails_ends_the_encoding_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = OnnxEncoder(own_folder(), threads=2)
    whole, calls = encoder._run, iter(range(100))

    def run(rows: Sequence[npt.NDArray[np.int64]]) -> Float32Array:
        if next(calls) == 3:
            raise MemoryError("no room")
        return whole(rows)

    monkeypatch.setattr(encoder, "_run", run)
    with pytest.raises(MemoryError, match="no room"):
        list(encoder.encode_paragraphs(_items(*(f"Visit {number} was late." for number in range(200)))))
    assert not any(thread.name.startswith("encoder") for thread in threading.enumerate())
