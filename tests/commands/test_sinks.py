"""What other processes keep for a sink; what sinks write is tested with the command."""

from __future__ import annotations

from functools import partial

from inspection_findings import read_document
from inspection_findings.commands.output import Output
from inspection_findings.commands.sinks import KeptText, TextSink, WorkbookSink
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.writers import CsvWriter
from made_metadata import METADATA
from workbooks import records


def test_text_is_kept_without_how_it_begins(letter, scorer, tmp_path):
    document = read_document(letter)
    results = scorer.classify(document)
    writer = partial(CsvWriter, mark=True)
    with (tmp_path / "o.csv").open("w", encoding="utf-8", newline="") as stream:
        sink = TextSink(stream, writer)
        keeper = sink.keeper()
        keeper.write_document(document, results)
        assert keeper.kept().startswith(str(letter).encode())
        sink.put(keeper.kept())
    first, *others = (tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()
    assert first.startswith("\ufeffdocument,")
    assert len(others) == 5


def test_a_keeper_given_nothing_keeps_nothing():
    assert KeptText(CsvWriter).kept() == b""


def test_a_workbook_takes_rows_and_is_written_at_the_end(letter, scorer, tmp_path):
    document = read_document(letter)
    with Output(tmp_path / "o.xlsx", machine=True) as output:
        sink = WorkbookSink(output, METADATA, precision=None, lines=False, options=())
        keeper = sink.keeper()
        keeper.write_document(document, scorer.classify(document))
        sink.put(keeper.kept())
        summary = Summary()
        summary.add_document(document, scorer.classify(document))
        sink.close(summary)
    assert len(records((tmp_path / "o.xlsx").read_bytes(), "Findings")) == 5
