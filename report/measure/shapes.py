"""Shapes: the visible lines, areas and pictures of a page.

In: paths of pdfminer. Out: :class:`Shape` objects. Lengths are in pt; places are measured from the
top left of the page's MediaBox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from report.measure.inks import Ink

Point = tuple[float, float]
#: Left, top, right, bottom.
Frame = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
#: Tolerance for equal places.
_NEAR = 0.01
#: Curves are approximated by so many straight pieces.
_PIECES = 4
_CURVES = frozenset("cvy")
#: The most segments of a rectangle: a start, four sides, and the closing.
_SIDES = 6


@dataclass(frozen=True)
class Shape:
    """One painted shape: ``fill``, ``stroke`` or ``image``; ``frame`` is its visible part.

    ``width`` is the width of a stroke. ``path`` has the path operators, ``matrix`` transforms them
    to the page; a picture has no path.
    """

    kind: str
    frame: Frame
    ink: Ink
    width: float = 0.0
    evenodd: bool = False
    path: Sequence[Any] = field(default=(), repr=False)
    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    @cached_property
    def outlines(self) -> tuple[tuple[Point, ...], ...]:
        """The subpaths as points on the page; curves are approximated by straight pieces."""
        return tuple(self._outline(part) for part in self._parts())

    def _parts(self) -> list[list[Any]]:
        """Return the segments of each subpath."""
        parts: list[list[Any]] = []
        for segment in self.path:
            if segment[0] == "m" or not parts:
                parts.append([])
            parts[-1].append(segment)
        return parts

    def _outline(self, segments: Sequence[Any]) -> tuple[Point, ...]:
        points: list[Point] = []
        for operator, *numbers in segments:
            ends = [
                moved(self.matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)
            ]
            if operator == "h":
                points += points[:1]
            elif operator in _CURVES and points:
                points += _flat(operator, points[-1], ends)
            else:
                points += ends
        return tuple(points)

    def holds(self, x: float, y: float) -> bool:
        """Return whether it paints a point of the page; always False for a stroke."""
        left, top, right, bottom = self.frame
        if self.kind == "stroke" or not (left <= x <= right and top <= y <= bottom):
            return False
        if not self.path:
            return True
        crossings = winding = 0
        for part in self.outlines:
            for (ax, ay), (bx, by) in pairwise((*part, *part[:1])):
                if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                    crossings += 1
                    winding += 1 if by > ay else -1
        return bool(crossings % 2 if self.evenodd else winding)

    def bars(self) -> Iterator[Frame]:
        """Return the visible upright rectangles of a fill.

        For a rectangle with a smaller one cut out of it, the four sides are returned: engines draw
        borders in this way.
        """
        if self.kind != "fill":
            return
        found = [
            _rectangle(self._outline(part)) if len(part) <= _SIDES else None
            for part in self._parts()
        ]
        frames = [frame for frame in found if frame is not None]
        if self.evenodd and len(found) == len(frames) == 2 and _is_within(frames[1], frames[0]):
            frames = list(_sides(*frames))
        for frame in frames:
            seen = common(frame, self.frame)
            if seen is not None and min(seen[2] - seen[0], seen[3] - seen[1]) > _NEAR:
                yield seen


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Return a point transformed by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def frame_of(path: Sequence[Any], matrix: Matrix) -> Frame | None:
    """Return the frame of a path on the page; None for an empty path."""
    across: list[float] = []
    down: list[float] = []
    for segment in path:
        across += segment[1::2]
        down += segment[2::2]
    if not across:
        return None
    left, right, low, high = min(across), max(across), min(down), max(down)
    if matrix[1] or matrix[2]:  # rotated: the corners of the frame are not points of the path
        corners = [moved(matrix, x, y) for x, y in zip(across, down, strict=True)]
    else:
        corners = [moved(matrix, left, low), moved(matrix, right, high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def common(one: Frame, other: Frame | None) -> Frame | None:
    """Return the intersection of two frames, None when it is empty; ``other`` None: no limit."""
    if other is None:
        return one
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def _flat(operator: str, start: Point, points: Sequence[Point]) -> Iterator[Point]:
    """Return the ends of straight pieces along a Bézier curve (ISO 32000-1, 8.5.2.2)."""
    one, other, end = {
        "c": points,
        "v": (start, *points),
        "y": (*points, points[-1]),
    }[operator]
    for step in range(1, _PIECES + 1):
        t = step / _PIECES
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        four = (start, one, other, end)
        yield (
            sum(share * point[0] for share, point in zip(shares, four, strict=True)),
            sum(share * point[1] for share, point in zip(shares, four, strict=True)),
        )


def _rectangle(part: Sequence[Point]) -> Frame | None:
    """Return the frame of a subpath that is an upright rectangle, None for others."""
    corners = list(part[:-1] if len(part) == 5 and _is_same(part[0], part[-1]) else part)
    if len(corners) != 4:
        return None
    for (ax, ay), (bx, by) in pairwise([*corners, corners[0]]):
        if abs(ax - bx) > _NEAR and abs(ay - by) > _NEAR:
            return None
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= _NEAR and abs(one[1] - other[1]) <= _NEAR


def _is_within(inner: Frame, outer: Frame) -> bool:
    return (
        outer[0] - _NEAR <= inner[0] <= inner[2] <= outer[2] + _NEAR
        and outer[1] - _NEAR <= inner[1] <= inner[3] <= outer[3] + _NEAR
    )


def _sides(outer: Frame, inner: Frame) -> Iterator[Frame]:
    """Return the four sides between two frames: top, bottom, left and right."""
    yield outer[0], outer[1], outer[2], inner[1]
    yield outer[0], inner[3], outer[2], outer[3]
    yield outer[0], inner[1], inner[0], inner[3]
    yield inner[2], inner[1], outer[2], inner[3]
