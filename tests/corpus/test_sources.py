import json

import pytest

from inspection_findings.corpus.records import Sample, Source
from inspection_findings.corpus.sources import read_labelled, read_specimens, retold_passage
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Domain, Label, Polarity, SectionCode

ROW = {
    "id": "P1.0",
    "document": "northmere-ilacs-2024-03-08",
    "framework": "ilacs",
    "section": "leaders",
    "bullet": True,
    "passage": "P1",
    "position": 2,
    "text": "Audits are frequent.",
    "labels": ["quality_assurance:strength"],
    "sample": "active",
}
MANIFEST = "doc_id,authority\nnorthmere-ilacs-2024-03-08,northmere\n"


@pytest.fixture
def folder(tmp_path):
    def write(*rows):
        (tmp_path / "manifest.csv").write_text(MANIFEST)
        (tmp_path / "labeled.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n")
        return tmp_path

    return write


def test_reads_every_field(folder):
    [record] = read_labelled(folder(ROW))
    assert (record.id, record.source, record.document) == ("P1.0", Source.REPORT, ROW["document"])
    assert (record.authority, record.framework, record.sample) == (
        "northmere",
        Framework.ILACS,
        Sample.ACTIVE,
    )
    assert record.labels == (Label(Domain.QUALITY_ASSURANCE, Polarity.STRENGTH),)
    sentence = record.sentence
    assert (sentence.text, sentence.section, sentence.bullet) == (ROW["text"], SectionCode.LEADERS, True)
    assert (sentence.passage, sentence.position) == ("P1", 2)


def test_an_articles_authority_is_in_its_name(folder):
    [record] = read_labelled(folder({**ROW, "document": "west-marsh-news-visit", "framework": "news"}))
    assert (record.source, record.authority) == (Source.ARTICLE, "west marsh")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["voice:great"]}, "line 2: unknown label 'voice:great'"),
        ({"section": "kitchen"}, "line 2: 'kitchen'"),
        ({"framework": "xyz"}, "line 2: 'xyz'"),
        ({"position": None}, "line 2"),
        ({"text": 7}, "line 2: 'text' must be a string"),
        ({"passage": None}, "line 2: 'passage' must be a string"),
        ({"document": "unheard-of"}, "line 2: document 'unheard-of' is not in manifest.csv"),
    ],
)
def test_a_bad_row_is_named_by_its_line(folder, change, message):
    with pytest.raises(CorpusError, match=message):
        read_labelled(folder(ROW, {**ROW, **change}))


def test_a_missing_key_is_named(folder):
    with pytest.raises(CorpusError, match="line 1: no 'text'"):
        read_labelled(folder({k: v for k, v in ROW.items() if k != "text"}))


@pytest.mark.parametrize(
    ("line", "message"), [("{", "line 1: not valid JSON"), ("[1]", "expected an object")]
)
def test_a_line_that_is_no_object_is_named(tmp_path, line, message):
    (tmp_path / "s.jsonl").write_text(line)
    with pytest.raises(CorpusError, match=message):
        read_specimens(tmp_path / "s.jsonl")


def test_missing_files_are_named(tmp_path):
    with pytest.raises(CorpusError, match=r"s\.jsonl"):
        read_specimens(tmp_path / "s.jsonl")
    with pytest.raises(CorpusError, match=r"manifest\.csv"):
        read_labelled(tmp_path)


def test_a_specimen_names_the_passage_that_it_retells(tmp_path):
    for passage, retold in (("spec-P0001", "P0001"), ("X1", None)):
        (tmp_path / "s.jsonl").write_text(json.dumps({**ROW, "passage": passage}))
        [record] = read_specimens(tmp_path / "s.jsonl")
        assert (record.source, record.document) == (Source.SPECIMEN, None)
        assert retold_passage(record) == retold
