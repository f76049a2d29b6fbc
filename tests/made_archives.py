"""Letters for an archive of findings, and what its readers see."""

from __future__ import annotations

import json

from pyarrow import dataset

COLUMNS = ("document", "page", "start", "end", "section", "passage", "position", "bullet", "text")
OF_FINDING = ("domain", "polarity", "area", "confidence")

LETTER = """\
# Inspection of {authority} children's services

{dates}## What needs to improve

- The regularity of supervision.
- The quality of plans.

Caseloads have come down since {since}. Partners share what they know.
"""


def letter_of(authority="Fernshire", year=2024, since="autumn"):
    """A letter about a council that does not exist; without a year, nothing says when it was inspected."""
    dates = f"Inspection dates: 4 to 8 March {year}\n\n" if year else ""
    return LETTER.format(authority=authority, dates=dates, since=since)


def rows_of_archive(archive):
    """What readers of an archive see, sorted, in the columns that JSON Lines have too."""
    found = dataset.dataset(archive / "current").to_table().to_pylist()
    return sorted(repr([row[name] for name in (*COLUMNS, *OF_FINDING)]) for row in found)


def rows_of_lines(text):
    """The same of what `classify --format jsonl` writes."""
    return sorted(
        repr([sentence[name] for name in COLUMNS] + [finding[name] for name in OF_FINDING])
        for sentence in map(json.loads, text.splitlines())
        for finding in sentence["findings"]
    )
