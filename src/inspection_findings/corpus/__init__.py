"""The labelled data: labels apart from text, brought together with the documents they are about."""

from inspection_findings.corpus.build import Build, Corpus, Coverage, build_corpus
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.splits import Split, split_of

__all__ = [
    "Build",
    "Corpus",
    "Coverage",
    "LabelledSentence",
    "Sample",
    "Source",
    "Split",
    "build_corpus",
    "split_of",
]
