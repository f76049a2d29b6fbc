from pathlib import Path

import pytest

from inspection_findings.exceptions import ConfigError
from inspection_findings.model.config import TrainingConfig
from study.config import read_study

STUDY = Path(__file__).resolve().parents[3] / "experiments" / "study" / "study.toml"


@pytest.fixture(scope="module")
def study():
    return read_study(STUDY)


def test_rows_take_what_they_do_not_say_from_the_defaults(study):
    [row] = study.select(["without-bullet"])
    assert [field.name for field in row.fields] == ["words", "characters", "previous", "passage"]
    assert row.places == ("section", "first")


def test_the_incumbents_are_rows(study):
    assert study.select([study.incumbent, study.validation_incumbent])


def test_stacked_rows_have_the_fields_of_the_product_when_the_study_was_written(study):
    [row] = study.select(["stacked-2"])
    assert row.fields == TrainingConfig().features.fields
    assert row.c == TrainingConfig().first_pass.domain_c


def test_leaving_one_out_leaves_out_one_thing(study):
    whole = study.select(["factorised-context"])[0]
    for name in ("without-previous", "without-passage", "without-section", "without-bullet"):
        [row] = study.select([name])
        assert len(row.fields) + len(row.places) == len(whole.fields) + len(whole.places) - 1, name


def test_unknown_rows_are_refused_with_the_names_there_are(study):
    with pytest.raises(ConfigError, match="no row 'svn' in the study: the rows are majority, "):
        study.select(["svn"])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('solver = "svm"', 'solver = "svn"', "solver"),
        ('name = "platt"', 'name = "svm"', "name that is taken"),
        ('group = "data"', 'group = "date"', "unknown group"),
        ("\n[defaults]\n", "\n[defaults\n", "cannot be used"),
    ],
)
def test_mistakes_are_refused_with_a_reason(tmp_path, old, new, reason):
    path = tmp_path / "study.toml"
    path.write_text(STUDY.read_text().replace(old, new, 1))
    with pytest.raises(ConfigError, match=reason):
        read_study(path)
