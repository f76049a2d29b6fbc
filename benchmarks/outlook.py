"""What measured curves say of a national corpus, and of one beyond it."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.power import PowerLaw
from benchmarks.results import Curve, Result

CORPORA = {
    64_000: "about the number of school inspection reports in the largest published study of this kind",
    1_000_000: "a corpus beyond any that there is",
}
STEADY = 1.1
"""Up to this exponent, a cost is as good as proportional."""
HOUR = 3600.0
DAY = 24 * HOUR


def outlook(results: Mapping[str, Result]) -> list[str]:
    """Paragraphs for the page; none without the curve of documents."""
    growth = results.get("growth")
    curve = growth.curve("documents") if growth else None
    law = curve.time_law() if curve else None
    if growth is None or curve is None or law is None:
        return []
    largest = curve.points[-1].size
    lines = [
        "| corpus | one core | two cores | peak of a process, MiB |",
        "|---|---|---|---|",
        *(
            f"| {size:,} {curve.unit} | {duration(seconds)} | {duration(seconds / 2)} | "
            f"{_memory(curve, size)} |"
            for size in CORPORA
            for seconds in [_carried_on(curve, law, size)]
        ),
    ]
    meaning = "; ".join(f"{size:,} is {words}" for size, words in CORPORA.items())
    said = [
        f"The curve of {curve.unit}, carried on from {largest:,.0f}, and never by less than in proportion. "
        f"{meaning}.",
        "\n".join(lines),
        _verdict(law.exponent),
    ]
    training = growth.curve("training")
    if training and (trained := training.time_law()):
        end = training.points[-1]
        said.append(
            f"Training took {duration(end.seconds)} of one core and {end.peak:,.0f} MiB for "
            f"{end.size:,.0f} sentences; ten times as many would take "
            f"{duration(trained.at(10 * end.size))} and {_memory(training, 10 * end.size)} MiB. Training "
            "needs labels, and these do not grow with the number of reports."
        )
    return said


def duration(seconds: float) -> str:
    """Seconds in the unit that suits them."""
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (60.0, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:,.0f} {name}" if seconds >= 10 * unit else f"{seconds / unit:.1f} {name}"
    return f"{seconds:.0f} seconds" if seconds >= 10 else f"{seconds:.1f} seconds"


def _carried_on(curve: Curve, law: PowerLaw, size: float) -> float:
    """Seconds for more than was measured; at least in proportion, as what has been learnt is learnt once."""
    largest, fixed = curve.points[-1], curve.fixed_seconds
    return max(law.at(size), fixed + (largest.seconds - fixed) * size / largest.size)


def _memory(curve: Curve, size: float) -> str:
    law = curve.memory_law()
    return "–" if law is None else f"{law.at(size):,.0f}"


def _verdict(exponent: float) -> str:
    if exponent <= STEADY:
        return (
            f"With an exponent of {exponent:.2f}, a report costs the same however many there are, and shares "
            "of a corpus can be given to as many processes and machines as there are."
        )
    return (
        f"With an exponent of {exponent:.2f}, a report costs the more the more there are: give a large "
        "corpus to the command in shares."
    )
