"""Turns an exported graph into one whose matrix products are in eight bits, and reads its weights back.

docs/decisions/0010-eight-bit-encoder.md says why, and what it costs.

A weight is a signed integer of seven bits with a scale for each output, so that sums of two products fit
into the 16 bits that processors without VNNI add them up in: the arithmetic is exact, and the same
everywhere. What goes into a product is an unsigned integer of eight bits. Its range is fixed once, from
real texts, so a paragraph's vector does not depend on what is encoded beside it. A few channels hold values
many times those of the others; each channel is therefore divided by a factor first, and the weights
multiplied by it (after SmoothQuant, arXiv 2211.10438).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from indexer.arrays import Float32Array, Int64Array

WEIGHT_LEVELS = 63  # each side of 0
_WORD_LEVELS = 127  # of the table of words, which no product adds up
_INPUT_LEVELS = 255
_BEYOND = 1e-6  # share of the values that may lie beyond a range, on each side: they become its edge
_EVENNESS = 0.75  # share of a channel's size that its factor takes away, the rest is left to the weights

# The products of a layer, and which read the same values: module -> name of its input.
PRODUCTS = {
    "attention.self.query": "attention",
    "attention.self.key": "attention",
    "attention.self.value": "attention",
    "attention.output.dense": "attention.output",
    "intermediate.dense": "intermediate",
    "output.dense": "output",
}
_LAYER = re.compile(r"/encoder/layer\.(\d+)/([\w/]+)/MatMul$")
_WORDS = "embeddings.word_embeddings.weight"
_DOMAIN = "com.microsoft"  # MatMulIntegerToFloat: a product, its scales and its bias in one pass


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """Of what goes into a product: factors (channels,), and low < 0 < high after dividing by them."""

    factors: Float32Array
    low: float
    high: float

    @property
    def scale(self) -> float:
        return (self.high - self.low) / _INPUT_LEVELS

    @property
    def zero(self) -> int:
        """The integer that stands for 0."""
        return round(-self.low / self.scale)


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """place: of its node in the graph. path: of its module. key: names its input, by layer."""

    place: int
    node: Any
    path: str
    key: str


def products(graph: Any) -> Iterator[Product]:
    """Those of a graph exported with folded constants."""
    for place, node in enumerate(graph.node):
        found = _LAYER.search(node.name)
        if node.op_type == "MatMul" and found:
            path = found[2].replace("/", ".")
            if path in PRODUCTS:
                yield Product(place, node, f"encoder.layer.{found[1]}.{path}", f"{found[1]}.{PRODUCTS[path]}")


def quantised(weight: np.ndarray, levels: int = WEIGHT_LEVELS) -> tuple[np.ndarray, np.ndarray]:
    """weight (outputs, inputs) as int8, and the scale of each output, (outputs,) float32."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8).astype(np.float32) / levels
    return np.clip(np.rint(weight / scale[:, None]), -levels, levels).astype(np.int8), scale


def calibrate(model: Any, texts: Sequence[Int64Array]) -> dict[str, Range]:
    """The range of each input, from what it is for some texts. texts: token ids with [CLS] and [SEP]."""
    weights = {item.name: item for item in model.graph.initializer}
    values: dict[str, str] = {}
    sizes: dict[str, Any] = {}
    for product in products(model.graph):
        values[product.key] = product.node.input[0]
        size = np.abs(numpy_helper.to_array(weights[product.node.input[1]])).max(axis=1)
        sizes[product.key] = np.maximum(sizes.get(product.key, 0.0), size)
    seen = _values(model, values, texts)
    return {key: _range(rows, sizes[key]) for key, rows in seen.items()}


