from __future__ import annotations

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area, Domain, Finding, Polarity
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary, Tally


def test_counts_by_domain_and_by_the_area_of_the_section(example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    assert (summary.documents, summary.lines, summary.sentences) == (1, 0, 3)
    assert summary.total == Tally(strengths=2, weaknesses=1)
    assert summary.domains[Domain.PARTNERSHIP] == Tally(1, 0)
    assert summary.domains[Domain.ASSESSMENT_PLANNING] == Tally(0, 1)
    # The first sentence stands in a judged section; the second in the summary, so its domain decides.
    assert summary.areas[Area.CHILDREN_IN_CARE] == Tally(1, 1)
    assert summary.areas[Area.LEADERS] == Tally(1, 0)
    assert summary.areas[Area.HELP_AND_PROTECTION] == Tally(0, 0)


def test_totals_by_domain_and_by_area_agree(example):
    summary = Summary()
    for _ in range(3):
        summary.add_document(example.document, example.results)
    summary.add_line(example.results[0])
    assert summary.total.total == 11
    assert sum(tally.total for tally in summary.domains.values()) == 11
    assert sum(tally.total for tally in summary.areas.values()) == 11


def test_counts_grades_given(example):
    summary = Summary()
    summary.add_document(example.document, [])
    summary.add_document(example.document, [])
    assert summary.grades[Area.CHILDREN_IN_CARE] == {Grade.REQUIRES_IMPROVEMENT: 2}
    assert summary.grades[Area.LEADERS] == {}


def test_is_empty_until_something_was_classified(example):
    summary = Summary(failures=3)
    assert summary.is_empty
    summary.add_line(example.results[2])
    assert not summary.is_empty
    assert summary.lines == 1


def test_share_of_strengths():
    tally = Tally()
    assert tally.share is None
    for polarity in (Polarity.STRENGTH, Polarity.WEAKNESS, Polarity.STRENGTH, Polarity.STRENGTH):
        tally.add(Finding(Domain.VOICE, polarity, 0.9))
    assert tally.share == 0.75


def test_unsure_findings_are_counted_apart(example):
    summary = Summary(precision=0.9)
    marked = Selection(sure_from=(0.7,) * 22)
    summary.add_document(example.document, [marked.apply(result) for result in example.results])
    assert summary.total == Tally(strengths=2, unsure_weaknesses=1)
    assert (summary.total.total, summary.total.shown, summary.total.share) == (2, 3, 1.0)
    assert summary.domains[Domain.ASSESSMENT_PLANNING] == Tally(unsure_weaknesses=1)
    assert summary.domains[Domain.ASSESSMENT_PLANNING].unsure == 1
    assert summary.areas[Area.CHILDREN_IN_CARE] == Tally(1, 0, unsure_weaknesses=1)


def test_counts_of_parts_merge_to_those_of_the_whole(example):
    whole, merged = Summary(), Summary()
    for _ in range(2):
        part = Summary(failures=1)
        for summary in (whole, part):
            summary.add_document(example.document, example.results)
            summary.add_line(example.results[0])
        merged.merge(part)
    whole.failures = 2
    assert merged == whole
