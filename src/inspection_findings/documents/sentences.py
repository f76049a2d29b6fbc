"""Cut a passage into sentences.

The cutting is sentencex's; what follows mends it where the language of inspection defeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import segment

# A full stop after these does not end a sentence.
_TITLES = "cf|v|vs|approx|incl|mr|mrs|ms|dr|prof|st|rev|sgt|insp|supt|cllr|hon|e.g|eg|i.e|ie|viz|et al"
_TITLE = re.compile(r"(?:^|[\s(\[‘“'\"])(?:" + _TITLES.replace(".", r"\.") + r")\.$", re.I)
_TITLE_ENDS = tuple(f"{title}." for title in _TITLES.split("|"))
# Nor after these where a number follows.
_REFERENCE = re.compile(
    r"(?:^|[\s(\[])(?:paras?|paragraphs?|nos?|ss?|pp?|figs?|refs?|regs?|sections?|arts?)\.$", re.I
)
_HAS_WORD = re.compile(r"[^\W\d_]{2}")
_ASIDE = re.compile(r"\([^()]{1,60}\)\.?")
# A pointer to another part of the report, set after the sentence it belongs to.
_POINTER = re.compile(
    r"\((?:recommendations?|paras?|paragraphs?|pages?|throughout|this was a"
    r" recommendation)\b[^()]{0,80}\)\.?\s*",
    re.I,
)
_LOWER_START = re.compile(r"[‘“'\"(\[]*[a-z]")
# PDF text sometimes loses the space between two sentences.
_GLUED = re.compile(r"[.?!](?:(?<=[a-z]{2}.)|(?<=[a-z].)[’”)])(?=[A-Z][a-z]+\s)")
# The library keeps what stands in quotation marks together, however many sentences it is.
_QUOTED = re.compile(r"(?<=[a-z]{2}[.?!])\s+(?=[A-Z][a-z]*\s)")


def spans(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences of a passage, in order, without white space at their ends.

    The ranges cover all of the text but white space and pointers such as ``(Recommendation)``.

    Parameters
    ----------
    text
        One passage, white space folded.
    """
    found: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if text[start] == "(" and (pointer := _POINTER.match(text, start, end)):
            start = pointer.end()
            if start == end:
                continue
        if found and _belongs_together(text[found[-1][0] : found[-1][1]], text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Ranges between the places where a sentence may end, those that are blank left out."""
    cuts = [0]
    offset = 0
    for piece in segment("en", text):
        start = text.find(piece, offset)
        if start < 0:
            # The library changed a character; the rest stays whole so that no offset is ever wrong.
            break
        if start > offset:
            cuts.append(start)
        offset = start + len(piece)
        cuts += [start + missed for missed in _missed_ends(piece)]
        cuts.append(offset)
    for start, end in pairwise([*cuts, len(text)]):
        while start < end and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start, end


def _missed_ends(piece: str) -> list[int]:
    """Places in a piece where a sentence ends all the same."""
    inside = piece.rstrip()[:-1]
    if "." not in inside and "?" not in inside and "!" not in inside:
        return []
    ends = [found.end() for found in _GLUED.finditer(piece)]
    if "‘" in piece or "“" in piece or '"' in piece:
        ends += [found.start() for found in _QUOTED.finditer(piece)]
    return sorted(ends)


def _belongs_together(before: str, after: str) -> bool:
    # Most sentences start with a capital letter.
    if not after[0].isupper() and (_LOWER_START.match(after) or _ASIDE.fullmatch(after)):
        return True
    if not _has_word(after) or not _has_word(before):
        return True
    ending = before[-12:]
    if ending.lower().endswith(_TITLE_ENDS) and _TITLE.search(ending):
        return True
    if after[0].isdigit() and _REFERENCE.search(ending):
        return True
    return before.count("(") > before.count(")") and ")" in after and "(" not in after[: after.index(")")]


def _has_word(text: str) -> bool:
    return (len(text) > 1 and text[:2].isalpha()) or _HAS_WORD.search(text) is not None
