"""What sentences that nobody labelled add to the first pass, distillation apart (see ``minilm.md``).

Writes ``unlabelled.md`` beside this file. Run by ``make unlabelled``; needs the reports. All rows are the
first pass alone, out of fold by authority.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import normalize

from held_out import Floats, real_corpus
from inspection_findings.corpus.records import truth_matrix
from inspection_findings.corpus.sources import read_sources
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import Scored, by_domain, pair_micro_f1
from inspection_findings.files import write_atomically
from inspection_findings.labels import Domain
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.features import build_features, sentence_table
from inspection_findings.model.thresholds import choose_thresholds
from inspection_findings.model.weighting import times
from inspection_findings.paths import DATA
from minilm.exchange import FOLDER, TRAIN, UNLABELLED, Row, read_rows
from minilm.export import labelled_rows
from minilm.student import shown
from study.results import DIFFERENCE_RESAMPLES, Comparison, Held, compare

HERE = Path(__file__).parent
SAMPLE = 30_000
"""Sentences without labels that are read, at most."""
DIMENSIONS = 200
"""Of each latent semantic space."""
SURE = 0.95
PSEUDO_WEIGHT = 0.3
ONE_DOMAIN = 0.85
"""Share of a section's sentences that judge one domain, from which the section stands for the domain."""
WEAK_WEIGHT = 0.3
WORTH = 0.005
"""Gain in pair micro-F1 that a longer training is thought worth."""
SEED = 0

AS_IT_IS = "as it is"
IDF = "document frequencies from all text"
SEMANTIC = "latent semantic features"
SELF = "self-training"
WEAK = "weak labels from sections"

Rows = NDArray[np.intp]


class FirstPass(FactorisedClassifier):
    """The first pass of a configuration, with dense features before the sparse ones where there are any.

    Parameters
    ----------
    config
        Regularisation and Naive Bayes weights.
    dense
        How many of the first columns are dense. They are not weighted: a feature that is never zero occurs
        as often with a class as without, and its Naive Bayes weight would be 0.
    """

    def __init__(self, config: TrainingConfig, dense: int = 0) -> None:
        super().__init__(**config.first_pass.model_dump(), seed=config.seed)
        self.config = config
        self.dense = dense

    def _ratios(
        self,
        features: sparse.csr_matrix,
        target: NDArray[np.int_],
        occurrences: NDArray[np.int_] | None = None,
    ) -> Floats:
        ratios = super()._ratios(features, target, occurrences)
        ratios[: self.dense] = 1.0
        return ratios

    def with_domain(
        self, domain: int, features: sparse.csr_matrix, target: NDArray[np.int_], weight: Floats
    ) -> FirstPass:
        """Return a copy in which one domain is fitted to other data, and nothing else changes."""
        other = copy.copy(self)
        other.coef_, other.intercept_ = self.coef_.copy(), self.intercept_.copy()
        other.coef_[domain], other.intercept_[domain] = self._binary(self.domain_c, features, target, weight)
        return other


@dataclass(frozen=True)
class Sentences:
    """Sentences of training authorities.

    Attributes
    ----------
    features
        Shape (n, features).
    authorities, sections
        Of each sentence, shape (n,); an empty section where none is known.
    """

    features: sparse.csr_matrix
    authorities: NDArray[np.str_]
    sections: NDArray[np.str_]


@dataclass(frozen=True)
class Material:
    """What all rows are made of.

    Attributes
    ----------
    labelled, unlabelled
        With the features of the product, fitted on the labelled sentences.
    truth
        Of the labelled sentences, 0/1, shape (n, 22).
    measured
        Which of them figures are reported on, shape (n,).
    recounted
        Features of the labelled sentences with other document frequencies.
    semantic
        Features of the labelled sentences behind ``dense`` latent semantic ones.
    """

    config: TrainingConfig
    labelled: Sentences
    unlabelled: Sentences
    truth: NDArray[np.int8]
    measured: NDArray[np.bool_]
    recounted: sparse.csr_matrix
    semantic: sparse.csr_matrix
    dense: int


