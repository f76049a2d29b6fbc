"""Listed documents are read in order, each only if it is the one that was labelled."""

from __future__ import annotations

import pytest

from datafolder import DataFolder
from inspection_findings.corpus.alignment import align
from inspection_findings.corpus.fetching import State
from inspection_findings.corpus.reading import read_each
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import read_sources

NUMBER = 30
"""Enough that processes are started."""


@pytest.fixture
def kept(tmp_path):
    folder = DataFolder(tmp_path)
    for number in range(NUMBER):
        folder.document(f"d{number:02}", "marsh", f"Plan {number} is clear.")
        folder.label(str(number), f"d{number:02}", f"Plan {number} is clear.")
    folder.document("made-up", "made up", "It is plain who does what.", source=Source.SPECIMEN)
    return read_sources(folder.write())


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_each_is_read_in_order_with_its_labels(kept, n_jobs):
    # A function that other processes can import, as one of a test module is not.
    readings = list(read_each(kept, list(kept.catalogue.values()), align, n_jobs=n_jobs))
    assert {reading.state for reading in readings} == {State.THERE}
    found = {
        reading.entry.document: [(each.annotation.id, each.sentence.text) for each in reading.result.found]
        for reading in readings
    }
    assert found == {
        **{f"d{number:02}": [(str(number), f"Plan {number} is clear.")] for number in range(NUMBER)},
        "made-up": [],
    }
    assert [reading.entry for reading in readings] == list(kept.catalogue.values())


def test_what_is_missing_or_changed_is_not_read_and_says_why(kept):
    entries = [kept.catalogue[name] for name in ("d00", "d01", "made-up")]
    kept.path(entries[0]).unlink()
    kept.path(entries[1]).write_text("Plan 1 is vague.")
    kept.path(entries[2]).unlink()
    readings = list(read_each(kept, entries, align))
    assert [(reading.state, reading.result, reading.problem) for reading in readings] == [
        (State.MISSING, None, "the document is not at hand: see `findings data fetch`"),
        (State.CHANGED, None, "the document is not the file in the source list"),
        (State.MISSING, None, "the document is not at hand: specimens are part of the repository"),
    ]
