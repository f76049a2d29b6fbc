"""Annotators' answers brought into the stand-off labels, without ever overwriting one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from inspection_findings.corpus.annotations import Annotation, read_annotations, write_annotations
from inspection_findings.corpus.exchange.answers import NO_LABEL, Answer
from inspection_findings.corpus.exchange.places import Place, Standing, standing_labels
from inspection_findings.corpus.exchange.reading import Reading, read_listed
from inspection_findings.corpus.exchange.table import write_rows
from inspection_findings.corpus.exchange.tasks import Task, tasks_of
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import LABEL_FILES, LABELS_FOLDER, Sources

CONFLICT_COLUMNS = ("id", "document", "text", "stands", "annotator", "labels", "labelled", "note")


@dataclass(frozen=True, slots=True)
class Side:
    """What one party says of a sentence; ``stands`` if it is in the labels already."""

    annotator: str
    labels: tuple[str, ...]
    labelled: str
    note: str
    stands: bool

    def __str__(self) -> str:
        return f"{self.annotator}: {_shown(self.labels)}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence that is labelled in more than one way: for people to settle.

    Attributes
    ----------
    place
        Of the sentence as it stands now.
    answers
        What the file says of it.
    standing
        Labels of that text that are there already.
    text
        The sentence.
    """

    place: Place
    answers: tuple[Answer, ...]
    standing: tuple[Standing, ...]
    text: str

    @property
    def sides(self) -> tuple[Side, ...]:
        """What each party says, what stands first."""
        stand = (
            Side(each.annotation.annotator, each.annotation.labels, each.annotation.labelled, "", True)
            for each in self.standing
        )
        given = (
            Side(answer.annotator, tuple(map(str, answer.labels)), answer.labelled, answer.note, False)
            for answer in self.answers
        )
        return (*stand, *given)


@dataclass
class Merge:
    """What would become of the answers.

    Attributes
    ----------
    added
        New labels.
    agreed
        How many sentences have the same labels already.
    conflicts
        Sentences that are labelled otherwise already, or in two ways in the file: left as they are.
    failures
        Answers that are about nothing in the corpus, and why: with any, nothing may be saved.
    """

    added: list[Annotation] = field(default_factory=list)
    agreed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    failures: list[tuple[Answer, str]] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """The failures, one line each."""
        return [f"{answer.where}: {problem}" for answer, problem in self.failures]


def merge_answers(
    kept: Sources, answers: Iterable[Answer], *, today: str, n_jobs: int | None = None
) -> Merge:
    """Find the sentence of each answer in its document, and tell new labels from known and disputed ones.

    A sentence that two annotators label alike is one label by both of them.

    Parameters
    ----------
    kept
        The corpus as it is.
    answers
        From one file, each sound in itself.
    today
        Day of labelling as ``YYYY-MM-DD`` for answers that do not say.
    n_jobs
        Processes that read documents.
    """
    merge = Merge()
    by_document: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.place.document in kept.catalogue:
            by_document[answer.place.document].append(answer)
        else:
            merge.failures.append((answer, f"no document {answer.place.document!r} in the source list"))
    ids = set(kept.documents)
    entries = [kept.catalogue[name] for name in by_document]
    for reading in read_listed(kept, entries, n_jobs=n_jobs):
        own = by_document[reading.entry.document]
        standing = kept.annotations.get(reading.entry.document, [])
        _merge_document(merge, reading, own, standing, ids, today)
    return merge


def save_merge(kept: Sources, merge: Merge) -> None:
    """Add new labels to the files of their kinds, beside what is labelled of the same passage.

    Parameters
    ----------
    kept
        The corpus that they were merged into.
    merge
        Without problems.

    Raises
    ------
    ValueError
        If there are problems.
    CorpusError, OSError
        If a file cannot be read or written.
    """
    if merge.failures:
        raise ValueError("labels with problems are not saved")
    by_source: dict[Source, list[Annotation]] = defaultdict(list)
    for annotation in merge.added:
        by_source[kept.catalogue[annotation.document].source].append(annotation)
    for source, added in by_source.items():
        path = kept.folder / LABELS_FOLDER / LABEL_FILES[source]
        # Read anew: those in memory have their corrections applied.
        rows = read_annotations(path)
        for annotation in added:
            rows.insert(_index(rows, annotation), annotation)
        write_annotations(path, rows)


