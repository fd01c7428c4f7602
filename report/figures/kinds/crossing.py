"""Two service areas, as the cells of a network, and the service that crosses between them."""

from __future__ import annotations

import math

from report.figures.canvas import Canvas
from report.figures.shapes import Point, circle, curve, pin, polygon
from report.model.drawing import FigureRequest

#: Cells of the two areas: (column, row) in a honeycomb whose odd rows stand half a cell right.
_WEST = ((0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2))
_EAST = ((2, 0), (3, 0), (2, 1), (3, 1), (2, 2), (3, 2))
_ROWS = 3
#: Cells from the left to the right edge: four columns, half a cell for the odd row, the border.
_BORDER = 0.35
_ACROSS = 4.5 + _BORDER
_HOME, _AWAY = (0, 1), (3, 1)
#: What a cell gives up to its neighbours, as a share of its size.
_SEAM = 0.06


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    return (
        "跨域服務",
        "兩個服務區域以蜂窩狀網格表示，各有一個標記，一條弧線跨過兩區之間的界線把兩者連接起來，"
        "表示服務跨域辦理。",
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw two groups of cells side by side and, across their border, the line that joins them."""
    # A cell of width 1 is 2/√3 high, and rows overlap by a quarter of that.
    high = 2 / math.sqrt(3) * (1 + 0.75 * (_ROWS - 1))
    cell = min(canvas.width / _ACROSS, canvas.height / high)
    top = (canvas.height - cell * high) / 2

    def middle(place: tuple[int, int]) -> Point:
        column, row = place
        border = _BORDER if place in _EAST else 0.0
        x = (column + 0.5 + (0.5 if row % 2 else 0.0) + border) * cell
        return (x, top + cell * 2 / math.sqrt(3) * (0.5 + 0.75 * row))

    for name, tone, places in (("west", "mid", _WEST), ("east", "mist", _EAST)):
        for index, place in enumerate(places, 1):
            hexagon = _hexagon(middle(place), cell * (1 - _SEAM))
            canvas.shape(polygon(hexagon), tone, name=f"{name}-{index}")

    head = 0.2 * cell
    (from_x, from_y), (to_x, to_y) = middle(_HOME), middle(_AWAY)
    foot = 1.1 * head
    rise = 0.85 * cell
    start, end = (from_x, from_y + foot - 2.1 * head), (to_x, to_y + foot - 2.1 * head)
    lean = (to_x - from_x) * 0.22
    way = curve(start, (start[0] + lean, start[1] - rise), (end[0] - lean, end[1] - rise), end)
    canvas.shape(way, stroke="deep", line=max(1.2, 0.045 * cell), name="link")
    for name, tone, (x, y) in (
        ("home", "base", (from_x, from_y + foot)),
        ("away", "deep", (to_x, to_y + foot)),
    ):
        canvas.shape(pin(x, y, head), tone, name=name)
        canvas.shape(circle(x, y - 2.1 * head, 0.4 * head), "paper")


def _hexagon(middle: Point, width: float) -> list[Point]:
    """Give the corners of a cell that stands on a corner, ``width`` pt from side to side."""
    radius = width / math.sqrt(3)
    return [
        (
            middle[0] + radius * math.sin(math.radians(60 * corner)),
            middle[1] - radius * math.cos(math.radians(60 * corner)),
        )
        for corner in range(6)
    ]
