"""What an archive says of itself: ``archive.json``, and the link to the current generation."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection_findings.commands.archive.option import MANIFEST
from inspection_findings.commands.archive.partitions import PartitionBy
from inspection_findings.commands.journal import Header
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import PART, clear_dead, write_atomically

CURRENT = "current"
NEXT = "next"
"""What the journal of a run and its findings are named after."""

_KIND = "archive of findings"
_VERSION = 1
_GENERATION = re.compile(r"generation-(\d{6,})")


class ArchiveError(FindingsError, ValueError):
    """A folder is no archive, or one that cannot be used here."""


@dataclass(frozen=True)
class Manifest:
    """What is known of an archive as a whole.

    Attributes
    ----------
    made_with
        Software, model and options that all of its findings were made with.
    model
        Name and version of the model.
    generation
        Name of the current generation; ``None`` until the first one is there.
    """

    made_with: Header
    model: tuple[str, str]
    generation: str | None = None

    @property
    def partition_by(self) -> PartitionBy:
        """What its folders are by."""
        return PartitionBy(self.made_with.options["--partition-by"])

    @property
    def next_number(self) -> int:
        """The number of the generation after the current one."""
        return generation_number(self.generation) + 1 if self.generation else 1

    def write(self, archive: Path) -> None:
        """Put it in its place in one step.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        values = {
            "kind": _KIND,
            "version": _VERSION,
            "generation": self.generation,
            "written": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
            "software": self.made_with.software,
            "model": {"name": self.model[0], "version": self.model[1], "sha256": self.made_with.model},
            "options": dict(self.made_with.options),
        }
        write_atomically(archive / MANIFEST, f"{json.dumps(values, indent=2)}\n".encode())

    @classmethod
    def read(cls, archive: Path) -> Manifest | None:
        """What an archive says of itself; ``None`` where there is none yet.

        Raises
        ------
        ArchiveError
            If the folder holds something else, or an archive of another version.
        OSError
            If it cannot be read.
        """
        try:
            data = (archive / MANIFEST).read_bytes()
        except FileNotFoundError:
            if archive.is_dir() and any(not _is_hidden(place) for place in archive.iterdir()):
                raise ArchiveError(
                    f"{archive}: is no archive of findings, and not empty: name another folder"
                ) from None
            return None
        try:
            values = json.loads(data)
            if values["kind"] == _KIND and values["version"] == _VERSION:
                return cls._of(values)
        except (LookupError, TypeError, ValueError, AttributeError):
            values = {}
        if isinstance(values, dict) and values.get("kind") == _KIND:
            raise ArchiveError(f"{archive}: was made by another version of this program: name another folder")
        raise ArchiveError(f"{archive / MANIFEST}: is damaged, or of no archive of findings")

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Manifest:
        model = values["model"]
        made_with = Header(str(values["software"]), str(model["sha256"]), dict(values["options"]))
        generation = values["generation"]
        if not (generation is None or _GENERATION.fullmatch(generation)):
            raise ValueError(generation)
        manifest = cls(made_with, (str(model["name"]), str(model["version"])), generation)
        # Looked at here, so that what is damaged is said to be so.
        PartitionBy(manifest.partition_by)
        return manifest


def generation_named(number: int) -> str:
    """What the generation of a number is called."""
    return f"generation-{number:06}"


def generation_number(name: str) -> int:
    """The number of the generation of a name; see `generation_named`."""
    return int(name.rpartition("-")[2])


def settle(archive: Path, generation: str | None, *, before: str | None = None) -> None:
    """Let readers see a generation, and take away whatever is left of others.

    Done again it changes nothing: so whoever comes after a run that was killed does it first.

    Parameters
    ----------
    archive
        Its folder.
    generation
        Name of the generation to be seen; ``None`` for none.
    before
        Another one that stays, for those who are reading it.

    Raises
    ------
    OSError
        If it cannot be done.
    """
    if generation is not None:
        _point(archive / CURRENT, generation)
    # Of a run that was killed: who is here holds the lock of all of it.
    (archive / f".{NEXT}.lock").unlink(missing_ok=True)
    clear_dead(archive / MANIFEST)
    clear_dead(archive / CURRENT)
    for place in archive.iterdir():
        is_other = _GENERATION.fullmatch(place.name) and place.name not in (generation, before)
        if is_other and not place.is_symlink():
            # Out of sight in one step, as taking away takes a while; by its new name it is known for dead.
            away = Path(tempfile.mkdtemp(dir=archive, prefix=f".{CURRENT}.", suffix=PART))
            place.replace(away / place.name)
            shutil.rmtree(away)


def _point(link: Path, generation: str) -> None:
    with contextlib.suppress(OSError):
        if link.readlink() == Path(generation):
            return
    clear_dead(link)
    with tempfile.TemporaryDirectory(dir=link.parent, prefix=f".{link.name}.", suffix=PART) as folder:
        fresh = Path(folder) / link.name
        try:
            fresh.symlink_to(generation, target_is_directory=True)
        except OSError:
            # Where there are no links (Windows, some network disks), archive.json alone says it.
            return
        fresh.replace(link)


def _is_hidden(place: Path) -> bool:
    return place.name.startswith(".")
