"""Readers' corrections brought into the labels: as new ones, or as overrides of those that stand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspection_findings.corpus.corrections.judgement import Judgement, Outcome
from inspection_findings.corpus.exchange.answers import NO_LABEL, Answer
from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.merging import Conflict, Merge, merge_answers, save_merge
from inspection_findings.corpus.overrides import Override, change_overrides, read_overrides
from inspection_findings.corpus.records import Sample
from inspection_findings.corpus.sources import OVERRIDES_FILE, Sources
from inspection_findings.corpus.splits import Split
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Label

REASON = "Corrected while reading"
"""How the reason of an override begins that was made of a reader's correction."""


@dataclass
class Taking:
    """What would become of corrections.

    Attributes
    ----------
    merge
        New labels and those that agree; without the sentences that become overrides.
    overrides
        Labels that are corrected, by identifier; ``None`` where the correction goes that there was.
    unlisted
        Documents that are not in the source list, with how many sentences were judged in each.
    half
        How many sentences have findings of which nothing was said: they are left.
    outcomes
        What became of each correction, by its number.
    """

    merge: Merge
    overrides: dict[str, Override | None] = field(default_factory=dict)
    unlisted: Counter[str] = field(default_factory=Counter)
    half: int = 0
    outcomes: list[tuple[int, Outcome]] = field(default_factory=list)


def take_corrections(
    kept: Sources,
    judgements: Iterable[Judgement],
    *,
    annotator: str | None,
    today: dt.date,
    n_jobs: int | None = None,
) -> Taking:
    """See what becomes of corrections: all of them, so that nothing is lost that was taken in elsewhere.

    A sentence without labels gets those of the reader, for training only. One that has others is overridden
    if it is trained on and the reader changed what the model said. Who only agreed with the model was shown
    its answer, and figures must not lean towards the model that is measured: there, what stands stays.

    Parameters
    ----------
    kept
        The corpus as it is.
    judgements
        Of sentences of any documents.
    annotator
        Who corrected, where no name was kept.
    today
        Day of the decision that overrides are given.
    n_jobs
        Processes that read documents.

    Raises
    ------
    CorpusError
        If nothing says who corrected.
    """
    listed = {entry.sha256: entry.document for entry in kept.catalogue.values()}
    taking = Taking(Merge())
    asked: dict[Place, Judgement] = {}
    answers: list[Answer] = []
    for judgement in judgements:
        document = listed.get(judgement.latest.sha256)
        if not judgement.is_whole:
            taking.half += 1
        elif document is None:
            taking.unlisted[judgement.latest.document] += 1
        else:
            answers.append(_answer(judgement, document, annotator))
            asked[answers[-1].place] = judgement
    merge = merge_answers(kept, answers, today=today.isoformat(), n_jobs=n_jobs)
    standing = {each.id: each for each in read_overrides(kept.folder / OVERRIDES_FILE)}
    left: list[Conflict] = []
    for conflict in merge.conflicts:
        override = _override(kept, conflict, asked[conflict.answers[0].place], standing, today)
        if override is None:
            left.append(conflict)
        else:
            undone = set(override.labels) == set(override.was)
            taking.overrides[override.id] = None if undone else override
    merge.conflicts = left
    taking.merge = merge
    disputed = {answer.place for conflict in left for answer in conflict.answers}
    lost = {answer.place for answer, _ in merge.failures}
    for place, judgement in asked.items():
        if place not in lost:
            outcome = Outcome.CONFLICT if place in disputed else Outcome.TAKEN
            taking.outcomes += [(each.number, outcome) for each in judgement.corrections]
    return taking


def save_taking(kept: Sources, taking: Taking) -> None:
    """Write the labels and overrides. Sentences that are not found in their documents are passed over.

    Raises
    ------
    CorpusError, OSError
        If a file cannot be read or written.
    """
    save_merge(kept, Merge(taking.merge.added))
    if taking.overrides:
        change_overrides(kept.folder / OVERRIDES_FILE, taking.overrides)


def _answer(judgement: Judgement, document: str, annotator: str | None) -> Answer:
    latest = judgement.latest
    name = latest.person or annotator
    if not name:
        raise CorpusError("nothing says who corrected: give --annotator")
    return Answer(
        where=f"{latest.document}, letter {latest.position:,}",
        place=Place(document, latest.position, latest.length, latest.fingerprint),
        text="",
        sample=Sample.ACTIVE,
        labels=judgement.labels,
        annotator=name,
        labelled=latest.decided[:10],
    )


def _override(
    kept: Sources,
    conflict: Conflict,
    judgement: Judgement,
    overrides: Mapping[str, Override],
    today: dt.date,
) -> Override | None:
    """The correction of the label that stands, ``None`` where it is not for a reader to overrule."""
    [answer], [standing, *others] = conflict.answers, conflict.standing
    annotation = standing.annotation
    same_text = not others and (standing.start, annotation.length) == (
        conflict.place.position,
        conflict.place.length,
    )
    earlier = overrides.get(annotation.id)
    decided = earlier is not None and not earlier.reason.startswith(REASON)
    if not same_text or decided or not judgement.changes or kept.split(annotation) is not Split.TRAIN:
        return None
    latest = judgement.latest
    return Override(
        id=annotation.id,
        was=earlier.was if earlier else annotation.labels,
        labels=tuple(map(str, judgement.labels)),
        reason=f"{REASON}: model {latest.model} said {_shown(latest.findings)}, the reader changed it.",
        reviewer=answer.annotator,
        decided=today,
    )


def _shown(labels: Iterable[Label]) -> str:
    return ", ".join(map(str, labels)) or NO_LABEL
