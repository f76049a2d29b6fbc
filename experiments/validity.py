"""Findings against the inspectors' own grades and lists, on authorities left out of training.

Writes ``validity.md`` and ``validity.svg`` beside this file. Run by ``make validity``; needs the reports.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from held_out import shown
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.corpus.sources import Sources, read_sources
from inspection_findings.documents import Document, Framework, read_document
from inspection_findings.evaluation.validity import (
    GRADES,
    AreaShare,
    ListedPoint,
    area_shares,
    by_authority,
    grade_auc,
    highest_rank_correlation,
    list_accuracy,
    listed_points,
    rank_correlation,
)
from inspection_findings.files import write_atomically
from inspection_findings.labels import Area
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.training import compact_model, fit_classifier
from inspection_findings.reporting.plots.style import picture

HERE = Path(__file__).parent
FOLDS = 3
FRAMEWORKS = (Framework.ILACS, Framework.JTAI, Framework.SEND)


def main() -> int:
    """Train a model a fold, classify the reports of the authorities it did not see, and write the page."""
    corpus = load_corpus()
    if not corpus.has_real_text:
        print("this needs the reports: run `findings data fetch` and `findings data build`", file=sys.stderr)
        return 1
    records = [record for part in corpus.splits.values() for record in part]
    reports = read_reports(read_sources())
    shares: list[AreaShare] = []
    points: list[ListedPoint] = []
    for number, left_out in enumerate(folds(list(reports))):
        print(f"fold {number + 1} of {FOLDS}: {len(left_out)} authorities left out", flush=True)
        scorer = fit([record for record in records if record.authority not in left_out], corpus.fingerprint)
        for authority in left_out:
            for document in reports[authority]:
                if document.metadata.framework is Framework.ILACS:
                    shares += area_shares(document, authority, scorer.classify(document))
                else:
                    points += listed_points(document, authority, scorer)
    plot(shares, HERE / "validity.svg")
    text = page(shares, points)
    write_atomically(HERE / "validity.md", text.encode())
    print(text)
    return 0


def read_reports(sources: Sources) -> dict[str, list[Document]]:
    """Reports at hand by authority, of the frameworks that grade or list."""
    reports: dict[str, list[Document]] = defaultdict(list)
    for entry in sources.catalogue.values():
        if (
            entry.framework in FRAMEWORKS
            and entry.file.startswith("reports/")
            and sources.path(entry).is_file()
        ):
            reports[entry.authority].append(read_document(sources.path(entry), name=entry.document))
    return reports


def folds(authorities: Sequence[str]) -> list[set[str]]:
    """Authorities in equal parts, in alphabetical rotation."""
    ordered = sorted(authorities)
    return [set(ordered[start::FOLDS]) for start in range(FOLDS)]


def fit(records: list[LabelledSentence], fingerprint: str) -> Scorer:
    """Train the default configuration."""
    classifier = fit_classifier(records, TrainingConfig(), n_jobs=-1)
    return compact_model(classifier, data={"fingerprint": fingerprint}, metrics={})


def page(shares: Sequence[AreaShare], points: Sequence[ListedPoint]) -> str:
    """The page, as Markdown."""
    rows = [
        "| all areas | " + grade_cells(shares),
        *(f"| {area.replace('_', ' ')} | {grade_cells(part)}" for area in Area if (part := of(shares, area))),
    ]
    lists = []
    for framework in (Framework.JTAI, Framework.SEND):
        own = [point for point in points if f"-{framework}-" in point.document]
        accuracy = shown(by_authority(own, list_accuracy))
        lists.append(
            f"| {framework.upper()} | {len({p.document for p in own})} | {len(own):,} | {accuracy} |"
        )
    grades = "\n".join(rows)
    listed = "\n".join(lists)
    return f"""# Findings against the inspectors themselves

Inspectors say twice what they think of a service: in sentences, which the model reads, and in grades and
lists, which it is not told. Here the two are compared. Grades are never used in training. Each report is
classified by a model that saw no report of its authority ({FOLDS} folds over authorities, the default
configuration). `make validity` makes this page; 95% intervals are by authority.

## Grades
For each judgement area of the ILACS reports that has a grade and at least five findings: the share of
strengths among its findings, against the grade. Rho is Spearman's rank correlation; AUC is the probability
that an area below good shows a greater share of weaknesses than one that is good or outstanding. Shares
differ within a grade and grades do not, so that even shares which follow the grades without a mistake reach
only the rho in the last column. The share is taken in two ways: *counted* over the findings as they are
reported, and *expected*, the probabilities of all labels added up whether they are reported or not, so that
an uncertain finding moves it less. The picture shows the count.

![Share of strengths by grade](validity.svg)

| area | reports | graded areas | rho, counted | AUC, counted | rho, expected | AUC, expected | highest rho |
|---|---|---|---|---|---|---|---|
{grades}

## Lists
Bullet points that stand under a heading such as "Strengths" or "What needs to improve", classified with the
heading withheld: are more of the labels that the model expects of the polarity that inspectors listed the
point as? The training data have no area SEND report at all.

| framework | reports | bullet points | polarity recognised |
|---|---|---|---|
{listed}
"""


def of(shares: Sequence[AreaShare], area: Area) -> list[AreaShare]:
    """Shares of one area."""
    return [share for share in shares if share.area is area]


def grade_cells(shares: Sequence[AreaShare]) -> str:
    """Cells of the table of grades."""
    figures = [
        shown(by_authority(shares, partial(figure, expected=expected)))
        for expected in (False, True)
        for figure in (rank_correlation, grade_auc)
    ]
    highest = highest_rank_correlation(shares)
    cells = [str(len({s.document for s in shares})), str(len(shares)), *figures, f"{highest:.3f}"]
    return " | ".join(cells) + " |"


def plot(shares: Sequence[AreaShare], path: Path) -> None:
    """Draw the shares of strengths by grade, a dot an area of a report."""
    with picture(path) as axes:
        random = np.random.default_rng(0)
        for rank, grade in enumerate(GRADES):
            own = np.array([share.share for share in shares if share.grade is grade])
            axes.scatter(
                rank + random.uniform(-0.22, 0.22, len(own)),
                own,
                s=9,
                alpha=0.45,
                color="#1f5fa8",
                linewidths=0,
            )
            if len(own):
                axes.hlines(np.median(own), rank - 0.3, rank + 0.3, color="#222222", linewidth=2)
        labels = [f"{grade.replace('_', ' ')}\n({sum(s.grade is grade for s in shares)})" for grade in GRADES]
        axes.set_xticks(range(len(GRADES)), labels)
        axes.set_ylabel("share of strengths among findings")
        axes.set_ylim(-0.02, 1.02)


if __name__ == "__main__":
    sys.exit(main())
