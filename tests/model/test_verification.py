"""What is said of a model that is whole."""

from __future__ import annotations

import shutil

import pytest

from inspection_findings.exceptions import ModelError
from inspection_findings.model.scorer import default_model_path
from inspection_findings.model.storage import METADATA_FILE, WEIGHTS_FILE
from inspection_findings.model.verification import verify_model

SHIPPED = default_model_path()


def test_the_shipped_model_is_whole_and_known():
    found = verify_model(SHIPPED, SHIPPED)
    assert found.is_shipped
    assert found.labels == 22
    assert set(found.terms) == {"words", "characters", "previous", "passage"}
    assert found.numbers > sum(found.terms.values()) * 14
    assert found.bytes[WEIGHTS_FILE] == (SHIPPED / WEIGHTS_FILE).stat().st_size
    assert found.sha256 in (SHIPPED / METADATA_FILE).read_text()


def test_one_byte_of_metadata_makes_it_another(tmp_path):
    for name in (METADATA_FILE, WEIGHTS_FILE):
        shutil.copy(SHIPPED / name, tmp_path)
    with (tmp_path / METADATA_FILE).open("a") as stream:
        stream.write(" ")
    assert not verify_model(tmp_path, SHIPPED).is_shipped


def test_what_loading_refuses_is_refused(tmp_path):
    with pytest.raises(ModelError, match="is not a model"):
        verify_model(tmp_path, SHIPPED)
