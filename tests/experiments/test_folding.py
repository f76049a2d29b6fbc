import numpy as np

import folding
from inspection_findings.evaluation.metrics import Scored
from inspection_findings.model.text import tokenise

WRITTEN = "Arm's-length decision-making, prioritized on 1st March"


def test_each_way_to_fold_is_undone_afterwards():
    now = tokenise(WRITTEN)
    ways = {}
    for name in folding.WITHOUT:
        with folding.folded(name):
            ways[name] = tokenise(WRITTEN)
    plain, spelt, shipped = ways.values()
    assert plain == ["armlength", "decisionmaking", "prioritized", "on", "0st", "march"]
    assert spelt == ["armlength", "decisionmaking", "prioritised", "on", "0", "january"]
    assert shipped == now == tokenise(WRITTEN)
    assert now == ["arm", "length", "decision", "making", "prioritised", "on", "0", "january"]


def test_the_page_says_how_far_each_way_is_from_none():
    truth = np.zeros((4, 22), dtype=np.int8)
    truth[:, 0] = 1
    missed = truth.copy()
    missed[:2] = 0
    right, half = (Scored(truth, np.full((4, 22), 0.5), predicted) for predicted in (truth, missed))
    rows = [folding.Row("none", 0, half, half), folding.Row("some", 3, right, half)]
    page = folding.page(rows, [["a", "a", "b", "b"], ["c"] * 4], 7)
    assert "| none | 0.667 | 0.667 |" in page
    assert "| some | 1.000, +0.3333 (+0.0000 to +1.0000) |" in page
    assert "| some | 0.667, +0.0000 (+0.0000 to +0.0000) |" in page
    assert "| some | 3 |" in page
    assert "Of 7 sentences" in page
