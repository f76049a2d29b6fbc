"""The reliability diagram: how often findings are right, against their confidence, as a small SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from inspection_findings.evaluation.calibration import Bin

_SIZE, _LEFT, _TOP, _BARS = 300, 52, 14, 56
_WIDTH, _HEIGHT = _LEFT + _SIZE + 16, _TOP + _SIZE + _BARS + 58
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_INK, _SHADE, _BLUE = "#333333", "#bbbbbb", "#1f5fa8"
_WITHIN = 1.96


def reliability_diagram(bins: Sequence[Bin], *, title: str) -> str:
    """Draw a reliability diagram (DeGroot and Fienberg 1983).

    A point a bin: its mean confidence, and the share of its findings that is right, with the 95% range in
    which that share would fall by chance if the confidence were honest. Below, how many findings there are.

    Parameters
    ----------
    bins
        In ascending order.
    title
        Read out in place of the picture.
    """
    most = max((each.count for each in bins), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="sans-serif" font-size="11" fill="{_INK}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        *_axes(),
        *(_range(each) for each in bins),
        *(f'<circle cx="{_x(e.confidence)}" cy="{_y(e.right)}" r="4" fill="{_BLUE}"/>' for e in bins),
        *(_bar(each, most) for each in bins),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(value: float) -> str:
    return f"{_LEFT + _SIZE * value:.1f}"


def _y(value: float) -> str:
    return f"{_TOP + _SIZE * (1 - value):.1f}"


def _axes() -> list[str]:
    bottom, middle = _TOP + _SIZE + _BARS, _TOP + _SIZE / 2
    parts = [
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="{_INK}"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="{_SHADE}" stroke-dasharray="4 3"/>',
    ]
    for tick in _TICKS:
        parts.append(f'<text x="{_LEFT - 6}" y="{_y(tick - 0.012)}" text-anchor="end">{tick:.1f}</text>')
        parts.append(f'<text x="{_x(tick)}" y="{bottom + 14}" text-anchor="middle">{tick:.1f}</text>')
    turned = f'x="14" y="{middle}" transform="rotate(-90 14 {middle})"'
    return [
        *parts,
        f'<text x="{_x(0.5)}" y="{bottom + 34}" text-anchor="middle">confidence</text>',
        f'<text {turned} text-anchor="middle">share of findings that is right</text>',
    ]


def _range(each: Bin) -> str:
    low, high = (each.confidence + sign * _WITHIN * each.noise for sign in (-1, 1))
    return (
        f'<path d="M{_x(each.confidence)} {_y(max(low, 0))}V{_y(min(high, 1))}" '
        f'stroke="{_SHADE}" stroke-width="7"/>'
    )


def _bar(each: Bin, most: int) -> str:
    height = (_BARS - 16) * each.count / most
    bottom, left = _TOP + _SIZE + _BARS, float(_x(each.low))
    width = _SIZE * (each.high - each.low) - 4
    return (
        f'<rect x="{left + 2:.1f}" y="{bottom - height:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{_BLUE}" opacity="0.35"/>'
        f'<text x="{left + 2 + width / 2:.1f}" y="{bottom - height - 3:.1f}" text-anchor="middle" '
        f'font-size="9">{each.count:,}</text>'
    )
