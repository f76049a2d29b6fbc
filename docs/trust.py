"""What was tried against the project, and what came of it.

Writes ``trust.md`` beside this file from what ``make fuzz``, ``make chaos`` and ``make load`` left in
``trust/``, which end with it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from inspection_findings.files import write_atomically

HERE = Path(__file__).parent
RESULTS = HERE / "trust"
PAGE = HERE / "trust.md"
CRASHERS = HERE.parent / "tests" / "fuzz" / "crashers"
NOT_RUN = "Not run yet."
GROWTH = 0.05
"""Share by which memory may climb, as `make load` has it."""

READ = {
    "pdf": "a PDF letter",
    "docx": "a DOCX letter, as an archive",
    "docx-part": "the XML inside a DOCX letter",
    "html": "an HTML page",
    "markdown": "a letter in Markdown",
    "text": "a letter as plain text",
    "lines": "sentences as JSON Lines",
    "model-archive": "the archive of a model's arrays",
    "model-array": "one array of a model",
    "model-metadata": "a model's metadata",
    "label-table": "labels as a table",
    "label-studio": "labels as an export of Label Studio",
    "corrections": "a database of corrections",
    "overview": "a database of many reports",
}
"""What each target of fuzzing reads."""

Values = Mapping[str, Any]


def fuzzing(found: Values) -> str:
    """The table of what was fuzzed."""
    rows = [
        (
            READ[name],
            f"{each['tried']:,}",
            f"{each['cpu_seconds'] / 60:.1f}",
            len(each["raised"]),
            each["ended"],
            each["made"],
        )
        for name, each in sorted(found.items(), key=lambda item: list(READ).index(item[0]))
    ]
    tried = sum(each["tried"] for each in found.values())
    minutes = sum(each["cpu_seconds"] for each in found.values()) / 60
    header = ("read", "inputs", "CPU minutes", "raised", "ended", "begun on")
    return (
        f"{tried:,} inputs in {minutes:,.0f} minutes of processor time.\n\n"
        + _table(header, rows)
        + f"\nThe suite keeps {_counted_crashers()} that were found, here or before, and mended."
    )


def chaos(found: Values) -> str:
    """The table of what was killed."""
    rows = [
        (
            f"`findings {name}`",
            each["kills"],
            each["previous"],
            each["new"],
            each["lost"],
            each["not_completed"],
            each["left_in_the_end"],
            each["orphans"],
        )
        for name, each in found["commands"].items()
    ]
    header = (
        "command",
        "kills",
        "state before",
        "new state",
        "lost",
        "not completed",
        "files left",
        "processes left",
    )
    total = sum(each["kills"] for each in found["commands"].values())
    lost = sum(each["lost"] for each in found["commands"].values())
    resumed = found["commands"].get("classify --resume", {}).get("resumed", 0)
    dates = sorted({each["made"] for each in found["commands"].values()})
    made = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    return (
        f"{total} kills, seed {found['seed']}: {lost} times anything was lost. A batch with `--resume` went "
        f"on {resumed} times from what it had done. Made on {made}; {found['machine']}.\n\n"
        + _table(header, rows)
    )


def load(found: Values) -> str:
    """What many people at once had to wait for, and what it took."""
    rows = [
        (name, f"{each['count']:,}", *(f"{each[place] / 1000:.2f}" for place in ("p50", "p95", "p99")))
        for name, each in found["milliseconds"].items()
    ]
    letters, size = found["letters"], found["memory"]["proportional"]
    result = found["milliseconds"]["dropping to result"]
    errors, cpu = found["errors"], found["cpu_seconds"]
    return (
        f"{found['users']} people for {found['seconds']} seconds, after {found['warm_up']} seconds that"
        f" are not counted, on {found['machine']} with a load of {found['load_average']:g} from this and"
        f" all else ({found['made']}): {letters['dropped']:,} letters dropped, {letters['finished']:,} of"
        f" them read, looked at, corrected, taken away and removed; {found['requests']:,} requests,"
        f" {errors or 'no'} error{'' if errors == 1 else 's'}. From dropping to the result it took"
        f" {result['p50'] / 1000:.1f} s in the middle and {result['p95'] / 1000:.1f} s at the 95th"
        f" percentile: letters are read in turn, and wait for those before them. Server and readers took"
        f" {cpu:.0f} s of processor time, {cpu / max(1, letters['finished']):.2f} s a letter.\n\n"
        + _table(("seconds", "number", "median", "95%", "99%"), rows)
        + f"\nMemory of server and readers over the second half: {size['level']:.0f} MiB,"
        f" climbing by {size['growth']:.1f} MiB{_verdict(size)}; {size['peak']:.0f} MiB at most."
        f" Files left behind: {len(found['files_left'])}; processes: {found['processes_left']}."
        f" Letters that were sent again as too many were waiting: {letters['busy']}."
    )


def _verdict(size: Values) -> str:
    return ", **which is more**" if size["growth"] > GROWTH * size["level"] else ""


SECTIONS: dict[str, Callable[[Values], str]] = {"fuzz": fuzzing, "chaos": chaos, "load": load}
"""What is told of each file of results."""


def page(results: Path = RESULTS) -> str:
    """The whole page."""
    told = {}
    for name, tell in SECTIONS.items():
        path = results / f"{name}.json"
        told[name] = tell(json.loads(path.read_text())) if path.exists() else NOT_RUN
    return TEXT.format(**told)


def _counted_crashers() -> str:
    number = sum(path.is_file() for path in CRASHERS.glob("*/*"))
    return f"{number} input{'' if number == 1 else 's'}"


def _table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = [header, ("---", *["---:"] * (len(header) - 1)), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def main() -> int:
    """Write the page."""
    write_atomically(PAGE, page().encode())
    return 0


TEXT = """\
# What was tried against it

