"""What the model gets wrong: which domain for which, what it misses and adds, and where.

Writes ``errors.md`` beside this file; its examples are specimens. Run by ``make errors``; needs the reports.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from held_out import predict, real_corpus
from inspection_findings.corpus.agreement import TwicePassed, read_passes
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import Scored, pair_micro_f1
from inspection_findings.evaluation.scoring import scored_at
from inspection_findings.files import write_atomically
from inspection_findings.labels import LABELS, Domain, Label, Polarity, SectionCode
from inspection_findings.paths import DATA

HERE = Path(__file__).parent
PASSES = DATA / "agreement" / "specimens.jsonl"
SHOWN = 12
EXAMPLES = 8
LENGTHS = (0, 10, 20, 30, 40, 1000)
LONGEST = 240

FLIPPED, MIXED = "the other polarity", "a second polarity"
SWAPPED, ALONE, NOTHING = "another domain", "by itself", "where there is none"

Test = Callable[[LabelledSentence], bool]


@dataclass(frozen=True)
class Mistake:
    """A label that is missed or added in one sentence.

    Attributes
    ----------
    row
        Of the sentence.
    label
        The label.
    missed
        Whether it was missed; else it was added.
    kind
        ``FLIPPED`` where the other polarity of the domain was given for it; ``MIXED`` where that is right
        beside it; ``SWAPPED`` where a domain was missed and another added; ``NOTHING`` where it was added to
        a sentence that states nothing, or missed in one that was given nothing; else ``ALONE``.
    others
        The domains that it was swapped with.
    """

    row: int
    label: Label
    missed: bool
    kind: str
    others: tuple[Domain, ...]


@dataclass(frozen=True)
class Part:
    """Some sentences, what was predicted for them and what is wrong of it."""

    records: list[LabelledSentence]
    scored: Scored
    mistakes: list[Mistake]

    @classmethod
    def of(cls, scored: Scored, records: Sequence[LabelledSentence]) -> Part:
        """Find the mistakes of some sentences."""
        return cls(list(records), scored, list(find_mistakes(scored)))

    def where(self, test: Test) -> Part:
        """The sentences that pass a test."""
        rows = np.array([row for row, record in enumerate(self.records) if test(record)], dtype=np.intp)
        return Part.of(self.scored.take(rows), [self.records[row] for row in rows])


def main() -> int:
    """Find the mistakes out of fold, and write the page."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    train = corpus.splits[Split.TRAIN]
    print(f"fitting on {len(train):,} sentences, or reading what was kept of it", flush=True)
    predictions = predict(train, corpus.splits[Split.VALIDATION])
    every = Part.of(scored_at(predictions.out_of_fold, predictions.thresholds, train), train)
    text = page(
        every.where(lambda record: record.representative),
        every.where(lambda record: record.source is Source.SPECIMEN),
        {each.id: each for each in read_passes(PASSES)},
    )
    write_atomically(HERE / "errors.md", text.encode())
    print(text)
    return 0


def find_mistakes(scored: Scored) -> Iterator[Mistake]:
    """Every label that was missed or added, with how it came about."""
    for row in np.flatnonzero((scored.truth != scored.predicted).any(axis=1)):
        true, given = (labels_of(matrix[row]) for matrix in (scored.truth, scored.predicted))
        for missed, own, other in ((True, true, given), (False, given, true)):
            domains = {label.domain for label in own}
            others = tuple(sorted({label.domain for label in other} - domains))
            for label in sorted(own - other):
                if opposite(label) in other:
                    kind = MIXED if opposite(label) in own else FLIPPED
                    yield Mistake(int(row), label, missed, kind, ())
                elif not other:
                    yield Mistake(int(row), label, missed, NOTHING, ())
                elif others:
                    yield Mistake(int(row), label, missed, SWAPPED, others)
                else:
                    yield Mistake(int(row), label, missed, ALONE, ())


def opposite(label: Label) -> Label:
    """The same domain judged the other way."""
    return Label(label.domain, next(polarity for polarity in Polarity if polarity is not label.polarity))


def labels_of(cells: NDArray[np.int8]) -> set[Label]:
    """Labels of a row of a 0/1 matrix."""
    return {LABELS[k] for k in np.flatnonzero(cells)}


def swaps(mistakes: Sequence[Mistake]) -> Counter[tuple[Domain, Domain]]:
    """How often a domain was missed and another given; several that were given share the count."""
    counts: Counter[tuple[Domain, Domain]] = Counter()
    for each in mistakes:
        if each.missed and each.kind == SWAPPED:
            for other in each.others:
                counts[each.label.domain, other] += 1 / len(each.others)  # type: ignore[assignment]
    return counts


