"""What a model folder is, once everything in it has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspection_findings.files import digest_of
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.storage import FORMAT_VERSION, METADATA_FILE, WEIGHTS_FILE, read_model


@dataclass(frozen=True)
class VerifiedModel:
    """A model that was found whole.

    Attributes
    ----------
    metadata
        What it says of itself.
    format
        Version of the form in which it is kept.
    labels
        How many labels it tells apart.
    terms
        How many n-grams each field has, by its name.
    numbers
        How many weights and other figures it holds, each of them finite.
    bytes
        Size of each file, by its name.
    sha256
        Of the arrays, as the metadata says too.
    is_shipped
        Whether it is, byte for byte, the model that comes with the package.
    """

    metadata: ModelMetadata
    format: int
    labels: int
    terms: dict[str, int]
    numbers: int
    bytes: dict[str, int]
    sha256: str
    is_shipped: bool


def verify_model(folder: Path, shipped: Path) -> VerifiedModel:
    """Check a model as loading does, and say what it is.

    Parameters
    ----------
    folder
        Of the model.
    shipped
        Folder of the model that comes with the package.

    Raises
    ------
    ModelError
        If it is damaged, was tampered with or is of another version: as `storage.read_model`.
    OSError
        If it is replaced or taken away meanwhile.
    """
    parameters, metadata = read_model(folder)
    arrays = [parameters.place_coefficients, parameters.intercepts, parameters.polarity_offsets]
    arrays += [parameters.calibration, parameters.thresholds]
    arrays += [array for each in parameters.rounds for array in (each.coefficients, each.intercepts)]
    numbers = sum(array.size for array in arrays)
    numbers += sum(field.idf.size + field.coefficients.size for field in parameters.fields)
    files = (METADATA_FILE, WEIGHTS_FILE)
    sums = [digest_of(folder / name) for name in files]
    return VerifiedModel(
        metadata=metadata,
        format=FORMAT_VERSION,
        labels=parameters.thresholds.size,
        terms={field.name: len(field.terms) for field in parameters.fields},
        numbers=numbers,
        bytes={name: (folder / name).stat().st_size for name in files},
        sha256=sums[1],
        is_shipped=sums == [digest_of(shipped / name) for name in files],
    )
