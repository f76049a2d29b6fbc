"""``findings evaluate``: figures of a saved model on labelled sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.paths import DATASET


def evaluate(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="Model folder.")],
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "validation",
    data: Annotated[
        Path, typer.Option("--data", help="Dataset folder that `findings data build` wrote.")
    ] = DATASET,
) -> None:
    """Measure a saved model on a split of the labelled corpus.

    [bold]Try[/bold]

      findings evaluate models/trained
      findings evaluate models/trained --split test
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.dataset import load_corpus
        from inspection_findings.corpus.splits import Split
        from inspection_findings.evaluation.scoring import evaluate_scorer
        from inspection_findings.model.scorer import load_model
        from inspection_findings.reporting.figures import print_evaluation

    if split not in set(Split):
        raise UsageError(f"--split {split}: expected one of {', '.join(Split)}")
    scorer = load_model(model)
    corpus = load_corpus(data)
    if split in scorer.metadata.data.get("splits", []):
        Messages().warning(
            f"the model was trained on the {split} split: these figures say nothing about new reports"
        )
    console = text_console(sys.stdout)
    evaluation = evaluate_scorer(scorer, corpus.evaluation(Split(split)))
    print_evaluation(console, evaluation, title=f"{split.capitalize()} split")
