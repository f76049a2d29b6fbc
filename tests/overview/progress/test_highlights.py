from __future__ import annotations

from inspection_findings.labels import Domain
from inspection_findings.overview.progress import compare_visits
from inspection_findings.overview.progress.highlights import highlights
from inspection_findings.overview.progress.pairs import Kind
from made_visits import statement, visit


def texts(step, kind):
    return [each.evidence.now.text for each in highlights(step, kind)]


def test_domains_take_turns():
    said = (
        statement("Advocates are rare.", "voice:weakness", confidence=0.99),
        statement("Complaints go unheard.", "voice:weakness", confidence=0.98),
        statement("Managers sign plans unread.", "oversight:weakness", confidence=0.6),
    )
    step = compare_visits(visit(2019), visit(2024, statements=said))
    assert texts(step, Kind.NEW_WEAKNESS) == [
        *("Advocates are rare.", "Managers sign plans unread.", "Complaints go unheard.")
    ]


def test_what_is_evidence_of_several_domains_stands_once_with_all_of_them():
    said = statement("Children meet too many workers.", "voice:weakness", "workforce:weakness")
    step = compare_visits(visit(2019), visit(2024, statements=(said,)))
    [only] = highlights(step, Kind.NEW_WEAKNESS)
    assert only.domains == (Domain.WORKFORCE, Domain.VOICE)


def test_no_sentence_comes_twice():
    then = visit(2019, (("Caseloads are too high in most teams.", "workforce:weakness"),))
    now = visit(
        2024,
        (
            ("Caseloads are too high in some teams.", "workforce:weakness"),
            ("Caseloads are too high in most of the teams.", "workforce:weakness"),
        ),
    )
    step = compare_visits(then, now)
    assert len(step.domains[0].of(Kind.WEAKNESS_PERSISTS)) == 2
    assert texts(step, Kind.WEAKNESS_PERSISTS) == ["Caseloads are too high in most of the teams."]
