from typer.testing import CliRunner

from inspection_findings import load_model
from inspection_findings.commands.app import app
from inspection_findings.reporting.card import model_card


def card(*arguments):
    return CliRunner().invoke(app, ["card", *map(str, arguments)])


def test_the_card_of_the_built_in_model_is_the_default():
    result = card()
    assert result.exit_code == 0
    assert result.stdout == model_card(load_model().metadata)


def test_it_is_written_to_a_file(tmp_path):
    assert card("--output", tmp_path / "card.md").exit_code == 0
    assert (tmp_path / "card.md").read_text().startswith("# Model card: inspection-findings")


def test_what_is_not_a_model_is_one_line(tmp_path):
    result = card(tmp_path / "nothing")
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "is not a model" in line
