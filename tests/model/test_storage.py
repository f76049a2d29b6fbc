import dataclasses
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from inspection_findings.exceptions import ModelError
from inspection_findings.model.risk_control import RiskControl
from inspection_findings.model.scorer import load_model
from inspection_findings.model.storage import METADATA_FILE, WEIGHTS_FILE, read_model, save_model

CONTROL = RiskControl(np.array([0.9, 0.8]), np.vstack([np.full(22, 0.7), np.full(22, 0.5)]))


@pytest.fixture
def parameters(scorer):
    """Those of the small model, as if it had been tested for a promise."""
    return dataclasses.replace(scorer.parameters, risk_control=CONTROL)


@pytest.fixture
def folder(scorer, parameters, tmp_path):
    save_model(tmp_path / "m", parameters, scorer.metadata)
    return tmp_path / "m"


def edit(folder, **changes):
    path = folder / METADATA_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def replace_weights(folder, change):
    """Change the arrays and keep the checksum true."""
    with np.load(folder / WEIGHTS_FILE) as archive:
        arrays = dict(archive)
    change(arrays)
    np.savez(folder / "new.npz", **arrays)
    (folder / "new.npz").replace(folder / WEIGHTS_FILE)
    edit(folder, sha256=hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest())


def test_what_is_saved_is_what_is_read(scorer, folder):
    parameters, metadata = read_model(folder)
    assert metadata == scorer.metadata
    for field in dataclasses.fields(parameters):
        if field.name not in {"fields", "rounds", "risk_control"}:
            assert np.array_equal(getattr(parameters, field.name), getattr(scorer.parameters, field.name))
    for before, after in zip(scorer.parameters.rounds, parameters.rounds, strict=True):
        assert np.array_equal(before.coefficients, after.coefficients)
        assert np.array_equal(before.intercepts, after.intercepts)
    for before, after in zip(scorer.parameters.fields, parameters.fields, strict=True):
        assert before.terms == after.terms
        assert before.analyzer == after.analyzer
        assert np.array_equal(before.idf, after.idf)
        assert np.array_equal(before.coefficients, after.coefficients)


def test_what_is_promised_is_saved_too(folder):
    control = read_model(folder)[0].risk_control
    assert np.array_equal(control.precisions, CONTROL.precisions)
    assert np.array_equal(control.thresholds, CONTROL.thresholds)


def test_a_model_without_a_promise_is_saved_and_read(scorer, tmp_path):
    assert scorer.parameters.risk_control is None
    save_model(tmp_path / "m", scorer.parameters, scorer.metadata)
    assert read_model(tmp_path / "m")[0].risk_control is None


def test_half_a_promise_is_refused(folder):
    replace_weights(folder, lambda arrays: arrays.pop("risk_control.thresholds"))
    with pytest.raises(ModelError, match="damaged"):
        read_model(folder)


def test_a_promise_that_does_not_fit_the_labels_is_refused(folder):
    replace_weights(folder, lambda arrays: arrays.update({"risk_control.thresholds": np.ones((2, 3))}))
    with pytest.raises(ModelError, match=r"risk_control\.thresholds has shape \(2, 3\)"):
        read_model(folder)


def test_saving_twice_gives_the_same_bytes(scorer, parameters, folder, tmp_path):
    save_model(tmp_path / "again", parameters, scorer.metadata)
    for name in (WEIGHTS_FILE, METADATA_FILE):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_no_sentence_is_in_the_model(training_records, folder):
    with np.load(folder / WEIGHTS_FILE) as archive:
        vocabularies = [archive[name].tobytes() for name in archive.files if name.endswith(".terms")]
    terms = b"\n".join(vocabularies).split(b"\n")
    assert max(len(term.split()) for term in terms) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "model format 99"),
        ({"format": 2}, "model format 2, this version reads 3"),
        ({"labels": ["a:b"]}, "labels"),
        ({"places": []}, "sections"),
        ({"sha256": "0"}, "checksum"),
        ({"fields": [{"name": "gone"}]}, "damaged"),
        ({"reach": "two"}, "damaged"),
        ({"rounds": 0}, "no round of stacking"),
        ({"rounds": 3}, "damaged"),
    ],
)
def test_metadata_that_does_not_fit_is_refused(folder, changes, message):
    edit(folder, **changes)
    with pytest.raises(ModelError, match=message):
        read_model(folder)


def test_truncated_weights_are_refused(folder):
    path = folder / WEIGHTS_FILE
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match="checksum"):
        read_model(folder)


def test_weights_that_are_no_archive_are_refused(folder):
    (folder / WEIGHTS_FILE).write_bytes(b"not an archive")
    edit(folder, sha256=hashlib.sha256(b"not an archive").hexdigest())
    with pytest.raises(ModelError, match="damaged"):
        read_model(folder)


