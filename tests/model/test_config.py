from pathlib import Path

import pytest

from inspection_findings.exceptions import ConfigError
from inspection_findings.model.config import FieldConfig, TrainingConfig, read_config
from inspection_findings.model.text import CharNgrams, WordNgrams

ROOT = Path(__file__).resolve().parents[2]


def test_the_default_file_says_what_the_defaults_are():
    assert read_config(ROOT / "experiments" / "default.toml") == TrainingConfig()


def test_overrides_reach_into_tables():
    config = read_config(None, ["first_pass.domain_c=4", "name=mine", "folds=3"])
    assert (config.first_pass.domain_c, config.name, config.folds) == (4.0, "mine", 3)
    assert config.first_pass.polarity_c == TrainingConfig().first_pass.polarity_c


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("first_pass.typo=4", "first_pass.typo"),
        ("folds=1", "folds"),
        ("first_pass.domain_c=-1", "first_pass.domain_c"),
        ("first_pass.domain_c=much", "first_pass.domain_c"),
        ("first_pass.domain_c=inf", "first_pass.domain_c"),
        ('features.fields=[{name="places",source="text"}]', "none of them 'places'"),
        ("folds", "expected section.key=value"),
        (".a=1", "expected section.key=value"),
        ("name.a=1", "name"),
    ],
)
def test_a_bad_override_is_named(override, message):
    with pytest.raises(ConfigError, match=message):
        read_config(None, [override])


def test_a_file_that_is_not_toml_is_named(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text("folds = ")
    with pytest.raises(ConfigError, match=r"c\.toml: not valid TOML"):
        read_config(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")


def test_fields_must_be_ordered_and_distinct(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text('[[features.fields]]\nname="a"\nsource="text"\nlow=3\nhigh=2\n')
    with pytest.raises(ConfigError, match="low must not exceed high"):
        read_config(path)
    path.write_text('[[features.fields]]\nname="a"\nsource="text"\n' * 2)
    with pytest.raises(ConfigError, match="distinct names"):
        read_config(path)


def test_fields_build_their_analyzer():
    assert FieldConfig(name="a", source="text", low=1, high=3).build_analyzer() == WordNgrams(1, 3)
    characters = FieldConfig(name="a", source="text", analyzer="char", low=3, high=4)
    assert characters.build_analyzer() == CharNgrams(3, 4)
