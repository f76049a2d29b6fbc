"""What a simulation of many workers says of archives of reports."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.outlook import duration
from benchmarks.results import Forecast, Result
from benchmarks.simulation import Trouble

SHOWN = (1, 4, 16, 64, 256)
PRICE = 0.05
"""For an hour of a core: an example, to be replaced by one's own."""
GOOD = 0.8
"""Efficiency from which more workers are worth it."""


def archive(result: Result) -> list[str]:
    """Paragraphs for the page; none where nothing was simulated."""
    if not result.forecasts:
        return []
    numbers, trouble = result.numbers, Trouble()
    return [
        f"Each of {numbers['documents']:,.0f} documents by itself: {_ms(numbers['mean'])} of processor time "
        f"on average, half of them under {_ms(numbers['median'])}, 99% under {_ms(numbers['ninety_ninth'])}, "
        f"the slowest {_ms(numbers['slowest'])}. A worker begins after {numbers['start']:.2f} s. The process "
        f"that takes in and writes what all find needs {_ms(numbers['gathered'])} a document.",
        "**Simulated**: batches whose documents are drawn from these, in tasks of ten seconds (smaller ones "
        f"where there would be fewer than 16 a worker), each handed out in {_ms(numbers['handed'])}. "
        "Assumed, not measured: workers that are lost "
        f"{trouble.losses_an_hour:g} times an hour, with the task that they are on, and replaced after "
        f"{trouble.replacement:g} s; {trouble.slow_share:.0%} of them {trouble.slowness:g} times as slow; "
        f"all speeds spread by {trouble.spread:.0%}; documents where every worker can read them at once. "
        "Efficiency is against workers that never wait, fail or are slow.",
        _table(result.forecasts, numbers["mean"]),
        _verdict(result.forecasts, numbers["mean"]),
    ]


def _table(forecasts: Sequence[Forecast], each: float) -> str:
    lines = [
        "| archive | workers | one process writes | efficiency | each worker writes | efficiency "
        f"| done again | core hours | at {PRICE:g} an hour |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for documents in dict.fromkeys(run.documents for run in forecasts):
        for workers in SHOWN:
            one, own = (_of(forecasts, documents, workers, gather) for gather in (True, False))
            hours = own.seconds * workers / 3600
            cells = [
                f"{documents:,}",
                f"{workers}",
                duration(one.seconds),
                f"{_efficiency(one, each):.0%}",
                duration(own.seconds),
                f"{_efficiency(own, each):.0%}",
                f"{own.redone:,}",
                f"{hours:,.1f}",
                f"{PRICE * hours:,.2f}",
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _verdict(forecasts: Sequence[Forecast], each: float) -> str:
    said = []
    largest = max(run.documents for run in forecasts)
    for gather, who in ((True, "one process writes all results"), (False, "each worker writes its own")):
        runs = [run for run in forecasts if run.documents == largest and run.gather is gather]
        good = [run.workers for run in runs if _efficiency(run, each) >= GOOD]
        most = max(runs, key=lambda run: run.workers)
        said.append(
            f"Where {who}, {largest:,} documents are done at {GOOD:.0%} efficiency or better "
            f"{f'up to {max(good)} workers' if good else 'by no number of workers'}; with "
            f"{most.workers} the coordinator is busy {most.coordinating:.0%} of the time."
        )
    return " ".join(said)


def _efficiency(run: Forecast, each: float) -> float:
    """Work that there was, of what the workers could have done meanwhile; ``each`` is a document's cost."""
    return each * run.documents / (run.seconds * run.workers)


def _of(forecasts: Sequence[Forecast], documents: int, workers: int, gather: bool) -> Forecast:
    wanted = (documents, workers, gather)
    return next(each for each in forecasts if (each.documents, each.workers, each.gather) == wanted)


def _ms(seconds: float) -> str:
    milliseconds = 1000 * seconds
    return f"{milliseconds:,.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"
