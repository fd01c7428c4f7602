"""One platform that carries many enterprises."""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.shapes import joined, rectangle
from report.model.drawing import FigureRequest, Kind

#: So many buildings, all alike: their number and height say nothing.
_COUNT = 10
#: The platform's height and the space between buildings, in a building's width.
_SLAB, _GAP = 1.0, 0.35
#: The height of a building, in widths of one.
_HIGH = 3.2


KIND = Kind(
    0,
    0,
    "One platform that carries many enterprises",
)


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    return "惠企平台", f"一個平台承托{_COUNT}座同樣的樓宇，表示一個平台服務眾多企業。"


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw the platform along the foot and the buildings on it, a tone paler."""
    count = _COUNT
    wide = canvas.width / (count + (count - 1) * _GAP)
    high = min(canvas.height, wide * (_HIGH + _SLAB))
    slab = high * _SLAB / (_HIGH + _SLAB)
    ground = canvas.height - slab
    buildings = [
        rectangle(index * wide * (1 + _GAP), ground - (high - slab), wide, high - slab)
        for index in range(count)
    ]
    canvas.shape(joined(buildings), "mid", name="buildings")
    canvas.shape(rectangle(0, ground, canvas.width, slab), "base", name="platform")