def _values(model: Any, values: Mapping[str, str], texts: Sequence[Int64Array]) -> dict[str, Float32Array]:
    """Of each input, (tokens of all texts, channels)."""
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    for name in sorted(set(values.values())):
        shown.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(shown.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    rows: dict[str, list[Float32Array]] = {key: [] for key in values}
    for ids in texts:
        given = {"input_ids": ids[None], "attention_mask": np.ones((1, len(ids)), np.int64)}
        found = dict(zip(names, session.run(None, given), strict=True))
        for key, name in values.items():
            rows[key].append(found[name].reshape(len(ids), -1))
    return {key: np.concatenate(parts) for key, parts in rows.items()}


def _range(rows: Float32Array, weights: Float32Array) -> Range:
    """rows: (tokens, channels) that go into a product. weights: the largest of each channel's."""
    largest = np.maximum(np.abs(rows).max(axis=0), 1e-4)
    factors = largest**_EVENNESS / np.maximum(weights, 1e-4) ** (1 - _EVENNESS)
    factors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    even = (rows / factors).ravel()
    low, high = np.quantile(even, (_BEYOND, 1 - _BEYOND))
    return Range(factors, min(float(low), -1e-3), max(float(high), 1e-3))


def to_integers(model: Any, ranges: Mapping[str, Range]) -> None:
    """Replace the products and the table of words.

    Weights get their names in PyTorch with `.int8` and `.scale`.
    """
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    adders = {name: node for node in graph.node if node.op_type == "Add" for name in node.input}
    read: set[str] = set()
    ahead: dict[int, list[Any]] = {}
    replaced: dict[str, Any] = {}
    for product in products(graph):
        node, key, name = product.node, product.key, f"{product.path}.weight"
        if key not in read:
            read.add(key)
            ahead[product.place] = _reading(graph, key, ranges[key], node.input[0])
        # a graph multiplies from the right: its weights are those of PyTorch transposed
        weight = numpy_helper.to_array(weights[node.input[1]]).T
        whole, scale = quantised(weight * ranges[key].factors)
        _add(graph, f"{name}.int8", np.ascontiguousarray(whole.T))
        _add(graph, f"{name}.scale", scale)
        graph.initializer.remove(weights[node.input[1]])
        adder = adders[node.output[0]]
        bias = next(other for other in adder.input if other != node.output[0])
        replaced[node.name] = helper.make_node(
            "MatMulIntegerToFloat",
            [f"{key}.integers", f"{name}.int8", f"{key}.scale", f"{name}.scale", f"{key}.zero", "", bias],
            list(adder.output), node.name, domain=_DOMAIN,
        )  # fmt: skip
        replaced[adder.name] = None
    for place, node in enumerate(graph.node):
        if node.op_type == "Gather" and "word_embeddings" in node.name:
            ahead[place], replaced[node.name] = _words(graph, node, weights[node.input[0]]), None
    nodes: list[Any] = []
    for place, node in enumerate(graph.node):
        nodes += ahead.get(place, [])
        left = replaced.get(node.name, node)
        if left is not None:
            nodes.append(left)
    del graph.node[:]
    graph.node.extend(nodes)
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))


def _reading(graph: Any, key: str, given: Range, value: str) -> list[Any]:
    _add(graph, f"{key}.even", 1 / given.factors)
    _add(graph, f"{key}.scale", np.array(given.scale, dtype=np.float32))
    _add(graph, f"{key}.zero", np.array(given.zero, dtype=np.uint8))
    edges = [f"{key}.evened", f"{key}.scale", f"{key}.zero"]
    return [
        helper.make_node("Mul", [value, f"{key}.even"], [f"{key}.evened"], f"{key}.evener"),
        helper.make_node("QuantizeLinear", edges, [f"{key}.integers"], f"{key}.reader"),
    ]


def _words(graph: Any, node: Any, weight: Any) -> list[Any]:
    """Nodes that look a word up among integers and its scale beside them: a quarter of the memory."""
    whole, scale = quantised(numpy_helper.to_array(weight), _WORD_LEVELS)
    _add(graph, f"{_WORDS}.int8", whole)
    _add(graph, f"{_WORDS}.scale", scale[:, None])
    graph.initializer.remove(weight)
    ids, out = node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [f"{_WORDS}.int8", ids], [f"{out}.int8"], "words.integers"),
        helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], "words.float", to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{_WORDS}.scale", ids], [f"{out}.scale"], "words.scales"),
        helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out], "words.scaled"),
    ]


def _add(graph: Any, name: str, values: np.ndarray) -> None:
    graph.initializer.append(numpy_helper.from_array(values, name))


def integers_of(model: Any) -> dict[str, Float32Array]:
    """The weights in eight bits by their names in PyTorch: (outputs, inputs), without the factors."""
    held = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    read = {
        node.input[1].removesuffix(".int8"): node.input[0].removesuffix(".integers")
        for node in model.graph.node
        if node.op_type == "MatMulIntegerToFloat"
    }
    found = {}
    for name, key in read.items():
        scaled = held[f"{name}.int8"].T.astype(np.float32) * held[f"{name}.scale"][:, None]
        found[name] = scaled * held[f"{key}.even"]
    if f"{_WORDS}.int8" in held:
        found[_WORDS] = held[f"{_WORDS}.int8"].astype(np.float32) * held[f"{_WORDS}.scale"]
    return found
