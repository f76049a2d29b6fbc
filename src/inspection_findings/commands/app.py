"""The ``findings`` command: what it is made of, and how every command ends."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from inspection_findings.commands.card import card
from inspection_findings.commands.classify import classify
from inspection_findings.commands.compare import compare
from inspection_findings.commands.console import PROGRAM, ExitCode, Messages, drop_standard_output
from inspection_findings.commands.data import app as data_app
from inspection_findings.commands.doctor import doctor
from inspection_findings.commands.evaluate import evaluate
from inspection_findings.commands.label import app as label_app
from inspection_findings.commands.output import flush_standard_output
from inspection_findings.commands.overview import overview
from inspection_findings.commands.promote import promote
from inspection_findings.commands.read import read
from inspection_findings.commands.report import report
from inspection_findings.commands.rollback import rollback
from inspection_findings.commands.train import train
from inspection_findings.exceptions import FindingsError


class FindingsGroup(TyperGroup):
    """A group of commands that end with one clear line and an exit code, whatever went wrong."""

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


app = typer.Typer(
    name=PROGRAM,
    cls=FindingsGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# One line a command. A command's module imports what is heavy inside its functions, so that those
# listed here cost nothing to the others.
app.command()(classify)
app.command()(read)
app.command()(report)
app.command()(overview)
app.command()(train)
app.command()(evaluate)
app.command()(compare)
app.command()(promote)
app.command()(rollback)
app.command()(card)
app.command()(doctor)
app.add_typer(data_app, name="data")
app.add_typer(label_app, name="label")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"{PROGRAM} {version('inspection-findings')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Findings of children's services inspection reports: which domain, strength or weakness, how sure.

    [bold]Try[/bold]

      findings classify letter.pdf
      findings report letter.pdf --open
      findings classify reports/ --output findings.csv
      findings read letter.pdf --format json

    Each command explains itself: findings classify --help.
    """


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    """End as on any error, so that half-written files are taken away on the way out."""
    sys.exit(ExitCode.TERMINATED)


def main() -> None:
    """Run the command line; the entry point of ``findings``."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app(prog_name=PROGRAM)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
