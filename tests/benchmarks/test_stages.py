"""Looking at the stack, and what is made of it."""

import importlib
import time

import pytest

from benchmarks.parts.stages import REST, stage_of
from benchmarks.workers import stacks
from benchmarks.workers.stacks import IMPORTS, OTHER, Stacks


@pytest.mark.parametrize(
    ("function", "stage"),
    [
        ("inspection_findings.documents.readers.pdf:page_texts", "text extraction"),
        ("inspection_findings.documents.sentences:spans", "sentences"),
        ("inspection_findings.documents.layout:_Assembler._step", "structure: lines, headings, passages"),
        ("inspection_findings.model.text:WordNgrams.__call__", "features: n-grams, look-up, TF-IDF"),
        ("inspection_findings.model.neighbours:stack_features", "linear models and stacking"),
        ("inspection_findings.reporting.writers:to_json", "writing"),
        ("inspection_findings.commands.app:main", REST),
        (IMPORTS, "imports"),
        (OTHER, REST),
    ],
)
def test_every_function_has_a_stage(function, stage):
    assert stage_of(function) == stage


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module that counts as the product's, and one that takes its time to be imported."""
    (tmp_path / "slow_to_import.py").write_text("import busy_product\nbusy_product.spin(0.1)\n")
    (tmp_path / "busy_product.py").write_text(
        "import time\n"
        "def spin(seconds):\n"
        "    end = time.process_time() + seconds\n"
        "    while time.process_time() < end: sorted(range(100))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(stacks, "PACKAGE", "busy_product")
    return importlib.import_module("busy_product")


def test_time_is_put_down_to_the_product_to_imports_or_to_neither(module):
    found = Stacks()
    found.start()
    try:
        module.spin(0.2)
        importlib.import_module("slow_to_import")
        end = time.process_time() + 0.1
        while time.process_time() < end:
            sorted(range(100))
    finally:
        found.stop()
    total = sum(found.seconds.values())
    assert total == pytest.approx(0.4, rel=0.3)
    assert set(found.seconds) == {"busy_product:spin", IMPORTS, OTHER}
    assert max(found.seconds, key=found.seconds.get) == "busy_product:spin"
