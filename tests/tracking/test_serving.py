"""The logged model alone, where this package is not installed."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import mlflow
import pandas as pd
import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.tracking.signature import EXAMPLE

NO_SPARK = "" if shutil.which("java") and importlib.util.find_spec("pyspark") else "needs Java and pyspark"
# Of each row of the example, the sentences of its passage, and the sentence itself.
PASSAGES = [
    [],
    ["Children know their social workers well.", "They are seen alone."],
    ["Senior leaders should improve:"],
]


@pytest.fixture(scope="module")
def logged(made, tmp_path_factory):
    """A copy of the logged model, away from its store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", made.uri)
        [found] = mlflow.MlflowClient(made.uri).search_logged_models(
            ["1"], filter_string=f"source_run_id='{made.runs[0]}'"
        )
    copy = tmp_path_factory.mktemp("logged") / "model"
    return Path(shutil.copytree(found.artifact_location.removeprefix("file://"), copy))


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """An interpreter that finds the packages installed here, but none that is installed to be edited."""
    folder = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(folder)
    # How MLflow starts its server.
    server = folder / "bin" / "uvicorn"
    server.write_text(f'#!/bin/sh\nexec {folder}/bin/python -m uvicorn "$@"\n')
    server.chmod(0o755)
    return folder / "bin" / "python"


def environ(python):
    """Variables for that interpreter and what it starts."""
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": sysconfig.get_path("purelib")}


@pytest.fixture(scope="module")
def answers(logged, tmp_path_factory):
    """What the command says of the example."""
    path = tmp_path_factory.mktemp("lines") / "lines.jsonl"
    with path.open("w") as stream:
        for row, fields in EXAMPLE.drop(columns="previous").iterrows():
            for text in [*PASSAGES[row], fields["text"]]:
                stream.write(json.dumps({"id": row, "passage": row, **fields, "text": text}) + "\n")
    model = next((logged / "data").iterdir())
    done = CliRunner().invoke(app, ["classify", str(path), "--model", str(model), "--quiet"])
    assert done.exit_code == 0, done.output
    # Of the lines of a passage, the last one stays.
    records = {record.pop("id"): record for record in map(json.loads, done.stdout.splitlines())}
    assert sum(len(record["findings"]) for record in records.values()) >= 2
    return [records[row] for row in range(len(EXAMPLE))]


def run(python, script, *arguments):
    """Run a script, which leaves its result in a file."""
    done = subprocess.run(
        [python, "-c", script, *arguments],
        capture_output=True, text=True, timeout=300, env=environ(python), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_loaded_as_a_function(python, logged, answers, tmp_path):
    script = (
        "import json, sys, mlflow.pyfunc\n"
        "model = mlflow.pyfunc.load_model(sys.argv[1])\n"
        "answer = model.predict(model.input_example)\n"
        "import inspection_findings\n"
        "given = {'place': inspection_findings.__file__, 'answer': answer.to_dict(orient='records')}\n"
        "open(sys.argv[2], 'w').write(json.dumps(given))\n"
    )
    run(python, script, logged, tmp_path / "out.json")
    given = json.loads((tmp_path / "out.json").read_text())
    assert Path(given["place"]).is_relative_to(logged / "code")
    assert given["answer"] == answers


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(address, data=None):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(address, data, headers)  # noqa: S310 - the loopback device
    with opener.open(asked, timeout=60) as response:
        return response.read()


@pytest.fixture
def server(python, logged, tmp_path):
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [python, "-m", "mlflow", "models", "serve", "--model-uri", logged, "--env-manager", "local"]
    with (tmp_path / "server.txt").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
            stdout=log, stderr=log, env=environ(python), start_new_session=True,
        )  # fmt: skip
    try:
        for _ in range(600):
            assert process.poll() is None, (tmp_path / "server.txt").read_text()
            try:
                request(f"{address}/ping")
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        # The command starts the server as a process of its own.
        os.killpg(process.pid, 15)
        process.wait(30)


def test_it_is_served(server, logged, answers):
    example = (logged / "serving_input_example.json").read_bytes()
    assert json.loads(request(f"{server}/invocations", example))["predictions"] == answers
    with pytest.raises(urllib.error.HTTPError) as refused:
        request(f"{server}/invocations", b'{"dataframe_records": [{"text": ""}]}')
    assert refused.value.code == 400
    assert "must be a string with something in it" in refused.value.read().decode()


SPARK = """
import json, os, sys, mlflow.pyfunc
from pyspark.sql import SparkSession
setting = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
setting = setting.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = sys.executable
spark = setting.getOrCreate()
classify = mlflow.pyfunc.spark_udf(spark, sys.argv[1], env_manager="local")
columns = "row int, text string, section string, bullet boolean, previous array<string>"
table = spark.createDataFrame(json.load(open(sys.argv[2])), columns)
answers = table.select("row", classify("text", "section", "bullet", "previous").alias("given"))
given = {row.row: row.given.asDict(recursive=True) for row in answers.collect()}
alone = table.limit(20).select(classify("text").alias("given")).collect()
with open(sys.argv[3], "w") as out:
    json.dump({"given": [given[row] for row in sorted(given)], "alone": len(alone)}, out)
spark.stop()
"""


@pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK)
def test_it_is_a_function_of_spark(python, logged, answers, tmp_path):
    rows = [
        [row, fields["text"], fields["section"], fields["bullet"], PASSAGES[row % 3] or None]
        for row, fields in enumerate(pd.concat([EXAMPLE] * 1000).to_dict(orient="records"))
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    run(python, SPARK, logged, tmp_path / "rows.json", tmp_path / "out.json")
    out = json.loads((tmp_path / "out.json").read_text())
    assert len(out["given"]) == 3000
    assert out["given"] == answers * 1000
    assert out["alone"] == 20
