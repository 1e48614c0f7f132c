"""The weighted mean of models: `python -m training.average OUT MODEL=WEIGHT ... `.

Averaging checkpoints with the model that training started from keeps what that model knew:
M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022 (arXiv 2109.01903).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

_WEIGHTS = "model.safetensors"


def average(models: dict[Path, float], out: Path) -> None:
    """Write the mean of the models to `out`; all else is the first one's. Weights are made to sum to 1."""
    total = sum(models.values())
    first = next(iter(models))
    shutil.copytree(first, out, dirs_exist_ok=True)
    loaded = [(load_file(folder / _WEIGHTS), weight / total) for folder, weight in models.items()]
    mean = {
        name: torch.stack([tensors[name].float() * weight for tensors, weight in loaded]).sum(0)
        for name in loaded[0][0]
    }
    save_file(mean, out / _WEIGHTS, metadata={"format": "pt"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", nargs="+", metavar="MODEL=WEIGHT")
    given = parser.parse_args()
    pairs = (item.rsplit("=", 1) for item in given.models)
    average({Path(folder): float(weight) for folder, weight in pairs}, given.out)


if __name__ == "__main__":
    main()
