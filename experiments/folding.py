"""Whether folding months, spellings and compounds costs accuracy on authorities that were left out.

Writes ``folding.md`` beside this file. Run by ``make folding``; needs the reports.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from held_out import Floats, Predictions, predict, real_corpus
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.bootstrap import document_sums, interval, metric_values, resampled
from inspection_findings.evaluation.metrics import Scored
from inspection_findings.evaluation.scoring import scored_at
from inspection_findings.files import write_atomically
from inspection_findings.model import text

HERE = Path(__file__).parent
RESAMPLES = 2000
METRICS = {
    "pair_micro_f1": "pair micro-F1",
    "domain_micro_f1": "domain F1",
    "exact_polarity_accuracy": "exact polarity",
    "expected_calibration_error": "calibration error",
}
PLAIN = "as it was"
SHIPPED = "and compounds (as shipped)"

_NUMBER = re.compile(r"\d+")
_INNER_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


def _hyphens_dropped(written: str) -> str:
    """As `text.normalise`, but a hyphen within a word is dropped."""
    plain = text._POSSESSIVE.sub("", written.lower().translate(text._TRANSLATION))
    return text._NUMBER.sub("0", _INNER_HYPHEN.sub("", plain))


WITHOUT_COMPOUNDS: Mapping[str, Any] = {"COMPOUNDS": {}, "normalise": _hyphens_dropped}
WITHOUT: Mapping[str, Mapping[str, Any]] = {
    PLAIN: {
        **WITHOUT_COMPOUNDS,
        "spelt": str,
        "_MONTHS": frozenset(),
        "_MONTHS_AS_WRITTEN": frozenset(),
        "_NUMBER": _NUMBER,
    },
    "months, ordinals and spellings": WITHOUT_COMPOUNDS,
    SHIPPED: {},
}
"""What takes the place of what in the analysis of text."""


@dataclass(frozen=True)
class Row:
    """What a way to fold came to.

    Attributes
    ----------
    changed
        Sentences of reports and articles whose tokens are not what they were.
    out_of_fold, validation
        Of training authorities, each by folds without it, and of validation authorities.
    """

    name: str
    changed: int
    out_of_fold: Scored
    validation: Scored


@contextmanager
def folded(name: str) -> Iterator[None]:
    """Analyse text in one of the ways of `WITHOUT`."""
    with patch.multiple(text, **WITHOUT[name], _PIECES=text._Pieces()):
        yield


def main() -> int:
    """Fit with and without each, and write the page."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    train, validation = corpus.splits[Split.TRAIN], corpus.splits[Split.VALIDATION]
    real = [r.sentence.text for r in (*train, *validation) if r.source is not Source.SPECIMEN]
    before = _tokens(PLAIN, real)
    rows = []
    for name in WITHOUT:
        with folded(name):
            kept = predict(train, validation, variant="" if name == SHIPPED else f"folding: {name}")
        changed = sum(a != b for a, b in zip(before, _tokens(name, real), strict=True))
        rows.append(Row(name, changed, *_scored(kept, train, validation)))
        print(f"{name}: {changed:,} of {len(real):,} sentences changed", flush=True)
    measured = [[r.group for r in part if r.representative] for part in (train, validation)]
    write_atomically(HERE / "folding.md", page(rows, measured, len(real)).encode())
    return 0


def _tokens(name: str, texts: Sequence[str]) -> list[list[str]]:
    with folded(name):
        return [text.tokenise(each) for each in texts]


def _scored(
    kept: Predictions, train: Sequence[LabelledSentence], validation: Sequence[LabelledSentence]
) -> tuple[Scored, Scored]:
    """Both parts, of each the sentences that were sampled at random."""
    parts = []
    for scores, records in ((kept.out_of_fold, train), (kept.scores, validation)):
        rows = np.flatnonzero([record.representative for record in records])
        parts.append(scored_at(scores, kept.thresholds, records).take(rows))
    return parts[0], parts[1]


def page(rows: Sequence[Row], authorities: Sequence[Sequence[str]], sentences: int) -> str:
    """The page as Markdown."""
    tables = [
        _table(rows, lambda row: row.out_of_fold, authorities[0]),
        _table(rows, lambda row: row.validation, authorities[1]),
    ]
    counts = "\n".join(f"| {row.name} | {row.changed:,} |" for row in rows[1:])
    return PAGE.format(
        counts=counts,
        sentences=sentences,
        resamples=RESAMPLES,
        out_of_fold=tables[0],
        validation=tables[1],
        training=len(set(authorities[0])),
        held=len(set(authorities[1])),
    )


def _table(rows: Sequence[Row], which: Callable[[Row], Scored], authorities: Sequence[str]) -> str:
    sums = [document_sums(which(row), authorities) for row in rows]
    values = [metric_values(each.sum(axis=0)[None]) for each in sums]
    drawn = [metric_values(resampled(each, resamples=RESAMPLES)) for each in sums]
    lines = [f"| folded | {' | '.join(METRICS.values())} |", f"|---|{'---:|' * len(METRICS)}"]
    for row, value, draws in zip(rows, values, drawn, strict=True):
        cells = [
            f"{value[name][0]:.3f}"
            + (
                ""
                if row is rows[0]
                else _difference(values[0][name], value[name], drawn[0][name], draws[name])
            )
            for name in METRICS
        ]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _difference(before: Floats, after: Floats, drawn_before: Floats, drawn_after: Floats) -> str:
    low, high = interval(drawn_after - drawn_before)
    return f", {after[0] - before[0]:+.4f} ({low:+.4f} to {high:+.4f})"


PAGE = """\
# Folding what should change nothing

Written by `make folding`. Names of months, ordinals, American spellings and the hyphens of compounds should
not decide what is found, and [robustness](robustness.md) says that they do not. Here is what that costs on
authorities that were left out: the shipped configuration, trained on the training split, with text analysed
as it was before any of these was folded, with months, ordinals ("1st") and spellings folded, and with
compounds too. Differences are from the first row, with 95% intervals from {resamples:,} paired resamples of
whole authorities.

## Training authorities, each by folds that left it out ({training} authorities)
{out_of_fold}

## Validation authorities ({held} authorities)
{validation}

Of {sentences:,} sentences of reports and articles, the tokens of so many are no longer what they were:

| folded | sentences |
|---|---:|
{counts}

Rules for spellings and months are those of dictionaries (`model/spelling.py`, `model/text.py`); "may" and
"march" are months with a capital letter alone. A hyphen divides two words, but for "co-", "re-" and their
like; compounds that are written as one word are divided where `model/compounds.py` lists them. The list was
made from all labelled reports, those of validation among them, but from no label, and not from the specimens
that robustness is measured on. The rules for spellings cover every word that robustness swaps, so its figure
says nothing of words that they do not cover. Names of councils are not folded: which word is one, no rule of
spelling tells.
"""


if __name__ == "__main__":
    sys.exit(main())
