"""How every command ends: with one clear line and an exit code, whatever went wrong."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from inspection_findings.commands.console import PROGRAM, ExitCode, Messages, drop_standard_output
from inspection_findings.commands.output import flush_standard_output
from inspection_findings.exceptions import FindingsError

# Of an option, an argument or a command that is not as it should be; Typer has no other name for it.
_CallError: Any = typer.BadParameter.__base__


class FindingsGroup(TyperGroup):
    """A group of commands, the outermost one."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line; a mistake in the call is one line, as all other errors are."""
        standalone = kwargs.pop("standalone_mode", True)
        kwargs["standalone_mode"] = False
        if not standalone:
            return super().main(*args, **kwargs)
        try:
            ending = super().main(*args, **kwargs)
        except _CallError as error:
            _tell(error)
            ending = ExitCode.USAGE
        sys.exit(ending)

    def invoke(self, ctx: Any) -> Any:
        """Run the command and turn the package's errors into a message on standard error."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                # Here and not when the interpreter ends, where a reader that went away is a traceback.
                flush_standard_output()
        except BrokenPipeError:
            drop_standard_output()
            raise typer.Exit(ExitCode.BROKEN_PIPE) from None
        except FindingsError as error:
            Messages().error(str(error))
            raise typer.Exit(ExitCode.USAGE) from error
        except OSError as error:
            named = isinstance(error.filename, str | bytes | os.PathLike)
            where = f"{os.fsdecode(error.filename)}: " if named else ""
            Messages().error(f"{where}{error.strerror or error}")
            raise typer.Exit(ExitCode.USAGE) from error


def _tell(error: Any) -> None:
    """Say what is wrong with a call, and where to look; nothing where the help was shown instead."""
    message = " ".join(error.format_message().split()).rstrip(".")
    if message:
        where = error.ctx.command_path if error.ctx else PROGRAM
        between = "" if message.endswith("?") else ":"
        Messages().error(f"{message[0].lower()}{message[1:]}{between} try {where} --help")
