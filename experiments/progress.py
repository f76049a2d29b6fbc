"""How far progress between visits can be trusted: changes beside the inspectors' grades; what chance pairs.

Writes ``progress.md`` beside this file. Run by ``make progress``; needs the reports.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from held_out import predict, real_corpus, shown
from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.sources import read_sources
from inspection_findings.documents import Document, Framework, read_document
from inspection_findings.evaluation.validity import GRADES, by_authority
from inspection_findings.files import write_atomically
from inspection_findings.labels import LABELS, Area, Domain, Finding
from inspection_findings.overview.progress import Statement, Visit
from inspection_findings.overview.progress.change import CHANCE, Change, change_of
from inspection_findings.overview.progress.pairs import LEAST_ALIKE, Pairing
from inspection_findings.reporting.summary import Tally

HERE = Path(__file__).parent
FOLDS = 3
FRAMEWORKS = (Framework.ILACS, Framework.SIF)
LEAST_FINDINGS = 5
"""Of an area at both visits."""
LEAST_STEPS = 30
"""For a correlation."""


@dataclass(frozen=True)
class Report:
    """A report that is listed and at hand."""

    entry: CatalogueEntry
    document: Document


@dataclass(frozen=True)
class AreaStep:
    """A judgement area that two visits in succession graded.

    Attributes
    ----------
    frameworks
        Of both, as they are named.
    then, now
        Findings, `LEAST_FINDINGS` or more.
    rise
        Of the grade, in steps on the scale of four.
    """

    authority: str
    area: Area
    frameworks: str
    then: Tally
    now: Tally
    rise: int

    @property
    def change(self) -> float:
        """Of the share of strengths."""
        return (self.now.share or 0.0) - (self.then.share or 0.0)


def main() -> int:
    """Compare the visits to each authority as models see them that were trained on other authorities."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    visits = held_out_visits(corpus, reports_of_several())
    text = page(area_steps(visits), visits)
    write_atomically(HERE / "progress.md", text.encode())
    print(text)
    return 0


def reports_of_several() -> dict[str, list[Report]]:
    """Reports at hand by authority, in the order of their dates, where there are two or more."""
    sources = read_sources()
    found: dict[str, list[Report]] = defaultdict(list)
    for entry in sources.catalogue.values():
        path = sources.path(entry)
        if entry.framework in FRAMEWORKS and entry.file.startswith("reports/") and path.is_file():
            found[entry.authority].append(Report(entry, read_document(path, name=entry.document)))
    # The names of documents end in their dates, those of the few too that have none inside.
    return {
        authority: sorted(found[authority], key=lambda report: report.entry.document[-10:])
        for authority in sorted(found)
        if len(found[authority]) > 1
    }


def held_out_visits(corpus: Corpus, reports: dict[str, list[Report]]) -> dict[str, list[Visit]]:
    """Visits by authority, each as a model sees it that has seen no report of the authority."""
    records = [record for part in corpus.splits.values() for record in part]
    visits: dict[str, list[Visit]] = {}
    for number in range(FOLDS):
        left_out = list(reports)[number::FOLDS]
        print(f"fold {number + 1} of {FOLDS}: {len(left_out)} authorities left out", flush=True)
        own = [report for authority in left_out for report in reports[authority]]
        predictions = predict(
            [record for record in records if record.authority not in left_out],
            [sentence for report in own for sentence in unlabelled(report)],
        )
        scores = iter(predictions.scores)
        for report in own:
            own_scores = [next(scores) for _ in report.document.sentences()]
            visit = visit_from(report, own_scores, predictions.thresholds)
            visits.setdefault(report.entry.authority, []).append(visit)
    return visits


def unlabelled(report: Report) -> list[LabelledSentence]:
    """A report's sentences in the form that is scored."""
    entry = report.entry
    return [
        LabelledSentence(
            *(f"{entry.document}.{place}", Source.REPORT, entry.document, entry.authority),
            *(entry.framework, Sample.RANDOM, sentence, ()),
        )
        for place, sentence in enumerate(report.document.sentences())
    ]


def visit_from(report: Report, scores: Sequence[np.ndarray], thresholds: np.ndarray) -> Visit:
    """A report with the findings that reach the model's thresholds."""
    statements = []
    for sentence, row in zip(report.document.sentences(), scores, strict=True):
        findings = tuple(
            Finding(*label, confidence=float(score))
            for label, score, threshold in zip(LABELS, row, thresholds, strict=True)
            if score >= threshold
        )
        if findings:
            statements.append(Statement(sentence.text, sentence.page, sentence.section, findings))
    document = report.document
    return Visit(document.name, document.metadata, document.grades, tuple(statements))


def area_steps(visits: dict[str, list[Visit]]) -> list[AreaStep]:
    """Areas that two visits in succession graded and said enough of."""
    steps = []
    for authority, own in visits.items():
        for then, now in pairwise(own):
            before, after = then.tallies(), now.tallies()
            steps += [
                AreaStep(
                    *(authority, area, f"{framework(then)} to {framework(now)}"),
                    *(before[area], after[area]),
                    rise=GRADES.index(now.grades[area]) - GRADES.index(then.grades[area]),
                )
                for area in Area
                if area in then.grades
                and area in now.grades
                and min(before[area].total, after[area].total) >= LEAST_FINDINGS
            ]
    return steps


def framework(visit: Visit) -> str:
    """As the document's name has it."""
    return visit.document[:-11].rsplit("-", 1)[1].upper()


def rank_correlation(steps: Sequence[AreaStep]) -> float:
    """Spearman's rho of the change of the share with that of the grade."""
    from scipy.stats import spearmanr

    return float(spearmanr([step.change for step in steps], [step.rise for step in steps]).statistic)


