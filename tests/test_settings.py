import pytest
from pydantic import BaseModel, ConfigDict

from inspection_findings.exceptions import ConfigError
from inspection_findings.settings import read_toml, validated


class Rules(BaseModel):
    model_config = ConfigDict(extra="forbid")
    least: int = 1


def test_a_file_is_read_and_none_sets_nothing(tmp_path):
    (tmp_path / "a.toml").write_text("least = 2\n")
    assert read_toml(tmp_path / "a.toml") == {"least": 2}
    assert read_toml(None) == {}


@pytest.mark.parametrize(
    ("content", "message"), [(b"least =", "not valid TOML"), (b"\xff", "not valid TOML")]
)
def test_what_is_not_toml_is_named(tmp_path, content, message):
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=f"a.toml: {message}"):
        read_toml(tmp_path / "a.toml")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_toml(tmp_path / "b.toml")


@pytest.mark.parametrize(("values", "where"), [({"least": "x"}, "least"), ({"most": 1}, "most")])
def test_the_key_at_fault_is_named(tmp_path, values, where):
    assert validated(Rules, {"least": 3}, None, name="rules").least == 3
    with pytest.raises(ConfigError, match=f"^rules: {where}: "):
        validated(Rules, values, None, name="rules")
    with pytest.raises(ConfigError, match=f"a.toml: {where}: "):
        validated(Rules, values, tmp_path / "a.toml", name="rules")
