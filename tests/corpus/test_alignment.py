import pytest

from datafolder import DataFolder
from inspection_findings.corpus.alignment import align
from inspection_findings.documents import read_bytes
from inspection_findings.labels import SectionCode

TEXT = """# Inspection of Fernshire children's services

## What needs to improve

- The quality of plans.

## The experiences and progress of children in care: good

Homes are stable. Visits are regular, and children know their workers (Smith, 2020) well.
"""


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path)
    folder.document("fernshire", "fernshire", TEXT)
    return folder


def read(text):
    return read_bytes(text.encode(), name="x.md")


def test_the_reader_gives_text_section_and_bullet(folder):
    plans = folder.label("1", "fernshire", "The quality of plans.", "assessment_planning:weakness")
    homes = folder.label("2", "fernshire", "Homes are stable.", section="leaders", bullet=True)
    first, second = align(read(TEXT), [plans, homes]).found
    assert (first.sentence.text, first.sentence.bullet) == ("The quality of plans.", True)
    assert first.sentence.section is SectionCode.WHAT_NEEDS_TO_IMPROVE
    assert (second.sentence.section, second.sentence.bullet) == (SectionCode.CHILDREN_IN_CARE, False)
    assert not first.moved


def test_passages_stay_as_they_were_labelled(folder):
    labels = [
        folder.label("1", "fernshire", "The quality of plans.", passage="a"),
        folder.label("2", "fernshire", "Homes are stable.", passage="a"),
        folder.label("3", "fernshire", "Visits are regular", passage="b"),
    ]
    found = align(read(TEXT), labels).found
    assert [(a.sentence.passage, a.sentence.position) for a in found] == [("a", 0), ("a", 1), ("b", 0)]


def test_a_section_that_the_reader_cannot_tell_stays_unknown(folder):
    homes = folder.label("1", "fernshire", "Homes are stable.", section="leaders")
    [found] = align(read("Homes are stable."), [homes]).found
    assert found.sentence.section is None
    assert found.moved


def test_white_space_and_hyphens_do_not_matter(folder):
    visits = folder.label(
        "1", "fernshire", "Visits are regular, and children know their workers (Smith, 2020) well."
    )
    [found] = align(read(TEXT.replace("workers (", "work-\ners ( ")), [visits]).found
    assert found.sentence.text.startswith("Visits are regular")


def test_part_of_a_sentence_keeps_its_end_mark_and_its_context(folder):
    part = folder.label("1", "fernshire", "children know their workers (Smith, 2020) well")
    [found] = align(read(TEXT), [part]).found
    assert found.sentence.text == "children know their workers (Smith, 2020) well."
    assert found.sentence.section is SectionCode.CHILDREN_IN_CARE


def test_what_is_gone_is_listed(folder):
    homes = folder.label("1", "fernshire", "Homes are stable.")
    alignment = align(read(TEXT.replace("Homes are stable.", "Homes change often.")), [homes])
    assert (alignment.found, alignment.missing) == ((), (homes,))