@dataclass
class Outcome:
    """What a row came to.

    Attributes
    ----------
    probabilities
        Out of fold, shape (n, 22).
    added
        Sentences without labels that each fold was fitted on beside the labelled ones.
    seconds
        Processor time of fitting and scoring all folds.
    """

    probabilities: Floats
    added: list[int] = field(default_factory=list)
    seconds: float = 0.0


class Fold:
    """One fold: a row fits on its training authorities and scores the others.

    Parameters
    ----------
    material
        Sentences and features.
    train, held
        Rows of the labelled sentences.
    """

    def __init__(self, material: Material, train: Rows, held: Rows) -> None:
        self.material, self.train, self.held = material, train, held

    @cached_property
    def first(self) -> FirstPass:
        """The first pass as it is."""
        return self._fitted(self.material.labelled.features)

    @cached_property
    def usable(self) -> Rows:
        """Sentences without labels whose authority is not among those held out."""
        m = self.material
        held = np.unique(m.labelled.authorities[self.held])
        return np.flatnonzero(~np.isin(m.unlabelled.authorities, held))

    def as_it_is(self) -> tuple[Floats, int]:
        """Labelled sentences alone."""
        return self.first.predict_proba(self.material.labelled.features[self.held]), 0

    def recounted(self) -> tuple[Floats, int]:
        """Document frequencies of all sentences."""
        features = self.material.recounted
        return self._fitted(features).predict_proba(features[self.held]), 0

    def semantic(self) -> tuple[Floats, int]:
        """Latent semantic features beside the others."""
        features = self.material.semantic
        return self._fitted(features, self.material.dense).predict_proba(features[self.held]), 0

    def self_trained(self) -> tuple[Floats, int]:
        """Labels of the first pass where it is sure of all of them."""
        m = self.material
        rows, labels = sure(self.usable, self.first.predict_proba(m.unlabelled.features[self.usable]))
        features, weight = self._beside(rows, PSEUDO_WEIGHT)
        model = FirstPass(m.config).fit(features, np.vstack([m.truth[self.train], labels]), weight)
        return model.predict_proba(m.labelled.features[self.held]), len(rows)

    def weak(self) -> tuple[Floats, int]:
        """A section's domain, where a section has one, for the sentences that stand in it."""
        m = self.material
        drawn = self.train[m.measured[self.train]]
        model, added = self.first, 0
        for section, domain in one_domain_sections(m.labelled.sections[drawn], m.truth[drawn]):
            rows = self.usable[m.unlabelled.sections[self.usable] == section]
            features, weight = self._beside(rows, WEAK_WEIGHT)
            target = np.concatenate([by_domain(m.truth[self.train])[:, domain], np.ones(len(rows), np.int8)])
            model = model.with_domain(domain, features, target, weight)
            added += len(rows)
        return model.predict_proba(m.labelled.features[self.held]), added

    def _fitted(self, features: sparse.csr_matrix, dense: int = 0) -> FirstPass:
        m = self.material
        return FirstPass(m.config, dense).fit(features[self.train], m.truth[self.train])

    def _beside(self, rows: Rows, weight: float) -> tuple[sparse.csr_matrix, Floats]:
        """Features of the training rows and of some sentences without labels, and the weight of each."""
        m = self.material
        features = sparse.vstack([m.labelled.features[self.train], m.unlabelled.features[rows]])
        return features.tocsr(), np.concatenate([np.ones(len(self.train)), np.full(len(rows), weight)])


ROWS: Mapping[str, Callable[[Fold], tuple[Floats, int]]] = {
    AS_IT_IS: Fold.as_it_is,
    IDF: Fold.recounted,
    SEMANTIC: Fold.semantic,
    SELF: Fold.self_trained,
    WEAK: Fold.weak,
}


