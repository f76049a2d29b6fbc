"""Shared data: the specimens, and one small model trained on some of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import inspection_findings
from browser import browser as browser
from guard import refusing
from inspection_findings.corpus import Build, Corpus, LabelledSentence, Source, Split, build_corpus
from inspection_findings.model.classifier import FindingsClassifier
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.training import compact_model, fit_classifier

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

SMALL = TrainingConfig(
    name="small",
    folds=3,
    features=FeaturesConfig(
        fields=(
            FieldConfig(name="words", source="text", high=2),
            FieldConfig(name="characters", source="text", analyzer="char", low=4, high=4, weight=0.7),
            FieldConfig(name="previous", source="previous", high=1, weight=0.5),
            FieldConfig(name="passage", source="passage", high=1, weight=0.5),
        )
    ),
)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Refuse what would leave this machine, here and in all that tests start; at the end nothing tried."""
    notes = tmp_path_factory.mktemp("network") / "refused.txt"
    path = os.pathsep.join(
        [str(Path(refusing.__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(refusing.REFUSED, str(notes))
        patch.setenv("PYTHONPATH", path)
        refusing.install()
        yield
        assert not notes.exists(), f"refused to leave this machine:\n{notes.read_text()}"


@pytest.fixture
def this_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that Python starts for a test find the package where the test does.

    They look where this one does, and a model that MLflow loaded for a test before has left its own copy of
    the package there.
    """
    own = Path(inspection_findings.__file__).resolve().parents[1]
    others = {
        place for place in sys.path if (Path(place) / "inspection_findings" / "__init__.py").is_file()
    } - {str(own)}
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place not in others])


@pytest.fixture(scope="session")
def built() -> Build:
    """What a clean clone builds: the specimens alone."""
    return build_corpus(DATA, sources=[Source.SPECIMEN], n_jobs=2)


@pytest.fixture(scope="session")
def specimens(built: Build) -> Corpus:
    """The specimens alone, as a clean clone has them."""
    return built.corpus


@pytest.fixture(scope="session")
def training_records(specimens: Corpus) -> list[LabelledSentence]:
    """About two thousand specimens, whole passages of the training split."""
    records = specimens.splits[Split.TRAIN]
    passages = list(dict.fromkeys(r.sentence.passage for r in records))[:800]
    chosen = set(passages)
    return [r for r in records if r.sentence.passage in chosen]


@pytest.fixture(scope="session")
def classifier(training_records: list[LabelledSentence]) -> FindingsClassifier:
    """A classifier fitted on `training_records`."""
    return fit_classifier(training_records, SMALL, n_jobs=2)


@pytest.fixture(scope="session")
def scorer(classifier: FindingsClassifier) -> Scorer:
    """The compact form of `classifier`."""
    return compact_model(classifier, data={"fingerprint": "0" * 64, "splits": ["train"]}, metrics={})
