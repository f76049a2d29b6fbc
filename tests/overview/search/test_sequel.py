"""When a finding counts as better in the next report."""

from __future__ import annotations

import pytest

from inspection_findings.labels import Domain
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.search.sequel import Sequel
from inspection_findings.reporting.summary import Tally
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
