import dataclasses

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

import unlabelled
from inspection_findings.labels import Domain
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.features import build_features, sentence_table
from minilm.exchange import Row, truth
from minilm.student import shown
from study.results import Comparison

CONFIG = TrainingConfig(
    folds=3,
    features=FeaturesConfig(
        fields=(
            FieldConfig(name="words", source="text", high=1),
            FieldConfig(name="passage", source="passage", high=1, weight=0.5),
        )
    ),
)
TOWNS = np.array(["ambleford", "brackwell", "corrowby", "dunmarsh", "eastmere", "farrowgate"])
TOPICS = ["alder", "birch", "cedar", "damson", "elder", "fir", "gorse", "hazel", "ivy", "juniper", "larch"]
MANNERS = ["always", "often", "mostly", "seldom", "surely", "today"]
CARE_LEAVERS = list(Domain).index(Domain.CARE_LEAVERS)


def sentence(number, *, known):
    """One that names its domain and its polarity; every label comes in every town."""
    label = number % 22
    town = TOWNS[number // 22 % len(TOWNS)]
    manner = MANNERS[number % 5], MANNERS[number % 3 + 2]
    text = f"The {TOPICS[label // 2]} is {' and '.join(manner)} {'poor' if label % 2 else 'strong'}."
    section = "care_leavers" if label // 2 == CARE_LEAVERS else "leaders"
    return Row(f"{number}", "train", f"{town} p{number // 2}", section, False, text, (label,), known)


KNOWN = [sentence(number, known=True) for number in range(22 * 12)]
OTHERS = [sentence(number, known=False) for number in range(22 * 12, 22 * 30)]


def towns(rows):
    return np.array([row.passage.split()[0] for row in rows])


@pytest.fixture(scope="module")
def material():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unlabelled, "DIMENSIONS", 4)
        labels = truth(KNOWN).astype(np.int8)
        everything = np.ones(len(KNOWN), dtype=bool)
        return unlabelled.prepare(KNOWN, OTHERS, towns(KNOWN), towns(OTHERS), labels, everything, CONFIG)


def fold(material, town="ambleford"):
    held = material.labelled.authorities == town
    return unlabelled.Fold(material, np.flatnonzero(~held), np.flatnonzero(held))


def test_passages_are_drawn_whole_and_without_labelled_sentences():
    rows = [
        Row(f"{p} {i}", "train", f"p{p}", None, False, "Plans drift.", known=(p, i) == (3, 1))
        for p in range(20)
        for i in range(3)
    ]
    drawn = unlabelled.whole_passages(rows, 31)
    assert len(drawn) == 30
    assert len({row.passage for row in drawn}) == 10
    assert len(unlabelled.whole_passages(rows, 1000)) == 57
    assert drawn == [row for row in rows if row in drawn]


def test_document_frequencies_are_those_of_all_sentences(material):
    extractor = build_features(CONFIG.features).fit(sentence_table(shown(KNOWN), reach=2))
    part = extractor.output_indices_["words"]
    texts = [row.text for row in KNOWN + OTHERS]
    vectorizer = TfidfVectorizer(
        analyzer=CONFIG.features.fields[0].build_analyzer(), sublinear_tf=True,
        vocabulary=extractor.named_transformers_["words"].vocabulary_,
    ).fit(texts)  # fmt: skip
    expected = vectorizer.transform(texts[: len(KNOWN)])
    assert abs(material.recounted[:, part] - expected).max() < 1e-12
    assert abs(material.labelled.features[:, part] - expected).max() > 1e-6
    places = extractor.output_indices_["places"]
    assert (material.recounted[:, places] != material.labelled.features[:, places]).nnz == 0


