"""Score the first sentences of a file with the shipped model.

python score.py SENTENCES.jsonl 1000
"""

from __future__ import annotations

import json
import sys
import time

from inspection_findings import load_model
from inspection_findings.documents.types import Sentence
from inspection_findings.labels import SectionCode


def main(path: str, count: str) -> None:
    """Print the processor seconds that scoring took, loading left out."""
    scorer = load_model()
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123 - nothing is imported for it
        sentences = [sentence_of(line) for line, _ in zip(lines, range(int(count)), strict=False)]
    started = time.process_time()
    scorer.score(sentences)
    print(json.dumps({"seconds": time.process_time() - started}))


def sentence_of(line: str) -> Sentence:
    """The sentence of a line."""
    found = json.loads(line)
    section = found["section"] and SectionCode(found["section"])
    return Sentence(found["text"], section=section, bullet=found["bullet"], passage=found["passage"])


if __name__ == "__main__":
    main(*sys.argv[1:])
