from __future__ import annotations

import pytest

from inspection_findings.reporting.workbook.looks import (
    CONFIDENCE_BAR,
    HEADER,
    INK,
    QUIET,
    STRENGTH_BAR,
    WEAKNESS_BAR,
    Kind,
    Look,
    properties_of,
    rules_of,
)

WHITE = "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *((INK, each) for each in (WHITE, STRENGTH_BAR, WEAKNESS_BAR, CONFIDENCE_BAR, HEADER["bg_color"])),
    (QUIET, WHITE),
    *(
        (rule.properties.get("font_color", INK), rule.properties["bg_color"])
        for look in Look
        for rule in rules_of(look, None)
        if rule.properties is not None
    ),
]


@pytest.mark.parametrize(("text", "background"), PAIRS)
def test_text_can_be_read_on_what_is_behind_it(text, background):
    assert contrast(text, background) >= 4.5


def test_every_look_has_a_rule():
    assert all(list(rules_of(look, None)) for look in Look)
    assert list(rules_of(None, None)) == []


def test_a_bar_grows_from_the_side_that_its_look_says():
    [strengths], [weaknesses] = (list(rules_of(look, 3)) for look in (Look.STRENGTHS, Look.WEAKNESSES))
    assert strengths.options["bar_direction"] == "left"
    assert weaknesses.options["bar_direction"] == "right"


def test_only_text_is_wrapped():
    assert [kind for kind in Kind if properties_of(kind).get("text_wrap")] == [Kind.TEXT]
