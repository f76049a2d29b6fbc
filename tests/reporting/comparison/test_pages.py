"""What people read: the terminal, Markdown and HTML."""

import base64
import io
import re

import lxml.html
import pytest
from rich.console import Console

from inspection_findings.reporting.comparison import (
    comparison_markdown,
    comparison_page,
    print_comparison,
    verdict,
)
from inspection_findings.reporting.comparison.rows import label_rows, metric_rows
from inspection_findings.reporting.plots.changes import change_plot


@pytest.fixture(scope="module")
def page(report):
    return lxml.html.document_fromstring(comparison_page(report))


def printed(report, width=100):
    stream = io.StringIO()
    print_comparison(Console(file=stream, width=width, highlight=False), report)
    return stream.getvalue()


def test_the_terminal_gives_verdicts_before_tables(report):
    shown = printed(report)
    for compared in report.compared:
        assert 0 <= shown.index(verdict(compared)) < shown.index("pair macro f1")
    assert (
        f"A: models/a (predictions stored in training)\nB: models/<b>|_x (scored now)\nC: {'c' * 32} ("
        in shown
    )
    assert "240 sentences of 24 documents" in shown
    for row in (*metric_rows(report.compared[0]), *label_rows(report.compared[0])):
        assert re.search(" +".join(map(re.escape, row)), shown), row


def test_lines_fit_a_page(report):
    assert max(len(line.rstrip()) for line in printed(report).splitlines()) <= 100


def test_markdown_has_the_same_tables(report):
    text = comparison_markdown(report)
    assert f"- **{verdict(report.compared[0])}**" in text
    assert r"- B: models/\<b\>\|\_x (scored now)" in text
    for row in (*metric_rows(report.compared[0]), *label_rows(report.compared[0])):
        assert f"| {' | '.join(row)} |" in text


def test_the_page_has_the_same_tables(report, page):
    tables = [
        [[cell.text_content() for cell in row] for row in table.iter("tr")] for table in page.iter("table")
    ]
    assert len(tables) == 4
    assert [tuple(row) for row in tables[0][1:]] == metric_rows(report.compared[0])
    assert [tuple(row) for row in tables[1][1:]] == label_rows(report.compared[0])
    assert [each.text for each in page.find_class("verdict")] == [verdict(each) for each in report.compared]


def test_the_page_needs_nothing_beside_it_and_runs_nothing(report, page):
    links = [link for _, _, link, _ in page.iterlinks()]
    assert len(links) == 1
    assert links[0].startswith("data:image/svg+xml;base64,")
    assert base64.b64decode(links[0].split(",")[1]) == change_plot(report)
    assert not list(page.iter("script"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_names_are_text_and_not_markup(page):
    assert "B: models/<b>|_x (scored now)" in [item.text_content() for item in page.iter("li")]


def test_the_page_is_the_same_each_time(report):
    assert comparison_page(report) == comparison_page(report)
