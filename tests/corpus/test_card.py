import pytest

from datafolder import DataFolder
from inspection_findings.corpus.card import BEGIN, END, count_tables, with_counts
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import read_sources
from inspection_findings.exceptions import CorpusError


@pytest.fixture
def sources(tmp_path):
    folder = DataFolder(tmp_path)
    # bedford belongs to validation: see test_splits.
    folder.document("a", "bedford", "Plans are clear.\n\nVisits are late.")
    folder.document(
        "s", "oakness", "Plans say what is to be done.\n\nAudits are deep.", source=Source.SPECIMEN
    )
    folder.label("1", "a", "Plans are clear.", "assessment_planning:strength")
    folder.label("2", "a", "Visits are late.", sample="active")
    folder.label("3", "s", "Plans say what is to be done.", "assessment_planning:strength", retells="1")
    folder.label("4", "s", "Audits are deep.", "quality_assurance:strength")
    return read_sources(folder.write())


def test_sentences_are_counted_by_split_and_kind(sources):
    tables = count_tables(sources)
    assert "| train | 0 (0) | 0 (0) | 0 (0) | 0 (0) | 1 (0) |" in tables
    assert "| validation | 2 (1) | 1 (1) | 0 (0) | 1 (1) | 0 (0) |" in tables


def test_labels_are_counted_by_framework_and_kind(sources):
    tables = count_tables(sources)
    assert "| sentences | 2 / 2 | 2 / 2 |" in tables
    assert "| without a label | 1 / 0 | 1 / 0 |" in tables
    assert "| `assessment_planning:strength` | 1 / 1 | 1 / 1 |" in tables
    assert "| `quality_assurance:strength` | 0 / 1 | 0 / 1 |" in tables


def test_only_what_stands_between_the_lines_is_replaced(sources):
    card = with_counts(f"# A\n{BEGIN}\nold\n{END}\nmore\n", sources)
    assert card.startswith(f"# A\n{BEGIN}\n\nSentences by split")
    assert card.endswith(f"\n\n{END}\nmore\n")
    assert "old" not in card
    assert with_counts(card, sources) == card


def test_a_card_without_the_lines_is_refused(sources):
    with pytest.raises(CorpusError, match="no lines"):
        with_counts("# A", sources)
