from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.summary_tables import print_summary


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


@pytest.fixture
def printed(console) -> Callable[[], str]:
    return console.file.getvalue


@pytest.fixture
def summary(example) -> Summary:
    summary = Summary()
    summary.add_document(example.document, example.results)
    return summary


@pytest.fixture
def half_sure(example) -> Summary:
    summary = Summary(precision=0.9)
    marked = Selection(sure_from=(0.7,) * 22)
    summary.add_document(example.document, [marked.apply(result) for result in example.results])
    return summary


def line_with(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start)).rstrip()


def test_totals_come_first(console, printed, summary):
    summary.failures = 1
    print_summary(console, summary)
    assert printed().startswith(
        "1 document, 3 sentences, 3 findings: 2 strengths, 1 weakness; 1 could not be read"
    )


def test_bars_of_domains_diverge_on_one_scale(console, printed, summary):
    print_summary(console, summary)
    weak, strong = line_with(printed(), "assessment planning"), line_with(printed(), "oversight")
    assert "1 ▒▒▒▒▒▒▒▒▒▒▒▒│ 0" in weak
    assert "0 │████████████ 1" in strong
    assert weak.index("│") == strong.index("│")
    assert strong.split()[-2:] == ["100%", "leaders"]
    assert "workforce" not in printed()


def test_areas_stand_beside_the_grade(console, printed, summary):
    print_summary(console, summary)
    overall = line_with(printed(), "overall")
    assert overall.split()[-2:] == ["67%", "good"]
    assert "1 ▒▒▒▒▒▒│████████████ 2" in overall
    assert line_with(printed(), "children in care").endswith("requires improvement")


def test_areas_with_neither_findings_nor_a_grade_are_left_out(console, printed, summary):
    summary.grades[Area.HELP_AND_PROTECTION][Grade.GOOD] += 1
    print_summary(console, summary)
    assert "care leavers" not in printed()
    assert "0 │ 0" in line_with(printed(), "help and protection")


def test_grades_of_several_documents_are_counted(console, printed, summary, example):
    summary.add_document(example.document, example.results)
    print_summary(console, summary)
    assert line_with(printed(), "overall").endswith("2 good")


def test_unsure_findings_are_counted_apart(console, printed, half_sure):
    print_summary(console, half_sure)
    assert "2 findings at precision 0.9 or better: 2 strengths, 0 weaknesses; 1 more" in printed()
    assert line_with(printed(), "Domain").split()[:4] == ["Domain", "Weaknesses", "Strengths", "Unsure"]
    before, _, after = line_with(printed(), "assessment planning").partition("│")
    assert (before.split()[-1], after.split()[:3]) == ("0", ["0", "1", "–"])


def test_unsure_is_no_column_where_nothing_was_promised(console, printed, summary):
    print_summary(console, summary)
    assert "nsure" not in printed()


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_it_fits_the_terminal(console, printed, half_sure, width):
    console.width = width
    print_summary(console, half_sure)
    assert max(map(len, printed().splitlines())) <= width
    for name in ("oversight", "partnership"):
        assert "│" in line_with(printed(), name)


def test_without_findings_there_are_only_totals(console, printed):
    print_summary(console, Summary(documents=1, sentences=3))
    assert printed() == "1 document, 3 sentences, 0 findings: 0 strengths, 0 weaknesses\n\n"
