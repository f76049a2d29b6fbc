"""Whether the shipped model says the same of the same in other words, and turns round what is negated.

Writes ``robustness.md`` beside this file. Run by ``make robustness``; needs the specimens alone.
"""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspection_findings import load_model, read_document
from inspection_findings.documents.types import Document, Sentence
from inspection_findings.files import write_atomically
from inspection_findings.labels import Domain, Polarity
from inspection_findings.model.scorer import Scorer, SentenceFindings
from swaps import SWAPS, Swap, negated_blame, negated_praise, without_negation

HERE = Path(__file__).parent
SPECIMENS = HERE.parent / "data" / "raw" / "specimens"
WANTED = 0.97
_SHOWN = 3

Said = frozenset[tuple[Domain, Polarity]]
OPPOSITE = {Polarity.STRENGTH: Polarity.WEAKNESS, Polarity.WEAKNESS: Polarity.STRENGTH}


@dataclass(frozen=True)
class Letter:
    """A letter, its sentences, and what the model says of them."""

    council: str
    sentences: list[Sentence]
    said: list[Said]


@dataclass(frozen=True)
class Kept:
    """What came of a swap.

    Attributes
    ----------
    changed, same
        Sentences that it changes, and those of them whose findings stay the same.
    letters, whole
        Letters with such a sentence, and those in which no sentence's findings change.
    gone, come
        Findings that are no longer said, or are said anew.
    """

    changed: int
    same: int
    letters: int
    whole: int
    gone: int
    come: int

    @property
    def share(self) -> float:
        """Share of the changed sentences whose findings stay the same."""
        return self.same / self.changed if self.changed else 1.0


@dataclass(frozen=True)
class Turned:
    """A sentence before and after a negation, and how its findings changed."""

    before: str
    after: str
    outcome: str


def main() -> int:
    """Measure every swap and every negation, and write the page."""
    scorer = load_model()
    letters = []
    for place in sorted(SPECIMENS.iterdir()):
        document = read_document(place)
        letters.append(_letter(scorer, document))
    print(f"{len(letters)} letters, {sum(len(each.sentences) for each in letters):,} sentences", flush=True)
    kept = {}
    for swap in SWAPS:
        kept[swap] = measure(scorer, letters, swap)
        print(f"{swap.kind}, {swap.how}: {kept[swap].share:.3f}", flush=True)
    turned = {
        "a negation put into praise": turn(scorer, letters, Polarity.STRENGTH, negated_praise),
        "a negation taken out of criticism": turn(scorer, letters, Polarity.WEAKNESS, without_negation),
        "a negation put into criticism": turn(scorer, letters, Polarity.WEAKNESS, negated_blame),
    }
    write_atomically(HERE / "robustness.md", page(letters, kept, turned, scorer.metadata.version).encode())
    return 0


def _letter(scorer: Scorer, document: Document) -> Letter:
    sentences = list(document.sentences())
    return Letter(document.metadata.authority or "", sentences, said_of(scorer.classify_sentences(sentences)))


def said_of(results: Sequence[SentenceFindings]) -> list[Said]:
    """Domain and polarity of the findings of each sentence."""
    return [frozenset((each.domain, each.polarity) for each in result.findings) for result in results]


def measure(scorer: Scorer, letters: Sequence[Letter], swap: Swap) -> Kept:
    """Swap in all sentences of a letter at once, as a letter that is written so would have it."""
    changed = same = touched = whole = gone = come = 0
    for letter in letters:
        new = [
            dataclasses.replace(each, text=swap.write(each.text, letter.council)) for each in letter.sentences
        ]
        rows = [row for row, each in enumerate(new) if each.text != letter.sentences[row].text]
        if not rows:
            continue
        after = said_of(scorer.classify_sentences(new))
        unlike = [row for row in rows if after[row] != letter.said[row]]
        changed, same = changed + len(rows), same + len(rows) - len(unlike)
        touched, whole = touched + 1, whole + (not unlike)
        gone += sum(len(letter.said[row] - after[row]) for row in unlike)
        come += sum(len(after[row] - letter.said[row]) for row in unlike)
    return Kept(changed, same, touched, whole, gone, come)


def turn(
    scorer: Scorer, letters: Sequence[Letter], of: Polarity, write: Callable[[str], str | None]
) -> list[Turned]:
    """Negate one sentence at a time, the others as they are, of those that state one polarity alone."""
    found = []
    for letter in letters:
        for row, sentence in enumerate(letter.sentences):
            if not letter.said[row] or {polarity for _, polarity in letter.said[row]} != {of}:
                continue
            text = write(sentence.text)
            if text is None:
                continue
            new = list(letter.sentences)
            new[row] = dataclasses.replace(sentence, text=text)
            after = said_of(scorer.classify_sentences(new))[row]
            found.append(Turned(sentence.text, text, outcome(letter.said[row], after)))
    return found


