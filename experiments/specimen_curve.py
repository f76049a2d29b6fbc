"""What a clean clone's model is worth on real reports: trained on specimens alone, more and more of them.

Writes ``specimens.md`` and ``specimens.svg`` beside this file. Run by ``make specimen-curve``; needs the
reports.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import Estimate, Evaluation
from inspection_findings.evaluation.scoring import evaluate_scorer
from inspection_findings.files import write_atomically
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.training import compact_model, fit_classifier
from inspection_findings.reporting.plots.style import picture
from inspection_findings.tracking import log_evaluation, tracked_run

HERE = Path(__file__).parent
SHARES = (0.125, 0.25, 0.5, 1.0)
SEED = 0
TARGET = 0.72


@dataclass(frozen=True)
class Point:
    """One model of the curve."""

    series: str
    documents: int
    sentences: int
    evaluation: Evaluation

    def estimate(self, name: str) -> Estimate:
        """A figure with its interval."""
        return self.evaluation.estimates[name]


def main() -> int:
    """Train and measure every point, and write the page and its plot."""
    corpus = load_corpus()
    if not corpus.has_real_text:
        print(
            "the curve needs the reports: run `findings data fetch` and `findings data build`",
            file=sys.stderr,
        )
        return 1
    points = []
    for series, records in training_sets(corpus):
        points.append(measure(series, records, corpus))
        print(f"{line(points[-1])}", flush=True)
    plot(points, HERE / "specimens.svg")
    write_atomically(HERE / "specimens.md", page(points).encode())
    return 0


def training_sets(corpus: Corpus) -> Iterator[tuple[str, list[LabelledSentence]]]:
    """Training parts of the curve: specimens by kind, growing shares of all, and as much real text."""
    train = corpus.splits[Split.TRAIN]
    specimens = [r for r in train if r.source is Source.SPECIMEN]
    retellings = [r for r in specimens if r.authority]
    yield "retellings alone", retellings
    yield "reports of their own alone", [r for r in specimens if not r.authority]
    for share in SHARES:
        yield "all specimens", some_documents(specimens, share * len(specimens))
    real = [r for r in train if r.source is not Source.SPECIMEN]
    for share in SHARES:
        yield "real text", some_documents(real, min(share * len(specimens), len(real)))


def some_documents(records: Sequence[LabelledSentence], sentences: float) -> list[LabelledSentence]:
    """Whole documents in random order until there are about so many sentences; order of the records kept."""
    names = list(dict.fromkeys(record.document for record in records))
    random.Random(SEED).shuffle(names)  # noqa: S311 - no secret
    sizes = {name: sum(record.document == name for record in records) for name in names}
    kept, total = set(), 0
    for name in names:
        if total >= sentences:
            break
        kept.add(name)
        total += sizes[name]
    return [record for record in records if record.document in kept]


def measure(series: str, records: list[LabelledSentence], corpus: Corpus) -> Point:
    """Train the default configuration on a part and evaluate it on real validation authorities."""
    config = TrainingConfig()
    documents = len({record.document for record in records})
    parameters = {**config.model_dump(mode="json"), "series": series, "data.sentences": len(records)}
    with tracked_run("specimen curve", parameters, {"data.fingerprint": corpus.fingerprint}):
        classifier = fit_classifier(records, config, n_jobs=-1)
        scorer = compact_model(classifier, data={"fingerprint": corpus.fingerprint}, metrics={})
        evaluation = evaluate_scorer(scorer, corpus.evaluation(Split.VALIDATION))
        log_evaluation(evaluation)
    return Point(series, documents, len(records), evaluation)


def line(point: Point) -> str:
    """One row of the table."""
    micro, macro, domain = map(point.estimate, ("pair_micro_f1", "pair_macro_f1", "domain_micro_f1"))
    return (
        f"| {point.series} | {point.documents:,} | {point.sentences:,} | {micro.value:.3f} "
        f"({micro.low:.3f} to {micro.high:.3f}) | {macro.value:.3f} | {domain.value:.3f} |"
    )


def page(points: Sequence[Point]) -> str:
    """The page, as Markdown."""
    held_out = points[0].evaluation
    rows = "\n".join(map(line, points))
    return f"""# Trained on specimens, tested on real reports

A clean clone has no report to train on, only specimens. This is what they are worth: the default
configuration trained on the training part of the specimens, evaluated on {held_out.sentences:,} real
sentences of the validation authorities ({held_out.documents} documents). `make specimen-curve` makes this
page; 95% intervals are by document.

![Pair micro-F1 against the number of training sentences](specimens.svg)

| trained on | documents | sentences | pair micro-F1 | pair macro-F1 | domain micro-F1 |
|---|---|---|---|---|---|
{rows}

*Retellings* say in other words what a real sentence found, and so avoid the field's set phrases; *reports of
their own* were written afresh with them. Which phrases those are was read off the training authorities
alone. Real text is the training authorities', cut to the same number of sentences by whole documents.
"""


def plot(points: Sequence[Point], path: Path) -> None:
    """Draw the curve."""
    with picture(path) as axes:
        styles = {"all specimens": ("o-", "#1f5fa8"), "real text": ("s--", "#444444")}
        for series in dict.fromkeys(point.series for point in points):
            own = [point for point in points if point.series == series]
            marks, colour = styles.get(series, ("D", "#b3541e" if series.startswith("retell") else "#2f7d4f"))
            estimates = [point.estimate("pair_micro_f1") for point in own]
            spread = [[e.value - e.low for e in estimates], [e.high - e.value for e in estimates]]
            axes.errorbar(
                [point.sentences for point in own], [e.value for e in estimates], yerr=spread,
                fmt=marks, color=colour, capsize=3, label=series,
            )  # fmt: skip
        axes.axhline(TARGET, color="#999999", linewidth=0.8)
        axes.annotate(
            f"target {TARGET}", (0.99, TARGET), xycoords=("axes fraction", "data"), ha="right", va="bottom"
        )
        axes.set_xlabel("training sentences")
        axes.set_ylabel("pair micro-F1, real validation authorities")
        axes.legend(loc="lower right", frameon=False)


if __name__ == "__main__":
    sys.exit(main())
