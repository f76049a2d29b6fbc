import csv
import io

import pytest

from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.exchange.table import COLUMNS, read_table, write_tasks
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Domain, Finding, Polarity

TEXTS = [
    'Children’s plans are vague, and leaders call them "good".',
    "- Visits are regular; most are on time.",
    "Naïve optimism\nprevails.",
]


def task(text, **more):
    stream = stream_text(text)
    place = Place("fernshire-ilacs-2024-03-04", 40, len(stream), fingerprint_of(stream))
    return Task(
        **{
            "place": place, "text": text, "before": "", "after": "", "passage": "fernshire@40",
            "section": None, "heading": "Children in care", "bullet": False, "page": None,
            "authority": "fernshire", "framework": Framework.ILACS, **more,
        }
    )  # fmt: skip


def filled(labels, *, encoding="utf-8-sig", delimiter=",", line_end="\r\n", order=COLUMNS):
    """The table as a spreadsheet saves it after its labels were filled in."""
    rows = list(csv.DictReader(io.StringIO(write_tasks([task(text) for text in TEXTS]))))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, order, delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    writer.writerows({**row, "labels": given} for row, given in zip(rows, labels, strict=True))
    return text.getvalue().encode(encoding)


LABELS = ["assessment_planning:weakness; leadership:weakness", "none", ""]


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"encoding": "utf-8", "line_end": "\n"},
        {"encoding": "utf-8-sig", "delimiter": ";"},
        {"encoding": "cp1252"},
        {"encoding": "utf-16", "delimiter": "\t"},
        {"order": tuple(reversed(COLUMNS))},
    ],
    ids=["Excel's CSV UTF-8", "plain", "semicolons", "Excel's CSV", "Excel's Unicode text", "columns moved"],
)
def test_a_filled_table_is_read_however_a_spreadsheet_saves_it(saved):
    answers = read_table(filled(LABELS, **saved), annotator="Rowan")
    assert answers.problems == []
    assert answers.skipped == 1
    assert [[str(label) for label in answer.labels] for answer in answers.given] == [
        ["leadership:weakness", "assessment_planning:weakness"],
        [],
    ]
    assert {answer.annotator for answer in answers.given} == {"Rowan"}


def test_an_untouched_table_is_passed_over_whole():
    answers = read_table(write_tasks([task(text) for text in TEXTS]).encode(), annotator="Rowan")
    assert (answers.given, answers.skipped, answers.problems) == ([], 3, [])


def test_no_cell_is_a_formula():
    [row] = csv.DictReader(io.StringIO(write_tasks([task("=1+1 is asserted.", before="-x", page=2)])))
    assert (row["text"], row["before"]) == ("'=1+1 is asserted.", "'-x")
    assert (row["page"], row["bullet"], row["section"], row["labels"]) == ("2", "false", "", "")


def test_suggestions_have_a_column_only_where_there_are_any():
    assert "suggestions" not in write_tasks([task(TEXTS[0])])
    found = (
        Finding(Domain.VOICE, Polarity.STRENGTH, 0.91),
        Finding(Domain.VOICE, Polarity.WEAKNESS, 0.625),
    )
    text = write_tasks([task(TEXTS[0], suggestions=found), task(TEXTS[1], suggestions=())])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["suggestions"] for row in rows] == ["voice:strength 0.91; voice:weakness 0.62", "none"]
    assert [row["labels"] for row in rows] == ["", ""]


def test_problems_are_told_with_their_lines():
    answers = read_table(filled(["voice", "none voice:weakness", "none"]), annotator="Rowan")
    assert [problem.split(":")[0] for problem in answers.problems] == ["line 2", "line 3"]
    assert len(answers.given) == 1


def test_rows_that_slipped_are_noticed():
    lines = filled(["none", "none", "none"], line_end="\n").decode("utf-8-sig").split("\n")
    one, other = (line.rsplit(",", 1) for line in lines[1:3])
    swapped = "\n".join([lines[0], f"{one[0]},{other[1]}", f"{other[0]},{one[1]}"])
    answers = read_table(swapped.encode(), annotator="Rowan")
    assert answers.given == []
    assert all("a column has slipped" in problem for problem in answers.problems)


@pytest.mark.parametrize("data", [b"id,text\n1,x\n", b"some text", b"task,text,labels\n"])
def test_another_table_is_refused(data):
    with pytest.raises(CorpusError, match="no column"):
        read_table(data, annotator="Rowan")


def test_a_row_that_is_too_short_is_passed_over():
    answers = read_table(b"task,text,sample,labels\nx,y\n\n", annotator="Rowan")
    assert (answers.given, answers.problems, answers.skipped) == ([], [], 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_line_that_tells_excel_what_stands_between_cells_is_passed_over(delimiter):
    for hint in (f"sep={delimiter}\r\n", f'"sep={delimiter}"\r\n'):
        data = hint.encode() + filled(["voice:bad", "none", ""], encoding="utf-8", delimiter=delimiter)
        answers = read_table(data, annotator="Rowan")
        assert (len(answers.given), answers.skipped) == (1, 1)
        assert answers.problems[0].startswith("line 3: unknown label")


@pytest.mark.parametrize("rest", ["", "\n", ",,,\n\n"])
def test_a_table_without_a_row_is_refused(rest):
    with pytest.raises(CorpusError, match="no task in the file"):
        read_table(f"{','.join(COLUMNS)}\n{rest}".encode(), annotator="Rowan")