def outcome(before: Said, after: Said) -> str:
    """How the findings of a sentence changed, in a word or two."""
    if after == before:
        return "as before"
    if not after:
        return "nothing said"
    if after == {(domain, OPPOSITE[polarity]) for domain, polarity in before}:
        return "turned"
    polarities = {polarity for _, polarity in after}
    old = {polarity for _, polarity in before}
    if polarities.isdisjoint(old):
        return "turned, other domains"
    return "both" if len(polarities) > 1 else "as before, other domains"


OUTCOMES = (
    "turned",
    "turned, other domains",
    "nothing said",
    "both",
    "as before",
    "as before, other domains",
)


def page(
    letters: Sequence[Letter], kept: dict[Swap, Kept], turned: dict[str, list[Turned]], version: str
) -> str:
    """The page as Markdown."""
    rows = "\n".join(
        f"| {swap.kind} | {swap.how} | {each.changed:,} | {each.share:.1%} | "
        f"{each.whole:,} of {each.letters:,} | {each.gone:,} / {each.come:,} |"
        for swap, each in kept.items()
    )
    short = [swap for swap, each in kept.items() if each.share < WANTED]
    below = "; ".join(f"{swap.kind}, {swap.how} ({kept[swap].share:.1%})" for swap in short) or "none"
    turns = "\n".join(
        f"| {name} | {len(cases):,} | " + " | ".join(_shares(cases)) + " |" for name, cases in turned.items()
    )
    praise = turned["a negation put into praise"]
    failed = [each for each in praise if each.outcome.startswith("as before")][:_SHOWN]
    examples = "\n".join(f"- {each.after} *({each.outcome})*" for each in failed) or "- none"
    return PAGE.format(
        version=version,
        letters=len(letters),
        sentences=sum(len(each.sentences) for each in letters),
        rows=rows,
        wanted=f"{WANTED:.0%}",
        below=below,
        outcomes=" | ".join(OUTCOMES),
        rule="|".join(["---:"] * len(OUTCOMES)),
        turns=turns,
        examples=examples,
    )


def _shares(cases: Sequence[Turned]) -> list[str]:
    counts = Counter(each.outcome for each in cases)
    return [f"{counts[name] / len(cases):.0%}" if cases else "-" for name in OUTCOMES]


PAGE = """\
# The same in other words

Written by `make robustness` with the shipped model, version {version}, on the {letters:,} specimen
letters ({sentences:,} sentences), on which it was trained among others: so these figures say how far
answers hang on what should not matter, and not how often they are right.

## What should change nothing
Each swap is made by itself, in all sentences of a letter at once. Counted are the sentences that it
changes: of how many the findings (domain and polarity) stay exactly the same, and in how many letters no
finding changes.

| swapped | for | sentences changed | same findings | letters without a change | findings gone / new |
|---|---|---:|---:|---:|---:|
{rows}

Below the {wanted} that is wanted: {below}.

Case, quotes, hyphens, possessives, the digits of numbers, names of months and American spellings are folded
before anything is counted (`model/text.py`, `model/spelling.py`), so what rests on these alone hardly changes
an answer. Before months, spellings and compounds were folded, four rows were below what is wanted: another
month and year (95.5%), another month alone (90.9%), blanks for hyphens (93.2%), American spelling (92.8%).
[What folding them costs](folding.md) was measured on authorities left out. The hyphen of a compound
divides its words; one that is written as one word is divided only where `model/compounds.py` lists it, so
leaving hyphens out changes some answers, as it did not while hyphens were dropped (100%). Council names are
not folded: a word that the model has not met counts for nothing, and the words beside it lose their pairs.

## What should turn an answer round
One sentence at a time is negated, the others left as they are. Taken are sentences of one plain clause,
of at most 25 words, of which the model states one polarity alone: "is", "are", "was" or "were" before a
word of praise (or of criticism), "has" or "have" before "improved" or its like; without "and",
"but", "although", "not", "no", "few", commas, relative clauses or anything else by which it would be unclear
what is negated. "Turned" is the same domains with the other polarity.

| | sentences | {outcomes} |
|---|---:|{rule}|
{turns}

Criticism that is negated ("is not weak") is no praise yet: there it is enough that nothing, or praise,
is said. Praise whose negation the model does not see:

{examples}

The model counts words and pairs of them: "not" and the pairs that it makes weigh against praise, and the
rest of the sentence goes on speaking for it. Letters hardly ever say that something is not good in these
words; they say that it is variable, or too slow. Findings of a negated sentence are to be read beside it.
"""


if __name__ == "__main__":
    sys.exit(main())
