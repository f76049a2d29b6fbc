"""Settings from TOML files, held to what a model of them allows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from inspection_findings.exceptions import ConfigError

Settings = TypeVar("Settings", bound=BaseModel)


def read_toml(path: Path | None) -> dict[str, Any]:
    """Read a file; nothing is set where there is none.

    Raises
    ------
    ConfigError
        If the file is missing or not TOML.
    """
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def validated(kind: type[Settings], values: Mapping[str, Any], path: Path | None, *, name: str) -> Settings:
    """Make settings of values.

    Parameters
    ----------
    kind
        Of the settings.
    values
        By name.
    path
        File that they are from.
    name
        What they are called where there is no file.

    Raises
    ------
    ConfigError
        If a key is unknown or a value is out of range.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or name
        raise ConfigError(f"{path or name}: {where}: {first['msg']}") from error
