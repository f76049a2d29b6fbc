"""Save and load a compact model: an npz of plain arrays and a JSON file, neither able to carry code."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection_findings.exceptions import ModelError
from inspection_findings.files import exclusive, write_atomically
from inspection_findings.labels import LABELS
from inspection_findings.model.arrays import pack_arrays, unpack_arrays
from inspection_findings.model.context import PLACES
from inspection_findings.model.parameters import (
    SOURCES,
    ModelMetadata,
    ModelParameters,
    StackingRound,
    TextField,
)
from inspection_findings.model.risk_control import RiskControl
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import Analyzer, CharNgrams, WordNgrams

FORMAT_VERSION = 3
"""Goes up with `model.text` too: weights are those of the tokens that it gave when they were fitted."""
WEIGHTS_FILE = "model.npz"
METADATA_FILE = "model.json"

# Bounds that no model comes near, so that one from anywhere cannot ask for more than it holds.
LARGEST_WEIGHTS = 500_000_000
LARGEST_METADATA = 10_000_000
_LONGEST_NGRAM = 20
_LONGEST_REACH = 100
_MOST_FIELDS = 50
_MOST_ROUNDS = 10

_ANALYZERS: dict[str, type[WordNgrams] | type[CharNgrams]] = {"word": WordNgrams, "char": CharNgrams}
_TABLES = frozenset({"data", "metrics", "config", "versions"})
_KINDS = {cls: kind for kind, cls in _ANALYZERS.items()}
_ARRAYS = (
    "place_coefficients",
    "intercepts",
    "polarity_offsets",
    "calibration",
    "thresholds",
)


def save_model(
    folder: Path,
    parameters: ModelParameters,
    metadata: ModelMetadata,
    *,
    beside: Mapping[str, bytes] | None = None,
) -> None:
    """Write a model to a folder: wherever that is stopped, the model before it or the new one is there.

    The new arrays wait beside the old ones until the metadata, which is replaced in one step, names them.

    Parameters
    ----------
    folder
        Made where it is not there.
    parameters, metadata
        The model.
    beside
        Files that go with it, by name: of two processes that write there, one's model and files stay.

    Raises
    ------
    ModelError
        If the parameters have wrong shapes or hold values that are not finite.
    BusyError
        If another process writes a model there.
    OSError
        If the folder cannot be written.
    """
    parameters.validate()
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {name: getattr(parameters, name) for name in _ARRAYS}
    for text_field in parameters.fields:
        terms = text_field.terms.text.encode()
        arrays[f"{text_field.name}.terms"] = np.frombuffer(terms, dtype=np.uint8)
        arrays[f"{text_field.name}.idf"] = text_field.idf
        arrays[f"{text_field.name}.coefficients"] = text_field.coefficients
    for k, stacking in enumerate(parameters.rounds):
        arrays[f"rounds.{k}.coefficients"] = stacking.coefficients
        arrays[f"rounds.{k}.intercepts"] = stacking.intercepts
    if parameters.risk_control is not None:
        arrays["risk_control.precisions"] = parameters.risk_control.precisions
        arrays["risk_control.thresholds"] = parameters.risk_control.thresholds
    weights = pack_arrays(arrays)
    description = {
        "format": FORMAT_VERSION,
        **dataclasses.asdict(metadata),
        "labels": [str(label) for label in LABELS],
        "places": list(PLACES),
        "reach": parameters.reach,
        "rounds": len(parameters.rounds),
        "fields": [
            {
                "name": f.name,
                "source": f.source,
                "weight": f.weight,
                "analyzer": _KINDS[type(f.analyzer)],
                "low": f.analyzer.low,
                "high": f.analyzer.high,
                "size": len(f.terms),
            }
            for f in parameters.fields
        ],
        "sha256": hashlib.sha256(weights).hexdigest(),
    }
    text = json.dumps(description, indent=2, ensure_ascii=False) + "\n"
    # The arrays last: as long as they wait, so may the others.
    files = {**(beside or {}), WEIGHTS_FILE: weights}
    with exclusive(folder):
        _settle(folder)
        try:
            for name, data in files.items():
                write_atomically(folder / _waiting(name), data)
            write_atomically(folder / METADATA_FILE, text.encode())
            for name in files:
                (folder / _waiting(name)).replace(folder / name)
        except BaseException:
            _settle(folder)
            raise


def _waiting(name: str) -> str:
    """Name of a file that waits for the metadata of its model."""
    return f".{name}.new"


def _settle(folder: Path) -> None:
    """Bring to an end what was stopped half-way: files that wait take their places, or go."""
    left = folder.glob(_waiting("*"))
    # In the order that they are moved in.
    waiting = sorted(left, key=lambda place: place.name == _waiting(WEIGHTS_FILE))
    if not waiting:
        return
    try:
        named = json.loads((folder / METADATA_FILE).read_bytes())["sha256"]
        arrives = hashlib.sha256((folder / _waiting(WEIGHTS_FILE)).read_bytes()).hexdigest() == named
    except (OSError, ValueError, LookupError, TypeError):
        arrives = False
    for place in waiting:
        if arrives:
            place.replace(folder / place.name[1 : -len(".new")])
        else:
            place.unlink()


def read_model(folder: Path) -> tuple[ModelParameters, ModelMetadata]:
    """Read a model folder, refusing whatever does not fit.

    Raises
    ------
    ModelError
        If the folder or a file is missing or too large, the checksum differs, the format or the labels are
        of another version, or an array is missing, misshapen or not finite.
    """
    description = _read_description(folder)
    weights = _read_weights(folder, description.get("sha256"))
    try:
        parameters = _parameters(description, unpack_arrays(weights))
        metadata = _metadata(description)
    except ModelError as error:
        raise ModelError(f"{folder}: {_brief(error)}") from error
    except KeyError as error:
        what = f"no {_brief(error)}"
        raise ModelError(f"{folder}: the model is damaged ({what}): train or copy it again") from error
    except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
        what = _brief(error) or type(error).__name__
        raise ModelError(f"{folder}: the model is damaged ({what}): train or copy it again") from error
    return parameters, metadata


def _brief(message: object) -> str:
    """A message as one line of no more than a few words of what the file holds."""
    return textwrap.shorten(str(message), 200, placeholder=" ...")


def _read_weights(folder: Path, checksum: object) -> bytes:
    """The arrays that the metadata names."""
    # Between the two steps of replacing a model its arrays are where they waited.
    for name in (WEIGHTS_FILE, _waiting(WEIGHTS_FILE)):
        try:
            weights = _read_file(folder / name, LARGEST_WEIGHTS)
        except FileNotFoundError:
            continue
        if hashlib.sha256(weights).hexdigest() == checksum:
            return weights
    if not (folder / WEIGHTS_FILE).exists():
        raise ModelError(f"{folder}: there is no {WEIGHTS_FILE} in it: copy the model again")
    raise ModelError(
        f"{folder}: {WEIGHTS_FILE} does not match the checksum in {METADATA_FILE}: copy the model again"
    )


def _read_description(folder: Path) -> dict[str, Any]:
    path = folder / METADATA_FILE
    if not path.is_file():
        raise ModelError(
            f"{folder} is not a model: no {METADATA_FILE} in it. Give a folder that `findings train` wrote"
        )
    data = _read_file(path, LARGEST_METADATA)
    try:
        description = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: not readable as JSON: train or copy the model again") from error
    if not isinstance(description, dict) or description.get("format") != FORMAT_VERSION:
        found = _brief(repr(description.get("format") if isinstance(description, dict) else None))
        raise ModelError(
            f"{folder}: model format {found}, this version reads {FORMAT_VERSION}: train it again"
        )
    if description.get("labels") != [str(label) for label in LABELS]:
        raise ModelError(f"{folder}: the model's labels are not this version's: train it again")
    if description.get("places") != list(PLACES):
        raise ModelError(f"{folder}: the model's sections are not this version's: train it again")
    return description


def _read_file(path: Path, most: int) -> bytes:
    """What a file holds, if it is one and not larger than allowed."""
    if path.exists() and not path.is_file():
        raise ModelError(f"{path}: not a file: copy the model again")
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(size) if size <= most else None
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ModelError(f"{path.parent}: cannot read {path.name} ({error.strerror})") from error
    if data is None:
        raise ModelError(f"{path}: larger than {most:,} bytes, as no model is: copy the model again")
    return data


def _metadata(description: dict[str, Any]) -> ModelMetadata:
    values: dict[str, Any] = {}
    for each in dataclasses.fields(ModelMetadata):
        if each.name in description:
            value = description[each.name]
            kind = dict if each.name in _TABLES else str
            if not isinstance(value, kind):
                raise TypeError(f"{each.name} is {type(value).__name__}, expected {kind.__name__}")
            values[each.name] = value
    return ModelMetadata(**values)


def _analyzer(entry: dict[str, Any]) -> Analyzer:
    low, high = entry["low"], entry["high"]
    # Every text is cut into n-grams of all sizes between the two.
    if not (isinstance(low, int) and isinstance(high, int) and 1 <= low <= high <= _LONGEST_NGRAM):
        raise ValueError(f"n-grams of {low!r} to {high!r}, expected sizes of 1 to {_LONGEST_NGRAM}")
    return _ANALYZERS[entry["analyzer"]](low, high)


def _at_most(name: str, value: object, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"{name} is {value!r}, expected 0 to {most}")
    return value


def _parameters(description: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> ModelParameters:
    fields: list[TextField] = []
    _at_most("number of fields", len(description["fields"]), _MOST_FIELDS)
    for entry in description["fields"]:
        name, source, weight = entry["name"], entry["source"], float(entry["weight"])
        if name in {field.name for field in fields} or not math.isfinite(weight):
            raise ValueError(f"field {name!r} is there twice or its weight is not a finite number")
        if source not in SOURCES:
            raise ModelError(f"field {name!r} reads an unknown source {source!r}")
        terms = Terms(arrays[f"{name}.terms"].tobytes().decode())
        analyzer = _analyzer(entry)
        idf = np.asarray(arrays[f"{name}.idf"], dtype=np.float64)
        coefficients = np.asarray(arrays[f"{name}.coefficients"], dtype=np.float32)
        fields.append(TextField(name, source, weight, analyzer, terms, idf, coefficients))
    plain = {name: np.asarray(arrays[name], dtype=np.float64) for name in _ARRAYS}
    rounds = tuple(
        StackingRound(
            coefficients=np.asarray(arrays[f"rounds.{k}.coefficients"], dtype=np.float64),
            intercepts=np.asarray(arrays[f"rounds.{k}.intercepts"], dtype=np.float64),
        )
        for k in range(_at_most("rounds", description["rounds"], _MOST_ROUNDS))
    )
    control = None
    if "risk_control.precisions" in arrays:
        control = RiskControl(
            precisions=np.asarray(arrays["risk_control.precisions"], dtype=np.float64),
            thresholds=np.asarray(arrays["risk_control.thresholds"], dtype=np.float64),
        )
    reach = _at_most("reach", description["reach"], _LONGEST_REACH)
    parameters = ModelParameters(tuple(fields), reach, rounds=rounds, risk_control=control, **plain)
    parameters.validate()
    return parameters
