from __future__ import annotations

from collections import Counter

from inspection_findings.documents.types import Grade
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.totals import domains_line, grades_given, totals_line


def test_totals_line_of_lines(example):
    summary = Summary()
    summary.add_line(example.results[0])
    assert totals_line(summary) == "1 line, 2 findings: 1 strength, 1 weakness"


def test_domains_line_names_those_with_findings(example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    assert domains_line(summary) == "oversight +1 -0, assessment planning +0 -1, partnership +1 -0"


def test_unsure_findings_are_counted_apart(example):
    summary = Summary(precision=0.9, failures=1)
    marked = Selection(sure_from=(0.7,) * 22)
    summary.add_document(example.document, [marked.apply(result) for result in example.results])
    assert totals_line(summary) == (
        "1 document, 3 sentences, 2 findings at precision 0.9 or better: 2 strengths, 0 weaknesses; "
        "1 more unsure; 1 could not be read"
    )
    assert domains_line(summary) == "oversight +1 -0, assessment planning +0 -0 (1 unsure), partnership +1 -0"


def test_grades_are_counted_where_there_are_several():
    assert grades_given(Counter()) == ""
    assert grades_given(Counter([Grade.REQUIRES_IMPROVEMENT])) == "requires improvement"
    assert grades_given(Counter([Grade.GOOD, Grade.INADEQUATE, Grade.GOOD])) == "2 good, 1 inadequate"
