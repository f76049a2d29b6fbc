"""Processor seconds of each document, and of the process that takes in what others found.

python each.py FOLDER
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from inspection_findings import load_model
from inspection_findings.commands.classification import Work
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.parallel import work_on
from inspection_findings.commands.sinks import TextSink
from inspection_findings.documents.limits import USUAL, bound_this_process
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import JsonLinesWriter

PROCESSES = 2


def main(folder: str) -> None:
    """Print both as JSON."""
    sources = [Source(path.name, path) for path in sorted(Path(folder).glob("*.pdf"))]
    with tempfile.TemporaryFile("w", encoding="utf-8") as stream:
        sink = TextSink(stream, partial(JsonLinesWriter))
        work = Work(load_model(), Selection(), sink.keeper)
        documents = _each(work, sources)
        begun = time.process_time()
        # Processor time of this process alone: it takes in and writes.
        for part in work_on(work, sources, PROCESSES):
            sink.put(part.kept)
        gathered = (time.process_time() - begun) / len(sources)
    print(json.dumps({"documents": documents, "gathered": gathered}))


def _each(work: Work, sources: list[Source]) -> list[float]:
    """Seconds of each, in a process that was started for documents and reads them itself."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_measure, args=(sender, work, sources))
    process.start()
    measured: list[float] = receiver.recv()
    process.join()
    return measured


def _measure(sender: Connection, work: Work, sources: list[Source]) -> None:
    bound_this_process(USUAL)
    measured = []
    for source in sources:
        begun = time.process_time()
        work(source)
        measured.append(time.process_time() - begun)
    sender.send(measured)


if __name__ == "__main__":
    main(*sys.argv[1:])
