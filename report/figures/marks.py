"""Small marks that stand for what is counted: each a filled path one unit high, y downwards.

The marks of a field are as wide as :data:`ASPECTS` says, the icons of unlike figures one unit.
A mark is simple enough to be read at six points and has no line that could vanish in print.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from report.figures.shapes import arch, band, circle, joined, placed, polygon, rectangle
from report.model.drawing import MarkKind

if TYPE_CHECKING:
    from matplotlib.path import Path

#: Width of each mark of a field, where its height is 1.
ASPECTS: dict[MarkKind, float] = {"dot": 1.0, "tower": 1.0, "house": 1.0, "person": 0.54}


@cache
def mark(kind: MarkKind) -> Path:
    """Give the mark of a field: dot, tower, house or person."""
    makers: dict[MarkKind, Callable[[], Path]] = {
        "dot": _dot,
        "tower": _tower,
        "house": _house,
        "person": _person,
    }
    return makers[kind]()


@cache
def icon(base_unit: str) -> Path:
    """Give the mark for what is counted: 元, 人, 台, 車, 條, 戶 and the like; else a ring."""
    for signs, maker in (
        ("元", _coins),
        ("人名", _people),
        ("車輛", _truck),
        ("台臺", _machine),
        ("條封", _message),
        ("戶家", _house),
    ):
        if base_unit[:1] in signs and base_unit:
            return maker()
    return _ring()


def _dot() -> Path:
    return circle(0.5, 0.5, 0.5)


def _ring() -> Path:
    return joined([circle(0.5, 0.5, 0.42), circle(0.5, 0.5, 0.24, hole=True)])


def _house() -> Path:
    return polygon(
        [
            (0.5, 0.04),
            (1.0, 0.5),
            (0.87, 0.5),
            (0.87, 0.98),
            (0.61, 0.98),
            (0.61, 0.66),
            (0.39, 0.66),
            (0.39, 0.98),
            (0.13, 0.98),
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
        for inner in (0.21, 0.4)
        for middle in (90, -90)
    ]
    return joined([circle(0.5, 0.36, 0.1), legs, bar, *waves])


def _person() -> Path:
    return joined([circle(0.27, 0.18, 0.17), arch(0.0, 0.41, 0.54, 0.58, 0.2)])


def _people() -> Path:
    """Give three persons, the middle one in front: where many are counted as one figure."""
    person = _person()
    return joined(
        [
            placed(person, 0.5 - 0.27 * 0.78, 0.1, 0.78),
            placed(person, 0.0, 0.27, 0.61),
            placed(person, 1 - 0.54 * 0.61, 0.27, 0.61),
        ]
    )


def _coins() -> Path:
    pile = [rectangle(0.0, 0.75 - 0.16 * n, 0.47, 0.125, 0.06) for n in range(5)]
    low = [rectangle(0.53, 0.75 - 0.16 * n, 0.47, 0.125, 0.06) for n in range(3)]
    return joined([*pile, *low])


def _machine() -> Path:
    """Give a generator: a body with a dial cut out, on two feet, with a handle."""
    return joined(
        [
            rectangle(0.02, 0.3, 0.96, 0.48, 0.06),
            circle(0.3, 0.54, 0.14, hole=True),
            circle(0.3, 0.54, 0.06),
            polygon([(0.56, 0.45), (0.56, 0.51), (0.86, 0.51), (0.86, 0.45)]),
            polygon([(0.56, 0.58), (0.56, 0.64), (0.86, 0.64), (0.86, 0.58)]),
            rectangle(0.12, 0.8, 0.16, 0.09),
            rectangle(0.72, 0.8, 0.16, 0.09),
            polygon(
                [
                    (0.24, 0.28),
                    (0.24, 0.14),
                    (0.76, 0.14),
                    (0.76, 0.28),
                    (0.68, 0.28),
                    (0.68, 0.22),
                    (0.32, 0.22),
                    (0.32, 0.28),
                ]
            ),
        ]
    )


def _truck() -> Path:
    wheels = [
        part
        for x in (0.26, 0.76)
        for part in (circle(x, 0.76, 0.12), circle(x, 0.76, 0.05, hole=True))
    ]
    return joined(
        [
            polygon(
                [
                    (0.0, 0.22),
                    (0.6, 0.22),
                    (0.6, 0.7),
                    (0.42, 0.7),
                    (0.36, 0.6),
                    (0.16, 0.6),
                    (0.1, 0.7),
                    (0.0, 0.7),
                ]
            ),
            polygon(
                [
                    (0.64, 0.36),
                    (0.84, 0.36),
                    (1.0, 0.54),
                    (1.0, 0.7),
                    (0.92, 0.7),
                    (0.86, 0.6),
                    (0.66, 0.6),
                    (0.64, 0.63),
                ]
            ),
            *wheels,
        ]
    )


def _message() -> Path:
    bubble = rectangle(0.02, 0.12, 0.96, 0.6, 0.14)
    tail = polygon([(0.2, 0.66), (0.2, 0.94), (0.5, 0.66)])
    dots = [circle(x, 0.42, 0.065, hole=True) for x in (0.28, 0.5, 0.72)]
    return joined([bubble, tail, *dots])
