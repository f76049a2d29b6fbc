"""A run of ``findings classify`` that makes an archive, or brings one up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from inspection_findings.commands.archive.comparing import Comparison, Looked, named
from inspection_findings.commands.archive.generation import Before, Fresh, write_generation
from inspection_findings.commands.archive.ledger import Known, read_ledger, write_ledger
from inspection_findings.commands.archive.manifest import (
    CURRENT,
    NEXT,
    Manifest,
    generation_named,
    settle,
)
from inspection_findings.commands.archive.partitions import PartitionBy
from inspection_findings.commands.archive.rows import KeptRows
from inspection_findings.commands.asked import Asked
from inspection_findings.commands.classification import Part, Work
from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Inputs, Source
from inspection_findings.commands.journal import Header, ResumeError
from inspection_findings.commands.output import OutputError
from inspection_findings.commands.parts import parts_of
from inspection_findings.commands.unfinished import Unfinished, journal_of, results_of
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import digest_of, exclusive, new_file_mode, temporary_folder_beside
from inspection_findings.model.scorer import Scorer, default_model_path
from inspection_findings.model.storage import METADATA_FILE
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted

_LONGEST_WAIT = 5.0
"""Seconds to wait for another run: the processes of a killed one hold on for a moment."""


def check_archive(asked: Asked, output: Path | None, inputs: Inputs) -> Path:
    """See that documents can be put into an archive, and give its folder.

    Raises
    ------
    UsageError
        If options or inputs are such as an archive cannot have.
    ArchiveError
        If the folder holds something else.
    OutputError
        If there can be no such folder.
    """
    if output is None or str(output) == "-":
        raise UsageError("parquet is written to a folder: give --output archive/")
    if asked.explain:
        raise UsageError("--explain is for the table, jsonl and csv: an archive has no reasons")
    if asked.lines:
        raise UsageError("an archive is of documents, and these are JSON Lines: give --format csv or jsonl")
    if any(source.stream is not None for source in inputs.sources):
        raise UsageError("an archive is of files: standard input and pipes can be read only once")
    target = Path(os.path.realpath(output))
    if target.exists() and not target.is_dir():
        raise OutputError(f"cannot write {target}: an archive is a folder, and this is a file")
    if not target.parent.is_dir():
        raise OutputError(f"cannot write {target}: the folder {target.parent} does not exist")
    with _told_as_of(target):
        Manifest.read(target)
    return target


def update_archive(
    inputs: Inputs,
    scorer: Scorer,
    selection: Selection,
    asked: Asked,
    target: Path,
    messages: Messages,
    *,
    model: Path | None,
    jobs: int,
    crew: Crew | None,
    partition_by: PartitionBy | None,
    prune: bool,
) -> Summary:
    """Classify what is new or has changed, and let the archive have it in one step.

    Parameters
    ----------
    inputs, scorer, selection, asked, messages, jobs, crew
        As for `classify_all`.
    target
        The archive, as `check_archive` gives it.
    model
        Folder of the scorer; ``None`` for the model that is built in.
    partition_by
        What folders are by; ``None`` for what they are by already, or else the year.
    prune
        Leave out documents that are no longer among the sources.

    Returns
    -------
    Summary
        Of what was classified for this run.

    Raises
    ------
    ArchiveError
        If the folder holds something else, or an archive that is damaged.
    UsageError
        If all is to be classified anew, and some of it is no longer there.
    BusyError
        If another process is at it.
    OutputError
        If it cannot be written; it is then as it was, and what is done is kept.
    """
    with _told_as_of(target):
        target.mkdir(exist_ok=True)
        with exclusive(target, wait=_LONGEST_WAIT):
            before = Manifest.read(target)
            by = partition_by or (before.partition_by if before else PartitionBy.YEAR)
            manifest = Manifest(
                Header(
                    software=version("inspection-findings"),
                    model=digest_of((model or default_model_path()) / METADATA_FILE),
                    options={**asked.as_options(), "--partition-by": str(by)},
                ),
                (scorer.metadata.name, scorer.metadata.version),
            )
            run = _Run(inputs, asked, target, messages, before or manifest, manifest, prune=prune)
            return run.go(Work(scorer, selection, KeptRows), jobs, crew, is_new=before is None)


class _Run:
    """One run over an archive that is kept to this process."""

    def __init__(
        self,
        inputs: Inputs,
        asked: Asked,
        target: Path,
        messages: Messages,
        before: Manifest,
        manifest: Manifest,
        *,
        prune: bool,
    ) -> None:
        self._inputs, self._target, self._messages = inputs, target, messages
        self._before, self._manifest, self._prune = before, manifest, prune
        self.summary = Summary(failures=inputs.failures, precision=asked.precision)

    def go(self, work: Work, jobs: int, crew: Crew | None, *, is_new: bool) -> Summary:
        """Do all of it."""
        if is_new:
            # So that the folder is known for an archive, whatever comes.
            self._manifest.write(self._target)
        settle(self._target, self._before.generation)
        comparison = self._compare()
        place = self._target / NEXT
        looked = None
        if not self._is_begun(place):
            looked = comparison.look({}, self._messages)
            if not looked.left and not looked.changes_rows(comparison):
                self._inputs.kept = looked.unchanged
                self._leave(comparison, looked)
                return self.summary
        with Unfinished(place, self._manifest.made_with, b"") as unfinished:
            looked = looked or comparison.look(unfinished.entries, self._messages)
            self._inputs.kept = looked.unchanged + len(looked.resumed)
            try:
                self._classify(work, comparison, looked, unfinished, jobs, crew)
                if looked.changes_rows(comparison):
                    self._replace(comparison, looked, unfinished)
                else:
                    self._leave(comparison, looked)
            except BaseException:
                self._tell_of_stop(looked)
                raise
            unfinished.discard()
        return self.summary

    def _compare(self) -> Comparison:
        """What the current generation has, if its findings can stand beside those of this run."""
        current = self._before.generation
        if current is None:
            return Comparison(self._inputs.sources, None, {}, may_prune=False)
        folder = self._target / current
        known = read_ledger(folder)
        differences = self._manifest.made_with.differences(self._before.made_with)
        may_prune = self._prune and not self._inputs.failures
        if self._prune and not may_prune:
            self._messages.warning("nothing is pruned, as some of what was given is not there")
        if not differences:
            return Comparison(self._inputs.sources, folder, known, may_prune=may_prune)
        asked_for = {source.name for source in self._inputs.sources}
        gone = [name for name, each in known.items() if name not in asked_for and not each.failed]
        if gone and not may_prune:
            raise UsageError(
                f"{self._target}: made with {', '.join(differences)}, and {named(gone)} cannot be classified "
                "anew, as not among what was given: leave them out with --prune, or name another folder"
            )
        self._messages.remark(
            f"{self._target}: made with {', '.join(differences)}: all is classified anew, and until that "
            "is done it stays as it is"
        )
        return Comparison(self._inputs.sources, None, {}, may_prune=may_prune)

    def _is_begun(self, place: Path) -> bool:
        """Whether a run was stopped that was asked for the same; what another one has left goes."""
        try:
            self._manifest.made_with.check(journal_of(place))
        except FileNotFoundError:
            begun = False
        except ResumeError:
            self._messages.remark("a run that was stopped was asked for something else: begun anew")
            begun = False
        else:
            begun = True
        if not begun:
            results_of(place).unlink(missing_ok=True)
            journal_of(place).unlink(missing_ok=True)
        return begun

    def _leave(self, comparison: Comparison, looked: Looked) -> None:
        """Say that nothing changes."""
        if looked.restamped and comparison.generation is not None:
            known = {**comparison.known, **{each.name: each for each in looked.restamped}}
            write_ledger(comparison.generation, known.values())
        self._messages.remark(f"{looked.line()}: {self._target} stays as it is")

    def _classify(
        self,
        work: Work,
        comparison: Comparison,
        looked: Looked,
        unfinished: Unfinished,
        jobs: int,
        crew: Crew | None,
    ) -> None:
        for entry in looked.resumed:
            self.summary.merge(entry.summary())
        parts = parts_of(work, looked.left, jobs=jobs, crew=crew, say=self._messages.remark, show=looked.note)
        total = len(looked.left)
        tracked = self._messages.track(parts, total=total, visible=total > 1)
        for source, part in zip(looked.left, tracked, strict=True):
            self._take(source, part, comparison.known.get(source.name), looked, unfinished)

    def _take(
        self, source: Source, part: Part, before: Known | None, looked: Looked, unfinished: Unfinished
    ) -> None:
        stamp, sha256 = looked.noted(source)
        known = Known(source.name, sha256, stamp)
        if part.summary.failures:
            # Not kept for a run that goes on: that one tries again.
            looked.failed_now(replace(known, failed=tuple(part.messages)), before)
        else:
            place = unfinished.add(source.name, sha256, part.kept, part.summary)
            looked.classified(known, place, part.summary)
        self._messages.say(part.messages, part.failures)
        self.summary.merge(part.summary)

    def _replace(self, comparison: Comparison, looked: Looked, unfinished: Unfinished) -> None:
        """Make the next generation, and let it take the place of the current one."""
        self._messages.remark(looked.line())
        number = self._before.next_number
        before = None
        if comparison.generation is not None:
            before = Before(comparison.generation, comparison.known, looked.dropped(comparison))
        fresh = [Fresh(each.known, partial(unfinished.read, each.place)) for each in looked.done]
        with temporary_folder_beside(self._target / CURRENT) as folder:
            known = write_generation(
                folder,
                number,
                before,
                fresh,
                [*looked.failed, *looked.restamped],
                self._manifest.partition_by,
            )
            mode = new_file_mode()
            folder.chmod(mode | (mode & 0o444) >> 2)
            folder.rename(self._target / generation_named(number))
        replace(self._manifest, generation=generation_named(number)).write(self._target)
        # Who is reading what was current until now can read it to the end; what is pruned goes at once.
        settle(
            self._target, generation_named(number), before=None if self._prune else self._before.generation
        )
        done = [each for each in known if not each.failed]
        findings = sum(each.findings for each in done)
        self._messages.remark(
            f"{self._target}: {counted(len(done), 'document')}, {counted(findings, 'finding')}; "
            f"read {self._target / CURRENT}"
        )

    def _tell_of_stop(self, looked: Looked) -> None:
        total = len(looked.resumed) + len(looked.left)
        self._messages.remark(
            f"stopped: {len(looked.done):,} of {counted(total, 'document')} to be classified are kept; the "
            "archive is as it was, and the same command goes on from there"
        )


@contextmanager
def _told_as_of(target: Path) -> Iterator[None]:
    """Say of errors of writing, or of reading back, which archive they are of."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FindingsError):
            raise
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
