"""What a served model takes and gives, for MLflow: signature, example, requirements and code."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from mlflow.models import ModelSignature
from mlflow.types.schema import AnyType, Array, ColSpec, DataType, Map, Object, Property, Schema

import inspection_findings

_ANYTHING = AnyType()  # type: ignore[no-untyped-call]
_FINDING = Object(
    [
        Property("domain", DataType.string),
        Property("polarity", DataType.string),
        Property("confidence", DataType.double),
    ]
)

SIGNATURE = ModelSignature(
    inputs=Schema(
        [
            ColSpec(DataType.string, "text"),
            ColSpec(DataType.string, "section", required=False),
            # Spark gives a column that is left out as numbers, none of which is a truth value.
            ColSpec(_ANYTHING, "bullet", required=False),
            # A string, or a list of them.
            ColSpec(_ANYTHING, "previous", required=False),
        ]
    ),
    outputs=Schema([ColSpec(Array(_FINDING), "findings"), ColSpec(Map(DataType.double), "scores")]),
)
"""Columns as `inspection_findings.tracking.served` describes them."""

EXAMPLE = pd.DataFrame(
    {
        "text": [
            "Social workers’ caseloads are too high.",
            "This is not yet the case for all of them.",
            "The timeliness of visits.",
        ],
        "section": ["leaders", "children_in_care", "what_needs_to_improve"],
        "bullet": [False, False, True],
        "previous": [
            None,
            "Children know their social workers well. They are seen alone.",
            ["Senior leaders should improve:"],
        ],
    }
)
"""A few sentences of no report."""

_DISTRIBUTIONS = ("mlflow", "numpy", "pandas", "rich", "sentencex")


def requirements() -> list[str]:
    """Packages that a served model imports, as they are installed here."""
    return [f"{name}=={version(name)}" for name in _DISTRIBUTIONS]


def copy_code(folder: Path) -> Path:
    """Copy this package's modules, and nothing else that may lie beside them.

    Parameters
    ----------
    folder
        To put the copy in.

    Returns
    -------
    Path
        The copy.
    """
    package = Path(inspection_findings.__file__).parent
    for source in package.rglob("*.py"):
        target = folder / package.name / source.relative_to(package)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return folder / package.name
