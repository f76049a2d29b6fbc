"""MiniLM as it is, frozen: an embedding of each sentence and one of what stands before it.

    PYTHONPATH=experiments .venv-minilm/bin/python -m minilm.embeddings

Mean over tokens, then length 1, as the model was trained. The context is the section's name and the two
sentences before in the passage. Takes about four minutes on two cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]
from numpy.typing import NDArray

from minilm.exchange import (
    EMBEDDINGS,
    FOLDER,
    LABELLED,
    TRAIN,
    VALIDATION,
    digest,
    is_current,
    read_rows,
    save_arrays,
    step,
)
from minilm.network import WIDTH, load_encoder, load_tokenizer, plain
from minilm.passages import chunked, context_texts

LONGEST = 256


def main(arguments: Sequence[str] | None = None) -> int:
    """Embed the labelled sentences of training and validation authorities, and their contexts."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    output: Path = options.folder / EMBEDDINGS
    try:
        # Nothing is measured on the test split here.
        rows = [row for row in read_rows(options.folder / LABELLED) if row.split in {TRAIN, VALIDATION}]
        made_of = digest(options.folder / LABELLED)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}: run `python -m minilm.export` first", file=sys.stderr)
        return 1
    if not options.again and is_current(output, made_of):
        print(f"{output}: made of the same sentences; --again makes it anew", file=sys.stderr)
        return 0
    started = time.process_time()
    sentences, contexts = embed([row.text for row in rows]), embed(context_texts(rows))
    save_arrays(
        output, made_of,
        ids=np.array([row.id for row in rows]), sentences=sentences.astype(np.float16),
        contexts=contexts.astype(np.float16), seconds=time.process_time() - started,
    )  # fmt: skip
    return 0


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embeddings of length 1, shape (n, 384); zeros for an empty text. Equal texts are read once."""
    distinct = sorted({plain(text) for text in texts if text}, key=len)
    tokenizer, encoder = load_tokenizer(), load_encoder()
    encoder.eval()
    known = {"": np.zeros(WIDTH, dtype=np.float32)}
    chunks = chunked(distinct)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for number, chunk in enumerate(chunks, 1):
            known.update(zip(chunk, _means(tokenizer, encoder, chunk), strict=True))
            step(number, len(chunks), "batches embedded")
    return np.stack([known[plain(text)] for text in texts])


def _means(tokenizer: Any, encoder: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    inputs = tokenizer(list(texts), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt")
    hidden = encoder(**inputs).last_hidden_state.float()
    mask = inputs["attention_mask"][:, :, None].float()
    means = (hidden * mask).sum(1) / mask.sum(1)
    return np.asarray(torch.nn.functional.normalize(means, dim=1).numpy())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minilm.embeddings", description="Embed labelled sentences.")
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="of what is read and made")
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    parser.add_argument("--again", action="store_true", help="also where there is a result already")
    return parser


if __name__ == "__main__":
    sys.exit(main())
