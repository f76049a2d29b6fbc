"""The page of the benchmarks, from the results alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.archive import archive
from benchmarks.limits import LIMITS, Limit
from benchmarks.outlook import outlook
from benchmarks.pairing import Spread, spread, values
from benchmarks.plot import draw_growth, draw_sides
from benchmarks.results import Curve, Result, Share, Table
from inspection_findings.files import write_atomically

PAGE = "README.md"
SIDES = "side_by_side.svg"
GROWTH = "growth.svg"

HEADINGS = {
    "cold_start": "Starting",
    "throughput": "Documents to findings",
    "scoring": "Scoring alone",
    "training": "Training",
    "memory": "Memory",
    "growth": "As work grows",
    "scaling": "Over more cores, and many machines",
    "stages": "Where the time goes",
}
SAYS = {
    "cold_start": "Whole processes, from start to end, as an analyst waits for them.",
    "throughput": "Whole processes: what starting them takes is in it. pypdfium2 is what the product reads "
    "PDFs with, so its time alone is the floor.",
    "scoring": "In one process and one thread, from sentences to scores. VADER and TextBlob say only how "
    "positive a sentence is, not what it is about.",
    "training": "In one process and one thread, features included. The rows beside the default have no "
    "out-of-fold predictions, thresholds or calibration.",
    "memory": "The most that one process held, as the system counts it.",
    "growth": "Each point is one run in a process of its own. An exponent of 1 means that twice the work "
    "costs twice as much; 0, that it costs no more. It is fitted to what is spent beyond starting, with a "
    "95% interval from the scatter of the points; that of documents' memory, which is to stay flat, to all "
    "of it.",
    "scaling": "Whole processes, then one that looks at each document, then a simulation "
    "(`benchmarks/simulation.py`).",
    "stages": "Processor time of one run, by looking at the stack every few milliseconds: each moment counts "
    "for the innermost function of the product.",
}
INTRODUCTION = """# What it costs

