"""PyTorch on one thread: two workers test side by side, and threads that wait for a core cost time."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Where PyTorch is there at all."""
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
