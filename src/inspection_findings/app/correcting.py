"""What a reader may say of a finding, and what is kept of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from inspection_findings.app.store import Store
from inspection_findings.corpus.corrections import Correction, Judgement, Outcome, judgements_of
from inspection_findings.corpus.positions import Stream
from inspection_findings.exceptions import FindingsError
from inspection_findings.labels import Domain, Label, Polarity
from inspection_findings.reporting.classified import ClassifiedReport


class Verb(StrEnum):
    """What is said of a finding."""

    RIGHT = "right"
    OPPOSITE = "opposite"
    """A strength that is a weakness, or the other way round."""
    DOMAIN = "domain"
    """About something else."""
    NOTHING = "nothing"
    """Not a finding."""
    MISSING = "missing"
    """A finding that the model did not make."""
    UNDO = "undo"
    """Take back what was said last."""


class CorrectionError(FindingsError, ValueError):
    """Something was said that cannot be."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence as corrections know it.

    Attributes
    ----------
    number
        Among all sentences, from 1.
    text
        The sentence.
    position, length, fingerprint
        In the document's stream; a sentence of signs alone has no length, and nothing can be said of it.
    findings
        What the model found.
    """

    number: int
    text: str
    position: int
    length: int
    fingerprint: str
    findings: tuple[Label, ...]


class Corrections:
    """What was said of one letter.

    Parameters
    ----------
    store
        Where it is kept.
    key
        Of the letter.

    Raises
    ------
    UnknownLetterError
        If there is no such letter.
    """

    def __init__(self, store: Store, key: str) -> None:
        self._store = store.corrections
        self._letter = store.letter(key).report
        self._report = store.report(key)
        self.spots = _spots(self._report)
        self.refresh()

    def refresh(self) -> None:
        """Read again what is kept."""
        self._judgements = {
            (each.latest.position, each.latest.length): each
            for each in judgements_of(self._store.read(self._letter.sha256 or ""))
        }

    def spot(self, number: int) -> Spot:
        """A sentence by its number.

        Raises
        ------
        CorrectionError
            If there is none, or it has no letters.
        """
        if not 1 <= number <= len(self.spots) or not self.spots[number - 1].length:
            raise CorrectionError("there is no such sentence in this letter")
        return self.spots[number - 1]

    def judgement(self, number: int) -> Judgement | None:
        """What was said of a sentence; ``None`` where nothing was."""
        spot = self.spots[number - 1]
        return self._judgements.get((spot.position, spot.length))

    def say(self, number: int, verb: Verb, label: Label, domain: Domain | None = None) -> str:
        """Keep a word on a finding.

        Parameters
        ----------
        number
            Of the sentence.
        verb
            What is said.
        label
            The finding; for one that is missing, what it should be.
        domain
            Which other one, where that is what is said.

        Returns
        -------
        str
            The same in words, for whoever does not see the page change.

        Raises
        ------
        CorrectionError
            If there is no such sentence or finding, or no other domain is given.
        """
        spot = self.spot(number)
        if verb is Verb.UNDO:
            place = (self._letter.sha256 or "", spot.position, spot.length)
            undone = self._store.undo(place, label)
            self.refresh()
            return "Taken back" if undone else "There was nothing to take back"
        judgement = self.judgement(number)
        known = label in spot.findings or (judgement is not None and judgement.of(label) is not None)
        if verb is not Verb.MISSING and not known:
            raise CorrectionError("this sentence has no such finding")
        corrected = _corrected(verb, label, domain)
        self._store.add(
            Correction(
                sha256=self._letter.sha256 or "",
                document=self._letter.document,
                position=spot.position,
                length=spot.length,
                fingerprint=spot.fingerprint,
                findings=spot.findings,
                label=label,
                corrected=corrected,
                person=self._store.person,
                decided=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                model=self._report.model.version,
            )
        )
        self.refresh()
        return _SAID[verb]


_SAID = {
    Verb.RIGHT: "Kept: right",
    Verb.OPPOSITE: "Kept: the opposite",
    Verb.DOMAIN: "Kept: another domain",
    Verb.NOTHING: "Kept: not a finding",
    Verb.MISSING: "Kept: a finding was added",
}


def _opposite(polarity: Polarity) -> Polarity:
    return Polarity.WEAKNESS if polarity is Polarity.STRENGTH else Polarity.STRENGTH


def _corrected(verb: Verb, label: Label, domain: Domain | None) -> Label | None:
    match verb:
        case Verb.NOTHING:
            return None
        case Verb.OPPOSITE:
            return Label(label.domain, _opposite(label.polarity))
        case Verb.DOMAIN:
            if domain is None:
                raise CorrectionError("choose the domain that the sentence is about")
            return Label(domain, label.polarity)
        case _:
            return label


def _spots(report: ClassifiedReport) -> list[Spot]:
    stream = Stream.of(report.document.text)
    spots = []
    for number, result in enumerate(report.results, start=1):
        sentence = result.sentence
        position, length = stream.place(sentence.start or 0, sentence.end or 0)
        fingerprint = stream.fingerprint(position, length)
        labels = tuple(finding.label for finding in result.findings)
        spots.append(Spot(number, sentence.text, position, length, fingerprint, labels))
    return spots


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many sentences were judged, of all letters.

    Attributes
    ----------
    whole
        Judged whole and not yet in the labels: they wait for the next training.
    half
        With findings of which nothing was said yet.
    disputed
        That have other labels, which stand.
    taken
        In the labels.
    """

    whole: int = 0
    half: int = 0
    disputed: int = 0
    taken: int = 0


def waiting(store: Store) -> Waiting:
    """Count what was said and what became of it."""
    whole = half = disputed = taken = 0
    for judgement in judgements_of(store.corrections.read()):
        if not judgement.is_whole:
            half += 1
        elif judgement.outcome is None:
            whole += 1
        elif judgement.outcome is Outcome.CONFLICT:
            disputed += 1
        else:
            taken += 1
    return Waiting(whole, half, disputed, taken)
