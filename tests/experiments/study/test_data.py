import numpy as np

from study.data import VALIDATION, study_data


def test_no_authority_is_trained_on_and_measured_on(data):
    for part in data.parts.values():
        assert not set(data.groups[part.train]) & set(data.groups[part.held])


def test_every_authority_of_training_is_measured_once(data):
    held = np.concatenate([part.held for name, part in data.parts.items() if name != VALIDATION])
    assert len(held) == len(set(held.tolist()))
    named = [i for i in data.parts[VALIDATION].train if data.records[i].authority]
    assert sorted(held.tolist()) == named


def test_specimens_that_retell_nothing_are_always_trained_on(data):
    alone = {i for i in data.parts[VALIDATION].train.tolist() if data.records[i].authority is None}
    assert alone
    assert all(alone <= set(part.train.tolist()) for part in data.parts.values())


def test_some_passages_lose_their_section_in_training_and_none_their_flags(data):
    changed = np.flatnonzero(
        (data.shown_places != data.table.iloc[:, : data.shown_places.shape[1]]).any(axis=1)
    )
    assert 0.05 < len(changed) / len(data.records) < 0.25
    assert len({data.records[i].sentence.passage for i in changed}) < len(changed)
    assert (data.shown_places[:, -2:] == data.table[["bullet", "first"]].to_numpy()).all()


def test_another_text_analysis_is_another_study(specimens, data, monkeypatch):
    assert study_data(specimens, quick=True).fingerprint == data.fingerprint
    monkeypatch.setattr("study.data.tokenise", str.split)
    assert study_data(specimens, quick=True).fingerprint != data.fingerprint
