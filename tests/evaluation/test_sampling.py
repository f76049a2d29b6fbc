from collections import Counter

import numpy as np
import pytest

from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.documents.types import Framework
from inspection_findings.evaluation.sampling import (
    choose_representative,
    choose_uncertain,
    least_confidence,
    with_passages,
)
from inspection_findings.labels import SectionCode


def task(i, framework=Framework.ILACS, section=None, passage=None):
    return Task(
        place=Place("fernshire", i, 1, "0" * 16), text=f"Sentence {i}.", before="", after="",
        passage=passage or f"p{i}", section=section, heading="", bullet=False, page=None,
        authority="fernshire", framework=framework,
    )  # fmt: skip


def test_a_sentence_is_as_uncertain_as_its_least_certain_label():
    thresholds = np.array([0.5, 0.2])
    scores = np.array([[0.5, 0.01], [0.99, 0.2], [0.9, 0.9], [0.001, 0.001], [0.0, 1.0]])
    unsure = least_confidence(scores, thresholds)
    assert unsure[:2] == pytest.approx(0.5)
    assert unsure[2] == pytest.approx(0.1)
    assert 0.5 > unsure[2] > unsure[3] > unsure[4] > 0


def test_at_a_threshold_of_one_half_it_is_the_chance_of_the_other_decision():
    scores = np.array([[0.7], [0.2]])
    assert least_confidence(scores, np.array([0.5])) == pytest.approx([0.3, 0.2])


def test_the_chosen_are_unsure_and_unlike_each_other():
    kinds = ["caseloads are too high for", "visits to children come late in", "police share their news with"]
    ends = [f"{one} {other}" for one in ("north", "south", "east") for other in ("team", "hub", "office")]
    texts = [f"{kind} {end}" for kind in kinds for end in ends] + [f"certain {i}" for i in range(60)]
    unsure = np.concatenate([np.linspace(0.5, 0.4, 27), np.full(60, 1e-6)])
    found = [choose_uncertain(texts, unsure, 3, seed=seed) for seed in range(60)]
    assert all(chosen[0] == 0 and max(chosen) < 27 for chosen in found)
    assert all(chosen == sorted(set(chosen)) for chosen in found)
    # By uncertainty alone all three would be of one kind, and at random 2.1 kinds on average.
    assert np.mean([len({texts[i].split()[0] for i in chosen}) for chosen in found]) > 2.3
    assert found[4] == choose_uncertain(texts, unsure, 3, seed=4)


def test_only_the_most_uncertain_are_chosen_from():
    texts = [f"word{i} here" for i in range(100)]
    chosen = choose_uncertain(texts, np.linspace(0, 0.5, 100), 5, seed=3)
    assert len(set(chosen)) == 5
    assert min(chosen) >= 50


def test_what_says_the_same_is_chosen_once():
    texts = ["Plans are vague.", "plans are Vague.", "Visits are late.", "Plans are vague."]
    assert choose_uncertain(texts, np.array([0.1, 0.4, 0.2, 0.3]), 4, seed=0) == [1, 2]


def test_texts_with_the_same_words_are_still_chosen_among():
    texts = ["late visits", "visits late", "visits, late", "late: visits", "!", "?"]
    assert choose_uncertain(texts, np.full(6, 0.5), 5, seed=1) == choose_uncertain(
        texts, np.full(6, 0.5), 5, seed=1
    )
    assert len(set(choose_uncertain(texts, np.full(6, 0.5), 5, seed=1))) == 5


def test_a_representative_sample_has_the_shares_of_the_whole():
    tasks = [
        *(task(i) for i in range(60)),
        *(task(i, section=SectionCode.LEADERS) for i in range(60, 90)),
        *(task(i, framework=Framework.NEWS) for i in range(90, 100)),
    ]
    chosen = choose_representative(tasks, 25, seed=7)
    counts = Counter((tasks[i].framework, tasks[i].section) for i in chosen)
    assert len(set(chosen)) == 25
    assert chosen == sorted(chosen) == choose_representative(tasks, 25, seed=7)
    assert chosen != choose_representative(tasks, 25, seed=8)
    assert counts["ilacs", None] == 15
    assert {counts["ilacs", SectionCode.LEADERS], counts["news", None]} <= {7, 8, 2, 3}


def test_every_sentence_is_as_likely_as_any_other_also_in_long_passages():
    tasks = [task(i, passage="long" if i < 8 else f"p{i}") for i in range(16)]
    counts = Counter(
        i for seed in range(1500) for i in choose_representative(tasks, 4, seed=seed, by_passage=True)
    )
    shares = np.array([counts[i] / 1500 for i in range(16)])
    assert shares == pytest.approx(2 / 9, abs=0.05)


def test_passages_are_chosen_whole():
    tasks = [task(i, passage=f"p{i // 4}") for i in range(40)]
    chosen = choose_representative(tasks, 8, seed=0, by_passage=True)
    assert len(chosen) == 8
    assert all(count == 4 for count in Counter(tasks[i].passage for i in chosen).values())


def test_more_than_there_are_is_all_there_are():
    tasks = [task(i) for i in range(3)]
    assert choose_representative(tasks, 9, seed=0) == [0, 1, 2]
    assert choose_uncertain(["a", "b"], np.array([0.1, 0.2]), 9, seed=0) == [0, 1]
    assert choose_representative([], 9, seed=0) == []


def test_passages_can_be_filled_up():
    tasks = [task(i, passage=f"p{i // 2}") for i in range(6)]
    assert with_passages(tasks, [3]) == [2, 3]
