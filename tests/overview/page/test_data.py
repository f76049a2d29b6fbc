"""What the overview's page carries: every finding once, small, with a way to its report."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import pytest

from inspection_findings.corpus import Split
from inspection_findings.labels import LABELS, Domain
from inspection_findings.overview.database import Database
from inspection_findings.overview.figures import report_figures
from inspection_findings.overview.page.data import blocks, index_of, links_from
from made_reports import made_report


def unpacked(content: str) -> dict:
    return json.loads(zlib.decompress(base64.b64decode(content), -zlib.MAX_WBITS))


def test_the_sentences_of_each_report_have_their_findings_the_surest_first(database):
    packed = list(blocks(database))
    assert [block.report_id for block in packed] == [1, 2, 3, 4, 5]
    first = unpacked(packed[0].content)
    page, heading, text, *labels = first["sentences"][1]
    assert (page, text) == (None, "Supervision that helps workers to reflect.")
    assert first["headings"][heading] == "What needs to improve"
    named = [str(LABELS[place]) for place in labels[::2]]
    assert dict(zip(named, labels[1::2], strict=True)) == {
        "oversight:weakness": 80,
        "workforce:weakness": -55,
    }


def test_counts_stand_in_the_order_of_the_domains(database):
    entry = index_of(report_figures(database), links_from(Path()))["reports"][1]
    assert (entry["authority"], entry["year"], entry["grades"]["overall"]) == ("Fernshire", 2024, "good")
    place = 4 * list(Domain).index(Domain.CHILDREN_IN_CARE)
    assert entry["counts"][place : place + 4] == [3, 2, 0, 0]
    place = 4 * list(Domain).index(Domain.WORKFORCE)
    assert entry["counts"][place : place + 4] == [1, 0, 0, 1]


@pytest.fixture
def links(tmp_path, monkeypatch):
    """Make a database of one report of some name, and give the link to it from a page in another folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "letters").mkdir()

    def link(name: str, *, there: bool = True) -> str | None:
        if there:
            Path(name).write_text("here")
        with Database.create(tmp_path / "a.db") as database:
            database.add(made_report(name=name))
            [entry] = index_of(report_figures(database), links_from(tmp_path / "pages"))["reports"]
        assert entry["document"] == Path(name).name
        return entry["link"]

    return link


def test_links_lead_from_the_page_to_the_report(links):
    assert links("letters/a b#1.md") == "./../letters/a%20b%231.md"


def test_a_name_is_never_an_address(links):
    assert links("javascript:alert(1).md") == "./../javascript%3Aalert%281%29.md"


def test_what_is_not_there_has_no_link(links):
    assert links("letters/gone.md", there=False) is None


def test_a_finding_takes_few_bytes(specimens, tmp_path):
    """With 190,000 findings in 411 reports the page must stay below 15 MB: 80 bytes a finding."""
    records = specimens.splits[Split.TRAIN]
    texts = list(dict.fromkeys(record.sentence.text for record in records))[:400]
    findings = {text: [("oversight:weakness", 0.81), ("workforce:strength", 0.62)] for text in texts}
    with Database.create(tmp_path / "a.db") as database:
        report = made_report(findings=findings, more="".join(f"\n{text}\n" for text in texts))
        database.add(report)
        [number] = database.connection.execute("SELECT count(*) FROM finding").fetchone()
        [block] = blocks(database)
    assert number > 600
    assert len(block.content) / number < 80
