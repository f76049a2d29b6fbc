"""Measure, keep what was found, and write the page.

    make benchmark
    make benchmark ARGS="--only cold_start,stages"
    PYTHONPATH=experiments python -m benchmarks --quick --output /tmp/benchmarks

Each part keeps its own result, so that one can be measured anew without the others.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.page import write_page
from benchmarks.parts import PARTS
from benchmarks.processes import HERE, ROOT, CommandFailedError
from benchmarks.results import conditions, read_results
from benchmarks.settings import MINILM, QUICK, Settings, Sizes
from inspection_findings.exceptions import FindingsError
from inspection_findings.paths import DATA


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure parts and write the page; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if not options.page:
            _measure(options)
        write_page(read_results(options.output / "results", list(PARTS)), options.output)
    except (FindingsError, CommandFailedError, OSError, ValueError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(options: argparse.Namespace) -> None:
    parts = _chosen(options.only)
    sizes = QUICK if options.quick else Sizes()
    if options.rounds is not None:
        sizes = replace(
            sizes, rounds=options.rounds, long_rounds=options.rounds, training_rounds=options.rounds
        )
    if options.documents is not None:
        if options.documents < options.processes:
            raise ValueError(f"--documents {options.documents}: fewer than one a process")
        sizes = sizes.up_to(options.documents)
    found = conditions(quick=options.quick)
    if found.busy:
        print(f"the machine is busy: all takes {found.slowdown:.1f} times as long", file=sys.stderr)
    # Beside the documents, so that they need not be copied.
    with tempfile.TemporaryDirectory(prefix=".benchmarks-", dir=ROOT / DATA) as scratch:
        settings = Settings(
            sizes=sizes,
            conditions=found,
            scratch=Path(scratch),
            processes=options.processes,
            reports=options.reports,
            minilm=options.minilm,
        )
        for number, part in enumerate(parts, 1):
            print(f"{part} ({number} of {len(parts)})", file=sys.stderr, flush=True)
            PARTS[part](settings).save(options.output / "results")


def _chosen(names: str) -> list[str]:
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        if name not in PARTS:
            raise ValueError(f"no part {name!r}; there are {', '.join(PARTS)}")
    return chosen or list(PARTS)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than one")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="What the product costs beside what people would use instead."
    )
    parser.add_argument("--only", default="", metavar="PART,PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="a little of each: does everything run?")
    parser.add_argument("--documents", type=_positive, metavar="N", help="in the folder that is read")
    parser.add_argument("--processes", type=_positive, default=2, metavar="N", help="side by side")
    parser.add_argument("--rounds", type=_positive, metavar="N", help="the same for all that is repeated")
    parser.add_argument("--page", action="store_true", help="only write the page from the results")
    parser.add_argument(
        "--reports", type=Path, default=ROOT / DATA / "raw" / "reports", metavar="DIR",
        help="reports as PDF; specimens where there are none",
    )  # fmt: skip
    parser.add_argument(
        "--minilm", type=Path, default=ROOT / MINILM, metavar="PYTHON", help="that has PyTorch and MiniLM"
    )
    parser.add_argument("--output", type=Path, default=HERE, metavar="DIR", help="for page and results")
    return parser


if __name__ == "__main__":
    sys.exit(main())
