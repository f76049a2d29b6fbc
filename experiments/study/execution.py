"""Running rows over all parts, side by side, and keeping what they came to."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from inspection_findings.evaluation.metrics import Scored, pair_micro_f1
from inspection_findings.evaluation.scoring import units
from inspection_findings.tracking import log_evaluation, log_figures, tracked_run
from study.config import Row, Study
from study.data import VALIDATION, StudyData, load_data
from study.results import QUICK_RESAMPLES, RESAMPLES, Held, Result, compare, load_held, measure, read_results
from study.running import Predictions, run_bundle

EXPERIMENT = "study"
FOLDS = "folds"

Bundle = tuple[list[Row], str]


def run_rows(
    study: Study,
    rows: Sequence[Row],
    *,
    data_folder: Path,
    output: Path,
    cache: Path,
    jobs: int,
    again: bool = False,
    quick: bool = False,
) -> None:
    """Run rows, write a result each as soon as it is there, and compare all with their incumbents.

    Parameters
    ----------
    study, rows
        All that is compared, and which of it to run.
    data_folder
        Of the built corpus.
    output
        Folder of the page; results go to ``results`` in it.
    cache
        Folder for counts, fits and predictions.
    jobs
        Processes.
    again
        Whether to run what has not changed, too.
    quick
        Whether to take a few sentences only.
    """
    data, resamples = load_data(data_folder, quick=quick), QUICK_RESAMPLES if quick else RESAMPLES
    known = read_results(output / "results")
    wanted = [
        row
        for row in rows
        if again or row.name not in known or not known[row.name].current(settings(row), data.fingerprint)
    ]
    tasks = list(bundles(wanted, data))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    found: dict[str, dict[str, Predictions]] = defaultdict(dict)
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("fitting", total=len(tasks))
        parallel = Parallel(n_jobs=jobs, return_as="generator")
        done = parallel(
            delayed(run_bundle)(data_folder, cache, bundle, part, quick=quick, again=again)
            for bundle, part in tasks
        )
        for (bundle, part), predictions in zip(tasks, done, strict=True):
            for row in bundle:
                found[row.name][part] = predictions[row.name]
                if set(found[row.name]) == set(parts_of(row, data)):
                    result = keep(row, data, found.pop(row.name), output, cache, resamples)
                    progress.console.print(f"{result.name}: {_micro(result)}")
            progress.advance(bar)
    compare_all(study, data, output, cache)


def settings(row: Row) -> dict[str, object]:
    """What decides a row's result."""
    return row.model_dump(mode="json")


def parts_of(row: Row, data: StudyData) -> list[str]:
    """Parts that a row is run on."""
    return [part for part in data.parts if (row.validation if part == VALIDATION else row.folds)]


def bundles(rows: Iterable[Row], data: StudyData) -> Iterable[Bundle]:
    """Rows that share a first pass, once a part."""
    shared: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        shared[f"{row.kind} {row.first_pass().model_dump_json()}"].append(row)
    for together in shared.values():
        for part in data.parts:
            if own := [row for row in together if part in parts_of(row, data)]:
                yield own, part


def held_rows(data: StudyData, which: str) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Sentences that figures are reported on: of all outer folds together, or of validation."""
    if which == VALIDATION:
        return data.parts[VALIDATION].held
    return np.sort(np.concatenate([part.held for name, part in data.parts.items() if name != VALIDATION]))


def keep(
    row: Row, data: StudyData, parts: dict[str, Predictions], output: Path, cache: Path, resamples: int
) -> Result:
    """Measure a row, track it, and write its result and its predictions."""
    folds = [found for name, found in parts.items() if name != VALIDATION]
    out_of_fold = validation = None
    with tracked_run(row.name, settings(row), {"data.fingerprint": data.fingerprint}, experiment=EXPERIMENT):
        if folds:
            held = held_of(data, folds)
            held.save(predictions_file(cache, row.name, FOLDS))
            figures, evaluation = measure(held, resamples=resamples)
            log_evaluation(evaluation)
            each = (Scored(data.truth[p.rows], p.probabilities, p.predicted) for p in folds)
            out_of_fold = dataclasses.replace(figures, by_fold=tuple(map(pair_micro_f1, each)))
        if VALIDATION in parts:
            held = held_of(data, [parts[VALIDATION]])
            held.save(predictions_file(cache, row.name, VALIDATION))
            validation, evaluation = measure(held, resamples=resamples)
            log_evaluation(evaluation, prefix="validation.")
        result = Result(
            name=row.name,
            group=row.group,
            title=row.title,
            fingerprint=data.fingerprint,
            config=settings(row),
            nonzero=float(np.mean([p.nonzero for p in folds or parts.values()])),
            seconds=float(np.mean([p.seconds for p in folds or parts.values()])),
            folds=out_of_fold,
            validation=validation,
        )
        log_figures({"nonzero": result.nonzero or 0.0, "seconds": result.seconds or 0.0})
    result.save(output / "results")
    return result


def held_of(data: StudyData, parts: Iterable[Predictions]) -> Held:
    """Predictions of several parts together, in the order of the corpus."""
    parts = list(parts)
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows)
    scored = Scored(
        data.truth[rows],
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.predicted for part in parts]),
    )
    records = data.take(rows[order])
    return Held(np.array([r.id for r in records]), np.array(units(records)), scored.take(order))


def predictions_file(cache: Path, row: str, which: str) -> Path:
    """Where a row's predictions are kept."""
    return cache / "predictions" / f"{row}.{which}.npz"


def compare_all(study: Study, data: StudyData, output: Path, cache: Path) -> None:
    """Compare every row whose predictions are at hand with the incumbent, and write that down."""
    results = read_results(output / "results")
    for which, incumbent in ((FOLDS, study.incumbent), (VALIDATION, study.validation_incumbent)):
        records = data.take(held_rows(data, which))
        ids, documents = [r.id for r in records], units(records)
        truth = data.truth[held_rows(data, which)]
        at_hand = {
            name: load_held(path, ids, documents, truth)
            for name, result in results.items()
            if (path := predictions_file(cache, name, which)).is_file()
            and result.fingerprint == data.fingerprint
            and getattr(result, which) is not None
        }
        if incumbent not in at_hand:
            continue
        for name, held in at_hand.items():
            against = None if name == incumbent else compare(held, at_hand[incumbent], incumbent)
            results[name] = results[name].compared(which, against)
    for result in results.values():
        result.save(output / "results")


def _micro(result: Result) -> str:
    measured = result.folds or result.validation
    if measured is None:
        return "not measured"
    value, low, high = measured.estimates["pair_micro_f1"]
    return f"{value:.3f} ({low:.3f} to {high:.3f})"
