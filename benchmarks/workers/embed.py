"""MiniLM embeddings and a linear model on top, as ``experiments/minilm`` has them; in its own environment.

PYTHONPATH=experiments .venv-minilm/bin/python benchmarks/workers/embed.py SENTENCES.jsonl 1000
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch  # type: ignore[import-not-found]

from minilm.embeddings import embed
from minilm.exchange import Row
from minilm.passages import context_texts

LABELS = 22
WARM_UP = 16


def main(path: str, count: str) -> None:
    """Print the seconds of one thread that embedding and classifying took, loading left out."""
    torch.set_num_threads(1)
    with Path(path).open(encoding="utf-8") as lines:
        found = [json.loads(line) for line, _ in zip(lines, range(int(count)), strict=False)]
    rows = [
        Row(str(i), "train", each["passage"], each["section"], each["bullet"], each["text"], (), known=True)
        for i, each in enumerate(found)
    ]
    embed([row.text for row in rows[:WARM_UP]])
    wall, cpu = time.perf_counter(), time.process_time()
    features = np.hstack([embed([row.text for row in rows]), embed(context_texts(rows))])
    1 / (1 + np.exp(-features @ np.zeros((features.shape[1], LABELS), dtype=features.dtype)))
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
