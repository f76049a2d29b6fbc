"""Where pages of reports are written, one a document and never over what is no such page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from inspection_findings.commands.console import UsageError
from inspection_findings.commands.inputs import STDIN_NAME, Source
from inspection_findings.commands.output import OutputError
from inspection_findings.documents.own_pages import is_own_page
from inspection_findings.files import write_atomically

SUFFIX = ".html"
SUFFIXES = (SUFFIX, ".htm")
_STDIN_PAGE = "report"


@dataclass(slots=True)
class Destination:
    """Where pages go: one named file, or a folder with a page a document.

    Attributes
    ----------
    file
        The file that was named; else ``None``.
    folder
        Where pages go that are named after their documents.
    originals
        What the pages are made from, which no page may take the place of.
    taken
        Files that have their page.
    """

    file: Path | None
    folder: Path
    originals: frozenset[str] = frozenset()
    taken: set[Path] = field(default_factory=set)

    @classmethod
    def of(cls, named: str | None, sources: Sequence[Source]) -> Destination:
        """Decide by what was asked for, before anything is read.

        Parameters
        ----------
        named
            The option as it was typed: a slash at its end says that it is a folder. ``None`` for a page named
            after its document in the folder where the command runs.
        sources
            Everything that will be read.

        Raises
        ------
        UsageError
            If one file is to hold several pages, or is named as something else than a page.
        OutputError
            If it cannot be written to.
        """
        originals = frozenset(os.path.realpath(place) for each in sources if (place := each.place))
        if named is None:
            if len(sources) > 1:
                raise UsageError(f"{_too_many(sources)}: name a folder for them, --output pages{os.sep}")
            return cls(None, Path(), originals)
        output = Path(named)
        folder = output.is_dir() or named.endswith(("/", os.sep))
        if not folder and output.suffix.lower() not in SUFFIXES:
            hint = "" if output.suffix else f"; a folder's ends in {os.sep}"
            raise UsageError(f"--output {output}: a page's name ends in {SUFFIX}{hint}")
        if not folder and len(sources) > 1:
            raise UsageError(
                f"--output {output}: {_too_many(sources)}: name a folder, with {os.sep} at its end"
            )
        if folder:
            _make(output)
            return cls(None, output, originals)
        if os.path.realpath(output) in originals:
            raise UsageError(f"--output {output}: that is the document itself: choose another name")
        if not output.parent.is_dir():
            raise OutputError(f"cannot write {output}: the folder {output.parent} does not exist")
        return cls(output, output.parent, originals)

    def write(self, source: Source, page: str) -> Path:
        """Write a document's page, whole or not at all.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        path = self.file or self._named_after(source)
        try:
            write_atomically(path, page.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
        self.taken.add(path)
        return path

    def _named_after(self, source: Source) -> Path:
        stem = _STDIN_PAGE if source.name == STDIN_NAME else PurePath(source.name).stem
        path = self.folder / f"{stem}{SUFFIX}"
        number = 2
        # Documents of one name in several folders; web pages, whose page cannot have their name; and whatever
        # else is there already.
        while not self._may_be(path):
            path = self.folder / f"{stem}-{number}{SUFFIX}"
            number += 1
        return path

    def _may_be(self, path: Path) -> bool:
        if path in self.taken or os.path.realpath(path) in self.originals:
            return False
        return is_own_page(path) or not path.exists()


def _too_many(sources: Sequence[Source]) -> str:
    return f"there are {len(sources):,} documents, and a page holds one"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write in {folder}: {error.strerror or error}") from error
