"""Finding labelled sentences again in the text of their document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.positions import Stream
from inspection_findings.documents.types import Document, Sentence


@dataclass(frozen=True, slots=True)
class Aligned:
    """An annotation with the sentence that it is about.

    Attributes
    ----------
    sentence
        Text, section and bullet as the document's reader gives them, so that a model is trained on what
        it will be shown; passage and place in it as they were labelled.
    moved
        Whether it stands at another position than when it was labelled.
    """

    annotation: Annotation
    sentence: Sentence
    moved: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """The annotations of one document, in the order of the passages as they were labelled."""

    found: tuple[Aligned, ...]
    missing: tuple[Annotation, ...]


def align(document: Document, annotations: Iterable[Annotation]) -> Alignment:
    """Find each labelled sentence of a document by position and fingerprint.

    Parameters
    ----------
    document
        As it was read now.
    annotations
        Of this document; those of a passage next to each other and in order.
    """
    stream = Stream.of(document.text)
    context = _context(document, stream)
    found: list[Aligned] = []
    missing: list[Annotation] = []
    passage, place = None, 0
    for annotation in annotations:
        place = place + 1 if annotation.passage == passage else 0
        passage = annotation.passage
        position = stream.find(annotation.position, annotation.length, annotation.fingerprint)
        if position is None:
            missing.append(annotation)
            continue
        start, end = stream.range(position, annotation.length)
        own = context.get((position, annotation.length)) or _around(document, start, end)
        sentence = replace(own, passage=annotation.passage, position=place)
        found.append(Aligned(annotation, sentence, moved=position != annotation.position))
    return Alignment(tuple(found), tuple(missing))


def _context(document: Document, stream: Stream) -> dict[tuple[int, int], Sentence]:
    """Sentences of the document by their place in the stream."""
    return {
        stream.place(sentence.start, sentence.end): sentence
        for sentence in document.sentences()
        if sentence.start is not None and sentence.end is not None
    }


def _around(document: Document, start: int, end: int) -> Sentence:
    """Make a sentence of a range that the reader did not cut out as one, from the one it begins in."""
    text = document.text[start:end]
    # Closing marks are no letters; those that follow belong to it.
    while end < len(document.text) and document.text[end] in ".?!’”'\")":
        text += document.text[end]
        end += 1
    for sentence in document.sentences():
        if sentence.end is not None and sentence.end > start:
            return replace(sentence, text=" ".join(text.split()), start=start, end=end)
    return Sentence(text=" ".join(text.split()), start=start, end=end)
