"""Checks of the labelled data: files, places, splits, text, and whether labels agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.corpus.build import Build, build_corpus
from inspection_findings.corpus.checks.drift import drift
from inspection_findings.corpus.checks.files import read_files
from inspection_findings.corpus.checks.pairs import contradictions, near_duplicates, write_contradictions
from inspection_findings.corpus.checks.places import divided, duplicates, overlaps, same_place
from inspection_findings.corpus.checks.problems import Check, Problem, Severity, Tally, tally
from inspection_findings.corpus.checks.similarity import THRESHOLD, Pair, near_pairs
from inspection_findings.corpus.checks.texts import coverage, documents, garbled
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.sources import Sources
from inspection_findings.exceptions import CorpusError
from inspection_findings.paths import DATA

__all__ = [
    "THRESHOLD",
    "Check",
    "Pair",
    "Problem",
    "Report",
    "Severity",
    "Tally",
    "check_corpus",
    "write_contradictions",
]

_OF_TEXT = (Check.COVERAGE, Check.TEXT, Check.NEAR_DUPLICATES, Check.OPPOSITE, Check.DIFFERENT)


@dataclass(frozen=True)
class Report:
    """What all checks found.

    Attributes
    ----------
    problems
        By check, and within a check the weightiest first.
    pairs
        Sentences at hand that are nearly the same, whatever their labels.
    left_out
        Checks that could not be made.
    """

    problems: tuple[Problem, ...]
    pairs: tuple[Pair, ...] = ()
    left_out: tuple[Check, ...] = ()

    @property
    def tallies(self) -> list[Tally]:
        """Problems by check."""
        return tally(self.problems, self.left_out)

    def count(self, severity: Severity) -> int:
        """Count the problems of a severity."""
        return sum(problem.severity is severity for problem in self.problems)


def check_corpus(
    folder: Path = DATA,
    *,
    specimens_only: bool = False,
    similarity: float = THRESHOLD,
    n_jobs: int | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Report:
    """Check labels, source list and whatever documents are at hand.

    The labels are checked whole in any case. Checks of the text wait until the files are sound.

    Parameters
    ----------
    folder
        That holds the documents (``raw``) and the labels (``labeled``).
    specimens_only
        Whether to leave reports and articles unread though they are there.
    similarity
        Cosine from which two sentences are nearly the same.
    n_jobs
        Processes that read documents side by side, as in joblib.
    report
        Is told what is being done.

    Raises
    ------
    CorpusError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder")
    report("checking the labels")
    kept = read_files(folder)
    problems = [*kept.problems, *_of_labels(kept.sources)]
    pairs: list[Pair] = []
    left_out: tuple[Check, ...] = (Check.DOCUMENTS, *_OF_TEXT)
    if kept.sound:
        chosen = [Source.SPECIMEN] if specimens_only else list(Source)
        try:
            built = build_corpus(folder, sources=chosen, n_jobs=n_jobs, report=report)
        except CorpusError as error:
            left_out = _OF_TEXT
            problems.append(_nothing_read(kept.sources, chosen, str(error)))
        else:
            left_out = ()
            report("comparing sentences")
            pairs = near_pairs(_records(built), threshold=similarity)
            problems += _of_text(built, pairs)
    order = {rank: place for place, rank in enumerate([*Check, *Severity])}
    problems.sort(key=lambda problem: (order[problem.check], order[problem.severity]))
    return Report(tuple(problems), tuple(pairs), left_out)


def _of_labels(kept: Sources) -> Iterator[Problem]:
    yield from same_place(kept)
    yield from overlaps(kept)
    yield from divided(kept)
    yield from duplicates(kept)
    yield from drift(kept)


def _of_text(built: Build, pairs: list[Pair]) -> Iterator[Problem]:
    yield from documents(built.coverage)
    yield from coverage(built.coverage)
    yield from garbled(_records(built))
    split_of_id = {record.id: split for split, part in built.corpus.splits.items() for record in part}
    yield from near_duplicates(pairs, split_of_id)
    yield from contradictions(pairs)


def _records(built: Build) -> list[LabelledSentence]:
    return [record for part in built.corpus.splits.values() for record in part]


def _nothing_read(kept: Sources, chosen: list[Source], message: str) -> Problem:
    """Tell a clone without documents, which is as it should be, from documents that are of no use."""
    wanted = (kept.catalogue[document] for document in kept.annotations)
    some = any(entry.source in chosen and kept.path(entry).is_file() for entry in wanted)
    severity = Severity.ERROR if some else Severity.NOTE
    return Problem(Check.DOCUMENTS, severity, str(kept.folder), message)
