"""Where things are kept in a checkout, relative to its top."""

from __future__ import annotations

from pathlib import Path

DATA = Path("data")
"""Documents (``raw``) and their labels (``labeled``)."""
DATASET = DATA / "dataset"
"""What is built of them."""
CORPUS = Path("../shared/corpus")
"""Where reports and articles are looked for before they are downloaded."""
MODEL = Path("models/trained")
EXPERIMENTS = Path("experiments")
MEMORY = EXPERIMENTS / ".memory"
"""What costly steps of training gave, for runs that need the same again; may be deleted at any time."""
PROMOTION_RULES = EXPERIMENTS / "promotion.toml"
"""What a model must show to become the champion."""
