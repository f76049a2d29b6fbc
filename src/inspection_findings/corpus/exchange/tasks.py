"""What an annotator is given: a sentence in its passage, with what is known of where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.exchange.places import Place, standing_labels
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.records import Sample
from inspection_findings.documents.types import Document, Framework
from inspection_findings.labels import Finding, SectionCode


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence to label.

    Attributes
    ----------
    place
        Where it stands.
    text
        The sentence.
    before, after
        The other sentences of its passage.
    passage
        Key of the passage: the id of its first sentence.
    section
        Code of its section, where one could be told.
    heading
        Of the section, as printed.
    bullet
        Whether it belongs to a bullet point.
    page
        Page number from 1, where the format has pages.
    authority, framework
        What the document is about.
    sample
        How it was chosen.
    suggestions
        What a model finds in it; ``None`` where no model was asked.
    """

    place: Place
    text: str
    before: str
    after: str
    passage: str
    section: SectionCode | None
    heading: str
    bullet: bool
    page: int | None
    authority: str
    framework: Framework
    sample: Sample = Sample.ACTIVE
    suggestions: tuple[Finding, ...] | None = None


def tasks_of(document: Document, entry: CatalogueEntry) -> list[Task]:
    """A task for each of a document's sentences, in reading order.

    Parameters
    ----------
    document
        As it was read now.
    entry
        Its line of the source list.
    """
    stream = Stream.of(document.text)
    tasks = []
    for section in document.sections:
        for passage in section.passages:
            sentences = passage.sentences
            places = [
                _place(entry.document, stream, sentence.start or 0, sentence.end or 0)
                for sentence in sentences
            ]
            for i, (sentence, place) in enumerate(zip(sentences, places, strict=True)):
                tasks.append(
                    Task(
                        place=place,
                        text=sentence.text,
                        before=" ".join(other.text for other in sentences[:i]),
                        after=" ".join(other.text for other in sentences[i + 1 :]),
                        passage=places[0].id,
                        section=sentence.section,
                        heading=section.heading or "",
                        bullet=sentence.bullet,
                        page=sentence.page,
                        authority=entry.authority,
                        framework=entry.framework,
                    )
                )
    return tasks


def open_tasks(document: Document, tasks: Iterable[Task], annotations: Iterable[Annotation]) -> list[Task]:
    """Those of a document's tasks whose sentence has letters, and no labels yet.

    Parameters
    ----------
    document
        That the tasks are of.
    tasks
        As `tasks_of` gives them.
    annotations
        Of this document.
    """
    standing = standing_labels(Stream.of(document.text), annotations)
    return [
        task
        for task in tasks
        if task.place.length
        and not any(each.overlaps(task.place.position, task.place.length) for each in standing)
    ]


def _place(document: str, stream: Stream, start: int, end: int) -> Place:
    position, length = stream.place(start, end)
    return Place(document, position, length, stream.fingerprint(position, length))
