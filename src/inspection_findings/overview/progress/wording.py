"""What is said of progress in words, the same in every format."""

from __future__ import annotations

from pathlib import PurePath

from inspection_findings.documents.types import Framework
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.progress.compare import Progress, Step
from inspection_findings.overview.progress.pairs import Kind
from inspection_findings.overview.progress.visits import Scope, Visit
from inspection_findings.reporting.wording import day, framework_name, plain

CHANGES = {
    Change.BETTER: "better",
    Change.WORSE: "worse",
    Change.UNCLEAR: "no clear change",
    Change.TOO_FEW: "too few to tell",
    Change.ONLY_THEN: "not mentioned now",
    Change.ONLY_NOW: "not mentioned then",
}
KINDS = {
    Kind.BETTER: ("Got better", "A weakness then, a strength now."),
    Kind.WORSE: ("Got worse", "A strength then, a weakness now."),
    Kind.WEAKNESS_PERSISTS: ("Weaknesses that persist", "A weakness both times."),
    Kind.STRENGTH_PERSISTS: ("Strengths that persist", "A strength both times."),
    Kind.NEW_WEAKNESS: ("New weaknesses", "Nothing alike was said then."),
    Kind.NEW_STRENGTH: ("New strengths", "Nothing alike was said then."),
    Kind.WEAKNESS_NOT_MENTIONED: (
        "Weaknesses no longer mentioned",
        "Nothing alike is said now. That does not mean that they were put right.",
    ),
    Kind.STRENGTH_NOT_MENTIONED: (
        "Strengths no longer mentioned",
        "Nothing alike is said now. That does not mean that they were lost.",
    ),
}
"""A title for each kind of evidence, and what it means."""


def change_words(change: Change | None) -> str:
    """A change in words; nothing where nothing was found."""
    return CHANGES[change] if change else ""


def visit_name(visit: Visit) -> str:
    """A visit by its framework and date, ``ILACS, 8 March 2024``; without a date, by its document's name."""
    framework = visit.metadata.framework
    parts = [
        framework and framework_name(framework),
        day(visit.date) if visit.date else plain(PurePath(visit.document).name),
    ]
    return ", ".join(part for part in parts if part)


def step_name(step: Step) -> str:
    """From when to when: ``ILACS, 8 March 2019 to ILACS, 8 March 2024``."""
    return f"{visit_name(step.then)} to {visit_name(step.now)}"


def heading(progress: Progress) -> str:
    """What the progress is of."""
    return f"Progress of {plain(progress.authority)}" if progress.authority else "Progress"


def notes(progress: Progress) -> list[str]:
    """What a reader has to know of these reports, a paragraph each."""
    frameworks = {visit.metadata.framework for visit in progress.visits}
    lines = [
        "Better and worse are said of the share of strengths among a domain's findings, where chance alone "
        "would bring so great a change once in a hundred times at most. It is a count of what a model finds "
        "in sentences; what inspectors judged is the grade.",
        "What is not mentioned is neither put right nor lost. Inspectors write of what they looked at.",
        "Sentences that are alike speak of the same topic. They need not be about the same teams, plans or "
        "children, and the same topic told in other words may be missed.",
    ]
    if any(step.frameworks_differ for step in progress.steps):
        lines.append(
            "The visits were made under different frameworks. Longer reports have more findings of either "
            "kind, so compare shares, not counts."
        )
    if Framework.SIF in frameworks and len(frameworks) > 1:
        lines.append("SIF reports may review the local safeguarding children board too; later ones do not.")
    partial = [visit_name(visit) for visit in progress.visits if visit.scope is not Scope.ALL]
    if partial:
        lines.append(
            f"Of part of the services, or without a grade: {'; '.join(partial)}. Such visits are compared "
            "with their own kind, where there is another."
        )
    if any(visit.date is None for visit in progress.visits):
        lines.append("A report has no date: the reports stand in the order in which they were given.")
    if progress.precision is not None:
        lines.append(
            f"Findings that are unsure at precision {progress.precision:g} are counted apart, and no change "
            "is drawn from them."
        )
    return lines
