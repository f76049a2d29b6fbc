import pytest

from inspection_findings.corpus import Split
from inspection_findings.evaluation.learning import parts


def test_parts_lie_in_each_other_and_divide_no_authority(specimens):
    train = specimens.splits[Split.TRAIN]
    small, large = parts(train, (0.25, 0.5))
    assert {record.id for record in small} < {record.id for record in large} < {r.id for r in train}
    groups = {record.group for record in train}
    inside = {record.group for record in small}
    assert inside.isdisjoint(record.group for record in train if record.id not in {r.id for r in small})
    assert len(inside) / len(groups) == pytest.approx(0.25, abs=0.12)
    assert parts(train, (1.0,)) == [train]


def test_an_empty_part_is_left_out(specimens):
    assert parts(specimens.splits[Split.TRAIN][:1], (0.0, 1.0)) == [specimens.splits[Split.TRAIN][:1]]
