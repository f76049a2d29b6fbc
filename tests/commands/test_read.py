"""`findings read`: what a document says of itself."""

from __future__ import annotations

import csv
import io
import json

import pytest

from inspection_findings.documents import read_document


@pytest.fixture
def second(tmp_path):
    path = tmp_path / "millbrook.txt"
    path.write_text("Plans are vague.\n")
    return path


def test_text_is_an_outline(run, letter):
    result = run("read", letter)
    assert result.exit_code == 0
    assert "lead inspector    Morgan Ashdown" in result.stdout
    assert "inspection start  4 March 2024" in result.stdout
    assert "Grades: children in care good" in result.stdout
    assert "What needs to improve  [what needs to improve: 2 passages, 2 sentences]" in result.stdout
    assert "*  The quality of plans." in result.stdout


def test_json_of_one_document_is_an_object_whose_offsets_index_its_text(run, letter):
    found = json.loads(run("read", letter, "--format", "json").stdout)
    document = read_document(letter)
    assert found["document"] == str(letter)
    assert found["format"] == "markdown"
    assert found["metadata"]["inspection_start"] == "2024-03-04"
    assert found["metadata"]["published"] is None
    assert found["grades"] == {"children_in_care": "good"}
    passages = [passage for section in found["sections"] for passage in section["passages"]]
    sentences = [sentence for passage in passages for sentence in passage["sentences"]]
    assert [each["text"] for each in sentences] == [each.text for each in document.sentences()]
    assert all(found["text"][each["start"] : each["end"]] == each["text"] for each in sentences)
    assert [passage["bullet"] for passage in passages] == [True, True, False, False]


def test_json_of_several_is_a_list(run, letter, second):
    found = json.loads(run("read", letter, second, "-f", "json").stdout)
    assert [each["document"] for each in found] == [str(letter), str(second)]


def test_json_of_several_is_a_whole_list_though_some_fail(run, letter, second, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("read", letter, "empty.txt", second, "-f", "json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)) == 2
    assert "findings: empty.txt: " in result.stderr
    assert "findings: 2 documents; 1 could not be read" in result.stderr


def test_jsonl_is_one_object_a_document(run, letter, second):
    lines = run("read", letter, second, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["document"] for line in lines] == [str(letter), str(second)]


def test_grades_as_csv_is_one_row_a_document(run, letter, second):
    out = run("read", letter, second, "--grades", "--format", "csv").stdout
    first, other = csv.DictReader(io.StringIO(out))
    assert first["authority"] == "Fernshire"
    assert first["inspection_end"] == "2024-03-08"
    assert first["children_in_care"] == "good"
    assert first["overall"] == ""
    assert other["document"] == str(second)


def test_grades_as_a_table(run, letter, second):
    out = run("read", letter, second, "--grades").stdout
    assert "Fernshire, ILACS" in out
    assert "good" in out
    assert "millbrook.txt" in out


def test_grades_as_json_leave_the_text_out(run, letter):
    found = json.loads(run("read", letter, "--grades", "-f", "json").stdout)
    assert list(found) == ["document", "metadata", "grades"]


@pytest.mark.parametrize("option", [("--format", "csv"), ("--output", "g.csv")])
def test_csv_needs_grades(run, letter, option):
    result = run("read", letter, *option)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: ")
    assert "--grades" in line


def test_standard_input(run):
    found = json.loads(run("read", "-", "-f", "json", stdin="Plans are vague.").stdout)
    assert found["document"] == "<stdin>"
    assert found["text"] == "Plans are vague."


def test_output_file(run, letter, tmp_path):
    assert run("read", letter, "-f", "json", "-o", "o.json").stdout == ""
    assert json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["document"] == str(letter)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("o.json", '{\n  "document"'),
        ("o.jsonl", '{"document"'),
        ("o.ndjson", '{"document"'),
        ("o.csv", "document,"),
        ("o.txt", " "),
    ],
)
def test_the_suffix_sets_the_format(run, letter, tmp_path, name, start):
    assert run("read", letter, "--grades", "-o", name).exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_suffix_of_another_format_is_refused(run, letter, tmp_path):
    result = run("read", letter, "-o", "o.xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "findings: error: --output o.xlsx: xlsx is not written here; end the name in one of "
        ".jsonl, .ndjson, .json, .csv, or give --format, one of text, json, jsonl, csv\n"
    )
    assert run("read", letter, "-o", "o.xlsx", "-f", "json").exit_code == 0


def test_what_is_there_but_cannot_be_read_is_no_usage_error(run, tmp_path):
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    assert run("read", "loop.pdf").exit_code == 1


def test_an_existing_file_outlives_a_run_in_which_all_inputs_fail(run, tmp_path):
    (tmp_path / "o.json").write_text("before")
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("read", "empty.txt", "-f", "json", "-o", "o.json").exit_code == 1
    assert (tmp_path / "o.json").read_text() == "before"


def test_missing_file(run):
    result = run("read", "gone.pdf")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "findings: gone.pdf: no such file or folder\n"


def test_missing_file_beside_another(run, letter):
    result = run("read", "gone.pdf", letter, "-f", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["document"] == str(letter)


def test_csv_can_begin_with_a_mark_for_excel(run, letter):
    asked = ("read", letter, "--grades", "--format", "csv")
    assert run(*asked, "--bom").stdout == "\ufeff" + run(*asked).stdout
    result = run("read", letter, "--bom")
    assert result.exit_code == 2
    assert "--bom is for csv; the format here is text" in result.stderr
