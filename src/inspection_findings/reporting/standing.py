"""Where a model stands in the registry, and what the rules for promoting said of it: a part of its card."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleResult:
    """What one rule found.

    Attributes
    ----------
    rule
        Its name.
    passed
        Whether it holds.
    words
        What was found and what is asked.
    """

    rule: str
    passed: bool
    words: str


@dataclass(frozen=True)
class Gate:
    """The last decision on a model.

    Attributes
    ----------
    result
        In a word or two, such as ``promoted``.
    at
        When, in UTC, as ISO 8601.
    by
        Person or job.
    champion
        Number of the version that it was compared with; ``None`` where there was none.
    checks
        What each rule found.
    """

    result: str
    at: str
    by: str
    champion: int | None
    checks: tuple[RuleResult, ...]


@dataclass(frozen=True)
class Standing:
    """A model in the registry.

    Attributes
    ----------
    address
        How it is referred to.
    run_id
        The run that made it.
    aliases
        Names that point to it.
    gate
        The last decision on it; ``None`` where there was none.
    """

    address: str
    run_id: str
    aliases: tuple[str, ...]
    gate: Gate | None


def standing_section(standing: Standing) -> str:
    """Render it as a section of Markdown."""
    names = f", {' and '.join(f'`{alias}`' for alias in standing.aliases)}" if standing.aliases else ""
    lines = ["## In the registry", f"`{standing.address}`{names}, made by run `{standing.run_id}`.", ""]
    gate = standing.gate
    if gate is None:
        return "\n".join([*lines, "Nothing has been decided on it: `findings promote` does.", ""])
    against = "with no champion before it" if gate.champion is None else f"against version {gate.champion}"
    lines += [f"Last decision: **{gate.result}**, {gate.at}, by {gate.by}, {against}.", ""]
    if gate.checks:
        lines += ["| rule | | found |", "|---|---|---|"]
        lines += [
            f"| {check.rule} | {'holds' if check.passed else '**fails**'} | {_cell(check.words)} |"
            for check in gate.checks
        ]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
