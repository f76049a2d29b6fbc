import json

import pytest

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.overrides import apply_overrides, read_overrides
from inspection_findings.exceptions import CorpusError

ANNOTATIONS = [
    Annotation(
        id=str(i), document="d", position=i, length=5, fingerprint="0" * 16, passage="p", annotator="a test",
        labels=("voice:strength",),
    )
    for i in range(2)
]  # fmt: skip
ROW = {
    "id": "1",
    "was": ["voice:strength"],
    "labels": ["voice:weakness"],
    "reason": "Visits are said to be late.",
    "reviewer": "a test",
    "decided": "2026-11-22",
}


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        (tmp_path / "overrides.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
        return tmp_path / "overrides.jsonl"

    return write


def test_only_what_is_named_is_changed(file):
    first, second = apply_overrides(ANNOTATIONS, read_overrides(file(ROW)))
    assert first == ANNOTATIONS[0]
    assert second.labels == ("voice:weakness",)


def test_a_byte_order_mark_is_passed_over(file):
    path = file(ROW)
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert len(read_overrides(path)) == 1


def test_no_file_is_no_correction(tmp_path):
    assert read_overrides(tmp_path / "none.jsonl") == []


def test_a_correction_of_what_changed_since_is_refused(file):
    with pytest.raises(CorpusError, match="correction of 1: its labels are no longer none"):
        apply_overrides(ANNOTATIONS, read_overrides(file({**ROW, "was": []})))


def test_a_correction_of_nothing_is_refused(file):
    with pytest.raises(CorpusError, match="correction of 9: there is no such annotation"):
        apply_overrides(ANNOTATIONS, read_overrides(file({**ROW, "id": "9"})))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{**ROW, "reason": "no"}], "line 1: reason"),
        ([{**ROW, "labels": ["x"]}], "line 1: labels: unknown label"),
        ([ROW, ROW], "line 2: 1 is corrected twice"),
        ([{}], "line 1: id: Field required"),
    ],
)
def test_a_bad_line_is_named(file, rows, message):
    with pytest.raises(CorpusError, match=message):
        read_overrides(file(*rows))
