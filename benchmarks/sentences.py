"""Labelled sentences in any number: specimens, and past these, sentences put together from two of them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from inspection_findings.corpus.build import build_corpus
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import Label, SectionCode

SEED = 0


def specimens(data: Path) -> list[LabelledSentence]:
    """All labelled specimens, shuffled."""
    corpus = build_corpus(data, sources=[Source.SPECIMEN]).corpus
    return shuffled(record for records in corpus.splits.values() for record in records)


def shuffled(records: Iterable[LabelledSentence]) -> list[LabelledSentence]:
    """Whole documents in random order, always the same one: the first are of all kinds."""
    by_document: dict[str, list[LabelledSentence]] = defaultdict(list)
    for record in records:
        by_document[record.document].append(record)
    names = sorted(by_document)
    random.Random(SEED).shuffle(names)  # noqa: S311 - no secret
    return [record for name in names for record in by_document[name]]


def made(records: Sequence[LabelledSentence]) -> Iterator[LabelledSentence]:
    """Specimens, then sentences made of them without end.

    After the originals come copies in which each sentence is the first half of its own words and the second
    half of those of another with the same labels. Labels stay as frequent and about as easy to tell as they
    were, passages as long, and there are always word pairs that have not been seen.

    Parameters
    ----------
    records
        Sentences of a passage next to each other.
    """
    yield from records
    alike: dict[tuple[Label, ...], list[str]] = defaultdict(list)
    for record in records:
        alike[record.labels].append(record.sentence.text)
    choice = random.Random(SEED)  # noqa: S311 - no secret
    copy = 1
    while records:
        for record in records:
            text = spliced(record.sentence.text, choice.choice(alike[record.labels]))
            yield replace(
                record,
                id=f"{record.id}~{copy}",
                document=f"{record.document}~{copy}",
                sentence=replace(record.sentence, text=text, passage=f"{record.sentence.passage}~{copy}"),
            )
        copy += 1


def spliced(one: str, other: str) -> str:
    """The first half of one sentence's words and the second half of another's."""
    first, second = one.split(), other.split()
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])


def write_records(path: Path, records: Iterable[LabelledSentence], count: int) -> None:
    """Write the first sentences as JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for record in islice(records, count):
            sentence = record.sentence
            line = {
                "text": sentence.text,
                "section": sentence.section,
                "bullet": sentence.bullet,
                "passage": f"{record.document} {sentence.passage}",
                "document": record.document,
                "authority": record.authority,
                "labels": list(map(str, record.labels)),
            }
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_records(path: Path, count: int) -> list[LabelledSentence]:
    """Read the first sentences of what `write_records` wrote."""
    with path.open(encoding="utf-8") as stream:
        return [_record(str(number), line) for number, line in enumerate(islice(stream, count))]


def _record(name: str, line: str) -> LabelledSentence:
    found = json.loads(line)
    section = found["section"]
    sentence = Sentence(
        text=found["text"],
        section=None if section is None else SectionCode(section),
        bullet=found["bullet"],
        passage=found["passage"],
    )
    labels = tuple(map(Label.parse, found["labels"]))
    return LabelledSentence(
        name, Source.SPECIMEN, found["document"], found["authority"], Framework.ILACS, Sample.RANDOM,
        sentence, labels,
    )  # fmt: skip
