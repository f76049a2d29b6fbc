"""What is promised of a served model holds."""

import subprocess
import sys
from importlib.metadata import version

from mlflow.models.utils import _enforce_schema

from inspection_findings.model.scorer import load_model
from inspection_findings.tracking.served import COLUMNS, ServedModel
from inspection_findings.tracking.signature import EXAMPLE, SIGNATURE, copy_code, requirements


def test_columns_are_those_that_are_read_and_only_text_must_be_there():
    assert tuple(SIGNATURE.inputs.input_names()) == COLUMNS == tuple(EXAMPLE.columns)
    assert SIGNATURE.inputs.required_input_names() == ["text"]


def test_the_example_is_answered_as_the_signature_says(model):
    answer = ServedModel(load_model(model)).predict(_enforce_schema(EXAMPLE, SIGNATURE.inputs))
    assert _enforce_schema(answer, SIGNATURE.outputs).to_dict() == answer.to_dict()
    assert sum(map(len, answer["findings"])) >= 1


def test_it_answers_without_what_training_and_reading_documents_need(model):
    code = (
        "import sys, pandas as pd\n"
        "from inspection_findings.tracking.served import _load_pyfunc\n"
        f"served = _load_pyfunc({str(model)!r})\n"
        "served.predict(pd.DataFrame({'text': ['Plans are vague.'], 'previous': ['One. Two.']}))\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert imported > {"pandas", "numpy", "sentencex"}
    assert not imported & {"sklearn", "scipy", "mlflow", "datasets", "lxml", "docx", "pypdfium2"}


def test_packages_are_required_as_they_are_here():
    pinned = dict(line.split("==") for line in requirements())
    assert set(pinned) > {"mlflow", "numpy", "pandas", "sentencex"}
    assert pinned == {name: version(name) for name in pinned}


def test_the_code_is_the_modules_of_the_package_and_nothing_else(tmp_path):
    copy = copy_code(tmp_path)
    files = [path for path in copy.rglob("*") if path.is_file()]
    assert copy.name == "inspection_findings"
    assert {path.suffix for path in files} == {".py"}
    assert {"labels.py", "scorer.py", "served.py"} <= {path.name for path in files}
