from __future__ import annotations

import pytest

from inspection_findings.commands.console import Messages
from inspection_findings.commands.inputs import Inputs, resolve


@pytest.fixture
def look():
    """What paths and lists stand for."""

    def look(*paths: str, manifest: str | None = None, **options) -> Inputs:
        return resolve(paths, Messages(), accept_lines=True, manifest=manifest, **options)

    return look
