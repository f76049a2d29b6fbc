import numpy as np

from minilm.contenders import decide


def test_the_threshold_comes_from_the_other_authorities():
    truth = np.zeros((4, 22), dtype=np.int8)
    truth[[0, 2], 0] = 1
    probabilities = np.zeros((4, 22))
    # By its own sentences "a" would take 0.5 and "b" 0.3: each gets the other's.
    probabilities[:, 0] = [0.6, 0.4, 0.35, 0.2]
    predicted = decide(truth, probabilities, ["a", "a", "b", "b"])
    assert predicted[:, 0].tolist() == [1, 1, 0, 0]
    assert not predicted[:, 1:].any()


def test_an_authority_does_not_bear_on_its_own_decisions():
    generator = np.random.default_rng(0)
    truth = (generator.random((60, 22)) < 0.2).astype(np.int8)
    probabilities = np.clip(0.3 * truth + 0.6 * generator.random((60, 22)), 0, 1)
    groups = [f"{i // 20}" for i in range(60)]
    other = truth.copy()
    other[:20] = 1 - other[:20]
    assert (decide(truth, probabilities, groups)[:20] == decide(other, probabilities, groups)[:20]).all()
