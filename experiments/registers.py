"""Figures for each register: full, focused and joint inspections, and news about them.

Writes ``registers.md`` beside this file. Run by ``make registers``; needs the reports.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from held_out import predict, real_corpus, shown
from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework
from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate, pair_micro_f1
from inspection_findings.evaluation.registers import register_scores
from inspection_findings.evaluation.scoring import scored_at
from inspection_findings.files import write_atomically
from inspection_findings.model.config import TrainingConfig

HERE = Path(__file__).parent
BEHIND = 0.05


@dataclass(frozen=True)
class Part:
    """Some sentences with what was predicted for them, and what a bootstrap resamples."""

    name: str
    scored: Scored
    records: list[LabelledSentence]
    units: list[str]

    @classmethod
    def of(
        cls, name: str, scored: Scored, records: Sequence[LabelledSentence], *, by_passage: bool = False
    ) -> Part:
        """Those sentences of some that figures are reported on."""
        rows = [row for row, record in enumerate(records) if record.representative]
        kept = [records[row] for row in rows]
        units = [str(record.sentence.passage) if by_passage else record.document for record in kept]
        return cls(name, scored.take(np.array(rows)), kept, units)


def main() -> int:
    """Measure every register, and write the page."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    train, validation = corpus.splits[Split.TRAIN], corpus.splits[Split.VALIDATION]
    print(f"fitting on {len(train):,} sentences, or reading what was kept of it", flush=True)
    predictions = predict(train, validation)
    print("the same for news", flush=True)
    news = news_out_of_fold(corpus)
    parts = [
        Part.of("validation", scored_at(predictions.scores, predictions.thresholds, validation), validation),
        Part.of("out of fold", scored_at(predictions.out_of_fold, predictions.thresholds, train), train),
    ]
    text = page(corpus, parts, news)
    write_atomically(HERE / "registers.md", text.encode())
    print(text)
    return 0


def news_out_of_fold(corpus: Corpus) -> Part:
    """All articles, each scored by a fold that left its authority out.

    Trained on the training split and on the articles of the other splits with the specimens that retell
    them. A specimen has the authority of what it retells, so that none retells an article of its fold.
    """
    records = [
        record
        for split, own in corpus.splits.items()
        for record in own
        if split is Split.TRAIN or record.framework is Framework.NEWS
    ]
    predictions = predict(records, [])
    rows = [row for row, record in enumerate(records) if record.source is Source.ARTICLE]
    articles = [records[row] for row in rows]
    scored = scored_at(predictions.out_of_fold[rows], predictions.thresholds, articles)
    return Part.of("articles", scored, articles, by_passage=True)


def page(corpus: Corpus, parts: Sequence[Part], news: Part) -> str:
    """The page, as Markdown."""
    tables, behind = [], []
    for part in [*parts, news]:
        whole, scores = evaluate(part.scored, part.units), register_scores(part.scored, part.records)
        named = {str(register): each for register, each in scores.items()}
        tables.append(table(part, {"all": whole, **named} if len(named) > 1 else dict.fromkeys(named, whole)))
        # Articles are set against what was measured in the same way.
        against = pair_micro_f1(parts[-1].scored if part is news else part.scored)
        behind += [
            f"- {register} ({part.name}) by {gap:.3f}"
            for register, each in scores.items()
            if (gap := against - each.estimates["pair_micro_f1"].value) > BEHIND
        ]
    listed = "\n".join(behind) or "- none"
    articles = len({record.document for record in news.records})
    authorities = len({record.authority for record in news.records})
    return f"""# Register by register

Reports of full inspections (ILACS, and SIF before it), joint ones (JTAI) and news differ in what they look
at and how they put it. No register is to lie more than {BEHIND} below the whole, or the reason is to be
known. `make registers` makes this page; 95% intervals are by document. *Stating* is F1 over the sentences
that state a finding at all.

## Validation
Authorities that were left out of training.

{tables[0]}

## Out of fold
The training authorities, each scored by one of {TrainingConfig().folds} folds that had left it out, and so
had less to learn from. As in training, some passages are shown without their section.

{tables[1]}

## News
All {articles} labelled articles, of {authorities} authorities, each scored by a fold that had left out all
of its authority: the article itself, the others of that authority, its reports, and every specimen that
retells one of them. Trained on the training split and the other articles. The interval is by passage, for
want of articles, and rather too narrow: passages of one article are alike.

{tables[2]}

## More than {BEHIND} below the whole
{listed}

## Why
Labelled training sentences, and of the real ones how long they are and what they state:

| register | real | specimens | words | findings | stating none | under a known section |
|---|---|---|---|---|---|---|
{supply(corpus)}

In ILACS reports nearly every sentence is a finding, under a heading that says which service it is about. The
others describe more: what is done, who is there, what happened. A description that is taken for a finding
costs precision, and *stating*, which leaves such sentences out, shows how much of the distance is due to
them. They also have fewer labelled sentences to learn from. News has next to none, no section at all, and is
written for other readers: it tells of officials, money and reactions, and quotes what a report says in words
of its own.
"""


def table(part: Part, scores: Mapping[str, Evaluation]) -> str:
    """Figures of registers."""
    names = ("domain_micro_f1", "polarity_accuracy", "expected_calibration_error")
    rows = []
    for name, each in scores.items():
        rows_of = [row for row, record in enumerate(part.records) if name in ("all", record.framework)]
        own = part.scored.take(np.array(rows_of))
        rows.append(
            f"| {name} | {each.sentences:,} | {each.documents} | {shown(each.estimates['pair_micro_f1'])} | "
            f"{shares(own)} | " + " | ".join(f"{each.estimates[figure].value:.3f}" for figure in names) + " |"
        )
    units = "documents" if part.units == [record.document for record in part.records] else "passages"
    head = (
        f"| register | sentences | {units} | pair micro-F1 | precision | recall | stating | domains | "
        "polarity | calibration error |"
    )
    return "\n".join([head, "|---|---|---|---|---|---|---|---|---|---|", *rows])


def shares(scored: Scored) -> str:
    """Cells: precision, recall, and F1 over the sentences that state a finding."""
    hits = (scored.truth & scored.predicted).sum()
    stating = scored.take(np.flatnonzero(scored.truth.any(axis=1)))
    precision, recall = hits / max(scored.predicted.sum(), 1), hits / max(scored.truth.sum(), 1)
    return f"{precision:.3f} | {recall:.3f} | {pair_micro_f1(stating):.3f}"


def supply(corpus: Corpus) -> str:
    """Rows of what each register has to learn from."""
    rows = []
    for register in Framework:
        own = [record for record in corpus.splits[Split.TRAIN] if record.framework is register]
        real = [record for record in own if record.source is not Source.SPECIMEN]
        drawn = [record for record in real if record.representative]
        if not drawn:
            continue
        words = np.mean([len(record.sentence.text.split()) for record in drawn])
        findings = np.mean([len(record.labels) for record in drawn])
        none = np.mean([not record.labels for record in drawn])
        known = np.mean([record.sentence.section is not None for record in drawn])
        rows.append(
            f"| {register} | {len(real):,} | {len(own) - len(real):,} | {words:.0f} | {findings:.2f} | "
            f"{none:.0%} | {known:.0%} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
