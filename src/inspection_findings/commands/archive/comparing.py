"""Which documents an archive has already, and which are new, changed or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from inspection_findings.commands.archive.ledger import Known
from inspection_findings.commands.console import Messages
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.journal import Entry, Place
from inspection_findings.exceptions import FindingsError
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted

_NAMED = 3  # documents in a message


class Done(NamedTuple):
    """A document that was classified for this run, and where its rows are."""

    known: Known
    place: Place


@dataclass
class Looked:
    """What becomes of each document.

    Attributes
    ----------
    left
        To be classified.
    done
        Classified.
    resumed
        What a run that was stopped has said of those of them that it had done.
    failed
        What is known of those that could not be classified.
    restamped
        Of those whose stamp has changed, and whose contents have not.
    new, changed, again, unchanged
        How many documents; ``again`` are those that could not be classified the last time.
    gone
        Names of those that are not among the sources any more.
    prunes
        Whether these are left out.
    """

    left: list[Source] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    resumed: list[Entry] = field(default_factory=list)
    failed: list[Known] = field(default_factory=list)
    restamped: list[Known] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    again: int = 0
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    prunes: bool = False
    _noted: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def note(self, source: Source) -> None:
        """Take stamp and digest of a document that is about to be read.

        If it changes after that, it is read again the next time.
        """
        if source.name not in self._noted:
            self._noted[source.name] = (stamp_of(source), digest_of_source(source))

    def noted(self, source: Source) -> tuple[str | None, str | None]:
        """Stamp and digest of a document that something has come of."""
        return self._noted.pop(source.name)

    def classified(self, known: Known, place: Place, summary: Summary) -> None:
        """Take what came of a document."""
        counted_now = replace(known, sentences=summary.sentences, findings=summary.total.shown)
        self.done.append(Done(counted_now, place))

    def failed_now(self, known: Known, before: Known | None) -> None:
        """Take that a document could not be classified.

        Of one that could not even be read, nobody knows that it has changed: what is there of it stays.
        """
        if known.sha256 is not None or before is None or before.failed:
            self.failed.append(known)

    def changes_rows(self, comparison: Comparison) -> bool:
        """Whether the archive is to have other documents, or to know of other failures."""
        if comparison.generation is None or self.done or (self.gone and self.prunes):
            return True
        return any(_differs(each, comparison.known.get(each.name)) for each in self.failed)

    def dropped(self, comparison: Comparison) -> set[str]:
        """Names of documents whose rows go."""
        names = {each.known.name for each in self.done} | {each.name for each in self.failed}
        if self.prunes:
            names.update(self.gone)
        return names & comparison.known.keys()

    def line(self) -> str:
        """The run in words."""
        gone = "gone" if self.prunes or not self.gone else "gone and kept (--prune leaves them out)"
        again = f", {self.again:,} tried again" if self.again else ""
        return (
            f"{self.new:,} new, {self.changed:,} changed{again}, {len(self.gone):,} {gone}, "
            f"{self.unchanged:,} unchanged"
        )


@dataclass(frozen=True)
class Comparison:
    """What there is to read, and what the archive has.

    Attributes
    ----------
    sources
        The documents.
    generation
        Folder of the generation whose findings stay; ``None`` if there is none.
    known
        What it has, by name.
    may_prune
        Whether documents that are no longer there are left out.
    """

    sources: Sequence[Source]
    generation: Path | None
    known: Mapping[str, Known]
    may_prune: bool

    def look(self, begun: Mapping[str, Entry], messages: Messages) -> Looked:
        """Find what is to be done.

        A file whose size and time of change are those that it had is taken to be unchanged; of others, the
        contents decide.

        Parameters
        ----------
        begun
            What came of documents in a run that was stopped, by name.
        messages
            Shows that it goes on.
        """
        looked = Looked(prunes=self.may_prune)
        names = {source.name for source in self.sources}
        looked.gone = tuple(name for name in self.known if name not in names)
        # Which takes a while where there are many.
        for source in messages.track(
            self.sources, total=len(self.sources), visible=bool(self.known or begun)
        ):
            self._look_at(source, begun.get(source.name), looked)
        if looked.resumed:
            messages.remark(
                f"resumed: {len(looked.resumed):,} of "
                f"{counted(len(looked.resumed) + len(looked.left), 'document')} were done"
            )
        return looked

    def _look_at(self, source: Source, entry: Entry | None, looked: Looked) -> None:
        known = self.known.get(source.name)
        stamp = stamp_of(source)
        if known is not None and not known.failed and stamp is not None and known.stamp == stamp:
            looked.unchanged += 1
            return
        begun = entry is not None and entry.place is not None
        sha256 = digest_of_source(source) if begun or (known and not known.failed) else None
        if sha256 is not None and known is not None and not known.failed and known.sha256 == sha256:
            looked.unchanged += 1
            if known.stamp != stamp:
                looked.restamped.append(replace(known, stamp=stamp))
            return
        if known is None:
            looked.new += 1
        elif known.failed:
            looked.again += 1
        else:
            looked.changed += 1
        if entry is not None and entry.place is not None and sha256 is not None and entry.sha256 == sha256:
            looked.resumed.append(entry)
            looked.classified(Known(source.name, sha256, stamp), entry.place, entry.summary())
        else:
            looked.left.append(source)


def _differs(failed: Known, before: Known | None) -> bool:
    return before is None or (before.failed, before.sha256) != (failed.failed, failed.sha256)


def stamp_of(source: Source) -> str | None:
    """Its stamp; ``None`` where it cannot be asked: reading it says what is wrong."""
    try:
        return source.stamp()
    except (OSError, FindingsError):
        return None


def digest_of_source(source: Source) -> str | None:
    """Its digest; ``None`` where it cannot be read: reading it says what is wrong."""
    try:
        return source.sha256()
    except (OSError, FindingsError):
        return None


def named(names: Sequence[str]) -> str:
    """How many documents, and the first of their names."""
    ending = ", ..." if len(names) > _NAMED else ""
    return f"{counted(len(names), 'document')} ({', '.join(names[:_NAMED])}{ending})"
