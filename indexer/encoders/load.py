"""The encoder that a name or a folder stands for. Importing this loads no model library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import ModelUnavailable

from .export import MODEL_NAME, WEIGHTS_SHA256, Progress, default_folder, ensure_exported, is_export
from .protocol import Encoder

if TYPE_CHECKING:
    from .onnx_encoder import OnnxEncoder

OWN_NAME = "pinpoint-encoder-2"  # docs/encoder.md
RETIRED = ("pinpoint-encoder-1",)  # Pinpoint's own, of older versions: OWN_NAME takes their place
BASE_NAMES = (MODEL_NAME, f"sentence-transformers/{MODEL_NAME}")


def load_encoder(model: str | None = None, *, progress: Progress | None = None) -> Encoder:
    """The encoder for `model`: None for Pinpoint's own, else a sentence-transformers name or folder.

    Pinpoint's own, its base model, and a folder in the format of its export run on ONNX Runtime; any
    other model runs on torch. `progress` gets a line before a wait: the base model's export (seconds)
    or a download. Raises ModelUnavailable.
    """
    if model is None or (model == OWN_NAME and not Path(model).is_dir()):
        return _onnx_encoder(own_folder())
    if model in RETIRED and not Path(model).is_dir():
        raise ModelUnavailable(
            f"this version of Pinpoint has {OWN_NAME} in the place of {model}",
            "index the reports again (pinpoint index FOLDER)",
        )
    if model in BASE_NAMES and not Path(model).is_dir():
        encoder = _onnx_encoder(ensure_exported(progress))
        if encoder.revision != WEIGHTS_SHA256:
            raise ModelUnavailable(
                f"the cache of models holds another model as {MODEL_NAME}",
                f"delete the folder {default_folder()} and run this again",
            )
        return encoder
    folder = Path(model)
    if is_export(folder):
        encoder = _onnx_encoder(folder)
        if encoder.revision != WEIGHTS_SHA256 and encoder.name != OWN_NAME:
            encoder.name = folder.resolve().as_posix()
        return encoder
    from .torch_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(model, progress=progress)


def own_folder() -> Path:
    """The encoder that ships with Pinpoint."""
    return Path(__file__).resolve().parent / "model"


def _onnx_encoder(folder: Path) -> OnnxEncoder:
    from .onnx_encoder import OnnxEncoder

    return OnnxEncoder(folder)