def mean_change(steps: Sequence[AreaStep]) -> float:
    """Of the share of strengths."""
    return float(np.mean([step.change for step in steps]))


def page(steps: Sequence[AreaStep], visits: dict[str, list[Visit]]) -> str:
    """The page, as Markdown."""
    same = [step for step in steps if step.rise == 0]
    number = sum(map(len, visits.values()))
    areas = [("all areas", steps)]
    areas += [(area.replace("_", " "), [step for step in steps if step.area is area]) for area in Area]
    return f"""# Progress between visits

`findings progress` compares an authority's reports. Here what it says is held against what inspectors said:
the change of an area's grade from one visit to the next, which it is not told. {number} SIF and ILACS reports
of the {len(visits)} authorities with two or more are read, each by a model that saw no report of its
authority ({FOLDS} folds over authorities, the default configuration). Nothing in the comparison was fitted to
these grades. `make progress` makes this page; 95% intervals are by authority.

## Shares and grades
Areas that two visits in succession graded, with {LEAST_FINDINGS} findings or more at both. Rho is Spearman's
rank correlation of the change of the share of strengths with the change of the grade.

| area | steps | rho |
|---|---|---|
{rows(areas)}

The frameworks ask for different reports. Do shares drift between them where the grade stays?

| from and to | steps | rho | mean change of the share where the grade is the same |
|---|---|---|---|
{drift(steps)}

Between SIF and ILACS they hardly do. Two SIF reports in succession are mostly those of an authority that was
inspected again because it was inadequate, and had got better within its grade.

## Better and worse
What `findings progress` calls an area, beside what became of its grade. A change is clear where chance alone
would bring one as great in {CHANCE:.0%} of cases at most.

| share of strengths | grade fell | grade the same | grade rose |
|---|---|---|---|
{verdicts(steps)}

A grade has four steps and the share moves within them, so that a clear change under the same grade need not
be wrong. Of the {len(same)} areas that kept their grade, {clear(same):.0%} are said to have changed clearly.

## Sentences that are alike
How many sentences of a report have one in the report before it that is about the same domain and alike (a
cosine of {LEAST_ALIKE:g} or more)? And how many have one in a report about another council, of the same
framework and nearest in date to the one before? {chance(visits)}

So a pair shows that both reports speak of the same topic, and hardly ever that they speak of the same case:
the topics of inspections are the same everywhere. That is enough to lay side by side what was said of a topic
then and now, and the page says so. How alike is alike enough is measured in [similarity](similarity.md).
"""


def rows(parts: Sequence[tuple[str, Sequence[AreaStep]]]) -> str:
    """Rank correlation by area, where there is enough to correlate."""
    lines = []
    for name, part in parts:
        rho = shown(by_authority(part, rank_correlation)) if len(part) >= LEAST_STEPS else "too few"
        lines.append(f"| {name} | {len(part)} | {rho} |")
    return "\n".join(lines)


def drift(steps: Sequence[AreaStep]) -> str:
    """Changes by frameworks."""
    lines = []
    for name in sorted({step.frameworks for step in steps}):
        own = [step for step in steps if step.frameworks == name]
        same = [step for step in own if step.rise == 0]
        change = by_authority(same, mean_change)
        lines.append(
            f"| {name} | {len(own)} | {shown(by_authority(own, rank_correlation))} | "
            f"{change.value:+.3f} ({change.low:+.3f} to {change.high:+.3f}), {len(same)} steps |"
        )
    return "\n".join(lines)


def verdicts(steps: Sequence[AreaStep]) -> str:
    """How often each verdict goes with each direction of the grade."""
    counts = Counter((change_of(step.then, step.now), int(np.sign(step.rise))) for step in steps)
    return "\n".join(
        f"| {verdict.replace('_', ' ')} | "
        + " | ".join(str(counts[verdict, way]) for way in (-1, 0, 1))
        + " |"
        for verdict in (Change.BETTER, Change.UNCLEAR, Change.WORSE)
    )


def clear(steps: Sequence[AreaStep]) -> float:
    """Share of steps with a clear change."""
    return float(np.mean([change_of(step.then, step.now) is not Change.UNCLEAR for step in steps]))


def chance(visits: dict[str, list[Visit]]) -> str:
    """How many sentences have one alike in the own report before, and in another council's."""
    own, other = Counter[bool](), Counter[bool]()
    for authority, its in visits.items():
        elsewhere = [visit for name, theirs in visits.items() if name != authority for visit in theirs]
        for then, now in pairwise(its):
            own += alike(then, now)
            other += alike(nearest(then, elsewhere), now)
    shares = [counts[True] / counts.total() for counts in (own, other)]
    return f"**{shares[0]:.0%}** have one in the own report, **{shares[1]:.0%}** in the other council's."


def nearest(visit: Visit, others: Sequence[Visit]) -> Visit:
    """Of the visits under the same framework the one nearest in date."""

    def days(other: Visit) -> int:
        first, second = (np.datetime64(each.document[-10:]) for each in (visit, other))
        return abs(int((first - second).astype(int)))

    return min((other for other in others if framework(other) == framework(visit)), key=days)


def alike(then: Visit, now: Visit) -> Counter[bool]:
    """How many sentences of the later visit have one alike in the earlier, a sentence once a domain."""
    pairing = Pairing(then, now)
    counts = Counter[bool]()
    for domain in Domain:
        cosines = pairing.alike(now.about(domain), then.about(domain))
        counts.update(bool(found) for found in cosines.max(axis=1, initial=0) >= LEAST_ALIKE)
    return counts


if __name__ == "__main__":
    sys.exit(main())
