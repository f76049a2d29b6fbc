"""The licence of every locked package, as its own metadata states it, and what needs it.

Writes ``licences.md`` beside this file. Run by ``make licences``, in an environment with all extras.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from inspection_findings.files import write_atomically

HERE = Path(__file__).parent
LOCK = HERE.parent / "requirements.lock"
PROJECT = HERE.parent / "pyproject.toml"
PAGE = HERE / "licences.md"
BASE = "base"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$", re.MULTILINE)
_COMMON = "License :: "
# Older metadata may hold the whole text of a licence.
_LONGEST = 60


@dataclass(frozen=True)
class Locked:
    """A line of the lock file; ``marker`` says on which systems it counts, on all where empty."""

    name: str
    version: str
    marker: str


def locked_packages(text: str) -> list[Locked]:
    """What a lock file pins, in its order."""
    return [
        Locked(canonicalize_name(name), version, marker or "")
        for name, version, marker in _PINNED.findall(text)
    ]


def licence_of(distribution: Distribution) -> str:
    """What a package states of its licence: its expression, else its classifiers, else its own words."""
    metadata = distribution.metadata
    stated = metadata.get("License-Expression") or ""
    if not stated:
        classified = [each for each in metadata.get_all("Classifier") or [] if each.startswith(_COMMON)]
        stated = "; ".join(each.rpartition(" :: ")[2] for each in classified if each.count("::") > 1)
    if not stated:
        stated = (metadata.get("License") or "").strip().partition("\n")[0][:_LONGEST]
    return stated or _title(distribution) or "not stated"


def _title(distribution: Distribution) -> str:
    """The first line of the licence that lies beside a package."""
    for place in distribution.files or []:
        if place.stem.upper() in ("LICENSE", "LICENCE", "COPYING"):
            lines = (line.strip() for line in place.read_text(encoding="utf-8").splitlines())
            return next((line[:_LONGEST] for line in lines if line), "")
    return ""


def needed_by(project: Mapping[str, object], installed: Mapping[str, Distribution]) -> dict[str, set[str]]:
    """For each package, ``base`` and those extras that it comes with."""
    extras = dict(project["optional-dependencies"])  # type: ignore[call-overload]
    wanted = {BASE: project["dependencies"], **extras}
    found: dict[str, set[str]] = {}
    for part, lines in wanted.items():
        seen: set[tuple[str, str]] = set()
        waiting = [Requirement(line) for line in lines]
        while waiting:
            each = waiting.pop()
            name = canonicalize_name(each.name)
            if name == "inspection-findings":
                waiting += [Requirement(line) for extra in each.extras for line in extras[extra]]
                continue
            for extra in ("", *each.extras):
                if (name, extra) not in seen:
                    seen.add((name, extra))
                    found.setdefault(name, set()).add(part)
                    waiting += _required(installed.get(name), extra)
    return found


def _required(distribution: Distribution | None, extra: str) -> list[Requirement]:
    if distribution is None:
        return []
    lines = [Requirement(line) for line in distribution.requires or []]
    # What a package asks for of its own accord comes with its name alone.
    return [
        each
        for each in lines
        if (each.marker is None and not extra) or (each.marker and each.marker.evaluate({"extra": extra}))
    ]


def installed_packages() -> dict[str, Distribution]:
    """What is installed here, by name."""
    return {canonicalize_name(each.metadata["Name"]): each for each in distributions()}


def rows(
    locked: Iterable[Locked], installed: Mapping[str, Distribution], parts: Mapping[str, set[str]]
) -> str:
    """Rows of the page, one a package."""
    lines = []
    for each in locked:
        distribution = installed.get(each.name)
        here = distribution is not None and distribution.version == each.version
        licence = (
            licence_of(distribution) if distribution is not None else f"not installed here ({each.marker})"
        )
        version = each.version if here else f"{each.version} ({each.marker})"
        where = sorted(parts.get(each.name, set()), key=lambda part: (part != BASE, part))
        lines.append(f"| {each.name} | {version} | {licence} | {', '.join(where) or 'another system'} |")
    return "\n".join(lines)


def main() -> int:
    """Write the page."""
    project = tomllib.loads(PROJECT.read_text())["project"]
    installed = installed_packages()
    locked = locked_packages(LOCK.read_text())
    text = TEXT.format(number=len(locked), rows=rows(locked, installed, needed_by(project, installed)))
    write_atomically(PAGE, text.encode())
    return 0


TEXT = """\
# Licences of what this is built on

Written by `make licences` from the metadata of the {number} packages of `requirements.lock`, as they are
installed: what each states of itself, in its words, or the title of the licence that lies beside it.
Nobody has read the licences themselves for this page. Packages that only another system needs are listed
with the condition under which they are installed.

The last column says what needs a package: `base` is what everybody installs who classifies letters; the
others are the extras of `pyproject.toml`. `benchmarks` and `dev` are for those who work on this, and
nothing of theirs is in the product.

## What is checked, and what is not
- Every package is pinned by version and SHA-256, and `make setup` installs with `--require-hashes`: a
  file that was changed on its way is refused.
- Tests hold the environment to the lock file, this page to its names, and the base install to importing
  nothing of the training stack.
- **Known weaknesses are not checked here.** `pip-audit` asks a database on the network for them, and
  tests of this project reach no network. Where there is one: `uvx pip-audit --requirement
  requirements.lock --require-hashes --disable-pip`.

| package | version | licence | needed by |
|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
