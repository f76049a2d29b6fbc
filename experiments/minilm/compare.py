"""Compare MiniLM, frozen and fine-tuned, with the default model on the validation split.

    PYTHONPATH=experiments python -m minilm.compare
    PYTHONPATH=experiments python -m minilm.compare --study

Writes ``minilm.md`` in the folder above; needs what `make minilm` makes before it. With ``--study`` the rows
join the study's page, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from held_out import real_corpus, shown
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate
from inspection_findings.evaluation.scoring import units
from inspection_findings.files import write_atomically
from inspection_findings.paths import EXPERIMENTS
from minilm.contenders import (
    BOTH,
    DEFAULT,
    FROZEN,
    SHIPPED,
    STUDENT_ROW,
    TUNED,
    WITHOUT,
    Contender,
    contenders,
)
from minilm.exchange import FINE_TUNED, FOLDER, LABELLED, STUDENT, digest, load_arrays
from minilm.student import made_of
from study.results import Comparison, Held, compare

JOINING = {FROZEN: "minilm-frozen", TUNED: "minilm-fine-tuned", BOTH: "minilm-and-default"}
GROUP = "embeddings"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every row and write the page."""
    options = _parser().parse_args(arguments)
    corpus = real_corpus()
    if corpus is None:
        return 1
    held = corpus.splits[Split.VALIDATION]
    try:
        rows = contenders(corpus.splits[Split.TRAIN], held)
        cost = float(load_arrays(FOLDER / FINE_TUNED, digest(FOLDER / LABELLED))["training_seconds"])
        taught = int(load_arrays(FOLDER / STUDENT, made_of(FOLDER))["sentences"])
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyError as error:
        print(
            f"no prediction of sentence {error}: the corpus has changed: run `make minilm`", file=sys.stderr
        )
        return 1
    records = [record for record in held if record.representative]
    text = page(rows, records, training_minutes=cost / 60, taught=taught)
    write_atomically(EXPERIMENTS / "minilm.md", text.encode())
    print(text)
    return join(rows, records) if options.study else 0


def page(
    rows: Sequence[Contender], records: Sequence[LabelledSentence], *, training_minutes: float, taught: int
) -> str:
    """The page, as Markdown."""
    held = {row.name: held_of(row, records) for row in rows}
    measured = {name: evaluate(each.scored, units(records)) for name, each in held.items()}
    by_name = {row.name: row for row in rows}
    against = {name: compare(held[name], held[DEFAULT], DEFAULT) for name in (FROZEN, TUNED, BOTH)}
    student = compare(held[STUDENT_ROW], held[WITHOUT], WITHOUT)
    speeds = "\n".join(_costs(by_name[name]) for name in (SHIPPED, FROZEN, TUNED, BOTH))
    first = [by_name[name] for name in (SHIPPED, DEFAULT, FROZEN, TUNED, BOTH)]
    second = [by_name[name] for name in (WITHOUT, STUDENT_ROW)]
    authorities = len({record.group for record in records})
    return f"""# Against a small transformer

MiniLM (all-MiniLM-L6-v2: six layers, 22.7 million weights, trained on a billion pairs of sentences) beside
the default model. All were trained on the training split and measured on {len(records):,} real sentences
of {authorities} validation authorities ({len(set(units(records)))} documents). `make minilm` makes this page;
PyTorch has an environment of its own, and the project does not need it.

| row | pair micro-F1 | macro-F1 | domain F1 | polarity |
|---|---|---|---|---|
{chr(10).join(_figures(row, measured[row.name]) for row in first)}

{_verdict(against[TUNED], "the fine-tuned MiniLM", "the default model")}
{_verdict(against[BOTH], "the mean of both", "the default model")}

| difference in pair micro-F1 from *default model* | | p |
|---|---|---|
{chr(10).join(_difference(by_name[name].title, each) for name, each in against.items())}

## How it was measured
- **Thresholds.** A row reports a label from one probability on, the same for all labels: the middle of those
  that are best, or no more than 0.005 worse, for the *other* validation authorities, each being left out in
  turn. So all rows are treated alike, and nothing of an authority decides its own threshold. Only the first
  row has what the product has: a threshold for each label, chosen out of fold on training authorities.
- **Intervals** (95%) resample whole documents; those of differences resample the same documents for both. p
  is McNemar's, over (sentence, label) decisions. These are not independent: read it beside the interval.
- **Frozen.** The embedding of the sentence, that of its section's name with the two sentences before, and its
  place; on them the same factorised logistic regression as in the product. Its regularisation is the best of
  four on training authorities that were left out.
- **Fine-tuned.** MiniLM reads a whole passage behind its section's name; a sentence is the mean over its
  tokens, with one logistic unit a label on top. Four epochs of AdamW, learning rate 8e-5 for the encoder and
  2e-3 on top, 8% warm-up, then linear decay; batches of about 2,600 tokens. Settings were chosen once and not
  tuned; one seed was run, so what another seed would change is not in the interval.

## What it costs
| row | sentences a second of one core | megabytes |
|---|---|---|
{speeds}

Fine-tuning takes about {10 * max(1, round(training_minutes / 10))} minutes of one core.
MiniLM needs PyTorch, several hundred megabytes more, to run as well as to train, and its answers cannot be
taken apart into words as those of a linear model can.

## Can the linear model learn it?
The mean of MiniLM and a first pass read {taught:,} sentences of training authorities' reports that
nobody had labelled. A first pass was then fitted on labelled sentences and, at half their weight, on those
with the probabilities that they were given (distillation, Hinton et al. 2015). Both rows are the first pass
alone, without stacking, and without the weights that the product gives to features.

| row | pair micro-F1 | macro-F1 | domain F1 | polarity |
|---|---|---|---|---|
{chr(10).join(_figures(row, measured[row.name]) for row in second)}

{_verdict(student, "the student", "the first pass without them")}
"""


