"""One way in and one way out, whichever the format."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from enum import StrEnum

from inspection_findings.corpus.exchange import label_studio, table
from inspection_findings.corpus.exchange.answers import Answers
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.exceptions import CorpusError


class ExchangeFormat(StrEnum):
    """How tasks go out and labels come back."""

    LABEL_STUDIO = "label-studio"
    CSV = "csv"


def write_tasks(tasks: Sequence[Task], form: ExchangeFormat, *, model_version: str = "") -> str:
    """Tasks as text.

    Parameters
    ----------
    tasks
        In the order in which they are to be read.
    form
        How.
    model_version
        Of the model that suggestions are from.
    """
    if form is ExchangeFormat.CSV:
        return table.write_tasks(tasks)
    return label_studio.write_tasks(tasks, model_version=model_version)


def read_answers(data: bytes, *, annotator: str | None, form: ExchangeFormat | None = None) -> Answers:
    """Read what an annotator gave back.

    Parameters
    ----------
    data
        The file.
    annotator
        Who it is from, where the file does not say.
    form
        The format; told by content if ``None``.

    Raises
    ------
    CorpusError
        If the file as a whole cannot be read. What is wrong with single answers is in the result.
    """
    content = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if not content:
        raise CorpusError("the file is empty")
    if form is ExchangeFormat.CSV or (form is None and content[:1] not in (b"[", b"{")):
        return table.read_table(data, annotator=annotator)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise CorpusError("not UTF-8, as JSON has to be") from error
    return label_studio.read_export(text, annotator=annotator)