def page(real: Part, specimens: Part, passes: dict[str, TwicePassed]) -> str:
    """The page, as Markdown."""
    missed = [each for each in real.mistakes if each.missed]
    added = [each for each in real.mistakes if not each.missed]
    counts = swaps(real.mistakes)
    pairs = Counter({frozenset(pair): 0.0 for pair in counts})
    for pair, count in counts.items():
        pairs[frozenset(pair)] += count
    confusions = "\n".join(
        f"| {' and '.join(sorted(pair))} | {count:.0f} | {count / sum(pairs.values()):.0%} |"
        for pair, count in pairs.most_common(SHOWN)
    )
    right = int((real.scored.truth & real.scored.predicted).sum())
    wrong_rows = len({each.row for each in real.mistakes})
    return f"""# What the model gets wrong

Counted on {len(real.records):,} real sentences of the training authorities that were sampled at random, each
scored by a fold that had left its authority out. Of their labels {right:,} are found, {len(missed):,} are
missed, and {len(added):,} are added; {wrong_rows / len(real.records):.0%} of the sentences have something
wrong. `make errors` makes this page. Examples are specimens: they were written for this project.

## How
| | missed | | added | |
|---|---|---|---|---|
{kinds(missed, added)}

*Another domain*: one was missed and another given in the same sentence. *Where there is none*: the sentence
states nothing, or was given nothing. *The other polarity*: the domain is right, and given the wrong way
round. *A second polarity*: the domain is judged both ways, and one of them was missed or added. *By itself*:
anything else, mostly beside findings that are right.

## Which domain
Domains that are taken for each other, {sum(pairs.values()):.0f} in all:

| domains | times | share |
|---|---|---|
{confusions}

| domain | labelled | missed | mostly given instead | mostly beside | added | of what is given |
|---|---|---|---|---|---|---|
{by_domain(real, counts)}

## Where
| | sentences | pair micro-F1 | share of the mistakes | share of the sentences |
|---|---|---|---|---|
{by_place(real)}

## Where labelling itself is unsure
{unsure(specimens, passes)}

## Examples
Specimens, out of fold, with nothing else wrong in the sentence; of each kind one of which the model was most
sure.

{examples(specimens, pairs, passes)}
"""


def kinds(missed: Sequence[Mistake], added: Sequence[Mistake]) -> str:
    """Rows: how mistakes come about."""
    rows = []
    for kind in (SWAPPED, ALONE, NOTHING, FLIPPED, MIXED):
        cells = []
        for part in (missed, added):
            count = sum(each.kind == kind for each in part)
            cells.append(f"{count:,} | {count / max(len(part), 1):.0%}")
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(rows)


def by_domain(part: Part, counts: Counter[tuple[Domain, Domain]]) -> str:
    """Rows: what each domain misses, is given for and adds."""
    rows = []
    for k, domain in enumerate(Domain):
        columns = slice(2 * k, 2 * k + 2)
        truth, predicted = part.scored.truth[:, columns], part.scored.predicted[:, columns]
        missed, added = int((truth > predicted).sum()), int((predicted > truth).sum())
        instead = Counter({other: count for (own, other), count in counts.items() if own is domain})
        named = ", ".join(f"{other} ({count:.0f})" for other, count in instead.most_common(2))
        rows.append(
            f"| {domain} | {int(truth.sum()):,} | {missed / max(int(truth.sum()), 1):.0%} | {named} | "
            f"{beside(part, domain)} | "
            f"{added:,} | {added / max(int(predicted.sum()), 1):.0%} |"
        )
    return "\n".join(rows)


def beside(part: Part, missed: Domain) -> str:
    """Domains found in the sentences that miss one with nothing given instead."""
    found: Counter[Domain] = Counter()
    for each in part.mistakes:
        if each.missed and each.kind == ALONE and each.label.domain is missed:
            right = part.scored.truth[each.row] & part.scored.predicted[each.row]
            found.update({label.domain for label in labels_of(right)})
    return ", ".join(f"{domain} ({count})" for domain, count in found.most_common(2))


def by_place(part: Part) -> str:
    """Rows: sections, lengths, bullets and numbers of findings."""
    sections = Counter(record.sentence.section for record in part.records)
    places: dict[str, Test] = {
        (section or "no section").replace("_", " "): stands_in(section)
        for section, _ in sections.most_common()
    }
    for low, high in pairwise(LENGTHS):
        name = f"{low} to {high - 1} words" if high < LENGTHS[-1] else f"{low} words or more"
        places[name] = has_words(low, high)
    places["bullet points"] = lambda record: record.sentence.bullet
    places |= {
        "no finding": has_findings(0, 0),
        "one finding": has_findings(1, 1),
        "two findings": has_findings(2, 2),
        "three findings or more": has_findings(3, len(LABELS)),
    }
    rows = []
    for name, test in places.items():
        own = part.where(test)
        if own.records:
            f1 = f"{pair_micro_f1(own.scored):.3f}" if own.scored.truth.any() else ""
            mistakes = len(own.mistakes) / max(len(part.mistakes), 1)
            share = len(own.records) / len(part.records)
            rows.append(f"| {name} | {len(own.records):,} | {f1} | {mistakes:.0%} | {share:.0%} |")
    return "\n".join(rows)


def stands_in(section: SectionCode | None) -> Test:
    """Whether a sentence stands in a section."""
    return lambda record: record.sentence.section is section


