"""Score the first sentences of a file with the shipped model.

python score.py SENTENCES.jsonl 1000
"""

from __future__ import annotations

import json
import sys
import time

from inspection_findings import load_model


def main(path: str, count: str) -> None:
    """Print the processor seconds that scoring took, loading left out."""
    scorer = load_model()
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123 - nothing is imported for it
        sentences = [json.loads(line) for line, _ in zip(lines, range(int(count)), strict=False)]
    started = time.process_time()
    scorer.score(sentences)
    print(json.dumps({"seconds": time.process_time() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
