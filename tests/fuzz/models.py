"""Targets that load a model: its metadata, its archive of arrays, one array of it."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fuzz.target import Target, check_refusal, memory_folder
from inspection_findings.documents import Sentence
from inspection_findings.exceptions import ModelError
from inspection_findings.model.arrays import pack_arrays, unpack_arrays
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import Scorer, default_model_path
from inspection_findings.model.storage import METADATA_FILE, WEIGHTS_FILE, read_model, save_model
from inspection_findings.model.terms import Terms

_CHECKSUM = "0" * 64
_SENTENCES = [Sentence("Plans are vague."), Sentence("Visits are late.", bullet=True)]


def load(metadata: bytes, weights: bytes) -> None:
    """Read a model; one that is not refused must score."""
    folder = _folder()
    (folder / METADATA_FILE).write_bytes(metadata)
    (folder / WEIGHTS_FILE).write_bytes(weights)
    try:
        parameters, about = read_model(folder)
    except ModelError as error:
        check_refusal(error)
        return
    with np.errstate(all="ignore"):
        assert len(Scorer(parameters, about).classify_sentences(_SENTENCES)) == len(_SENTENCES)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory_folder()))


@cache
def tiny_model() -> tuple[dict[str, Any], bytes]:
    """Metadata and arrays of the model that is shipped, with three terms a field."""
    whole, _ = read_model(default_model_path())
    fields = []
    for field in whole.fields:
        terms = Terms.of(list(field.terms)[:3])
        fields.append(replace(field, terms=terms, idf=field.idf[:3], coefficients=field.coefficients[:3]))
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        about = ModelMetadata("tiny", "1", "2024-01-01")
        save_model(Path(folder), replace(whole, fields=tuple(fields)), about)
        return json.loads((Path(folder) / METADATA_FILE).read_bytes()), (
            Path(folder) / WEIGHTS_FILE
        ).read_bytes()


@cache
def _arrays() -> dict[str, NDArray[Any]]:
    return unpack_arrays(tiny_model()[1])


def load_metadata(data: bytes) -> None:
    """Metadata of any kind beside sound arrays, the checksum true where there is one."""
    weights = tiny_model()[1]
    load(data.replace(_CHECKSUM.encode(), hashlib.sha256(weights).hexdigest().encode()), weights)


def load_archive(data: bytes) -> None:
    """Arrays of any kind beside sound metadata, the checksum true."""
    description = {**tiny_model()[0], "sha256": hashlib.sha256(data).hexdigest()}
    load(json.dumps(description).encode(), data)


def load_array(data: bytes) -> None:
    """One array of any kind in a sound archive; the first byte says which."""
    names = sorted(_arrays())
    chosen = names[data[0] % len(names)] if data else names[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(f"{name}.npy", data[1:] if name == chosen else _member(name))
    load_archive(out.getvalue())


@cache
def _member(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pack_arrays({name: _arrays()[name]}))) as archive:
        return archive.read(f"{name}.npy")


TARGETS = {
    "model-metadata": Target(
        load_metadata, lambda: [json.dumps({**tiny_model()[0], "sha256": _CHECKSUM}).encode()]
    ),
    "model-archive": Target(load_archive, lambda: [tiny_model()[1]]),
    "model-array": Target(
        load_array, lambda: [bytes([k]) + _member(name) for k, name in enumerate(sorted(_arrays()))]
    ),
}
