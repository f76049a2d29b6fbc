"""Ways to write the same sentence otherwise, and ways to turn its meaning round."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Write = Callable[[str, str], str]
"""Takes a sentence and the name of the council that its letter is about."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# "May" and "March" are months only beside a number.
_MONTH = re.compile(
    rf"(?<=\d )(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_MONTHS)})(?= \d)|"
    rf"\b(?:{'|'.join(name for name in _MONTHS if name not in ('March', 'May'))})\b"
)
_YEAR = re.compile(r"\b20[0-3]\d\b")
_NUMBER = re.compile(r"\d+")
_AMERICAN = {
    "analyse": "analyze", "analysed": "analyzed", "behaviour": "behavior", "behaviours": "behaviors",
    "behavioural": "behavioral", "cancelled": "canceled", "centre": "center", "centred": "centered",
    "centres": "centers", "characterised": "characterized", "counselling": "counseling",
    "criticised": "criticized", "customised": "customized", "defence": "defense",
    "emphasise": "emphasize", "emphasised": "emphasized", "enrol": "enroll", "favour": "favor",
    "finalise": "finalize", "finalised": "finalized", "formalise": "formalize", "formalised": "formalized",
    "fulfil": "fulfill", "honour": "honor", "honoured": "honored", "individualised": "individualized",
    "judgement": "judgment", "judgements": "judgments", "labelled": "labeled", "learnt": "learned",
    "licence": "license", "marginalised": "marginalized", "maximise": "maximize", "minimise": "minimize",
    "minimised": "minimized", "mobilise": "mobilize", "modelling": "modeling", "neighbouring": "neighboring",
    "offence": "offense", "offences": "offenses", "optimise": "optimize", "organisation": "organization",
    "organisational": "organizational", "organisations": "organizations", "organise": "organize",
    "organised": "organized", "paediatric": "pediatric", "personalised": "personalized",
    "practise": "practice", "practising": "practicing", "prioritise": "prioritize",
    "prioritised": "prioritized", "prioritises": "prioritizes", "prioritising": "prioritizing",
    "programme": "program", "programmes": "programs", "realise": "realize", "realised": "realized",
    "recognise": "recognize", "recognised": "recognized",
    "recognises": "recognizes", "recognising": "recognizing", "scrutinise": "scrutinize",
    "scrutinised": "scrutinized", "scrutinises": "scrutinizes", "skilful": "skillful",
    "skilfully": "skillfully", "specialised": "specialized", "stabilise": "stabilize",
    "stabilised": "stabilized", "standardised": "standardized", "summarise": "summarize",
    "summarised": "summarized", "travelled": "traveled", "travelling": "traveling",
    "utilise": "utilize", "utilised": "utilized",
}  # fmt: skip
_BRITISH_WORD = re.compile(rf"\b(?:{'|'.join(_AMERICAN)})\b", re.IGNORECASE)

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_LONG_WORD = re.compile(r"\b([a-z]{4})([a-z]{5,})\b")


@dataclass(frozen=True)
class Swap:
    """A way to write the same.

    Attributes
    ----------
    kind
        What is swapped.
    how
        For what.
    write
        Gives the sentence as it is where there is nothing to swap.
    """

    kind: str
    how: str
    write: Write


def american(text: str, name: str = "") -> str:
    """American spelling, as far as the list of words above goes."""

    def spelt(match: re.Match[str]) -> str:
        word = _AMERICAN[match[0].lower()]
        return word.capitalize() if match[0][0].isupper() else word

    return _BRITISH_WORD.sub(spelt, text)


def _council(other: str) -> Write:
    return lambda text, name: re.sub(rf"\b{re.escape(name)}\b", other, text) if name else text


def _later(text: str, name: str) -> str:
    """Another month, half a year on, and another year."""
    moved = _MONTH.sub(lambda match: _MONTHS[(_MONTHS.index(match[0]) + 6) % 12], text)
    return _YEAR.sub(lambda match: str(int(match[0]) - 7), moved)


def _months(text: str, name: str) -> str:
    return _MONTH.sub(lambda match: _MONTHS[(_MONTHS.index(match[0]) + 6) % 12], text)


