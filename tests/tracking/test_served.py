"""The served model reads tables, and says what the command says of the same sentences."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.exceptions import InputLineError
from inspection_findings.model.scorer import load_model
from inspection_findings.tracking.served import ServedModel

ROWS = [
    {"text": "Social workers’ caseloads are too high."},
    {"text": "They are too high.", "section": "leaders", "previous": ["Caseloads were reduced."]},
    {
        "text": "They are too high.",
        "section": "leaders",
        "previous": "Leaders cut caseloads. These rose again.",
    },
    {"text": "The timeliness of visits.", "section": "what_needs_to_improve", "bullet": True},
    {"text": "The timeliness of visits.", "section": "lunch"},
    {"text": "Inspectors came in May.", "section": None, "bullet": None, "previous": None},
]


@pytest.fixture(scope="module")
def served(model):
    return ServedModel(load_model(model))


@pytest.fixture
def command(model, tmp_path):
    """What the command says of each row: of the last line of its passage."""

    def classify(passages):
        lines = [
            {"id": f"{row}/{place}", "passage": row, **fields}
            for row, (before, fields) in enumerate(passages)
            for place, fields in enumerate([*({**fields, "text": text} for text in before), fields])
        ]
        path = tmp_path / "lines.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        done = CliRunner().invoke(app, ["classify", str(path), "--model", str(model), "--quiet"])
        assert done.exit_code == 0, done.output
        found = {}
        for line in done.stdout.splitlines():
            record = json.loads(line)
            found[int(record.pop("id").partition("/")[0])] = record
        return [found[row] for row in range(len(passages))]

    return classify


def test_it_says_what_the_command_says(served, command):
    cut = {2: ["Leaders cut caseloads.", "These rose again."]}
    passages = [
        (cut.get(row, fields.get("previous") or []), {k: v for k, v in fields.items() if k != "previous"})
        for row, fields in enumerate(ROWS)
    ]
    given = served.predict(pd.DataFrame(ROWS))
    assert given.to_dict(orient="records") == command(passages)
    assert sum(map(len, given["findings"])) >= 4


def test_what_stands_before_counts(served):
    table = pd.DataFrame({"text": ["It is not."] * 2, "previous": [None, ["Supervision should be regular."]]})
    alone, after = served.predict(table)["scores"]
    assert alone != after


def test_rows_do_not_know_of_each_other(served):
    together = served.predict(pd.DataFrame(ROWS))
    alone = [served.predict(pd.DataFrame([row])).iloc[0] for row in ROWS]
    assert together["findings"].tolist() == [row["findings"] for row in alone]
    for one, other in zip(together["scores"], alone, strict=True):
        assert one == pytest.approx(other["scores"], abs=2e-6)


def test_text_alone_will_do_and_the_index_stays(served):
    table = pd.DataFrame({"text": [row["text"] for row in ROWS]}, index=list("uvwxyz"))
    assert served.predict(table).index.tolist() == list("uvwxyz")


def test_no_rows_give_no_rows(served):
    given = served.predict(pd.DataFrame({"text": []}))
    assert list(given.columns) == ["findings", "scores"]
    assert len(given) == 0


@pytest.mark.parametrize("empty", [None, float("nan"), pd.NA, np.nan])
def test_an_empty_cell_is_as_none(served, empty):
    table = pd.DataFrame({"text": [ROWS[0]["text"]]})
    wider = table.assign(section=[empty], bullet=[empty], previous=[empty])
    assert served.predict(wider).equals(served.predict(table))


def test_a_list_may_be_an_array_and_blank_sentences_do_not_count(served):
    forms = [
        ["Caseloads were reduced."],
        np.array(["Caseloads were reduced.", " "], dtype=object),
        " Caseloads were\nreduced. ",
    ]
    table = pd.DataFrame({"text": ["They are too high."] * 3, "previous": forms})
    first, second, third = served.predict(table)["scores"]
    assert first == second == third


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": None}, 'row 2: "text" must be a string with something in it'),
        ({"text": " "}, 'row 2: "text" must be'),
        ({"text": 3}, 'row 2: "text" must be'),
        ({"section": 3}, 'row 2: "section" must be a string'),
        ({"bullet": "yes"}, 'row 2: "bullet" must be true or false'),
        ({"previous": 3}, 'row 2: "previous" must be a string or a list of strings'),
        ({"previous": ["a", None]}, 'row 2: "previous" must be'),
    ],
)
def test_a_row_of_a_wrong_kind_is_named(served, fields, message):
    with pytest.raises(InputLineError, match=message):
        served.predict(pd.DataFrame([ROWS[0], {**ROWS[0], **fields}], dtype=object))