def conflict_table(conflicts: Iterable[Conflict]) -> str:
    """Conflicts as CSV, one side a row."""
    return write_rows(
        CONFLICT_COLUMNS,
        (
            (
                *(conflict.place.id, conflict.place.document, conflict.text, side.stands, side.annotator),
                *(_shown(side.labels), side.labelled, side.note),
            )
            for conflict in conflicts
            for side in conflict.sides
        ),
    )


def _shown(labels: Sequence[str]) -> str:
    return "; ".join(labels) or NO_LABEL


def _merge_document(
    merge: Merge,
    reading: Reading,
    answers: list[Answer],
    annotations: list[Annotation],
    ids: set[str],
    today: str,
) -> None:
    document = reading.document
    tasks = [t for t in tasks_of(document, reading.entry) if t.place.length] if document else []
    if document is None or not tasks:
        problem = reading.problem or "no sentence in the document"
        merge.failures += [(answer, f"{reading.entry.document}: {problem}") for answer in answers]
        return
    stream = Stream.of(document.text)
    standing = standing_labels(stream, annotations)
    groups: dict[Place, list[Answer]] = defaultdict(list)
    for answer in answers:
        place = answer.place
        position = stream.find(place.position, place.length, place.fingerprint)
        if position is None:
            merge.failures.append((answer, f"{place.key}: no longer in the text of the document"))
        else:
            # A reader may cut the text otherwise than when the task was given out.
            groups[replace(place, position=position)].append(answer)
    keys = {_task_at(tasks, each.start).passage: each.annotation.passage for each in reversed(standing)}
    for place, group in sorted(groups.items(), key=lambda item: item[0].position):
        known = [each for each in standing if each.overlaps(place.position, place.length)]
        views = {frozenset(answer.labels) for answer in group}
        views |= {frozenset(each.annotation.label_set) for each in known}
        if len(views) > 1:
            start, end = stream.range(place.position, place.length)
            text = group[0].text or " ".join(document.text[start:end].split())
            merge.conflicts.append(Conflict(place, tuple(group), tuple(known), text))
        elif known:
            merge.agreed += 1
        else:
            annotation = _annotation(place, group, _task_at(tasks, place.position), keys, ids, today)
            ids.add(annotation.id)
            merge.added.append(annotation)
            standing.append(Standing(place.position, place.position + place.length, annotation))


def _task_at(tasks: list[Task], position: int) -> Task:
    """The sentence that a position lies in, as the document is cut now."""
    ends = (task for task in tasks if task.place.position + task.place.length > position)
    return next(ends, tasks[-1])


def _annotation(
    place: Place, group: list[Answer], task: Task, keys: dict[str, str], ids: set[str], today: str
) -> Annotation:
    # A label that has since moved may bear the name of the place it was at.
    name = place.id if place.id not in ids else f"{place.id}+{place.length}"
    return Annotation(
        id=name,
        document=place.document,
        position=place.position,
        length=place.length,
        fingerprint=place.fingerprint,
        labels=tuple(map(str, group[0].labels)),
        passage=keys.get(task.passage, task.passage),
        section=task.section or "",
        bullet=task.bullet,
        sample=group[0].sample,
        annotator="; ".join(sorted({answer.annotator for answer in group})),
        labelled=max(answer.labelled for answer in group) or today,
    )


def _index(rows: Sequence[Annotation], new: Annotation) -> int:
    """Where a label belongs: in order within its passage, else after the others of its document."""
    own = [i for i, row in enumerate(rows) if row.document == new.document]
    passage = [i for i in own if rows[i].passage == new.passage]
    later = (i for i in passage if rows[i].position > new.position)
    return next(later, max(passage or own, default=len(rows) - 1) + 1)
