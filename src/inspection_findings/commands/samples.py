"""The labelled sentences that models are measured on: a split of the corpus, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.labelled_lines import read_labelled
from inspection_findings.paths import DATASET

if TYPE_CHECKING:
    from inspection_findings.evaluation.predictions import Example
    from inspection_findings.model.parameters import ModelMetadata

DEFAULT_SPLIT = "validation"

SplitOption = Annotated[
    str | None, typer.Option(help="train, validation or test.", show_default=DEFAULT_SPLIT)
]
SentencesOption = Annotated[
    Path | None,
    typer.Option(
        "--sentences",
        metavar="FILE",
        help='Labelled sentences instead of a split: JSON Lines of "id", "text" and "labels" '
        '(["oversight:weakness"]), and where known "document", "framework", "section", "bullet", "passage".',
    ),
]
DataOption = Annotated[Path, typer.Option("--data", help="Dataset folder that `findings data build` wrote.")]


@dataclass(frozen=True)
class Sample:
    """Labelled sentences to measure on.

    Attributes
    ----------
    name
        In words.
    split
        Of the corpus; ``None`` for a file.
    examples
        Those of a passage next to each other.
    data_fingerprint
        Of the corpus; empty for a file.
    """

    name: str
    split: str | None
    examples: Sequence[Example]
    data_fingerprint: str

    def warn_if_seen(self, metadata: ModelMetadata, name: str | None = None) -> None:
        """Say where a model was trained on the very split.

        Parameters
        ----------
        metadata
            Of the model.
        name
            That it goes by, where there are several.
        """
        if self.split and self.split in metadata.data.get("splits", []):
            Messages().warning(
                f"{name or 'the model'} was trained on the {self.split} split: "
                "these figures say nothing about new reports"
            )


def choose_sample(split: str | None, sentences: Path | None, data: Path = DATASET) -> Sample:
    """Read the sentences that the options name.

    Parameters
    ----------
    split
        Of the corpus; validation where neither is given.
    sentences
        A file of labelled sentences instead.
    data
        Folder of the corpus.

    Raises
    ------
    UsageError
        If both are given, or there is no such split.
    CorpusError, InputLineError
        If what they name cannot be read.
    """
    if sentences is not None:
        if split is not None:
            raise UsageError("--split and --sentences: give one of them")
        return Sample(f"sentences of {sentences}", None, read_labelled(sentences), "")
    from inspection_findings.corpus.dataset import load_corpus
    from inspection_findings.corpus.splits import Split

    chosen = split or DEFAULT_SPLIT
    if chosen not in set(Split):
        raise UsageError(f"--split {chosen}: expected one of {', '.join(Split)}")
    corpus = load_corpus(data)
    return Sample(f"{chosen} split", chosen, corpus.evaluation(Split(chosen)), corpus.fingerprint)
