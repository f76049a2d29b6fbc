from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspection_findings.documents import read_bytes, read_document
from inspection_findings.exceptions import DamagedDocumentError
from inspection_findings.reporting.document_records import document_record
from inspection_findings.reporting.revival import revived
from inspection_findings.reporting.writers import to_json

SPECIMENS = Path(__file__).parents[2] / "data" / "raw" / "specimens"
LETTER = (
    "# A letter\n\n## Children in care: good\n\n1. Plans are vague.\n\n- One point.\n- “Another” \ud83d\n"
)


@pytest.mark.parametrize("file", ["northmere-ilacs-2024-03-08.pdf", "aldbrough-sif-2014-07-10.pdf"])
def test_a_document_comes_back_as_it_was(file):
    document = read_document(SPECIMENS / file)
    assert revived(to_json(document_record(document))) == document


def test_one_without_pages_dates_or_grades_too():
    document = read_bytes(LETTER.encode("utf-8", "replace"), name="a.md")
    assert revived(to_json(document_record(document)).encode()) == document


@pytest.mark.parametrize("change", [{"sections": 3}, {"grades": {"overall": "fine"}}, {"metadata": None}])
def test_anything_else_is_refused(change):
    record = json.loads(to_json(document_record(read_bytes(b"Plans are vague.", name="a.txt"))))
    with pytest.raises(DamagedDocumentError):
        revived(json.dumps(record | change))
    with pytest.raises(DamagedDocumentError):
        revived("[" * 100_000)
