"""How a run over documents ended: its exit code, and what failed, in a file for programs.

The file is there from the moment that work begins, and says then that the run is not complete: so whoever
looks at it after a run that was killed does not take the account of another for its own.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError, check_output
from inspection_findings.commands.fail_on import ANY, PANEL, FailOn
from inspection_findings.commands.failures import Failure
from inspection_findings.commands.inputs import Inputs
from inspection_findings.commands.output import OutputError
from inspection_findings.files import write_atomically
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted

Model = tuple[str | None, str | None]

FailuresOption = Annotated[
    Path | None,
    typer.Option(
        "--failures",
        metavar="FILE",
        rich_help_panel=PANEL,
        help="Say in this .json file what failed, and why, for a program to read.",
    ),
]

_KIND = "findings run"
_VERSION = 1
_SUFFIX = ".json"


class Account:
    """What becomes of a run.

    Parameters
    ----------
    command
        Its name.
    target
        The file of ``--failures``; ``None`` for none.
    fail_on
        As ``--fail-on`` has it.
    messages
        Which every failure goes through.
    outputs
        Files that the run writes, which the account must not replace.

    Raises
    ------
    UsageError
        If ``--fail-on`` cannot be understood, or the file cannot be written.
    """

    def __init__(
        self,
        command: str,
        target: Path | None,
        fail_on: str,
        messages: Messages,
        outputs: Sequence[Path] = (),
    ) -> None:
        self._command, self._target, self._messages = command, target, messages
        self._fail_on = FailOn.parse(fail_on)
        self._inputs = Inputs()
        self._began, self._start = datetime.now(UTC), time.monotonic()
        if target is not None:
            if target.suffix.lower() != _SUFFIX:
                raise UsageError(f"--failures {target}: is JSON: end the name in .json")
            check_output(target, "--failures")
            self._check_apart(outputs, "is where results go: name another file")

    def begin(self, inputs: Inputs) -> None:
        """Say that this run is not complete.

        Raises
        ------
        UsageError
            If the file is one of the documents.
        OutputError
            If it cannot be written.
        """
        self._inputs = inputs
        # There may be a million, few of which can be this file.
        alike = [source for source in inputs.sources if source.name.lower().endswith(_SUFFIX)]
        places = [place for source in alike if (place := source.place)]
        self._check_apart(places, "is a document that is to be read")
        self._write(self._begun())

    def end(self, summary: Summary, model: Model | None = None) -> int:
        """Say what came of it, and give the exit code.

        Parameters
        ----------
        summary
            Of all inputs.
        model
            Name and version of what found the findings, where it came to that.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        failed, lines = summary.failures, self._inputs.hold_lines
        total = failed + summary.lines if lines else self._documents()
        code = ExitCode.SOME_FAILED if self._fail_on.holds(failed, total) else 0
        return self._ended(total, failed, code, model)

    def nothing(self, inputs: Inputs) -> int:
        """Say that there was nothing to read, and give the exit code."""
        self._inputs = inputs
        code: int = inputs.ending
        if code == ExitCode.SOME_FAILED and not self._fail_on.holds(inputs.failures, inputs.failures):
            code = 0
        return self._ended(inputs.failures, inputs.failures, code, None)

    def _ended(self, total: int, failed: int, code: int, model: Model | None) -> int:
        seconds, kept = time.monotonic() - self._start, self._inputs.kept
        result = {
            "model": model and dict(zip(("name", "version"), model, strict=True)),
            "complete": True,
            "exit_code": code,
            "ended": _time(datetime.now(UTC)),
            "seconds": round(seconds, 3),
            "asked": total,
            "read": total - failed,
            "kept": kept,
            "failed": failed,
            "per_second": round((total - kept) / max(seconds, 1e-3), 3),
            "failures": [_failure(each) for each in self._messages.failures],
        }
        self._write(self._begun() | result)
        if failed and self._fail_on.asked != ANY and code != ExitCode.USAGE:
            what = counted(total, "line" if self._inputs.hold_lines else "document")
            self._messages.remark(
                f"{failed:,} of {what} failed: exit code {code:d}, with --fail-on {self._fail_on.asked}"
            )
        return code

    def _begun(self) -> dict[str, Any]:
        """What is known of a run before its end; what is not is null."""
        return {
            "account": _KIND,
            "version": _VERSION,
            "command": self._command,
            "software": version("inspection-findings"),
            "model": None,
            "complete": False,
            "exit_code": None,
            "fail_on": self._fail_on.asked,
            "started": _time(self._began),
            "ended": None,
            "seconds": None,
            "unit": "lines" if self._inputs.hold_lines else "documents",
            "asked": None if self._inputs.hold_lines else self._documents(),
            "read": None,
            "kept": None,
            "failed": None,
            "passed_over": self._inputs.passed_over,
            "per_second": None,
            "failures": [],
        }

    def _documents(self) -> int:
        return len(self._inputs.sources) + self._inputs.failures

    def _write(self, record: dict[str, Any]) -> None:
        if self._target is None:
            return
        try:
            # In ASCII, where a name that is not in UTF-8 has its escapes.
            write_atomically(self._target, f"{json.dumps(record, indent=1)}\n".encode())
        except OSError as error:
            raise OutputError(f"cannot write {self._target}: {error.strerror or error}") from error

    def _check_apart(self, others: Sequence[Path], what: str) -> None:
        if self._target is not None:
            place = os.path.realpath(self._target)
            if any(os.path.realpath(other) == place for other in others):
                raise UsageError(f"--failures {self._target}: {what}")


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "name": failure.name,
        "reason": failure.reason,
        "code": failure.kind.value,
        "try_again": failure.kind.try_again,
    }


def _time(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
