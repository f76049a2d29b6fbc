"""The labelled data: records, splits and the dataset that training reads."""

from inspection_findings.corpus.build import Corpus, build_corpus
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.splits import Split, split_of

__all__ = ["Corpus", "LabelledSentence", "Sample", "Source", "Split", "build_corpus", "split_of"]
