import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.completeness import missing_model, missing_predictions
from made_predictions import made_predictions
from registered import made_version, store_in


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with store_in(tmp_path_factory.mktemp("store")) as client:
        yield client


@pytest.fixture
def version(store):
    return made_version(made_predictions())


def folder_of(store, version):
    return Path(urlsplit(store.get_run(version.run_id).info.artifact_uri).path)


def test_a_whole_version_lacks_nothing(store, version):
    assert missing_model(store, version) == []
    assert missing_predictions(store, version) == []


def test_files_that_are_gone_are_named(store, version):
    folder = folder_of(store, version)
    (folder / "compact" / "model.npz").unlink()
    (folder / RUN_PREDICTIONS).unlink()
    assert missing_model(store, version) == ["compact/model.npz"]
    assert missing_predictions(store, version) == [RUN_PREDICTIONS]
    shutil.rmtree(folder)
    assert missing_model(store, version) == ["compact/model.npz", "compact/model.json"]


def test_a_run_that_was_deleted_is_named(store, version):
    store.delete_run(version.run_id)
    assert missing_model(store, version) == [f"run {version.run_id}"]


def test_a_served_model_without_files_is_named(store, version):
    source = store.get_model_version(MODEL_NAME, str(version.version)).source
    model = store.get_logged_model(source.removeprefix("models:/"))
    (Path(urlsplit(model.artifact_location).path) / "MLmodel").unlink()
    assert missing_model(store, version) == ["the model 'served'"]
    store.delete_logged_model(model.model_id)
    assert missing_model(store, version) == ["the model 'served'"]
