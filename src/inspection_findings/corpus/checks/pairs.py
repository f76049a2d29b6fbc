"""What nearly identical sentences show: leaks between splits, and labels that contradict each other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from inspection_findings.corpus.checks.problems import Check, Problem, Severity
from inspection_findings.corpus.checks.similarity import Pair
from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.corpus.splits import Split
from inspection_findings.files import write_atomically
from inspection_findings.labels import Domain
from inspection_findings.spreadsheets import defused


def near_duplicates(pairs: Iterable[Pair], split_of_id: Mapping[str, Split]) -> Iterator[Problem]:
    """Find sentences of one split that stand, nearly the same, in another; identical ones are apart."""
    for pair in pairs:
        here, there = split_of_id[pair.first.id], split_of_id[pair.second.id]
        if here is not there and not pair.identical:
            yield Problem(
                Check.NEAR_DUPLICATES,
                Severity.WARNING,
                pair.first.id,
                f"{pair.first.source} in {here}, is nearly {pair.second.id}, {pair.second.source} in {there} "
                f"({pair.similarity:.3f})",
                pair.texts,
            )


def contradiction(pair: Pair) -> Check | None:
    """Say how the labels of a pair disagree: opposite on a domain, otherwise different, or not at all."""
    first, second = pair.first, pair.second
    if set(first.labels) == set(second.labels):
        return None
    for domain in Domain:
        here, there = _polarities(first, domain), _polarities(second, domain)
        if here and there and not here & there:
            return Check.OPPOSITE
    return Check.DIFFERENT


def contradictions(pairs: Iterable[Pair]) -> Iterator[Problem]:
    """Find nearly identical sentences with other labels: noise, or what only the context can tell."""
    for pair in pairs:
        check = contradiction(pair)
        if check is not None:
            yield Problem(
                check,
                Severity.WARNING,
                pair.first.id,
                f"{_labels(pair.first)}; but {pair.second.id}: {_labels(pair.second)} "
                f"({pair.similarity:.3f})",
                pair.texts,
            )


def write_contradictions(path: Path, pairs: Iterable[Pair], *, show_text: bool = False) -> int:
    """Write the pairs whose labels disagree as CSV, and say how many they are.

    Parameters
    ----------
    path
        File to write.
    pairs
        Nearly identical sentences, whatever their labels.
    show_text
        Whether to write the sentences too.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    columns = ["kind", "similarity", "first", "second"]
    columns += ["first_section", "second_section", "first_labels", "second_labels"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns + (["first_text", "second_text"] if show_text else []))
    written = 0
    for pair in pairs:
        check = contradiction(pair)
        if check is None:
            continue
        both = (pair.first, pair.second)
        row = [check.value, f"{pair.similarity:.4f}", *(record.id for record in both)]
        row += [record.sentence.section or "" for record in both]
        row += [" ".join(map(str, record.labels)) for record in both]
        writer.writerow(row + ([defused(text) for text in pair.texts] if show_text else []))
        written += 1
    write_atomically(path, text.getvalue().encode())
    return written


def _polarities(record: LabelledSentence, domain: Domain) -> set[str]:
    return {label.polarity for label in record.labels if label.domain is domain}


def _labels(record: LabelledSentence) -> str:
    return " ".join(map(str, record.labels)) or "no label"
