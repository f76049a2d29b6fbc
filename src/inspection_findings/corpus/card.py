"""The tables of the dataset card, made of the labels themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.records import Sample, Source
from inspection_findings.corpus.sources import Sources
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS

BEGIN = "<!-- counts: written by `findings data card` -->"
END = "<!-- end of counts -->"


def count_tables(sources: Sources) -> str:
    """Tables of sentences by split and source and of labels by framework, as Markdown."""
    return "\n\n".join(
        (
            "Sentences by split, authorities in brackets (a specimen counts with the one that it retells):",
            _split_table(sources),
            "Labels by framework, reports and articles / specimens:",
            _label_table(sources),
        )
    )


def with_counts(card: str, sources: Sources) -> str:
    """The card with its tables brought up to date.

    Parameters
    ----------
    card
        Markdown with the lines ``BEGIN`` and ``END`` in it.
    sources
        The labels to count.

    Raises
    ------
    CorpusError
        If the lines that the tables stand between are not there.
    """
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise CorpusError(f"the card has no lines {BEGIN} and {END} for its tables to stand between")
    return f"{before}{BEGIN}\n\n{count_tables(sources)}\n\n{END}{after}"


def _split_table(sources: Sources) -> str:
    annotations = [annotation for part in sources.annotations.values() for annotation in part]

    def cell(split: Split, wanted: Callable[[Annotation], bool]) -> str:
        own = [a for a in annotations if sources.split(a) is split and wanted(a)]
        authorities = {authority for a in own if (authority := sources.authority(a))}
        return f"{len(own):,} ({len(authorities)})"

    def kind(source: Source) -> Callable[[Annotation], bool]:
        return lambda a: sources.catalogue[a.document].source is source

    columns: dict[str, Callable[[Annotation], bool]] = {
        "reports": kind(Source.REPORT),
        "of these sampled at random": lambda a: kind(Source.REPORT)(a) and a.sample is Sample.RANDOM,
        "articles": kind(Source.ARTICLE),
        "specimens that retell": lambda a: kind(Source.SPECIMEN)(a) and bool(a.retells),
        "specimens of their own": lambda a: kind(Source.SPECIMEN)(a) and not a.retells,
    }
    return _table(
        ["split", *columns], ([split.value, *(cell(split, w) for w in columns.values())] for split in Split)
    )


def _label_table(sources: Sources) -> str:
    counts: Counter[tuple[str, Framework, bool]] = Counter()
    sentences: Counter[tuple[Framework, bool]] = Counter()
    for document, part in sources.annotations.items():
        entry = sources.catalogue[document]
        specimen = entry.source is Source.SPECIMEN
        sentences[entry.framework, specimen] += len(part)
        for annotation in part:
            counts.update((label, entry.framework, specimen) for label in annotation.labels or ("none",))
    frameworks = [f for f in Framework if sentences[f, True] or sentences[f, False]]

    def row(name: str, count: Callable[[Framework, bool], int]) -> list[str]:
        pairs = [(count(f, False), count(f, True)) for f in frameworks]
        pairs.append((sum(real for real, _ in pairs), sum(made for _, made in pairs)))
        return [name, *(f"{real:,} / {made:,}" for real, made in pairs)]

    rows = [row("sentences", lambda f, specimen: sentences[f, specimen])]
    for name in ("none", *map(str, LABELS)):
        shown = "without a label" if name == "none" else f"`{name}`"
        rows.append(row(shown, lambda f, specimen, name=name: counts[name, f, specimen]))  # type: ignore[misc]
    return _table(["", *(f.value for f in frameworks), "all"], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
