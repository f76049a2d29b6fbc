"""The specimens that are shipped: documents that the reader of real reports reads back whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import Sources, read_sources
from inspection_findings.documents import Document, read_document
from inspection_findings.documents.types import Framework

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(DATA)


@pytest.fixture(scope="module")
def documents(sources: Sources) -> dict[str, Document]:
    entries = [e for e in sources.catalogue.values() if e.source is Source.SPECIMEN]
    return {e.document: read_document(sources.path(e), name=e.document) for e in entries}


def test_every_labelled_sentence_is_read_back_as_that_sentence(sources, documents):
    for name, document in documents.items():
        stream = Stream.of(document.text)
        read = {stream.place(s.start, s.end) for s in document.sentences()}
        for annotation in sources.annotations.get(name, []):
            assert (annotation.position, annotation.length) in read, annotation.id
            assert stream.fingerprint(annotation.position, annotation.length) == annotation.fingerprint
    assert sum(len(sources.annotations.get(name, [])) for name in documents) > 15_000


def test_there_are_letters_and_reports_of_every_kind(sources, documents):
    kinds = Counter(sources.catalogue[name].framework for name in documents)
    assert 120 <= len(documents) <= 165
    assert set(kinds) == {Framework.ILACS, Framework.SIF, Framework.JTAI, Framework.NEWS}
    assert {sources.catalogue[name].publication for name in documents} == {"written for this project"}


def test_each_is_coherent_in_kind(sources, documents):
    bullets = []
    for name, document in documents.items():
        framework = sources.catalogue[name].framework
        about = document.metadata
        if framework is Framework.NEWS:
            continue
        assert about.framework is framework, name
        assert (about.authority or "").lower() == sources.catalogue[name].authority, name
        assert bool(document.grades) == (framework in {Framework.ILACS, Framework.SIF}), name
        assert {s.heading for s in document.sections if s.heading}, name
        bullets.append(any(passage.bullet for passage in document.passages()))
    assert sum(bullets) > 0.8 * len(bullets)


def test_no_specimen_names_another_council(sources, documents):
    names = {e.authority for e in sources.catalogue.values() if e.source is Source.SPECIMEN}
    for name, document in documents.items():
        own = sources.catalogue[name].authority
        words = set(re.findall(r"[\w-]+", document.text.lower()))
        assert not (names - set(own.split()) - {own}) & words, name


def test_dates_are_possible(sources, documents):
    for name, document in documents.items():
        about = document.metadata
        assert about.published is None or about.published.weekday() < 5, name
        if about.inspection_start and about.inspection_end and about.published:
            assert about.inspection_start <= about.inspection_end < about.published, name
        if sources.catalogue[name].framework is Framework.SIF:
            assert about.inspection_start.year in range(2013, 2019), name
            assert (about.inspection_start.year, about.inspection_start.month) >= (2013, 11), name


def test_a_council_that_does_not_exist_is_no_authority_of_a_report(sources):
    by_source = defaultdict(set)
    for entry in sources.catalogue.values():
        by_source[entry.source].add(entry.authority)
    assert not by_source[Source.SPECIMEN] & (by_source[Source.REPORT] | by_source[Source.ARTICLE])


def test_every_sentence_retells_one_that_exists_or_none(sources, documents):
    for name in documents:
        for annotation in sources.annotations.get(name, []):
            assert not annotation.retells or annotation.retells in sources.documents


def test_a_document_belongs_to_one_split(specimens):
    splits = defaultdict(set)
    for split, records in specimens.splits.items():
        for record in records:
            splits[record.document].add(split)
    assert {name for name, found in splits.items() if len(found) > 1} == set()


def test_together_they_are_small(sources, documents):
    assert sum(sources.path(sources.catalogue[name]).stat().st_size for name in documents) < 4_000_000
