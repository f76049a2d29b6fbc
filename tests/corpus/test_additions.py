import datetime as dt
from pathlib import Path

import pytest

from inspection_findings.corpus import additions
from inspection_findings.corpus.additions import (
    Stated,
    add_document,
    describe_document,
    slug_of,
    split_of_addition,
)
from inspection_findings.corpus.catalogue import read_catalogue, write_catalogue
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError, DocumentError

LETTER = b"""\
# Inspection of Fernshire local authority children's services

Published: 14 May 2024

## What needs to improve

- The regularity of supervision.
"""
DAY = dt.date(2024, 5, 15)
STORY = b"Caseloads in Fernshire are too high, Ofsted says. Inspectors went there in May."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "raw").mkdir()
    write_catalogue(tmp_path / "raw" / "sources.csv", [])
    return tmp_path


def listed(folder):
    return read_catalogue(folder / "raw" / "sources.csv")


def test_what_a_letter_says_of_itself_is_its_line_in_the_list(folder):
    addition = add_document(folder, LETTER, "letter.md", Stated(address="https://example.org/a.md"))
    entry = listed(folder)["fernshire-ilacs-2024-05-14"]
    assert addition.entry == entry
    assert (addition.listed, addition.copied) == (False, True)
    assert (entry.source, entry.authority, entry.framework) == (Source.REPORT, "fernshire", Framework.ILACS)
    assert (entry.published, entry.bytes) == (dt.date(2024, 5, 14), len(LETTER))
    assert entry.address == "https://example.org/a.md"
    assert (folder / "raw" / entry.file).read_bytes() == LETTER
    assert entry.file.startswith("reports/fernshire-ilacs-2024-05-14.")


def test_a_pdf_keeps_its_suffix_whatever_it_was_called(folder):
    specimen = min((Path(__file__).parents[2] / "data" / "raw" / "specimens").glob("*-ilacs-*.pdf"))
    entry = add_document(folder, specimen.read_bytes(), "letter", Stated(published=DAY)).entry
    assert entry.file == f"reports/{entry.document}.pdf"
    assert (entry.framework, entry.published) == (Framework.ILACS, DAY)


def test_what_is_given_goes_before_what_the_text_says(folder):
    stated = Stated(authority="  Brighton &  Hove ", framework=Framework.SIF, published=DAY)
    entry = add_document(folder, LETTER, "letter.md", stated).entry
    assert (entry.document, entry.authority) == ("brighton-and-hove-sif-2024-05-15", "brighton & hove")


def test_news_are_articles(folder):
    stated = Stated(authority="Fernshire", framework=Framework.NEWS, published=DAY, publication="The Post")
    entry = add_document(folder, STORY, "story.txt", stated).entry
    assert (entry.source, entry.publication) == (Source.ARTICLE, "The Post")
    assert entry.file == "articles/fernshire-news-2024-05-15.txt"


@pytest.mark.parametrize(("framework", "data"), [("ilacs", LETTER), ("news", STORY)])
def test_what_was_written_for_the_project_is_a_specimen(folder, framework, data):
    stated = Stated("Fernshire", Framework(framework), DAY, specimen=True)
    entry = add_document(folder, data, "x", stated).entry
    assert (entry.source, entry.publication) == (Source.SPECIMEN, "written for this project")
    assert entry.file.startswith(f"specimens/fernshire-{framework}-2024-05-15.")
    assert (folder / "raw" / entry.file).read_bytes() == data


def test_the_split_is_the_authoritys_and_train_for_specimens(folder):
    def split(authority, *, specimen):
        stated = Stated(authority, Framework.ILACS, DAY, specimen=specimen)
        return split_of_addition(describe_document(LETTER, "0" * 64, "x", stated))

    assert split("Greymarsh", specimen=False) is Split.VALIDATION
    assert split("Fernhollow", specimen=False) is Split.TEST
    assert split("Fernhollow", specimen=True) is Split.TRAIN


@pytest.mark.parametrize(
    ("data", "stated", "options"),
    [
        (STORY, Stated(), "--authority and --published"),
        (STORY, Stated(published=DAY), "--authority"),
        (STORY, Stated(authority="--", published=DAY), "--authority"),
        (LETTER.replace(b"Published: 14 May 2024", b""), Stated(), "--published"),
        (b"Plans are vague.", Stated("Fernshire", published=DAY), "--framework"),
    ],
)
def test_what_is_not_known_is_asked_for(folder, data, stated, options):
    with pytest.raises(CorpusError, match=f"give {options}$"):
        add_document(folder, data, "x", stated)
    assert listed(folder) == {}


