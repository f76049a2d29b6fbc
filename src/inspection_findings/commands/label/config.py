"""``findings label config``: the labelling interface for Label Studio."""

from __future__ import annotations

from inspection_findings.commands.console import standard_output
from inspection_findings.commands.extras import needs_extra


def config() -> None:
    """Print the labelling interface for Label Studio: the 22 labels, none, and a note.

    Paste it under Settings > Labeling Interface > Code of a project, then import what
    `findings label export` writes.

    [bold]Try[/bold]

      findings label config
      findings label config > interface.xml
    """
    with needs_extra("train"):
        from inspection_findings.corpus.exchange.label_studio import labelling_config

    standard_output(machine=True).write(labelling_config())
