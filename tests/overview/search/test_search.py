from __future__ import annotations

import pytest

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.database import OverviewError
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.search import Filters, search


def places(hits):
    return [(hit.match.authority, hit.match.date.year) for hit in hits]


def test_sentences_with_more_of_the_words_come_first(database):
    hits = search(database, "the quality of supervision that helps workers")
    assert [hit.match.statement.text.split()[0] for hit in hits][:3] == ["Supervision"] * 3
    assert sorted(places(hits)[:3]) == [("Fernshire", 2019), ("Fernshire", 2024), ("Moorshire", 2022)]
    assert {hit.match.statement.text.split()[0] for hit in hits[3:]} == {"The"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(polarity=Polarity.STRENGTH), [("Fernshire", 2024)]),
        (Filters(frozenset({Domain.WORKFORCE})), [("Fernshire", 2019), ("Moorshire", 2022)]),
        (Filters(frozenset({Domain.WORKFORCE}), Polarity.STRENGTH), []),
        (Filters(frozenset({Domain.OVERSIGHT, Domain.VOICE}), authority="the city of moorshire"),
         [("Moorshire", 2022)]),
        (Filters(framework=Framework.SIF), []),
        (Filters(framework=Framework.ILACS, since=2020, until=2022), [("Moorshire", 2022)]),
    ],
)  # fmt: skip
def test_filters_are_of_findings_and_reports(database, filters, found):
    assert sorted(places(search(database, "supervision", filters))) == found


def test_a_hit_is_of_the_most_confident_finding_that_was_looked_for(database):
    [first, *_] = search(database, "supervision", Filters(authority="Moorshire"))
    assert first.match.finding.domain is Domain.OVERSIGHT
    assert len(first.match.statement.findings) == 2
    [only] = search(database, "supervision", Filters(frozenset({Domain.WORKFORCE}), authority="Moorshire"))
    assert (only.match.finding.domain, only.match.finding.confidence) == (Domain.WORKFORCE, 0.55)


def test_what_became_of_it_is_in_the_next_report_that_speaks_of_the_domain(database):
    hits = {places([hit])[0]: hit.sequel for hit in search(database, "supervision")}
    assert hits["Fernshire", 2024] is None
    assert hits["Moorshire", 2022] is None
    sequel = hits["Fernshire", 2019]
    # Not 2021: that report finds nothing of it.
    assert sequel.visit.date.year == 2024
    assert (sequel.then.weaknesses, sequel.now.strengths, sequel.change) == (1, 1, Change.TOO_FEW)
    assert sequel.alike == pytest.approx(1)
    assert sequel.statement.text.startswith("Supervision")
    assert sequel.is_better


def test_what_is_alike_is_of_the_same_domain_or_there_is_nothing(database):
    [hit] = search(database, "caseloads", Filters(authority="Fernshire"))
    assert hit.match.finding.domain is Domain.WORKFORCE
    assert hit.sequel is None


def test_only_what_was_put_right(database):
    assert places(search(database, "supervision plans caseloads", put_right=True)) == [("Fernshire", 2019)]


def test_no_more_hits_than_asked_for(database):
    assert len(search(database, "supervision", limit=2)) == 2


@pytest.mark.parametrize("text", ["", "*", '"', "zebra", '"workers supervision"'])
def test_nothing_found_is_an_empty_list(database, text):
    assert search(database, text) == []


def test_an_authority_that_is_not_there_is_an_error(database):
    with pytest.raises(OverviewError, match="did you mean Moorshire"):
        search(database, "supervision", Filters(authority="Morshire"))
