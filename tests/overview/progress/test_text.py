from __future__ import annotations

from io import StringIO

from rich.console import Console

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area
from inspection_findings.overview.progress import progress_of
from inspection_findings.overview.progress.text import print_progress
from made_visits import NOW, THEN, statement, visit


def printed(progress, quotes=2, width=100):
    console = Console(file=StringIO(), width=width, highlight=False)
    print_progress(console, progress, quotes=quotes)
    return console.file.getvalue()


def squeezed(text):
    return " ".join(text.split())


def test_grades_counts_and_sentences_with_their_pages():
    then = visit(2019, THEN, grades={Area.LEADERS: Grade.INADEQUATE})
    now = visit(2024, NOW, grades={Area.LEADERS: Grade.GOOD})
    text = squeezed(printed(progress_of([then, now])))
    assert text.startswith(
        "Progress of Fernshire Fernshire-2019.pdf: Fernshire, ILACS, inspected 4 to 8 March 2019"
    )
    assert "leaders inadequate good" in text
    assert "workforce +0 −1 0% +1 −0 100% too few to tell" in text
    assert "Grades that changed: leaders inadequate to good" in text
    better = text[text.index("Got better") : text.index("Got worse")]
    assert "workforce; alike 0." in better
    assert "− then p. 2 Caseloads are far too high" in better
    assert "+ now p. 2 Caseloads have come down" in better
    assert "Weaknesses no longer mentioned Nothing alike is said now. That does not mean" in text
    assert "Pathway plans are missing." in text
    assert "frameworks" not in text


def test_as_few_sentences_as_asked_for():
    progress = progress_of([visit(2019, THEN), visit(2024, NOW)])
    assert "Got better" not in printed(progress, quotes=0)
    lost = printed(progress, quotes=1)
    lost = lost[lost.index("Weaknesses no longer") :]
    assert ("Pathway plans are missing." in lost) != ("Health assessments are late." in lost)


def test_unsure_findings_are_counted_apart_and_named():
    said = statement("Advocates are rare.", "voice:weakness", unsure=True)
    progress = progress_of([visit(2019), visit(2024, statements=(said,))], precision=0.9)
    text = squeezed(printed(progress))
    assert "voice – –" in text
    assert "unsure besides 0 1" in text
    assert "voice; unsure − now p. 1 Advocates are rare." in text
    assert "unsure at precision 0.9 are counted apart" in text


def test_different_frameworks_partial_reports_and_missing_dates_are_pointed_out():
    visits = [
        visit(2015, THEN, framework=Framework.SIF),
        visit(2021, NOW, framework=Framework.JTAI),
        visit(2024, NOW, grades={Area.OVERALL: Grade.GOOD}),
    ]
    text = squeezed(printed(progress_of(visits)))
    assert "The visits were made under different frameworks." in text
    assert "Of part of the services, or without a grade: JTAI, 8 March 2021." in text
    assert "Change from SIF, 8 March 2015 to ILACS, 8 March 2024" in text
    assert "A report has no date" in squeezed(printed(progress_of([visit(None, THEN), visit(2024, NOW)])))


def test_a_letter_cannot_steer_the_terminal():
    said = statement("Plans \x1b[31m are [bold]late[/bold].", "voice:weakness")
    text = printed(progress_of([visit(2019), visit(2024, statements=(said,))]))
    assert "\x1b" not in text
    assert "[bold]late[/bold]" in text
