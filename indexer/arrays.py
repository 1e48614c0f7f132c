"""The arrays that pass between rooms, by name: dtypes here, shapes where they are used."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
Float16Array = npt.NDArray[np.float16]
Int64Array = npt.NDArray[np.int64]
Int32Array = npt.NDArray[np.int32]

Spans = tuple[tuple[int, int], ...]  # half-open [start, end) in characters of a text, in its order
