import json

import pytest

from inspection_findings.corpus.annotations import Annotation, read_annotations, write_annotations
from inspection_findings.corpus.records import Sample
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Domain, Label, Polarity

ROW = {
    "id": "P1.0",
    "document": "northmere-ilacs-2024-03-08",
    "position": 40,
    "length": 18,
    "fingerprint": "0123456789abcdef",
    "labels": ["quality_assurance:strength"],
    "passage": "P1",
    "section": "leaders",
    "bullet": True,
    "sample": "active",
    "annotator": "a test",
}


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "labels.jsonl"
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
        return path

    return write


def test_reads_every_field(file):
    [annotation] = read_annotations(file(ROW, ""))
    assert annotation.label_set == (Label(Domain.QUALITY_ASSURANCE, Polarity.STRENGTH),)
    assert (annotation.sample, annotation.bullet, annotation.section) == (Sample.ACTIVE, True, "leaders")
    assert (annotation.retells, annotation.labelled, annotation.guideline) == ("", "", "1")


def test_a_byte_order_mark_is_passed_over(file):
    path = file(ROW)
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert len(read_annotations(path)) == 1


def test_what_is_written_is_what_is_read(tmp_path):
    annotations = [Annotation.model_validate({**ROW, "id": str(i)}) for i in range(3)]
    write_annotations(tmp_path / "a.jsonl", annotations)
    assert read_annotations(tmp_path / "a.jsonl") == annotations
    assert set(json.loads((tmp_path / "a.jsonl").read_text().splitlines()[0])) == set(Annotation.model_fields)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["voice:great"]}, "line 2: labels: unknown label 'voice:great'"),
        ({"labels": ["voice:strength", "voice:strength"]}, "line 2: labels: a label is given twice"),
        ({"section": "kitchen"}, "line 2: section: unknown section 'kitchen'"),
        ({"sample": "xyz"}, "line 2: sample"),
        ({"position": -1}, "line 2: position"),
        ({"length": 0}, "line 2: length"),
        ({"fingerprint": "xyz"}, "line 2: fingerprint"),
        ({"labelled": "May"}, "line 2: labelled"),
        ({"annotator": ""}, "line 2: annotator"),
        ({"text": "Never any text."}, "line 2: text: Extra inputs are not permitted"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_field(file, change, message):
    with pytest.raises(CorpusError, match=message):
        read_annotations(file(ROW, {**ROW, **change}))


def test_a_missing_key_is_named(file):
    with pytest.raises(CorpusError, match="line 1: fingerprint: Field required"):
        read_annotations(file({k: v for k, v in ROW.items() if k != "fingerprint"}))


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_a_line_that_is_no_object_is_named(file, line):
    with pytest.raises(CorpusError, match="line 1: "):
        read_annotations(file(line))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"none\.jsonl: cannot be read"):
        read_annotations(tmp_path / "none.jsonl")
