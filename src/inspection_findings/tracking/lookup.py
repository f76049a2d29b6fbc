"""A registered version by whatever names it."""

from __future__ import annotations

import re

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.addresses import parse_address
from inspection_findings.tracking.registry import ModelVersion, get_version, version_with_alias, versions

_NUMBER = re.compile("[1-9][0-9]{0,8}")


def find_version(reference: str) -> ModelVersion:
    """Find a version in the registry.

    Parameters
    ----------
    reference
        Its number, an alias, a run's id, or an address as `parse_address` reads it.

    Raises
    ------
    TrackingError
        If there is no such version or the store cannot be reached.
    """
    if _NUMBER.fullmatch(reference):
        return get_version(int(reference))
    address = parse_address(reference)
    if address is not None and address.version is not None:
        return get_version(address.version)
    if address is not None and address.run_id is not None:
        found = [each for each in versions() if each.run_id == address.run_id]
        if not found:
            raise TrackingError(f"{reference}: no version was registered of this run: train again")
        return found[-1]
    alias = address.alias if address is not None else reference
    named = version_with_alias(alias or "")
    if named is None:
        raise TrackingError(
            f"{reference}: no version has this alias: give its number, or train a model first"
        )
    return named
