"""Where the time of a run over a folder goes, stage by stage and function by function."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from benchmarks.documents import lay_out
from benchmarks.processes import run, worker
from benchmarks.results import Result, Share
from benchmarks.settings import Settings
from benchmarks.workers.stacks import IMPORTS, OTHER, PACKAGE

NAME = "stages"
SHOWN = 8
REST = "the command and the interpreter"

# The longest beginning of a function's name decides.
STAGES = {
    "documents.readers.": "text extraction",
    "documents.isolation:": REST,
    "documents.": "structure: lines, headings, passages",
    "documents.sentences:": "sentences",
    "model.": "linear models and stacking",
    "model.context:": "features: n-grams, look-up, TF-IDF",
    "model.lexicon:": "features: n-grams, look-up, TF-IDF",
    "model.lines:": "features: n-grams, look-up, TF-IDF",
    "model.characters:": "features: n-grams, look-up, TF-IDF",
    "model.text:": "features: n-grams, look-up, TF-IDF",
    "model.sparse:": "features: n-grams, look-up, TF-IDF",
    "model.storage:": "loading the model",
    "model.parameters:": "loading the model",
    "reporting.": "writing",
    "commands.output:": "writing",
    "files:": "writing",
}


def measure(settings: Settings) -> Result:
    """Look at the stack of one run over as many documents as a slow reader is given."""
    documents = settings.documents
    count = settings.sizes.slow_documents
    folder = lay_out(documents.paths[:count], settings.scratch / "stages")
    output = settings.scratch / "stages.json"
    run(worker("stacks", output, "classify", folder, "-o", folder.with_suffix(".jsonl"), "-q", "--jobs", "1"))
    seconds: dict[str, float] = json.loads(output.read_text(encoding="utf-8"))
    stages: dict[str, float] = defaultdict(float)
    for function, spent in seconds.items():
        stages[stage_of(function)] += spent
    functions = [share for share in _shares(seconds) if ":" in share.name]
    return Result(
        NAME,
        settings.conditions,
        stages=tuple(_shares(stages)),
        functions=tuple(functions[:SHOWN]),
        facts=(f"{count:,} {documents.kind}, one process, from its start to its end.",),
        numbers={"documents": float(count)},
    )


def stage_of(function: str) -> str:
    """The stage that a function belongs to."""
    if function in {IMPORTS, OTHER}:
        return {IMPORTS: "imports", OTHER: REST}[function]
    name = _short(function)
    beginning = max((each for each in STAGES if name.startswith(each)), key=len, default="")
    return STAGES.get(beginning, REST)


def _shares(seconds: Mapping[str, float]) -> list[Share]:
    """The most first."""
    ordered = sorted(seconds.items(), key=lambda item: -item[1])
    return [Share(_short(name), spent) for name, spent in ordered]


def _short(function: str) -> str:
    return function.removeprefix(f"{PACKAGE}.")
