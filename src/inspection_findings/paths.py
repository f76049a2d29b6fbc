"""Where things are kept in a checkout, relative to its top."""

from __future__ import annotations

from pathlib import Path

SPECIMENS = Path("data/labeled/specimens.jsonl")
DATASET = Path("data/labeled/dataset")
CORPUS = Path("../shared/corpus")
"""Where labelled text of reports and articles is looked for; it is never part of the repository."""
MODEL = Path("models/trained")
EXPERIMENTS = Path("experiments")
