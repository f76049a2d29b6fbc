"""Files of a run, put there and read back."""

import pytest

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking import tracked_run
from inspection_findings.tracking.artifacts import COMPACT, fetch, fetch_file, log_file, log_folder


def test_a_file_comes_back_as_it_was(store):
    with tracked_run("files", {}, {}) as run_id:
        log_file("evaluation/predictions.npz", b"\x00\xff")
        log_file("top.txt", b"one")
    log_file("top.txt", b"two", run_id=run_id)
    assert fetch_file(run_id, "evaluation/predictions.npz") == b"\x00\xff"
    assert fetch_file(run_id, "top.txt") == b"two"


def test_a_folder_comes_back_as_it_was(store, tmp_path):
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "a.svg").write_text("<svg/>")
    log_folder(tmp_path / "plots", "plots", run_id=store.runs[0])
    copy = fetch(store.runs[0], "plots", tmp_path)
    assert [path.name for path in copy.iterdir()] == ["a.svg"]
    assert {"model.npz", "model.json"} <= {
        path.name for path in fetch(store.runs[0], COMPACT, tmp_path).iterdir()
    }


@pytest.mark.parametrize("path", ["evaluation/none.npz", "none"])
def test_what_is_not_there_is_one_line(store, path):
    with pytest.raises(TrackingError, match=f"run {store.runs[0]} in .* has no {path}") as caught:
        fetch_file(store.runs[0], path)
    assert "\n" not in str(caught.value)


def test_a_run_that_is_not_there_is_one_line(store):
    with pytest.raises(TrackingError, match=r"cannot be read in sqlite.*not found") as caught:
        fetch_file("0" * 32, "top.txt")
    assert "\n" not in str(caught.value)
