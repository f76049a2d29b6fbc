"""Names of authorities: one authority under one spelling, since the spelling decides its split."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_RANK = r"(?:city|county|(?:london|royal|metropolitan) borough|borough)"
_BEFORE = re.compile(rf"^(?:the|{_RANK} of) (?=\w)")
_AFTER = re.compile(rf"(?<=\w) (?:(?:(?:metropolitan )?(?:city|county|borough) )?council|{_RANK} of|the)$")


def lower_name(name: str) -> str:
    """A name as the source list has it: in lower case, with single spaces."""
    return " ".join(name.lower().split())


def normal_form(name: str) -> str:
    """What the spellings of a name have in common.

    Examples
    --------
    >>> normal_form("Telford & Wrekin Council") == normal_form("telford and wrekin")
    True
    >>> normal_form("The Royal Borough of Kingston-upon-Thames")
    'kingston upon thames'
    >>> normal_form("Bristol, City of")
    'bristol'
    """
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    form = " ".join(re.findall(r"\w+", re.sub(r"['’`]", "", plain).replace("_", " ")))
    while (shorter := _AFTER.sub("", _BEFORE.sub("", form))) != form:
        form = shorter
    return form


def listed_spelling(name: str, listed: Iterable[str]) -> str | None:
    """The listed name that is this one, in its own spelling or another; ``None`` where there is none.

    Parameters
    ----------
    name
        Of an authority.
    listed
        Names to choose from.
    """
    form = normal_form(name)
    same = sorted(other for other in set(listed) if normal_form(other) == form)
    return lower_name(name) if lower_name(name) in same else next(iter(same), None)


def listed_beside(name: str, listed: Iterable[str]) -> str | None:
    """A listed name that begins with this one, or this one with it, and so may mean the same authority.

    Parameters
    ----------
    name
        Of an authority that is not listed.
    listed
        Names to choose from.
    """
    form = f"{normal_form(name)} "
    others = ((other, f"{normal_form(other)} ") for other in sorted(set(listed)))
    return next((other for other, its in others if its.startswith(form) or form.startswith(its)), None)
