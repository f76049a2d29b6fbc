"""A run of ``findings classify`` that can be stopped at any moment and goes on when it is asked for again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from inspection_findings.commands.asked import Asked, FindingsFormat
from inspection_findings.commands.classification import Part, Work
from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Inputs, Source
from inspection_findings.commands.journal import Entry, Header, Place
from inspection_findings.commands.output import OutputError
from inspection_findings.commands.parts import parts_of
from inspection_findings.commands.sinks import KeptText
from inspection_findings.commands.unfinished import Unfinished, results_of
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import digest_of
from inspection_findings.model.scorer import Scorer, default_model_path
from inspection_findings.model.storage import METADATA_FILE
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted

_NAMED = 3  # documents in a message


def check_resumable(asked: Asked, output: Path | None, inputs: Inputs) -> Path:
    """See that a run can be gone on with, and give the file where results are to appear.

    Raises
    ------
    UsageError
        If results are not lines of text in a file, or an input can be read only once.
    """
    if asked.format not in (FindingsFormat.JSONL, FindingsFormat.CSV):
        raise UsageError(f"--resume is for jsonl and csv; the format here is {asked.format}")
    if output is None or str(output) == "-":
        raise UsageError("--resume is for results in a file: give --output findings.jsonl")
    if output.exists() and not (output.is_file() or output.is_dir()):
        raise UsageError(f"--resume is for results in a file, which {output} is not")
    if asked.lines:
        raise UsageError("--resume is for documents, and not for JSON Lines")
    if any(source.stream is not None for source in inputs.sources):
        raise UsageError("--resume is for files: standard input and pipes can be read only once")
    return Path(os.path.realpath(output))


def classify_resumably(
    inputs: Inputs,
    scorer: Scorer,
    selection: Selection,
    asked: Asked,
    target: Path,
    messages: Messages,
    *,
    model: Path | None,
    jobs: int,
    crew: Crew | None = None,
) -> Summary:
    """Classify what was not classified yet, and let all results appear when that is done.

    Parameters
    ----------
    inputs, scorer, selection, asked, messages, jobs, crew
        As for `classify_all`.
    target
        As `check_resumable` gives it.
    model
        Folder of the scorer; ``None`` for the model that is built in.

    Returns
    -------
    Summary
        Of all inputs, whenever they were classified.

    Raises
    ------
    ResumeError
        If the run that was stopped was asked for something else.
    BusyError
        If another process is at it.
    OutputError
        If results cannot be written; those that are there are kept.
    """
    keeper = partial(KeptText, asked.text_writer())
    header = Header(
        software=version("inspection-findings"),
        model=digest_of((model or default_model_path()) / METADATA_FILE),
        options=asked.as_options(),
    )
    with _told_as_of(target), Unfinished(target, header, keeper().beginning) as unfinished:
        run = _Run(unfinished, inputs, asked, messages)
        work = Work(scorer, selection, keeper, asked.explain)
        try:
            run.go_on(work, jobs, crew)
        except BaseException:
            messages.remark(
                f"stopped: {run.done:,} of {counted(len(inputs.sources), 'document')} are kept in "
                f"{results_of(target)}; the same command goes on from there"
            )
            raise
        run.end()
    return run.summary


class _Run:
    """What is to be done, and what came of it so far."""

    def __init__(self, unfinished: Unfinished, inputs: Inputs, asked: Asked, messages: Messages) -> None:
        self._unfinished, self._sources, self._messages = unfinished, inputs.sources, messages
        self.summary = Summary(failures=inputs.failures, precision=asked.precision)
        self._places: dict[str, Place] = {}
        self._left: list[Source] = []
        self._take_over()
        inputs.kept = self.done

    @property
    def done(self) -> int:
        """How many of the documents have results."""
        return len(self._places)

    def go_on(self, work: Work, jobs: int, crew: Crew | None) -> None:
        """Classify what is left."""
        # Taken before a document is read: if it changes after that, it is read again the next time.
        digests: dict[str, str | None] = {}

        def note(source: Source) -> None:
            digests[source.name] = _digest(source)

        say = self._messages.remark
        parts = parts_of(work, self._left, jobs=jobs, crew=crew, say=say, show=note)
        left = len(self._left)
        tracked = self._messages.track(parts, total=left, visible=left > 1)
        for source, part in zip(self._left, tracked, strict=True):
            self._take(source.name, digests.pop(source.name), part)

    def end(self) -> None:
        """Let the results appear in the order of their documents."""
        if self.summary.is_empty:
            self._unfinished.discard()
        else:
            names = (source.name for source in self._sources)
            self._unfinished.finish([self._places[name] for name in names if name in self._places])

    def _take(self, name: str, sha256: str | None, part: Part) -> None:
        # What is kept of a document that failed may be empty, as what is kept of one without sentences.
        if part.summary.failures:
            self._unfinished.add_failure(name, sha256, part.messages)
        else:
            self._places[name] = self._unfinished.add(name, sha256, part.kept, part.summary)
        self._messages.say(part.messages, part.failures)
        self.summary.merge(part.summary)

    def _take_over(self) -> None:
        """Find what is done already: under the same name, with the same content."""
        before = self._unfinished.entries
        changed = []
        # Which takes a while where much is done, as all of that is read.
        tracked = self._messages.track(self._sources, total=len(self._sources), visible=bool(before))
        for source in tracked:
            entry = before.pop(source.name, None)
            if entry is None or entry.place is None:
                self._left.append(source)
            elif entry.sha256 is None or entry.sha256 != _digest(source):
                changed.append(source.name)
                self._left.append(source)
            else:
                self._places[source.name] = entry.place
                self.summary.merge(entry.summary())
        if self._unfinished.found:
            self._tell(changed, gone=[entry for entry in before.values() if entry.place is not None])
        before.clear()

    def _tell(self, changed: list[str], gone: list[Entry]) -> None:
        self._messages.remark(f"resumed: {self.done:,} of {len(self._sources):,} were done")
        if changed:
            self._messages.remark(f"read again, as changed since: {_named(changed)}")
        if gone:
            names = [entry.name for entry in gone]
            self._messages.remark(f"done before, and left out as not asked for now: {_named(names)}")


@contextmanager
def _told_as_of(target: Path) -> Iterator[None]:
    """Say of errors of writing, or of reading back, which output they are of."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FindingsError):
            raise
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error


def _digest(source: Source) -> str | None:
    try:
        return source.sha256()
    except OSError:
        # Reading it says what is wrong.
        return None


def _named(names: list[str]) -> str:
    """How many documents, and the first of their names."""
    ending = ", ..." if len(names) > _NAMED else ""
    return f"{counted(len(names), 'document')}: {', '.join(names[:_NAMED])}{ending}"
