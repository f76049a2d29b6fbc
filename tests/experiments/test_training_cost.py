import numpy as np

import training_cost


def test_the_page_says_whether_the_limit_is_kept():
    rows = [training_cost.Row("bare", 2.0, 0.5), training_cost.Row("like", 10.0, 0.6)]
    within = training_cost.page(1000, [*rows, training_cost.Row("default", 29.0, 0.8)])
    over = training_cost.page(1000, [*rows, training_cost.Row("default", 31.0, 0.8)])
    assert "\n2.9 times as much: within the limit" in within
    assert "\n3.1 times as much: over the limit" in over
    assert "| default | 29 | 0.800 |" in within


def test_time_is_that_of_the_processor():
    assert training_cost.timed(lambda: None) < 0.05
    assert training_cost.timed(lambda: np.linalg.svd(np.ones((300, 300)))) > 0


def test_the_plain_model_learns(training_records):
    few = training_records[:800]
    plain = training_cost.plain_pipeline()
    plain.fit([r.sentence.text for r in few], training_cost.truth_matrix(few))
    probabilities = plain.predict_proba([r.sentence.text for r in few])
    assert training_cost.plain_f1(probabilities, few) > 0.5
