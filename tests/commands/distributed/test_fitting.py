"""Training by workers: what it gives is what processes give, and the data are sent once."""

from __future__ import annotations

import joblib
import numpy as np
import pytest
from scipy import sparse

pytest.importorskip("distributed")

from dask.sizeof import sizeof
from distributed import Client
from threadpoolctl import threadpool_limits

from inspection_findings import runs
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.distributed.fitting import fitting_by
from inspection_findings.exceptions import FindingsError
from inspection_findings.model.config import FeaturesConfig, FieldConfig, SecondPassConfig, TrainingConfig
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model, fit_classifier

LARGE = 20_000
"""Bytes: more than the numbers of the rows of a fold are."""

WORDS = FieldConfig(name="words", source="text", high=1)
TINY = TrainingConfig(
    name="tiny",
    folds=3,
    features=FeaturesConfig(fields=(WORDS,)),
    second_pass=SecondPassConfig(rounds=1),
)


def test_workers_fit_what_processes_fit_and_are_sent_the_data_once(
    cluster, training_records, tmp_path, monkeypatch
):
    sent = []
    scatter = Client.scatter

    def noted(self, data, **options):
        # Columns of text are sent where the features are counted.
        if isinstance(data, np.ndarray | sparse.csr_matrix):
            sent.append(sizeof(data))
        return scatter(self, data, **options)

    monkeypatch.setattr(Client, "scatter", noted)
    # As the command has it, and as workers do: with more threads, sums differ in their last digits.
    with threadpool_limits(1):
        alone = fit_classifier(training_records, TINY)
    with threadpool_limits(1), fitting_by(Crew(address=cluster)):
        fitted = fit_classifier(training_records, TINY)
    for name, each in (("processes", alone), ("workers", fitted)):
        model = compact_model(each, data={"fingerprint": "0" * 64, "splits": ["train"]}, metrics={})
        save_model(tmp_path / name, model.parameters, model.metadata)
    written = [(tmp_path / name / "model.npz").read_bytes() for name in ("processes", "workers")]
    assert written[0] == written[1]
    # Features, truth and weights of the first pass and of each round.
    assert 0 < sum(size > LARGE for size in sent) <= 3 * (1 + TINY.second_pass.rounds)


def test_the_command_trains_by_workers(findings, cluster, monkeypatch, tmp_path):
    def backend(*_, **__):
        raise FindingsError(type(joblib.parallel.get_active_backend()[0]).__name__)

    monkeypatch.setattr("inspection_findings.corpus.dataset.load_corpus", lambda path: None)
    monkeypatch.setattr(runs, "run_training", backend)
    given = ("train", "--data", tmp_path, "--quiet")
    assert "DaskDistributedBackend" in findings(*given, "--cluster", cluster).stderr
    assert "LokyBackend" in findings(*given).stderr


def test_processes_are_used_where_no_workers_were_asked_for():
    before = joblib.parallel.get_active_backend()
    with fitting_by(None):
        assert type(joblib.parallel.get_active_backend()[0]) is type(before[0])
