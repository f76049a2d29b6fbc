"""The ``findings`` command: what it is made of."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from inspection_findings.commands.card import card
from inspection_findings.commands.classify import classify
from inspection_findings.commands.compare import compare
from inspection_findings.commands.console import PROGRAM, ExitCode
from inspection_findings.commands.data import app as data_app
from inspection_findings.commands.doctor import doctor
from inspection_findings.commands.evaluate import evaluate
from inspection_findings.commands.group import FindingsGroup
from inspection_findings.commands.label import app as label_app
from inspection_findings.commands.model import app as model_app
from inspection_findings.commands.overview import overview
from inspection_findings.commands.progress import progress
from inspection_findings.commands.promote import promote
from inspection_findings.commands.read import read
from inspection_findings.commands.report import report
from inspection_findings.commands.rollback import rollback
from inspection_findings.commands.search import search
from inspection_findings.commands.serve import serve
from inspection_findings.commands.train import train

READING = "For reading reports"
MANY = "For many reports"
MODELS = "For training and comparing models"
DATA = "For data and labels"

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
app.command(rich_help_panel=READING)(classify)
app.command(rich_help_panel=READING)(report)
app.command(rich_help_panel=READING)(read)
app.command(rich_help_panel=READING)(serve)
app.command(rich_help_panel=MANY)(overview)
app.command(rich_help_panel=MANY)(progress)
app.command(rich_help_panel=MANY)(search)
app.command(rich_help_panel=MODELS)(train)
app.command(rich_help_panel=MODELS)(evaluate)
app.command(rich_help_panel=MODELS)(compare)
app.command(rich_help_panel=MODELS)(promote)
app.command(rich_help_panel=MODELS)(rollback)
app.command(rich_help_panel=MODELS)(card)
app.command(rich_help_panel=MODELS)(doctor)
app.add_typer(data_app, name="data", rich_help_panel=DATA)
app.add_typer(label_app, name="label", rich_help_panel=DATA)
app.add_typer(model_app, name="model", rich_help_panel=MODELS)


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

    Reads PDF, DOCX, HTML, Markdown and plain text on this computer, which no document leaves.

    [bold]Try[/bold]

      findings report letter.pdf --open              a letter as a page to read
      findings classify letter.pdf                   its findings here, as a table
      findings classify letter.pdf -o letter.xlsx    its findings as a workbook
      findings overview reports/ -o overview.html    all letters in a folder
      findings read letter.pdf                       what a letter says of itself

    [bold]More[/bold]

      findings classify --help         what a command does, with examples
      findings --install-completion    lets the Tab key complete commands,
                                       options, their values and file names

    [bold]Exit code[/bold]

      0  all is well
      1  not all could be read or is in order; the rest is done
      2  nothing was done: a mistake in the call, nothing to read,
         nowhere to write
      3  a model was held back by the rules for promoting
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
