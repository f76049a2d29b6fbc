import json

import pytest

from datafolder import DataFolder
from inspection_findings.corpus.fetching import State
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import read_sources
from inspection_findings.exceptions import CorpusError


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path)
    folder.document("marsh", "marsh", "Plans are clear.")
    folder.document("made-up", "made up", "Plans say plainly what is to be done.", source=Source.SPECIMEN)
    folder.label("1", "marsh", "Plans are clear.", "assessment_planning:strength")
    folder.label(
        "2", "made-up", "Plans say plainly what is to be done.", "assessment_planning:strength", retells="1"
    )
    return folder


def test_labels_come_by_document(folder):
    sources = read_sources(folder.write())
    assert {name: [a.id for a in part] for name, part in sources.annotations.items()} == {
        "marsh": ["1"],
        "made-up": ["2"],
    }


def test_a_specimen_belongs_with_the_authority_whose_report_it_retells(folder):
    folder.label("3", "made-up", "Plans say plainly")
    sources = read_sources(folder.write())
    assert [sources.authority(a) for a in sources.annotations["made-up"]] == ["marsh", None]
    assert sources.authority(sources.annotations["marsh"][0]) == "marsh"


def test_the_state_of_a_document_is_told_by_its_content(folder):
    sources = read_sources(folder.write())
    entry = sources.catalogue["marsh"]
    assert sources.state(entry) is State.THERE
    sources.path(entry).write_text("Plans are vague!")
    assert sources.state(entry) is State.CHANGED
    sources.path(entry).unlink()
    assert sources.state(entry) is State.MISSING


def test_corrections_are_applied(folder):
    row = {
        "id": "1", "was": ["assessment_planning:strength"], "labels": [], "reason": "A plan for the plans.",
        "reviewer": "a test", "decided": "2026-11-22",
    }  # fmt: skip
    (folder.write() / "overrides.jsonl").write_text(json.dumps(row))
    assert read_sources(folder.path).annotations["marsh"][0].labels == ()


def test_an_identifier_that_occurs_twice_is_refused(folder):
    folder.annotations.append(folder.annotations[0])
    with pytest.raises(CorpusError, match="two labelled sentences have the identifier '1'"):
        read_sources(folder.write())


def test_labels_of_an_unlisted_document_or_another_kind_are_refused(folder):
    folder.write()
    labels = folder.path / "labeled"
    (labels / "articles.jsonl").write_text((labels / "reports.jsonl").read_text())
    with pytest.raises(CorpusError, match=r"articles\.jsonl: 1: no article 'marsh' in raw/sources\.csv"):
        read_sources(folder.path)