def main() -> int:
    """Fit every row and write the page."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    try:
        rows = read_rows(FOLDER / UNLABELLED)
    except FileNotFoundError:
        print(f"{FOLDER / UNLABELLED} is missing: run `make unlabelled`", file=sys.stderr)
        return 1
    started = time.process_time()
    records = corpus.splits[Split.TRAIN]
    known = [row for row in labelled_rows(corpus) if row.split == TRAIN]
    sample = whole_passages(rows, SAMPLE)
    entries = read_sources(DATA).catalogue.values()
    authority_of = {entry.document: entry.authority for entry in entries}
    print(f"reading {len(known):,} labelled sentences and {len(sample):,} others", flush=True)
    material = prepare(
        known, sample, np.array([record.group for record in records]),
        np.array([authority_of[row.passage.split()[0]] or "" for row in sample]), truth_matrix(records),
        np.array([record.representative for record in records]), TrainingConfig(),
    )  # fmt: skip
    outcomes = out_of_fold(material)
    text = page(material, outcomes, minutes=(time.process_time() - started) / 60)
    write_atomically(HERE / "unlabelled.md", text.encode())
    print(text)
    return 0


def whole_passages(rows: Sequence[Row], size: int) -> list[Row]:
    """Passages at random, no sentence of which is labelled, with ``size`` sentences at most."""
    by_passage: dict[str, list[Row]] = {}
    for row in rows:
        by_passage.setdefault(row.passage, []).append(row)
    new = [own for own in by_passage.values() if not any(row.known for row in own)]
    order = np.random.default_rng(SEED).permutation(len(new))
    sizes = np.cumsum([len(new[i]) for i in order])
    chosen = np.sort(order[: np.searchsorted(sizes, size, side="right")])
    return [row for i in chosen for row in new[i]]


def prepare(
    known: Sequence[Row], sample: Sequence[Row], groups: NDArray[np.str_], authorities: NDArray[np.str_],
    truth: NDArray[np.int8], measured: NDArray[np.bool_], config: TrainingConfig,
) -> Material:  # fmt: skip
    """Make the features of all rows.

    Parameters
    ----------
    known, sample
        Labelled sentences, n of them, and others, m of them.
    groups, authorities
        Authority of each labelled sentence and of each other one.
    truth, measured
        Of the labelled sentences.
    """
    extractor = build_features(config.features)
    reach = config.features.reach
    labelled = sparse.csr_matrix(extractor.fit_transform(sentence_table(shown(known), reach=reach)))
    unlabelled = sparse.csr_matrix(extractor.transform(sentence_table(shown(sample), reach=reach)))
    own, passage = (columns(extractor, config, source) for source in ("text", "passage"))
    latent = np.hstack([project(labelled[:, part], unlabelled[:, part]) for part in (own, passage)])
    return Material(
        config, Sentences(labelled, groups, _sections(known)),
        Sentences(unlabelled, authorities, _sections(sample)), truth, measured,
        recounted=recount(labelled, unlabelled, extractor, config),
        semantic=sparse.hstack([sparse.csr_matrix(latent), labelled]).tocsr(), dense=latent.shape[1],
    )  # fmt: skip


def _sections(rows: Sequence[Row]) -> NDArray[np.str_]:
    return np.array([row.section or "" for row in rows])


def columns(extractor: ColumnTransformer, config: TrainingConfig, source: str) -> Rows:
    """Columns of the fields that read a source."""
    names = [each.name for each in config.features.fields if each.source == source]
    return np.concatenate([np.r_[extractor.output_indices_[name]] for name in names])


def project(labelled: sparse.csr_matrix, unlabelled: sparse.csr_matrix) -> Floats:
    """Latent semantic features (Deerwester et al. 1990) of labelled sentences, shape (n, DIMENSIONS).

    The space is that of the sentences without labels; the features are linear in TF-IDF.
    """
    space = TruncatedSVD(DIMENSIONS, random_state=SEED).fit(unlabelled)
    projected: Floats = space.transform(labelled)
    return projected


def recount(
    labelled: sparse.csr_matrix, unlabelled: sparse.csr_matrix, extractor: ColumnTransformer,
    config: TrainingConfig,
) -> sparse.csr_matrix:  # fmt: skip
    """Features of the labelled sentences with the document frequencies of both parts.

    No text is read again: what a row was divided by to get its length has no effect on the length it is
    brought to anew.
    """
    n, more = labelled.shape[0], unlabelled.shape[0]
    blocks = []
    for each in config.features.fields:
        part = extractor.output_indices_[each.name]
        own = labelled[:, part]
        frequency = own.count_nonzero(axis=0)
        everywhere = frequency + unlabelled[:, part].count_nonzero(axis=0)
        changed = times(own, idf(everywhere, n + more) / idf(frequency, n))
        blocks.append(each.weight * normalize(changed))
    blocks.append(labelled[:, extractor.output_indices_["places"]])
    return sparse.hstack(blocks).tocsr()


def idf(frequency: NDArray[Any], documents: int) -> Floats:
    """Inverse document frequency as ``TfidfVectorizer`` counts it."""
    return np.asarray(np.log((1 + documents) / (1 + frequency)) + 1)


def sure(rows: Rows, probabilities: Floats) -> tuple[Rows, NDArray[np.int8]]:
    """Those rows on which every label is surer than ``SURE``, and their labels."""
    kept = np.minimum(probabilities, 1 - probabilities).max(axis=1) < 1 - SURE
    return rows[kept], (probabilities[kept] >= 0.5).astype(np.int8)


def one_domain_sections(sections: NDArray[np.str_], truth: NDArray[np.int8]) -> list[tuple[str, int]]:
    """Sections nearly all sentences of which judge one domain, with its number."""
    domains = by_domain(truth)
    found = []
    for section in np.unique(sections[sections != ""]):
        shares = domains[sections == section].mean(axis=0)
        if shares.max() >= ONE_DOMAIN:
            found.append((str(section), int(shares.argmax())))
    return found


def out_of_fold(material: Material) -> dict[str, Outcome]:
    """All rows on all folds; a fold never divides an authority."""
    outcomes = {title: Outcome(np.zeros(material.truth.shape)) for title in ROWS}
    splitter = GroupKFold(material.config.folds)
    for number, (train, held) in enumerate(
        splitter.split(material.truth, groups=material.labelled.authorities), 1
    ):
        fold = Fold(material, train, held)
        for title, row in ROWS.items():
            started = time.process_time()
            outcomes[title].probabilities[held], added = row(fold)
            outcomes[title].added.append(added)
            outcomes[title].seconds += time.process_time() - started
            print(f"fold {number}: {title}", flush=True)
    return outcomes


def measure(material: Material, outcomes: Mapping[str, Outcome]) -> dict[str, tuple[Held, Comparison]]:
    """Decisions of each row on the measured sentences, compared with the row as it is, by authority."""
    rows = np.flatnonzero(material.measured)
    truth, authorities = material.truth[rows], material.labelled.authorities[rows]
    # A threshold from the other authorities would lie high where this one needs it low, and the reverse:
    # that anticorrelation costs more than what is measured here.
    held = {}
    for title, outcome in outcomes.items():
        probabilities = outcome.probabilities[rows]
        thresholds = choose_thresholds(truth, probabilities, shrinkage=1.0)
        predicted = (probabilities >= thresholds).astype(np.int8)
        held[title] = Held(rows.astype(str), authorities, Scored(truth, probabilities, predicted))
    return {title: (each, compare(each, held[AS_IT_IS], AS_IT_IS)) for title, each in held.items()}


def page(material: Material, outcomes: Mapping[str, Outcome], *, minutes: float) -> str:
    """The page, as Markdown."""
    found = measure(material, outcomes)
    lines = []
    for title, (held, against) in found.items():
        value, low, high = against.difference
        difference = "" if title == AS_IT_IS else f"{value:+.4f} ({low:+.4f} to {high:+.4f})"
        added = round(float(np.mean(outcomes[title].added)))
        lines.append(
            f"| {title} | {pair_micro_f1(held.scored):.4f} | {difference} | "
            f"{f'{added:,}' if added else '–'} | {outcomes[title].seconds:.0f} |"
        )
    table = "\n".join(lines)
    weak = one_domain_sections(
        material.labelled.sections[material.measured], material.truth[material.measured]
    )
    sections = ", ".join(f"*{section}* ({list(Domain)[domain]})" for section, domain in weak)
    measured, authorities = int(material.measured.sum()), material.labelled.authorities[material.measured]
    new, folds = len(material.unlabelled.authorities), material.config.folds
    return f"""# Learning from sentences that nobody labelled

