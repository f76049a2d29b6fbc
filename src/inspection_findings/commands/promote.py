"""``findings promote``: make a model the champion if the rules let it through."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError, standard_output
from inspection_findings.commands.extras import needs_extra
from inspection_findings.exceptions import FindingsError
from inspection_findings.paths import DATASET, PROMOTION_RULES

if TYPE_CHECKING:
    from inspection_findings.tracking.measuring import Measure
    from inspection_findings.tracking.promotion import Outcome
    from inspection_findings.tracking.registry import ModelVersion


class Format(StrEnum):
    """For a reader, or for a program."""

    TEXT = "text"
    JSON = "json"


def promote(
    challenger: Annotated[
        str,
        typer.Argument(
            metavar="CHALLENGER", help="Version number, alias, run id or models:/inspection-findings/3."
        ),
    ] = "challenger",
    rules: Annotated[
        Path | None, typer.Option("--rules", help=f"TOML file; {PROMOTION_RULES} where it is there.")
    ] = None,
    min_gain: Annotated[
        float | None, typer.Option("--min-gain", help="Gain of the metric, at least; instead of the file's.")
    ] = None,
    max_drop: Annotated[
        float | None,
        typer.Option("--max-drop-per-label", help="Fall of a label's F1 beyond chance, at most; as above."),
    ] = None,
    max_ece: Annotated[
        float | None, typer.Option("--max-ece", help="Expected calibration error, at most; as above.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score both models now instead of taking what their runs hold.")
    ] = False,
    split: Annotated[
        str, typer.Option("--split", help="To rescore on: train, validation or test.")
    ] = "validation",
    data: Annotated[Path, typer.Option("--data", help="Dataset folder to rescore on.")] = DATASET,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide, and change nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also a version that was rolled back.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Kept with the version.")] = "",
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for another job that decides.")
    ] = 120,
    output_format: Annotated[Format, typer.Option("--format", help="Of the decision.")] = Format.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the decision.")] = False,
) -> None:
    """Make a model the champion if it is let through: better enough, no label much worse, calibrated.

    Both models are compared on the same sentences. Who decided, when, why and on what figures is kept in
    tags of the version; FINDINGS_ACTOR names who, user@host by default.

    Exit codes: 0 promoted, or the champion already; 3 held back, with each rule that does not hold;
    2 nothing was decided.

    [bold]Try[/bold]

      findings promote
      findings promote 7 --dry-run
      findings promote --min-gain 0.01 --reason "more labels for voice"
    """
    with needs_extra("train"):
        from inspection_findings.evaluation.promotion import read_rules
        from inspection_findings.tracking import promotion
        from inspection_findings.tracking.cards import keep_card
        from inspection_findings.tracking.measuring import kept_predictions

    messages = Messages(quiet=quiet)
    given = {"min_gain": min_gain, "max_drop_per_label": max_drop, "max_ece": max_ece}
    changes = {name: value for name, value in given.items() if value is not None}
    asked = read_rules(rules or (PROMOTION_RULES if PROMOTION_RULES.is_file() else None), changes)
    measure = _rescored(split, data) if rescore else kept_predictions
    with messages.steps() as report:
        outcome = promotion.promote(
            challenger,
            asked,
            reason=reason,
            dry_run=dry_run,
            again=again,
            measure=measure,
            wait=wait,
            report=report,
        )
    lines = [json.dumps(as_values(outcome))] if output_format is Format.JSON else as_lines(outcome)
    stream = standard_output(machine=output_format is Format.JSON)
    stream.write("".join(f"{line}\n" for line in lines))
    # Also of the champion already, as a job may have been killed between the move and its card.
    if not dry_run:
        try:
            keep_card(outcome.challenger)
        except FindingsError as error:
            # It stands as it was decided, whether or not its card can be written.
            messages.warning(f"the card of version {outcome.challenger.version} is not up to date: {error}")
    if outcome.result is promotion.Result.HELD_BACK:
        raise typer.Exit(ExitCode.HELD_BACK)


def as_lines(outcome: Outcome) -> list[str]:
    """Put an outcome into words: who stood against whom, every rule on its line, and how it ended."""
    challenger, champion = outcome.challenger, outcome.champion
    against = f"version {champion.version}, run {champion.run_id}" if champion else "none yet"
    lines = [f"challenger  version {challenger.version}, run {challenger.run_id}", f"champion    {against}"]
    lines += [
        f"{'holds' if check.passed else 'FAILS'}  {check.rule}: {check.words}"
        for check in outcome.decision.checks
    ]
    failed = len(outcome.decision.failed)
    counted = f": {failed} of {len(outcome.decision.checks)} checks failed" if failed else ""
    ending = outcome.result.value.replace("_", " ")
    return [*lines, f"version {challenger.version}: {ending}{counted}"]


def as_values(outcome: Outcome) -> dict[str, Any]:
    """Put an outcome into values that JSON has."""
    return {
        "result": outcome.result.value,
        "challenger": _version(outcome.challenger),
        "champion": _version(outcome.champion) if outcome.champion else None,
        "rules": outcome.rules.model_dump(mode="json"),
        "checks": [asdict(check) for check in outcome.decision.checks],
    }


def _version(version: ModelVersion) -> dict[str, Any]:
    return {"version": version.version, "run_id": version.run_id}


def _rescored(split: str, data: Path) -> Measure:
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.dataset import load_corpus
        from inspection_findings.corpus.splits import Split
        from inspection_findings.tracking.measuring import rescored

    if split not in set(Split):
        raise UsageError(f"--split {split}: expected one of {', '.join(Split)}")
    return rescored(load_corpus(data), Split(split))
