"""Paths to draw: bars, rings, arrows. Coordinates in points, y downwards.

Every function returns a ``matplotlib.path.Path``; angles are in degrees, clockwise from the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, pi, radians, sin, tan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.path import Path

Point = tuple[float, float]
_MOVE, _LINE, _CURVE, _CLOSE = 1, 2, 4, 79


def _path(steps: Iterable[tuple[int, Sequence[Point]]]) -> Path:
    """Make a path of its steps: each is a code with its points."""
    from matplotlib.path import Path

    points: list[Point] = []
    codes: list[int] = []
    for code, given in steps:
        points.extend(given)
        codes.extend([code] * len(given))
    return Path(points, codes)


def polygon(points: Sequence[Point]) -> Path:
    """Return a closed shape through ``points``."""
    return _path([(_MOVE, points[:1]), (_LINE, points[1:]), (_CLOSE, points[:1])])


def line(points: Sequence[Point]) -> Path:
    """Return an open line through ``points``."""
    return _path([(_MOVE, points[:1]), (_LINE, points[1:])])


def curve(start: Point, first: Point, second: Point, end: Point) -> Path:
    """Return a cubic curve from ``start`` to ``end`` with two control points."""
    return _path([(_MOVE, [start]), (_CURVE, [first, second, end])])


def rectangle(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Path:
    """Return a rectangle from its top left corner, its corners rounded by ``radius``."""
    right, bottom = x + width, y + height
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return polygon([(x, y), (right, y), (right, bottom), (x, bottom)])
    k = r * (1 - 4 / 3 * tan(pi / 8))
    return _path(
        [
            (_MOVE, [(x + r, y)]),
            (_LINE, [(right - r, y)]),
            (_CURVE, [(right - k, y), (right, y + k), (right, y + r)]),
            (_LINE, [(right, bottom - r)]),
            (_CURVE, [(right, bottom - k), (right - k, bottom), (right - r, bottom)]),
            (_LINE, [(x + r, bottom)]),
            (_CURVE, [(x + k, bottom), (x, bottom - k), (x, bottom - r)]),
            (_LINE, [(x, y + r)]),
            (_CURVE, [(x, y + k), (x + k, y), (x + r, y)]),
            (_CLOSE, [(x + r, y)]),
        ]
    )


def arch(x: float, y: float, width: float, height: float, radius: float) -> Path:
    """Return a rectangle whose two upper corners are rounded by ``radius``."""
    right, bottom, r = x + width, y + height, radius
    k = r * (1 - 4 / 3 * tan(pi / 8))
    return _path(
        [
            (_MOVE, [(x, bottom)]),
            (_LINE, [(x, y + r)]),
            (_CURVE, [(x, y + k), (x + k, y), (x + r, y)]),
            (_LINE, [(right - r, y)]),
            (_CURVE, [(right - k, y), (right, y + k), (right, y + r)]),
            (_LINE, [(right, bottom)]),
            (_CLOSE, [(x, bottom)]),
        ]
    )


def circle(x: float, y: float, radius: float, *, hole: bool = False) -> Path:
    """Return a circle about (x, y); as a hole, to be cut out of another shape, it is reversed."""
    return _path(
        [
            (_MOVE, [on_circle(x, y, radius, 0)]),
            *_arcs(x, y, radius, 0, -360 if hole else 360),
            (_CLOSE, [on_circle(x, y, radius, 0)]),
        ]
    )


def arc(x: float, y: float, radius: float, start: float, end: float) -> Path:
    """Return the open arc of a circle from one angle to another."""
    return _path([(_MOVE, [on_circle(x, y, radius, start)]), *_arcs(x, y, radius, start, end)])


def band(x: float, y: float, inner: float, outer: float, start: float, end: float) -> Path:
    """Return the part of a ring between two radii and two angles, as a closed shape."""
    first = on_circle(x, y, outer, start)
    return _path(
        [
            (_MOVE, [first]),
            *_arcs(x, y, outer, start, end),
            (_LINE, [on_circle(x, y, inner, end)]),
            *_arcs(x, y, inner, end, start),
            (_CLOSE, [first]),
        ]
    )


def on_circle(x: float, y: float, radius: float, angle: float) -> Point:
    """Return the point of a circle at an angle."""
    turn = radians(angle)
    return (x + radius * sin(turn), y - radius * cos(turn))


def _arcs(
    x: float, y: float, radius: float, start: float, end: float
) -> list[tuple[int, Sequence[Point]]]:
    """Return an arc as cubic curves of at most a quarter turn each."""
    count = max(1, int(-(-abs(end - start) // 90)))
    step = (end - start) / count
    reach = radius * 4 / 3 * tan(radians(step) / 4)
    steps: list[tuple[int, Sequence[Point]]] = []
    for index in range(count):
        a, b = start + index * step, start + (index + 1) * step
        (ax, ay), (bx, by) = on_circle(x, y, radius, a), on_circle(x, y, radius, b)
        (sa, ca), (sb, cb) = (sin(radians(a)), cos(radians(a))), (sin(radians(b)), cos(radians(b)))
        control = [(ax + reach * ca, ay + reach * sa), (bx - reach * cb, by - reach * sb)]
        steps.append((_CURVE, [*control, (bx, by)]))
    return steps


def bounds(path: Path) -> tuple[Point, Point]:
    """Return the upper left and lower right corner of a box that holds all points of a path."""
    import numpy as np

    points = np.asarray(path.vertices, dtype=float)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return (float(left), float(top)), (float(right), float(bottom))


def joined(paths: Sequence[Path]) -> Path:
    """Return one path that draws all of ``paths``."""
    from matplotlib.path import Path

    return Path.make_compound_path(*paths)


def repeated(path: Path, places: Sequence[Point], scale: float) -> Path:
    """Return one path that draws ``path``, at ``scale`` times its size, at every place."""
    import numpy as np
    from matplotlib.path import Path

    corners = np.asarray(places, dtype=float)[:, None, :]
    points = np.asarray(path.vertices, dtype=float)[None, :, :] * scale + corners
    return Path(points.reshape(-1, 2), np.tile(np.asarray(path.codes), len(places)))