def test_dense_features_keep_their_weight():
    generator = np.random.default_rng(0)
    labels = np.eye(22, dtype=np.int8)[np.arange(220) % 22]
    dense = 0.1 + 0.8 * labels.reshape(-1, 11, 2).max(axis=2)
    noise = sparse.random(220, 30, density=0.3, random_state=0)
    features = sparse.hstack([sparse.csr_matrix(dense), noise]).tocsr()
    plain = FactorisedClassifier().fit(features, labels)
    beside = unlabelled.FirstPass(CONFIG, dense=11).fit(features, labels)
    assert np.abs(plain.coef_[:, :11]).max() == pytest.approx(0, abs=1e-6)
    assert (np.diag(beside.coef_[:11, :11]) > 1).all()
    rows = generator.permutation(220)[:50]
    domains = beside.logits(features[rows])[0]
    assert (domains.argmax(axis=1) == labels[rows].argmax(axis=1) // 2).all()


def test_without_dense_features_it_is_the_products_first_pass(material):
    features = material.labelled.features
    plain = FactorisedClassifier(**CONFIG.first_pass.model_dump(), seed=CONFIG.seed)
    expected = plain.fit(features, material.truth).coef_
    assert np.array_equal(unlabelled.FirstPass(CONFIG).fit(features, material.truth).coef_, expected)


def test_nothing_of_an_authority_that_is_held_out_is_learnt_from(material):
    own = fold(material)
    assert len(own.usable) > 0
    assert "ambleford" not in material.unlabelled.authorities[own.usable]
    seen = material.unlabelled.features.copy()
    other = dataclasses.replace(material.unlabelled, features=seen)
    for row in np.flatnonzero(material.unlabelled.authorities == "ambleford"):
        seen.data[seen.indptr[row] : seen.indptr[row + 1]] *= -5
    changed = fold(dataclasses.replace(material, unlabelled=other))
    for row in (unlabelled.Fold.self_trained, unlabelled.Fold.weak):
        assert np.array_equal(row(own)[0], row(changed)[0])


def test_only_what_is_sure_of_every_label_is_learnt():
    probabilities = np.full((3, 22), 0.01)
    probabilities[0, 3] = 0.99
    probabilities[1, 3] = 0.9
    rows, labels = unlabelled.sure(np.array([7, 8, 9]), probabilities)
    assert rows.tolist() == [7, 9]
    assert labels.sum(axis=1).tolist() == [1, 0]
    assert labels[0, 3] == 1


def test_a_section_names_a_domain_where_nearly_all_its_sentences_judge_it(material):
    found = unlabelled.one_domain_sections(material.labelled.sections, material.truth)
    assert found == [("care_leavers", CARE_LEAVERS)]


def test_a_weak_label_bears_on_its_domain_alone(material):
    own = fold(material)
    weak, added = own.weak()
    first, _ = own.as_it_is()
    differs = np.abs(weak - first).max(axis=0).reshape(11, 2).max(axis=1) > 0
    assert np.flatnonzero(differs).tolist() == [CARE_LEAVERS]
    assert added == (material.unlabelled.sections[own.usable] == "care_leavers").sum() > 0


def test_the_page_has_every_row(material):
    outcomes = unlabelled.out_of_fold(material)
    text = unlabelled.page(material, outcomes, minutes=2.0)
    for title in unlabelled.ROWS:
        assert f"| {title} | " in text
    assert len(outcomes[unlabelled.SELF].added) == CONFIG.folds
    assert outcomes[unlabelled.AS_IT_IS].added == [0, 0, 0]
    assert "over all folds: *care_leavers* (care_leavers).\n" in text
    assert "takes 2 minutes" in text


def test_what_is_proved_is_told_from_what_is_not():
    def difference(value, low, high):
        return Comparison(unlabelled.AS_IT_IS, (value, low, high), 0.5)

    said = unlabelled.verdict(
        {
            "large": difference(0.009, 0.004, 0.014),
            "small": difference(0.002, 0.001, 0.003),
            "unclear": difference(0.006, -0.001, 0.013),
            "harmful": difference(-0.006, -0.009, -0.001),
        }
    )
    assert "- *large*: better by 0.0090, enough to be tried" in said
    assert "- *small*: better by 0.0020, under the 0.005 asked for." in said
    assert "- *harmful*: worse." in said
    assert "- *unclear*: no difference is proved." in said
