"""Fine-tune MiniLM on the training split, a passage at a time, and keep what it says of every sentence.

    PYTHONPATH=experiments .venv-minilm/bin/python -m minilm.finetune
    PYTHONPATH=experiments .venv-minilm/bin/python -m minilm.finetune --epochs 0.02 --passages 50 --folder try

Reads ``labelled.jsonl`` and ``unlabelled.jsonl``; writes log-odds as npz, and the weights. Settings were
chosen once, as is usual for encoders of this size, and never tuned. Four epochs take about twenty minutes on
two cores, and scoring all reports another six.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch  # type: ignore[import-not-found]
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file  # type: ignore[import-not-found]

from minilm.exchange import (
    FINE_TUNED,
    FINE_TUNED_UNLABELLED,
    FOLDER,
    LABELLED,
    TRAIN,
    UNLABELLED,
    WEIGHTS,
    Row,
    digest,
    is_current,
    read_rows,
    save_arrays,
    step,
    truth,
)
from minilm.network import SentenceNetwork, collate, load_tokenizer, marks, tokenise
from minilm.passages import Sequenced, batches, first_passages, pieces, sequence
from minilm.schedule import rate

EPOCHS = 4.0
ENCODER_RATE = 8e-5
HEAD_RATE = 2e-3
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
BATCH_TOKENS = 2600
SECTION_DROPOUT = 0.15
"""Share of the pieces that are shown without their section, drawn anew in each epoch."""
READING_TOKENS = 6000


class Reader:
    """Lays sentences out for the network."""

    def __init__(self, rows: Sequence[Row]) -> None:
        tokenizer = load_tokenizer()
        self.rows = rows
        self.tokens = tokenise(tokenizer, [row.text for row in rows])
        self.marks = marks(tokenizer, rows)
        self.pieces = pieces(rows, [len(tokens) for tokens in self.tokens])

    def sequences(self, generator: random.Random | None = None) -> list[Sequenced]:
        """All pieces; with a generator some are without their section."""
        return [
            sequence(
                piece, self.rows, self.tokens, self.marks,
                show_section=generator is None or generator.random() >= SECTION_DROPOUT,
            )
            for piece in self.pieces
        ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Fine-tune or read the weights, then score every sentence."""
    options = _parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    folder: Path = options.folder
    try:
        labelled = read_rows(folder / LABELLED)
        unlabelled = read_rows(folder / UNLABELLED)
        made_of = [digest(folder / LABELLED), digest(folder / LABELLED, folder / UNLABELLED)]
    except OSError as error:
        print(f"{error.filename}: {error.strerror}: run `python -m minilm.export` first", file=sys.stderr)
        return 1
    if options.passages:
        labelled, unlabelled = (first_passages(rows, options.passages) for rows in (labelled, unlabelled))
        # What a trial run leaves behind never passes for the whole.
        made_of = [f"{each}, {options.passages} passages" for each in made_of]
    outputs = [folder / FINE_TUNED, folder / FINE_TUNED_UNLABELLED]
    if not options.again and all(map(is_current, outputs, made_of)):
        print(f"{outputs[0]}: made of the same sentences; --again makes it anew", file=sys.stderr)
        return 0
    if options.weights:
        network, trained = SentenceNetwork(), float("nan")
        network.load_state_dict(load_file(options.weights))
    else:
        started = time.process_time()
        network = train([row for row in labelled if row.split == TRAIN], options.epochs, options.seed)
        trained = time.process_time() - started
        save_file(network.state_dict(), folder / WEIGHTS)
    for path, rows, source in zip(outputs, (labelled, unlabelled), made_of, strict=True):
        started = time.process_time()
        logits = score(network, rows)
        save_arrays(
            path, source,
            ids=np.array([row.id for row in rows]), logits=logits.astype(np.float32),
            seconds=time.process_time() - started, training_seconds=trained,
        )  # fmt: skip
        print(f"{path}: {len(rows):,} sentences", file=sys.stderr)
    return 0


def train(rows: Sequence[Row], epochs: float, seed: int) -> SentenceNetwork:
    """Fine-tune on labelled sentences by binary cross-entropy, summed over labels."""
    torch.manual_seed(seed)
    generator = random.Random(seed)  # noqa: S311 - no secret
    network, reader = SentenceNetwork(), Reader(rows)
    targets = torch.tensor(truth(rows))
    optimiser = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": ENCODER_RATE},
            {"params": network.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=WEIGHT_DECAY,
    )
    an_epoch = len(batches(reader.sequences(), BATCH_TOKENS, random.Random(seed)))  # noqa: S311 - no secret
    total = max(1, round(an_epoch * epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda number: rate(number, total))
    network.train()
    number, loss_so_far = 0, 0.0
    while number < total:
        sequences = reader.sequences(generator)
        for chosen in batches(sequences, BATCH_TOKENS, generator)[: total - number]:
            batch = collate([sequences[i] for i in chosen])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                network(batch), targets[batch.rows], reduction="sum"
            ) / len(batch.rows)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            number += 1
            loss_so_far = loss.item() if number == 1 else 0.98 * loss_so_far + 0.02 * loss.item()
            step(number, total, f"steps, loss {loss_so_far:.3f}")
    return network


def score(network: SentenceNetwork, rows: Sequence[Row]) -> NDArray[np.float32]:
    """Log-odds of the labels of each sentence, shape (n, 22)."""
    network.eval()
    sequences = Reader(rows).sequences()
    chosen = batches(sequences, READING_TOKENS)
    logits = np.zeros((len(rows), network.head.out_features), dtype=np.float32)
    with torch.inference_mode():
        for number, each in enumerate(chosen, 1):
            batch = collate([sequences[i] for i in each])
            logits[batch.rows] = network(batch).numpy()
            step(number, len(chosen), "batches scored")
    return logits


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minilm.finetune", description="Fine-tune MiniLM and score.")
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="of what is read and made")
    parser.add_argument("--epochs", type=float, default=EPOCHS, help="passes over the training split")
    parser.add_argument("--seed", type=int, default=0, help="of order, dropout and the first weights")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="only score, with weights of before")
    parser.add_argument(
        "--passages", type=int, default=0, metavar="N", help="take the first alone; does it run?"
    )
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    parser.add_argument("--again", action="store_true", help="also where there is a result already")
    return parser


if __name__ == "__main__":
    sys.exit(main())
