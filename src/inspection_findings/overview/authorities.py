"""Authorities of England under one name each, and the region that each lies in."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from inspection_findings.documents.authorities import normal_form

TABLE = Path(__file__).with_name("authorities.csv")


class Authority(NamedTuple):
    """A council with duties to children, one of today or one that others have followed.

    Attributes
    ----------
    name
        As it is shown.
    region
        Which of the nine regions of the Office for National Statistics it lies in; ``None`` where
        the authority is not in the table.
    """

    name: str
    region: str | None


@cache
def authorities() -> dict[str, Authority]:
    """The authorities by the normal form of each of their names.

    Names include those of trusts that work for one authority alone.
    """
    table: dict[str, Authority] = {}
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            authority = Authority(row["authority"], row["region"])
            for name in (authority.name, *filter(None, row["other_names"].split("; "))):
                table[normal_form(name)] = authority
    return table


def authority_named(name: str) -> Authority:
    """The authority that goes by a name, in whatever spelling.

    One that is not in the table keeps the name as it stands, with white space folded, and has no region.
    """
    return authorities().get(normal_form(name)) or Authority(" ".join(name.split()), None)
