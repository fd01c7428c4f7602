"""The marks of pictograms: each is a filled path with a height of 1, y downwards.

Its width is in :data:`ASPECTS`. It is simple enough to be recognised at six points, and has no line
too thin for print.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from report.figures.shapes import arch, band, circle, joined, polygon

if TYPE_CHECKING:
    from matplotlib.path import Path

#: Width of each mark of a field, where its height is 1.
ASPECTS: dict[str, float] = {"dot": 1.0, "tower": 1.0, "house": 1.0, "person": 0.54}


@cache
def mark(kind: str) -> Path:
    """Return the mark of a field: dot, tower, house or person."""
    makers: dict[str, Callable[[], Path]] = {
        "dot": _dot,
        "tower": _tower,
        "house": _house,
        "person": _person,
    }
    return makers[kind]()


def _dot() -> Path:
    return circle(0.5, 0.5, 0.5)


def _house() -> Path:
    return polygon(
        [
            (0.5, 0.0),
            (1.0, 0.5),
            (0.87, 0.5),
            (0.87, 1.0),
            (0.61, 1.0),
            (0.61, 0.66),
            (0.39, 0.66),
            (0.39, 1.0),
            (0.13, 1.0),
            (0.13, 0.5),
            (0.0, 0.5),
        ]
    )


def _tower() -> Path:
    legs = polygon(
        [(0.45, 0.42), (0.55, 0.42), (0.8, 1.0), (0.67, 1.0), (0.5, 0.57), (0.33, 1.0), (0.2, 1.0)]
    )
    bar = polygon([(0.37, 0.76), (0.63, 0.76), (0.66, 0.84), (0.34, 0.84)])
    waves = [
        band(0.5, 0.36, inner, inner + 0.09, middle - 46, middle + 46)
        for inner in (0.2, 0.375)
        for middle in (90, -90)
    ]
    return joined([circle(0.5, 0.36, 0.1), legs, bar, *waves])


def _person() -> Path:
    return joined([circle(0.27, 0.18, 0.17), arch(0.0, 0.41, 0.54, 0.58, 0.2)])