The reports of the training authorities have several times more sentences than were labelled. Four ways to use
them, each beside the first pass as it is: the product's features and factorised classifier, without
stacking. [Distillation](minilm.md) is a fifth, and has a page of its own. `make unlabelled` makes this page.

| row | pair micro-F1 | difference | sentences added | processor seconds |
|---|---|---|---|---|
{table}

{verdict({title: against for title, (_, against) in found.items() if title != AS_IT_IS})}

## How it was measured
- **Folds.** {folds} by authority within the training split, as in training. Figures are of {measured:,} real
  sentences sampled at random, of {len(np.unique(authorities))} authorities: each scored by a fold that had
  left its authority out. As in training, some passages are shown without their section.
- **Thresholds.** One for all labels, for each row the one that is best on these very sentences: figures are
  a little too high, all rows' alike.
- **Intervals** (95%) resample whole authorities, the same for both rows ({DIFFERENCE_RESAMPLES:,} times).
  No correction is made for the number of rows.
- **Sentences without labels.** {new:,}, whole passages drawn at random from those in which no sentence
  is labelled. *Sentences added* is how many of them a fold was fitted on, on average.
- **Seconds** are of fitting and scoring all folds. The last two rows start from the first one's fit, which is
  not counted again. The whole run, features included, takes {minutes:.0f} minutes of one core.

