import dataclasses
import io

import numpy as np
import pytest

from inspection_findings.corpus import Split
from inspection_findings.evaluation.predictions import Predictions, fingerprint_of, predict
from inspection_findings.evaluation.scoring import score_records
from inspection_findings.exceptions import PredictionsError
from inspection_findings.labels import Label
from inspection_findings.model.arrays import pack_arrays
from made_predictions import made_predictions


@pytest.fixture
def records(specimens):
    return specimens.splits[Split.VALIDATION][:60]


def same(a, b):
    fields = (f.name for f in dataclasses.fields(Predictions))
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in fields)


def test_predictions_are_what_the_model_says_beside_the_truth(scorer, records):
    predictions = predict(scorer, records, data_fingerprint="f" * 64)
    expected = score_records(scorer, records)
    for name in ("truth", "probabilities", "predicted"):
        assert np.array_equal(getattr(predictions.scored, name), getattr(expected, name))
    assert predictions.ids == tuple(r.id for r in records)
    assert predictions.documents == tuple(r.document for r in records)
    assert predictions.frameworks == tuple(r.framework for r in records)
    assert predictions.sections == tuple(r.sentence.section for r in records)


def test_they_come_back_from_bytes_as_they_were_and_hold_no_text(scorer, records):
    predictions = predict(scorer, records)
    data = predictions.to_bytes()
    assert same(Predictions.from_bytes(data), predictions)
    assert Predictions.from_bytes(data).to_bytes() == data
    held = b"".join(np.load(io.BytesIO(data))[name].tobytes() for name in np.load(io.BytesIO(data)).files)
    assert not [r for r in records if r.sentence.text.encode() in held]


def test_whatever_the_names_they_come_back():
    made = made_predictions(n=3, documents=3)
    odd = dataclasses.replace(made, ids=("a\nb", "", "é\ud800"), documents=("x", "x\n", "\u2028"))
    assert same(Predictions.from_bytes(odd.to_bytes()), odd)


def change(record, **changes):
    return dataclasses.replace(record, sentence=dataclasses.replace(record.sentence, **changes))


def test_the_fingerprint_changes_with_whatever_a_model_is_shown_or_measured_by(records):
    first, *rest = records
    other = Label.parse("voice:weakness")
    variants = [
        [change(first, text=first.sentence.text + " "), *rest],
        [change(first, section=None if first.sentence.section else "leaders"), *rest],
        [change(first, bullet=not first.sentence.bullet), *rest],
        [change(first, passage="elsewhere"), *rest],
        [dataclasses.replace(first, labels=(*first.labels, other)), *rest],
        [dataclasses.replace(first, id="other"), *rest],
        [dataclasses.replace(first, document="other"), *rest],
        [*rest, first],
        rest,
    ]
    fingerprints = {fingerprint_of(each) for each in [records, *variants]}
    assert len(fingerprints) == 1 + len(variants)
    assert fingerprint_of(list(records)) == fingerprint_of(records)


def test_the_order_of_labels_does_not_matter(records):
    two = (Label.parse("voice:weakness"), Label.parse("workforce:strength"))
    straight, turned = ([dataclasses.replace(records[0], labels=labels)] for labels in (two, two[::-1]))
    assert fingerprint_of(straight) == fingerprint_of(turned)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ids": ("s0",) * 6}, "same identifier"),
        ({"ids": tuple(range(6))}, "identifiers that are no text"),
        ({"documents": ("a",)}, "as many documents"),
        ({"frameworks": ("gazette",) * 6}, "a framework"),
        ({"sections": ("appendix",) * 6}, "a section"),
        ({"fingerprint": "x"}, "a fingerprint"),
        ({"data_fingerprint": 3}, "a fingerprint"),
        ({"truth": np.full((6, 22), 2, np.int8)}, "truth other than"),
        ({"truth": np.zeros((6, 22))}, "truth of shape"),
        ({"probabilities": np.full((6, 22), np.nan)}, "a probability"),
        ({"probabilities": np.full((6, 22), 1.5)}, "a probability"),
        ({"thresholds": np.full(22, np.inf)}, "a threshold"),
        ({"thresholds": np.zeros(21)}, "thresholds of shape"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(changes, problem):
    with pytest.raises(PredictionsError, match=problem):
        dataclasses.replace(made_predictions(n=6, documents=2), **changes)


def test_no_sentences_are_refused(scorer):
    with pytest.raises(PredictionsError, match="no sentences"):
        predict(scorer, [])


def without(name, data):
    with np.load(io.BytesIO(data)) as archive:
        return pack_arrays({each: archive[each] for each in archive.files if each != name})


def edited(old, new, data):
    with np.load(io.BytesIO(data)) as archive:
        arrays = {name: archive[name] for name in archive.files}
    text = arrays["about"].tobytes().replace(old, new)
    return pack_arrays({**arrays, "about": np.frombuffer(text, np.uint8)})


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda data: b"", "damaged"),
        (lambda data: data[:-40], "damaged"),
        (lambda data: b"not an archive", "damaged"),
        (lambda data: without("about", data), "damaged"),
        (lambda data: without("truth", data), "damaged"),
        (lambda data: edited(b'"format": 1', b'"format": 9', data), "another version"),
        (lambda data: edited(b"voice:strength", b"voice:loudness", data), "another version"),
        (lambda data: edited(b'"ids"', b'"names"', data), "damaged"),
        (lambda data: edited(b"{", b"", data), "damaged"),
        (lambda data: edited(b'"s0"', b'"s1"', data), "same identifier"),
    ],
)
def test_damaged_files_are_refused_in_one_line(damage, problem):
    data = damage(made_predictions(n=6, documents=2).to_bytes())
    with pytest.raises(PredictionsError, match=problem) as raised:
        Predictions.from_bytes(data)
    assert "\n" not in str(raised.value)


def test_an_archive_that_would_run_code_is_refused(tmp_path):
    np.savez(tmp_path / "evil.npz", about=np.array([{"format": 1}], dtype=object))
    with pytest.raises(PredictionsError, match="damaged"):
        Predictions.from_bytes((tmp_path / "evil.npz").read_bytes())
