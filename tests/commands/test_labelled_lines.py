import json

import pytest

from inspection_findings.commands.labelled_lines import read_labelled
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.exceptions import InputLineError
from inspection_findings.labels import Label, SectionCode

ONE = {"id": 1, "text": "Caseloads are too high.", "labels": ["workforce:weakness"]}


@pytest.fixture
def read(tmp_path):
    def reading(*lines):
        path = tmp_path / "lines.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return read_labelled(path)

    return reading


def test_a_line_has_text_labels_and_whatever_context_is_known(read):
    known = {"framework": "send", "section": "leaders", "bullet": True, "passage": "p1", "document": 7}
    [line] = read({**ONE, **known, "position": 2})
    assert line.id == "1"
    assert line.document == "document 7"
    assert line.framework is Framework.SEND
    assert line.labels == (Label.parse("workforce:weakness"),)
    text = "Caseloads are too high."
    assert line.sentence == Sentence(text, SectionCode.LEADERS, bullet=True, passage="p1", position=2)


def test_without_a_document_the_passage_is_the_unit_and_without_that_the_line(read):
    lines = read(ONE, {**ONE, "id": 2}, {**ONE, "id": 3, "passage": "p"}, {**ONE, "id": 4, "passage": "p"})
    assert [line.document for line in lines] == ["line 1", "line 2", "passage p", "passage p"]
    assert lines[0].framework is None


def test_a_document_is_not_taken_for_a_line_of_that_name(read):
    named, alone = read({**ONE, "document": "line 2"}, {**ONE, "id": 2})
    assert named.document != alone.document


def test_no_findings_blank_lines_and_labels_given_twice(read):
    lines = read(
        "\ufeff" + json.dumps({**ONE, "labels": []}), "", {**ONE, "id": 2, "labels": ONE["labels"] * 2}
    )
    assert [len(line.labels) for line in lines] == [0, 1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not valid JSON"),
        ("[]", "line 2: not a JSON object"),
        ({"id": 2, "text": "x"}, 'line 2: no "labels"'),
        ({"id": 2, "labels": []}, 'line 2: no "text"'),
        ({"id": 2, "text": "x", "labels": "voice:weakness"}, 'line 2: "labels" must be a list'),
        ({"id": 2, "text": "x", "labels": [3]}, 'line 2: "labels" must be a list of strings'),
        ({"id": 2, "text": "x", "labels": ["voice"]}, "line 2: unknown label 'voice'"),
        ({"id": 2, "text": "x", "labels": [], "section": "annex"}, 'line 2: unknown section "annex"'),
        ({"id": 2, "text": "x", "labels": [], "framework": "old"}, 'line 2: unknown framework "old"'),
        ({"id": 2, "text": "x", "labels": [], "document": []}, 'line 2: "document" must be'),
        ({"id": "1", "text": "x", "labels": []}, 'line 2: the id "1" stands there already'),
    ],
)
def test_a_bad_line_is_named_by_its_number(read, line, message):
    with pytest.raises(InputLineError) as raised:
        read(ONE, line)
    assert f"lines.jsonl: {message}" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_without_sentences_is_refused(read):
    with pytest.raises(InputLineError, match="no labelled sentences"):
        read("", "")
