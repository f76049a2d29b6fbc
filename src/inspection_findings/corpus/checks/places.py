"""Checks of labels that need no text: where they stand, and on which side of the splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.checks.problems import Check, Problem, Severity
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import Sources
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.authorities import normal_form

LEAST_LETTERS = 25
"""Shorter sentences are alike by chance."""


def same_place(kept: Sources) -> Iterator[Problem]:
    """Find sentences that are labelled twice: an error where the labels differ, else a warning."""
    for document, labelled in kept.annotations.items():
        there: dict[tuple[int, int], Annotation] = {}
        for annotation in labelled:
            first = there.setdefault((annotation.position, annotation.length), annotation)
            if first is annotation:
                continue
            differ = set(first.labels) != set(annotation.labels)
            yield Problem(
                Check.PLACES,
                Severity.ERROR if differ else Severity.WARNING,
                annotation.id,
                f"labels the same place in {document} as {first.id}" + (", otherwise" if differ else ""),
            )


def overlaps(kept: Sources) -> Iterator[Problem]:
    """Find sentences that reach into each other without standing at the same place."""
    for document, labelled in kept.annotations.items():
        places = {(a.position, a.length): a for a in reversed(labelled)}
        furthest: Annotation | None = None
        for annotation in sorted(places.values(), key=lambda a: (a.position, -a.length)):
            end = annotation.position + annotation.length
            reached = furthest.position + furthest.length if furthest else 0
            if furthest and annotation.position < reached:
                shared = min(reached, end) - annotation.position
                yield Problem(
                    Check.OVERLAPS,
                    Severity.WARNING,
                    annotation.id,
                    f"shares {shared:,} letters with {furthest.id} in {document}",
                )
            if end > reached:
                furthest = annotation


def divided(kept: Sources) -> Iterator[Problem]:
    """Find authorities and specimen documents whose sentences fall into more than one split.

    The split is made of the authority's name, so real authorities can be divided by spelling alone, and two
    spellings are an error wherever they fall. Specimens can be divided, since each of their sentences goes
    where the one that it retells is.
    """
    yield from _spellings(kept)
    splits: dict[tuple[str, str], set[Split]] = defaultdict(set)
    for document, labelled in kept.annotations.items():
        entry = kept.catalogue[document]
        for annotation in labelled:
            split = kept.split(annotation)
            splits["authority", entry.authority].add(split)
            if entry.source is Source.SPECIMEN:
                splits["document", document].add(split)
    for (kind, name), found in splits.items():
        if len(found) > 1:
            names = ", ".join(split for split in Split if split in found)
            yield Problem(Check.SPLITS, Severity.ERROR, name, f"{kind} with sentences in {names}")


def _spellings(kept: Sources) -> Iterator[Problem]:
    """Find authorities that the source list has under more than one name."""
    real = (entry.authority for entry in kept.catalogue.values() if entry.source is not Source.SPECIMEN)
    spellings: dict[str, set[str]] = defaultdict(set)
    for name in real:
        spellings[normal_form(name)].add(name)
    for names in spellings.values():
        if len(names) > 1:
            first, *others = sorted(names)
            also = ", ".join(map(repr, others))
            yield Problem(
                Check.SPLITS, Severity.ERROR, first, f"the source list also calls this authority {also}"
            )


def duplicates(kept: Sources) -> Iterator[Problem]:
    """Find sentences that stand word for word in documents of different splits."""
    groups: dict[tuple[str, int], list[Annotation]] = defaultdict(list)
    for labelled in kept.annotations.values():
        for annotation in labelled:
            if annotation.length >= LEAST_LETTERS:
                groups[annotation.fingerprint, annotation.length].append(annotation)
    for group in groups.values():
        by_split: dict[Split, list[str]] = defaultdict(list)
        for annotation in group:
            by_split[kept.split(annotation)].append(annotation.id)
        if len(by_split) > 1:
            named = (f"{split}: {', '.join(by_split[split])}" for split in Split if split in by_split)
            yield Problem(Check.DUPLICATES, Severity.WARNING, group[0].id, f"stands in {'; '.join(named)}")
