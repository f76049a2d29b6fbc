"""``findings report``: a document in, a page to read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.browser import OpenOption, show
from inspection_findings.commands.console import ExitCode, KeptMessages, Messages
from inspection_findings.commands.distributed.crew import ClusterOption, WorkersOption, crew_of
from inspection_findings.commands.failures import Failure, Kind
from inspection_findings.commands.inputs import Source, attempt, resolve
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.commands.limits import (
    BYTES,
    PAGES,
    SECONDS,
    MaxBytesOption,
    MaxPagesOption,
    TimeoutOption,
    limits_of,
)
from inspection_findings.commands.models import ModelOption, model_folder
from inspection_findings.commands.pages import Destination
from inspection_findings.commands.precision import PrecisionOption, Sureness, sureness
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer


@dataclass(frozen=True)
class PageWork:
    """What every process is to do with a document.

    Attributes
    ----------
    scorer
        The model.
    sure
        Which findings are sure.
    explain
        Whether to say of each finding why it was made.
    """

    scorer: Scorer
    sure: Sureness
    explain: bool

    def __call__(self, source: Source) -> MadePage:
        """Make the page of one document; if that fails, it is kept to be said."""
        messages = KeptMessages()
        page = attempt(source.name, lambda: self._page(source, messages), messages)
        return MadePage(source, page, messages.kept, messages.failures)

    def failed(self, source: Source, message: str, kind: Kind) -> MadePage:
        """What comes of a document of which no page could be made."""
        messages = KeptMessages.of_failure(source.name, message, kind)
        return MadePage(source, None, messages.kept, messages.failures)

    def _page(self, source: Source, messages: Messages) -> str:
        from inspection_findings.model.explanation import explain_findings
        from inspection_findings.reporting.classified import ClassifiedReport
        from inspection_findings.reporting.page import report_page

        document = source.read()
        results = [self.sure.selection.apply(result) for result in self.scorer.classify(document)]
        if not results:
            messages.warning(f"{source.name}: no sentences found in it")
        if self.explain:
            results = explain_findings(self.scorer, results)
        return report_page(
            ClassifiedReport(document, tuple(results), self.scorer.metadata, self.sure.precision)
        )


@dataclass(frozen=True)
class MadePage:
    """What came of one document: its page, if there is one, and what is to be said."""

    source: Source
    page: str | None
    messages: list[str]
    failures: Sequence[Failure]


def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Documents, folders, patterns or URLs of them, or - for stdin.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER/",
            help="Write the page here, or one page a document in this folder.",
            show_default="the document's name with .html, in this folder",
        ),
    ] = None,
    model: ModelOption = None,
    precision: PrecisionOption = None,
    explain: Annotated[
        bool, typer.Option(help="Say of each finding why it was made; without, pages are made faster.")
    ] = True,
    open_: OpenOption = False,
    jobs: JobsOption = ONE_A_CORE,
    cluster: ClusterOption = None,
    workers: WorkersOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
) -> None:
    """Make a page to read of a report: what it finds, and its text with each finding marked.

    The page is one HTML file that needs no connection: open it in a browser,
    print it, send it on. On top stand the grades, the findings counted by
    domain, and sentences to quote; below, the report sentence by sentence with
    its findings, why each was made, and filters. Its own list of keys is on it.

    It holds the text of the report: pass it on as you would the report.

    Several documents give a page each, in the folder that --output names. A
    page that is named after its document takes the place of an older page,
    and of nothing else. With --cluster or --workers, Dask workers make pages,
    as they read documents for findings classify.

    [bold]Try[/bold]

      findings report letter.pdf --open
      findings report letter.pdf --output briefing/letter.html
      findings report reports/ --output pages/
      findings report "s3://letters/reports/2024-*.pdf" --output pages/
      findings report letter.docx --precision 0.95
      findings report letter.pdf --precision none --no-explain

    [bold]Exit code[/bold]

      0  all pages are written
      1  some inputs failed, and the pages of the others are written; or all
         did, some of which are there but could not be read
      2  nothing was done: a bad option, none of the inputs is there,
         an unreadable model, nowhere to write
    """
    from inspection_findings import load_model
    from inspection_findings.commands.parts import parts_of

    messages = Messages(quiet=quiet)
    crew = crew_of(cluster, workers)
    inputs = resolve(paths, messages, accept_lines=False, limits=limits_of(timeout, max_pages, max_bytes))
    if not inputs.sources:
        raise typer.Exit(inputs.ending)
    if crew is not None:
        crew.check(inputs, to_files=True)
    sources, failures = inputs.sources, inputs.failures
    scorer = load_model(model_folder(model))
    work = PageWork(scorer, sureness(scorer, precision), explain)
    destination = Destination.of(output, sources)
    written: list[Path] = []
    made = parts_of(work, sources, jobs=jobs, crew=crew, say=messages.remark)
    tracked = messages.track(made, total=len(sources), visible=len(sources) > 1)
    for source, each in zip(sources, tracked, strict=True):
        messages.say(each.messages, each.failures)
        if each.page is None:
            failures += 1
        else:
            # Not as the work has it: a worker may have been sent its bytes.
            written.append(destination.write(source, each.page))
    if len(written) == 1:
        messages.remark(f"the page is {written[0]}")
    elif written:
        messages.remark(f"{counted(len(written), 'page')} in {destination.folder}")
    if open_ and written:
        show(written[0], messages)
    if failures:
        raise typer.Exit(ExitCode.SOME_FAILED)