def held_of(row: Contender, records: Sequence[LabelledSentence]) -> Held:
    """A row's decisions beside the truth."""
    scored = Scored(truth_matrix(records), row.probabilities, row.predicted)
    return Held(np.array([record.id for record in records]), np.array(units(records)), scored)


def _figures(row: Contender, found: Evaluation) -> str:
    names = ("pair_micro_f1", "pair_macro_f1", "domain_micro_f1", "polarity_accuracy")
    return f"| {row.title} | {' | '.join(shown(found.estimates[name]) for name in names)} |"


def _difference(title: str, found: Comparison) -> str:
    return f"| {title} | {_signed(found)} | {_p(found.p)} |"


def _signed(found: Comparison) -> str:
    value, low, high = found.difference
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f})"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _verdict(found: Comparison, one: str, other: str) -> str:
    """What a difference and its interval allow to be said, in a sentence."""
    value, low, high = found.difference
    size = f"by {abs(value):.3f} ({low:+.3f} to {high:+.3f}; p {_p(found.p)})"
    if low <= 0 <= high:
        return f"{one[0].upper()}{one[1:]} and {other} cannot be told apart here: they differ {size}."
    return f"{one[0].upper()}{one[1:]} is {'better' if value > 0 else 'worse'} than {other} {size}."


def _costs(row: Contender) -> str:
    speed = "–" if row.speed is None else f"{row.speed:,.0f}"
    return f"| {row.title} | {speed} | {row.megabytes:.0f} |"


def join(rows: Sequence[Contender], records: Sequence[LabelledSentence]) -> int:
    """Add rows to the study's page, by its own command; its exit code."""
    from study.outside import main as outside

    for row in rows:
        if row.name not in JOINING:
            continue
        path = FOLDER / f"{JOINING[row.name]}.npz"
        held_of(row, records).save(path)
        code = outside([JOINING[row.name], "--group", GROUP, "--title", row.title, "--validation", str(path)])
        if code:
            return code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minilm.compare", description="Write experiments/minilm.md.")
    parser.add_argument("--study", action="store_true", help="add the rows to the study's page, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
