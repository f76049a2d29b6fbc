"""A whole run of ``findings classify``, from its sources to where results go."""

from __future__ import annotations

from functools import partial

from inspection_findings.commands.asked import Asked, FindingsFormat
from inspection_findings.commands.classification import Classification, Work
from inspection_findings.commands.console import Messages, text_console
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Inputs, read_ahead
from inspection_findings.commands.output import Output
from inspection_findings.commands.sinks import Sink, TableSink, TextSink, WorkbookSink
from inspection_findings.model.scorer import Scorer
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary


def classify_all(
    inputs: Inputs,
    scorer: Scorer,
    selection: Selection,
    asked: Asked,
    destination: Output,
    messages: Messages,
    *,
    jobs: int,
    crew: Crew | None,
    quiet: bool,
) -> Summary:
    """Classify what was found to read, and write it all at the end.

    Where nothing could be read, a file that was there stays as it was.

    Returns
    -------
    Summary
        Of all inputs; those that led nowhere are among its failures.

    Raises
    ------
    OutputError
        If results cannot be written.
    """
    with destination:
        console = text_console(destination.stream)
        sink: Sink
        match asked.format:
            case FindingsFormat.TABLE:
                sink = TableSink(console, show_all=asked.show_all, quiet=quiet)
            case FindingsFormat.XLSX:
                sink = WorkbookSink(
                    destination,
                    scorer.metadata,
                    precision=asked.precision,
                    lines=asked.lines,
                    options=asked.columns,
                )
            case _:
                sink = TextSink(destination.stream, asked.text_writer())
        run = Classification(scorer, selection, sink.writer, messages, asked.explain)
        run.summary.failures = inputs.failures
        run.summary.precision = asked.precision
        _run(run, sink, inputs, jobs, crew, visible=len(inputs.sources) > 1 and not console.is_terminal)
        if run.summary.is_empty:
            destination.discard()
        else:
            sink.close(run.summary)
    return run.summary


def _run(
    run: Classification, sink: Sink, inputs: Inputs, jobs: int, crew: Crew | None, *, visible: bool
) -> None:
    """Classify the sources, in other processes where that is worth it and can be done."""
    sources, track = inputs.sources, partial(run.messages.track, total=len(inputs.sources), visible=visible)
    alone = inputs.hold_lines or (len(sources) == 1 and crew is None)
    if not (isinstance(sink, TableSink) or alone):
        # Imported here, as a single document pays for nothing of it.
        from inspection_findings.commands.parallel import processes
        from inspection_findings.commands.parts import parts_of

        if crew is not None or processes(jobs, sources):
            work = Work(run.scorer, run.selection, sink.keeper, run.explain)
            for part in track(parts_of(work, sources, jobs=jobs, crew=crew, say=run.messages.remark)):
                if part.kept is not None:
                    sink.put(part.kept)
                run.take(part)
            return
    for source in track(read_ahead(sources)):
        if source.holds_lines:
            run.run_lines(source)
        else:
            run.run_document(source)
