"""The card of a registered model: what it says of itself, and where it stands."""

from __future__ import annotations

import json

from inspection_findings.model.scorer import load_model
from inspection_findings.reporting.card import model_card
from inspection_findings.reporting.standing import Gate, RuleResult, Standing
from inspection_findings.tracking.artifacts import log_file
from inspection_findings.tracking.promotion import GATE_TAG
from inspection_findings.tracking.references import resolve
from inspection_findings.tracking.registry import (
    CHALLENGER,
    CHAMPION,
    ModelVersion,
    get_version,
    version_with_alias,
)

CARD_FILE = "card.md"
"""Place of the card in a run."""


def version_card(version: ModelVersion) -> str:
    """Render the card of a registered version as it stands now.

    Raises
    ------
    TrackingError
        If the store cannot be reached or the run's model is gone.
    ModelError
        If the model is damaged.
    """
    return model_card(load_model(resolve(version.run_id).folder).metadata, standing_of(version))


def keep_card(version: ModelVersion) -> None:
    """Put the card of a version, as it stands now, into its run; raises what `version_card` raises."""
    log_file(CARD_FILE, version_card(version).encode(), run_id=version.run_id)


def standing_of(version: ModelVersion) -> Standing:
    """Look up where a version stands.

    Raises
    ------
    TrackingError
        If it is not there or the store cannot be reached.
    """
    named = {alias: version_with_alias(alias) for alias in (CHAMPION, CHALLENGER)}
    aliases = tuple(alias for alias, each in named.items() if each and each.version == version.version)
    tags = get_version(version.version).tags
    return Standing(version.address, version.run_id, aliases, _gate(tags.get(GATE_TAG, "")))


def _gate(text: str) -> Gate | None:
    """Read the tag; what is none that was written here is passed over."""
    try:
        values = json.loads(text)
        return Gate(
            result=str(values["result"]).replace("_", " "),
            at=str(values["at"]),
            by=str(values["by"]),
            champion=None if values["champion"] is None else int(values["champion"]),
            checks=tuple(
                RuleResult(str(each["rule"]), bool(each["passed"]), str(each["words"]))
                for each in values["checks"]
            ),
        )
    except (ValueError, TypeError, KeyError):
        return None
