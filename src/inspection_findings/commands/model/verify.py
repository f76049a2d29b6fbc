"""``findings model verify``: whether a model is whole, and what it is."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError, standard_output
from inspection_findings.commands.models import model_folder
from inspection_findings.exceptions import ModelError
from inspection_findings.model.scorer import default_model_path
from inspection_findings.model.verification import VerifiedModel, verify_model
from inspection_findings.reporting.wording import plain


class Format(StrEnum):
    """For a reader, or for a program."""

    TEXT = "text"
    JSON = "json"


def verify(
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="MODEL",
            help="Model folder, models:/inspection-findings@champion, or the id of a run.",
            show_default="built in",
        ),
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="Of what is said.")] = Format.TEXT,
) -> None:
    """Check that a model is whole and of this version, and say what it is.

    A model is numbers and text; no code is run to load it. That its checksum is right says that it is as
    it was written, not who wrote it: compare the checksum with one that you have from its maker.

    Exit codes: 0 it is whole; 1 it is there and refused, with the reason; 2 there is none to be had.

    [bold]Try[/bold]

      findings model verify
      findings model verify models/trained
      findings model verify models:/inspection-findings@champion --format json
    """
    try:
        folder = model_folder(model) or default_model_path()
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder")
        verified = verify_model(folder, default_model_path())
    except ModelError as error:
        Messages().error(str(error))
        raise typer.Exit(ExitCode.SOME_FAILED) from error
    standard_output(machine=output_format is Format.JSON).write(
        _as_json(folder, verified) if output_format is Format.JSON else _as_text(folder, verified)
    )


def _as_json(folder: Path, verified: VerifiedModel) -> str:
    metadata = verified.metadata
    values = {
        "folder": str(folder),
        "name": metadata.name,
        "version": metadata.version,
        "created": metadata.created,
        "data": metadata.data.get("fingerprint"),
        **{k: v for k, v in dataclasses.asdict(verified).items() if k != "metadata"},
    }
    return json.dumps(values) + "\n"


def _as_text(folder: Path, verified: VerifiedModel) -> str:
    metadata = verified.metadata
    rows = {
        "model": f"{metadata.name} {metadata.version}, made {metadata.created}",
        "format": f"{verified.format}, the one that this version reads",
        "labels": f"{verified.labels}, those of this version",
        "terms": ", ".join(f"{name} {size:,}" for name, size in verified.terms.items()),
        "numbers": f"{verified.numbers:,}, all finite",
        "files": ", ".join(f"{name} {size:,} bytes" for name, size in verified.bytes.items()),
        "sha256": f"{verified.sha256}, as the metadata says",
        "shipped": "yes, byte for byte" if verified.is_shipped else "no, not the model of this package",
    }
    lines = [f"{folder}: whole", *(f"  {name:8} {value}" for name, value in rows.items())]
    return "".join(f"{plain(line)}\n" for line in lines)
