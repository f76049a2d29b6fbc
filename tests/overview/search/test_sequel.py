"""Which report is the next, and when a finding counts as better there."""

from __future__ import annotations

import pytest

from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.database import Database
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.search import Filters, search
from inspection_findings.overview.search.sequel import Sequel
from inspection_findings.reporting.summary import Tally
from made_reports import made_report
from made_visits import statement, visit

STRENGTH, WEAKNESS = "voice:strength", "voice:weakness"


@pytest.mark.parametrize(
    ("change", "said", "better"),
    [
        (Change.BETTER, None, True),
        (Change.BETTER, statement("It is late.", WEAKNESS), True),
        (Change.UNCLEAR, statement("It is prompt.", STRENGTH), True),
        (Change.UNCLEAR, statement("It is prompt.", STRENGTH, unsure=True), False),
        (Change.UNCLEAR, statement("It is prompt, not full.", STRENGTH, WEAKNESS), False),
        (Change.UNCLEAR, None, False),
        (Change.WORSE, statement("It is late.", WEAKNESS), False),
        (None, None, False),
    ],
)
def test_better_is_the_domain_or_what_is_alike(change, said, better):
    sequel = Sequel(visit(2024), Domain.VOICE, Tally(), Tally(), change, said, 0.5 if said else 0.0)
    assert sequel.is_better is better


def test_area_send_inspections_follow_on_each_other_alone(tmp_path):
    with Database.create(tmp_path / "a.db") as made:
        for year, framework in ((2018, "ilacs"), (2020, "send"), (2022, "ilacs"), (2024, "send")):
            number = made.add(made_report("Fernshire", year))
            made.connection.execute("UPDATE report SET framework = ? WHERE id = ?", (framework, number))
    with Database.open(tmp_path / "a.db") as database:
        hits = search(database, "supervision", Filters(polarity=Polarity.WEAKNESS))
        later = {hit.match.date.year: hit.sequel and hit.sequel.visit.date.year for hit in hits}
    assert later == {2018: 2022, 2020: 2024, 2022: None, 2024: None}