SWAPS = (
    Swap("council names", "another of one word", _council("Quernmouth")),
    Swap("council names", "another of four words", _council("Quernmouth and Sallow Bay")),
    Swap("numbers", "others", lambda text, _: _NUMBER.sub(lambda m: str(int(m[0]) * 7 % 9_000 + 11), text)),
    Swap("dates", "another month and year", _later),
    Swap("dates", "another month alone", _months),
    Swap("quotes", "curly ones made straight", lambda text, _: text.translate(_STRAIGHT)),
    Swap("quotes", "straight apostrophes made curly", lambda text, _: text.replace("'", "’")),
    Swap("spacing", "two blanks for one", lambda text, _: text.replace(" ", "  ")),
    Swap("spacing", "no-break spaces", lambda text, _: text.replace(" ", "\xa0")),
    Swap("hyphenation", "no-break hyphens", lambda text, _: _HYPHEN.sub("‑", text)),
    Swap("hyphenation", "hyphens left out", lambda text, _: _HYPHEN.sub("", text)),
    Swap("hyphenation", "blanks for hyphens", lambda text, _: _HYPHEN.sub(" ", text)),
    Swap("hyphenation", "soft hyphens in long words", lambda text, _: _LONG_WORD.sub("\\1\xad\\2", text)),
    Swap("spelling", "American", american),
)

_PRAISE = (
    *("appropriate", "careful", "clear", "comprehensive", "confident", "consistent", "detailed", "effective"),
    *("embedded", "excellent", "focused", "good", "impressive", "positive", "prompt", "proportionate"),
    *(
        "purposeful",
        "regular",
        "reliable",
        "responsive",
        "robust",
        "rigorous",
        "sensitive",
        "stable",
        "strong",
    ),
    *(
        "supportive",
        "swift",
        "thorough",
        "timely",
        "valued",
        "well",
        "effectively",
        "consistently",
        "promptly",
    ),
)
_BLAME = (
    *("delayed", "disjointed", "inadequate", "inconsistent", "ineffective", "infrequent", "insufficient"),
    *(
        "late",
        "limited",
        "patchy",
        "poor",
        "slow",
        "superficial",
        "unclear",
        "underdeveloped",
        "variable",
        "weak",
    ),
)
_BE = r"\b(?:is|are|was|were)\b"
_DEGREE = r"(?:very |usually |generally |typically |consistently |particularly )?"
_IS_GOOD = re.compile(rf"({_BE})(?= {_DEGREE}(?:{'|'.join(_PRAISE)})\b)")
_HAS_IMPROVED = re.compile(r"\b(has|have)(?= (?:improved|strengthened|benefited|been strengthened)\b)")
_IS_BAD = re.compile(rf"({_BE})(?= {_DEGREE}(?:{'|'.join(_BLAME)})\b)")
_IS_NOT_GOOD = re.compile(rf"({_BE}) not (?:yet |always )?(?={_DEGREE}(?:{'|'.join(_PRAISE)})\b)")
# One more of these, and it is no longer plain what a negation turns round.
_TURN = re.compile(
    r"\b(?:but|although|though|however|while|whilst|despite|unless|until|not|no|nor|never|neither|without|few|"
    r"little|lack|lacks|rarely|seldom|too|only|some|that|which|who|because|when|where|if|and|or)\b|n't|n’t|[,;:]",
    re.IGNORECASE,
)
_LONGEST = 25


def negated_praise(text: str) -> str | None:
    """Praise with a "not" after its verb; ``None`` where it is not one plain clause of praise.

    Examples
    --------
    >>> negated_praise("Supervision is regular.")
    'Supervision is not regular.'
    >>> negated_praise("Supervision is regular but weak.") is None
    True
    """
    for pattern in (_IS_GOOD, _HAS_IMPROVED):
        if len(pattern.findall(text)) == 1 and _is_plain(text):
            return pattern.sub(r"\1 not", text)
    return None


def negated_blame(text: str) -> str | None:
    """Blame with a "not" after its verb; ``None`` where it is not one plain clause of blame."""
    return _IS_BAD.sub(r"\1 not", text) if len(_IS_BAD.findall(text)) == 1 and _is_plain(text) else None


def without_negation(text: str) -> str | None:
    """Blame that says "not" of what would be praise, without that; ``None`` where it is none."""
    match = _IS_NOT_GOOD.search(text)
    if match is None:
        return None
    changed = text[: match.start()] + f"{match[1]} " + text[match.end() :]
    return changed if _is_plain(changed) else None


def _is_plain(text: str) -> bool:
    return len(text.split()) <= _LONGEST and not _TURN.search(text)
