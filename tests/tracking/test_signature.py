"""What is promised of a served model holds."""

import ast
import json
import subprocess
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from mlflow.models.utils import _enforce_schema

from inspection_findings.model.scorer import load_model
from inspection_findings.tracking.served import COLUMNS, ServedModel
from inspection_findings.tracking.signature import EXAMPLE, SIGNATURE, copy_code, requirements

THIS = "inspection-findings"


def test_columns_are_those_that_are_read_and_only_text_must_be_there():
    assert tuple(SIGNATURE.inputs.input_names()) == COLUMNS == tuple(EXAMPLE.columns)
    assert SIGNATURE.inputs.required_input_names() == ["text"]


def test_the_example_is_answered_as_the_signature_says(model):
    answer = ServedModel(load_model(model)).predict(_enforce_schema(EXAMPLE, SIGNATURE.inputs))
    assert _enforce_schema(answer, SIGNATURE.outputs).to_dict() == answer.to_dict()
    assert sum(map(len, answer["findings"])) >= 1


@pytest.fixture(scope="module")
def loaded(model):
    """Every module that is loaded when a served model has answered, and its file."""
    code = (
        "import json, sys, pandas as pd\n"
        "from inspection_findings.tracking.served import _load_pyfunc\n"
        f"served = _load_pyfunc({str(model)!r})\n"
        "served.predict(pd.DataFrame({'text': ['Plans are vague.'], 'previous': ['One. Two.']}))\n"
        "print(json.dumps({n: getattr(m, '__file__', None) for n, m in list(sys.modules.items())}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_it_answers_without_what_training_and_reading_documents_need(loaded):
    assert loaded.keys() > {"pandas", "numpy", "sentencex"}
    assert not loaded.keys() & {"sklearn", "scipy", "mlflow", "datasets", "lxml", "docx", "pypdfium2"}


def test_packages_are_required_as_they_are_here():
    pinned = dict(line.split("==") for line in requirements())
    assert pinned == {name: version(name) for name in pinned}


def test_every_package_that_the_code_imports_to_answer_is_required(loaded):
    files = [Path(place) for name, place in loaded.items() if name.startswith("inspection_findings")]
    assert len(files) > 20
    imported = {name for file in files for name in _imports(ast.parse(file.read_text()))}
    known = packages_distributions()
    required = {line.partition("==")[0] for line in requirements()} - {"mlflow"}
    assert {known[name][0] for name in imported & set(loaded) & set(known)} - {THIS} == required


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_the_code_is_the_modules_of_the_package_and_nothing_else(tmp_path):
    copy = copy_code(tmp_path)
    files = [path for path in copy.rglob("*") if path.is_file()]
    assert copy.name == "inspection_findings"
    assert {path.suffix for path in files} == {".py"}
    assert {"labels.py", "scorer.py", "served.py"} <= {path.name for path in files}
