"""Time and memory against the size of the work: each point a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.documents import lay_out
from benchmarks.pairing import Sample
from benchmarks.processes import Command, findings, run, worker
from benchmarks.results import Curve, Point, Result
from benchmarks.settings import Settings

NAME = "growth"
SCORED = 1000
"""Sentences that are scored with each vocabulary."""


def measure(settings: Settings) -> Result:
    """Measure all curves."""
    # What the program of training holds before it has read a sentence.
    base = _point(0, _train(settings, settings.sentence_file(settings.sizes.sentences), 0))[0].peak
    return Result(
        NAME,
        settings.conditions,
        curves=(
            documents(settings),
            scored(settings),
            trained(settings, base),
            *vocabulary(settings, base),
            labels(settings),
        ),
        facts=(
            "Sentences past the specimens are made of them: the first half of one and the second half of "
            "another with the same labels.",
            f"Vocabulary and labels vary on {settings.sizes.sentences:,} sentences. The smaller "
            "vocabularies are those of terms that more sentences share.",
        ),
    )


def documents(settings: Settings) -> Curve:
    """Whole commands; what starting costs is that of one letter."""
    start, _ = run(findings("classify", settings.letter, "-o", settings.scratch / "start.jsonl", "-q"))
    points = []
    for count in settings.sizes.growth_documents:
        folder = lay_out(settings.documents.paths[:count], settings.scratch / f"growth-{count}")
        sample, _ = run(findings("classify", folder, "-o", folder.with_suffix(".jsonl"), "-q", "--jobs", "1"))
        points.append(Point(count, sample.cpu, _peak(sample)))
    kind = settings.documents.kind
    return Curve("documents", f"classifying {kind}", kind, tuple(points), fixed_seconds=start.cpu)


def scored(settings: Settings) -> Curve:
    """Scoring alone, with the shipped model."""
    sizes = settings.sizes.growth_scored
    path = settings.sentence_file(max(sizes))
    base, *points = [_point(count, worker("score", path, str(count)))[0] for count in (0, *sizes)]
    return Curve("sentences", "scoring sentences", "sentences", tuple(points), fixed_peak=base.peak)


def trained(settings: Settings, base: float) -> Curve:
    """Training with the default configuration."""
    sizes = settings.sizes.growth_trained
    path = settings.sentence_file(max(sizes))
    points = [_point(count, _train(settings, path, count))[0] for count in sizes]
    return Curve("training", "training on sentences", "sentences", tuple(points), fixed_peak=base)


def vocabulary(settings: Settings, base: float) -> tuple[Curve, Curve]:
    """Training, and scoring with what was trained, on the same sentences with more and more terms."""
    count = settings.sizes.sentences
    path = settings.sentence_file(count)
    training, scoring = [], []
    for least in settings.sizes.least_documents:
        options = ("--min-df", str(least), "--score", str(SCORED))
        point, found = _point(count, [*_train(settings, path, count), *options])
        training.append(Point(found["terms"], point.seconds, point.peak))
        scoring.append(Point(found["terms"], found["scoring"], point.peak))
    return (
        Curve("vocabulary", "training on a vocabulary", "features", tuple(training), fixed_peak=base),
        Curve("vocabulary-scoring", "scoring with a vocabulary", "features", tuple(scoring), fixed_peak=base),
    )


def labels(settings: Settings) -> Curve:
    """The fits of a first pass with as many labels, on features that were made before."""
    count = settings.sizes.sentences
    path = settings.sentence_file(count)
    base, *points = [
        _point(number, worker("labels", path, str(count), str(number)))[0]
        for number in (0, *settings.sizes.labels)
    ]
    return Curve("labels", "a fit a label", "labels", tuple(points), fixed_peak=base.peak)


def _train(settings: Settings, path: Path, count: int) -> Command:
    return worker("train", path, str(count), "--folds", str(settings.sizes.folds))


def _point(size: float, command: Command) -> tuple[Point, dict[str, Any]]:
    sample, printed = run(command)
    found: dict[str, Any] = json.loads(printed[0])
    return Point(size, found["seconds"], _peak(sample)), found


def _peak(sample: Sample) -> float:
    if sample.peak is None:
        raise ValueError("a process was measured without its memory")
    return sample.peak
