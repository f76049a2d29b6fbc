"""A search for regularisation and field weights, inside the training rows alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import optuna
from scipy import sparse

from inspection_findings.evaluation.metrics import micro_f1
from inspection_findings.model.config import FieldConfig
from inspection_findings.model.thresholds import choose_thresholds
from study.config import FirstPass
from study.data import Rows, StudyData
from study.features import weighted
from study.models import build_model, inner_folds

SEED = 0


def searched(data: StudyData, spec: FirstPass, rows: Rows, blocks: Sequence[sparse.csr_matrix]) -> FirstPass:
    """Search by the tree-structured Parzen estimator (Bergstra et al., NIPS 2011), as Optuna has it.

    Each trial is fitted on half of the training authorities and scored on the other half by the micro-F1
    of representative sentences at the best common threshold. The first trial is the specification as it is.

    Parameters
    ----------
    data, spec
        Sentences, and what to start from.
    rows
        To train on.
    blocks
        Features of those rows, a field each, unweighted.

    Returns
    -------
    FirstPass
        The best trial's.
    """
    fitted, left_out = inner_folds(data, rows, 2)[0]
    scored = left_out[data.measured[rows[left_out]]]
    truth = data.truth[rows]

    def objective(trial: optuna.Trial) -> float:
        candidate = suggested(spec, trial)
        features = weighted(blocks, candidate)
        pairs = build_model(candidate).fit(features[fitted], truth[fitted]).scores(features[scored]).pairs
        thresholds = choose_thresholds(truth[scored], pairs, shrinkage=1.0)
        return micro_f1(truth[scored], (pairs >= thresholds).astype(np.int8))

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
    first = {"c": spec.c, "polarity_c": spec.polarity_c or spec.c, "places": spec.place_weight}
    search.enqueue_trial({**first, **{field.name: field.weight for field in spec.fields[1:]}})
    search.optimize(objective, n_trials=spec.trials)
    return suggested(spec, optuna.trial.FixedTrial(search.best_params))


def suggested(spec: FirstPass, trial: optuna.trial.BaseTrial) -> FirstPass:
    """A specification with what a trial suggests; the first field's weight is the unit of the others."""
    first, *rest = spec.fields
    fields: list[FieldConfig] = [
        field.model_copy(update={"weight": trial.suggest_float(field.name, 0.1, 1.5, log=True)})
        for field in rest
    ]
    return spec.model_copy(
        update={
            "fields": (first, *fields),
            "c": trial.suggest_float("c", 0.5, 16, log=True),
            "polarity_c": trial.suggest_float("polarity_c", 0.5, 16, log=True),
            "place_weight": trial.suggest_float("places", 0.3, 3, log=True),
        }
    )