## The rows
- **{IDF.capitalize()}.** Inverse document frequencies are counted in labelled and
  unlabelled sentences, the context fields included. The vocabulary stays: an n-gram that no labelled sentence
  has would get no weight in a fit, and could only shorten the others of its sentence.
- **{SEMANTIC.capitalize()}.** {DIMENSIONS} dimensions of the sentence's own fields and
  {DIMENSIONS} of its passage, beside the features that there are: a truncated singular value decomposition of
  the unlabelled sentences' TF-IDF. They are not weighted by Naive Bayes ratios, which count whether a feature
  is zero, as these never are. The model stays linear in TF-IDF: the projection folds into the weights.
- **{SELF.capitalize()}.** The first pass of the fold labels the sentences of its own training
  authorities. Those where each label is under {1 - SURE:.2f} or over {SURE:.2f} are added with weight
  {PSEUDO_WEIGHT}, in one round.
- **{WEAK.capitalize()}.** Where at least {ONE_DOMAIN:.0%} of a section's labelled
  sentences judge one domain, its unlabelled sentences are examples of that domain with weight {WEAK_WEIGHT};
  they are no examples against other domains, nor of a polarity. Such sections, found in each fold anew, are
  over all folds: {sections or "none"}.
  The lists of strengths and of what needs to improve would give a polarity, but their headings label nothing
  here: [validity](validity.md) checks the model against them.

Document frequencies and the latent space are counted once for all folds, as the vocabulary is in training.
They look at no label, but they have seen text of the authorities that are held out, which flatters those two
rows if anything. Each setting was fixed by hand and none was tuned.
"""


def verdict(found: Mapping[str, Comparison]) -> str:
    """What is proved, and what is kept of it."""
    proved = {title: each.difference[0] for title, each in found.items() if each.difference[1] > 0}
    worse = [title for title, each in found.items() if each.difference[2] < 0]
    rest = [title for title in found if title not in proved and title not in worse]
    said = [
        f"- *{title}*: better by {gain:.4f}, "
        + ("enough to be tried in the whole model." if gain >= WORTH else f"under the {WORTH:g} asked for.")
        for title, gain in proved.items()
    ]
    said += [f"- *{title}*: worse." for title in worse]
    said += [f"- *{title}*: no difference is proved." for title in rest]
    return "\n".join(
        [
            f"A row is worth keeping if its interval lies above zero and it gains {WORTH:g} or more,",
            "since each makes training longer and ties it to more text. None is part of the default.",
            "",
            *said,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
