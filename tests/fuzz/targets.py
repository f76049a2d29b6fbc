"""Everything that is fuzzed, by name."""

from __future__ import annotations

from fuzz import databases, documents, labels, models

TARGETS = {**documents.TARGETS, **models.TARGETS, **labels.TARGETS, **databases.TARGETS}
