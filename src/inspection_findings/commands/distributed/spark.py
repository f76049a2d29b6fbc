"""Documents of a Spark table classified: what `findings classify` does with each, by mapInPandas."""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from inspection_findings.commands.classification import Part, Work
from inspection_findings.commands.distributed.child import Child
from inspection_findings.commands.failures import kind_of
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.sinks import KeptText
from inspection_findings.documents.limits import USUAL, Limits
from inspection_findings.exceptions import CrashedError, TooSlowError
from inspection_findings.model import load_model
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import JsonLinesWriter

SCHEMA = "document string, lines string, message string"
"""Columns that `classifying` gives: a document's name; its lines of JSON; what went wrong, or null."""


def classifying(
    model: Path | None = None, limits: Limits = USUAL
) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """A function for ``mapInPandas`` over documents.

    Each task of Spark reads and classifies in a process of its own, which holds the model and ends with it:
    a document that crashes its reader is a row with a message.

    Parameters
    ----------
    model
        Folder of a model that every machine sees; the one that is built in by default.
    limits
        What a document may cost.

    Returns
    -------
    callable
        Takes tables with the columns ``path`` and ``content`` (bytes), as Spark reads binary files; gives
        tables of `SCHEMA`, a row a document.
    """
    return partial(_classify, model, limits)


def _classify(model: Path | None, limits: Limits, tables: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    work = Work(load_model(model), Selection(), partial(KeptText, JsonLinesWriter))
    prepared = pickle.dumps((work, limits), protocol=5)
    with contextlib.ExitStack() as stack:
        child: Child | None = None
        for table in tables:
            rows = []
            for path, content in zip(table["path"], table["content"], strict=True):
                name = path.removeprefix("file:")
                source = Source(name, stream=io.BytesIO(content[: limits.bytes + 1]), limits=limits)
                if child is None or not child.is_there():
                    child = Child(prepared)
                    stack.callback(child.end)
                rows.append((name, *_row(work, child, source)))
            yield pd.DataFrame(rows, columns=["document", "lines", "message"])


def _row(work: Work, child: Child, source: Source) -> tuple[str, str | None]:
    try:
        # From a process of this one's own.
        part: Part = pickle.loads(child.do(source))  # noqa: S301
    except (CrashedError, TooSlowError) as error:
        part = work.failed(source, str(error), kind_of(error))
    return (part.kept or b"").decode(), "\n".join(part.messages) or None
