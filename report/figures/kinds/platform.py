"""One platform that carries many enterprises."""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.shapes import Point, polygon
from report.model.drawing import FigureRequest

#: Height of the building on each plot, row by row from the back, in plots; 0 is left free.
_PLOTS = (
    (1.7, 0.9, 1.3, 0.7),
    (1.0, 1.5, 0.0, 1.1),
    (0.6, 0.0, 0.9, 0.5),
    (0.9, 0.6, 0.45, 0.0),
)
_SIDE = len(_PLOTS)
_SLAB = 0.55
_MARGIN = 0.35
_FOOT = 0.16


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    count = sum(height > 0 for row in _PLOTS for height in row)
    return "惠企平台", f"一個平台承托{count}座高低不一的樓宇，表示一個平台服務眾多企業。"


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw a slab seen from above at an angle, with buildings on its plots."""
    first, last = -_MARGIN, _SIDE + _MARGIN
    highest = min((row + column) / 2 + _FOOT - up for row, column, up in _buildings())
    above, below = min(first, highest), last + _SLAB
    plot = min(canvas.width / (2 * (last - first)), canvas.height / (below - above))
    middle = canvas.width / 2
    top = (canvas.height - plot * (below - above)) / 2 - plot * above

    def at(across: float, down: float, up: float = 0.0) -> Point:
        """Give the place on the canvas of a point of the platform, in plots."""
        return (middle + (across - down) * plot, top + ((across + down) / 2 - up) * plot)

    def block(low: Point, high: Point, foot: float, head: float, tones: tuple[str, ...]) -> None:
        """Draw a block from one corner of its plan to the other, its three faces in ``tones``."""
        (left, back), (right, front) = low, high
        faces = (
            [(left, back, head), (right, back, head), (right, front, head), (left, front, head)],
            [(left, front, head), (right, front, head), (right, front, foot), (left, front, foot)],
            [(right, front, head), (right, back, head), (right, back, foot), (right, front, foot)],
        )
        for face, tone in zip(faces, tones, strict=True):
            canvas.shape(polygon([at(*corner) for corner in face]), tone)

    block((first, first), (last, last), -_SLAB, 0.0, ("mid", "base", "deep"))
    for row, column, up in _buildings():
        low = (column + _FOOT, row + _FOOT)
        high = (column + 1 - _FOOT, row + 1 - _FOOT)
        block(low, high, 0.0, up, ("fog", "mist", "slate"))


def _buildings() -> list[tuple[int, int, float]]:
    """Give row, column and height of each building, from the back to the front."""
    standing = [
        (row, column, up)
        for row, plots in enumerate(_PLOTS)
        for column, up in enumerate(plots)
        if up
    ]
    return sorted(standing, key=lambda building: building[0] + building[1])
