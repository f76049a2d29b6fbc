import numpy as np

import training_cost


def test_the_page_says_whether_the_limit_is_kept():
    within = training_cost.page(1000, 10.0, 0.5, 29.0, 0.8)
    over = training_cost.page(1000, 10.0, 0.5, 31.0, 0.8)
    assert "2.9 times as much: within the limit" in within
    assert "3.1 times as much: over the limit" in over
    assert "| 29 | 0.800 |" in within


def test_time_is_that_of_the_processor():
    assert training_cost.timed(lambda: None) < 0.05
    assert training_cost.timed(lambda: np.linalg.svd(np.ones((300, 300)))) > 0


def test_the_plain_model_learns(training_records):
    few = training_records[:800]
    plain = training_cost.plain_pipeline()
    plain.fit([r.sentence.text for r in few], training_cost.truth_matrix(few))
    assert training_cost.plain_f1(plain, few) > 0.5
