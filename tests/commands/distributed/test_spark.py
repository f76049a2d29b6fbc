"""Documents classified in Spark: the job of the page gives what one process writes."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from inspection_findings.commands.distributed import spark
from inspection_findings.documents.limits import Limits
from walkthrough import blocks

PAGE = Path(__file__).resolve().parents[3] / "docs" / "scale.md"
NO_SPARK = "" if shutil.which("java") and importlib.util.find_spec("pyspark") else "needs Java and pyspark"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
GOOD = b"# What needs to improve\n\nCaseloads are too high.\n"


@pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK)
def test_spark_gives_what_one_process_writes(many, alone):
    [job] = [block for _, block in blocks(PAGE.read_text("utf-8")) if "import SparkSession" in block]
    given = " ".join(f"--conf {name}={value}" for name, value in SETTINGS.items())
    path = os.pathsep.join([os.environ["PYTHONPATH"], *(each for each in sys.path if each)])
    environment = {"PYSPARK_SUBMIT_ARGS": f"--master local[2] {given} pyspark-shell", "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", job], cwd=many.parent,
        capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, **environment, "PYSPARK_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = pd.read_parquet(many.parent / "findings.parquet")
    assert len(table) == 200
    written, said = alone
    assert sorted("".join(table["lines"]).splitlines()) == sorted(written.decode().splitlines())
    [message] = table["message"].dropna()
    assert message in said.splitlines()


def test_a_document_that_harms_its_reader_is_a_row_with_a_message(harmful, monkeypatch):
    monkeypatch.setattr(spark, "load_model", lambda model: harmful)
    names = ["file:/a/1.md", "file:/a/crash.md", "file:/a/hang.md", "file:/a/2.md"]
    table = pd.DataFrame({"path": names, "content": [GOOD] * 4})
    [given] = spark.classifying(limits=Limits(seconds=2))(iter([table]))
    assert list(given["document"]) == [name.removeprefix("file:") for name in names]
    assert [len(lines.splitlines()) for lines in given["lines"]] == [1, 0, 0, 1]
    crashed, slow = given["message"].dropna()
    assert crashed.startswith("findings: /a/crash.md: its reader was ended with exit code 3")
    assert slow.startswith("findings: /a/hang.md: not read within 2 seconds")


def test_limits_hold(shipped, monkeypatch):
    monkeypatch.setattr(spark, "load_model", lambda model: shipped)
    table = pd.DataFrame({"path": ["file:/a/1.md"], "content": [GOOD]})
    [given] = spark.classifying(limits=Limits(bytes=10))(iter([table]))
    assert "larger than 10 bytes" in given["message"][0]
