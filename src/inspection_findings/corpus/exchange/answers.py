"""What an annotator gives back, checked as far as the file alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.corpus.records import Sample
from inspection_findings.labels import LABELS, Label

NO_LABEL = "none"
"""What an annotator says of a sentence without a finding; one that says nothing passed it over."""
CHOICES = (*map(str, LABELS), NO_LABEL)
"""What there is to choose from."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Labels that one annotator gave one sentence.

    Attributes
    ----------
    where
        In the file, for messages.
    place
        Of the sentence.
    text
        The sentence as it stands in the file; empty where that holds no text.
    sample
        How the sentence was chosen.
    labels
        None where it has no finding.
    annotator
        Who gave them.
    labelled
        Day as ``YYYY-MM-DD``, empty where the file does not say.
    note
        What the annotator wrote beside them.
    """

    where: str
    place: Place
    text: str
    sample: Sample
    labels: tuple[Label, ...]
    annotator: str
    labelled: str = ""
    note: str = ""


@dataclass
class Answers:
    """All that a file gives back.

    Attributes
    ----------
    given
        The answers.
    skipped
        How many sentences were passed over: not filled in, or cancelled.
    problems
        What is wrong with the file, one line each.
    """

    given: list[Answer] = field(default_factory=list)
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def add(
        self,
        where: str,
        data: Mapping[str, Any],
        choices: Iterable[str],
        *,
        annotator: str | None,
        labelled: str = "",
        note: str = "",
    ) -> None:
        """Take one answer in, or say what is wrong with it.

        Parameters
        ----------
        where
            In the file.
        data
            The task as it was given out, with the keys ``task``, ``text`` and ``sample``.
        choices
            What was chosen; nothing where the sentence was passed over.
        annotator
            Who chose, ``None`` if nothing says so.
        labelled, note
            As in `Answer`.
        """
        chosen = [choice.strip().lower() for choice in choices if choice.strip()]
        if not chosen:
            self.skipped += 1
            return
        try:
            place = Place.parse(str(data.get("task") or ""))
            answer = Answer(
                where=where,
                place=place,
                text=_text(data, place),
                sample=_sample(data),
                labels=parse_choices(chosen),
                annotator=_name(annotator),
                labelled=labelled,
                note=note,
            )
        except ValueError as error:
            self.problems.append(f"{where}: {error}")
        else:
            self.given.append(answer)


def split_choices(text: str) -> list[str]:
    """Labels written in one cell, apart by semicolons, commas or white space."""
    return re.split(r"[;,|\s]+", re.sub(r"\s*:\s*", ":", text.strip()))


def parse_choices(chosen: Iterable[str]) -> tuple[Label, ...]:
    """Labels in the order of the vocabulary, each once; none for `NO_LABEL` alone.

    Raises
    ------
    ValueError
        If one is unknown, or `NO_LABEL` comes with others.
    """
    words = set(chosen)
    unknown = sorted(words.difference(CHOICES))
    if unknown:
        raise ValueError(f"unknown label {', '.join(map(repr, unknown))}: `findings label config` lists them")
    if NO_LABEL in words and len(words) > 1:
        raise ValueError(f"{NO_LABEL!r} beside other labels")
    return tuple(label for label in LABELS if str(label) in words)


def _text(data: Mapping[str, Any], place: Place) -> str:
    text = str(data.get("text") or "")
    if fingerprint_of(stream_text(text)) != place.fingerprint:
        raise ValueError(f"the text is not that of task {place.key}: it was changed, or a column has slipped")
    return text


def _sample(data: Mapping[str, Any]) -> Sample:
    value = str(data.get("sample") or "")
    if value not in set(Sample):
        raise ValueError(f"unknown sample {value!r}: expected one of {', '.join(Sample)}")
    return Sample(value)


def _name(annotator: str | None) -> str:
    if not annotator:
        raise ValueError("nothing says who labelled it: give --annotator")
    return annotator
