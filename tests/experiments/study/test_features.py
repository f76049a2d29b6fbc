import numpy as np
import pytest

from inspection_findings.model.config import FeaturesConfig
from inspection_findings.model.context import PLACES
from inspection_findings.model.features import build_features
from inspection_findings.model.text import WordNgrams
from study.config import FirstPass
from study.features import Vectorizer, keep_as_is, weighted

FIELDS = FeaturesConfig().fields


def test_features_equal_those_of_the_product_fitted_on_the_training_rows(data, memory):
    part = data.parts["fold 0"]
    spec = FirstPass(fields=FIELDS, places=("section", "bullet", "first"))
    blocks = Vectorizer(data, spec, memory).blocks(part.train, part.held)
    train, held = (weighted(each, spec) for each in blocks)
    product = build_features(FeaturesConfig())
    table = data.table.iloc[part.train].copy()
    table[list(PLACES)] = data.shown_places[part.train]
    assert abs(train - product.fit_transform(table)).max() < 1e-12
    assert abs(held - product.transform(data.table.iloc[part.held])).max() < 1e-12


def test_places_that_are_left_out_are_not_among_the_features(data, memory):
    rows = np.arange(50)
    both = FirstPass(fields=FIELDS[:1], places=("section", "bullet", "first"))
    one = both.model_copy(update={"places": ("bullet",)})
    widths = [weighted(Vectorizer(data, s, memory).blocks(rows, rows)[0], s).shape[1] for s in (both, one)]
    assert widths[0] - widths[1] == len(PLACES) - 1


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        ([], ["multi", "agency", "plans", "in", "0"]),
        (["hyphens"], ["multi", "agency", "plans", "in", "0"]),
        (["numbers"], ["multi", "agency", "plans", "in", "γαγδ"]),
    ],
)
def test_what_is_kept_survives_normalisation(keep, words):
    assert WordNgrams(1, 1)(keep_as_is("Multi-agency plans in 2023", keep)) == words
