"""What a developer writes in an afternoon: pypdf, chunks of 120 words, sentence-transformers, FAISS.

python -m benchmarks.peers.afternoon index|grow|query|cold FOLDER ARGUMENT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from benchmarks.peers.common import Vectors, chunks_of, model_folder, repeated, tell, timed


class Afternoon:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = SentenceTransformer(model_folder(), device="cpu")

    def embed(self, texts: list[str]) -> Vectors:
        return np.asarray(self.model.encode(texts, normalize_embeddings=True, batch_size=32), np.float32)

    def save(self, vectors: Vectors, texts: list[str]) -> None:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(self.folder / "vectors.faiss"))
        (self.folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")

    def load(self) -> tuple[Any, list[str]]:
        texts = json.loads((self.folder / "texts.json").read_text(encoding="utf-8"))
        return faiss.read_index(str(self.folder / "vectors.faiss")), texts


def main() -> None:
    step, folder, argument = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    peer = Afternoon(folder)
    if step == "index":
        texts = chunks_of([Path(line) for line in Path(argument).read_text("utf-8").splitlines()])
        peer.save(peer.embed(texts), texts)
        tell(chunks=len(texts))
        return
    index, texts = peer.load()

    def search(query: str) -> list[str]:
        _, found = index.search(peer.embed([query]), 10)
        return [texts[place] for place in found[0].tolist()]

    if step == "grow":
        peer.save(*repeated(index.reconstruct_n(0, index.ntotal), texts, int(argument)))
    elif step == "query":
        tell(chunks=len(texts), **timed(search, json.loads(Path(argument).read_text("utf-8"))))
    else:
        tell(found=len(search(argument)))


if __name__ == "__main__":
    main()
