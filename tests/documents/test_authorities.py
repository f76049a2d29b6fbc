from pathlib import Path

import pytest

from inspection_findings.corpus.catalogue import read_catalogue
from inspection_findings.corpus.records import Source
from inspection_findings.documents.authorities import listed_beside, listed_spelling, normal_form

LISTED = ["telford & wrekin", "newcastle upon tyne", "stockton-on-tees", "st helens", "york", "bedford"]


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Telford and Wrekin", "telford & wrekin"),
        ("Telford  &\u00a0Wrekin Council", "telford & wrekin"),
        ("Stockton on Tees Borough Council", "stockton-on-tees"),
        ("St. Helen’s", "st helens"),
        ("The City of York Council", "york"),
        ("York, City of", "york"),
        ("NEWCASTLE UPON TYNE", "newcastle upon tyne"),
        ("Newcastle", None),
        ("North Yorkshire", None),
    ],
)
def test_a_name_is_found_under_the_spelling_of_the_list(name, spelling):
    assert listed_spelling(name, LISTED) == spelling


def test_its_own_spelling_goes_before_another_one():
    both = ["telford & wrekin", "telford and wrekin"]
    assert [listed_spelling(name, both) for name in both] == both


@pytest.mark.parametrize("name", ["The Council", "City of", "Council", "The"])
def test_a_name_is_never_dropped_whole(name):
    assert normal_form(name)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("Newcastle", "newcastle upon tyne"),
        ("York and Ainsty", "york"),
        ("Bedfordshire", None),
        ("Yorkshire", None),
        ("North York", None),
    ],
)
def test_one_name_that_begins_with_another_at_a_word_is_beside_it(name, beside):
    assert listed_beside(name, LISTED) == beside


def test_the_source_list_has_each_authority_under_one_name():
    catalogue = read_catalogue(Path(__file__).parents[2] / "data" / "raw" / "sources.csv")
    names = {entry.authority for entry in catalogue.values() if entry.source is not Source.SPECIMEN}
    assert len({normal_form(name) for name in names}) == len(names)
    assert not [name for name in names if listed_beside(name, names - {name})]
