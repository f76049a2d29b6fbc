"""How much is measured: enough to learn from, or just enough to see that everything runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks import sentences
from benchmarks.documents import Documents, gather
from benchmarks.processes import ROOT
from benchmarks.results import Conditions
from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.model.config import TrainingConfig
from inspection_findings.paths import DATA, DATASET

MINILM = Path(".venv-minilm/bin/python")


@dataclass(frozen=True)
class Sizes:
    """Amounts of work.

    Attributes
    ----------
    rounds, long_rounds, training_rounds
        How often short and long commands and trainings are repeated.
    warm_up
        Whether commands and scoring are run once before they count.
    documents
        In the folder.
    slow_documents
        Of these, how many slow readers are given.
    scored
        Sentences that contenders score.
    trained
        Specimens that the model is trained on that they are compared with; all when ``None``.
    memory
        Two numbers of documents whose peaks are compared.
    growth_documents, growth_scored, growth_trained
        Sizes along the curves.
    least_documents
        Of each field's terms: the more, the smaller the vocabulary.
    labels
        Numbers of labels.
    sentences
        Trained on where vocabulary or labels vary.
    folds
        Of each training whose cost is measured.
    """

    rounds: int = 10
    long_rounds: int = 3
    training_rounds: int = 2
    warm_up: bool = True
    documents: int = 400
    slow_documents: int = 40
    scored: int = 2000
    trained: int | None = None
    memory: tuple[int, int] = (40, 400)
    growth_documents: tuple[int, ...] = (10, 25, 50, 100, 200, 400)
    growth_scored: tuple[int, ...] = (1_000, 3_000, 10_000, 30_000, 100_000)
    growth_trained: tuple[int, ...] = (1_000, 3_000, 10_000, 30_000, 100_000)
    least_documents: tuple[int, ...] = (64, 32, 16, 8, 4, 2, 1)
    labels: tuple[int, ...] = (2, 4, 8, 16, 22)
    sentences: int = 5000
    folds: int = TrainingConfig().folds

    def up_to(self, documents: int) -> Sizes:
        """The same with another number of documents; the sizes along its curve shrink or grow with it."""
        factor = documents / self.documents
        steps = sorted({max(1, round(step * factor)) for step in self.growth_documents})
        few = max(1, round(self.memory[0] * factor))
        return replace(
            self,
            documents=documents,
            slow_documents=min(self.slow_documents, documents),
            memory=(few, documents),
            growth_documents=tuple(steps),
        )


QUICK = Sizes(
    rounds=1,
    long_rounds=1,
    training_rounds=1,
    warm_up=False,
    documents=3,
    slow_documents=2,
    scored=40,
    trained=800,
    memory=(1, 3),
    growth_documents=(1, 3),
    growth_scored=(50, 100),
    growth_trained=(800,),
    least_documents=(8,),
    labels=(2,),
    sentences=800,
    folds=2,
)


@dataclass(frozen=True)
class Settings:
    """A run of the benchmarks.

    Attributes
    ----------
    scratch
        Empty folder for what is made on the way.
    processes
        Side by side where a folder is read.
    reports, data, dataset
        Reports as PDF, the data folder with the specimens, and the built corpus.
    minilm
        Python of the environment that PyTorch is in.
    """

    sizes: Sizes
    conditions: Conditions
    scratch: Path
    processes: int = 2
    reports: Path = ROOT / DATA / "raw" / "reports"
    data: Path = ROOT / DATA
    dataset: Path = ROOT / DATASET
    minilm: Path = ROOT / MINILM

    @cached_property
    def documents(self) -> Documents:
        """The documents of the folder."""
        return gather(self.reports, self.letters, self.sizes.documents)

    @property
    def letters(self) -> Path:
        """Folder of the specimens."""
        return self.data / "raw" / "specimens"

    @property
    def letter(self) -> Path:
        """One specimen letter, two pages or so."""
        return gather(self.letters, self.letters, self.sizes.documents).typical

    @cached_property
    def specimens(self) -> list[LabelledSentence]:
        """Labelled sentences of the specimens."""
        return sentences.specimens(self.data)

    def sentence_file(self, count: int) -> Path:
        """Made sentences, as many, for programs to read."""
        path = self.scratch / f"sentences-{count}.jsonl"
        if not path.is_file():
            sentences.write_records(path, sentences.made(self.specimens), count)
        return path