def test_a_document_is_listed_once_whatever_it_is_called(folder):
    add_document(folder, LETTER, "letter.md", Stated())
    again = add_document(folder, LETTER, "copy.md", Stated(authority="Calder"))
    assert (again.listed, again.copied, len(listed(folder))) == (True, False, 1)


def test_a_listed_document_is_put_in_its_place(folder):
    entry = add_document(folder, LETTER, "letter.md", Stated()).entry
    (folder / "raw" / entry.file).unlink()
    again = add_document(folder, LETTER, "letter.md", Stated())
    assert (again.listed, again.copied) == (True, True)
    assert (folder / "raw" / entry.file).read_bytes() == LETTER


def test_a_name_that_is_taken_by_another_document_is_refused(folder):
    add_document(folder, LETTER, "letter.md", Stated())
    with pytest.raises(CorpusError, match="fernshire-ilacs-2024-05-14 is in the source list already"):
        add_document(folder, LETTER + b"\n- The quality of plans.\n", "letter.md", Stated())


def test_another_file_in_its_place_is_never_overwritten(folder):
    place = folder / "raw" / "articles" / "fernshire-news-2024-05-15.txt"
    place.parent.mkdir()
    place.write_bytes(b"mine")
    with pytest.raises(CorpusError, match="is another file"):
        add_document(folder, STORY, "story.txt", Stated("Fernshire", Framework.NEWS, DAY))
    assert place.read_bytes() == b"mine"
    assert listed(folder) == {}


def test_a_list_that_cannot_be_written_leaves_no_copy_behind(folder, monkeypatch):
    def fail(*_):
        raise PermissionError("no")

    monkeypatch.setattr(additions, "write_catalogue", fail)
    with pytest.raises(PermissionError):
        add_document(folder, LETTER, "letter.md", Stated())
    assert list((folder / "raw" / "reports").iterdir()) == []


def test_what_cannot_be_read_or_is_no_address_is_refused(folder):
    with pytest.raises(DocumentError):
        add_document(folder, b"\x00\x01\x02", "x", Stated())
    with pytest.raises(CorpusError, match="address"):
        add_document(folder, LETTER, "x", Stated(address="example.org"))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Brighton & Hove", "brighton-and-hove"),
        ("St. Helen’s", "st-helens"),
        ("Ynys Môn", "ynys-mon"),
        ("  ", ""),
    ],
)
def test_slugs(name, slug):
    assert slug_of(name) == slug


def called(name):
    return LETTER.replace(b"Fernshire", name.encode())


def test_an_authority_keeps_the_spelling_and_so_the_split_of_the_list(folder):
    add_document(folder, LETTER, "a.md", Stated("Telford & Wrekin", published=DAY))
    entry = add_document(folder, called("Telford and Wrekin"), "b.md", Stated()).entry
    assert (entry.authority, entry.document) == ("telford & wrekin", "telford-and-wrekin-ilacs-2024-05-14")
    given = Stated("TELFORD AND WREKIN COUNCIL", Framework.NEWS, DAY)
    assert add_document(folder, STORY, "c.txt", given).entry.authority == "telford & wrekin"


def test_a_shorter_name_than_the_list_has_is_asked_about(folder):
    add_document(folder, LETTER, "a.md", Stated("Newcastle upon Tyne", published=DAY))
    with pytest.raises(CorpusError, match=r"'newcastle'.*'newcastle upon tyne': give --authority"):
        add_document(folder, called("Newcastle"), "b.md", Stated())
    assert len(listed(folder)) == 1
    meant = add_document(folder, called("Newcastle"), "b.md", Stated("Newcastle upon Tyne"))
    assert (meant.entry.authority, meant.beside) == ("newcastle upon tyne", "")
    other = add_document(folder, STORY, "c.txt", Stated("Newcastle", Framework.NEWS, DAY))
    assert (other.entry.authority, other.beside) == ("newcastle", "newcastle upon tyne")


def test_a_specimen_takes_no_name_from_the_list_and_gives_it_none(folder):
    add_document(folder, LETTER, "a.md", Stated("Fern and Calder", published=DAY, specimen=True))
    entry = add_document(folder, called("Fern & Calder"), "b.md", Stated("Fern & Calder")).entry
    assert entry.authority == "fern & calder"
    specimen = Stated("Fern and Calder", published=DAY, framework=Framework.SIF, specimen=True)
    assert add_document(folder, called("Calder"), "c.md", specimen).entry.authority == "fern and calder"
