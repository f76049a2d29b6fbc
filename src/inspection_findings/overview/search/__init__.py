"""Findings like what one is looking for, in a database of reports, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from inspection_findings.labels import Polarity
from inspection_findings.overview.database import Database
from inspection_findings.overview.progress.stored import stored_authority
from inspection_findings.overview.search.hits import Filters, Match, matches
from inspection_findings.overview.search.query import Query
from inspection_findings.overview.search.sequel import Sequel, Sequels

__all__ = ["Filters", "Hit", "Match", "Sequel", "search"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that matches, and what became of it."""

    match: Match
    sequel: Sequel | None


def search(
    database: Database, text: str, filters: Filters | None = None, *, put_right: bool = False, limit: int = 20
) -> list[Hit]:
    """Find sentences that match, the best first.

    Any of the words will do; what stands in quotation marks has to be there as it is. Words are taken by
    their stem, case and signs do not count, and no text is an error. Sentences are ranked by BM25; to rank
    them again by the cosine of `overview.similarity` gains nothing (``experiments/similarity.md``).

    Parameters
    ----------
    database
        Open.
    text
        What to look for.
    filters
        Which findings and reports to look at; the authority in any spelling. All of them by default.
    put_right
        Keep weaknesses alone, and of these what a later report finds better: see `Sequel.is_better`.
    limit
        Hits at most.

    Raises
    ------
    OverviewError
        If no report is about the authority.
    """
    chosen = filters or Filters()
    if chosen.authority is not None:
        chosen = replace(chosen, authority=stored_authority(database, chosen.authority))
    if put_right:
        chosen = replace(chosen, polarity=Polarity.WEAKNESS)
    sequels = Sequels(database)
    hits = (Hit(match, sequels.of(match)) for match in matches(database, Query.parse(text), chosen))
    if put_right:
        hits = (hit for hit in hits if hit.sequel is not None and hit.sequel.is_better)
    return list(islice(hits, limit))