The product beside what people would use instead. `make benchmark` measures and writes this page; what was
found is in [results](results). All that is compared ran in turn, round after round, on one machine. A ratio
is taken within each round; its median over the rounds is given, with the quartiles that half of them lie
between. So ratios hold on other machines, seconds do not."""


def write_page(results: Mapping[str, Result], output: Path) -> None:
    """Write the page and its plots to a folder."""
    draw_sides(list(results.values()), output / SIDES)
    if growth := results.get("growth"):
        draw_growth(growth.curves, output / GROWTH)
    write_atomically(output / PAGE, page(results).encode())


def page(results: Mapping[str, Result]) -> str:
    """The page, as Markdown."""
    parts = [INTRODUCTION]
    if not results:
        return f"{INTRODUCTION}\n\nNothing has been measured yet.\n"
    parts.append(circumstances(results))
    if limits := limits_table(results):
        parts.append(limits)
    if any(table.base for result in results.values() for table in result.tables):
        parts.append(f"![Time of each as a multiple of what it is compared with]({SIDES})")
    parts += [section(result, results) for result in results.values()]
    if missing := [HEADINGS[name] for name in HEADINGS if name not in results]:
        parts.append(f"Not measured yet: {', '.join(missing)}.")
    return "\n\n".join(parts) + "\n"


def circumstances(results: Mapping[str, Result]) -> str:
    """The machine, and a warning where the figures are not to be relied on."""
    found = list(dict.fromkeys(_machine(result) for result in results.values()))
    lines = [f"Measured on {'; and '.join(found)}."]
    busy = [result for result in results.values() if result.conditions.busy]
    if busy:
        worst = max(result.conditions.slowdown for result in busy)
        lines.append(
            f"**The machine was busy**: by the clock all took {worst:.1f} times as long or thereabouts. "
            "Processor time suffers less; measure again on a quiet one."
        )
    if any(result.conditions.quick for result in results.values()):
        lines.append("**A quick run**, to see that everything runs: its figures mean nothing.")
    return "\n".join(lines)


def _machine(result: Result) -> str:
    found = result.conditions
    versions = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    return f"{found.system} with {found.cores} cores, Python {found.python}; {versions}"


def limits_table(results: Mapping[str, Result]) -> str:
    """What the product is held to."""
    measured = [(limit, found) for limit in LIMITS if (found := limit.measured(results))]
    if not measured:
        return ""
    lines = ["| | measured | held to | |", "|---|---|---|---|"]
    for limit, found in measured:
        verdict = "kept" if limit.kept(found) else "**missed**"
        lines.append(f"| {limit.title} | {shown(found)} | {_bound(limit)} | {verdict} |")
    return "\n".join(lines)


def _bound(limit: Limit) -> str:
    return f"{'at least' if limit.at_least else 'at most'} {limit.bound:g}"


def section(result: Result, results: Mapping[str, Result]) -> str:
    """One part."""
    parts = [f"## {HEADINGS[result.part]}\n{SAYS[result.part]}"]
    if result.facts:
        parts.append("\n".join(result.facts))
    parts += [comparison(table) for table in result.tables]
    if result.curves:
        parts += [f"![Time and memory against the size of the work]({GROWTH})", curves_table(result.curves)]
        parts += outlook(results)
    parts += archive(result)
    if result.stages:
        parts += stages(result)
    return "\n\n".join(parts)


def comparison(table: Table) -> str:
    """Contenders of a table, with their ratios to its base."""
    base = table.row(table.base)
    with_memory = all(sample.peak is not None for row in table.rows for sample in row.samples)
    rate = table.amount > 1
    head = ["", "seconds", "processor seconds"]
    head += [f"{table.unit} a second"] if rate else []
    head += ["MiB, the largest process"] if with_memory else []
    head += [f"time / {base.title}", "processor time"] if base else []
    lines = [f"**{table.title}**", "", _line(head), "|---" * len(head) + "|"]
    for row in table.rows:
        wall, cpu = (spread(values(row.samples, quantity)) for quantity in ("wall", "cpu"))
        cells = [row.title, shown(wall), shown(cpu)]
        cells += [number(table.amount / wall.median)] if rate else []
        cells += [f"{spread(values(row.samples, 'peak')).median:,.0f}"] if with_memory else []
        for quantity in ("wall", "cpu"):
            ratio = table.ratio(row.name, table.base, quantity)
            if ratio:
                cells.append("1" if row is base else shown(ratio))
        lines.append(_line(cells))
    rounds = len(table.rows[0].samples)
    lines += ["", f"{rounds} round{'s' if rounds > 1 else ''}."]
    return "\n".join(lines)


def curves_table(curves: Iterable[Curve]) -> str:
    """What each curve came to."""
    lines = [
        "| | from | to | processor seconds | exponent of time | MiB | exponent of memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for curve in curves:
        first, last = curve.points[0], curve.points[-1]
        cells = [
            curve.title,
            f"{first.size:,.0f} {curve.unit}",
            f"{last.size:,.0f}",
            f"{number(first.seconds)} to {number(last.seconds)}",
            _exponent(curve, "time"),
            f"{first.peak:,.0f} to {last.peak:,.0f}",
            _exponent(curve, "memory"),
        ]
        lines.append(_line(cells))
    return "\n".join(lines)


def _exponent(curve: Curve, kind: str) -> str:
    law = curve.time_law() if kind == "time" else curve.memory_law()
    if law is None:
        return "–"
    if law.high - law.low == float("inf"):
        return f"{law.exponent:.2f}"
    return f"{law.exponent:.2f} ({law.low:.2f} to {law.high:.2f})"


def stages(result: Result) -> list[str]:
    """Each stage's share, the slowest named, and the functions that most time was spent in."""
    total = sum(share.seconds for share in result.stages)
    if not total:
        return ["The run was too short to say."]
    slowest, function = result.stages[0], result.functions[0] if result.functions else None
    named = f"The slowest is *{slowest.name}*, with {slowest.seconds / total:.0%} of {number(total)} seconds"
    named += f"; the function, `{function.name}`, with {function.seconds / total:.0%}." if function else "."
    return [
        named,
        _shares("stage", result.stages, total, result.numbers.get("documents", 0)),
        _shares("function", result.functions, total, result.numbers.get("documents", 0)),
    ]


def _shares(head: str, found: Sequence[Share], total: float, documents: float) -> str:
    lines = [f"| {head} | share | milliseconds a document |", "|---|---|---|"]
    for share in found:
        name = f"`{share.name}`" if head == "function" else share.name
        each = f"{1000 * share.seconds / documents:.1f}" if documents else "–"
        lines.append(f"| {name} | {share.seconds / total:.0%} | {each} |")
    return "\n".join(lines)


def shown(found: Spread) -> str:
    """A median with its quartiles, where there is more than one round to take them from."""
    if found.low == found.high:
        return number(found.median)
    return f"{number(found.median)} ({number(found.low)} to {number(found.high)})"


def number(value: float) -> str:
    """Three digits that count, and no more decimals than needed."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
