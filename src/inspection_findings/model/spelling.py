"""Spellings of one word as one: what is American is spelt as in Britain.

The rules are those that dictionaries give, by kinds of endings; no corpus was asked. Where British English
itself has two spellings ("judgment", "learnt", "practise"), they become one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_Z = re.compile(
    # Prizes and what is seized have a z everywhere: three letters before it are asked for. So have sizes, of
    # whatever kind; after "s", only what is like "emphasise", "fantasise" and "synthesise" has an ending.
    r"(?!\w*(?<!pha)(?<!nta)(?<!the)siz)"
    r"(\w{3,}[iy])z(?=(?:e[ds]?|ing|ers?|ations?|ational|ationally|able)$)"
)

_OUR = (
    *("armo", "ardo", "behavio", "cando", "clamo", "colo", "demeano", "endeavo", "favo", "fervo", "flavo"),
    *("glamo", "harbo", "hono", "humo", "labo", "neighbo", "odo", "parlo", "ranco", "rigo", "rumo", "savio"),
    *("savo", "splendo", "succo", "tumo", "valo", "vapo", "vigo", "dishono", "disfavo", "discolo"),
    "misbehavio",
)
_AFTER_OUR = (
    *("", "s", "ed", "ing", "al", "ally", "able", "ably", "er", "ers", "ful", "fully", "hood", "hoods"),
    *("ism", "ist", "ists", "ite", "ites", "itism", "less", "ly", "y"),
)
_RE = (
    *("calib", "cent", "centimet", "epicent", "fib", "kilomet", "lit", "lust", "meag", "millilit"),
    *("millimet", "sab", "scept", "somb", "spect", "theat", "amphitheat"),
)
_DOUBLED = (
    *("barrel", "cancel", "channel", "chisel", "counsel", "dial", "dishevel", "equal", "fuel", "funnel"),
    *("initial", "jewel", "kennel", "label", "level", "libel", "marshal", "marvel", "medal", "model"),
    *("panel", "parcel", "pedal", "pencil", "quarrel", "refuel", "relabel", "remodel", "revel", "rival"),
    *("shovel", "shrivel", "signal", "snivel", "spiral", "stencil", "swivel", "total", "towel", "travel"),
    *("tunnel", "unravel"),
)
_AFTER_DOUBLED = ("ed", "ing", "er", "ers", "or", "ors", "ous", "ously")
_ENDINGS = (
    # Stems, the American ending, the British one, what may follow.
    (("enrol", "fulfil", "instil", "distil", "appal", "enthral"), "l", "", ("", "s")),
    (("enrol", "fulfil"), "l", "", ("ment", "ments")),
    (("skil", "wil"), "l", "", ("ful", "fully", "fulness")),
    (("instal",), "l", "", ("ment", "ments")),
    (("defen", "offen", "preten"), "s", "c", ("e", "es", "eless")),
    (("licen",), "s", "c", ("e", "es")),
    (("practi",), "s", "c", ("e", "ed", "es", "ing")),
    (("judg", "acknowledg", "abridg", "lodg"), "", "e", ("ment", "ments", "mental")),
    (("dialog", "catalog", "analog", "monolog", "epilog", "prolog"), "", "ue", ("", "s")),
    (("catalog",), "", "u", ("ed", "ing", "er")),
    (("learn", "burn", "spoil", "dream", "lean", "spil"), "t", "ed", ("",)),
    (("p",), "ed", "aed", ("iatric", "iatrics", "iatrician", "iatricians")),
    (("orthop", "encyclop"), "ed", "aed", ("ic", "ics", "ia", "ias")),
    (("an", "leuk"), "em", "aem", ("ia", "ic")),
    (("an", "kin"), "esth", "aesth", ("esia", "etic", "etics", "etist")),
    (("h",), "em", "aem", ("orrhage", "orrhages", "oglobin", "ophilia")),
    (("gyn",), "e", "ae", ("cology", "cologist", "cological")),
    (("arch",), "e", "aeo", ("ology", "ological", "ologist")),
    (("f",), "e", "oe", ("tus", "tal", "tuses")),
    (("man",), "euver", "oeuvre", ("", "s", "d")),
    (("diarrh",), "ea", "oea", ("",)),
    (("gr",), "ay", "ey", ("", "s")),
    (("m", "sm"), "ol", "oul", ("d", "ds", "dy", "der", "dering")),
    (("pl",), "ow", "ough", ("", "s", "ed", "ing")),
    (("s",), "k", "c", ("eptic", "eptics", "eptical", "eptically", "epticism")),
    (("art",), "i", "e", ("fact", "facts")),
    (("program",), "", "me", ("", "s")),
)
_WORDS = {
    "aging": "ageing", "aluminum": "aluminium", "centering": "centring", "cozy": "cosy",
    "estrogen": "oestrogen", "focussed": "focused", "focussing": "focusing", "furor": "furore",
    "jewelry": "jewellery", "kidnaped": "kidnapped", "maneuvering": "manoeuvring", "mustache": "moustache",
    "pajamas": "pyjamas", "sulfur": "sulphur", "woolen": "woollen", "worshiped": "worshipped",
}  # fmt: skip


def spelt(word: str) -> str:
    """A word in lower case as it is spelt in Britain.

    Examples
    --------
    >>> [spelt(word) for word in ("prioritized", "behavior", "practising", "size", "plan")]
    ['prioritised', 'behaviour', 'practicing', 'size', 'plan']
    """
    british = BRITISH.get(word, word)
    return _Z.sub(r"\1s", british) if "z" in british else british


def _pairs() -> Iterator[tuple[str, str]]:
    for stem, after in product(_OUR, _AFTER_OUR):
        yield f"{stem}r{after}", f"{stem}ur{after}"
    for stem, (american, british) in product(_RE, (("er", "re"), ("ers", "res"), ("ered", "red"))):
        yield stem + american, stem + british
    for stem, after in product(_DOUBLED, _AFTER_DOUBLED):
        yield stem + after, f"{stem}l{after}"
    for stems, american, british, following in _ENDINGS:
        for stem, after in product(stems, following):
            yield f"{stem}{american}{after}", f"{stem}{british}{after}"
    yield from _WORDS.items()


BRITISH = dict(_pairs())
"""What is spelt otherwise in Britain, but for endings with a z."""
