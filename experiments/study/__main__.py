"""Run the study: every row of ``study.toml`` by outer folds, each a tracked run, and write the page.

    make experiments
    PYTHONPATH=experiments python -m study --rows svm,l1 --jobs 2
    PYTHONPATH=experiments python -m study --workers 4
    PYTHONPATH=experiments python -m study --page

Rows whose settings and data are unchanged are not run again; nor is what was fitted before a row was
interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from inspection_findings.commands.distributed.crew import crew_of
from inspection_findings.exceptions import FindingsError
from inspection_findings.paths import DATASET, EXPERIMENTS
from study.config import Row, Study, read_study
from study.page import write_page
from study.results import read_results

HERE = Path(__file__).parent
CACHE = Path("data/.study")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run rows and write the page."""
    options = _parser().parse_args(arguments)
    try:
        study = read_study(HERE / "study.toml")
        rows = study.select([name for name in options.rows.split(",") if name])
        if not options.page:
            _run(study, rows, options)
        write_page(study, read_results(options.output / "results"), options.output)
    except (FindingsError, OSError) as error:
        print(f"study: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="study", description="Compare classical models, one configuration a row."
    )
    parser.add_argument("--rows", default="", metavar="NAME,NAME", help="rows to run; all by default")
    parser.add_argument("--again", action="store_true", help="run also what has not changed")
    parser.add_argument("--jobs", type=int, default=-1, help="processes; all cores by default")
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="Dask scheduler whose workers see these folders and this code"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="Dask workers to start here")
    parser.add_argument("--page", action="store_true", help="only write the page from the results")
    parser.add_argument("--quick", action="store_true", help="few sentences and folds: does everything run?")
    parser.add_argument("--data", type=Path, default=DATASET, metavar="DIR", help="built corpus")
    parser.add_argument(
        "--output", type=Path, default=EXPERIMENTS, metavar="DIR", help="for page and results"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help="for what was fitted before")
    return parser


def _run(study: Study, rows: Sequence[Row], options: argparse.Namespace) -> None:
    # Not needed for the page alone, and slow to import.
    from inspection_findings.commands.distributed.fitting import fitting_by
    from study.execution import run_rows

    with fitting_by(crew_of(options.cluster, options.workers)):
        run_rows(
            study, rows, data_folder=options.data.absolute(), output=options.output,
            cache=options.cache.absolute(), jobs=options.jobs, again=options.again, quick=options.quick,
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