def test_weights_of_a_wrong_shape_are_refused(folder):
    replace_weights(folder, lambda arrays: arrays.update(intercepts=np.zeros(3)))
    with pytest.raises(ModelError, match=r"intercepts has shape \(3,\)"):
        read_model(folder)


def test_weights_that_are_not_numbers_are_refused(folder):
    replace_weights(folder, lambda arrays: arrays["thresholds"].__setitem__(0, np.nan))
    with pytest.raises(ModelError, match="thresholds holds a value that is not a finite number"):
        read_model(folder)


def test_pickled_arrays_are_never_loaded(folder):
    replace_weights(folder, lambda arrays: arrays.update(thresholds=np.array([{}], dtype=object)))
    with pytest.raises(ModelError, match="damaged"):
        read_model(folder)


def test_a_folder_that_is_no_model_says_so(tmp_path):
    with pytest.raises(ModelError, match="is not a model"):
        load_model(tmp_path)
    (tmp_path / METADATA_FILE).write_text("{")
    with pytest.raises(ModelError, match="not readable as JSON"):
        load_model(tmp_path)
    (tmp_path / METADATA_FILE).write_text("[" * 100_000)
    with pytest.raises(ModelError, match="not readable as JSON"):
        load_model(tmp_path)


def test_misshapen_parameters_are_not_saved(scorer, tmp_path):
    broken = dataclasses.replace(scorer.parameters, intercepts=np.zeros(2))
    with pytest.raises(ModelError):
        save_model(tmp_path / "m", broken, scorer.metadata)
    assert not (tmp_path / "m").exists()


class Stopped(BaseException):
    """As if the process had ended there."""


@pytest.mark.parametrize("step", range(4))
def test_wherever_replacing_a_model_is_stopped_one_of_both_is_there(
    step, folder, parameters, scorer, monkeypatch
):
    newer = dataclasses.replace(scorer.metadata, created="2031-02-03")
    changed = dataclasses.replace(parameters, thresholds=np.full(22, 0.25))
    steps = iter(range(4))

    def stopping(replace):
        def one_step(*paths):
            if next(steps) == step:
                raise Stopped
            return replace(*paths)

        return one_step

    monkeypatch.setattr(Path, "replace", stopping(Path.replace))
    try:
        save_model(folder, changed, newer)
        ended = True
    except Stopped:
        ended = False
    monkeypatch.undo()

    found, metadata = read_model(folder)
    is_new = metadata.created == "2031-02-03"
    assert np.array_equal(found.thresholds, (changed if is_new else parameters).thresholds)
    assert is_new == (step >= 2)
    assert ended == (step == 3)
    save_model(folder, changed, newer)
    assert read_model(folder)[1].created == "2031-02-03"
    assert sorted(path.name for path in folder.iterdir()) == [".lock", METADATA_FILE, WEIGHTS_FILE]


def stop_before(name, monkeypatch):
    """Stop before a file takes its place, and do nothing more, as a process that is killed."""
    replace = Path.replace

    def stopping(source, target):
        if Path(target).name == name:
            raise Stopped
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", stopping)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)


def test_stopped_twice_while_replacing_a_model_the_second_one_is_there(
    folder, parameters, scorer, monkeypatch
):
    second, third = (dataclasses.replace(scorer.metadata, created=f"2031-02-0{day}") for day in (2, 3))
    changed = [dataclasses.replace(parameters, thresholds=np.full(22, share)) for share in (0.2, 0.3)]
    stops = (WEIGHTS_FILE, METADATA_FILE)
    for name, each, metadata in zip(stops, changed, (second, third), strict=True):
        stop_before(name, monkeypatch)
        with pytest.raises(Stopped):
            save_model(folder, each, metadata)
        monkeypatch.undo()
    found, metadata = read_model(folder)
    assert metadata.created == "2031-02-02"
    assert found.thresholds[0] == 0.2


def test_what_goes_with_a_model_is_replaced_with_it_or_when_that_is_brought_to_an_end(
    folder, parameters, scorer, monkeypatch
):
    changed = dataclasses.replace(parameters, thresholds=np.full(22, 0.25))
    save_model(folder, parameters, scorer.metadata, beside={"README.md": b"first"})
    stop_before(METADATA_FILE, monkeypatch)
    with pytest.raises(Stopped):
        save_model(folder, changed, scorer.metadata, beside={"README.md": b"never"})
    assert (folder / "README.md").read_bytes() == b"first"
    monkeypatch.undo()
    stop_before(WEIGHTS_FILE, monkeypatch)
    with pytest.raises(Stopped):
        save_model(folder, changed, scorer.metadata, beside={"README.md": b"second"})
    monkeypatch.undo()
    save_model(folder, parameters, scorer.metadata)
    assert (folder / "README.md").read_bytes() == b"second"
    assert not list(folder.glob(".*.new"))
