"""txtai's hybrid search (dense and BM25, with the texts kept) over the same chunks and the same encoder.

python -m benchmarks.peers.with_txtai index|grow|query|cold FOLDER ARGUMENT
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.common import Vectors, chunks_of, model_folder, repeated, tell, timed


def embeddings(**more: Any) -> Any:
    return importlib.import_module("txtai").Embeddings(hybrid=True, content=True, **more)


def grow(folder: Path, count: int) -> None:
    """Vectors are given from outside, so that nothing is embedded twice; then the model is put back."""
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    model = importlib.import_module("sentence_transformers").SentenceTransformer(model_folder(), device="cpu")
    vectors, grown = repeated(
        np.asarray(model.encode(texts, normalize_embeddings=True), np.float32), texts, count
    )
    given = iter(vectors)

    def transform(batch: list[str]) -> Vectors:
        return np.stack([next(given) for _ in batch])

    made = embeddings(method="external", transform=transform)
    made.index(enumerate(grown))
    made.config.pop("transform")
    made.config |= {"method": "sentence-transformers", "path": model_folder()}
    made.save(str(folder / "index"))


def main() -> None:
    step, folder, argument = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if step == "index":
        texts = chunks_of([Path(line) for line in Path(argument).read_text("utf-8").splitlines()])
        made = embeddings(path=model_folder(), method="sentence-transformers")
        made.index(enumerate(texts))
        made.save(str(folder / "index"))
        tell(chunks=len(texts))
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    elif step == "grow":
        grow(folder, int(argument))
    else:
        opened = importlib.import_module("txtai").Embeddings()
        opened.load(str(folder / "index"))
        if step == "query":
            queries = json.loads(Path(argument).read_text("utf-8"))
            tell(chunks=opened.count(), **timed(lambda query: opened.search(query, 10), queries))
        else:
            tell(found=len(opened.search(argument, 10)))


if __name__ == "__main__":
    main()
