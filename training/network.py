"""The encoder while it is trained: token vectors pooled to paragraphs and sentences, scored as in ranking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS

from training.texts import Tokenizer, Tokens, padded

_STEP = 16  # lengths are multiples of it: oneDNN compiles its kernels anew for each new shape
Pooled = tuple[Any, Any]  # (n, dim) paragraphs and (n, most, dim) their sentences, or None; all normalised


def _attention(
    module: Any, query: Any, key: Any, value: Any, attention_mask: Any, **_: Any
) -> tuple[Any, None]:
    """In float32, forward and back: under bfloat16 the way back takes three times as long on a CPU."""
    with torch.autocast("cpu", enabled=False):
        mask = None if attention_mask is None else attention_mask.to(torch.float32)
        if attention_mask is not None and attention_mask.dtype == torch.bool:
            mask = attention_mask
        found = functional.scaled_dot_product_attention(
            query.float(), key.float(), value.float(), attn_mask=mask, scale=module.scaling
        )
    return found.transpose(1, 2).contiguous(), None


_ATTENTION = "float32_attention"
AttentionInterface.register(_ATTENTION, _attention)
AttentionMaskInterface.register(_ATTENTION, ALL_MASK_ATTENTION_FUNCTIONS["sdpa"])


class Network:
    """A sentence-transformers model whose token vectors are pooled here.

    folder: the model. layers: places of the layers that are kept, all of them if empty. longest: tokens.
    """

    def __init__(self, folder: Path, longest: int, layers: Sequence[int] = ()) -> None:
        self.model = SentenceTransformer(
            str(folder), device="cpu", model_kwargs={"attn_implementation": _ATTENTION}
        )
        network: Any = self.model[0].model
        if layers:
            network.encoder.layer = torch.nn.ModuleList(network.encoder.layer[place] for place in layers)
            network.config.num_hidden_layers = len(layers)
        for module in network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # a third of a step's time on a CPU, and little use over a few epochs
        self.network: Any = network
        self.tokenize = Tokenizer(self.model.tokenizer.backend_tokenizer, longest)

    def encode(self, items: Sequence[Tokens], sentences: bool, rows: int = 24) -> Pooled:
        """items: in any order; the result is in theirs. rows: in a pass."""
        order = sorted(range(len(items)), key=lambda place: len(items[place].ids))
        spare = -len(order) % rows  # the shortest stands in for what is missing of a full pass
        passes = [*([order[0]] * spare), *order]
        wholes, parts = [], []
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(passes), rows):
                chosen = [items[i] for i in passes[start : start + rows]]
                whole, part = self._pooled(chosen, sentences)
                wholes.append(whole)
                parts.append(part)
        back = spare + torch.tensor(order).argsort()
        whole = torch.cat(wholes)[back]
        if not sentences:
            return whole, None
        most = max(part.shape[1] for part in parts)
        padded_parts = [functional.pad(part, (0, 0, 0, most - part.shape[1])) for part in parts]
        return whole, torch.cat(padded_parts)[back]

    def _pooled(self, items: Sequence[Tokens], sentences: bool) -> Pooled:
        ids, mask, owners = (torch.from_numpy(array) for array in padded(items, _STEP))
        tokens = self.network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        whole = functional.normalize((tokens * mask.unsqueeze(-1)).sum(1), dim=-1)
        if not sentences:
            return whole, None
        most = int(owners.max()) + 1
        sums = torch.zeros(len(ids), most + 1, tokens.shape[-1])
        index = torch.where(owners < 0, most, owners).unsqueeze(-1).expand_as(tokens)
        return whole, functional.normalize(sums.scatter_add(1, index, tokens)[:, :most], dim=-1)

    def save(self, folder: Path) -> None:
        self.model.save(str(folder), create_model_card=False)


def scores(queries: Any, wholes: Any, parts: Any, share: float, dimension: int | None = None) -> Any:
    """(queries, documents): the paragraph's cosine and, for `share` of it, that of its best sentence.

    dimension: only so many of the first are looked at, as a first scan does.
    """
    empty = parts.abs().sum(-1) == 0  # a padded sentence is the zero vector, with cosine 0 to everything
    if dimension is not None:
        queries, wholes, parts = (
            functional.normalize(values[..., :dimension], dim=-1) for values in (queries, wholes, parts)
        )
    flat = queries @ parts.reshape(-1, parts.shape[-1]).T
    best = flat.view(len(queries), len(parts), -1).masked_fill(empty.unsqueeze(0), -1.0).amax(-1)
    return (1 - share) * queries @ wholes.T + share * best
