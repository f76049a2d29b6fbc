"""``findings data add``: take new documents into the corpus."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.inputs import Source, attempt, resolve
from inspection_findings.documents.types import Framework
from inspection_findings.paths import DATA

if TYPE_CHECKING:
    from inspection_findings.corpus.additions import Addition, Stated


def _check_day(value: str | None) -> str | None:
    if not value:
        return value
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"--published {value}: expected a day as YYYY-MM-DD") from None
    if day > dt.date.today():
        raise UsageError(f"--published {value}: that day is still to come")
    return day.isoformat()


def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Documents, folders of them, or - for stdin.")
    ],
    authority: Annotated[
        str | None, typer.Option(metavar="NAME", help="The authority that it is about.", show_default="read")
    ] = None,
    framework: Annotated[
        Framework | None, typer.Option(help="Inspection framework, or news.", show_default="read")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", callback=_check_day, help="Day of publication.", show_default="read"
        ),
    ] = None,
    address: Annotated[
        str, typer.Option(metavar="URL", help="Where it can be downloaded; for one document.")
    ] = "",
    publication: Annotated[str, typer.Option(metavar="NAME", help="Who published it.")] = "",
    specimen: Annotated[
        bool,
        typer.Option(
            "--specimen", help="Written for this project, about a council that does not exist: committed."
        ),
    ] = False,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False,
) -> None:
    """Add documents to the corpus: PDF, DOCX, HTML, Markdown or plain text.

    Each is copied to raw/reports (news: raw/articles; with --specimen:
    raw/specimens) and listed in raw/sources.csv as authority, framework and day of publication, e.g.
    fernshire-ilacs-2024-05-14. What is not given is read from the text; a
    document whose text does not say it is refused. One that is listed already,
    told by its content, is not listed again. An authority that is listed keeps
    the spelling of the list. The split that is said is that of
    the authority, by a hash of its name; specimens are for training.

    [bold]Try[/bold]

      findings data add letter.pdf
      findings data add letters/ --published 2024-05-14
      findings data add story.html --authority Fernshire --framework news
      findings data add letter.pdf --address https://example.org/letter.pdf
      findings data add invented.pdf --specimen --published 2024-05-14

    [bold]Exit code[/bold]

      0  all are in the corpus
      1  some were refused, and the others are in the corpus
      2  nothing was done: a bad option, none of the inputs is there
    """
    with needs_extra("train"):
        from inspection_findings.corpus.additions import Stated, differing, split_of_addition

    messages = Messages(quiet=quiet)
    inputs = resolve(paths, messages, accept_lines=False)
    if not inputs.sources:
        raise typer.Exit(inputs.ending)
    if address and len(inputs.sources) > 1:
        raise UsageError("--address is of one document: add the others apart")
    if address and specimen:
        raise UsageError("--address: a specimen is kept in the repository, and not downloaded")
    day = dt.date.fromisoformat(published) if published else None
    stated = Stated(authority, framework, day, address, publication, specimen)
    failures = inputs.failures
    for source in inputs.sources:
        added = attempt(source.name, partial(_add, data, source, stated), messages)
        if added is None:
            failures += 1
            continue
        document = added.entry.document
        match added.listed, added.copied:
            case False, _:
                said = f"added as {document}; split: {split_of_addition(added.entry)}"
            case True, True:
                said = f"listed already as {document}; copied to its place"
            case _:
                said = f"there already as {document}"
        messages.remark(f"{source.name}: {said}")
        ignored = differing(stated, added.entry) if added.listed else []
        if ignored:
            messages.warning(f"{source.name}: listed otherwise already: {', '.join(ignored)} ignored")
        if added.beside:
            messages.warning(f"{added.entry.authority!r} is a new authority, apart from {added.beside!r}")
    if failures:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _add(folder: Path, source: Source, stated: Stated) -> Addition:
    from inspection_findings.corpus.additions import add_document

    if source.stream is not None:
        content = b"".join(source.head) + source.stream.read()
    else:
        content = Path(source.path or source.name).read_bytes()
    return add_document(folder, content, source.name, stated)
