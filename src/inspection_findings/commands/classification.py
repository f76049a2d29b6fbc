"""Sources through the model to a writer: one document or one batch of lines in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inspection_findings.commands.console import KeptMessages, Messages
from inspection_findings.commands.failures import Failure, Kind, kind_of
from inspection_findings.commands.inputs import Source, attempt, reason
from inspection_findings.commands.lines import Line, batches, read_lines
from inspection_findings.commands.sinks import Keeper
from inspection_findings.model.explanation import explain_findings
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted
from inspection_findings.reporting.writers import FindingsWriter

if TYPE_CHECKING:
    from inspection_findings.documents.types import Document
    from inspection_findings.model.scorer import Scorer, SentenceFindings


@dataclass(frozen=True)
class Work:
    """What every process is to do.

    Attributes
    ----------
    scorer, selection, explain
        As for `Classification`.
    keeper
        Makes what keeps the results of a document.
    """

    scorer: Scorer
    selection: Selection
    keeper: Callable[[], Keeper]
    explain: bool = False

    def __call__(self, source: Source) -> Part:
        """Classify one document."""
        messages, keeper = KeptMessages(), self.keeper()
        run = Classification(self.scorer, self.selection, keeper, messages, self.explain)
        run.run_document(source)
        return Part(keeper.kept(), messages.kept, run.summary, messages.failures)

    def failed(self, source: Source, message: str, kind: Kind) -> Part:
        """What comes of a document that could not be classified."""
        messages = KeptMessages.of_failure(source.name, message, kind)
        return Part(None, messages.kept, Summary(failures=1), messages.failures)


@dataclass(frozen=True)
class Part:
    """What came of one document.

    Attributes
    ----------
    kept
        What is to be written, as its keeper gave it; ``None`` where nothing came of it.
    messages
        What is to be said, a line each.
    summary
        Counts.
    failures
        What failed, which the messages tell of too.
    """

    kept: Any
    messages: list[str]
    summary: Summary
    failures: Sequence[Failure] = ()


@dataclass(slots=True)
class Classification:
    """One run over any number of sources.

    Attributes
    ----------
    scorer
        The model.
    selection
        Which findings are shown.
    writer
        Takes the results.
    messages
        Takes what goes wrong.
    explain
        Whether to say of each finding why it was made.
    summary
        Counts of what was done so far.
    """

    scorer: Scorer
    selection: Selection
    writer: FindingsWriter
    messages: Messages
    explain: bool = False
    summary: Summary = field(default_factory=Summary)

    def run_document(self, source: Source) -> None:
        """Classify a document; if that fails, it is reported and counted."""
        outcome = attempt(source.name, lambda: self._classify(source), self.messages)
        if outcome is None:
            self.summary.failures += 1
            return
        if not outcome[1]:
            self.messages.warning(f"{source.name}: no sentences found in it")
        # Outside of the attempt: when writing fails, the run ends.
        self.writer.write_document(*outcome)
        self.summary.add_document(*outcome)

    def take(self, part: Part) -> None:
        """Say and count what came of a document that another process classified."""
        self.messages.say(part.messages, part.failures)
        self.summary.merge(part.summary)

    def run_lines(self, source: Source) -> None:
        """Classify JSON Lines; each malformed line is reported and counted, and the others go on."""
        done = self.summary.lines + self.summary.failures
        unknown: Counter[str] = Counter()
        lines = read_lines(
            self._raw_lines(source), on_error=lambda error: self._fail(source, str(error), Kind.BAD_LINE)
        )
        for batch in batches(lines):
            unknown.update(line.unknown_section for line in batch if line.unknown_section is not None)
            self._run_batch(source, batch)
        if unknown:
            names = ", ".join(f"{name!r}" for name, _ in unknown.most_common(3))
            ending = ", ..." if len(unknown) > 3 else ""
            self.messages.warning(
                f"{source.name}: {counted(unknown.total(), 'line')} read without a section, "
                f"because its code is not known: {names}{ending}"
            )
        if self.summary.lines + self.summary.failures == done:
            self._fail(source, "empty: no lines to classify", Kind.NO_TEXT)

    def _classify(self, source: Source) -> tuple[Document, list[SentenceFindings]]:
        document = source.read()
        return document, self._shown(self.scorer.classify(document))

    def _shown(self, results: list[SentenceFindings]) -> list[SentenceFindings]:
        shown = results
        # Mostly all are shown, and there are very many sentences.
        if self.selection != Selection():
            shown = [self.selection.apply(result) for result in results]
        return explain_findings(self.scorer, shown) if self.explain else shown

    def _run_batch(self, source: Source, batch: list[Line]) -> None:
        where = f"{source.name}: lines {batch[0].number} to {batch[-1].number}"
        sentences = [line.sentence for line in batch]
        results = attempt(
            where, lambda: self._shown(self.scorer.classify_sentences(sentences)), self.messages
        )
        if results is None:
            self.summary.failures += len(batch)
            return
        self.writer.write_lines([line.identifier for line in batch], results)
        for result in results:
            self.summary.add_line(result)

    def _raw_lines(self, source: Source) -> Iterator[bytes]:
        try:
            yield from source.lines()
        except OSError as error:
            self._fail(source, reason(error), kind_of(error))

    def _fail(self, source: Source, message: str, kind: Kind) -> None:
        self.summary.failures += 1
        self.messages.failure(source.name, message, kind)
