"""Authorities of England: each of the source list has a region, whatever spelling it comes in."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from conftest import DATA
from inspection_findings.corpus.catalogue import read_catalogue
from inspection_findings.corpus.records import Source
from inspection_findings.documents.authorities import normal_form
from inspection_findings.overview.authorities import TABLE, authorities, authority_named

# Authorities with children's services, by region.
TODAY = {
    "East Midlands": 10,
    "East of England": 11,
    "London": 33,
    "North East": 12,
    "North West": 24,
    "South East": 19,
    "South West": 15,
    "West Midlands": 14,
    "Yorkshire and The Humber": 15,
}
FORMER = {"Bournemouth", "Cumbria", "Northamptonshire", "Poole"}


def test_every_authority_of_the_source_list_has_a_region_unless_it_does_not_exist():
    listed = read_catalogue(DATA / "raw" / "sources.csv")
    for entry in listed.values():
        region = authority_named(entry.authority).region
        assert (region is None) == (entry.source is Source.SPECIMEN), entry.authority


def test_there_are_as_many_in_each_region_as_there_are():
    regions = Counter(each.region for each in set(authorities().values()) if each.name not in FORMER)
    assert regions == TODAY
    assert sum(TODAY.values()) == 153


def test_no_name_stands_for_two():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [
        normal_form(name)
        for row in rows
        for name in (row["authority"], *filter(None, row["other_names"].split("; ")))
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("spelling", "name", "region"),
    [
        ("Telford & Wrekin Council", "Telford and Wrekin", "West Midlands"),
        ("St. Helens", "St Helens", "North West"),
        ("East Riding", "East Riding of Yorkshire", "Yorkshire and The Humber"),
        ("Newcastle", "Newcastle upon Tyne", "North East"),
        ("Stockton-On-Tees", "Stockton-on-Tees", "North East"),
        ("The Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead", "South East"),
        ("Durham County Council", "Durham", "North East"),
        ("London Corporation", "City of London", "London"),
        ("Herefordshire, County of", "Herefordshire", "West Midlands"),
        ("Sandwell Children’s Trust", "Sandwell", "West Midlands"),
        ("  Fernshire\n Council ", "Fernshire Council", None),
    ],
)
def test_a_name_in_any_spelling(spelling, name, region):
    assert authority_named(spelling) == (name, region)
