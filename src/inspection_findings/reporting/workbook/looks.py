"""How cells look: formats by the kind of value, and colours and bars by the value itself.

Colours only repeat what a cell's words, sign or number say. All text has a contrast of 4.5:1 or more on its
background, whatever the bar behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Polarity
from inspection_findings.reporting.wording import title

Properties = Mapping[str, object]
"""What xlsxwriter calls the properties of a format."""

INK = "#1F2933"
QUIET = "#52606D"
HEADER: Properties = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "font_color": INK,
    "bg_color": "#E4E9EE",
    "bottom": 1,
    "bottom_color": "#9AA5B1",
}
"""Of the cells that head a table's columns."""
DATE: Properties = {"num_format": "d mmm yyyy", "align": "left"}
"""Of dates, beside those of their column."""

STRENGTH_BAR, WEAKNESS_BAR, CONFIDENCE_BAR = "#9FD3D8", "#F2BDA3", "#C9D3DE"

_STRENGTH: Properties = {"font_color": "#0A6069", "bg_color": "#E2F1F2"}
_WEAKNESS: Properties = {"font_color": "#9C370D", "bg_color": "#FBEBE3"}
# The sign stands behind the word: a cell that begins with one becomes a formula once it is saved as CSV.
_SIGNED = {
    Polarity.STRENGTH: {**_STRENGTH, "num_format": '@" +"'},
    Polarity.WEAKNESS: {**_WEAKNESS, "num_format": '@" −"'},
}
_FLAG: Properties = {"italic": True, "bg_color": "#FFF0B3"}
_GRADES: Mapping[Grade, Properties] = {
    Grade.OUTSTANDING: {"font_color": "#064A51", "bg_color": "#B5DCE0"},
    Grade.GOOD: _STRENGTH,
    Grade.REQUIRES_IMPROVEMENT: _WEAKNESS,
    Grade.INADEQUATE: {"font_color": "#7A2806", "bg_color": "#F3CDB9"},
}

_BEFORE_THE_EDGE: Properties = {"align": "right", "indent": 1}


class Kind(StrEnum):
    """What a column holds, which says how it is written and aligned."""

    TEXT = "text"
    """Wrapped."""
    NUMBER = "number"
    SHARE = "share"
    """0 to 1, shown as a percentage."""
    PROBABILITY = "probability"
    """The same, 99% at most."""


class Look(StrEnum):
    """What draws the eye to the cells of a column."""

    POLARITY = "polarity"
    """Cells hold polarities."""
    GRADE = "grade"
    """Cells hold grades."""
    STRENGTHS = "strengths"
    """Numbers with a bar that grows to the right."""
    WEAKNESSES = "weaknesses"
    """Numbers with a bar that grows to the left: beside `STRENGTHS`, on its left, the two diverge."""
    CONFIDENCE = "confidence"
    """Probabilities with a bar."""
    BALANCE = "balance"
    """Shares of strengths, 0 to 1, from the colour of weaknesses over white to that of strengths."""
    FLAG = "flag"
    """Yes or no; what is yes stands out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for the cells of a column.

    Attributes
    ----------
    options
        As xlsxwriter takes them, but for the format.
    properties
        Of the format of the cells that the rule holds for; ``None`` where the rule needs none.
    """

    options: Properties
    properties: Properties | None = None


def properties_of(kind: Kind) -> dict[str, object]:
    """Properties of the format of a column's cells."""
    properties: dict[str, object] = {"valign": "top", "font_color": INK}
    match kind:
        case Kind.TEXT:
            return {**properties, "text_wrap": True}
        case Kind.NUMBER:
            return {**properties, **_BEFORE_THE_EDGE, "num_format": "#,##0"}
        case Kind.SHARE:
            return {**properties, **_BEFORE_THE_EDGE, "num_format": "0%"}
        case Kind.PROBABILITY:
            # Nothing here is a whole certainty, and none is shown as one.
            return {**properties, **_BEFORE_THE_EDGE, "num_format": '[>=0.995]"99%";0%'}


def rules_of(look: Look | None, full: float | None) -> Iterator[Rule]:
    """What a look asks of a column's cells.

    Parameters
    ----------
    look
        Of the column.
    full
        The number of a bar that fills its cell; the greatest of the column where ``None``.
    """
    match look:
        case Look.POLARITY:
            yield from (_rule_for_text(title(polarity), form) for polarity, form in _SIGNED.items())
        case Look.GRADE:
            yield from (_rule_for_text(title(grade), form) for grade, form in _GRADES.items())
        case Look.FLAG:
            yield _rule_for_text("yes", _FLAG)
        case Look.STRENGTHS:
            yield _bar(STRENGTH_BAR, full)
        case Look.WEAKNESSES:
            yield _bar(WEAKNESS_BAR, full, direction="right")
        case Look.CONFIDENCE:
            yield _bar(CONFIDENCE_BAR, 1)
        case Look.BALANCE:
            colours = {"min_color": WEAKNESS_BAR, "mid_color": "#FFFFFF", "max_color": STRENGTH_BAR}
            bounds = {"min_value": 0, "mid_value": 0.5, "max_value": 1}
            types = {"min_type": "num", "mid_type": "num", "max_type": "num"}
            yield Rule({"type": "3_color_scale", **colours, **bounds, **types})


def _rule_for_text(text: str, properties: Properties) -> Rule:
    return Rule({"type": "cell", "criteria": "==", "value": f'"{text}"'}, properties)


def _bar(colour: str, full: float | None, direction: str = "left") -> Rule:
    drawn = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_no_border": True}
    # A direction is named by the side where bars begin.
    options = {**drawn, "bar_color": colour, "bar_direction": direction, "min_type": "num", "min_value": 0}
    return Rule(options if full is None else {**options, "max_type": "num", "max_value": full})
