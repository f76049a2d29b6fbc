"""The readers on real reports, where they are at hand: they are not part of the repository."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from inspection_findings.corpus.alignment import align
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import Sources, read_sources
from inspection_findings.documents import Document, Framework, read_document
from inspection_findings.exceptions import DamagedDocumentError
from inspection_findings.labels import Area

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CORPUS = ROOT / ".." / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not (CORPUS / "manifest.csv").is_file(), reason="no reports at hand")


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, str]]:
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return {row["doc_id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def documents(manifest) -> dict[str, Document]:
    read = {}
    for name in manifest:
        try:
            read[name] = read_document(CORPUS / "reports" / f"{name}.pdf")
        except DamagedDocumentError as error:
            # One source serves an error page for a report.
            assert "HTML page" in str(error), name
    return read


def test_every_report_that_is_one_is_read(manifest, documents):
    assert len(documents) == len(manifest) - 1
    assert all(len(list(d.sentences())) > 20 for d in documents.values())


def test_offsets_index_the_sentences(documents):
    for document in documents.values():
        assert all(document.text[s.start : s.end] == s.text for s in document.sentences())


def test_every_ilacs_report_has_its_grades(documents):
    ilacs = [d for d in documents.values() if d.metadata.framework is Framework.ILACS]
    assert len(ilacs) == 196
    for document in ilacs:
        areas = {Area.OVERALL, Area.LEADERS, Area.HELP_AND_PROTECTION, Area.CHILDREN_IN_CARE}
        assert areas <= set(document.grades), document.name


def test_frameworks_are_told(manifest, documents):
    for name, document in documents.items():
        assert document.metadata.framework == manifest[name]["framework"], name


def test_labelled_sentences_are_found_again(documents):
    wanted = defaultdict(list)
    with (CORPUS / "labeled.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            if row["document"] in documents:
                wanted[row["document"]].append(letters(row["text"]))
    found = total = 0
    for name, texts in wanted.items():
        have = {letters(s.text) for s in documents[name].sentences()}
        found += sum(text in have for text in texts)
        total += len(texts)
    assert found / total > 0.97


def test_every_label_is_found_again_by_position_and_fingerprint(documents):
    sources = read_sources(DATA)
    found = total = 0
    for name, labelled in sources.annotations.items():
        document = documents.get(name) or _article(sources, name)
        if document is None:
            continue
        alignment = align(document, labelled)
        found += len(alignment.found)
        total += len(labelled)
    assert total == sum(1 for _ in (CORPUS / "labeled.jsonl").open())
    assert found / total >= 0.995


def _article(sources: Sources, name: str) -> Document | None:
    entry = sources.catalogue[name]
    return read_document(CORPUS / entry.file) if entry.source is Source.ARTICLE else None


def test_labels_are_of_the_sentences_that_were_labelled():
    by_id = {a.id: a for part in read_sources(DATA, corrected=False).annotations.values() for a in part}
    same = total = 0
    with (CORPUS / "labeled.jsonl").open(encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            annotation = by_id[row["id"]]
            assert (annotation.document, annotation.passage) == (row["document"], row["passage"])
            assert list(annotation.labels) == row["labels"]
            total += 1
            same += annotation.fingerprint == fingerprint_of(stream_text(row["text"]))
    assert same / total >= 0.995


def test_the_source_list_is_the_manifests(manifest):
    entries = {e.document: e for e in read_sources(DATA).catalogue.values() if e.source is Source.REPORT}
    assert set(manifest) - set(entries) == {"birmingham-sif-2012-10-19"}
    for name, entry in entries.items():
        row = manifest[name]
        assert (entry.sha256, str(entry.bytes), entry.authority) == (
            row["sha256"],
            row["bytes"],
            row["authority"],
        )
        assert row["commit"] in entry.address


def test_the_broken_report_is_refused_by_its_content():
    with pytest.raises(DamagedDocumentError, match="HTML page"):
        read_document(CORPUS / "broken" / "error-page-served-as.pdf")
