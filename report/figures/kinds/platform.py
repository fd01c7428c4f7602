"""One platform that carries many enterprises."""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.shapes import joined, rectangle
from report.model.drawing import FigureRequest

#: Heights of the buildings from left to right, in the height of the highest.
_HEIGHTS = (0.42, 0.7, 0.5, 1.0, 0.62, 0.86, 0.46, 0.74, 0.56, 0.66)
#: The platform's height and the space between buildings, in a building's width.
_SLAB, _GAP = 1.0, 0.35
#: The highest building, in widths of one.
_HIGHEST = 5.2


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    count = len(_HEIGHTS)
    return "惠企平台", f"一個平台承托{count}座高低不一的樓宇，表示一個平台服務眾多企業。"


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw the platform along the foot and the buildings on it, the first half a tone paler."""
    count = len(_HEIGHTS)
    wide = canvas.width / (count + (count - 1) * _GAP)
    high = min(canvas.height, wide * (_HIGHEST + _SLAB))
    slab = high * _SLAB / (_HIGHEST + _SLAB)
    ground = canvas.height - slab
    buildings = [
        rectangle(
            index * wide * (1 + _GAP),
            ground - share * (high - slab),
            wide,
            share * (high - slab),
        )
        for index, share in enumerate(_HEIGHTS)
    ]
    canvas.shape(joined(buildings), "mid", name="buildings")
    canvas.shape(rectangle(0, ground, canvas.width, slab), "base", name="platform")