Written by `make fuzz`, `make chaos` and `make load`, each from its own run; what they find is put into
`docs/trust/`. What is promised, and what is not, is in [SECURITY.md](../SECURITY.md).

## Documents, models and labels that were made to break it
`make fuzz`: a fuzzer that sees which code each input reaches (atheris) changes sound files, 64 KiB at
most, and tries again. Each input must be read or be refused in plain words; what is read must fit together
(a sentence's offsets show its text, a record can be written and read back). "Raised" counts places that
raised anything else, "ended" processes that were ended: by a crash, by taking 3 GB, or by more than a
minute for one input.

{fuzz}

## Commands that were killed
`make chaos`: commands that change something, each killed (SIGKILL, as the system does when memory runs
out) at moments drawn over the time that it takes. The processes that it started must end by themselves.
Then the state before must be there whole, or the new one; and the same command, run again, must end well
in the new state and leave no temporary file. "Lost" counts kills after which neither was there. A kill that
came when the command had ended is not counted, but its state is.

{chaos}

## Many people at once
`make load`: the local app as it is started by `findings serve`, and people who each drop a letter (PDF or
DOCX, short or long), wait as the page does, look at it, say something of a finding, take the letter away and
remove it. Nothing may fail, be lost or be left behind, and memory must not climb by more than a twentieth
over the second half. The app is made for one person; this says that it stays sound far beyond that, only
slower.

{load}

## What every run of the tests tries
- Documents cut off at each sixteenth, with bits turned, encrypted, of 10,000 pages, of 10 MB on a page,
  deeply nested, without text, under a wrong name, archives and entities that swell, scripts, mixed
  encodings, pipes, loops of links, folders named like files (`tests/hostile`).
- Models that are cut off, changed, of another version or shape, or not finite (`tests/hostile`).
- A disk that is full, a folder that is read-only (`tests/test_no_room.py`), two commands at once
  (`tests/test_two_at_once.py`).
- Properties with drawn inputs, a few changed inputs for each fuzzing target, what fuzzing found before, some
  of the kills above, and a few people at once.
- Requests drawn from the local app's own description (OpenAPI), sound and unsound, with and without its
  token, under its own name and another (`tests/app`).
- Nothing but loopback can be connected to while the tests run.

How far answers hang on what should not matter is on [another page](../experiments/robustness.md).
Packages, their licences and why known weaknesses are not looked up here: [licences](licences.md).
"""


if __name__ == "__main__":
    sys.exit(main())
