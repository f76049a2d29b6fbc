from pathlib import Path

import pytest
from datasets import load_from_disk

from inspection_findings.corpus import dataset
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import (
    FINGERPRINT_FILE,
    count_rows,
    load_corpus,
    save_corpus,
    to_dataset_dict,
)
from inspection_findings.corpus.splits import Split
from inspection_findings.exceptions import CorpusError


@pytest.fixture(scope="module")
def small(specimens):
    return make_corpus([r for records in specimens.splits.values() for r in records[:40]])


def test_what_is_saved_is_what_is_loaded(small, tmp_path):
    save_corpus(small, tmp_path / "d")
    assert load_corpus(tmp_path / "d") == small
    assert sorted(p.name for p in tmp_path.iterdir()) == [".d.lock", "d"]


def test_saving_again_replaces_the_old_one(small, specimens, tmp_path):
    save_corpus(small, tmp_path / "d")
    other = make_corpus([r for records in specimens.splits.values() for r in records[:50]])
    save_corpus(other, tmp_path / "d")
    assert load_corpus(tmp_path / "d") == other


def test_an_empty_split_is_refused_and_nothing_is_written(specimens, tmp_path):
    with pytest.raises(CorpusError, match="no sentence falls into the validation split"):
        save_corpus(make_corpus(specimens.splits[Split.TRAIN][:60]), tmp_path / "d")
    assert not list(tmp_path.iterdir())


def test_what_is_no_dataset_is_never_replaced(small, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    (tmp_path / "file").write_text("text")
    for target in ("mine", "file"):
        with pytest.raises(CorpusError, match="something else than a dataset"):
            save_corpus(small, tmp_path / target)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert (tmp_path / "file").read_text() == "text"


def test_a_damaged_dataset_says_what_to_run(small, tmp_path):
    save_corpus(small, tmp_path / "d")
    for part in (tmp_path / "d").rglob("*.arrow"):
        part.write_bytes(part.read_bytes()[:50])
    with pytest.raises(CorpusError, match="run `findings data build` again"):
        load_corpus(tmp_path / "d")


def test_it_is_a_plain_dataset_dict(small, tmp_path):
    save_corpus(small, tmp_path / "d")
    loaded = load_from_disk(tmp_path / "d")
    assert set(loaded) == {"train", "validation", "test"}
    first = small.splits[Split.TRAIN][0]
    assert loaded["train"][0]["text"] == first.sentence.text
    assert loaded["train"][0]["labels"] == [str(label) for label in first.labels]
    assert to_dataset_dict(small)["test"].num_rows == 40


def test_a_missing_dataset_says_what_to_run(tmp_path):
    with pytest.raises(CorpusError, match="run `findings data build` first"):
        load_corpus(tmp_path)


def test_a_changed_dataset_is_refused(small, tmp_path):
    save_corpus(small, tmp_path / "d")
    (tmp_path / "d" / FINGERPRINT_FILE).write_text("0" * 64)
    with pytest.raises(CorpusError, match="changed since it was built"):
        load_corpus(tmp_path / "d")


def test_counts_add_up(small):
    rows = count_rows(small)
    assert sum(row.counts[2] for row in rows) == 120
    assert {row.source for row in rows} == {"specimen"}


class Stopped(BaseException):
    """As if the process had ended there."""


@pytest.mark.parametrize("stopped_at", ["old", "d"])
def test_wherever_replacing_a_dataset_is_stopped_one_of_both_is_there(
    stopped_at, small, tmp_path, monkeypatch
):
    folder = tmp_path / "d"
    save_corpus(small, folder)
    newer = make_corpus([r for records in small.splits.values() for r in records[1:]])
    replace = Path.replace

    def stopping(source, target):
        if Path(target).name.split(".")[-1] == stopped_at:
            raise Stopped
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", stopping)
    monkeypatch.setattr(dataset, "_settle", lambda folder: None)
    with pytest.raises(Stopped):
        save_corpus(newer, folder)
    monkeypatch.undo()
    assert folder.exists() == (stopped_at == "old")
    assert load_corpus(folder) == small
    save_corpus(newer, folder)
    assert load_corpus(folder) == newer
    assert sorted(p.name for p in tmp_path.iterdir()) == [".d.lock", "d"]
