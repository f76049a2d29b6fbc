"""Models kept on this machine: fetched once, and never left there half."""

import shutil
from pathlib import Path

import pytest

from inspection_findings.exceptions import ModelError
from inspection_findings.tracking.cache import kept_model, models_folder, note_run, noted_run

RUN = "0123456789abcdef" * 2


@pytest.fixture
def fetched(model, tmp_path, monkeypatch):
    """Fetches the model, and lists where to."""
    monkeypatch.setenv("FINDINGS_CACHE", str(tmp_path / "cache"))
    places = []

    def fetch(folder: Path) -> Path:
        places.append(folder)
        return Path(shutil.copytree(model, folder / "compact"))

    fetch.places = places
    return fetch


def test_a_model_is_fetched_once(fetched, model):
    place = kept_model(RUN, fetched)
    assert kept_model(RUN, fetched) == place == models_folder() / RUN
    assert len(fetched.places) == 1
    assert (place / "model.npz").read_bytes() == (model / "model.npz").read_bytes()
    assert list(models_folder().iterdir()) == [place]


def test_what_a_killed_process_left_goes_though_the_model_is_there(fetched):
    place = kept_model(RUN, fetched)
    (models_folder() / f".{RUN}.abcd1234.part").mkdir()
    assert kept_model(RUN, fetched) == place
    assert list(models_folder().iterdir()) == [place]


def test_a_damaged_one_is_fetched_again(fetched):
    place = kept_model(RUN, fetched)
    (place / "model.npz").write_bytes(b"cut off")
    assert kept_model(RUN, fetched) == place
    assert len(fetched.places) == 2
    assert kept_model(RUN, fetched) == place
    assert len(fetched.places) == 2
    assert list(models_folder().iterdir()) == [place]


def test_what_is_not_sound_is_not_kept(fetched):
    def damaged(folder):
        copy = fetched(folder)
        (copy / "model.npz").write_bytes(b"cut off")
        return copy

    with pytest.raises(ModelError, match=f"run {RUN} has no sound model: .*checksum"):
        kept_model(RUN, damaged)
    assert not list(models_folder().iterdir())


def test_a_fetch_that_fails_leaves_nothing(fetched):
    def stopped(folder):
        fetched(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_model(RUN, stopped)
    assert not list(models_folder().iterdir())


def test_of_two_that_fetch_at_once_both_have_it(fetched):
    def slow(folder):
        kept_model(RUN, fetched)
        return fetched(folder)

    place = kept_model(RUN, slow)
    assert len(fetched.places) == 2
    assert list(models_folder().iterdir()) == [place]


def test_a_version_is_noted_for_its_store_alone(fetched):
    note_run("http://one.example.org", 3, RUN)
    assert noted_run("http://one.example.org", 3) == RUN
    assert noted_run("http://one.example.org", 4) is None
    assert noted_run("http://two.example.org", 3) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"run_id": "../../etc"}', b'{"run_id": 3}'])
def test_a_note_that_makes_no_sense_is_as_none(fetched, content):
    note_run("http://one.example.org", 3, RUN)
    [note] = models_folder().iterdir()
    note.write_bytes(content)
    assert noted_run("http://one.example.org", 3) is None


def test_the_folder_follows_the_usual_rules(monkeypatch, tmp_path):
    monkeypatch.delenv("FINDINGS_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert models_folder() == tmp_path / "inspection-findings" / "models"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert models_folder() == tmp_path / ".cache" / "inspection-findings" / "models"