def has_words(low: int, high: int) -> Test:
    """Whether a sentence has so many words, and fewer than ``high``."""
    return lambda record: low <= len(record.sentence.text.split()) < high


def has_findings(low: int, high: int) -> Test:
    """Whether a sentence states so many findings."""
    return lambda record: low <= len(record.labels) <= high


def unsure(specimens: Part, passes: dict[str, TwicePassed]) -> str:
    """How often two passes of labelling differed where the model errs, and where it does not."""
    part = specimens.where(lambda record: record.id in passes)
    differ: dict[str, list[bool]] = {"missed": [], "added": [], "found": []}
    for row, record in enumerate(part.records):
        both = passes[record.id]
        for k in np.flatnonzero(part.scored.truth[row] | part.scored.predicted[row]):
            right = part.scored.truth[row, k], part.scored.predicted[row, k]
            name = "found" if all(right) else "missed" if right[0] else "added"
            label = str(LABELS[k])
            differ[name].append((label in both.first) != (label in both.second))
    wrong = {each.row for each in part.mistakes}
    apart = np.array([set(passes[r.id].first) != set(passes[r.id].second) for r in part.records])
    mistaken = np.isin(np.arange(len(part.records)), list(wrong))
    rows = "\n".join(
        f"| {name} | {len(values):,} | {np.mean(values):.0%} |" for name, values in differ.items() if values
    )
    return f"""Two passes labelled {len(part.records):,} specimens, the second without sight of the first;
their differences were settled. They differ on {apart[mistaken].mean():.0%} of the sentences that the model
gets wrong and on {apart[~mistaken].mean():.0%} of those that it gets right. Label by label:

| the model | labels | on which the passes differed |
|---|---|---|
{rows}

Of what the model adds, that share had been given by one of the passes, too; of what it misses, that share
had been left out by one of them."""


def examples(part: Part, pairs: Counter[frozenset[Domain]], passes: dict[str, TwicePassed]) -> str:
    """Rows: a specimen for each of the commonest confusions, a flip, one missed and one added."""
    wanted: list[tuple[str, Callable[[list[Mistake]], bool]]] = []
    for pair, _ in pairs.most_common(EXAMPLES):
        wanted.append((" and ".join(sorted(pair)), partial(is_swap, pair=pair)))
    wanted += [
        ("the other polarity", lambda own: len(own) == 2 and all(each.kind == FLIPPED for each in own)),
        ("missed beside others", lambda own: [(e.missed, e.kind) for e in own] == [(True, ALONE)]),
        ("added beside others", lambda own: [(e.missed, e.kind) for e in own] == [(False, ALONE)]),
        ("added where there is none", lambda own: [(e.missed, e.kind) for e in own] == [(False, NOTHING)]),
    ]
    by_row: dict[int, list[Mistake]] = {}
    for each in part.mistakes:
        by_row.setdefault(each.row, []).append(each)
    rows = []
    for name, test in wanted:
        found = [
            row
            for row, own in by_row.items()
            if test(own)
            and settled(part.records[row], passes)
            and len(part.records[row].sentence.text) <= LONGEST
        ]
        if found:
            row = max(found, key=lambda row: doubt(part.scored, row))
            rows.append(f"| {name} | {example(part, row)} |")
    return "\n".join(["| mistake | sentence | labelled | given |", "|---|---|---|---|", *rows])


def is_swap(mistakes: Sequence[Mistake], pair: frozenset[Domain]) -> bool:
    """Whether a sentence has nothing wrong but one domain of a pair given for the other, polarity kept."""
    return (
        len(mistakes) == 2
        and {each.label.domain for each in mistakes} == pair
        and len({each.label.polarity for each in mistakes}) == 1
        and all(each.kind == SWAPPED for each in mistakes)
    )


def settled(record: LabelledSentence, passes: dict[str, TwicePassed]) -> bool:
    """Whether two passes of labelling gave a specimen the same labels."""
    both = passes.get(record.id)
    return both is not None and set(both.first) == set(both.second)


def doubt(scored: Scored, row: int) -> float:
    """How sure the model was of what is wrong: the largest distance of a wrong cell from the truth."""
    wrong = scored.truth[row] != scored.predicted[row]
    return float(np.abs(scored.truth[row] - scored.probabilities[row])[wrong].max())


def example(part: Part, row: int) -> str:
    """Cells: a specimen, its labels and what it was given with which confidence."""
    record = part.records[row]
    if record.source is not Source.SPECIMEN:
        raise ValueError(f"{record.id} is real text, which no page may show")
    true = ", ".join(map(str, record.labels)) or "nothing"
    given = ", ".join(
        f"{LABELS[k]} ({part.scored.probabilities[row, k]:.2f})"
        for k in np.flatnonzero(part.scored.predicted[row])
    )
    text = record.sentence.text.replace("|", "\\|")
    return f"{text} | {true} | {given or 'nothing'}"


if __name__ == "__main__":
    sys.exit(main())
